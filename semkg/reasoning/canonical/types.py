"""Types of a canonical graph: the most specific ones, without those that edges and other types give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    EMPTY,
    LOW,
    Ids,
    Keys,
    flip,
    in_sorted,
    pack,
    range_join,
    unpack,
)
from semkg.reasoning.canonical.classes import ClassOrder
from semkg.reasoning.canonical.instances import (
    Groups,
    Instances,
    derive_from_earlier,
    give_each_other,
    group_facts,
    spare_facts,
)
from semkg.reasoning.canonical.pairs import PairsOfClasses
from semkg.reasoning.canonical.typing import EdgeTyping, Parts, Typing

Application = tuple[Keys, tuple[Keys, ...]]
"""Applications of a rule: the types that are given, and those that each needs."""


@dataclass(frozen=True, slots=True)
class TypeReduct:
    """What is left of the types.

    Attributes:
        pairs: key set ``class number << 32 | node`` of the types that are kept.
        basis: those that give them all back: one of several that give each other; ``pairs`` where there are none.
    """

    pairs: Keys
    basis: Keys


class TypeReducer:
    """Drops types that come from edges, from other types or from enumerations.

    Edges are taken as given, and no type is ever a reason to drop an edge. Types that need each other, over
    the edges at hand, are a group. What follows from earlier groups is dropped; of the rest of a group, what the
    types of plain classes give, that is of those that are no restrictions or intersections; of what is then left,
    all but the narrowest types of each node. So the kept types give all others back.
    """

    def __init__(self, typing: Typing, order: ClassOrder, pairs: PairsOfClasses, types: Keys) -> None:
        """Take everything that types come from.

        Args:
            typing: what gives each class.
            order: which classes are narrower.
            pairs: the edges.
            types: key set ``class number << 32 | node``.
        """
        self._typing = typing
        self._order = order
        self._pairs = pairs
        self._types = types
        self._numbers, nodes = unpack(types)
        begin = np.flatnonzero(np.diff(self._numbers, prepend=-1))
        groups = np.split(nodes, begin[1:]) if len(begin) else []
        self._members: dict[int, Ids] = dict(zip(self._numbers[begin].tolist(), groups, strict=True))

    def reduce(self) -> TypeReduct:
        """Drop what other types and edges give."""
        if not len(self._types):
            return TypeReduct(EMPTY, EMPTY)
        instances, given = self._split_applications()
        if not instances:
            left = self._types[~given]
            return TypeReduct(left, left)
        group = group_facts(instances, len(self._types))
        given = derive_from_earlier(instances, group, given)
        plain = ~given & ~self._typing.defined[self._numbers]
        known = derive_from_earlier(instances, group, given | plain)
        kept = (plain | ~known) & ~self._has_narrower(group, plain)
        spare = spare_facts(kept, give_each_other(instances, group, given))
        pairs = self._types[kept]
        return TypeReduct(pairs, self._types[kept & ~spare] if spare.any() else pairs)

    def _split_applications(self) -> tuple[list[Instances], NDArray[np.bool_]]:
        """Return applications that may lead back to where they start, and which types any others give.

        That whoever has a value is in a class may follow from what is said of the value; so it is no reason for a type
        that has another one.
        """
        instances, given = [], np.zeros(len(self._types), dtype=bool)
        reasoned = np.zeros(len(self._types), dtype=bool)
        for (head, premises), by_value in self._applications():
            place, found = self._find(head)
            back = found & self._typing.recursive[self._numbers[place]]
            given[place[found & ~back]] = True
            back &= ~reasoned[place] if by_value else True
            if back.any():
                needed = tuple(self._types.searchsorted(keys[back]) for keys in premises)
                instances.append(Instances(place[back], needed))
                reasoned[place[back]] = True
        return instances, given

    def _has_narrower(self, group: Groups, plain: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which types are of a node that has a narrower one in the same group, a plain one if they are plain."""
        found = np.zeros(len(self._types), dtype=bool)
        types = np.flatnonzero(self._typing.recursive[self._numbers])
        numbers, nodes = unpack(self._types[types])
        parent, wide = range_join(numbers, self._order.above)
        (head, fits), narrow = self._find(pack(wide, nodes[parent])), types[parent]
        fits &= (group[head] == group[narrow]) & (plain[narrow] | ~plain[head])
        found[head[fits]] = True
        return found

    def _find(self, keys: Keys) -> tuple[Ids, NDArray[np.bool_]]:
        """Return the place of each type, and whether it is there: a projection may not keep what others give."""
        place = self._types.searchsorted(keys)
        place[place == len(self._types)] = 0
        return place, self._types[place] == keys

    def _applications(self) -> Iterator[tuple[Application, bool]]:
        """Yield everything that gives types, and last, with a mark, what follows from having a value."""
        for application in self._rules():
            yield application, False
        yield self._widen(self._typing.value_steps), True

    def _rules(self) -> Iterator[Application]:
        yield self._typing.listed, ()
        yield self._widen(self._typing.steps)
        for number, rules in self._typing.from_edges.items():
            for rule in rules if number in self._members else ():
                near, far = self._edges(rule)
                needed = () if rule.filler is None else (pack(np.full(1, rule.filler), far),)
                yield pack(np.full(1, number), near), needed
        for number, lists in self._typing.from_parts.items():
            for parts in lists if number in self._members else ():
                nodes = self._common(parts)
                yield pack(np.full(1, number), nodes), tuple(pack(np.full(1, part), nodes) for part in parts)

    def _widen(self, steps: Keys) -> Application:
        """Return how narrower types give wider ones, by keys ``class << 32 | narrower class``."""
        narrow, wide = range_join(self._numbers, np.sort(flip(steps)))
        return pack(wide, self._types[narrow] & LOW), (self._types[narrow],)

    def _edges(self, rule: EdgeTyping) -> tuple[Ids, Ids]:
        """Return the edges by which a rule gives its class: the nodes that get it, and the others."""
        near, far = unpack(self._pairs.of(rule.property))
        if rule.value is not None:
            fits = far == rule.value
        elif rule.filler is not None:
            fits = in_sorted(far, self._of(rule.filler))
        else:
            return near, far
        return near[fits], far[fits]

    def _common(self, parts: Parts) -> Ids:
        """Return the nodes of all of some classes."""
        first = self._of(parts[0])
        shared = np.ones(len(first), dtype=bool)
        for part in parts[1:]:
            shared &= in_sorted(first, self._of(part))
        common: Ids = first[shared]
        return common

    def _of(self, number: int) -> Ids:
        """Return the nodes of a class."""
        return self._members.get(number, EMPTY)
