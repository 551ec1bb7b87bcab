"""Which asserted quads match a pattern, in the lexical forms in which they were written.

Oxigraph finds them, in logarithmic time and up to date after every write; but it keeps ``"01"^^xsd:int`` as
``"1"^^xsd:integer``, so that literals with such datatypes are looked up in the columns of the snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.store import DEFAULT_GRAPH_ID, Snapshot, Store, Term, parse_term
from semkg.vocab import HIDDEN_GRAPHS, XSD

GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Pattern = tuple[Term | None, Term | None, Term | None]

_REWRITTEN = frozenset(
    XSD + name
    for name in (
        "boolean", "integer", "decimal", "double", "float", "date", "time", "dateTime", "dateTimeStamp",
        "gYear", "gMonth", "gDay", "gYearMonth", "gMonthDay",
        "duration", "yearMonthDuration", "dayTimeDuration",
    )
)  # fmt: skip
"""Datatypes of literals that may have been written in another form than Oxigraph gives back."""


def match(store: Store, pattern: Pattern, graph: GraphName | None) -> Iterator[ox.Quad]:
    """Yield the asserted quads that match.

    Args:
        store: where to look.
        pattern: subject, predicate, object; ``None`` matches all.
        graph: the graph to look in; ``None`` looks in every graph of the user.
    """
    s, p, o = pattern
    if isinstance(s, ox.Literal) or not isinstance(p, ox.NamedNode | None):
        return  # rdflib may ask for them; RDF has none
    for quad in store.oxigraph.quads_for_pattern(s, p, o, graph):
        if graph is None and _is_hidden(quad.graph_name):
            continue
        if isinstance(quad.object, ox.Literal) and quad.object.datatype.value in _REWRITTEN:
            yield from _as_written(store.snapshot(), quad, o)
        else:
            yield quad


def _is_hidden(graph: GraphName) -> bool:
    return isinstance(graph, ox.NamedNode) and graph.value in HIDDEN_GRAPHS


def _as_written(snapshot: Snapshot, quad: ox.Quad, wanted: Term | None) -> Iterator[ox.Quad]:
    for text in _texts_of_objects(snapshot, quad):
        if _stored_form(text) == quad.object:
            term = parse_term(text)
            if wanted is None or term == wanted:
                yield ox.Quad(quad.subject, quad.predicate, term, quad.graph_name)


def _texts_of_objects(snapshot: Snapshot, quad: ox.Quad) -> list[str]:
    """Return the texts of all objects that the subject and predicate of a quad have in its graph."""
    terms, rows = snapshot.terms, snapshot.graph_rows
    name = quad.graph_name
    s, p = terms.find(quad.subject), terms.find(quad.predicate)
    g = DEFAULT_GRAPH_ID if isinstance(name, ox.DefaultGraph) else terms.find(name)
    if s is None or p is None:
        return []
    span = _span(rows[0], s, _span(rows[1], p, slice(0, rows.shape[1])))
    return [terms.text(number) for number in rows[2, span][rows[3, span] == g].tolist()]


def _span(column: NDArray[np.int32], number: int, within: slice) -> slice:
    part = column[within]
    value = np.int32(number)  # a plain int would make numpy copy the column as int64
    start, stop = np.searchsorted(part, value, "left"), np.searchsorted(part, value, "right")
    return slice(within.start + int(start), within.start + int(stop))


@lru_cache(maxsize=65_536)
def _stored_form(text: str) -> Term:
    scratch = ox.Store()
    node = ox.NamedNode("a:")
    scratch.add(ox.Quad(node, node, parse_term(text)))
    stored: Term = next(iter(scratch)).object
    return stored
