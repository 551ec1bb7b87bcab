"""Proofs, contradictions and strictness through the facade and SPARQL."""

from __future__ import annotations

import itertools

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import semkg
from semkg.errors import InconsistentError
from semkg.reasoning import Explainer, check_proof, close, find_conflict
from semkg.store import TermDictionary
from tests.chile import place, select, shared_chile
from tests.reasoning.graphs import AXIOMS, DATA, HEAD, as_text, read

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CLASHING = """
:A owl:disjointWith :B . :C rdfs:subClassOf :A . :D rdfs:subClassOf :B .
:x a :C , :D . :y a :C , :D . :z a :C .
"""


def graph(text: str, *, rules: str = "rl+", strict: bool = False) -> semkg.KnowledgeGraph:
    kg = semkg.KnowledgeGraph(rules=rules, strict=strict)
    kg.load((HEAD + text).encode(), format="ttl")
    return kg


def test_a_proof_names_the_named_graphs_of_what_was_written() -> None:
    kg = graph(":A rdfs:subClassOf :B .")
    kg.load((HEAD + ":x a :A .").encode(), format="ttl", graph="http://ex/facts")

    proof = kg.explain("http://ex/x", TYPE, "http://ex/B")

    assert proof is not None
    assert sorted(step.graphs for step in proof.asserted) == [("<http://ex/facts>",), ("default",)]
    assert ":x a :A  [asserted in :facts]" in proof.to_text({"": "http://ex/"})


def test_what_does_not_follow_is_not_explained() -> None:
    assert shared_chile().explain(place("SanPedro"), TYPE, place("Airport")) is None


def test_sparql_gives_the_triples_of_a_proof() -> None:
    rows = select(
        shared_chile(),
        "SELECT ?rule ?ps ?pp ?po ?depth WHERE { (?rule ?ps ?pp ?po ?depth) sk:explain "
        "(:SanPedro rdf:type :Place) } ORDER BY ?depth",
    )

    assert rows[0]["ps"] == ox.NamedNode(place("SanPedro"))
    assert rows[0]["depth"].value == "0"
    assert {row["rule"].value for row in rows} >= {"asserted", "prp-dom"}


def test_sparql_explains_what_the_rest_of_the_pattern_binds_and_only_what_follows() -> None:
    text = (
        "SELECT DISTINCT ?c WHERE { VALUES ?c { :Place :Airport } (?rule ?s ?p ?o ?depth) sk:explain "
        "(:SanPedro rdf:type ?c) }"
    )

    assert [row["c"] for row in select(shared_chile(), text)] == [ox.NamedNode(place("Place"))]


def test_a_clash_read_from_both_ends_is_reported_once() -> None:
    clashes = graph(CLASHING).check()

    assert [clash.rule for clash in clashes] == ["cax-dw", "cax-dw"]


def test_a_conflict_shows_a_proof_and_a_minimal_set() -> None:
    kg = graph(CLASHING)

    conflict = kg.conflict(kg.check()[0])

    assert conflict.proof.goal.rule == "cax-dw"
    assert len(conflict.triples) == 5


def test_a_strict_graph_refuses_entailment_and_analytics_but_not_what_was_written() -> None:
    kg = graph(CLASHING, strict=True)

    with pytest.raises(InconsistentError, match="cax-dw"):
        kg.query("SELECT ?s { ?s ?p ?o }")
    with pytest.raises(InconsistentError, match="strict"):
        kg.pagerank()
    assert list(kg.query("SELECT ?s { ?s a <http://ex/C> }", regime="asserted"))  # type: ignore[arg-type]
    assert len(kg.check()) == 2


def test_results_over_contradictions_are_marked(caplog: pytest.LogCaptureFixture) -> None:
    kg = graph(CLASHING + ":x :p :y .")

    ranking = kg.pagerank()

    assert ranking.notes()["consistent"] == "false"
    assert not kg.materialise().consistent


STATEMENTS = st.tuples(st.lists(AXIOMS, min_size=1, max_size=3), st.lists(DATA, min_size=1, max_size=3)).map(
    lambda parts: parts[0] + [line for lines in parts[1] for line in lines]
)


@pytest.mark.parametrize("rules", ["rl", "rl+"])
@settings(max_examples=25)
@given(statements=STATEMENTS)
def test_no_part_of_a_minimal_set_is_inconsistent(rules: str, statements: list[str]) -> None:
    terms = TermDictionary()
    closure = close(read(statements, terms), terms, rules=rules)
    for clash in closure.clashes[:1]:
        conflict = find_conflict(Explainer(closure, terms), clash)

        assert check_proof(conflict.proof, as_text(closure.asserted, terms)) is None
        assert set(conflict.triples) <= as_text(closure.asserted, terms)
        assert not consistent(conflict.triples, rules)
        for part in itertools.combinations(conflict.triples, len(conflict.triples) - 1):
            assert consistent(part, rules)


def consistent(triples: tuple[tuple[str, str, str], ...], rules: str) -> bool:
    terms = TermDictionary()
    return close(
        read("".join(f"{' '.join(triple)} .\n" for triple in triples), terms), terms, rules=rules
    ).consistent
