"""Facts and the rule instances between them, as a graph whose edges lead from many premises to one conclusion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, Ids, expand

Node = tuple[int, int, int, int]
"""Subject, predicate, object, and how the triple may come about: a sum of the marks below, negative for a clash.

The order of replacements is fixed, so that a triple about names of large blocks is found in few ways: first the
subject was replaced by another name, then the predicate, then the object.
"""
LINK = 1
"""Not by transitivity."""
REPLACED = (2, 4, 8)
"""Also by replacing the subject, the predicate, the object by another name."""

Costs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Instances:
    """Instances of one rule.

    Attributes:
        rule: its id, empty for an instance that only names its premises otherwise.
        head: the nodes concluded, shape ``(n,)``.
        premises: the nodes needed, shape ``(n, m)``.
        weight: how many rule applications each instance is.
        links: how many of the first premises form a chain that the rule contracts; 0 for none.
    """

    rule: str
    head: Ids
    premises: Ids
    weight: int = 1
    links: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One instance.

    Attributes:
        rule: the id of its rule, empty for one that only names its premises otherwise.
        premises: the nodes that it needs.
        links: how many of the first premises form a chain.
    """

    rule: str
    premises: tuple[int, ...] = ()
    links: int = 0


@dataclass(frozen=True, slots=True)
class _Columns:
    """All instances, ordered by what they conclude.

    Attributes:
        part: the place of each one's rule in the list of instances, shape ``(n,)``.
        head: the node concluded, ascending, shape ``(n,)``.
        weight: rule applications, shape ``(n,)``.
        start: where the premises of each begin, shape ``(n,)``.
        count: how many premises each has, shape ``(n,)``.
        premises: the premises of all, one after the other.
        owner: the instance of each premise, shape as ``premises``.
        first: where a new head begins, ascending places.
    """

    part: Ids
    head: Ids
    weight: Ids
    start: Ids
    count: Ids
    premises: Ids
    owner: Ids
    first: Ids


class Hypergraph:
    """A growing set of nodes and instances, with the costs that follow from them."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.size = 0
        self._number: dict[Node, int] = {}
        self._parts: list[Instances] = []
        self._columns: _Columns | None = None
        self._given: list[bool] = []
        self._open: list[bool] = []

    def __len__(self) -> int:
        return len(self.nodes)

    def add(self, nodes: list[Node]) -> tuple[Ids, list[int]]:
        """Return the numbers of nodes, and the places in the argument of those that are new."""
        numbers = np.empty(len(nodes), dtype=np.int64)
        fresh = []
        for place, node in enumerate(nodes):
            number = self._number.get(node)
            if number is None:
                number = self._number[node] = len(self.nodes)
                self.nodes.append(node)
                fresh.append(place)
            numbers[place] = number
        self._given += [False] * len(fresh)
        self._open += [True] * len(fresh)
        return numbers, fresh

    def give(self, numbers: Ids) -> None:
        """Mark nodes that need no rule."""
        for number in numbers.tolist():
            self._given[number] = True
            self._open[number] = False

    def is_given(self, number: int) -> bool:
        """Say whether a node needs no rule."""
        return self._given[number]

    def close(self, numbers: Ids) -> None:
        """Mark nodes whose instances are all there."""
        for number in numbers.tolist():
            self._open[number] = False

    def connect(self, instances: Instances) -> None:
        """Add instances."""
        if len(instances.head):
            self._parts.append(instances)
            self.size += instances.premises.size + len(instances.head)
            self._columns = None

    def costs(self, of_open: float) -> Costs:
        """Return the least number of rule applications that gives each node, shape ``(n_nodes,)``.

        Source: Knuth 1977, A generalization of Dijkstra's algorithm; computed by rounds over columns.

        Args:
            of_open: the cost of a node whose instances are not there yet.
        """
        costs = np.where(np.array(self._open, dtype=np.bool_), of_open, np.inf)
        costs[np.array(self._given, dtype=np.bool_)] = 0
        columns = self._all()
        heads = columns.head[columns.first]
        while len(heads):
            best = np.minimum(costs[heads], np.minimum.reduceat(self._totals(costs), columns.first))
            if (best == costs[heads]).all():
                break
            costs[heads] = best
        return costs

    def _totals(self, costs: Costs) -> Costs:
        columns = self._all()
        needed = np.bincount(columns.owner, weights=costs[columns.premises], minlength=len(columns.head))
        return np.asarray(columns.weight + needed, dtype=np.float64)

    def _all(self) -> _Columns:
        if self._columns is None:
            self._columns = _merge(self._parts)
        return self._columns

    def wanted(self, goals: Ids, costs: Costs) -> Ids:
        """Return the open nodes in cheapest derivations of some goals, ascending."""
        columns = self._all()
        marked = np.zeros(len(self.nodes), dtype=np.bool_)
        marked[goals] = True
        tight = (self._totals(costs) == costs[columns.head])[columns.owner]
        head, premise = columns.head[columns.owner[tight]], columns.premises[tight]
        count = -1
        while count != (count := int(marked.sum())):
            marked[premise[marked[head]]] = True
        return np.flatnonzero(marked & np.array(self._open, dtype=np.bool_))

    def cheapest(self, number: int, costs: Costs) -> list[Choice]:
        """Return the instances that conclude a node at its cost."""
        columns = self._all()
        begin, end = np.searchsorted(columns.head, [number, number + 1])
        ends = columns.start[begin:end] + columns.count[begin:end]
        inside = slice(int(columns.start[begin]), int(ends[-1])) if end > begin else slice(0)
        owner = columns.owner[inside] - begin
        needed = np.bincount(owner, weights=costs[columns.premises[inside]], minlength=end - begin)
        tight = np.flatnonzero(columns.weight[begin:end] + needed == costs[number])
        return [self._choice(columns, int(begin + row)) for row in tight.tolist()]

    def _choice(self, columns: _Columns, row: int) -> Choice:
        premises = columns.premises[columns.start[row] : columns.start[row] + columns.count[row]]
        part = self._parts[columns.part[row]]
        return Choice(part.rule, tuple(premises.tolist()), part.links)


def _merge(parts: list[Instances]) -> _Columns:
    """Write the instances of all rules as columns."""
    sizes = [len(part.head) for part in parts]
    head = np.concatenate([EMPTY, *(part.head for part in parts)])
    order = np.argsort(head, kind="stable")
    count = np.repeat([part.premises.shape[1] for part in parts], sizes).astype(np.int64)
    flat = np.concatenate([EMPTY, *(part.premises.ravel() for part in parts)])
    owner, place = expand((np.cumsum(count) - count)[order], count[order])
    head = head[order]
    return _Columns(
        part=np.repeat(np.arange(len(parts)), sizes)[order],
        head=head,
        weight=np.repeat([part.weight for part in parts], sizes)[order],
        start=np.cumsum(count[order]) - count[order],
        count=count[order],
        premises=flat[place],
        owner=owner,
        first=np.flatnonzero(np.append(True, head[1:] != head[:-1])[: len(head)]),
    )
