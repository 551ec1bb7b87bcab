"""Types of a canonical graph: the most specific ones, without those that edges and lower types give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    EMPTY,
    Ids,
    Keys,
    components,
    diff_sorted,
    in_sorted,
    pack,
    sort_unique,
    union,
    unpack,
)
from semkg.reasoning.canonical_classes import ClassAxioms, ClassOrder, TypeRule
from semkg.reasoning.canonical_edges import PairsOfClasses
from semkg.reasoning.signed import SignedProperties


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
    """Drops types; edges are taken as given, and no type is ever a reason to drop an edge."""

    def __init__(
        self, axioms: ClassAxioms, order: ClassOrder, pairs: PairsOfClasses, signed: SignedProperties
    ) -> None:
        self._order = order
        self._pairs = pairs
        self._signed = signed
        self._rules: dict[int, list[TypeRule]] = {}
        for rule in axioms.edge_rules:
            self._rules.setdefault(self._number(rule.target), []).append(rule)
        self._intersections: dict[int, list[list[int]]] = {}
        for target, members in axioms.intersections:
            parts = [self._number(member) for member in members]
            self._intersections.setdefault(self._number(target), []).append(parts)
        self._stratum = self._strata()
        self._members: dict[int, Ids] = {}

    def reduce(self, nodes: Ids, classes: Ids) -> TypeReduct:
        """Drop every type that edges, narrower classes or types of strictly lower strata give.

        Args:
            nodes: node of each type, shape ``(n,)``.
            classes: class id of each type, shape ``(n,)``.
        """
        keys = sort_unique(pack(self._order.of(classes), nodes))
        numbers, members = unpack(keys)
        begin = np.flatnonzero(np.diff(numbers, prepend=-1))
        groups = np.split(members, begin[1:]) if len(begin) else []
        self._members = dict(zip(numbers[begin].tolist(), groups, strict=True))
        kept = [pack(np.full(1, k), diff_sorted(self._members[k], self._given(k))) for k in self._members]
        return TypeReduct(np.concatenate([EMPTY, *kept]), len(keys))

    def _given(self, number: int) -> Ids:
        """Return the nodes that get a class from elsewhere."""
        given = [self._members.get(lower, EMPTY) for lower in self._order.lower(number).tolist()]
        given += [self._from_edges(rule, number) for rule in self._rules.get(number, ())]
        given += [self._from_parts(parts, number) for parts in self._intersections.get(number, ())]
        return union(given)

    def _from_edges(self, rule: TypeRule, number: int) -> Ids:
        class_ = self._signed.of(rule.property)
        near, far = unpack(self._pairs.of(int(self._signed.inverse[class_]) if rule.inverse else class_))
        if rule.value is not None:
            return sort_unique(near[far == rule.value])
        if rule.filler is None:
            return sort_unique(near)
        filler = self._number(rule.filler)
        if self._stratum[filler] == self._stratum[number]:
            return EMPTY
        return sort_unique(near[in_sorted(far, self._members.get(filler, EMPTY))])

    def _from_parts(self, parts: list[int], number: int) -> Ids:
        if any(self._stratum[part] == self._stratum[number] for part in parts):
            return EMPTY
        common = self._members.get(parts[0], EMPTY)
        for part in parts[1:]:
            common = common[in_sorted(common, self._members.get(part, EMPTY))]
        return common

    def _number(self, class_: int) -> int:
        return int(self._order.of(np.array([class_]))[0])

    def _strata(self) -> NDArray[np.int32]:
        """Return the stratum of each class number: those that depend on each other share one."""
        upper, lower = unpack(self._order.below)
        depends = [
            (self._number(rule.filler), number)
            for number, rules in self._rules.items()
            for rule in rules
            if rule.filler is not None
        ]
        depends += [
            (part, number)
            for number, lists in self._intersections.items()
            for parts in lists
            for part in parts
        ]
        source, target = np.array(depends, dtype=np.int64).reshape(-1, 2).T
        ends = np.concatenate([lower, source]), np.concatenate([upper, target])
        return components(*ends, n_nodes=self._order.n_numbers, connection="strong")[1]
