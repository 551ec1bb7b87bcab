"""Rules compiled to patterns over ids: the part that reads the schema apart from the part that reads data.

An atom reads data if its predicate is a variable or if it is ``rdf:type`` with a variable class; every other atom
reads the schema. The solutions of the schema part are the *instances* of a rule: one instance of ``prp-trp`` for each
transitive property. They are few, they are kept, and they are found again only when the schema has grown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from semkg.kernels import Ids
from semkg.reasoning.engine.join import Pattern, Slot
from semkg.reasoning.engine.table import ONE_ROW, Table, empty_table
from semkg.reasoning.rules.rule import LIST_CELL, LIST_MEMBER, Atom, Rule, is_variable
from semkg.vocab import BUILTIN_ID, OWL_SAME_AS, RDF_TYPE

Resolve = Callable[[str], int | None]

OWN_RELATIONS = {LIST_MEMBER: -1, LIST_CELL: -2}
"""Predicate ids of relations that are no triples."""
TYPE, SAME = BUILTIN_ID[RDF_TYPE], BUILTIN_ID[OWL_SAME_AS]


@dataclass
class CompiledRule:
    """One rule over ids, with its instances.

    Attributes:
        id: the W3C id.
        schema: the patterns that read the schema.
        data: the patterns that read data; for a pair, those of the first of the two.
        head: the patterns that follow; empty for a clash.
        pair: for an equality or a clash of two different values the variables of the first one.
        unequal: two variables of the schema part that must differ, or nothing.
        shown: the whole body with both halves of a pair, for reports.
        instances: solutions of the schema part.
        stale: whether the schema part has to be solved again.
        type_id: the id of ``rdf:type``.
    """

    id: str
    schema: tuple[Pattern, ...]
    data: tuple[Pattern, ...]
    head: tuple[Pattern, ...]
    pair: tuple[str, ...] = ()
    unequal: tuple[str, ...] = ()
    shown: tuple[Pattern, ...] = ()
    instances: Table = field(default_factory=lambda: empty_table(()))
    stale: bool = True
    type_id: int = TYPE

    @cached_property
    def group(self) -> tuple[str, ...]:
        """The variables that both of a pair share."""
        names = set().union(*(pattern.variables() for pattern in self.schema + self.data))
        return tuple(sorted(names.difference(self.pair)))

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The variables whose values the head or the report needs."""
        if self.pair:
            return self.group + self.pair
        patterns = self.head or self.schema + self.data
        return tuple(sorted(set().union(*(pattern.variables() for pattern in patterns))))

    @cached_property
    def instance_names(self) -> tuple[str, ...]:
        """The variables of the schema part that are used further on."""
        own = set().union(*(pattern.variables() for pattern in self.schema))
        later = set(self.wanted).union(*(pattern.variables() for pattern in self.data))
        return tuple(sorted(own & later.union(self.unequal)))

    @cached_property
    def reads(self) -> tuple[frozenset[int], frozenset[int]]:
        """The predicates and the classes whose growth makes the instances stale."""
        predicates = frozenset(p.p for p in self.schema if isinstance(p.p, int) and p.p != self.type_id)
        classes = frozenset(p.o for p in self.schema if p.p == self.type_id and isinstance(p.o, int))
        return predicates, classes

    def twin(self) -> CompiledRule:
        """Return a rule of its own in the same state, with what was found out about this one."""
        other = object.__new__(CompiledRule)
        other.__dict__.update(
            self.__dict__
        )  # a tenth of what copy.copy takes, for every rule of every engine
        return other

    def renumbered(self, new_id: Ids) -> CompiledRule:
        """Return the rule with every id replaced; its instances are to be found again.

        An instance counts as known only if none of its ids changed: where a property is now another's name, the rule
        has not seen what the other one says.
        """
        schema, data, head, shown = (
            _renumbered(part, new_id) for part in (self.schema, self.data, self.head, self.shown)
        )
        kept = self.instances.without(new_id != np.arange(len(new_id), like=new_id))
        if data != self.data or head != self.head:
            kept = empty_table(self.instance_names)
        return replace(
            self,
            schema=schema,
            data=data,
            head=head,
            shown=shown,
            instances=kept,
            type_id=int(new_id[self.type_id]),
            stale=True,
        )


