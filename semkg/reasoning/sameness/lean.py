"""Leaning: blank nodes that say nothing which another node does not say are left out.

``x knows _:a`` says nothing beside ``x knows y``. A graph without such blank nodes is lean; every graph has one lean
part, up to names of blank nodes, and graphs entail each other if their lean parts are isomorphic (Gutierrez et al.
2011). To find it, each set of blank nodes that hang together is mapped into the graph such that one of them is not
reached, in as many steps as a limit allows (the problem is hard in general).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from semkg.kernels import components
from semkg.reasoning.sameness.meaning import Meaning

MOST_STEPS = 20_000
"""Steps of the search for each set of blank nodes that hang together."""

Triple = tuple[int, int, int]


class CapError(Exception):
    """The search took more steps than it may."""


def lean(meaning: Meaning, *, steps: int = MOST_STEPS) -> tuple[Meaning, int]:
    """Leave out the blank nodes that say nothing of their own.

    Args:
        meaning: the graph.
        steps: how many steps to search for each set of blank nodes that hang together.

    Returns:
        The lean graph, over the same nodes, and for how many sets the search was given up; those stay as they are.
    """
    blank = meaning.blank()
    if not blank.any():
        return meaning, 0
    index = _Index(meaning)
    both = blank[meaning.s] & blank[meaning.o]
    _, label = components(meaning.s[both], meaning.o[both], n_nodes=len(blank))
    groups: defaultdict[int, set[int]] = defaultdict(set)
    for node in list(index.of):
        groups[int(label[node])].add(node)
    capped = 0
    # small ones first: what they fold into is often large
    for group in sorted(groups.values(), key=len):
        try:
            _fold(group, index, steps)
        except CapError:
            capped += 1
    rows = zip(meaning.s.tolist(), meaning.p.tolist(), meaning.o.tolist(), strict=True)
    return meaning.masked(np.array([row in index.rows for row in rows], dtype=bool)), capped


class _Index:
    """The rows of a graph, found by either end; ``subjects`` and ``objects`` may hold more than is left."""

    def __init__(self, meaning: Meaning) -> None:
        self.rows: set[Triple] = set()
        self.out: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        self.into: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        self.subjects: defaultdict[int, set[int]] = defaultdict(set)
        self.objects: defaultdict[int, set[int]] = defaultdict(set)
        self.loops: defaultdict[int, set[int]] = defaultdict(set)
        self.of: defaultdict[int, set[Triple]] = defaultdict(set)
        columns = (meaning.s.tolist(), meaning.p.tolist(), meaning.o.tolist())
        blank = meaning.blank().tolist()
        for s, p, o in zip(*columns, strict=True):
            self.rows.add((s, p, o))
            self.out[s, p].add(o)
            self.into[p, o].add(s)
            self.subjects[p].add(s)
            self.objects[p].add(o)
            if s == o:
                self.loops[p].add(s)
            for node in (s, o):
                if blank[node]:
                    self.of[node].add((s, p, o))

    def remove(self, rows: set[Triple]) -> None:
        for s, p, o in rows:
            self.rows.discard((s, p, o))
            self.out[s, p].discard(o)
            self.into[p, o].discard(s)
            if s == o:
                self.loops[p].discard(s)
            for node in (s, o):
                if node in self.of:
                    self.of[node].discard((s, p, o))


def _fold(group: set[int], index: _Index, steps: int) -> None:
    """Fold a set of blank nodes as far as it goes."""
    left = steps
    while True:
        rows = {row for node in group for row in index.of[node]}
        search = _Search(group, rows, index, left)
        found = next((image for node in sorted(group) for image in search.maps(avoided=node)), None)
        if found is None:
            return
        left = search.left
        kept = {(found.get(s, s), p, found.get(o, o)) for s, p, o in rows}
        index.remove(rows - kept)
        group &= {node for row in kept for node in (row[0], row[2])}


class _Search:
    """Looks for maps of a set of blank nodes into the graph that keep the rows of these nodes."""

    def __init__(self, group: set[int], rows: set[Triple], index: _Index, steps: int) -> None:
        self._group = group
        self._index = index
        self.left = steps
        self._rows: defaultdict[int, list[Triple]] = defaultdict(list)
        for row in sorted(rows):
            for node in {row[0], row[2]} & group:
                self._rows[node].append(row)

    def maps(self, avoided: int) -> Iterator[dict[int, int]]:
        """Yield the maps that do not reach one of the nodes, depth first."""
        order = self._order(avoided)
        stack: list[dict[int, int]] = [{}]
        while stack:
            known = stack.pop()
            if len(known) == len(order):
                yield known
                continue
            node = order[len(known)]
            for image in self._candidates(node, known):
                self.left -= 1
                if self.left < 0:
                    raise CapError
                if image != avoided:
                    stack.append({**known, node: image})

    def _order(self, first: int) -> list[int]:
        """Order the nodes so that each but the first has a row with one before it."""
        order = [first]
        for node in order:
            ends = {end for s, _, o in self._rows[node] for end in (s, o)} & self._group
            order += sorted(ends - set(order))
        return order

    def _candidates(self, node: int, known: dict[int, int]) -> list[int]:
        """Return what a node may become, given what those before it are."""
        sets = [self._allowed(node, row, known) for row in self._rows[node]]
        sets.sort(key=len)
        return sorted(sets[0].intersection(*sets[1:]))

    def _allowed(self, node: int, row: Triple, known: dict[int, int]) -> set[int]:
        """Return what one row allows a node to become: the ends of its predicate while the other end is open."""
        s, p, o = row
        if s == o:
            return self._index.loops[p]
        other = o if s == node else s
        end = known.get(other) if other in self._group else other
        if end is None:
            return self._index.subjects[p] if s == node else self._index.objects[p]
        return self._index.into[p, end] if s == node else self._index.out[end, p]
