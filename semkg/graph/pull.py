"""The product of a graph with a vector: the one kernel that iterated analytics share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from semkg.graph.cliques import Cliques
from semkg.graph.graph import Graph


class Pull:
    """Gathers a value along incoming edges: ``y[v] = sum of weight(u, v) * x[u]`` over the edges ``u -> v``.

    Sums run over ascending sources, one after the other, so equal graphs give equal bits. Cliques are
    applied as rank-one terms: the sum over the members, handed to each member.
    """

    def __init__(self, graph: Graph) -> None:
        # scipy copies all indices to int64 when the pointer is int64
        pointer = graph.pointer.astype(np.int32) if graph.n_edges < 2**31 else graph.pointer
        shape = (graph.n_nodes, graph.n_nodes)
        self._edges = csr_array((graph.weight, graph.source, pointer), shape=shape, copy=False)
        self._cliques = None if graph.cliques is None else _ranks_one(graph.cliques, graph.n_nodes)

    def __call__(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum of ``x`` over each node's incoming edges.

        Args:
            x: one value for each node, shape ``(n_nodes,)`` or ``(n_nodes, k)``.

        Returns:
            The same shape, float64.
        """
        y: NDArray[np.float64] = self._edges @ x
        if self._cliques is not None:
            members, give_back = self._cliques
            y += give_back @ (members @ x)
        return y


def _ranks_one(cliques: Cliques, n_nodes: int) -> tuple[csr_array, csr_array]:
    """Return the sum over members, ``(n_cliques, n_nodes)``, and its weighted transpose."""
    ones = np.ones(len(cliques.member))
    members = csr_array((ones, cliques.member, cliques.pointer), shape=(len(cliques), n_nodes))
    weighted = csr_array(
        (np.repeat(cliques.weight, cliques.size), cliques.member, cliques.pointer), shape=members.shape
    )
    return members, weighted.T.tocsr()
