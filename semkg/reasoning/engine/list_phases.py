"""Phases about lists: reading them, and the rules that are compiled for each list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from semkg.kernels import (
    EMPTY,
    LOW,
    Ids,
    Keys,
    are_members,
    drop_repeats,
    expand,
    in_sorted,
    new_members,
    on_host,
    pack,
    partners,
    range_join,
    ranges,
    unpack,
)
from semkg.reasoning.engine.engine import Engine, Produced, Reached
from semkg.reasoning.engine.facts import Partition
from semkg.reasoning.engine.fresh import Fresh
from semkg.reasoning.engine.join import Pattern
from semkg.reasoning.engine.lists import list_heads, read_lists
from semkg.reasoning.engine.phases import JoinPhase, PairPhase
from semkg.reasoning.engine.program import OWN_RELATIONS, SAME, TYPE, CompiledRule
from semkg.reasoning.rules.rule import LIST_CELL, LIST_MEMBER
from semkg.vocab import BUILTIN_ID, OWL, RDF

MEMBER, CELL = OWN_RELATIONS[LIST_MEMBER], OWN_RELATIONS[LIST_CELL]
FIRST, REST, NIL = (BUILTIN_ID[RDF + name] for name in ("first", "rest", "nil"))
INTERSECTION, CHAIN, KEY = (
    BUILTIN_ID[OWL + name] for name in ("intersectionOf", "propertyChainAxiom", "hasKey")
)
LIST_POINTERS = tuple(
    BUILTIN_ID[OWL + name]
    for name in (
        "intersectionOf",
        "unionOf",
        "oneOf",
        "members",
        "distinctMembers",
        "propertyChainAxiom",
        "hasKey",
        "disjointUnionOf",
    )
)


class ListPhase:
    """Reads the lists that axioms point to; what a list was found to hold it keeps.

    Where two members of one cell turn out to be the same, a triple goes and none is new: a list that was ignored may
    be well-formed then.
    """

    closed = True

    def __init__(self, *, merged: bool = False) -> None:
        self.rules: list[CompiledRule] = []
        self.fresh = Fresh()
        self._merged = merged

    def ready(self) -> bool:
        """Say whether anything is new, or terms were merged."""
        return self._merged or bool(self.fresh)

    def run(self, engine: Engine) -> Produced:
        """Read all lists again if cells or pointers are new, or terms were merged while some list is ignored."""
        fresh = self.fresh.take(engine.facts)
        mended, self._merged = self._merged and bool(engine.ignored), False
        same = engine.representative
        relevant = [int(same[number]) for number in (FIRST, REST, *LIST_POINTERS)]
        if not mended and not any(len(fresh.get(predicate)) for predicate in relevant):
            return {}
        first, rest, *pointers = (on_host(engine.facts.get(predicate).keys) for predicate in relevant)
        cells = read_lists(first, rest, list_heads(*pointers), int(same[NIL]))
        engine.ignored = tuple(
            f"the list {engine.literals.text(head)} is ignored: {reason}"
            for head, reason in cells.ill_formed.items()
        )
        return {MEMBER: [pack(cells.head, cells.member)], CELL: [pack(cells.head, cells.cell)]}

    def renumber(self, new_id: Ids) -> None:
        """Note that terms were merged."""
        self._merged = True

    def make_transitive(self, predicates: list[int]) -> None:
        """Take on transitive predicates: nothing to do here."""

    def forget(self, engine: Engine, reached: Reached) -> None:
        """Nothing is kept between runs."""

    def copy(self) -> ListPhase:
        """Return an independent phase in the same state."""
        return ListPhase(merged=self._merged)


def list_members(engine: Engine, head: int) -> list[int]:
    """Return the members of a list in order, empty if it cannot be read."""
    first, rest, nil = (int(engine.representative[number]) for number in (FIRST, REST, NIL))
    readable = len(partners(head, engine.facts.get(CELL).keys))
    members: list[int] = []
    cell = head
    while cell != nil and len(members) < readable:
        members.append(int(partners(cell, engine.facts.get(first).keys)[0]))
        cell = int(partners(cell, engine.facts.get(rest).keys)[0])
    return members


def lists_of(engine: Engine, pointer: int) -> Iterator[tuple[int, list[int]]]:
    """Yield what a predicate says of lists: the subject and the members of each list that can be read."""
    pointers = engine.facts.get(int(engine.representative[pointer])).keys
    for owner, head in zip(*(column.tolist() for column in unpack(pointers)), strict=True):
        members = list_members(engine, head)
        if members:
            yield owner, members


def _add_new(rules: list[CompiledRule], found: Iterable[CompiledRule]) -> None:
    known = {(rule.head, rule.data) for rule in rules}
    for rule in found:
        if (rule.head, rule.data) not in known:
            known.add((rule.head, rule.data))
            rules.append(rule)


class ChainPhase(JoinPhase):
    """prp-spo2: for each property chain a rule with the chain written out as its body.

    A chain of a property with itself says that it is transitive, and is left to the phase that closes such properties.
    """

    def run(self, engine: Engine) -> Produced:
        """Compile new chains, then join."""
        if self.fresh.touches(CELL, int(engine.representative[CHAIN])):
            chains = list(lists_of(engine, CHAIN))
            _add_new(self.rules, (_chain_rule(p, members) for p, members in chains if members != [p, p]))
            engine.close_transitively([p for p, members in chains if members == [p, p]])
            engine.ask_predicates(np.array([p for _, members in chains for p in members], dtype=np.int64))
        return super().run(engine)

    def copy(self) -> ChainPhase:
        """Return an independent phase in the same state."""
        return ChainPhase(self.copy_rules())


def _chain_rule(p: int, members: list[int]) -> CompiledRule:
    data = tuple(Pattern(f"?x{place}_", member, f"?x{place + 1}_") for place, member in enumerate(members))
    head = (Pattern("?x0_", p, f"?x{len(members)}_"),)
    return CompiledRule("prp-spo2", (), data, head, shown=data)


class KeyPhase(PairPhase):
    """prp-key: for each key a rule that makes two members of the class with equal values the same."""

    def run(self, engine: Engine) -> Produced:
        """Compile new keys, then compare."""
        if self.fresh.touches(CELL, int(engine.representative[KEY])):
            keys = list(lists_of(engine, KEY))
            _add_new(self.rules, (_key_rule(engine, c, members) for c, members in keys))
            engine.ask_classes(np.array([c for c, _ in keys], dtype=np.int64))
        return super().run(engine)

    def copy(self) -> KeyPhase:
        """Return an independent phase in the same state."""
        return KeyPhase(self.copy_rules())


def _key_rule(engine: Engine, c: int, members: list[int]) -> CompiledRule:
    type_id, same = (int(engine.representative[number]) for number in (TYPE, SAME))
    values = (Pattern("?x1", member, f"?z{place}_") for place, member in enumerate(members))
    data = (Pattern("?x1", type_id, c), *values)
    return CompiledRule("prp-key", (), data, (Pattern("?x1", same, "?x2"),), pair=("?x1",), shown=data)


class IntersectionPhase(JoinPhase):
    """cls-int1: what is a member of all classes of a list is a member of their intersection."""

    def run(self, engine: Engine) -> Produced:
        """Complete the intersections that new memberships or new lists touch."""
        pointer, type_id = (int(engine.representative[number]) for number in (INTERSECTION, TYPE))
        relevant = self.fresh.touches(pointer, MEMBER, CELL, type_id)
        schema_grew = self.fresh.touches(pointer, MEMBER, CELL)
        fresh = self.fresh.take(engine.facts)
        lists = engine.facts.get(pointer)
        if not relevant or not len(lists):
            return {}
        members, types = engine.facts.get(MEMBER), engine.facts.get(type_id)
        heads = lists.objects[in_sorted(lists.objects, members.subjects)]
        if schema_grew:
            engine.ask_classes(range_join(heads, members.keys)[1])
        added = fresh.get(type_id)
        few = not schema_grew and 4 * len(added) < len(types)
        candidates = _touched(heads, members, added) if few else _of_rarest(heads, members, types)
        complete = _complete(candidates, members, types)
        return {type_id: [_owned(complete, lists)]}

    def forget(self, engine: Engine, reached: Reached) -> None:
        """Complete all intersections again if one of them was reached."""
        owners = on_host(engine.facts.get(int(engine.representative[INTERSECTION])).subjects)
        cells = engine.facts.get(CELL)
        if reached.classes[owners].any() and len(cells):
            self.fresh.append(CELL, cells, whole=True)

    def copy(self) -> IntersectionPhase:
        """Return an independent phase in the same state."""
        return IntersectionPhase([])


def _touched(heads: Ids, members: Partition, added: Partition) -> Keys:
    """Return (list, individual) for individuals that came to some class of the list."""
    class_list = members.flipped[in_sorted(members.flipped & LOW, heads)]
    parent, individual = range_join(class_list >> 32, added.flipped)
    return new_members(class_list[parent] & LOW, individual, EMPTY)


def _of_rarest(heads: Ids, members: Partition, types: Partition) -> Keys:
    """Return (list, individual) for the individuals of the smallest class of each list."""
    parent, classes = range_join(heads, members.keys)
    size = ranges(classes, types.flipped)[1]
    order = np.lexsort((size, parent))
    rarest = order[np.concatenate(([True], parent[order][1:] != parent[order][:-1]))] if len(order) else order
    row, individual = range_join(classes[rarest], types.flipped)
    return new_members(heads[parent[rarest]][row], individual, EMPTY)


def _complete(candidates: Keys, members: Partition, types: Partition) -> Keys:
    """Return the candidates that are members of every class of their list."""
    lists = drop_repeats(candidates >> 32)
    start, size = ranges(lists, members.keys)
    for place in range(int(size.max(initial=0))):
        # One member of every list at a time, so that rows with the same class stand together.
        lists_of_rows = np.repeat(np.arange(len(lists), like=lists), ranges(lists, candidates)[1])
        classes = members.keys[np.minimum(start + place, len(members) - 1)] & LOW
        inside = are_members(classes[lists_of_rows], candidates & LOW, types.flipped)
        candidates = candidates[inside | (size <= place)[lists_of_rows]]
    return candidates


def _owned(complete: Keys, lists: Partition) -> Keys:
    """Return (individual, class) for every class that has one of the lists, in any order."""
    heads = drop_repeats(complete >> 32)
    start, size = ranges(heads, complete)
    parent, owner = range_join(heads, lists.flipped)
    row, place = expand(start[parent], size[parent])
    return pack(complete[place] & LOW, owner[row])
