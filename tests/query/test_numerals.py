"""The numbers that functions give: as exact as any other term, whichever way they come into Oxigraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.query import (
    Call,
    Dataset,
    Output,
    OutputRow,
    Parameter,
    QueryEngine,
    SelectResult,
    SparqlFunction,
)
from semkg.query.numerals import BEFORE, after, as_iri
from semkg.store import Term
from semkg.vocab import RDF_TYPE, XSD, sk
from tests.query.fakes import EX, ex

VALUES: dict[ox.NamedNode, Term | float | None] = {
    ex(f"n{number}"): value
    for number, value in enumerate(
        (
            0.5, 3, None, -0.0, float("inf"), 10**30, ex("n0"), ox.Literal("a:1"), ox.Literal(True), 1e-7,
            ox.Literal("1.10", datatype=ox.NamedNode(XSD + "decimal")), ox.BlankNode("b"),
            float("nan"), float("-inf"), 5e-324,
        )
    )
}  # fmt: skip
KINDS = ("number", "integer", "term")


@settings(max_examples=300, deadline=None)
@given(number=st.one_of(st.floats(), st.integers(), st.integers(-(2**64), 2**64)))
def test_a_number_that_comes_as_an_iri_is_the_literal_that_python_gives(number: float) -> None:
    one, other = ox.NamedNode("urn:literal"), ox.NamedNode("urn:iri")

    text = f"SELECT ({one}() AS ?a) ({BEFORE}{other}(){after(type(number))} AS ?b) {{}}"
    found: Any = ox.Store().query(
        text, custom_functions={one: lambda: ox.Literal(number), other: lambda: as_iri(number)}
    )

    [(literal, spelled)] = map(tuple, found)
    assert spelled == literal


@pytest.mark.parametrize("looks_up", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_a_scalar_gives_whatever_the_relation_holds(kind: Any, looks_up: bool) -> None:
    engine = _engine(kind, looks_up)

    scalar = _rows(engine, "SELECT ?n (sk:gives(?n) AS ?v) (sk:gives(?n) AS ?w) { ?n a ex:City }")
    relation = dict(_rows(engine, f"SELECT ?n ?v {{ ?n a ex:City . {_relation(looks_up)} }}"))

    assert len(scalar) == len(VALUES)
    assert [row[1] for row in scalar] == [relation.get(row[0]) for row in scalar]
    assert [row[2] for row in scalar] == [row[1] for row in scalar]


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_that_no_trial_met_is_as_exact(kind: Any) -> None:
    engine = _engine(kind, looks_up=False)
    wanted = dict(_rows(engine, "SELECT ?n (sk:gives(?n) AS ?v) { ?n a ex:City }"))
    drawn = f"BIND(IRI(CONCAT('{EX}n', STR(FLOOR(RAND() * {len(VALUES)})))) AS ?n)"

    found = _rows(engine, f"SELECT ?n (sk:gives(?n) AS ?v) {{ ?x a ex:City {drawn} }}")

    assert len(found) == len(VALUES)
    assert [value for _, value in found] == [wanted[node] for node, _ in found]


def test_queries_in_several_threads_keep_their_values_apart() -> None:
    engine = _engine("number", looks_up=True)
    text = "SELECT ?n (sk:gives(?n) AS ?v) { ?n a ex:City }"
    wanted = sorted(map(str, _rows(engine, text)))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: sorted(map(str, _rows(engine, text))), range(100)))

    assert all(rows == wanted for rows in found)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("SELECT * { ?n a ex:City BIND(sk:gives(?n) AS ?v) } # to the end of the text", len(VALUES)),
        ("SELECT DISTINCT (sk:gives(?n) AS ?v) { ?n a ex:City }", len(VALUES)),
        ("SELECT ?n FROM ex:graph { ?n a ex:City FILTER(BOUND(?n) || sk:gives(?n) > 0) }", 0),
        ("SELECT ?n { ?n a ex:City } ORDER BY DESC(sk:gives(?n)) LIMIT 3", 3),
        ("SELECT ?n { ?n a ex:City FILTER(sk:gives(?n) = 0.5) } VALUES ?n { ex:n0 ex:n1 }", 1),
        (
            "SELECT (SUM(?v) AS ?w) { ?n a ex:City FILTER(?n = ex:n9) BIND(sk:gives(?n) AS ?v) } GROUP BY ?n",
            1,
        ),
        ("SELECT ?n { ?n a ex:City } GROUP BY ?n HAVING (sk:gives(SAMPLE(?n)) > 0.1)", 4),
        ("SELECT ?n { { SELECT ?n (sk:gives(?n) AS ?v) { ?n a ex:City } } FILTER(?v > 0.1) }", 4),
        ("SELECT ?n { ?n a ex:City FILTER(sk:gives(?n) > 0.1) }", 4),
        ("SELECT ?n { ?n a ex:City FILTER sk:gives (?n) }", 9),
        ("SELECT (COUNT(*) AS ?c) { ?n a ex:City } GROUP BY sk:gives(?n)", len(VALUES)),
    ],
)
def test_one_trial_meets_all_arguments_of_a_select(text: str, size: int) -> None:
    calls: list[Call] = []
    engine = _engine("number", looks_up=False, calls=calls)

    found = _rows(engine, text)

    assert len(found) == size
    assert len(calls) == (1 if size else 0)


def _engine(kind: Any, looks_up: bool, calls: list[Call] | None = None) -> QueryEngine:
    """Return an engine with a function that gives a value of another type for each node."""
    store = ox.Store()
    store.extend(ox.Quad(node, ox.NamedNode(RDF_TYPE), ex("City")) for node in VALUES)

    def evaluate(context: object, call: Call) -> Iterator[OutputRow]:
        if calls is not None:
            calls.append(call)
        nodes = [node for (node,) in call.inputs] if not looks_up else list(VALUES)
        for place, node in enumerate(nodes):
            value = VALUES.get(node)
            if value is not None:
                yield (0, (node, value)) if looks_up else (place, (value,))

    def look_up(context: object, call: Call) -> Callable[[ox.NamedNode], Term | float | None]:
        return VALUES.get

    node = Parameter("node", "node", "a node", required=True)
    value = Output("value", kind, "its value")
    function = SparqlFunction(
        sk("gives"),
        "Gives.",
        () if looks_up else (node,),
        (Output("node", "node", "a node"), value) if looks_up else (value,),
        (),
        evaluate,
        ("node",),
        "",
        look_up=look_up if looks_up else None,
    )
    dataset = Dataset([ox.DefaultGraph()], [])
    return QueryEngine(store, (function,), prepare=lambda _: dataset, context=lambda: None)


def _relation(looks_up: bool) -> str:
    return "(?n ?v) sk:gives ()" if looks_up else "?v sk:gives (?n)"


def _rows(engine: QueryEngine, text: str) -> list[tuple[Any, ...]]:
    result = engine.query(f"PREFIX ex: <{EX}> {text}")
    assert isinstance(result, SelectResult)
    return [tuple(row) for row in result]
