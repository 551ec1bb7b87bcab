"""Neighbour lists: what analytics need that look at single edges rather than multiply by all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.errors import LimitError
from semkg.graph import Graph

MOST_WRITTEN_OUT = 50_000_000
"""Edges that cliques are written out as, at most: about 1 GiB of lists."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The neighbours of each node, ascending.

    Attributes:
        pointer: where each node's neighbours begin, shape ``(n_nodes + 1,)``, int64.
        node: neighbours, node after node, shape ``(m,)``, int64.
        weight: weight of each edge, shape ``(m,)``, float64.
    """

    pointer: NDArray[np.int64]
    node: NDArray[np.int64]
    weight: NDArray[np.float64]

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.pointer) - 1

    @property
    def length(self) -> NDArray[np.int64]:
        """Number of neighbours of each node, shape ``(n_nodes,)``."""
        return np.diff(self.pointer)

    @property
    def owner(self) -> NDArray[np.int64]:
        """The node whose list each entry stands in, shape ``(m,)``."""
        return np.repeat(np.arange(self.n_nodes), self.length)

    def along(self, nodes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the entries of the lists of some nodes, one list after the other.

        Args:
            nodes: which lists, shape ``(k,)``.

        Returns:
            The place in ``nodes`` that each entry belongs to, and where it stands, each of shape ``(number of
            entries,)``.
        """
        length = self.length[nodes]
        place = np.repeat(np.arange(len(nodes)), length)
        offset = np.arange(len(place)) - np.repeat(np.cumsum(length) - length, length)
        return place, self.pointer[nodes][place] + offset

    def without_loops(self) -> Lists:
        """Return the same with no node among its own neighbours."""
        owner = self.owner
        kept = owner != self.node
        pointer = np.searchsorted(owner[kept], np.arange(self.n_nodes + 1))
        return Lists(pointer, self.node[kept], self.weight[kept])


def successors(graph: Graph) -> Lists:
    """Return where the edges of each node lead, loops left out."""
    return _lists(write_out(graph).reversed()).without_loops()


def both_ways(graph: Graph) -> Lists:
    """Return which nodes each node is linked with in either direction, loops left out; opposite weights add up."""
    return _lists(write_out(graph).undirected()).without_loops()


def write_out(graph: Graph) -> Graph:
    """Return a graph with the edges of its cliques written out.

    Raises:
        LimitError: there are more of them than :data:`MOST_WRITTEN_OUT`.
    """
    if graph.cliques is None:
        return graph
    edges = int((graph.cliques.size**2).sum())
    if edges > MOST_WRITTEN_OUT:
        msg = (
            f"{len(graph.cliques)} groups in which everything links everything, the largest of "
            f"{int(graph.cliques.size.max()):,} nodes, stand for {edges:,} edges, and this analytic looks at each edge "
            f"by itself ({MOST_WRITTEN_OUT:,} at most): choose other predicates (sk:edges), or ask for sk:pageRank, "
            f"sk:degree, sk:closeness or sk:component, which take such a group as a whole"
        )
        raise LimitError(msg)
    return graph.expanded()


def _lists(graph: Graph) -> Lists:
    return Lists(graph.pointer, graph.source.astype(np.int64), graph.weight)
