"""The hidden graphs that are derived from what users wrote: the inferred triples and the mirror."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pyoxigraph as ox

from semkg.progress import Progress
from semkg.store.columns import Quads, difference, is_member, sort_unique, without_graphs
from semkg.store.conversion import GraphName
from semkg.store.encoding import DEFAULT_GRAPH_ID, StoredForms, write_quads
from semkg.store.terms import TermDictionary
from semkg.store.writing import write_lines

_STEP = 65_536


def only_in_named_graphs(quads: Quads, forms: StoredForms) -> Quads:
    """Return the triples that stand in named graphs and not in the default graph, as Oxigraph keeps them."""
    in_default = quads[3] == DEFAULT_GRAPH_ID
    if in_default.all():
        return quads[:, :0]
    named = quads[:, ~in_default]
    return sort_unique(
        difference(stored_triples(named, forms), stored_like(quads[:, in_default], named, forms))
    )


def in_graph(
    triples: Quads, terms: TermDictionary, graph: ox.NamedNode, progress: Progress | None
) -> Iterator[ox.Quad]:
    """Yield triples as quads of one graph, telling how many went by."""
    # Parsing text that is known to be valid makes quads three times as fast as making them term by term.
    pieces = _as_lines(triples, terms, graph, progress)
    quads = (ox.parse(lines, ox.RdfFormat.N_QUADS, lenient=True) for lines in pieces)
    return chain.from_iterable(quads)


def _as_lines(
    triples: Quads, terms: TermDictionary, graph: ox.NamedNode, progress: Progress | None
) -> Iterator[bytes]:
    total = triples.shape[1]
    columns = np.stack((*triples[:3], np.full_like(triples[3], terms.add(graph))))
    for start in range(0, total, _STEP):
        if progress is not None:
            progress(f"writing {graph.value.rpartition('#')[2]} triples", start, total)
        yield from write_lines(columns[:, start : start + _STEP], terms)


def replace_graph(oxigraph: ox.Store, graph: GraphName, quads: Iterator[ox.Quad], marker: ox.Quad) -> None:
    """Empty a graph and fill it, the quads and their marker at once."""
    oxigraph.remove_graph(graph)
    write_quads(oxigraph, chain(quads, (marker,)))


def stored_triples(quads: Quads, forms: StoredForms) -> Quads:
    """Return triples in the form in which Oxigraph keeps them, in their order."""
    s, p, o, _ = quads
    return without_graphs(np.stack((s, p, forms.of(o), s)))


def stored_like(quads: Quads, others: Quads, forms: StoredForms) -> Quads:
    """Return the stored form of the quads that may be among ``others`` once both are stored; unordered.

    To learn a form takes a while, so of the quads whose object Oxigraph may change only those are looked at that
    share subject and predicate with others.
    """
    fixed = forms.are_fixed(quads[2])
    changing = quads[:, ~fixed]
    pairs = [
        np.stack((*columns[:2], np.zeros_like(columns[0]), np.zeros_like(columns[0])))
        for columns in (changing, others)
    ]
    near = stored_triples(changing[:, is_member(*pairs)], forms)
    return np.concatenate((without_graphs(quads[:, fixed]), near), axis=1)