def _renumbered(patterns: tuple[Pattern, ...], new_id: Ids) -> tuple[Pattern, ...]:
    return tuple(Pattern(*(_new_slot(slot, new_id) for slot in pattern)) for pattern in patterns)


def _new_slot(slot: Slot, new_id: Ids) -> Slot:
    return int(new_id[slot]) if isinstance(slot, int) and slot >= 0 else slot


def compile_rule(rule: Rule, resolve: Resolve) -> CompiledRule | None:
    """Compile a rule.

    Args:
        rule: a rule that is carried out by joins.
        resolve: gives the id of an IRI or of a literal value, ``None`` if the data has no such term.

    Returns:
        The compiled rule, ``None`` if it names a literal that the data does not have.
    """
    body = _merge_same(rule.body_atoms())
    named = {place for atom in (*body, *rule.head_atoms()) for place in atom if not is_variable(place)}
    ids = OWN_RELATIONS | {place: resolve(place) for place in named - OWN_RELATIONS.keys()}
    known = {place: number for place, number in ids.items() if number is not None}
    if len(known) < len(ids):
        return None
    patterns = tuple(_pattern(atom, known) for atom in body)
    head = tuple(_pattern(atom, known) for atom in rule.head_atoms())
    unequal = _pair(patterns)
    pair = unequal if all(atom.p == OWL_SAME_AS for atom in rule.head_atoms()) else ()
    half = tuple(pattern for pattern in patterns if not _has(pattern, "2")) if pair else patterns
    schema = tuple(pattern for pattern in half if not _reads_data(pattern))
    data = tuple(pattern for pattern in half if _reads_data(pattern))
    instances = empty_table(()) if schema else ONE_ROW
    differ = (unequal[0], unequal[0][:-1] + "2") if unequal and not pair else ()
    return CompiledRule(rule.id, schema, data, head, pair, differ, patterns, instances, stale=bool(schema))


def _merge_same(atoms: Iterable[Atom]) -> list[Atom]:
    """Drop ``?x owl:sameAs ?y`` from a body: over representatives both are one variable."""
    atoms = list(atoms)
    same = [atom for atom in atoms if atom.p == OWL_SAME_AS]
    renamed = {place: atom.s.rstrip("12") for atom in same for place in (atom.s, atom.o)}
    rest = (atom for atom in atoms if atom.p != OWL_SAME_AS)
    return [Atom(*(renamed.get(place, place) for place in atom)) for atom in rest]


def _pattern(atom: Atom, ids: dict[str, int]) -> Pattern:
    s, p, o = (place if is_variable(place) else ids[place] for place in atom)
    return Pattern(s, p, o)


def _reads_data(pattern: Pattern) -> bool:
    return isinstance(pattern.p, str) or (pattern.p == TYPE and isinstance(pattern.o, str))


def _has(pattern: Pattern, digit: str) -> bool:
    return any(isinstance(slot, str) and slot.endswith(digit) for slot in pattern)


def _pair(patterns: tuple[Pattern, ...]) -> tuple[str, ...]:
    """Return the variables of the first half if the body asks twice for the same with two different values."""
    second = {pattern for pattern in patterns if _has(pattern, "2")}
    if not second:
        return ()
    first = {pattern for pattern in patterns if _has(pattern, "1")}
    if not first or first & second or {_swapped(pattern) for pattern in first} != second:
        return ()
    names = set().union(*(pattern.variables() for pattern in first))
    return tuple(sorted(name for name in names if name.endswith("1")))


def _swapped(pattern: Pattern) -> Pattern:
    s, p, o = (_swap(slot) for slot in pattern)
    return Pattern(s, p, o)


def _swap(slot: Slot) -> Slot:
    if isinstance(slot, str) and slot[-1] in "12":
        return slot[:-1] + ("2" if slot.endswith("1") else "1")
    return slot
