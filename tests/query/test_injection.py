"""Terms stay terms, whatever they spell: no value of the data becomes text of a query."""

from __future__ import annotations

from collections.abc import Iterator

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
    rows,
)
from semkg.store import Term
from semkg.vocab import RDF, sk
from tests.query.fakes import EX, ex

NASTY = (
    "'",
    '"',
    "\\",
    '"""',
    "} } DROP ALL #",
    "> . } INSERT DATA { <urn:a> <urn:b> <urn:c> } #",
    "?x $y _:z",
    "\\u0022 } #",
    "\n\r\t\b\f\x00",
    "\u2028\u202e\ufeff",
    "<http://example.org/n1>",
    "a^^<urn:t>@en",
)
TEXTS = st.one_of(st.sampled_from(NASTY), st.lists(st.sampled_from(NASTY)).map("".join), st.text(max_size=20))
NAMES = st.text(st.sampled_from("ab'()*+,;=@:!$&~-._%20/?#[]\u00e9\u2028"), max_size=12)


def literals() -> st.SearchStrategy[Term]:
    texts = TEXTS.filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text))
    plain = texts.map(ox.Literal)
    tagged = texts.map(lambda text: ox.Literal(text, language="en-GB"))
    typed = texts.map(lambda text: ox.Literal(text, datatype=ex("type")))
    return st.one_of(plain, tagged, typed)


def iris() -> st.SearchStrategy[Term]:
    return NAMES.map(lambda name: f"{EX}n{name}").filter(_is_iri).map(ox.NamedNode)


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def echo() -> SparqlFunction:
    """A relation of each term with itself."""

    def evaluate(context: object, call: Call) -> Iterator[OutputRow]:
        yield from ((place, (term,)) for place, (term,) in enumerate(call.inputs))

    term = Parameter("term", "term", "a term", required=True)
    return SparqlFunction(
        sk("echo"), "The same.", (term,), (Output("same", "term", "it"),), (), evaluate, ("term",), ""
    )


def asked(terms: list[Term]) -> QueryEngine:
    store = ox.Store()
    for number, term in enumerate(terms):
        store.add(ox.Quad(ex(f"s{number}"), ex("has"), term))
    return QueryEngine(
        store, (echo(),), prepare=lambda _: Dataset([ox.DefaultGraph()], []), context=lambda: None
    )


@pytest.mark.parametrize("most", [0, rows.MOST_VALUES])
@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x ?y { ?s ex:has ?x . ?y sk:echo (?x) }",
        "SELECT ?x (sk:echo(?x) AS ?y) { ?s ex:has ?x }",
        "SELECT ?x ?y { ?s ex:has ?x SERVICE sk:echo { [] sk:term ?x ; sk:same ?y } }",
    ],
)
@settings(max_examples=40, deadline=None)
@given(terms=st.lists(st.one_of(literals(), iris()), min_size=1, max_size=4, unique=True))
def test_values_of_the_data_come_back_as_they_are(text: str, most: int, terms: list[Term]) -> None:
    before, rows.MOST_VALUES = rows.MOST_VALUES, most
    try:
        result = asked(terms).query(f"PREFIX ex: <{EX}> {text}")
        assert isinstance(result, SelectResult)
        found = [(row["x"], row["y"]) for row in result]
    finally:
        rows.MOST_VALUES = before

    assert sorted(map(str, found)) == sorted(str((term, term)) for term in terms)


@settings(max_examples=40, deadline=None)
@given(terms=st.lists(st.one_of(literals(), iris()), min_size=1, max_size=4, unique=True))
def test_values_of_the_data_are_written_back_as_they_are(terms: list[Term]) -> None:
    engine = asked(terms)
    store = engine._equipment.oxigraph  # what the engine was given

    plan = engine.plan_update(
        f"PREFIX ex: <{EX}> INSERT {{ ?s ex:got ?y }} WHERE {{ ?s ex:has ?x . ?y sk:echo (?x) }}"
    )
    store.update(plan.text, custom_functions=plan.custom_functions)

    quads = list(store)
    got = {quad.subject: quad.object for quad in quads if quad.predicate == ex("got")}
    assert got == {ex(f"s{number}"): term for number, term in enumerate(terms)}
    assert len(quads) == 2 * len(terms)


@pytest.mark.parametrize("text", NASTY)
def test_a_virtual_graph_gives_its_literals_as_they_are(text: str) -> None:
    triple = ox.Triple(ex("m"), ox.NamedNode(RDF + "value"), ox.Literal(text))
    engine = QueryEngine(
        ox.Store(),
        (),
        prepare=lambda _: Dataset([ox.DefaultGraph()], []),
        context=lambda: None,
        graphs={sk("told"): lambda: [triple]},
    )

    result = engine.query("SELECT ?o { GRAPH sk:told { ?m rdf:value ?o } }")
    assert isinstance(result, SelectResult)
    [row] = result

    assert row["o"] == ox.Literal(text)
