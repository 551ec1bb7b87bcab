"""Paths over one view of the graph: terms in, terms out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from semkg.analytics import Reach, Steps
from semkg.comparison import Paths
from semkg.errors import LimitError
from semkg.graph import Projection
from semkg.store import Term
from semkg.views import ProjectedGraph, Views

MOST_PATHS = 10_000
"""Paths between two nodes that are listed without being asked for a number."""
MOST_STEPS = 1e9
"""Edges that the searches of one call look at, at most."""


@dataclass(slots=True)
class Budget:
    """What the searches of one call may cost.

    Attributes:
        allowed: edges to look at, at most.
        spent: edges that were looked at.
    """

    allowed: float
    spent: float = 0

    def spend(self, steps: float) -> None:
        """Take note of edges that were looked at.

        Raises:
            LimitError: they are more than allowed.
        """
        self.spent += steps
        if self.spent > self.allowed:
            msg = (
                f"the searches looked at more than the {self.allowed:.0e} edges allowed: bind fewer nodes, look less "
                f"far with sk:maxLength, choose fewer edges (sk:edges), or allow more with sk:mostSteps"
            )
            raise LimitError(msg)


@dataclass(frozen=True, slots=True)
class Ways:
    """What paths are looked for in, and which.

    Attributes:
        projected: the graph.
        reach: the same, made ready for searches.
        order: place of each node in the order of first names, see :meth:`semkg.views.ProjectedGraph.ranks`.
        steps: returns the same made ready for listing all paths, made when first asked for.
        most: greatest length.
        budget: what searches may still cost.
    """

    projected: ProjectedGraph
    reach: Reach
    order: NDArray[np.int64]
    steps: Callable[[], Steps]
    most: float = np.inf
    budget: Budget = field(default_factory=lambda: Budget(MOST_STEPS))

    @classmethod
    def of(
        cls,
        views: Views,
        *,
        regime: str = "invariant",
        projection: Projection | None = None,
        weighted: bool = False,
        most: float | None = None,
        most_steps: float = MOST_STEPS,
    ) -> Ways:
        """Make one view of the graph ready; that is kept while it is asked for."""
        projected = views.graph(regime, projection or Projection())
        key = ("reach", regime, projected.projection, weighted)
        ways = views.remember_lately(key, lambda: cls.over(projected, weighted=weighted))
        return replace(ways, most=np.inf if most is None else most, budget=Budget(most_steps))

    @classmethod
    def over(
        cls,
        projected: ProjectedGraph,
        *,
        weighted: bool = False,
        most: float | None = None,
        most_steps: float = MOST_STEPS,
    ) -> Ways:
        """Make a graph ready."""
        reach, order = Reach(projected.graph, weighted=weighted), projected.ranks()
        steps = cache(lambda: Steps.of(projected.graph, order))
        return cls(projected, reach, order, steps, np.inf if most is None else most, Budget(most_steps))

    def _lengths(self, start: int | Sequence[int]) -> NDArray[np.float64]:
        lengths = self.reach.lengths(start, most=self.most)
        self.budget.spend(self.reach.steps(lengths))
        return lengths

    def number(self, length: float) -> float | int:
        """Return a length as people count: whole unless edges weigh."""
        return length if self.reach.weighted else round(length)

    def shortest(
        self, source: Term, target: Term, *, paths: int | None = None
    ) -> Iterator[tuple[float | int, tuple[int, ...]]]:
        """Yield the length and the nodes of each shortest path, in the order of the names of its nodes.

        Args:
            source: where to start; a term that is no node has no paths.
            target: where to end.
            paths: how many to yield at most.

        Raises:
            LimitError: there are more than :data:`MOST_PATHS`, and no number was given; or the budget is spent.
        """
        start, end = self.projected.position(source), self.projected.position(target)
        if start is None or end is None:
            return
        self.budget.spend(2 * self.reach.size)  # a search from either end
        found = self.reach.shortest(start, end, most=self.most)
        if found is None:
            return
        if paths is None and found.count > MOST_PATHS:
            msg = (
                f"there are {found.count:,} shortest paths from {source} to {target}: sk:paths 10 gives the first ten "
                f"by name, sk:reachable the distance alone, and sk:edges chooses fewer edges"
            )
            raise LimitError(msg)
        length = self.number(found.length)
        by_name = found.listed(lambda node: int(self.order[node]))
        yield from ((length, path) for path in islice(by_name, paths))

    def simple(
        self, source: Term, target: Term, *, least: int = 0, paths: int | None = None
    ) -> Iterator[tuple[int, ...]]:
        """Yield the nodes of each path on which no node stands twice, by length, then by the names of nodes.

        Args:
            source: where to start; a term that is no node has no paths.
            target: where to end.
            least: the least length, a number of edges.
            paths: how many to yield at most.

        Raises:
            LimitError: there are more than :data:`MOST_PATHS`, and no number was given; or the budget is spent.
        """
        start, end = self.projected.position(source), self.projected.position(target)
        if start is None or end is None:
            return
        itself = [(start,)] if start == end and not least else []
        found = iter(itself) if start == end else self._simple(start, end, least)
        yield from _some(found, paths, f"paths from {source} to {target}")

    def cycles(self, source: Term, *, least: int = 1, paths: int | None = None) -> Iterator[tuple[int, ...]]:
        """Yield the nodes of each cycle through a node, which stands at both ends; arguments as for :meth:`simple`."""
        start = self.projected.position(source)
        if start is not None:
            yield from _some(self._simple(start, start, least), paths, f"cycles through {source}")

    def _simple(self, start: int, end: int, least: int) -> Iterator[tuple[int, ...]]:
        self.budget.spend(self.reach.size)
        rest = self.reach.lengths_to(end, most=self.most)
        found = self.steps().paths(start, end, rest, least=least, most=self.most, spend=self.budget.spend)
        return (tuple(row) for rows in found for row in rows.tolist())

    def listed(self, source: Term, target: Term) -> Paths:
        """Return all shortest paths by the first names of their nodes, for a comparison; limits as for ``shortest``."""
        found = list(self.shortest(source, target))
        paths = tuple(tuple(self.projected.texts(node)[0] for node in path) for _, path in found)
        return Paths(found[0][0] if found else None, paths, self.projected.notes())

    def reachable(
        self,
        source: Term,
        nodes: Iterable[Term] | None = None,
        *,
        starts: Iterable[Term] = (),
        targets: Iterable[Term] | None = None,
    ) -> Iterator[tuple[Term, float | int, Term | None]]:
        """Yield what can be reached from a node, how far it is, and the node before it on a shortest path.

        The node itself is among it. Every name of each is given, and the first name of the node before.

        Args:
            source: where to start; from a term that is no node nothing is reached.
            nodes: the nodes to look at; all when not given.
            starts: further nodes to start from: it is the nearest one that counts.
            targets: to look only at what stands on the way to these, one shortest path to each.
        """
        positions = map(self.projected.position, (source, *starts))
        begin = [position for position in positions if position is not None]
        if not begin:
            return
        lengths = self._lengths(begin)
        before = self.reach.previous(lengths, self.order)
        reached = np.isfinite(lengths) if targets is None else self._on_the_way(targets, lengths, before)
        if nodes is None:
            pairs = (
                (name, node)
                for node in np.flatnonzero(reached).tolist()
                for name in self.projected.names(node)
            )
        else:
            found = ((name, node) for name in nodes for node in self.projected.positions(name))
            pairs = ((name, node) for name, node in found if reached[node])
        for name, node in pairs:
            previous = int(before[node])
            yield (
                name,
                self.number(lengths[node]),
                None if previous < 0 else self.projected.names(previous)[0],
            )

    def _on_the_way(
        self, targets: Iterable[Term], lengths: NDArray[np.float64], before: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Return which nodes stand on the paths to targets, each a shortest one; those out of reach have none."""
        kept = np.zeros(len(lengths), dtype=np.bool_)
        for node in map(self.projected.position, targets):
            at = -1 if node is None or np.isinf(lengths[node]) else node
            while at >= 0 and not kept[at]:
                kept[at], at = True, int(before[at])
        return kept

    def distances(self, source: Term, targets: Sequence[Term]) -> list[float | int | None]:
        """Return the length of a shortest path to each target, ``None`` where there is none; one search for all."""
        start, ends = self.projected.position(source), list(map(self.projected.position, targets))
        if start is None:
            return [None] * len(ends)
        lengths = self._lengths(start)
        return [
            None if end is None or np.isinf(lengths[end]) else self.number(float(lengths[end]))
            for end in ends
        ]


def _some(found: Iterable[tuple[int, ...]], paths: int | None, what: str) -> Iterator[tuple[int, ...]]:
    """Yield as many paths as were asked for; without a number, all of them up to a limit."""
    for count, path in enumerate(islice(found, paths)):
        if paths is None and count == MOST_PATHS:
            msg = (
                f"there are more than {MOST_PATHS:,} {what}: sk:paths 10 gives the first ten by length and name, "
                f"sk:maxLength looks less far, and sk:edges chooses fewer edges"
            )
            raise LimitError(msg)
        yield path
