"""Links of transitive properties: the triples of one that need not its transitivity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from semkg.kernels import Ids, in_sorted, partners, range_join, sort_unique
from semkg.reasoning.engine.facts import View
from semkg.reasoning.engine.join import Pattern, solve
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.reasoning.engine.table import ONE_ROW, Table
from semkg.reasoning.explanation.backward import Backward
from semkg.reasoning.explanation.written import Written

Onward = Callable[[int], Iterable[int]]
"""Gives the nodes that links lead to from one node."""
FEW = 200_000
"""Of a property with fewer triples all links are found at once and kept."""
DENSE = 1500
"""Among so many nodes irreducible links are found by a product of matrices."""


class Links:
    """The links of transitive properties, from the surest to the least sure."""

    def __init__(self, written: Written, rules: list[Backward]) -> None:
        self._written = written
        self._rules = [rule for rule in rules if rule.head is not None and not rule.is_transitive()]
        self._kept: dict[int, dict[int, set[int]]] = {}

    def from_the_surest(self, predicate: int, nodes: Ids) -> Iterator[Onward]:
        """Yield links between some nodes: those that were written, then those that more was needed for."""
        yield self.asserted(predicate)
        yield self.of_one_step(predicate, nodes)
        yield self.irreducible(predicate, nodes)

    def asserted(self, predicate: int) -> Onward:
        """Return the links that were written; an equality leads both ways."""
        partition = self._written.asserted.get(predicate)
        if predicate != SAME or not self._written.equality:
            return lambda node: partners(node, partition.keys).tolist()
        return lambda node: [
            *partners(node, partition.keys).tolist(),
            *partners(node, partition.flipped).tolist(),
        ]

    def of_one_step(self, predicate: int, nodes: Ids) -> Onward:
        """Return the links that one rule gives from triples that were written, and from any axioms."""
        if predicate == SAME or len(self._written.get(predicate)) > FEW:
            found = self._one_step(predicate, nodes)
        else:
            if predicate not in self._kept:
                self._kept[predicate] = self._one_step(predicate, None)
            found = self._kept[predicate]
        written = self.asserted(predicate)
        return lambda node: [*written(node), *found.get(node, ())]

    def _one_step(self, predicate: int, nodes: Ids | None) -> dict[int, set[int]]:
        links: dict[int, set[int]] = {}
        for rule in self._rules:
            for s, o in self._heads(rule, predicate, nodes):
                links.setdefault(s, set()).add(o)
        return links

    def _heads(self, rule: Backward, predicate: int, nodes: Ids | None) -> Iterable[tuple[int, int]]:
        """Return the subjects and objects that a rule concludes for a predicate."""
        assert rule.head is not None
        s, p, o = rule.head
        if (isinstance(p, int) and p != predicate) or rule.id.startswith("eq-rep"):
            return []
        atoms = [(_bound(atom, p, predicate), self._view(atom, predicate)) for atom in rule.body]
        start = ONE_ROW if nodes is None or isinstance(s, int) else Table(len(nodes), {s: nodes})
        wanted = [slot for slot in (s, o) if isinstance(slot, str)]
        table = solve(atoms, wanted=wanted, start=start, distinct=True)
        ends = (
            [slot] * table.n if isinstance(slot, int) else table.columns[slot].tolist() for slot in (s, o)
        )
        return zip(*ends, strict=True)

    def _view(self, atom: Pattern, predicate: int) -> View:
        """Return what an atom is matched with: data as they were written, axioms as they follow."""
        data = isinstance(atom.p, str) or (atom.p == TYPE and isinstance(atom.o, str)) or atom.p == predicate
        return self._written.asserted if data else self._written

    def irreducible(self, predicate: int, nodes: Ids) -> Onward:
        """Return the links between some nodes that no two others give; none where nodes lie on cycles.

        Transitivity cannot give such a link, so that something else does.
        """
        if len(nodes) > DENSE:
            return lambda node: ()
        parent, partner = range_join(nodes, self._written.get(predicate).keys)
        inside = in_sorted(partner, nodes)
        related = np.zeros((len(nodes), len(nodes)), dtype=np.float32)
        related[parent[inside], np.searchsorted(nodes, partner[inside])] = 1
        np.fill_diagonal(related, 0)
        if (related * related.T).any():
            return lambda node: ()
        kept = (related > 0) & (related @ related == 0)
        return lambda node: nodes[kept[np.searchsorted(nodes, node)]].tolist()


def _bound(atom: Pattern, slot: str | int, predicate: int) -> Pattern:
    """Return an atom with the variable of the head's predicate bound."""
    s, p, o = (predicate if isinstance(place, str) and place == slot else place for place in atom)
    return Pattern(s, p, o)


def shortest(start: int, goal: int, onward: Onward, inside: Ids) -> list[int]:
    """Return the nodes of a shortest path with at least one link, empty if there is none.

    Args:
        start: where the path begins.
        goal: where it ends; it may be the start.
        onward: the links.
        inside: the nodes to pass.
    """
    allowed = {goal, *inside.tolist()}
    came_from: dict[int, int] = {}
    front = [start]
    while front and goal not in came_from:
        reached: list[int] = []
        for node in front:
            for following in sorted(allowed.intersection(onward(node))):
                if following not in came_from:
                    came_from[following] = node
                    reached.append(following)
        front = reached
    if goal not in came_from:
        return []
    path = [goal, came_from[goal]]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def between(written: Written, s: int, p: int, o: int) -> Ids:
    """Return the nodes that a relation leads to from one node and on to another, and both of these; ascending."""
    partition = written.get(p)
    onward, backward = partners(s, partition.keys), partners(o, partition.flipped)
    return sort_unique(np.concatenate([onward[in_sorted(onward, backward)], [s, o]]))
