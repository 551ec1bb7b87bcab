"""Models trained, described, refreshed and dropped by SPARQL."""

from __future__ import annotations

import functools
import logging
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from semkg import KnowledgeGraph
from semkg.errors import FunctionError, ModelError, QueryError
from semkg.functions.models import FACTS, MODEL_LANGUAGE
from semkg.query import GraphResult
from semkg.views.training import TRAINING
from semkg.vocab import REGIMES
from tests.chile import CHILE, PREFIX, chile, select, shared_chile

EX = "PREFIX ex: <http://example.org/models#> "
SMALL = "a sk:ComplEx ; sk:dim 8 ; sk:epochs 2 ; sk:regularisation 0.01 ; sk:randomSeed 3"
MODEL = "http://example.org/models#m"


def update(kg: KnowledgeGraph, text: str) -> None:
    kg.update(PREFIX + EX + text)


def told(kg: KnowledgeGraph, name: str = "ex:m") -> dict[str, Any]:
    """What GRAPH sk:models says of a model, by local name."""
    rows = select(kg, EX + f"SELECT ?p ?o {{ GRAPH sk:models {{ {name} ?p ?o }} }}")
    return {row["p"].value.split("#")[-1]: row["o"].value for row in rows}


@pytest.fixture
def trained() -> KnowledgeGraph:
    kg = chile()
    update(kg, f"INSERT DATA {{ GRAPH sk:models {{ ex:m {SMALL} }} }}")
    return kg


def test_a_model_trained_by_insert_data_is_usable_at_once(trained: KnowledgeGraph) -> None:
    rows = select(
        trained, EX + "SELECT (sk:plausibility(:PuertoVaras, :bus, ?to, ex:m) AS ?r) { ?to a :City }"
    )

    assert any(0 < float(row["r"].value) < 1 for row in rows)


def test_it_is_the_model_that_python_trains_with_the_same_settings(trained: KnowledgeGraph) -> None:
    trained.train("complex", name="http://example.org/models#p", dim=8, epochs=2, regularisation=0.01, seed=3)
    text = "SELECT (sk:plausibility(:PuertoVaras, :bus, ?to, {}) AS ?r) {{ ?to a :City }} ORDER BY ?to"

    ours = select(trained, EX + text.format("ex:m"))
    python = select(trained, EX + text.format("ex:p"))

    assert [row["r"] for row in ours] == [row["r"] for row in python]


def test_a_model_is_described_with_its_settings_its_origin_and_its_quality(trained: KnowledgeGraph) -> None:
    found = told(trained)

    assert {name: found[name] for name in ("dim", "epochs", "randomSeed", "outdated", "rules")} == {
        "dim": "8",
        "epochs": "2",
        "randomSeed": "3",
        "outdated": "false",
        "rules": "rl+",
    }
    assert found["type"].endswith("#ComplEx")
    assert found["regime"].endswith("#invariant")
    assert found["epoch"] == str(trained.epoch)
    assert int(found["trainingEdges"]) > 100
    settings = {option.name for option in MODEL_LANGUAGE.options} - {"edges", "graphs", "types"}
    assert set(found) - {"type", "regime"} == {*FACTS, *settings} - {"batchSize"}  # which is chosen by size


@pytest.mark.parametrize("regime", REGIMES)
def test_a_model_tells_which_graph_it_learned_from(regime: str) -> None:
    kg = chile()
    name = "http://example.org/models#m"
    notes = kg.train(name=name, regime=regime, dim=4, epochs=1).notes

    found = told(kg)

    assert notes["projection"] == found["projection"] == TRAINING.digest()
    assert notes["consistent"] == found["consistent"] == "true"
    assert notes["digest"] == found["digest"] == kg.views().training_set(regime).digest()
    assert found["direction"].endswith("#natural")


