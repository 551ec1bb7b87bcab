"""Instances of rules: the solutions of the part that reads the schema, without those that say nothing of their own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import LOW, expand, has_partner, in_sorted, pack, ranges
from semkg.reasoning.engine.engine import Engine
from semkg.reasoning.engine.facts import Partition
from semkg.reasoning.engine.join import Pattern, solve
from semkg.reasoning.engine.program import CompiledRule
from semkg.reasoning.engine.table import Table, empty_table
from semkg.vocab import BUILTIN_ID, RDFS

ALSO_WITHOUT_THING = frozenset({"cls-svf1", "cls-maxqc1", "cls-maxqc3"})
"""Rules that have a twin for ``owl:Thing``, so that nobody has to be told that everything is a Thing."""
SUB_CLASS, SUB_PROPERTY = BUILTIN_ID[RDFS + "subClassOf"], BUILTIN_ID[RDFS + "subPropertyOf"]
MOST_COMPARED = 1 << 20
"""So many pairs of an instance and a class above its own are looked at to leave instances out."""


def refresh_instances(rule: CompiledRule, engine: Engine, *, reduced: bool = False) -> Table:
    """Find the instances of a rule again if they are stale, and return those that are new.

    Args:
        rule: the rule.
        engine: gives all facts.
        reduced: whether to leave out instances whose conclusions the hierarchies give as well.
    """
    if not rule.stale:
        return empty_table(rule.instance_names)
    before = rule.instances
    # Finding instances may show the engine that it has to write more out, which makes rules stale, this one too.
    rule.stale = False
    found = find_instances(rule, engine)
    rule.instances = _without_implied(rule, found, engine) if reduced else found
    return rule.instances.lacking(before) if before.n else rule.instances


def find_instances(rule: CompiledRule, engine: Engine) -> Table:
    """Solve the schema part of a rule.

    Instances that could only say what holds of everything are left out. Where an instance asks for what is not written
    out (that everything is a Thing, which literals a datatype holds, that everything is the same as itself), the
    engine is told.
    """
    if any(_is_unmatched(pattern, rule, engine) for pattern in rule.schema):
        return empty_table(rule.instance_names)
    table = solve(((pattern, engine.facts) for pattern in rule.schema), wanted=rule.instance_names).distinct()
    if rule.unequal:
        first, second = (table.columns[name] for name in rule.unequal)
        table = table.take(first != second)
    for pattern in rule.head:
        if pattern.p == rule.type_id and pattern.o in table.columns:
            table = _without_classes(table, str(pattern.o), engine.idle_classes)
    return _without_twins(rule, _without_trivial(rule, table), engine)


def _is_unmatched(pattern: Pattern, rule: CompiledRule, engine: Engine) -> bool:
    """Say, without any join, whether a pattern of the schema part certainly has no match."""
    if not isinstance(pattern.p, int):
        return False
    partition = engine.facts.get(pattern.p)
    if pattern.p != rule.type_id or not isinstance(pattern.o, int):
        return not len(partition)
    return not has_partner(pattern.o, partition.flipped)


def _without_classes(table: Table, name: str, classes: frozenset[int]) -> Table:
    for number in classes if table.n else ():
        table = table.take(table.columns[name] != number)
    return table


def _without_trivial(rule: CompiledRule, table: Table) -> Table:
    """Drop instances that derive the very triple that they read."""
    if len(rule.data) != 1 or len(rule.head) != 1:
        return table
    trivial = np.ones(table.n, dtype=np.bool_)
    for given, made in zip(rule.data[0], rule.head[0], strict=True):
        if given in table.columns and made in table.columns:
            trivial = trivial & (table.columns[str(given)] == table.columns[str(made)])
        elif given != made:
            return table
    return table.take(~trivial)


def _without_twins(rule: CompiledRule, table: Table, engine: Engine) -> Table:
    for pattern in rule.data:
        if pattern.p == rule.type_id and pattern.o in table.columns:
            column = table.columns[str(pattern.o)]
            if rule.id in ALSO_WITHOUT_THING:
                table = table.take(column != engine.thing)
                column = table.columns[str(pattern.o)]
            engine.ask_classes(column)
        if pattern.p in table.columns:
            engine.ask_predicates(table.columns[str(pattern.p)])
    return table


def _without_implied(rule: CompiledRule, table: Table, engine: Engine) -> Table:
    """Drop instances whose every conclusion follows from another instance by the class or the property hierarchy.

    A domain that is above another domain of the property says nothing new, nor does one that a property above has as
    well: the phases of the hierarchies copy what they derive. An instance is dropped for one above it in one column, or
    equivalent and of a lesser id, so that every chain of such steps ends at one that is kept.
    """
    for name, hierarchy, upward in _ordered_columns(rule):
        partition = engine.facts.get(int(engine.representative[hierarchy]))
        if len(partition) and table.n > 1:
            table = table.take(~_implied(table, name, partition, upward=upward))
    return table


def _ordered_columns(rule: CompiledRule) -> list[tuple[str, int, bool]]:
    """Return the columns that stand for one class or property in head or body, with the hierarchy that orders them.

    Returns:
        Name, predicate of the hierarchy, and whether an instance with a greater value is the one that is implied.
    """
    found: list[tuple[str, int, bool]] = []
    for patterns, upward in ((rule.head, True), (rule.data, False)):
        for pattern in patterns:
            if pattern.p == rule.type_id:
                found.append((str(pattern.o), SUB_CLASS, upward))
            elif pattern.p in rule.instance_names:
                found.append((str(pattern.p), SUB_PROPERTY, upward))
    uses = [slot for pattern in (*rule.head, *rule.data) for slot in pattern]
    return [entry for entry in found if entry[0] in rule.instance_names and uses.count(entry[0]) == 1]


def _implied(table: Table, name: str, hierarchy: Partition, *, upward: bool) -> NDArray[np.bool_]:
    """Mark the rows for which there is another one, equal in the other columns, that implies them.

    Args:
        table: distinct rows.
        name: the column that may differ.
        hierarchy: pairs (lower, higher).
        upward: whether the lower value implies the higher one.
    """
    column = table.columns[name]
    keys = hierarchy.flipped if upward else hierarchy.keys
    start, count = ranges(column, keys)
    if int(count.sum()) > MOST_COMPARED:
        return np.zeros(table.n, dtype=np.bool_, like=column)
    row, place = expand(start, count)
    other = keys[place] & LOW
    # Of equivalent values the least implies the others.
    pairs = pack(column[row], other) if upward else pack(other, column[row])
    mutual = in_sorted(pairs, hierarchy.keys)
    stronger = (other != column[row]) & (~mutual | (other < column[row]))
    row, other = row[stronger], other[stronger]
    asked = Table(len(row), table.take(row).columns | {name: other})
    implied = np.zeros(table.n, dtype=np.bool_, like=column)
    implied[row[asked.found_in(table)]] = True
    return implied
