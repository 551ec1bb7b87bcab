"""What a page on groups shows: how those of the first regime went over into those of the last, and by which edges."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from semkg.comparison.groups import GroupComparison, by_name
from semkg.comparison.origin import GroupOrigin
from semkg.comparison.report.naming import LABELS, Names
from semkg.graph import Graph
from semkg.views import Partition
from semkg.vocab import RDF_TYPE, VOCABULARY

MOST_GROUPS = 12
"""Groups that came together, or apart, that are told in full."""
MOST_PARTS = 6
MOST_EDGES = 5
MOST_MEMBERS = 12
MOST_PREDICATES = 2

NOWHERE = ""
"""The group of what is not connected to anything under a regime."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A connection between two parts.

    Attributes:
        source: N-Triples name of the thing where it begins.
        target: likewise where it ends.
        predicates: names of properties that connect the two, in either direction, at most two.
        other: whether the other regime has it too.
    """

    source: str
    target: str
    predicates: tuple[str, ...]
    other: bool


@dataclass(frozen=True, slots=True)
class Crossing:
    """A group of one regime that is several groups of the other.

    Attributes:
        group: its name.
        size: number of names in it.
        parts: the groups of the other regime with the number of names of each, the largest first; :data:`NOWHERE` for
            names that the other regime does not have.
        edges: some of the edges between the parts, those first that the other regime does not have.
        count: how many there are.
        fresh: how many of them the other regime does not have.
        melted: how many things are several, in different parts, under the other regime.
    """

    group: str
    size: int
    parts: tuple[tuple[str, int], ...]
    edges: tuple[Edge, ...] = ()
    count: int = 0
    fresh: int = 0
    melted: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class GroupFacts:
    """What one page on groups shows.

    Attributes:
        title: what the data are called.
        comparison: the groups under every regime.
        names: what things are called.
        flows: how many names go from a group of the first regime to one of the last.
        merged: groups of the last regime that come from several, the largest first.
        split: groups of the first regime that go to several, likewise.
        clashes: how many contradictions there are.
    """

    title: str
    comparison: GroupComparison
    names: Names
    flows: Counter[tuple[str, str]]
    merged: tuple[Crossing, ...]
    split: tuple[Crossing, ...]
    clashes: int = 0


def gather_groups(comparison: GroupComparison, *, title: str, labels: Sequence[str] = ()) -> GroupFacts:
    """Work out everything that a page on groups shows.

    Args:
        comparison: the comparison.
        title: what the data are called.
        labels: IRIs of properties that name things, beside the usual ones.
    """
    origin = comparison.origin
    first, last = (
        dict(zip(one.labels, one.groups, strict=True))
        for one in (comparison.groupings[0], comparison.groupings[-1])
    )
    every = dict.fromkeys((*first, *last))
    flows = Counter((first.get(label, NOWHERE), last.get(label, NOWHERE)) for label in every)
    merged = _crossings(Counter({(after, before): n for (before, after), n in flows.items()}))
    split = _crossings(flows)
    if origin is None:
        return GroupFacts(title, comparison, Names(None, None), flows, merged, split)
    views = origin.views
    before, after = (origin.partitions[regime] for regime in (comparison.regimes[0], comparison.regimes[-1]))
    graphs = after.projected.projection.graphs
    if graphs is not None:
        origin = replace(origin, views=views.within(graphs))
    closure = origin.views.closure(after.projected.regime)
    return GroupFacts(
        title=title,
        comparison=comparison,
        names=Names(views.snapshot.rows, views.snapshot.terms, (*labels, *LABELS)),
        flows=flows,
        merged=tuple(_with_edges(merged, origin, after, before)),
        split=tuple(_with_edges(split, origin, before, after)),
        clashes=len(closure.clashes),
    )


def _crossings(flows: Counter[tuple[str, str]]) -> tuple[Crossing, ...]:
    """Return the groups on the first side that have two or more groups on the second."""
    parts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (mine, other), count in flows.items():
        parts[mine][other] = count
    found = [
        Crossing(group, sum(others.values()), tuple(sorted(others.items(), key=_largest)))
        for group, others in parts.items()
        if group != NOWHERE and len(others.keys() - {NOWHERE}) > 1
    ]
    return tuple(sorted(found, key=lambda one: (-one.size, by_name(one.group))))


def _largest(part: tuple[str, int]) -> tuple[bool, int, tuple[bool, str]]:
    return part[0] == NOWHERE, -part[1], by_name(part[0])


def _with_edges(
    crossings: Iterable[Crossing], origin: GroupOrigin, mine: Partition, other: Partition
) -> Iterable[Crossing]:
    """Yield crossings, the first of them with the edges between their parts."""
    between = _Between(origin, mine, other)
    for place, one in enumerate(crossings):
        yield between.complete(one) if place < MOST_GROUPS else one


class _Between:
    """The edges of one regime between things that are in different groups of another."""

    def __init__(self, origin: GroupOrigin, mine: Partition, other: Partition) -> None:
        self._origin = origin
        self._mine = mine
        self._other = other
        found = [_others(mine, other, node) for node in range(len(mine.groups))]
        self._node = np.array([nodes[0] if nodes else -1 for nodes in found], dtype=np.int64)
        groups_of = [set(other.groups[nodes].tolist()) for nodes in found]
        self._several = np.array([len(some) > 1 for some in groups_of], dtype=np.bool_)
        graph = mine.projected.graph.expanded()
        groups = np.where(self._node < 0, -1, np.append(other.groups, 0)[self._node])
        source, target = graph.source.astype(np.int64), graph.target.astype(np.int64)
        ends = groups[source], groups[target]
        apart = (ends[0] != ends[1]) & (mine.groups[source] == mine.groups[target]) & (ends[0] >= 0)
        apart &= ends[1] >= 0
        self._source, self._target = source[apart], target[apart]
        self._known = _are_edges(
            other.projected.graph.expanded(), self._node[self._source], self._node[self._target]
        )

    def complete(self, crossing: Crossing) -> Crossing:
        """Return a crossing with its edges."""
        number = self._mine.group_texts.index(crossing.group)
        here = np.flatnonzero(self._mine.groups[self._source] == number)
        order = here[np.argsort(self._known[here], kind="stable")]
        melted = np.count_nonzero(self._several & (self._mine.groups == number))
        return replace(
            crossing,
            edges=tuple(map(self._edge, self._one_each(order)[:MOST_EDGES])),
            count=len(here),
            fresh=int(np.count_nonzero(~self._known[here])),
            melted=int(melted),
        )

    def _one_each(self, places: NDArray[np.int64]) -> list[int]:
        """Return the edges of each two things once, whichever way they run."""
        pairs: dict[frozenset[int], int] = {}
        for place in places.tolist():
            pairs.setdefault(frozenset((int(self._source[place]), int(self._target[place]))), place)
        return list(pairs.values())

    def _edge(self, place: int) -> Edge:
        source, target = int(self._source[place]), int(self._target[place])
        return Edge(
            self._name(source),
            self._name(target),
            self._predicates(source, target),
            bool(self._known[place]),
        )

    def _name(self, node: int) -> str:
        """Return the first name of a node that the other regime has too."""
        names = self._mine.projected.names(node)
        return next(str(name) for name in names if self._other.projected.position(name) is not None)

    def _predicates(self, source: int, target: int) -> tuple[str, ...]:
        """Return the properties of the data that connect two nodes, in either direction."""
        projected, views = self._mine.projected, self._origin.views
        rows, blocks = views.closure(projected.regime).rows, views.blocks(projected.regime)
        one, two = (
            np.array([blocks.representative(name) for name in projected.node_names.of(node)])
            for node in (source, target)
        )
        there = np.isin(rows.s, one) & np.isin(rows.o, two) | np.isin(rows.s, two) & np.isin(rows.o, one)
        texts = sorted({views.snapshot.terms.text(number) for number in set(rows.p[there].tolist())})
        types = projected.projection.types
        said = [text for text in texts if text[1:-1] not in VOCABULARY or (types and text[1:-1] == RDF_TYPE)]
        return tuple(said[:MOST_PREDICATES])


def _others(mine: Partition, other: Partition, node: int) -> list[int]:
    """Return the nodes of another graph that have a name of a node, in the order of names."""
    found = (other.projected.position(name) for name in mine.projected.names(node))
    return [one for one in found if one is not None]


def _are_edges(graph: Graph, source: NDArray[np.int64], target: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which pairs of nodes an edge connects, in either direction, shape ``(n,)``."""
    n = graph.n_nodes
    keys = graph.source.astype(np.int64) * n + graph.target
    return np.isin(source * n + target, keys) | np.isin(target * n + source, keys)
