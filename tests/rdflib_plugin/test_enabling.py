"""Our functions on plain rdflib graphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import Graph, Namespace, Variable
from rdflib.plugins.sparql import prepareQuery

from semkg.errors import QueryError
from semkg.rdflib_plugin import disable, enable
from semkg.rdflib_plugin.querytext import names_ours
from semkg.vocab import SK

EX = Namespace("http://example.org/")
RANK = "SELECT ?n { ?n sk:pageRank ?r } ORDER BY DESC(?r) LIMIT 1"


def values(graph: Graph, text: str, name: str, **options: Any) -> list[Any]:
    return [binding[Variable(name)] for binding in graph.query(text, **options).bindings]


@pytest.fixture
def graph() -> Graph:
    graph = Graph()
    graph.bind("ex", EX)
    for name in ("a", "b", "c"):
        graph.add((EX[name], EX.p, EX.d))
    return graph


@pytest.fixture
def _enabled() -> Iterator[None]:
    enable()
    yield
    disable()


@pytest.mark.usefixtures("_enabled")
def test_a_plain_graph_has_our_functions(graph: Graph) -> None:
    other_prefix = f"PREFIX k: <{SK}> SELECT ?n {{ ?n k:pageRank ?r . ex:a ex:p ?n }}"

    assert values(graph, RANK, "n") == [EX.d]
    assert values(graph, other_prefix, "n") == [EX.d]


@pytest.mark.usefixtures("_enabled")
def test_a_prepared_query_with_our_functions_is_ours_too(graph: Graph) -> None:
    prepared = prepareQuery(RANK, initNs={"sk": SK})

    assert [binding[Variable("n")] for binding in graph.query(prepared).bindings] == [EX.d]


@pytest.mark.usefixtures("_enabled")
def test_bindings_reach_our_functions(graph: Graph) -> None:
    [rank] = values(graph, "SELECT ?r { ?n sk:pageRank ?r }", "r", initBindings={"n": EX.d})

    assert float(rank) > 0.3


@pytest.mark.usefixtures("_enabled")
def test_what_changes_in_the_graph_is_seen(graph: Graph) -> None:
    graph.query(RANK)
    for name in ("d", "a", "b", "f", "g"):
        graph.add((EX[name], EX.p, EX.e))

    assert values(graph, RANK, "n") == [EX.e]


@pytest.mark.usefixtures("_enabled")
def test_functions_of_other_stores_run_too(graph: Graph) -> None:
    rank = "PREFIX rank: <http://www.ontotext.com/owlim/RDFRank#> "

    assert values(graph, rank + RANK.replace("sk:pageRank", "rank:hasRDFRank"), "n") == [EX.d]
    with pytest.raises(QueryError, match="there are no vectors of texts here"):
        values(
            graph,
            "PREFIX llm: <http://franz.com/ns/allegrograph/8.0.0/llm/> "
            "SELECT ?u { (?u ?s) llm:nearestNeighbor ('text' 'store') }",
            "u",
        )
    assert values(graph, "SELECT ?s { ?s <http://www.ontotext.com/owlim/RDFRank#other> ?o }", "s") == []


@pytest.mark.usefixtures("_enabled")
def test_other_queries_are_rdflibs(graph: Graph) -> None:
    graph.add((EX.sub, EX.p, EX.sk))

    assert len(graph.query("SELECT ?n { ?n ex:p ?o }")) == 4
    assert len(graph.query(prepareQuery("SELECT ?n { ?n ?p ?o }"))) == 4
    assert (
        graph.query("PREFIX sk: <http://www.w3.org/2004/02/skos/core#> ASK { ?n sk:broader ?o }").askAnswer
        is False
    )


@pytest.mark.usefixtures("_enabled")
def test_our_errors_come_through(graph: Graph) -> None:
    with pytest.raises(QueryError, match="unknown predicate sk:pageRnk; did you mean sk:pageRank"):
        graph.query("SELECT ?n { ?n sk:pageRnk ?r }")


def test_without_enabling_rdflib_answers_by_itself(graph: Graph) -> None:
    enable()
    disable()

    assert len(graph.query(f"PREFIX sk: <{SK}> {RANK}")) == 0


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("SELECT * { ?n sk:pageRank ?r }", True),
        (f"SELECT * {{ ?n <{SK}pageRank> ?r }}", True),
        ("SELECT * { ?n k:pageRank ?r }", True),
        ("SELECT * { ?n ex:p 'sk:pageRank' } # sk:pageRank", False),
        ("PREFIX sk: <http://skos/> SELECT * { ?n sk:p ?r }", False),
        ("SELECT * { ?n desk:p ?r }", False),
    ],
)
def test_texts_with_names_of_ours_are_told_apart(text: str, ours: bool) -> None:
    assert names_ours(text, {"k": SK}) is ours


def test_a_prefix_of_the_graph_goes_before_ours() -> None:
    assert not names_ours("SELECT * { ?n sk:p ?r }", {"sk": "http://skos/"})


@pytest.mark.usefixtures("_enabled")
def test_an_update_with_our_functions_is_refused_and_others_run(graph: Graph) -> None:
    with pytest.raises(QueryError, match=r'rdflib.Graph\(store="SemKG"\) can'):
        graph.update(f"PREFIX k: <{SK}> INSERT {{ ?n ex:score ?r }} WHERE {{ ?n k:pageRank ?r }}")

    graph.update("INSERT DATA { ex:a ex:q ex:b }")

    assert (EX.a, EX.q, EX.b) in graph
    assert not list(graph.subject_objects(EX.score))


def test_updates_are_rdflibs_again_when_disabled(graph: Graph) -> None:
    enable()
    disable()

    graph.update(f"INSERT {{ ?n ex:score ?r }} WHERE {{ ?n <{SK}pageRank> ?r }}")

    assert not list(graph.subject_objects(EX.score))