def test_the_digest_of_a_model_is_that_of_its_edges() -> None:
    kg = chile()
    for name, said in (("m", SMALL), ("n", SMALL.replace("3", "4")), ("o", f"{SMALL} ; sk:edges :bus")):
        update(kg, f"INSERT DATA {{ GRAPH sk:models {{ ex:{name} {said} }} }}")
    first, other_seed, buses = (told(kg, f"ex:{name}") for name in "mno")

    assert first["digest"] == other_seed["digest"] != buses["digest"]
    assert first["projection"] == other_seed["projection"] != buses["projection"]


def test_a_model_of_contradictory_data_tells_so() -> None:
    kg = chile()
    kg.update(PREFIX + "INSERT DATA { :x a :P , :Q ; :bus :Arica . :P owl:disjointWith :Q }")

    assert kg.train(dim=4, epochs=1).notes["consistent"] == "false"
    assert kg.train(dim=4, epochs=1, regime="asserted").notes["consistent"] == "true"


def test_a_pattern_gives_the_edges_to_learn_from() -> None:
    kg = chile()

    update(
        kg,
        f"INSERT {{ GRAPH sk:models {{ ex:m {SMALL} ; sk:edges (?a :bus ?b) }} }} WHERE {{ ?a :bus ?b . ?a a :City }}",
    )

    [row] = select(kg, "SELECT (COUNT(*) AS ?n) FROM sk:asserted { ?a :bus ?b . ?a a :City }")
    assert told(kg)["trainingEdges"] == row["n"].value
    assert told(kg)["projection"] == "given edges"
    assert told(kg)["predicates"] == "1"


def test_a_pattern_sees_what_was_written_unless_it_asks_for_more() -> None:
    kg = chile()
    text = "INSERT {{ GRAPH sk:models {{ {} {} ; sk:edges (?a ?p ?b) }} }} {} WHERE {{ ?a ?p ?b FILTER(isIRI(?b)) }}"

    update(kg, text.format("ex:m", SMALL, ""))
    update(kg, text.format("ex:n", SMALL, "USING sk:entailed"))

    assert int(told(kg)["trainingEdges"]) < int(told(kg, "ex:n")["trainingEdges"])


def test_options_choose_the_edges_of_the_constant_form() -> None:
    kg = chile()

    update(kg, f"INSERT DATA {{ GRAPH sk:models {{ ex:m {SMALL} ; sk:edges :bus, :flight }} }}")

    assert told(kg)["predicates"] == "2"


def test_a_refreshed_model_learns_what_was_written_since_with_the_same_settings(
    trained: KnowledgeGraph,
) -> None:
    update(trained, "INSERT DATA { ex:a :bus ex:b }")
    before = told(trained)

    update(trained, "INSERT DATA { GRAPH sk:models { ex:m sk:refresh true } }")

    after = told(trained)
    assert (before["outdated"], after["outdated"]) == ("true", "false")
    assert int(after["trainingEdges"]) > int(before["trainingEdges"])
    assert after["dim"] == "8"


def test_a_model_from_a_pattern_is_refreshed_from_its_pattern() -> None:
    kg = chile()
    update(
        kg,
        f"INSERT {{ GRAPH sk:models {{ ex:m {SMALL} ; sk:edges (?a ?p ?b) }} }} "
        f"WHERE {{ VALUES ?p {{ :bus }} ?a ?p ?b }}",
    )
    before = told(kg)
    update(kg, "INSERT DATA { ex:a :bus ex:b . ex:a :flight ex:b }")

    update(kg, "INSERT DATA { GRAPH sk:models { ex:m sk:refresh true } }")

    assert int(told(kg)["trainingEdges"]) == int(before["trainingEdges"]) + 1


