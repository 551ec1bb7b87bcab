"""Distances, what can be reached, and all shortest paths between two nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from semkg.graph import Graph

_NEAR = 1e-12
"""Lengths that differ by at most this, relatively, are equal: sums in another order differ by less."""

Lengths = NDArray[np.float64]
Nodes = NDArray[np.int64]


class Reach:
    """One graph, made ready for searches from many nodes.

    Lengths are numbers of edges, or with ``weighted`` sums of their weights; of a clique and an edge between the same
    nodes the shorter counts. A clique is one node more, half an edge away from each of its members.

    Lengths must grow along a path: searches raise a ValueError where a weight is so small beside a length that it adds
    nothing to it.
    """

    def __init__(self, graph: Graph, *, weighted: bool = False) -> None:
        self.graph = graph
        self.weighted = weighted
        weight = graph.weight if weighted else np.ones(graph.n_edges)
        source, target, total = graph.source.astype(np.int64), graph.target.astype(np.int64), graph.n_nodes
        if graph.cliques is not None:
            group, member = graph.cliques.group, graph.cliques.member.astype(np.int64)
            hub = total + group
            half = graph.cliques.weight[group] / 2 if weighted else np.full(len(group), 0.5)
            source, target = np.concatenate([source, hub, member]), np.concatenate([target, member, hub])
            weight, total = np.concatenate([weight, half, half]), total + len(graph.cliques)
        self.forward = csr_array((weight, (source, target)), shape=(total, total))
        self.backward = self.forward.T.tocsr()

    @property
    def size(self) -> int:
        """Number of edges, those to and from the middle of cliques among them."""
        return int(self.forward.nnz)

    def steps(self, lengths: Lengths) -> int:
        """Return how many edges the search looked at that gave these lengths; those of cliques are left aside."""
        reached = np.isfinite(lengths)
        return int(np.diff(self.forward.indptr)[: self.graph.n_nodes][reached].sum())

    def lengths(self, start: int | Sequence[int], *, most: float = np.inf) -> Lengths:
        """Return how far each node is from a start, of several the nearest.

        Args:
            start: a node, or several.
            most: the greatest length to look for.

        Returns:
            Shape ``(n_nodes,)``, infinite where nothing leads or it is further than ``most``; 0 at the start.
        """
        return self._search(self.forward, start, most)[: self.graph.n_nodes]

    def lengths_to(self, end: int, *, most: float = np.inf) -> Lengths:
        """Return how far an end is from each node; see :meth:`lengths`."""
        return self._search(self.backward, end, most)[: self.graph.n_nodes]

    def previous(self, lengths: Lengths, rank: Nodes) -> Nodes:
        """Return for each node that was reached the node before it on a shortest path.

        Args:
            lengths: what :meth:`lengths` gave.
            rank: of several nodes the one with the least rank is taken, shape ``(n_nodes,)``; no two are equal.

        Returns:
            Shape ``(n_nodes,)``; -1 for the start and where nothing leads.
        """
        n, edges = self.graph.n_nodes, self.forward.tocoo()
        hubs = np.full(self.forward.shape[0] - n, n)
        whole = np.concatenate([lengths, np.full(len(hubs), np.inf)])
        inward = edges.col >= n
        np.minimum.at(whole, edges.col[inward], whole[edges.row[inward]] + edges.data[inward])
        for part in (inward, ~inward):  # what a hub hands on is the best of what comes to it
            ends = edges.row[part], edges.col[part], edges.data[part]
            best = _least_before(*ends, whole, np.concatenate([rank, hubs]))
            hubs = best[n:]
        best = best[:n]
        found: Nodes = np.append(np.argsort(rank), -1)[np.minimum(best, n)]
        found[lengths == 0] = -1
        if (lost := (found < 0) & np.isfinite(lengths) & (lengths > 0)).any():
            raise ValueError(_too_light(float(lengths[lost].min())))
        return found

    def _search(self, matrix: csr_array, start: int | Sequence[int], most: float) -> Lengths:
        """Return how far nodes and the hubs of cliques are from a start, of several the nearest."""
        found: Lengths = dijkstra(matrix, indices=start, limit=most * (1 + _NEAR), min_only=True)
        return found

    def shortest(self, start: int, end: int, *, most: float = np.inf) -> ShortestPaths | None:
        """Return all shortest paths from one node to another, ``None`` if there is none of at most this length."""
        whole = self._search(self.forward, start, most)
        total = whole[end]
        if not np.isfinite(total):
            return None
        rest = self._search(self.backward, end, total)
        on_path = np.flatnonzero(_equal(whole + rest, total))
        place = np.full(len(whole), -1)
        place[on_path] = np.arange(len(on_path))
        part = self.forward[on_path][:, on_path].tocoo()
        source, target = on_path[part.row], on_path[part.col]
        kept = (source != target) & _equal(whole[source] + part.data + rest[target], total)
        if (still := kept & (whole[source] == whole[target])).any():
            raise ValueError(_too_light(float(whole[source][still].min())))
        kept &= whole[source] < whole[target]
        return ShortestPaths.of(
            float(total), start, end, source[kept], target[kept], whole, self.graph.n_nodes
        )


def _least_before(source: Nodes, target: Nodes, weight: Lengths, lengths: Lengths, rank: Nodes) -> Nodes:
    """Return the least rank of the nodes from which a shortest path comes to each node, a huge one where none does."""
    with np.errstate(invalid="ignore"):  # infinite lengths
        apart = np.abs(lengths[source] + weight - lengths[target])
    ahead = (apart <= _NEAR * lengths[target]) & (lengths[source] < lengths[target])
    least = np.full(len(lengths), np.iinfo(np.int64).max)
    np.minimum.at(least, target[ahead], rank[source[ahead]])
    return least


def _too_light(length: float) -> str:
    return (
        f"an edge weighs so little that it adds nothing to a length of {length:g}: leave such edges out, "
        f"or count edges instead of weights (without sk:weighted)"
    )


def _equal(lengths: Lengths, total: float) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = np.abs(lengths - total) <= _NEAR * max(total, 1e-300)
    return near


@dataclass(frozen=True, slots=True, eq=False)
class ShortestPaths:
    """All shortest paths between two nodes, as the edges that they are made of.

    Attributes:
        length: the length of each of them.
        start: where they start.
        end: where they end.
        following: the next nodes of each node on them, ascending.
        count: number of paths.
        lengths: how far each of their nodes is from the start.
    """

    length: float
    start: int
    end: int
    following: dict[int, list[int]]
    count: int
    lengths: dict[int, float]

    @classmethod
    def of(
        cls, length: float, start: int, end: int, source: Nodes, target: Nodes, whole: Lengths, n_nodes: int
    ) -> ShortestPaths:
        """Take the edges between nodes and to and from the hubs of cliques, whose numbers are ``n_nodes`` or more."""
        onward: dict[int, set[int]] = {}
        for one, other in zip(source.tolist(), target.tolist(), strict=True):
            onward.setdefault(one, set()).add(other)
        following = {
            node: sorted(
                set().union(*(onward.get(after, set()) if after >= n_nodes else {after} for after in afters))
            )
            for node, afters in onward.items()
            if node < n_nodes
        }
        lengths = {node: float(whole[node]) for node in {start, end, *following}}
        count = {end: 1}
        for node in sorted(following, key=lambda node: -lengths[node]):
            if node != end:
                count[node] = sum(count.get(after, 0) for after in following[node])
        # what was reached a rounding error late may not lead on
        following = {
            node: [after for after in afters if count.get(after)] for node, afters in following.items()
        }
        return cls(length, start, end, following, count.get(start, 0), lengths)

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """Yield each path as its nodes, in the order of their numbers."""
        return self.listed(lambda node: node)

    def listed(self, key: Callable[[int], Any]) -> Iterator[tuple[int, ...]]:
        """Yield each path as its nodes, in the order that ``key`` gives to nodes, from the first node on."""
        stack: list[tuple[int, ...]] = [(self.start,)]
        while stack:
            path = stack.pop()
            if path[-1] == self.end:
                yield path
            else:
                last_first = sorted(self.following[path[-1]], key=key, reverse=True)
                stack += [(*path, after) for after in last_first]
