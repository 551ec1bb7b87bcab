"""Terms and quads from what users give: pyoxigraph terms, rdflib terms or IRIs as plain strings.

rdflib is never imported: its terms are known by the names of their classes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, cast

import pyoxigraph as ox

from semkg.store.terms import Term
from semkg.vocab import HIDDEN_GRAPHS, SK

TermLike = Term | str
"""A term as users may give it: of pyoxigraph, of rdflib (whose terms are strings), or an IRI as str."""

GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_RDFLIB_DEFAULT_GRAPH = "urn:x-rdflib:default"
_OXIGRAPH_TERMS = (ox.NamedNode, ox.BlankNode, ox.Literal, ox.Triple)


class _RdflibLiteral(Protocol):
    language: str | None
    datatype: object


class _RdflibGraph(Protocol):
    identifier: object


def as_term(value: object) -> Term:
    """Return a term given as pyoxigraph term, rdflib term or IRI string.

    >>> as_term("http://example.org/a")
    <NamedNode value=http://example.org/a>

    Raises:
        ValueError: it is none of these, or not a valid IRI.
    """
    if isinstance(value, _OXIGRAPH_TERMS):
        return value
    if isinstance(value, str):
        return _term_from_str(value)
    msg = f"{value!r} is no RDF term: give a pyoxigraph term, an rdflib term or an IRI as str"
    raise ValueError(msg)


def as_quad(value: object) -> ox.Quad:
    """Return a quad given as pyoxigraph Quad or Triple, or as three or four terms.

    Raises:
        ValueError: it is none of these, or a term cannot stand where it stands.
    """
    if isinstance(value, ox.Quad):
        return value
    if isinstance(value, ox.Triple):
        return ox.Quad(value.subject, value.predicate, value.object)
    parts = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else ()
    if len(parts) not in (3, 4):
        msg = f"{value!r} is neither a triple nor a quad: give three terms, or four with the graph"
        raise ValueError(msg)
    graph = as_graph(parts[3]) if len(parts) == 4 else ox.DefaultGraph()
    s, p, o = (as_term(part) for part in parts[:3])
    if not isinstance(s, ox.NamedNode | ox.BlankNode) or not isinstance(p, ox.NamedNode):
        msg = f"({s} {p} {o}) is no RDF triple: a subject is an IRI or a blank node, a predicate an IRI"
        raise ValueError(msg)
    return ox.Quad(s, p, o, graph)


def as_graph(value: object) -> GraphName:
    """Return a graph name given as term, IRI string or rdflib graph; ``None`` is the default graph.

    Raises:
        ValueError: it is none of these.
    """
    if value is None or isinstance(value, ox.DefaultGraph):
        return ox.DefaultGraph()
    name = value if isinstance(value, str) else getattr(value, "identifier", value)
    if isinstance(name, str) and str(name) == _RDFLIB_DEFAULT_GRAPH:
        return ox.DefaultGraph()
    term = as_term(name)
    if isinstance(term, ox.NamedNode | ox.BlankNode):
        return term
    msg = f"{term} cannot name a graph: only an IRI or a blank node can"
    raise ValueError(msg)


def is_reserved(graph: GraphName) -> bool:
    """Return whether a graph name is in semkg's own namespace, where users do not write."""
    return isinstance(graph, ox.NamedNode) and (graph.value in HIDDEN_GRAPHS or graph.value.startswith(SK))


def reserved_message(graph: GraphName) -> str:
    """Return what to tell a user who writes into a reserved graph."""
    return f"{graph} is a graph of semkg's own namespace; put the triples in a graph with another name"


def _term_from_str(value: str) -> Term:
    if type(value) is str:
        return _iri(value)
    classes = {base.__name__ for base in type(value).__mro__}
    if "Literal" in classes:
        return _literal(value, cast("_RdflibLiteral", value))
    return ox.BlankNode(str(value)) if "BNode" in classes else _iri(str(value))


def _iri(value: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(value)
    except ValueError as error:
        msg = f"{value!r} is no IRI: {error}"
        raise ValueError(msg) from error


def _literal(text: str, literal: _RdflibLiteral) -> ox.Literal:
    if literal.language is not None:
        return ox.Literal(str(text), language=str(literal.language))
    if literal.datatype is not None:
        return ox.Literal(str(text), datatype=ox.NamedNode(str(literal.datatype)))
    return ox.Literal(str(text))