def test_a_model_that_python_trained_is_refreshed_too() -> None:
    kg = chile()
    kg.train("distmult", name=MODEL, dim=8, epochs=1, regularisation=0.01)
    update(kg, "INSERT DATA { ex:a :bus ex:b }")

    update(kg, "INSERT DATA { GRAPH sk:models { ex:m sk:refresh true } }")

    assert told(kg)["outdated"] == "false"
    assert told(kg)["type"].endswith("#DistMult")


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { GRAPH sk:models { ex:m ?p ?o } }",
        "DROP GRAPH sk:models",
        "CLEAR SILENT GRAPH sk:models",
        "DELETE { GRAPH sk:models { ?m ?p ?o } } WHERE { GRAPH sk:models { ?m sk:dim ?d FILTER(?d < 9) } }",
        "DELETE WHERE { GRAPH sk:models { ?m ?p ?o } }",
    ],
)
def test_a_dropped_model_is_gone(text: str, trained: KnowledgeGraph) -> None:
    update(trained, text)

    assert told(trained) == {}
    with pytest.raises(FunctionError, match="there is no model"):
        select(trained, EX + "SELECT (sk:plausibility(:PuertoVaras, :bus, :Ancud, ex:m) AS ?r) {}")


def test_only_the_model_that_is_named_is_dropped(trained: KnowledgeGraph) -> None:
    update(trained, f"INSERT DATA {{ GRAPH sk:models {{ ex:n {SMALL} }} }}")

    update(trained, "DELETE WHERE { GRAPH sk:models { ex:n ?p ?o } }")
    update(trained, "DELETE WHERE { GRAPH sk:models { ex:nobody ?p ?o } }")

    assert told(trained, "ex:n") == {}
    assert told(trained) != {}


def test_models_are_no_triples_of_the_user(trained: KnowledgeGraph) -> None:
    epoch = trained.epoch

    update(trained, f"INSERT DATA {{ GRAPH sk:models {{ ex:n {SMALL} }} }}")

    assert trained.epoch == epoch
    assert b"models#" not in (trained.dump(format="nq") or b"")
    assert select(trained, EX + "SELECT * { ex:m ?p ?o }") == []
    assert select(trained, EX + "SELECT * { GRAPH ?g { ex:m ?p ?o } }") == []
    assert select(trained, EX + "SELECT * { GRAPH ?g {} FILTER(?g = sk:models) }") == []


def test_the_graph_of_models_joins_like_any_other_group(trained: KnowledgeGraph) -> None:
    update(trained, f"INSERT DATA {{ GRAPH sk:models {{ ex:n {SMALL} }} }}")

    left = select(
        trained,
        EX
        + "SELECT ?m ?mrr { VALUES ?m { ex:n ex:o } OPTIONAL { GRAPH sk:models { ?m sk:mrr ?mrr } } } ORDER BY ?m",
    )
    fed = select(
        trained,
        EX + "SELECT ?m ?o { GRAPH sk:models { ?m sk:dim 8 } (?o ?s) sk:similarTo (:PuertoVaras 1 -1 ?m) }",
    )
    [asked] = select(trained, EX + "SELECT (EXISTS { GRAPH sk:models { ex:m a sk:DistMult } } AS ?r) {}")
    [both] = select(
        trained, "SELECT (COUNT(*) AS ?n) { GRAPH sk:models { { ?m sk:dim 8 } UNION { ?m sk:dim 8 } } }"
    )

    assert [row["mrr"] is None for row in left] == [False, True]
    assert {row["m"].value[-1] for row in fed} == {"m", "n"}
    assert asked["r"].value == "false"
    assert both["n"].value == "4"


