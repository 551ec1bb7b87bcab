"""From rows to the graph that an analytic sees, for each regime."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.graph import Graph, Projection
from semkg.reasoning import CanonicalGraph, Closure, analytic_graph, canonical, canonical_digest, select_rows
from semkg.store import Rows, Snapshot, TermDictionary, parse_term
from semkg.views.blocks import Blocks
from semkg.views.names import NodeNames, Numbers, digest_by_name
from semkg.views.projected import ProjectedGraph


def project_asserted(snapshot: Snapshot, projection: Projection) -> ProjectedGraph:
    """Return the graph of what was written; every term is a node of its own."""
    kept = select_rows(snapshot.rows, snapshot.terms, projection)
    graph, nodes = _numbered(kept.s, kept.o, len(snapshot.terms), projection)
    names = NodeNames.from_pairs(nodes, np.arange(len(nodes)), len(nodes))
    return ProjectedGraph(
        graph=graph,
        node_names=names,
        terms=snapshot.terms,
        regime="asserted",
        projection=projection,
        epoch=snapshot.epoch,
        rules="none",
        consistent=True,
        find_digest=digest_by_name(graph, names, snapshot.terms),
    )


def project_entailed(
    closure: Closure, blocks: Blocks, snapshot: Snapshot, projection: Projection
) -> ProjectedGraph:
    """Return the graph of everything that follows; a block of equal terms is one node."""
    kept = select_rows(closure.rows, snapshot.terms, projection, closure.representative)
    graph, nodes = _numbered(kept.s, kept.o, len(snapshot.terms), projection)
    names = NodeNames.from_pairs(*blocks.spread(nodes), len(nodes))
    return ProjectedGraph(
        graph=graph,
        node_names=names,
        terms=snapshot.terms,
        regime="entailed",
        projection=projection,
        epoch=snapshot.epoch,
        rules=closure.rules,
        consistent=closure.consistent,
        find_digest=digest_by_name(graph, names, snapshot.terms),
    )


def project_invariant(
    closure: Closure, blocks: Blocks, snapshot: Snapshot, projection: Projection
) -> ProjectedGraph:
    """Return the canonical graph, equal for all graphs of the same meaning."""
    reduct = canonical(closure, snapshot.terms, projection)
    return ProjectedGraph(
        graph=analytic_graph(reduct),
        node_names=_canonical_names(reduct, blocks, snapshot.terms),
        terms=snapshot.terms,
        regime="invariant",
        projection=projection,
        epoch=snapshot.epoch,
        rules=closure.rules,
        consistent=closure.consistent,
        find_digest=cache(partial(canonical_digest, reduct)),
    )


def restrict(snapshot: Snapshot, graphs: tuple[str, ...]) -> Snapshot:
    """Return the snapshot as if only these named graphs were there; ``sk:asserted`` is the default graph."""
    found = (snapshot.terms.find(ox.NamedNode(iri)) for iri in graphs)
    kept = np.isin(snapshot.graph_rows[3], [number for number in found if number is not None])
    quads = snapshot.graph_rows[:, kept]
    s, p, o, _ = quads
    fresh = np.ones(len(s), dtype=bool)
    fresh[1:] = (quads[:3, 1:] != quads[:3, :-1]).any(
        axis=0
    )  # sorted, so the same triple in two graphs is adjacent
    return replace(snapshot, rows=Rows(s[fresh], p[fresh], o[fresh]), graph_rows=quads)


def _numbered(
    s: NDArray[np.int32], o: NDArray[np.int32], n_terms: int, projection: Projection
) -> tuple[Graph, Numbers]:
    """Number the ends of edges in the order of their ids; return the graph and the id of each node."""
    used = np.zeros(n_terms, dtype=bool)
    used[s] = used[o] = True
    nodes = np.flatnonzero(used)
    place = np.cumsum(used) - 1
    source, target = place[s], place[o]
    if projection.direction == "reversed":
        source, target = target, source
    elif projection.direction == "both":
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
    return Graph.from_edges(source, target, n_nodes=len(nodes), parallel=projection.parallel), nodes


def _canonical_names(reduct: CanonicalGraph, blocks: Blocks, terms: TermDictionary) -> NodeNames:
    """Name nodes by their sameAs blocks and, for classes, by equivalent classes; individuals go before classes."""
    order = np.argsort(reduct.as_class, kind="stable")
    term, place = blocks.spread(reduct.nodes[order])
    node = order[place]
    known = set(zip(term.tolist(), node.tolist(), strict=True))
    further = [
        (number, position)
        for position, texts in reduct.further_names
        for text in texts
        if (number := terms.find(parse_term(text))) is not None and (number, position) not in known
    ]
    more = np.array(further, dtype=np.int64).reshape(-1, 2)
    return NodeNames.from_pairs(
        np.concatenate([term, more[:, 0]]), np.concatenate([node, more[:, 1]]), reduct.n_nodes
    )
