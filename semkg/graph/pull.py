"""The product of a graph with a vector: the one kernel that iterated analytics share."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from semkg.graph.cliques import Cliques
from semkg.graph.graph import Graph

BLOCK_EDGES = 2**18
"""A thread takes at least so many edges; fewer are not worth the hand-over."""
MOST_THREADS = 8
"""More of them only wait for memory."""


class Pull:
    """Gathers a value along incoming edges: ``y[v] = sum of weight(u, v) * x[u]`` over the edges ``u -> v``.

    Sums run over ascending sources, one after the other, so equal graphs give equal bits, however many
    threads share the work. Cliques are applied as rank-one terms: the sum over the members, handed to each
    member.
    """

    def __init__(self, graph: Graph) -> None:
        self._order, place = _busy_first(graph)
        self._rows = _row_blocks(graph)
        # the columns move, the edges of a row keep their order: the same sums from fewer cache lines
        column = place[graph.source]
        self._blocks = [_block(graph, column, rows) for rows in self._rows]
        self._threads = ThreadPoolExecutor(len(self._rows)) if len(self._rows) > 1 else None
        self._cliques = None if graph.cliques is None else _rank_one(graph.cliques, graph.n_nodes)

    def __call__(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum of ``x`` over each node's incoming edges.

        Args:
            x: one value for each node, shape ``(n_nodes,)`` or ``(n_nodes, k)``.

        Returns:
            The same shape, float64.
        """
        busy_first = x[self._order]
        y = np.empty(x.shape)

        def fill(number: int) -> None:
            y[self._rows[number]] = self._blocks[number] @ busy_first

        list((self._threads.map if self._threads else map)(fill, range(len(self._rows))))
        if self._cliques is not None:
            members, give_back = self._cliques
            y += give_back @ (members @ x)
        return y


def _busy_first(graph: Graph) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Order the nodes by out-degree, so that the values that most edges ask for lie together in the cache.

    Returns:
        The nodes in that order, and the place of each node in it, each of shape ``(n_nodes,)``.
    """
    sample = graph.source[:: max(1, graph.n_edges // 2**20)]  # enough to find the busy ones
    degree = np.minimum(np.bincount(sample, minlength=graph.n_nodes), 2**16 - 1)
    order = np.argsort((2**16 - 1 - degree).astype(np.uint16), kind="stable")
    place = np.empty(graph.n_nodes, np.int32)
    place[order] = np.arange(graph.n_nodes, dtype=np.int32)
    return order, place


def _row_blocks(graph: Graph) -> list[slice]:
    """Cut the targets into as many blocks of about equally many edges as there are threads to use."""
    number = max(1, min(_processors(), MOST_THREADS, graph.n_edges // BLOCK_EDGES))
    inner = np.searchsorted(graph.pointer, np.arange(1, number) * graph.n_edges // number)
    ends = [0, *inner.tolist(), graph.n_nodes]
    return [slice(begin, end) for begin, end in pairwise(ends)]


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux tells which processors this process may use
        return os.cpu_count() or 1


def _block(graph: Graph, column: NDArray[np.int32], rows: slice) -> csr_array:
    pointer = graph.pointer[rows.start : rows.stop + 1]
    edges = slice(pointer[0], pointer[-1])
    pointer = pointer - pointer[0]
    if pointer[-1] < 2**31:
        pointer = pointer.astype(np.int32)  # else scipy copies all columns to int64
    block = csr_array((rows.stop - rows.start, graph.n_nodes))
    # set afterwards, since the constructor copies slices of longer arrays
    block.data, block.indices, block.indptr = graph.weight[edges], column[edges], pointer
    return block


def _rank_one(cliques: Cliques, n_nodes: int) -> tuple[csr_array, csr_array]:
    """Return the sum over members, ``(n_cliques, n_nodes)``, and its weighted transpose."""
    shape, ones = (len(cliques), n_nodes), np.ones(len(cliques.member))
    weights = np.repeat(cliques.weight, cliques.size)
    members = csr_array((ones, cliques.member, cliques.pointer), shape=shape)
    return members, csr_array((weights, cliques.member, cliques.pointer), shape=shape).T.tocsr()