def test_what_models_tell_can_be_written_to_the_graph(trained: KnowledgeGraph) -> None:
    update(trained, "INSERT { ex:m ex:quality ?q } WHERE { GRAPH sk:models { ex:m sk:mrr ?q } }")

    [row] = select(trained, EX + "SELECT ?q { ex:m ex:quality ?q }")
    assert row["q"].value == told(trained)["mrr"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("INSERT DATA { GRAPH sk:models { ex:x a sk:ComplEx ; sk:dim 3 ; sk:epochs 1 } }", "multiple of 2"),
        (
            "INSERT DATA { GRAPH sk:models { ex:x sk:refresh true } }",
            "no model .* to refresh; there are: <.*#m>",
        ),
        (
            f"INSERT {{ GRAPH sk:models {{ ex:x {SMALL} ; sk:edges (?s ?p ?o) }} }} WHERE {{ ?s ex:never ?o , ?p }}",
            "nothing to learn from",
        ),
        (
            f"INSERT {{ GRAPH sk:models {{ ex:x {SMALL} ; sk:edges (?s :name ?o) }} }} WHERE {{ ?s rdfs:label ?o }}",
            "nothing to learn from",
        ),
        (
            f"INSERT DATA {{ GRAPH sk:models {{ ex:x {SMALL} . ex:m a sk:ComplEx ; sk:dim 3 }} }} ; "
            "INSERT DATA { ex:a :bus ex:b }",
            "multiple of 2",
        ),
    ],
)
def test_a_training_that_fails_leaves_nothing_behind(
    text: str, message: str, trained: KnowledgeGraph
) -> None:
    before = told(trained), trained.epoch, trained.dump(format="nq")

    with pytest.raises(ModelError, match=message):
        update(trained, text)

    assert (told(trained), trained.epoch, trained.dump(format="nq")) == before
    assert told(trained, "ex:x") == {}


def test_an_update_that_fails_after_the_training_leaves_nothing_behind(trained: KnowledgeGraph) -> None:
    with pytest.raises(QueryError):
        update(
            trained,
            f"INSERT DATA {{ GRAPH sk:models {{ ex:x {SMALL} }} }} ; INSERT DATA {{ ex:a ex:b ex:c }} ; "
            f"DROP GRAPH ex:nowhere",
        )

    assert told(trained, "ex:x") == {}
    assert select(trained, EX + "SELECT * { ex:a ex:b ex:c }") == []


def test_models_come_before_what_a_request_writes(trained: KnowledgeGraph) -> None:
    update(
        trained,
        f"INSERT DATA {{ GRAPH sk:models {{ ex:x {SMALL} }} }} ; INSERT DATA {{ ex:a :bus ex:b }}",
    )

    assert told(trained, "ex:x")["outdated"] == "true"
    assert told(trained, "ex:x")["trainingEdges"] == told(trained)["trainingEdges"]


def test_an_outdated_model_is_used_with_a_warning(
    trained: KnowledgeGraph, caplog: pytest.LogCaptureFixture
) -> None:
    update(trained, "INSERT DATA { ex:a :bus ex:b }")

    with caplog.at_level(logging.WARNING):
        select(trained, EX + "SELECT (sk:plausibility(:PuertoVaras, :bus, :Ancud, ex:m) AS ?r) {}")

    assert "OUTDATED" in caplog.text


