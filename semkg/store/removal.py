"""Taking quads away: which rows they are, and one transaction that removes them, blank nodes included."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.store.columns import FEW, Columns, Quads, from_tuples, is_member, sharing_pairs, to_tuples
from semkg.store.encoding import DEFAULT_GRAPH_ID, Decoder, StoredForms
from semkg.store.markers import META_GRAPH, integer
from semkg.store.terms import Term, TermDictionary, TermKind

_Functions = dict[ox.NamedNode, Callable[..., Term | None]]
_MAY_BE_BLANK = np.array([TermKind.BLANK, TermKind.TRIPLE], dtype=np.uint8)
_FUNCTIONS = tuple(ox.NamedNode(f"urn:semkg:row-{name}") for name in "spog")


def matching_rows(columns: Columns, quads: Quads, forms: StoredForms) -> Quads:
    """Return the rows that are the given quads to Oxigraph, to which ``01`` and ``1`` are one integer."""
    if quads.shape[1] <= FEW:
        rows = dict.fromkeys(row for quad in to_tuples(quads) for row in _rows_like(columns, quad, forms))
        return from_tuples(list(rows))
    near = sharing_pairs(columns.merged(), quads)
    return near[:, is_member(_stored(near, forms), _stored(quads, forms))]


def remove_quads(oxigraph: ox.Store, quads: Quads, terms: TermDictionary, marker: ox.Quad) -> None:
    """Remove quads from Oxigraph and add the epoch marker, all in one transaction.

    ``DELETE DATA`` cannot name a blank node; for quads that have one, the terms come from functions of the row number.
    """
    blank = _has_blank(quads, terms)
    functions, operations = _delete_by_row(quads[:, blank], terms)
    insert = f"INSERT DATA {{ GRAPH {META_GRAPH} {{ {marker.triple} }} }}"
    update = " ; ".join((insert, _delete_data(quads[:, ~blank], terms), *operations))
    oxigraph.update(update, custom_functions=functions)


def _has_blank(quads: Quads, terms: TermDictionary) -> NDArray[np.bool_]:
    """Return which quads have a blank node, perhaps inside a triple term, shape ``(n,)``."""
    kinds = terms.kinds(quads)
    return np.asarray(np.any(np.isin(kinds, _MAY_BE_BLANK), axis=0))


def _delete_data(quads: Quads, terms: TermDictionary) -> str:
    text = terms.text
    lines = [
        f"{text(s)} {text(p)} {text(o)} ."
        if g == DEFAULT_GRAPH_ID
        else f"GRAPH {text(g)} {{ {text(s)} {text(p)} {text(o)} }}"
        for s, p, o, g in zip(*quads.tolist(), strict=True)
    ]
    return "DELETE DATA {\n" + "\n".join(lines) + "\n}"


def _delete_by_row(quads: Quads, terms: TermDictionary) -> tuple[_Functions, tuple[str, str]]:
    decoder = Decoder(terms)
    functions: _Functions = {
        name: _lookup(decoder, column.tolist()) for name, column in zip(_FUNCTIONS, quads, strict=True)
    }
    in_default = np.flatnonzero(quads[3] == DEFAULT_GRAPH_ID).tolist()
    in_named = np.flatnonzero(quads[3] != DEFAULT_GRAPH_ID).tolist()
    plain = _delete(in_default, "?s ?p ?o", "spo")
    return functions, (plain, _delete(in_named, "GRAPH ?g { ?s ?p ?o }", "spog"))


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


def _lookup(decoder: Decoder, numbers: Sequence[int]) -> Callable[[Term], Term | None]:
    """Return the SPARQL function from a row number to the term there.

    It is a method of a dictionary, with no line of Python in it: an interrupt inside of a Python function would be
    lost and its value unbound, so that the quad would stay.
    """
    terms: dict[Term, Term] = {integer(row): decoder.term(number) for row, number in enumerate(numbers)}
    return terms.get


def _delete(rows: list[int], template: str, columns: str) -> str:
    values = " ".join(map(str, rows))
    binds = " ".join(f"BIND(<urn:semkg:row-{name}>(?row) AS ?{name})" for name in columns)
    return f"DELETE {{ {template} }} WHERE {{ VALUES ?row {{ {values} }} {binds} }}"
