"""What the functions answer on the shipped example, through SPARQL."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from semkg import KnowledgeGraph
from semkg.errors import FunctionError, QueryError
from semkg.functions.statistics import NAMES
from semkg.graph import Projection
from semkg.vocab import RDF_TYPE, SK
from tests.chile import PREFIX, chile, place, select, shared_chile


def column(text: str, name: str, regime: str | None = None) -> list[float | None]:
    return [
        None if row[name] is None else float(row[name].value) for row in select(shared_chile(), text, regime)
    ]


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_page_rank_sums_to_one_over_blocks_of_same_things(regime: str) -> None:
    ranking = shared_chile().pagerank(regime)

    assert ranking.scores.sum() == pytest.approx(1.0, abs=1e-10)


def test_page_rank_is_the_same_as_a_predicate_and_as_a_function() -> None:
    by_predicate = column("SELECT ?r { ?n a :City ; sk:pageRank ?r } ORDER BY ?n", "r")
    by_function = column("SELECT (sk:pageRank(?n) AS ?r) { ?n a :City } ORDER BY ?n", "r")

    assert by_predicate == by_function
    assert len(by_predicate) > 5


def test_every_name_of_a_block_answers_with_its_score() -> None:
    [one] = column("SELECT ?r { :RapaNui sk:pageRank ?r }", "r")
    [other] = column("SELECT ?r { :EasterIsland sk:pageRank ?r }", "r")

    assert one == other


def test_page_rank_from_a_seed_favours_it() -> None:
    [seeded] = column("SELECT ?r { (:EasterIsland ?r) sk:pageRank (sk:seed :EasterIsland) }", "r")
    [plain] = column("SELECT ?r { (:EasterIsland ?r) sk:pageRank () }", "r")

    assert seeded is not None
    assert plain is not None
    assert seeded > plain


def test_a_seed_that_is_no_node_is_refused() -> None:
    with pytest.raises(QueryError, match="seed"):
        select(shared_chile(), "SELECT * { (?n ?r) sk:pageRank (sk:seed :Nowhere) }")


def test_options_change_the_answer() -> None:
    [low] = column("SELECT ?r { (:Santiago ?r) sk:pageRank (sk:damping 0.1) }", "r")
    [high] = column("SELECT ?r { (:Santiago ?r) sk:pageRank (sk:damping 0.9) }", "r")
    [only_bus] = column("SELECT ?r { (:Santiago ?r) sk:pageRank (sk:edges :bus) }", "r")

    assert len({low, high, only_bus}) == 3


def test_the_regime_of_a_call_goes_before_that_of_the_query() -> None:
    in_call = column(
        "SELECT ?r { (:Santiago ?r) sk:pageRank (sk:regime sk:asserted) }", "r", regime="entailed"
    )
    by_parameter = column("SELECT ?r { :Santiago sk:pageRank ?r }", "r", regime="asserted")
    entailed = column("SELECT ?r { :Santiago sk:pageRank ?r }", "r", regime="entailed")

    assert in_call == by_parameter
    assert in_call != entailed


def test_a_literal_is_a_node_where_literals_are_asked_for() -> None:
    fixed = column(
        "SELECT ?r { (?l ?r) sk:pageRank (sk:literals true) FILTER(isLiteral(?l)) } ORDER BY ?l", "r"
    )
    bound = column(
        "SELECT ?r { { SELECT DISTINCT ?l { ?s ?p ?l FILTER(isLiteral(?l)) } } (?l ?r) sk:pageRank (sk:literals true) }"
        " ORDER BY ?l",
        "r",
    )
    [row, *_] = select(
        shared_chile(),
        "SELECT ?l { (?l ?r) sk:pageRank (sk:literals true) FILTER(isLiteral(?l)) } ORDER BY ?l",
    )
    constant = column(f"SELECT ?r {{ ({row['l']} ?r) sk:pageRank (sk:literals true) }}", "r")
    scalar = column(f"SELECT (sk:pageRank({row['l']}, sk:literals, true) AS ?r) {{}}", "r")

    assert fixed == bound
    assert constant == scalar == fixed[:1]


def test_literals_are_told_apart_by_what_patterns_see_of_them() -> None:
    kg = KnowledgeGraph(rules="none")
    kg.load(
        b"@prefix : <http://x/> . :a :p 01 . :b :p 1 , '3.0'^^<http://www.w3.org/2001/XMLSchema#double> .",
        "ttl",
    )

    alone = select(kg, "SELECT DISTINCT ?l { (?l ?r) sk:pageRank (sk:literals true) FILTER(isLiteral(?l)) }")
    joined = select(kg, "SELECT DISTINCT ?l { ?s <http://x/p> ?l . (?l ?r) sk:pageRank (sk:literals true) }")
    [scalar] = select(kg, "SELECT (sk:pageRank(3e0, sk:literals, true) AS ?r) {}")

    assert {str(row["l"]) for row in joined} == {str(row["l"]) for row in alone}
    assert len(alone) == 2
    assert scalar["r"] is not None


def test_a_literal_without_literals_is_refused_with_what_allows_it() -> None:
    with pytest.raises(QueryError, match="sk:literals true allows literals"):
        select(shared_chile(), "SELECT ?r { ('x' ?r) sk:pageRank () }")
    with pytest.raises(QueryError, match=r"seed must be a node .* sk:literals true allows literals"):
        select(shared_chile(), "SELECT ?r { (?n ?r) sk:pageRank (sk:seed 'x') }")


def test_a_seed_may_be_a_literal_wherever_its_option_stands() -> None:
    every = "SELECT ?l { (?l ?r) sk:pageRank (sk:literals true) FILTER(isLiteral(?l)) } LIMIT 1"
    [row] = select(shared_chile(), every)

    [before] = column(
        f"SELECT ?r {{ ({row['l']} ?r) sk:pageRank (sk:literals true sk:seed {row['l']}) }}", "r"
    )
    [after] = column(
        f"SELECT ?r {{ ({row['l']} ?r) sk:pageRank (sk:seed {row['l']} sk:literals true) }}", "r"
    )

    assert before == after
    assert before


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SELECT ?v { (?n ?v) sk:pageRank () }", []),
        ("SELECT ?v { (?n ?v) sk:similarTo (:Arica 3) }", []),
        ("SELECT ?v { (?n ?v) sk:predictObject (:Arica :bus 3) }", []),
        ("SELECT (sk:similarity(:Arica, :Calama) AS ?v) {}", [None]),
        ("SELECT (sk:plausibility(:Arica, :bus, :Calama) AS ?v) {}", [None]),
    ],
)
def test_a_graph_without_edges_gives_no_rows(text: str, wanted: list[None]) -> None:
    kg = KnowledgeGraph()

    found = [row["v"] for row in select(kg, text)]

    assert found == wanted


def test_a_model_that_is_named_must_exist_even_in_an_empty_graph() -> None:
    with pytest.raises(FunctionError, match="no model"):
        select(KnowledgeGraph(), "SELECT ?v { (?n ?v) sk:similarTo (:Arica 3 sk:model :mine) }")


def test_an_unknown_node_has_no_score() -> None:
    assert column("SELECT ?r { :Nowhere sk:pageRank ?r }", "r") == []
    assert column("SELECT (sk:pageRank(:Nowhere) AS ?r) {}", "r") == [None]


@pytest.mark.parametrize(
    ("triple", "expected"),
    [
        (":SanPedro, :bus, :Calama", 1.0),  # written
        (":SanPedro, :connectsTo, :Calama", 1.0),  # entailed
        (":SanPedro, :bus, :EasterIsland", 0.0),  # an oceanic island is no road stop
        (":Santiago, rdf:type, :Town", 0.0),  # a city is no town
        (":Nowhere, :bus, :Nowhere2", None),  # nothing is known of either
    ],
)
def test_plausibility_knows_logic(triple: str, expected: float | None) -> None:
    assert column(f"SELECT (sk:plausibility({triple}) AS ?v) {{}}", "v") == [expected]


def test_plausibility_of_an_open_triple_is_a_probability() -> None:
    [value] = column("SELECT (sk:plausibility(:SanPedro, :bus, :Iquique) AS ?v) {}", "v")

    assert value is not None
    assert 0 < value < 1


def test_plausibility_refuses_inconsistent_data() -> None:
    kg = chile()
    kg.update(PREFIX + "INSERT DATA { :Santiago a :Town }")

    with pytest.raises(FunctionError, match="contradict"):
        select(kg, "SELECT (sk:plausibility(:Arica, :bus, :Calama) AS ?v) {}")


def test_similarity_is_symmetric_and_one_with_itself() -> None:
    [there] = column("SELECT (sk:similarity(:Arica, :Calama) AS ?v) {}", "v")
    [back] = column("SELECT (sk:similarity(:Calama, :Arica) AS ?v) {}", "v")
    [same] = column("SELECT (sk:similarity(:Arica, :Arica) AS ?v) {}", "v")

    assert there == pytest.approx(back, abs=1e-6)
    assert same == pytest.approx(1.0, abs=1e-6)


def test_similar_to_gives_as_many_as_asked_nearest_first() -> None:
    one_name_each = "FILTER(?n != :RapaNui)"  # another name of :EasterIsland; every name of a block answers

    scores = column(f"SELECT ?s {{ (?n ?s) sk:similarTo (:Arica 7) {one_name_each} }}", "s")

    assert len(scores) == 7
    assert scores == sorted(scores, key=lambda score: -(score or 0))


def test_similar_to_takes_its_nodes_from_the_query() -> None:
    rows = select(shared_chile(), "SELECT ?c ?n { ?c a :City . (?n ?s) sk:similarTo (?c 2) }")

    assert len({row["c"].value for row in rows}) > 5


def test_predicted_objects_are_new_and_do_not_contradict() -> None:
    kg = shared_chile()

    rows = select(kg, "SELECT ?o ?s { (?o ?s) sk:predictObject (:SanPedro :bus 10) }")

    found = {row["o"].value for row in rows}
    assert len(rows) == 10
    assert place("Calama") not in found
    assert place("EasterIsland") not in found
    assert all(0 < float(row["s"].value) < 1 for row in rows)


def test_predicted_subjects_are_new_and_of_the_class_asked_for() -> None:
    kg = shared_chile()
    cities = {row["c"].value for row in select(kg, "SELECT ?c { ?c a :City }")}

    rows = select(kg, "SELECT ?s ?p { (?s ?p) sk:predictSubject (:bus :Calama 8 sk:class :City) }")
    objects = select(kg, "SELECT ?o { (?o) sk:predictObject (:SanPedro :bus 30 sk:class :City) }")

    assert {row["o"].value for row in objects} <= cities
    assert {row["s"].value for row in rows} <= cities
    assert len(rows) == 8
    assert place("SanPedro") not in {row["s"].value for row in rows}
    assert kg.predict_subject(place("bus"), place("Calama"), k=1)
    assert not kg.predict_subject(place("bus"), place("Nowhere"))


def test_predicted_predicates_are_open_and_the_most_plausible_first() -> None:
    kg = shared_chile()

    found = select(
        kg, "SELECT ?p ?r { (?p ?r) sk:predictPredicate (:PuertoVaras :Santiago 5) } ORDER BY DESC(?r)"
    )
    python = kg.predict_predicate(place("PuertoVaras"), place("Santiago"), 5)

    assert [(row["p"], float(row["r"].value)) for row in found] == python
    assert len(python) > 1
    assert python == sorted(python, key=lambda pair: -pair[1])
    for predicate, value in python:
        assert kg.plausibility(place("PuertoVaras"), predicate, place("Santiago")) == pytest.approx(value)
        assert not kg.query(f"ASK {{ <{place('PuertoVaras')}> {predicate} <{place('Santiago')}> }}")


def test_only_a_class_is_predicted_to_be_a_type_of_something() -> None:
    kg = shared_chile()

    to_class = kg.predict_predicate(place("PuertoVaras"), place("Airport"), 99)
    to_thing = kg.predict_predicate(place("PuertoVaras"), place("Santiago"), 99)

    assert {predicate.value for predicate, _ in to_class} <= {RDF_TYPE}  # type: ignore[union-attr]  # IRIs
    assert RDF_TYPE not in {predicate.value for predicate, _ in to_thing}  # type: ignore[union-attr]  # IRIs


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_statistics_count_what_can_be_counted_otherwise(regime: str) -> None:
    kg = shared_chile()
    graph = kg.to_networkx(regime)
    ranking = kg.pagerank(regime)

    found = {row["name"].value.removeprefix(SK): row["v"].value for row in _stats("()", regime)}
    buses = {row["name"].value.removeprefix(SK): row["v"].value for row in _stats("(sk:edges :bus)", regime)}

    assert set(found) == set(NAMES)
    assert int(found["nodes"]) == len(ranking) == graph.number_of_nodes()
    assert int(found["names"]) == len(list(ranking))
    assert int(found["sinks"]) == sum(1 for node in graph if graph.out_degree(node) == 0)
    assert int(found["sources"]) == sum(1 for node in graph if graph.in_degree(node) == 0)
    assert int(found["triples"]) == len(kg.views().closure(regime).rows)
    assert 0 < int(buses["edges"]) < int(found["edges"])


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_statistics_say_what_a_result_was_computed_on(regime: str) -> None:
    notes = shared_chile().degree(regime, Projection(types=True, direction="both")).projected.notes()

    told = _stats("(sk:types true sk:direction sk:both)", regime)

    found = {row["name"].value.removeprefix(SK): row["v"].value.removeprefix(SK) for row in told}
    assert found["regime"] == regime
    assert {name: found[name] for name in notes} == notes


def test_two_phrasings_have_one_digest_where_they_mean_the_same() -> None:
    axiom = "@prefix : <http://x/> . :hosts <http://www.w3.org/2002/07/owl#inverseOf> :venue . "
    digests: dict[str, set[str]] = {"sk:asserted": set(), "sk:invariant": set()}
    for fact in (":a :hosts :b .", ":b :venue :a ."):
        kg = KnowledgeGraph()
        kg.load((axiom + fact).encode(), "ttl")
        for regime, found in digests.items():
            [row] = select(kg, f"SELECT ?v {{ (sk:digest ?v) sk:stats (sk:regime {regime}) }}")
            found.add(row["v"].value)

    assert {regime: len(found) for regime, found in digests.items()} == {"sk:asserted": 2, "sk:invariant": 1}


def _stats(options: str, regime: str) -> list[ox.QuerySolution]:
    return select(shared_chile(), f"SELECT ?name ?v {{ (?name ?v) sk:stats {options} }}", regime)