def test_a_model_on_disk_outlives_the_process_until_it_is_dropped(tmp_path: Path) -> None:
    with KnowledgeGraph(tmp_path / "store") as kg:
        kg.load(CHILE)
        update(kg, f"INSERT DATA {{ GRAPH sk:models {{ ex:m {SMALL} }} }}")
        before = told(kg)

    with KnowledgeGraph(tmp_path / "store") as kg:
        assert told(kg) == before
        update(kg, "INSERT DATA { GRAPH sk:models { ex:m sk:refresh true } }")
        update(kg, "DELETE WHERE { GRAPH sk:models { ex:m ?p ?o } }")

    with KnowledgeGraph(tmp_path / "store") as kg:
        assert told(kg) == {}
    assert not list((tmp_path / "store" / "models").iterdir())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "INSERT DATA { GRAPH sk:models { ex:x a sk:Complex } }",
            "unknown class of models sk:Complex; did you mean",
        ),
        ("INSERT DATA { GRAPH sk:models { ex:x a ex:Model } }", "unknown class of models"),
        ("INSERT DATA { GRAPH sk:models { ex:x sk:dim 8 } }", "a model has one class"),
        ("INSERT DATA { GRAPH sk:models { ex:x a sk:CP, sk:ComplEx } }", "a model has one class"),
        (
            "INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; sk:dims 8 } }",
            "no property sk:dims; did you mean sk:dim",
        ),
        ("INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; rdfs:label 'x' } }", "no property"),
        ("INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; sk:dim 0 } }", "dim must be at least 1, not 0"),
        ("INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; sk:dim 'many' } }", "dim must be a whole number"),
        ("INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; sk:dim 8, 9 } }", "one sk:dim, not 2"),
        ("INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; sk:validFraction 0.9 } }", "at most 0.5"),
        (
            "INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; sk:regime ex:all } }",
            "regime must be one of sk:asserted",
        ),
        ("INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; sk:edges 'bus' } }", "edges must be a predicate"),
        (
            "INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; sk:edges (:bus :a :b) } }",
            "takes its values from a pattern",
        ),
        ("INSERT DATA { GRAPH sk:models { _:x a sk:CP } }", "name of a model must be an IRI"),
        ("INSERT DATA { GRAPH sk:models { sk:m a sk:CP } }", "cannot be called sk:m"),
        ("INSERT DATA { GRAPH sk:models {} }", None),
        ("INSERT DATA { GRAPH sk:models { ex:x sk:refresh false } }", "sk:refresh true stands alone"),
        (
            "INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; sk:refresh true } }",
            "sk:refresh true stands alone",
        ),
        ("INSERT DATA { GRAPH sk:models { ex:x a sk:CP } ex:a ex:b ex:c }", "holds nothing else"),
        ("INSERT { GRAPH sk:models { ex:x a sk:CP } ?s ex:b ?o } WHERE { ?s :bus ?o }", "holds nothing else"),
        ("INSERT { GRAPH sk:models { ex:x a sk:CP } } WHERE { ?s :bus ?o }", "says which edges"),
        (
            "INSERT { GRAPH sk:models { ex:x a sk:CP ; sk:edges (?s ?o) } } WHERE { ?s :bus ?o }",
            "one list of three",
        ),
        (
            "INSERT { GRAPH sk:models { ex:x a sk:CP ; sk:edges () } } WHERE { ?s :bus ?o }",
            "one list of three",
        ),
        (
            "INSERT { GRAPH sk:models { ex:x a sk:CP ; sk:edges _:l . _:l rdf:first ?s ; rdf:rest _:l } } "
            "WHERE { ?s :bus ?o }",
            "one list of three",
        ),
        (
            "INSERT { GRAPH sk:models { ex:x a sk:CP ; sk:edges [ rdf:rest () ] } } WHERE { ?s :bus ?o }",
            "one list of three",
        ),
        (
            "INSERT { GRAPH sk:models { ex:x a sk:CP ; sk:edges (:a :bus :b) } } WHERE { ?s :bus ?o }",
            "takes its values from a pattern",
        ),
        (
            "INSERT { GRAPH sk:models { ?s a sk:CP ; sk:edges (?s :bus ?o) } } WHERE { ?s :bus ?o }",
            "name of a model must be an IRI",
        ),
        (
            "INSERT { GRAPH sk:models { ex:x a sk:CP ; sk:dim ?o ; sk:edges (?s :bus ?o) } } WHERE { ?s :bus ?o }",
            "sk:dim of a model must be a constant",
        ),
        ("DELETE DATA { GRAPH sk:models { ex:m sk:dim 8 } }", "dropped as a whole"),
        ("DELETE WHERE { GRAPH sk:models { ex:m sk:dim ?d } }", "dropped as a whole"),
        ("DELETE WHERE { GRAPH sk:models {} }", "dropped as a whole"),
        ("DELETE WHERE { GRAPH sk:models { ex:m ?p ?o ; a ?c } }", "dropped as a whole"),
        ("INSERT DATA { ex:a ex:b ex:c } ; DROP GRAPH sk:models", "must come before those that write"),
        ("COPY sk:models TO ex:g", "sk:models is kept by the store itself"),
        ("WITH sk:models INSERT { ex:a ex:b ex:c } WHERE {}", "sk:models is kept by the store itself"),
        ("INSERT { ex:a ex:b ?s } WHERE { GRAPH sk:models { ?s sk:dim ?d . ?s sk:pageRank ?r } }", None),
        ("INSERT { ex:a ex:b ?s } WHERE { GRAPH sk:models { GRAPH ?g { ?s ?p ?o } } }", "stands alone"),
    ],
)
def test_what_cannot_be_said_of_a_model_is_refused_with_its_place(text: str, message: str | None) -> None:
    kg = shared_chile()  # nothing is written
    before = kg.dump(format="nq")

    if message is None:
        update(kg, text)  # nothing is said, or nothing found
    else:
        with pytest.raises(QueryError, match=rf"(?s)line 2, column \d+: .*{message}"):
            update(kg, text)

    assert kg.dump(format="nq") == before
    assert select(kg, "SELECT * { GRAPH sk:models { ?m ?p ?o } }") == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { GRAPH sk:models { ?m ?p ?o . GRAPH ?g { ?s ?q ?x } } }",
        "SELECT * { GRAPH sk:models { ?m ?p ?o FILTER(sk:similarity(?m, ?o) > 0) } }",
        "SELECT * { GRAPH sk:models { ?m ?p ?o . SERVICE sk:pageRank { [] sk:node ?m } } }",
    ],
)
def test_the_graph_of_models_stands_alone(text: str) -> None:
    with pytest.raises(QueryError, match=r"line 1, column \d+: GRAPH sk:models stands alone"):
        shared_chile().query(text)


