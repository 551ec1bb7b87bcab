from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib

from semkg.store import Term, as_graph, as_quad, as_term
from semkg.vocab import XSD
from tests.store.graphs import EX, ex, typed


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (EX + "a", ex("a")),
        (ex("a"), ex("a")),
        (rdflib.URIRef(EX + "a"), ex("a")),
        (rdflib.RDF.type, ox.NamedNode(str(rdflib.RDF.type))),
        (rdflib.BNode("b1"), ox.BlankNode("b1")),
        (rdflib.Literal("x"), ox.Literal("x")),
        (rdflib.Literal("x", lang="en"), ox.Literal("x", language="en")),
        (rdflib.Literal("01", datatype=rdflib.URIRef(XSD + "int"), normalize=False), typed("01", "int")),
        (rdflib.Literal("abc", datatype=rdflib.XSD.integer), typed("abc", "integer")),
        (rdflib.Literal(True), typed("true", "boolean")),
        (ox.Literal(1), typed("1", "integer")),
    ],
    ids=repr,
)
def test_terms_may_be_of_pyoxigraph_of_rdflib_or_strings(given: object, expected: Term) -> None:
    assert as_term(given) == expected


@pytest.mark.parametrize(
    "value", [7, 1.5, True, None, b"x", object(), ex], ids=lambda value: type(value).__name__
)
def test_other_kinds_are_no_terms(value: object) -> None:
    with pytest.raises(ValueError, match="is no RDF term"):
        as_term(value)


def test_a_string_that_is_no_iri_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'no iri'"):
        as_term("no iri")


def test_quads_have_many_forms() -> None:
    triple, terms = ox.Triple(ex("a"), ex("p"), ex("b")), (EX + "a", rdflib.URIRef(EX + "p"), ex("b"))
    in_default, in_named = ox.Quad(ex("a"), ex("p"), ex("b")), ox.Quad(ex("a"), ex("p"), ex("b"), ex("g"))
    graph = rdflib.Graph(identifier=EX + "g")

    assert [as_quad(value) for value in (triple, terms, list(terms), in_default)] == [in_default] * 4
    assert [as_quad((*terms, g)) for g in (EX + "g", ex("g"), graph)] == [in_named] * 3
    assert as_quad((*terms, None)) == as_quad((*terms, ox.DefaultGraph())) == in_default


@pytest.mark.parametrize(
    "value",
    [
        "a string",
        7,
        (EX + "a", EX + "p"),
        (EX + "a", EX + "p", EX + "b", EX + "g", EX + "h"),
        (ox.Literal("a"), ex("p"), ex("b")),
        (ex("a"), ox.BlankNode("p"), ex("b")),
        (ex("a"), ex("p"), ex("b"), ox.Literal("g")),
        (ex("a"), ex("p"), 7),
    ],
    ids=repr,
)
def test_what_is_no_quad_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"is neither|is no RDF t|cannot name a graph"):
        as_quad(value)


def test_rdflibs_default_graph_is_the_default_graph() -> None:
    assert as_graph(rdflib.Dataset().default_graph) == ox.DefaultGraph()
    assert as_graph(rdflib.URIRef("urn:x-rdflib:default")) == ox.DefaultGraph()
