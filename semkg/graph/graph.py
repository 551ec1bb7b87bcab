"""A directed graph over the nodes ``0 .. n_nodes - 1`` in compressed sparse rows, stored by target."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.graph import check
from semkg.graph.cliques import Cliques


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Directed, weighted edges, grouped by target (so that one pass pulls along incoming edges).

    Attributes:
        n_nodes: number of nodes.
        pointer: where each target's edges begin, shape ``(n_nodes + 1,)``, int64.
        source: source of each edge, shape ``(n_edges,)``, int32; ascending within one target.
        weight: weight of each edge, shape ``(n_edges,)``, float64; all positive.
        cliques: groups whose members all link each other, beside the edges above; ``None`` for none. Their
            weights add to those of edges between the same nodes.
    """

    n_nodes: int
    pointer: NDArray[np.int64]
    source: NDArray[np.int32]
    weight: NDArray[np.float64]
    cliques: Cliques | None = None

    def __repr__(self) -> str:
        cliques = f", {len(self.cliques)} cliques" if self.cliques else ""
        return f"<Graph of {self.n_nodes:,} nodes and {self.n_edges:,} edges{cliques}>"

    @property
    def n_edges(self) -> int:
        """Number of distinct edges; those of cliques are not counted."""
        return len(self.source)

    @property
    def target(self) -> NDArray[np.int32]:
        """Target of each edge, shape ``(n_edges,)``; ascending."""
        return np.repeat(np.arange(self.n_nodes, dtype=np.int32), np.diff(self.pointer))

    @classmethod
    def from_edges(
        cls,
        source: ArrayLike,
        target: ArrayLike,
        weight: ArrayLike | None = None,
        n_nodes: int | None = None,
        *,
        parallel: Literal["one", "count"] = "count",
        cliques: Cliques | None = None,
    ) -> Graph:
        """Build a graph from edge arrays; the order in which the edges are given makes no difference.

        Args:
            source: node number of each edge's source, shape ``(n,)``.
            target: node number of each edge's target, shape ``(n,)``.
            weight: weight of each edge, shape ``(n,)``; 1 each when not given.
            n_nodes: number of nodes; by default the largest node number plus one.
            parallel: with ``count`` the weights of parallel edges add up, ``one`` makes every edge one of
                weight 1.
            cliques: groups whose members all link each other.

        Raises:
            ValueError: arrays of unequal length, node numbers that are no integers or out of range, weights
                that are not finite and positive, weights given although ``parallel`` is ``one``.
        """
        sources, targets = _edge_ends(source, target)
        if weight is not None and parallel == "one":
            msg = "parallel='one' makes every weight 1: leave weight out, or use parallel='count'"
            raise ValueError(msg)
        weights = None if weight is None else check.weights(weight, "weight", length=len(sources))
        size = _count_nodes(sources, targets, cliques, n_nodes)
        keys, weights = _merge(_keys(sources, targets), weights)
        pointer = _row_pointer(keys, size)
        if parallel == "one":
            weights = np.ones(len(keys))
        # the lower half of a key is the source, and the conversion keeps just that
        return cls(size, pointer, keys.astype(np.int32), weights, cliques)

    def reversed(self) -> Graph:
        """Return the graph with every edge running the other way; cliques stay as they are."""
        turned = Graph.from_edges(self.target, self.source, self.weight, self.n_nodes)
        return replace(turned, cliques=self.cliques)

    def undirected(self) -> Graph:
        """Return the graph with every edge running both ways: the sum of this graph and its reverse.

        Opposite edges add their weights up, and a loop counts twice, as both its ends are counted.
        """
        both = Graph.from_edges(
            np.concatenate([self.source, self.target]),
            np.concatenate([self.target, self.source]),
            np.concatenate([self.weight, self.weight]),
            self.n_nodes,
        )
        doubled = self.cliques and replace(self.cliques, weight=2 * self.cliques.weight)
        return replace(both, cliques=doubled)

    def expanded(self) -> Graph:
        """Return the same graph with the edges of all cliques written out."""
        if self.cliques is None:
            return self
        source, target, weight = self.cliques.edges()
        return Graph.from_edges(
            np.concatenate([self.source, source]),
            np.concatenate([self.target, target]),
            np.concatenate([self.weight, weight]),
            self.n_nodes,
        )

    def out_weight(self) -> NDArray[np.float64]:
        """Return the summed weight of each node's outgoing edges, ``(n_nodes,)``; 0 for a dangling node."""
        return self._weight_by(self.source)

    def in_weight(self) -> NDArray[np.float64]:
        """Return the summed weight of each node's incoming edges, shape ``(n_nodes,)``."""
        return self._weight_by(self.target)

    def _weight_by(self, node: NDArray[np.int32]) -> NDArray[np.float64]:
        total: NDArray[np.float64] = np.bincount(node, self.weight, self.n_nodes).astype(
            np.float64, copy=False
        )
        if self.cliques is not None:
            # a member's edges lead to all members, so the group's size counts
            share = np.repeat(self.cliques.weight * self.cliques.size, self.cliques.size)
            total += np.bincount(self.cliques.member, weights=share, minlength=self.n_nodes)
        return total

    def digest(self) -> str:
        """Return a short hash of nodes, edges and weights; equal for equal graphs on every machine."""
        digest = hashlib.sha256(f"{self.n_nodes} {self.n_edges}".encode())
        arrays: list[NDArray[np.int32] | NDArray[np.int64] | NDArray[np.float64]] = [
            self.pointer,
            self.source,
            self.weight,
        ]
        if self.cliques is not None:
            arrays += [self.cliques.pointer, self.cliques.member, self.cliques.weight]
        for array in arrays:
            digest.update(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes())
        return digest.hexdigest()[:16]