@functools.cache
def shared_trained() -> KnowledgeGraph:
    """A graph with a model that has a label, which no test writes."""
    kg = chile()
    update(kg, f"INSERT DATA {{ GRAPH sk:models {{ ex:m {SMALL} }} }}")
    update(kg, "INSERT DATA { ex:m rdfs:label 'ours' }")
    return kg


def graph(kg: KnowledgeGraph, text: str) -> list[ox.Triple]:
    result = kg.query(PREFIX + EX + text)
    assert isinstance(result, GraphResult)
    return list(result)


@pytest.mark.parametrize(
    "text",
    [
        f"DESCRIBE <{MODEL}>",
        "DESCRIBE ex:m",
        "DESCRIBE ?m { GRAPH sk:models { ?m sk:dim 8 } }",
        "DESCRIBE * { GRAPH sk:models { ?m sk:dim 8 } }",
        "DESCRIBE ?m { VALUES ?m { ex:m ex:other } }",
        "describe ?m { values ?m { ex:m } ?city a :City } LIMIT 1",
        "DESCRIBE ex:m ?to { (?to ?score) sk:similarTo (:PuertoVaras 2 sk:model ex:m) }",
    ],
)
def test_to_describe_a_model_tells_what_the_graph_of_models_has(text: str) -> None:
    triples = graph(shared_trained(), text)

    about = [(t.predicate.value, t.object) for t in triples if t.subject == ox.NamedNode(MODEL)]
    found = {name.split("#")[-1]: str(value) for name, value in about}
    wanted = graph(shared_trained(), "CONSTRUCT { ex:m ?p ?o } { GRAPH sk:models { ex:m ?p ?o } }")
    assert found == {t.predicate.value.split("#")[-1]: str(t.object) for t in wanted} | {"label": '"ours"'}


