"""Types of a canonical graph: the most specific ones, without those that edges and other types give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    EMPTY,
    Ids,
    Keys,
    in_sorted,
    pack,
    unpack,
)
from semkg.reasoning.canonical_classes import ClassOrder
from semkg.reasoning.canonical_instances import Instances, derive_from_earlier, group_facts
from semkg.reasoning.canonical_pairs import PairsOfClasses
from semkg.reasoning.canonical_typing import EdgeTyping, Parts, Typing


@dataclass(frozen=True, slots=True)
class TypeReduct:
    """What is kept of the types.

    Attributes:
        pairs: key set ``class number << 32 | node``.
        held: number of pairs before anything was dropped.
    """

    pairs: Keys
    held: int


class TypeReducer:
    """Drops types that come from edges or from other types.

    Edges are taken as given, and no type is ever a reason to drop an edge. Types that need each other, over
    the edges at hand, are a group. What follows from earlier groups is dropped; of the rest of a group, all
    but the narrowest types of each node. So the kept types give all others back.
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
        numbers, nodes = unpack(types)
        begin = np.flatnonzero(np.diff(numbers, prepend=-1))
        groups = np.split(nodes, begin[1:]) if len(begin) else []
        self._members = dict(zip(numbers[begin].tolist(), groups, strict=True))

    def reduce(self) -> TypeReduct:
        """Drop types."""
        instances = list(self._instances())
        nothing = np.zeros(len(self._types), dtype=bool)
        if not self._typing.recursive:
            given = derive_from_earlier(instances, np.arange(len(nothing), dtype=np.int32), nothing)
        else:
            group = group_facts(instances, len(nothing))
            given = derive_from_earlier(instances, group, nothing) | self._has_narrower(group)
        return TypeReduct(self._types[~given], len(self._types))

    def _has_narrower(self, group: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return which types are of a node that has a narrower one in the same group."""
        found = np.zeros(len(self._types), dtype=bool)
        for wide, narrow in zip(*(ends.tolist() for ends in unpack(self._order.below)), strict=True):
            nodes = self._of(narrow)
            places = self._places(wide, nodes)
            found[places[group[places] == group[self._places(narrow, nodes)]]] = True
        return found

    def _instances(self) -> Iterator[Instances]:
        """Yield everything that gives types which are there."""
        for wide, narrow in zip(*(ends.tolist() for ends in unpack(self._typing.steps)), strict=True):
            nodes = self._of(narrow)
            yield Instances(self._places(wide, nodes), (self._places(narrow, nodes),))
        for number, rules in self._typing.from_edges.items():
            for rule in rules:
                near, far = self._edges(rule, number)
                needed = () if rule.filler is None else (self._places(rule.filler, far),)
                yield Instances(self._places(number, near), needed)
        for number, lists in self._typing.from_parts.items():
            for parts in lists:
                nodes = self._common(parts)
                yield Instances(
                    self._places(number, nodes), tuple(self._places(part, nodes) for part in parts)
                )

    def _edges(self, rule: EdgeTyping, number: int) -> tuple[Ids, Ids]:
        """Return the edges by which a rule gives its class: the nodes that get it, and the others."""
        near, far = unpack(self._pairs.of(rule.property))
        fits = in_sorted(near, self._of(number))
        if rule.value is not None:
            fits &= far == rule.value
        if rule.filler is not None:
            fits &= in_sorted(far, self._of(rule.filler))
        return near[fits], far[fits]

    def _common(self, parts: Parts) -> Ids:
        """Return the nodes of all of some classes."""
        common = self._of(parts[0])
        for part in parts[1:]:
            common = common[in_sorted(common, self._of(part))]
        return common

    def _of(self, number: int) -> Ids:
        """Return the nodes of a class."""
        return self._members.get(number, EMPTY)

    def _places(self, number: int, nodes: Ids) -> Ids:
        places: Ids = np.searchsorted(self._types, pack(np.full(1, number), nodes))
        return places
