"""A directed graph over the nodes ``0 .. n_nodes - 1`` in compressed sparse rows, stored by target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Graph:
    """Directed, weighted edges, grouped by target (so that one pass pulls along incoming edges).

    Attributes:
        n_nodes: number of nodes.
        pointer: where each target's edges begin, shape ``(n_nodes + 1,)``, int64.
        source: source of each edge, shape ``(n_edges,)``, int32; ascending within one target.
        weight: weight of each edge, shape ``(n_edges,)``, float64; all positive.
    """

    n_nodes: int
    pointer: NDArray[np.int64]
    source: NDArray[np.int32]
    weight: NDArray[np.float64]

    @property
    def n_edges(self) -> int:
        """Number of distinct edges."""
        return len(self.source)

    @classmethod
    def from_edges(
        cls, source: ArrayLike, target: ArrayLike, weight: ArrayLike | None = None, n_nodes: int | None = None
    ) -> Graph:
        """Build a graph from edge arrays; the weights of parallel edges add up (1 each when no weight is given)."""
        raise NotImplementedError