@pytest.mark.parametrize("text", ["DESCRIBE :Arica", "DESCRIBE ?x { ?x a :City }", "DESCRIBE ex:other"])
def test_to_describe_anything_else_tells_what_it_did(text: str) -> None:
    found, wanted = (
        sorted(t.predicate.value for t in graph(kg, text)) for kg in (shared_trained(), shared_chile())
    )

    assert found == wanted


def test_a_described_model_can_be_serialised() -> None:
    result = shared_trained().query(f"DESCRIBE <{MODEL}>")

    assert isinstance(result, GraphResult)
    assert f"<{MODEL}> <https://w3id.org/semkg#dim>" in (result.serialize(format="nt") or b"").decode()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ASK { GRAPH sk:models { ex:m a sk:ComplEx } }", True),
        ("ASK { GRAPH sk:models { ex:m a sk:DistMult } }", False),
        ("ASK { VALUES ?m { ex:m } FILTER EXISTS { GRAPH sk:models { ?m sk:dim 8 } } }", True),
        ("ASK { VALUES ?m { ex:other } FILTER EXISTS { GRAPH sk:models { ?m sk:dim 8 } } }", False),
        ("ASK { VALUES ?m { ex:other } FILTER NOT EXISTS { GRAPH sk:models { ?m sk:dim 8 } } }", True),
        ("ASK { ?s a :City FILTER EXISTS { GRAPH sk:models { ?m sk:dim ?d } FILTER(?d > 7) } }", True),
        ("ASK { VALUES ?m { ex:m ex:other } MINUS { GRAPH sk:models { ?m sk:dim 8 } } }", True),
        ("ASK { VALUES ?m { ex:m } MINUS { GRAPH sk:models { ?m sk:dim 8 } } }", False),
    ],
)
def test_models_are_asked_for(text: str, answer: bool) -> None:
    assert bool(shared_trained().query(PREFIX + EX + text)) is answer


def test_models_are_constructed_from() -> None:
    text = "CONSTRUCT { ?m rdfs:comment ?d . :Chile ex:has ?m } WHERE { GRAPH sk:models { ?m sk:dim ?d } }"

    triples = {str(triple.object) for triple in graph(shared_trained(), text)}

    assert triples == {'"8"^^<http://www.w3.org/2001/XMLSchema#integer>', f"<{MODEL}>"}


@pytest.mark.parametrize(
    "marked",
    [
        "INSERT DATA { GRAPH sk:models { ex:x a ^sk:Complex } }",
        "INSERT DATA {} ; INSERT DATA { GRAPH sk:models { ex:x # sk:dims\n a sk:CP ; ^sk:dims 8 } }",
        "INSERT DATA { GRAPH sk:models { ex:x a sk:CP ; ^<https://w3id.org/semkg#dim> 0 } }",
        "INSERT DATA { GRAPH sk:models { ex:x a sk:CP . # 'ex:y' ex:y\n ^ex:y sk:dim 8 } }",
        "INSERT DATA { GRAPH sk:models { ex:m a sk:CP . ^sk:m a sk:CP } }",
        "INSERT DATA { GRAPH sk:models { ^_:b a sk:CP } }",
        "INSERT { GRAPH sk:models { ^?s a sk:CP ; sk:edges (?s ?p ?o) } } WHERE { ?s ?p ?o }",
        "INSERT { GRAPH sk:models { ex:x a sk:CP ; ^sk:edges (?s ?o) } } WHERE { ?s ?p ?o }",
        "INSERT { GRAPH sk:models { ex:x a sk:CP ; sk:dim 8 ; ^sk:refresh true } } WHERE { ?s ?p ?o }",
        "^DELETE DATA { GRAPH sk:models { ex:m sk:dim 8 } }",
    ],
)
def test_an_error_points_to_what_is_wrong_in_the_operation(marked: str) -> None:
    text, place = EX + marked.replace("^", ""), len(EX) + marked.index("^")
    line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)

    with pytest.raises(QueryError, match=rf"^line {line}, column {column}: "):
        shared_chile().update(text)