def _edge_ends(source: ArrayLike, target: ArrayLike) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    sources, targets = check.node_numbers(source, "source"), check.node_numbers(target, "target")
    if len(sources) != len(targets):
        msg = f"source has {len(sources)} values, target {len(targets)}: an edge has one of each"
        raise ValueError(msg)
    return sources, targets


def _count_nodes(
    sources: NDArray[np.integer], targets: NDArray[np.integer], cliques: Cliques | None, n_nodes: int | None
) -> int:
    """Return the number of nodes; where it is given, check that every node number lies below it."""
    ends: dict[str, NDArray[np.integer]] = {"source": sources, "target": targets}
    if cliques is not None:
        ends["cliques.member"] = cliques.member
    needed = max(_greatest(values) + 1 for values in ends.values())
    if n_nodes is None:
        return needed
    if not 0 <= n_nodes <= check.MOST_NODES:
        msg = f"n_nodes is {n_nodes}: it runs from 0 to {check.MOST_NODES}"
        raise ValueError(msg)
    for name, values in ends.items():
        if _greatest(values) >= n_nodes:
            place = int(np.argmax(values >= n_nodes))
            msg = f"{name}[{place}] is {values[place]}: with n_nodes={n_nodes} the last node is {n_nodes - 1}"
            raise ValueError(msg)
    return n_nodes


def _greatest(values: NDArray[np.integer]) -> int:
    return int(values.max()) if len(values) else -1


def _keys(sources: NDArray[np.integer], targets: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return one sortable number for each edge, target first."""
    keys = targets.astype(np.int64)
    keys <<= 32
    np.bitwise_or(keys, sources, out=keys, casting="unsafe", dtype=np.int64)
    return keys


def _merge(
    keys: NDArray[np.int64], weights: NDArray[np.float64] | None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Sort edges by key and merge equal keys, adding their weights (counting them where there are none)."""
    if weights is None:
        keys.sort()
        return _count(keys)
    # equal keys are added in the order of their weights, so that the order of the input makes no difference
    order = np.lexsort((weights, keys))
    keys = keys[order]
    first = np.flatnonzero(_changes(keys))
    return keys[first], np.add.reduceat(weights[order], first) if len(first) else np.empty(0)


def _count(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return each of the sorted keys once, and how often it stands there."""
    changes = _changes(keys)
    if changes.all():
        return keys, np.ones(len(keys))
    first = np.flatnonzero(changes)
    count = np.empty(len(first))
    # straight into the result: edges are many, and every temporary is 8 bytes for each
    np.subtract(first[1:], first[:-1], out=count[:-1], casting="unsafe")
    count[-1] = len(keys) - first[-1]
    return keys[first], count


def _changes(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return whether each of the sorted keys is another than the one before it."""
    changes = np.empty(len(keys), bool)
    changes[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=changes[1:])
    return changes


def _row_pointer(keys: NDArray[np.int64], n_nodes: int) -> NDArray[np.int64]:
    pointer = np.zeros(n_nodes + 1, np.int64)
    np.cumsum(np.bincount(keys >> 32, minlength=n_nodes), out=pointer[1:])
    return pointer
