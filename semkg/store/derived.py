"""The hidden graphs that are derived from what users wrote: the inferred triples and the mirror."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.progress import Progress
from semkg.store.columns import Quads, difference, is_member, sort_unique, without_graphs
from semkg.store.conversion import GraphName
from semkg.store.encoding import DEFAULT_GRAPH_ID, Decoder, StoredForms, write_quads
from semkg.store.terms import TermDictionary, TermKind

_STEP = 65_536


def exportable(inferred: Quads, asserted: Quads, terms: TermDictionary, forms: StoredForms) -> Quads:
    """Return the inferred triples that RDF can hold and that do not stand among the asserted ones.

    "Among" is meant as Oxigraph keeps them: a triple in two graphs of a dataset would count twice.
    """
    sound = _is_rdf(inferred, terms)
    return sort_unique(
        difference(_stored(inferred[:, sound], forms), _stored_like(asserted, inferred, forms))
    )


def only_in_named_graphs(quads: Quads, forms: StoredForms) -> Quads:
    """Return the triples that stand in named graphs and not in the default graph, as Oxigraph keeps them."""
    in_default = quads[3] == DEFAULT_GRAPH_ID
    if in_default.all():
        return quads[:, :0]
    named = quads[:, ~in_default]
    return sort_unique(difference(_stored(named, forms), _stored_like(quads[:, in_default], named, forms)))


def in_graph(
    triples: Quads, terms: TermDictionary, graph: ox.NamedNode, progress: Progress | None
) -> Iterator[ox.Quad]:
    """Yield triples as quads of one graph, telling how many went by."""
    decoder = Decoder(terms)
    total = triples.shape[1]
    columns = np.stack((*triples[:3], np.full_like(triples[3], terms.add(graph))))
    for start in range(0, total, _STEP):
        if progress is not None:
            progress(f"writing {graph.value.rpartition('#')[2]} triples", start, total)
        yield from decoder.quads(columns[:, start : start + _STEP])


def replace_graph(oxigraph: ox.Store, graph: GraphName, quads: Iterator[ox.Quad], marker: ox.Quad) -> None:
    """Empty a graph and fill it, the quads and their marker at once."""

    def with_marker() -> Iterator[ox.Quad]:
        yield from quads
        yield marker

    oxigraph.remove_graph(graph)
    write_quads(oxigraph, with_marker())


def _is_rdf(triples: Quads, terms: TermDictionary) -> NDArray[np.bool_]:
    """Return which triples are not generalised: subjects IRIs or blank nodes, predicates IRIs."""
    kinds = terms.kinds()
    return np.asarray((kinds[triples[0]] <= TermKind.BLANK) & (kinds[triples[1]] == TermKind.IRI))


def _stored(quads: Quads, forms: StoredForms) -> Quads:
    s, p, o, _ = quads
    return without_graphs(np.stack((s, p, forms.of(o), s)))


def _stored_like(quads: Quads, others: Quads, forms: StoredForms) -> Quads:
    """Return the stored form of the quads that share subject and predicate with ``others``."""
    pairs = [
        np.stack((*columns[:2], np.zeros_like(columns[0]), np.zeros_like(columns[0])))
        for columns in (quads, others)
    ]
    return _stored(quads[:, is_member(*pairs)], forms)
