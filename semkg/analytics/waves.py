"""Breadth-first search from every node at once, 64 start nodes to a machine word."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from semkg.errors import LimitError
from semkg.graph import Graph
from semkg.progress import Progress

Words = NDArray[np.uint64]

MOST_STEPS = 1e10
"""Words that are looked at, at most."""
_BITS = np.uint64(1) << np.arange(64, dtype=np.uint64)


def waves(
    graph: Graph, most_steps: float = MOST_STEPS, progress: Progress | None = None
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield, for one distance after the other, how many nodes are that far before each node.

    The start nodes are taken in blocks of 64; every block begins anew at distance 1. Edges count 1.

    Args:
        graph: the graph; edges are followed as they run.
        most_steps: how many words to look at, at most: one for each edge, 64 start nodes and distance.
        progress: told the start nodes done.

    Yields:
        A distance, and for each node the number of nodes of the block from which it is that far, shape
        ``(n_nodes,)``.

    Raises:
        LimitError: more steps would be needed.
    """
    step = _Step(graph)
    left = most_steps
    for begin in range(0, graph.n_nodes, 64):
        if progress is not None:
            progress("searching from every node", begin, graph.n_nodes)
        seen = np.zeros(graph.n_nodes, dtype=np.uint64)
        seen[begin : begin + 64] = _BITS[: graph.n_nodes - begin]
        front, distance = seen.copy(), 0
        while True:
            left -= step.size
            if left < 0:
                raise LimitError(_too_much(graph, most_steps, begin))
            front = step(front) & ~seen
            reached = np.bitwise_count(front).astype(np.int64)
            if not reached.any():
                break
            distance += 1
            yield distance, reached
            seen |= front


class _Step:
    """Hands the words of nodes on along their edges; a clique hands on what all its members have, at once."""

    def __init__(self, graph: Graph) -> None:
        source, target = graph.source.astype(np.int64), graph.target.astype(np.int64)
        self._cliques = graph.cliques if graph.cliques is not None and len(graph.cliques) else None
        if self._cliques is not None:
            hub = graph.n_nodes + self._cliques.group
            source, target = np.concatenate([source, hub]), np.concatenate([target, self._cliques.member])
            order = np.argsort(target, kind="stable")
            source, target = source[order], target[order]
        self._source = source
        self._begin = np.flatnonzero(np.diff(target, prepend=-1))
        self._target = target[self._begin]

    @property
    def size(self) -> int:
        """Number of words that one step looks at."""
        return len(self._source)

    def __call__(self, words: Words) -> Words:
        reached = np.zeros_like(words)
        if not len(self._source):
            return reached
        if self._cliques is not None:
            hubs = np.bitwise_or.reduceat(words[self._cliques.member], self._cliques.pointer[:-1])
            words = np.concatenate([words, hubs])
        reached[self._target] = np.bitwise_or.reduceat(words[self._source], self._begin)
        return reached


def _too_much(graph: Graph, most_steps: float, done: int) -> str:
    return (
        f"distances between all {graph.n_nodes:,} nodes over {graph.n_edges:,} edges take more than the "
        f"{most_steps:.0e} steps allowed ({done:,} nodes were done): choose fewer edges (sk:edges), allow more with "
        f"sk:mostSteps, or ask for sk:pageRank or sk:reachable, which grow with the graph alone"
    )
