"""A canonical graph as an analytic sees it: parallel edges merged, direction applied, cliques kept whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Cliques, Graph
from semkg.kernels import Keys, pack, sort_unique, unpack
from semkg.reasoning.canonical.graph import CanonicalGraph, Places

_WRITTEN_OUT = 16
"""Members up to which a clique is written out as edges: at most 256 of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """Distinct edges with their weights, and cliques.

    Attributes:
        source: node of each edge, shape ``(m,)``.
        target: node of each edge, shape ``(m,)``; edges are sorted by (source, target).
        weight: weight of each edge, shape ``(m,)``, float64.
        groups: members of each clique, ascending; all weigh 1.
    """

    source: Places
    target: Places
    weight: NDArray[np.float64]
    groups: tuple[Places, ...]


def analytic_graph(canonical: CanonicalGraph) -> Graph:
    """Return the graph over ``0 .. n_nodes - 1`` that analytics take, large cliques as rank-one terms."""
    merged = merge_edges(canonical)
    cliques = Cliques.from_groups(merged.groups) if merged.groups else None
    n_nodes = canonical.n_nodes
    return Graph.from_edges(merged.source, merged.target, merged.weight, n_nodes, cliques=cliques)


def merge_edges(canonical: CanonicalGraph, written_out: int = _WRITTEN_OUT) -> Merged:
    """Merge parallel edges and write small cliques out.

    With ``parallel="one"`` every edge weighs 1, however many properties give it, in a clique or not; with
    ``"count"`` its weight is their number.

    Args:
        canonical: the graph.
        written_out: number of members up to which cliques are written out as edges.
    """
    groups = canonical.cliques.groups()
    if canonical.settings.projection.parallel == "count":
        whole = [group for group in groups if len(group) > written_out]
        keys = _all_keys(canonical, [group for group in groups if len(group) <= written_out])
        distinct = sort_unique(keys)
        weight = np.bincount(np.searchsorted(distinct, keys), minlength=len(distinct)).astype(np.float64)
        return Merged(*unpack(distinct), weight, tuple(whole))
    whole = _disjoint([group for group in groups if len(group) > written_out])
    number = _number_of_group(whole, canonical.n_nodes)
    keys = sort_unique(_all_keys(canonical, [group for group in groups if not _within_one(number[group])]))
    source, target = (number[end] for end in unpack(keys))
    keys = keys[(source != target) | (source < 0)]
    return Merged(*unpack(keys), np.ones(len(keys)), tuple(whole))


def _all_keys(canonical: CanonicalGraph, groups: list[Places]) -> Keys:
    """Return a key for each edge, those of some cliques written out."""
    written = [pack(np.repeat(group, len(group)), np.tile(group, len(group))) for group in groups]
    return np.concatenate([pack(canonical.source, canonical.target), *written])


def _disjoint(groups: list[Places]) -> list[Places]:
    """Choose large groups without common members: two rank-one terms would count a common pair twice."""
    chosen: list[Places] = []
    taken: set[int] = set()
    for group in sorted(groups, key=lambda group: (-len(group), group.tolist())):
        if taken.isdisjoint(group.tolist()):
            chosen.append(group)
            taken.update(group.tolist())
    return chosen


def _number_of_group(groups: list[Places], n_nodes: int) -> Places:
    """Return the number of the one group that each node is in, -1 for none."""
    number = np.full(n_nodes, -1)
    for place, group in enumerate(groups):
        number[group] = place
    return number


def _within_one(numbers: Places) -> bool:
    return bool(numbers[0] >= 0) and bool((numbers == numbers[0]).all())
