"""Taking quads away: which rows they are, and one transaction that removes them, blank nodes included."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyoxigraph as ox

from semkg.store.columns import FEW, Columns, Quads, from_tuples, is_member, to_tuples
from semkg.store.encoding import DEFAULT_GRAPH_ID, Decoder, StoredForms
from semkg.store.markers import META_GRAPH
from semkg.store.terms import Term, TermDictionary

_FUNCTIONS = tuple(ox.NamedNode(f"urn:semkg:row-{name}") for name in "spog")


def matching_rows(columns: Columns, quads: Quads, forms: StoredForms) -> Quads:
    """Return the rows that are the given quads to Oxigraph, to which ``01`` and ``1`` are one integer."""
    if quads.shape[1] <= FEW:
        rows = dict.fromkeys(row for quad in to_tuples(quads) for row in _rows_like(columns, quad, forms))
        return from_tuples(list(rows))
    every = columns.merged()
    near = every[:, is_member(_without_object(every), _without_object(quads))]
    return near[:, is_member(_stored(near, forms), _stored(quads, forms))]


def remove_quads(oxigraph: ox.Store, quads: Quads, terms: TermDictionary, marker: ox.Quad) -> None:
    """Remove quads from Oxigraph and add the epoch marker, all in one transaction.

    ``DELETE DATA`` cannot name a blank node, so the terms come from functions of the row number.
    """
    decoder = Decoder(terms)
    lookups: dict[ox.NamedNode, Callable[..., Term | None]] = {
        name: _lookup(decoder, column.tolist()) for name, column in zip(_FUNCTIONS, quads, strict=True)
    }
    in_default = np.flatnonzero(quads[3] == DEFAULT_GRAPH_ID).tolist()
    in_named = np.flatnonzero(quads[3] != DEFAULT_GRAPH_ID).tolist()
    insert = f"INSERT DATA {{ GRAPH {META_GRAPH} {{ {marker.triple} }} }}"
    plain = _delete(in_default, "?s ?p ?o", "spo")
    named = _delete(in_named, "GRAPH ?g { ?s ?p ?o }", "spog")
    oxigraph.update(f"{insert} ; {plain} ; {named}", custom_functions=lookups)


def _rows_like(
    columns: Columns, quad: tuple[int, int, int, int], forms: StoredForms
) -> list[tuple[int, int, int, int]]:
    s, p, o, g = quad
    if forms.is_fixed(o):
        return [quad] if columns.has(quad) else []
    objects = np.array([o, *columns.objects(s, p, g)], dtype=np.int32)
    stored = forms.of(objects)
    return [(s, p, other, g) for other in objects[1:][stored[1:] == stored[0]].tolist()]


def _stored(quads: Quads, forms: StoredForms) -> Quads:
    return np.stack((quads[0], quads[1], forms.of(quads[2]), quads[3]))


def _without_object(quads: Quads) -> Quads:
    return np.stack((quads[0], quads[1], np.zeros_like(quads[2]), quads[3]))


def _lookup(decoder: Decoder, numbers: Sequence[int]) -> Callable[[Term], Term | None]:
    """Return the SPARQL function from a row number to the term there.

    It is a method of a dictionary, with no line of Python in it: an interrupt inside a function would be lost, and the
    value unbound.
    """
    return {ox.Literal(row): decoder.term(number) for row, number in enumerate(numbers)}.get  # type: ignore[return-value]


def _delete(rows: list[int], template: str, columns: str) -> str:
    values = " ".join(map(str, rows))
    binds = " ".join(f"BIND(<urn:semkg:row-{name}>(?row) AS ?{name})" for name in columns)
    return f"DELETE {{ {template} }} WHERE {{ VALUES ?row {{ {values} }} {binds} }}"
