"""A call means its relation: queries with calls against the same queries over the relations written out as triples."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from semkg import KnowledgeGraph
from semkg.store import Term
from tests.chile import select
from tests.query.fakes import solutions

EX = "http://x/"
END = ox.NamedNode(EX + "f")
DATA = (
    "@prefix : <http://x/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . :p a owl:TransitiveProperty . "
    ":a :p :b . :b :p :c . :c :q :d, :e . :d :q :f . :e :q :f . :g :q :h . :h :q :g . :f owl:sameAs :ff . "
    ":a a :City . :c a :City . :f a :City . :g a :Town . :a :age 3 . :c :age 1 . :g :age 1 ."
)
CALLS = {
    "pair": "?x sk:{name} ?v",
    "reach": "(?y ?v) sk:reachable (?x)",
    "path": "(?y ?v ?w) sk:shortestPath (?x :f)",
    "paths": "(?y ?v ?w) sk:allPaths (?x :f)",
    "cycle": "(?y ?v ?w) sk:cycle (?x)",
}
ROWS = {
    "pair": "[] :{name}1 ?x ; :{name}2 ?v",
    "reach": "[] :reachable1 ?x ; :reachable2 ?y ; :reachable3 ?v",
    "path": "[] :shortestPath1 ?x ; :shortestPath2 :f ; :shortestPath3 ?y ; :shortestPath4 ?v ; :shortestPath5 ?w",
    "paths": "[] :allPaths1 ?x ; :allPaths2 :f ; :allPaths3 ?y ; :allPaths4 ?v ; :allPaths5 ?w",
    "cycle": "[] :cycle1 ?x ; :cycle2 ?y ; :cycle3 ?v ; :cycle4 ?w",
}
NAMES = ("degree", "component", "strongComponent", "community", "coreNumber", "outDegree")
PATTERNS = (
    "?x a :City . CALL",
    "?x a ?t OPTIONAL { CALL FILTER(?v != 1) }",
    "{ ?x a :City . CALL } UNION { ?x a :Town . CALL }",
    "?x a ?t FILTER EXISTS { CALL }",
    "?x a ?t FILTER NOT EXISTS { CALL FILTER(?x != :a) }",
    "?x a ?t MINUS { ?x :age 1 . CALL }",
    "{ SELECT ?x (COUNT(*) AS ?n) { ?x a ?t . CALL } GROUP BY ?x }",
    "?x a ?t . CALL ?x :age ?v",
    "VALUES ?x { :a :nowhere :ff } CALL",
    "?x a ?t . CALL ?x a :City OPTIONAL { ?v :q ?z }",
)


@functools.cache
def graph() -> KnowledgeGraph:
    kg = KnowledgeGraph()
    kg.load(DATA.encode(), "ttl")
    return kg


def relations() -> Iterator[tuple[str, tuple[Term | float | int, ...]]]:
    kg = graph()
    for name in NAMES:
        for row in select(kg, f"SELECT ?n ?v {{ (?n ?v) sk:{name} () }}"):
            yield name, (row["n"], row["v"])
    nodes = [node for node, _ in kg.degree()]
    for node in nodes:
        for other, distance in kg.reachable(node).items():
            yield "reachable", (node, other, distance)
        for name, inputs, paths in (
            ("shortestPath", (node, END), kg.shortest_paths(node, END)),
            ("allPaths", (node, END), kg.all_paths(node, END)),
            ("cycle", (node,), kg.cycles(node)),
        ):
            for number, path in enumerate(paths):
                for index, stop in enumerate(path):
                    for named in kg.reachable(stop, most=0):
                        yield name, (*inputs, named, index, number)


@functools.cache
def written_out() -> KnowledgeGraph:
    kg = KnowledgeGraph(rules="none")
    kg.add(list(graph().query("CONSTRUCT WHERE { ?s ?p ?o }")))  # type: ignore[arg-type]  # triples
    quads = [
        ox.Quad(
            ox.BlankNode(f"row{number}"),
            ox.NamedNode(f"{EX}{name}{place}"),
            ox.Literal(value) if isinstance(value, int | float) else value,
        )
        for number, (name, row) in enumerate(relations())
        for place, value in enumerate(row, start=1)
    ]
    kg.add(quads)
    return kg


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize(
    "call", [*(("pair", name) for name in NAMES), ("reach", ""), ("path", ""), ("paths", ""), ("cycle", "")]
)
def test_queries_answer_like_their_relations(pattern: str, call: tuple[str, str]) -> None:
    shape, name = call
    text = f"PREFIX : <{EX}> SELECT * {{ {pattern} }}"

    found = solutions(graph().query(text.replace("CALL", CALLS[shape].format(name=name) + " . ")))
    wanted = solutions(written_out().query(text.replace("CALL", ROWS[shape].format(name=name) + " . ")))

    assert found == wanted
    assert any(solutions(graph().query(text.replace("CALL", ""))))


def test_calls_feed_each_other_like_their_relations() -> None:
    ours = "?c sk:component ?x . (?y ?v) sk:reachable (?x) . ?y sk:community ?w"
    oracle = "[] :component1 ?c ; :component2 ?x . [] :reachable1 ?x ; :reachable2 ?y ; :reachable3 ?v . "
    oracle += "[] :community1 ?y ; :community2 ?w"
    prefix = f"PREFIX : <{EX}> SELECT * "

    found = solutions(graph().query(f"{prefix} {{ {ours} }}"))

    assert found == solutions(written_out().query(f"{prefix} {{ {oracle} }}"))
    assert len(found) > 20
