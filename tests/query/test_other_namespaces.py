"""Functions whose IRIs are not in our namespace are called like ours, and kept apart like ours."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from semkg.errors import QueryError
from semkg.query import Call, Dataset, Output, OutputRow, Parameter, QueryEngine, SparqlFunction
from semkg.query.quick import ending
from semkg.vocab import sk
from tests.query.fakes import EX, ex, ring, rows, solutions

FN = "http://example.com/fn/"
PREFIX = f"PREFIX ex: <{EX}> PREFIX fn: <{FN}> "


def double(context: object, call: Call) -> Iterable[OutputRow]:
    yield from ((place, (2 * number,)) for place, (number,) in enumerate(call.inputs))


@pytest.fixture
def asked() -> QueryEngine:
    number, twice = (
        Parameter("number", "integer", "a number", required=True),
        Output("twice", "integer", "twice it"),
    )
    function = SparqlFunction(FN + "double", "Twice.", (number,), (twice,), (), double, ("number",), "")
    return QueryEngine(
        ring(),
        (function,),
        prepare=lambda _: Dataset([ox.DefaultGraph()], []),
        context=lambda: None,
        graphs={sk("told"): list},
    )


@pytest.mark.parametrize(
    "where",
    [
        "ex:n3 ex:age ?a . ?d fn:double ?a",
        f"ex:n3 ex:age ?a . ?d <{FN}double> ?a",
        "ex:n3 ex:age ?a . (?d) fn:double (?a sk:regime sk:asserted)",
        "ex:n3 ex:age ?a BIND(fn:double(?a) AS ?d)",
        "ex:n3 ex:age ?a SERVICE fn:double { [] sk:number ?a ; sk:twice ?d }",
    ],
)
def test_such_a_function_is_called_in_every_form(asked: QueryEngine, where: str) -> None:
    [row] = rows(asked.query(f"{PREFIX} SELECT ?d {{ {where} }}"))

    assert row["d"].value == "6"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { ?n fn:double/ex:next ?o }", "cannot stand in a property path"),
        ("SELECT * { ?d fn:double ex:n1 }", "number must be a whole number"),
        ("SELECT * { SERVICE fn:doubl { [] sk:number 1 } }", "is refused, as it calls another machine"),
        ("SELECT * { ?d fn:double 1 , ?n }", "?n, an input of <http://example.com/fn/double>, is not bound"),
        ("SELECT * { GRAPH sk:told { ?m ex:p ?o BIND(fn:double(?o) AS ?d) } }", "GRAPH sk:told stands alone"),
    ],
)
def test_it_is_checked_like_ours(asked: QueryEngine, text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        asked.query(PREFIX + text)

    assert message in str(caught.value)


def test_its_predicate_cannot_be_written(asked: QueryEngine) -> None:
    with pytest.raises(QueryError, match="cannot be written"):
        asked.plan_update(PREFIX + "INSERT DATA { ex:n1 fn:double 2 }")


def test_other_names_of_its_namespace_are_data() -> None:
    store = ring()
    store.add(ox.Quad(ex("n1"), ox.NamedNode(FN + "half"), ox.Literal(1)))
    engine = QueryEngine(store, (), prepare=lambda _: Dataset([ox.DefaultGraph()], []), context=lambda: None)

    assert len(solutions(engine.query(PREFIX + "SELECT * { ?n fn:half ?h }"))) == 1


@pytest.mark.parametrize(
    ("iri", "tells"),
    [(FN + "double", "double"), ("urn:x:Some-Thing", "some-thing"), ("http://x/", "http://x/")],
)
def test_what_tells_a_text_that_names_it(iri: str, tells: str) -> None:
    assert ending(iri) == tells
