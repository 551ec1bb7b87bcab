"""Communities: nodes that have more edges among themselves than chance would give them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from semkg.analytics.analytic import Analytic, Setting
from semkg.analytics.lists import Lists, write_out
from semkg.analytics.results import Groups, number_groups
from semkg.analytics.structure import structural_order
from semkg.graph import Graph
from semkg.kernels import components

_NOISE = 1e-12
"""Gains up to this, as a part of the weight of the graph, are none."""
_MOST_MOVES = 50
"""So often the nodes of one level are gone through, on average."""

Labels = NDArray[np.int64]


def community(graph: Graph, *, resolution: float = 1.0, rank: Labels | None = None) -> Groups:
    """Find communities by Louvain's method, with an order of nodes that follows from the structure of the graph.

    Edges count both ways. Each community is connected: what falls apart is parted before it becomes a node of the next
    level. Equal gains go to the community that comes first, so there is no chance in it and no seed.

    Args:
        graph: the graph; weights count.
        resolution: how much denser than chance a community is at least; more gives smaller ones. Above 0.
        rank: what decides between nodes that the structure does not tell apart, as on a ring, shape ``(n_nodes,)``;
            their numbers when not given.

    Returns:
        The groups, with their modularity among the notes. Numbers of nodes make no other difference, as far as
        :func:`semkg.analytics.structure.structural_order` goes.

    Raises:
        ValueError: a resolution that is not above 0.
        LimitError: the cliques of the graph stand for too many edges.

    Source: Blondel et al. 2008; Reichardt and Bornholdt 2006 for the resolution; Traag et al. 2019 on communities that
        are not connected.
    """
    if not 0 < resolution < np.inf:
        msg = f"resolution is {resolution}: it is finite and greater than 0"
        raise ValueError(msg)
    whole = write_out(graph)
    matrix, order = _matrix(whole), structural_order(whole, rank)
    level = _Level.of(matrix[order][:, order].tocsr())
    label = np.arange(graph.n_nodes)
    while True:
        moved = _part(level, _move(level, resolution))
        if moved.max(initial=-1) + 1 == len(level.own):
            break
        label, level = moved[label], level.merged(moved)
    groups = np.empty_like(label)
    groups[order] = label
    groups = number_groups(groups)
    value = _modularity(matrix, groups, resolution)
    chosen = {"resolution": f"{resolution:g}"}
    return Groups(groups, "communities", chosen, {"modularity": f"{value:.6f}"})


def modularity(graph: Graph, groups: Labels, *, resolution: float = 1.0) -> float:
    """Return how much more weight lies within groups than chance gives, as a part of all, in [-1, 1].

    Args:
        graph: the graph, its edges counted both ways.
        groups: the group of each node, from 0, shape ``(n_nodes,)``.
        resolution: the weight of chance.

    Source: Newman 2006; a graph without edges has 0.
    """
    return _modularity(_matrix(write_out(graph)), groups, resolution)


def _modularity(matrix: csr_array, groups: Labels, resolution: float) -> float:
    total = matrix.sum()
    if total == 0:
        return 0.0
    coo = matrix.tocoo()
    within = coo.data[groups[coo.row] == groups[coo.col]].sum()
    weight = np.bincount(groups, matrix.sum(axis=1))
    return float(within / total - resolution * ((weight / total) ** 2).sum())


def _matrix(graph: Graph) -> csr_array:
    """Return the edges, both ways, with loops: a loop stands once, with its weight twice."""
    both = graph.undirected()
    return csr_array((both.weight, both.source, both.pointer), shape=(graph.n_nodes, graph.n_nodes))


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """One level: a graph whose nodes are communities of the level below.

    Attributes:
        lists: the neighbours of each node, itself left out.
        own: weight of what lies within each node, both ways, shape ``(n,)``.
        weight: weight of all edges of each node, likewise.
    """

    lists: Lists
    own: NDArray[np.float64]
    weight: NDArray[np.float64]

    @classmethod
    def of(cls, matrix: csr_array) -> _Level:
        matrix.sort_indices()
        lists = Lists(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data)
        return cls(lists.without_loops(), matrix.diagonal(), np.asarray(matrix.sum(axis=1)))

    def merged(self, label: Labels) -> _Level:
        """Return the level above: groups as nodes."""
        n_groups = int(label.max(initial=-1)) + 1
        inner = csr_array((self.own, (label, label)), shape=(n_groups, n_groups))
        ends = (label[self.lists.owner], label[self.lists.node])
        return _Level.of((csr_array((self.lists.weight, ends), shape=(n_groups, n_groups)) + inner).tocsr())


def _move(level: _Level, resolution: float) -> Labels:
    """Move one node after the other to the neighbouring community that gains most, until none gains."""
    pointer, node, weight = (
        level.lists.pointer.tolist(),
        level.lists.node.tolist(),
        level.lists.weight.tolist(),
    )
    strength = level.weight.tolist()
    total = sum(strength)
    label, full = list(range(len(strength))), list(strength)
    if not total:
        return np.array(label, dtype=np.int64)
    waiting, is_waiting = deque(label), [True] * len(label)
    left = _MOST_MOVES * len(label)
    while waiting and left:
        v = waiting.popleft()
        is_waiting[v], left = False, left - 1
        towards: dict[int, float] = {label[v]: 0.0}
        for place in range(pointer[v], pointer[v + 1]):
            group = label[node[place]]
            towards[group] = towards.get(group, 0.0) + weight[place]
        full[label[v]] -= strength[v]
        share = resolution * strength[v] / total
        best = _best(towards, full, share, stay=label[v], noise=_NOISE * total)
        full[best] += strength[v]
        if best != label[v]:
            label[v] = best
            for other in node[pointer[v] : pointer[v + 1]]:
                if label[other] != best and not is_waiting[other]:
                    waiting.append(other)
                    is_waiting[other] = True
    return np.array(label, dtype=np.int64)


def _best(towards: dict[int, float], full: list[float], share: float, *, stay: int, noise: float) -> int:
    """Return the group with the greatest gain: the present one where none gains more, else the first of the best."""
    gains = {group: weight - share * full[group] for group, weight in towards.items()}
    most = max(gains.values())
    if gains[stay] >= most - noise:
        return stay
    return min(group for group, gain in gains.items() if gain >= most - noise)


def _part(level: _Level, label: Labels) -> Labels:
    """Part groups that are not connected, and number all by their first nodes."""
    owner = level.lists.owner
    within = label[owner] == label[level.lists.node]
    _, parts = components(owner[within], level.lists.node[within], n_nodes=len(label))
    return number_groups(parts)


COMMUNITY = Analytic(
    name="community",
    title="communities",
    doc="What belongs together: groups of nodes with more edges among themselves than chance would give them.",
    score="the first by name of the nodes of its community",
    gives="groups",
    solve=community,
    breaks_ties=True,
    settings=(
        Setting(
            name="resolution",
            kind="number",
            doc="how much denser than chance a community is at least, above 0; more gives smaller ones",
            default=1.0,
            minimum=0.0,
            above_minimum=True,
        ),
    ),
)
