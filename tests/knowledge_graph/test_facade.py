"""The facade: one path from a file to an answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import semkg
from semkg.errors import ModelError, QueryError, UnknownTermError
from semkg.reasoning import canonical_digest
from semkg.vocab import REGIMES
from tests.chile import CHILE, PHRASINGS, PREFIX, chile, place, select, shared_chile

EX = "http://example.org/"


def test_what_is_written_is_what_comes_out() -> None:
    kg = semkg.KnowledgeGraph()

    kg.load(b"<http://example.org/a> <http://example.org/p> <http://example.org/b> .", format="nt")

    assert kg.dump(format="nt") == b"<http://example.org/a> <http://example.org/p> <http://example.org/b> .\n"
    assert kg.epoch == 1


def test_patterns_see_what_follows_unless_told_otherwise() -> None:
    kg = chile()
    follows = PREFIX + "ASK { :SanPedro :connectsTo :Calama }"

    assert kg.query(follows)
    assert not kg.query(follows, regime="asserted")
    assert not kg.query(PREFIX + "ASK FROM sk:asserted { :SanPedro :connectsTo :Calama }")
    assert kg.query(PREFIX + "ASK FROM sk:inferred { :SanPedro :connectsTo :Calama }")


def test_inferred_triples_go_when_their_reason_goes() -> None:
    kg = chile()
    kg.update(PREFIX + "DELETE DATA { :SanPedro :bus :Calama }")

    assert not kg.query(PREFIX + "ASK { :SanPedro :bus :Calama }")


def test_an_update_advances_the_epoch_and_the_answers_follow() -> None:
    kg = chile()
    before = kg.epoch

    kg.update(PREFIX + "INSERT DATA { :Hanga_Roa :bus :Anakena }")

    assert kg.epoch == before + 1
    assert kg.query(PREFIX + "ASK { :Hanga_Roa :connectsTo :Anakena ; sk:pageRank ?r }")


def test_the_store_on_disk_keeps_triples_epoch_and_model(tmp_path: Path) -> None:
    with semkg.KnowledgeGraph(tmp_path / "store") as kg:
        kg.load(CHILE / "ontology.ttl")
        kg.load(CHILE / "chile.ttl")
        kg.train(epochs=3, dim=16)
        alike = kg.similar_to(place("Arica"), k=3)
        epoch = kg.epoch

    with semkg.KnowledgeGraph(tmp_path / "store") as kg:
        assert kg.epoch == epoch
        assert kg.similar_to(place("Arica"), k=3) == alike


def test_triples_of_named_graphs_count_and_can_be_chosen() -> None:
    kg = semkg.KnowledgeGraph()
    kg.load(
        b"<http://example.org/a> <http://example.org/p> <http://example.org/b> .", format="nt", graph=f"{EX}g"
    )
    kg.load(b"<http://example.org/b> <http://example.org/p> <http://example.org/c> .", format="nt")

    everywhere = select(kg, "SELECT ?n { ?n sk:pageRank ?r }")
    in_graph = select(kg, f"SELECT ?n {{ (?n ?r) sk:pageRank (sk:graphs <{EX}g>) }}")

    assert len(everywhere) == 3
    assert len(in_graph) == 2


@pytest.mark.parametrize("regime", ["assert", "ENTAILED", ""])
def test_an_unknown_regime_is_named_with_the_valid_ones(regime: str) -> None:
    with pytest.raises((ValueError, QueryError), match="asserted, entailed, invariant"):
        shared_chile().pagerank(regime)


def test_an_unknown_seed_is_an_error() -> None:
    with pytest.raises(UnknownTermError, match="Nowhere"):
        shared_chile().pagerank(seeds=[place("Nowhere")])


def test_a_graph_without_edges_has_nothing_to_learn() -> None:
    kg = semkg.KnowledgeGraph()

    with pytest.raises(ModelError, match="nothing to learn"):
        kg.train()


def test_a_large_graph_names_the_command_that_trains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("semkg.views.views.SMALL_TRAINING_SET", 10)

    with pytest.raises(ModelError, match="semkg train"):
        chile().similar_to(place("Arica"))


def test_compare_shows_every_regime() -> None:
    comparison = shared_chile().compare("pageRank")

    assert comparison.regimes == ("asserted", "entailed", "invariant")
    assert "SanPedro" in comparison.to_table()
    assert json.loads(comparison.to_json())["analytic"] == "PageRank"
    assert semkg.compare(shared_chile()).to_json() == comparison.to_json()


def test_an_unknown_analytic_is_named_with_the_valid_ones() -> None:
    with pytest.raises(ValueError, match="pageRank"):
        shared_chile().compare("pagerank2")


def test_rdflib_graphs_load() -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(CHILE / "chile.ttl")
    kg = semkg.KnowledgeGraph()

    assert kg.load(graph) == len(graph)


def test_check_finds_nothing_wrong_with_the_example_and_names_the_rule_when_something_is() -> None:
    kg = chile()
    before = kg.check()

    kg.update(PREFIX + "INSERT DATA { :Santiago a :Town }")

    assert before == ()
    assert {clash.rule for clash in kg.check()} == {"cax-dw"}


def test_the_canonical_graph_has_the_same_digest_for_every_phrasing() -> None:
    digests = {canonical_digest(chile(phrasing).canonical()) for phrasing in PHRASINGS}

    assert len(digests) == 1


def test_results_state_the_digest_of_their_graph_whatever_the_order_and_under_entailment_the_phrasing() -> (
    None
):
    turned = semkg.KnowledgeGraph()
    for file in ("chile.ttl", "ontology.ttl"):
        turned.load(CHILE / file)

    digests = {
        regime: [kg.pagerank(regime).notes()["digest"] for kg in (*map(chile, PHRASINGS), turned)]
        for regime in REGIMES
    }

    assert digests["asserted"][0] == digests["asserted"][3]
    assert len(set(digests["asserted"])) == 3
    assert len(set(digests["entailed"])) == len(set(digests["invariant"])) == 1


@pytest.mark.parametrize(
    ("text", "same"), [("[] :p [ :p :b ] .", True), ("[] :p [ :q :b ] ; :p :c .", False)]
)
def test_digests_see_blank_nodes_by_their_place(text: str, same: bool) -> None:
    digests = []
    for other in ("[] :p [ :p :b ] .", text):
        kg = semkg.KnowledgeGraph()
        kg.load(f"PREFIX : <http://example.org/> {other}".encode(), format="ttl")
        digests.append(kg.pagerank("asserted").notes()["digest"])

    assert (digests[0] == digests[1]) == same


@pytest.mark.parametrize(
    ("claim", "follows"),
    [
        (":SanPedro :connectsTo :Calama .", True),
        (":SanPedro :connectsTo [ a :City ] .", True),
        (":Calama :connectsTo :GreyGlacier .", False),
        ("[] :bus :EasterIsland .", False),
        ("", True),
    ],
)
def test_a_claim_follows_or_not(claim: str, follows: bool) -> None:
    kg = shared_chile()
    before = kg.epoch

    assert kg.entails((PREFIX + claim).encode(), format="ttl") is follows
    assert kg.epoch == before


def test_everything_follows_from_a_contradiction() -> None:
    kg = chile()
    kg.update(PREFIX + "INSERT DATA { :Santiago a :Town }")

    assert kg.entails(b"<http://example.org/a> <http://example.org/b> <http://example.org/c> .", format="nt")


def test_a_model_trained_after_a_write_has_the_settings_of_the_one_before() -> None:
    kg = chile()
    kg.train("distmult", dim=16, epochs=2)

    kg.update(PREFIX + "INSERT DATA { :Putre a :Town ; :near :Arica }")
    model = kg.views().learned("invariant").model

    assert (model.name, model.options.dim, model.options.epochs) == ("distmult", 16, 2)


def test_a_model_needs_a_name_that_queries_can_say() -> None:
    with pytest.raises(ValueError, match="m2"):
        chile().train(name="m2")


def test_an_update_that_fails_is_a_query_error_and_writes_nothing() -> None:
    kg = chile()
    before = kg.epoch

    with pytest.raises(QueryError, match="does not exist"):
        kg.update(PREFIX + "INSERT DATA { :a :b :c } ; DROP GRAPH <http://example.org/none>")

    assert kg.epoch == before


def test_answers_from_contradicting_data_come_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    kg = chile()
    kg.update(PREFIX + "INSERT DATA { :Santiago a :Town }")

    kg.query("ASK { ?s ?p ?o }")
    kg.query("ASK { ?s ?p ?o }")

    assert [record.message.split(" (")[0] for record in caplog.records] == ["the data contradict themselves"]


def test_a_sub_query_in_lateral_may_call_functions() -> None:
    text = PREFIX + "SELECT ?b ?r { ?a :bus ?b LATERAL { SELECT * { ?b sk:pageRank ?r } } }"

    rows = select(shared_chile(), text)

    plain = select(shared_chile(), PREFIX + "SELECT ?b ?r { ?a :bus ?b . ?b sk:pageRank ?r }")
    assert sorted(map(str, rows)) == sorted(map(str, plain))
    assert rows
