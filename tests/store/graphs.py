"""Graphs for the tests of the store: strategies that draw structure, and comparison up to blank nodes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pyoxigraph as ox
from hypothesis import strategies as st

from semkg.store import Store
from semkg.store.conversion import GraphName
from semkg.vocab import RDF, XSD

EX = "http://example.org/"


def ex(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def asserted(store: Store) -> set[ox.Quad]:
    """What the columns of a store hold, blank nodes canonical."""
    text = store.dump(format="nq")
    assert text is not None
    return canonical(ox.parse(text, ox.RdfFormat.N_QUADS))


def in_oxigraph(store: Store) -> set[ox.Quad]:
    """What users see through SPARQL, in the form in which Oxigraph keeps it."""
    graphs = [ox.DefaultGraph(), *store.user_graphs()]
    return {quad for graph in graphs for quad in store.oxigraph.quads_for_pattern(None, None, None, graph)}


def as_oxigraph_keeps(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    scratch = ox.Store()
    scratch.extend(quads)
    return set(scratch)


def rows_agree(store: Store) -> bool:
    """Whether the columns and Oxigraph hold the same."""
    text = store.dump(format="nq")
    assert text is not None
    return as_oxigraph_keeps(ox.parse(text, ox.RdfFormat.N_QUADS)) == in_oxigraph(store)


IRIS = st.sampled_from([ex(name) for name in "abcde"])
BLANKS = st.sampled_from([ox.BlankNode(name) for name in ("x", "y", "z")])
PREDICATES = st.sampled_from([ex("p"), ex("q"), ox.NamedNode(RDF + "type")])
TEXTS = st.text(st.characters(codec="utf-8", min_codepoint=1, exclude_characters="\r"), max_size=6)
PLAIN_LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    TEXTS.map(lambda text: ox.Literal(text, language="en-GB")),
)
TYPED_LITERALS = st.sampled_from(
    [
        typed("1", "integer"),
        typed("01", "int"),
        typed("1", "int"),
        typed("300", "byte"),
        typed("abc", "integer"),
        typed("1.50", "decimal"),
        typed("1.5", "decimal"),
        typed("1e3", "double"),
        typed("true", "boolean"),
        typed("1", "boolean"),
        typed("2020-01-01T00:00:00+00:00", "dateTime"),
    ]
)
NODES = st.one_of(IRIS, BLANKS)
OBJECTS = st.one_of(NODES, PLAIN_LITERALS, TYPED_LITERALS)


@st.composite
def chains(draw: st.DrawFn) -> list[ox.Triple]:
    """A path through a few nodes, perhaps closed to a cycle."""
    nodes = draw(st.lists(NODES, min_size=2, max_size=6))
    predicate = draw(PREDICATES)
    ends = [*nodes, nodes[0]] if draw(st.booleans()) else nodes
    return [ox.Triple(s, predicate, o) for s, o in pairwise(ends)]


@st.composite
def lists(draw: st.DrawFn) -> list[ox.Triple]:
    """An RDF list, hung on a node."""
    members = draw(st.lists(OBJECTS, min_size=1, max_size=4))
    cells: list[ox.NamedNode | ox.BlankNode] = [ox.BlankNode(f"cell{i}") for i in range(len(members))]
    tails = [*cells[1:], ox.NamedNode(RDF + "nil")]
    triples = [ox.Triple(draw(NODES), ex("members"), cells[0])]
    for cell, member, tail in zip(cells, members, tails, strict=True):
        triples += [
            ox.Triple(cell, ox.NamedNode(RDF + "first"), member),
            ox.Triple(cell, ox.NamedNode(RDF + "rest"), tail),
        ]
    return triples


@st.composite
def stars(draw: st.DrawFn) -> list[ox.Triple]:
    """One subject with several objects."""
    subject = draw(NODES)
    return [ox.Triple(subject, draw(PREDICATES), o) for o in draw(st.lists(OBJECTS, min_size=1, max_size=4))]


GRAPHS = st.lists(st.one_of(chains(), lists(), stars()), min_size=1, max_size=3).map(
    lambda parts: [triple for part in parts for triple in part]
)
DEFAULT_GRAPH: st.SearchStrategy[GraphName] = st.just(ox.DefaultGraph())
GRAPH_NAMES: st.SearchStrategy[GraphName] = st.sampled_from(
    [ox.DefaultGraph(), ex("g1"), ex("g2"), ox.BlankNode("g3")]
)


@st.composite
def in_graphs(draw: st.DrawFn, names: st.SearchStrategy[GraphName]) -> list[ox.Quad]:
    """A graph whose triples are spread over named graphs."""
    return [ox.Quad(t.subject, t.predicate, t.object, draw(names)) for t in draw(GRAPHS)]
