"""How much of a result travels along edges that nobody wrote."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.analytics import PAGERANK
from semkg.comparison.origin import Origin
from semkg.graph import Graph
from semkg.views import NodeNames, ProjectedGraph, Ranking

MOST_IN_CLIQUES = 5_000_000
"""Edges of cliques that are written out at most."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class NodeShare:
    """What reaches one node.

    Attributes:
        name: N-Triples text of its first name.
        score: its score.
        inferred: part of what its edges bring it that comes along edges that nobody wrote, in [0, 1].
    """

    name: str
    score: float
    inferred: float


@dataclass(frozen=True, slots=True)
class Carried:
    """What inferred edges do for a result.

    Attributes:
        edges: number of edges.
        inferred: how many of them nobody wrote.
        share: part of the score carried by edges that those carry, in [0, 1]; ``None`` where the analytic carries no
            score along edges.
        nodes: the nodes with the highest scores.
    """

    edges: int
    inferred: int
    share: float | None
    nodes: tuple[NodeShare, ...]


def carried_by_inference(origin: Origin) -> Carried | None:
    """Split what edges carry under the last regime into what was written and what was not.

    Returns:
        ``None`` where cliques have too many edges to look at one by one.
    """
    ranking = origin.last
    projected = ranking.projected
    cliques = projected.graph.cliques
    if cliques is not None and int((cliques.size.astype(np.int64) ** 2).sum()) > MOST_IN_CLIQUES:
        return None
    graph = projected.graph.expanded()
    written = origin.views.graph("asserted", projected.projection)
    inferred = ~np.isin(_keys(graph), _mapped(written, projected.node_names))
    edges = (graph.n_edges, int(inferred.sum()))
    if ranking.analytic != PAGERANK.name:  # only PageRank is handed on from node to node
        return Carried(*edges, None, ())
    # with PageRank an edge carries its part of what its source hands on; the damping is the same for all
    carried = ranking.scores[graph.source] * graph.weight / graph.out_weight()[graph.source]
    total = float(carried.sum())
    share = float(carried[inferred].sum()) / total if total else 0.0
    return Carried(*edges, share, _nodes(ranking, graph, carried, inferred))


def moved_share(origin: Origin) -> float | None:
    """Return which part of all score moves from node to node, from the first regime to the last.

    Returns:
        In [0, 1]; ``None`` where the scores of an analytic do not add up to a whole.
    """
    before, after = origin.first, origin.last
    if after.analytic != PAGERANK.name:
        return None
    place = _places(before.projected, after.projected.node_names)
    there = place >= 0
    known = np.bincount(place[there], before.scores[there], len(after.scores))
    lost = float(before.scores[~there].sum())
    return (float(np.abs(known - after.scores).sum()) + lost) / 2


def _nodes(
    ranking: Ranking, graph: Graph, carried: NDArray[np.float64], inferred: NDArray[np.bool_]
) -> tuple[NodeShare, ...]:
    whole = np.bincount(graph.target, carried, graph.n_nodes)
    part = np.bincount(graph.target[inferred], carried[inferred], graph.n_nodes)
    return tuple(
        NodeShare(
            ranking.projected.texts(node)[0],
            float(ranking.scores[node]),
            float(part[node] / whole[node]) if whole[node] else 0.0,
        )
        for node in ranking.order(SHOWN)
    )


def _keys(graph: Graph) -> NDArray[np.int64]:
    return graph.source.astype(np.int64) << 32 | graph.target


def _mapped(written: ProjectedGraph, names: NodeNames) -> NDArray[np.int64]:
    """Return the keys of the edges that were written, over the nodes of another graph of the same terms."""
    place = _places(written, names)
    source, target = place[written.graph.source], place[written.graph.target]
    both = (source >= 0) & (target >= 0)
    return source[both] << 32 | target[both]


def _places(written: ProjectedGraph, names: NodeNames) -> NDArray[np.int64]:
    """Return the node of another graph of the same terms that each node is, -1 for none."""
    place = np.full(written.graph.n_nodes, -1, dtype=np.int64)
    term, node = written.node_names.term, written.node_names.node
    found = np.minimum(np.searchsorted(names.term, term), max(0, len(names.term) - 1))
    known = names.term[found] == term if len(names.term) else np.zeros(len(term), dtype=bool)
    place[node[known]] = names.node[found[known]]
    return place
