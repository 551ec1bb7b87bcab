"""One rule at a time: its instances, what it derives from new facts, and the triples that this makes."""

from __future__ import annotations

import numpy as np

from semkg.kernels import EMPTY, Ids, Keys, group_starts, pack, partners
from semkg.reasoning.engine.engine import Engine, Produced
from semkg.reasoning.engine.facts import Before, Facts, View
from semkg.reasoning.engine.join import Pattern, Table, empty_table, solve, stack
from semkg.reasoning.engine.program import CompiledRule

ALSO_WITHOUT_THING = frozenset({"cls-svf1", "cls-maxqc1", "cls-maxqc3"})
"""Rules that have a twin for ``owl:Thing``, so that nobody has to be told that everything is a Thing."""


def refresh_instances(rule: CompiledRule, engine: Engine) -> Table:
    """Find the instances of a rule again if they are stale, and return those that are new."""
    if not rule.stale:
        return empty_table(rule.instance_names)
    before = rule.instances
    # Finding instances may show the engine that it has to write more out, which makes rules stale, this one too.
    rule.stale = False
    rule.instances = find_instances(rule, engine)
    return rule.instances.minus(before)


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
            table = table.take(~np.isin(table.columns[str(pattern.o)], list(engine.idle_classes)))
    return _without_twins(rule, _without_trivial(rule, table), engine)


def _is_unmatched(pattern: Pattern, rule: CompiledRule, engine: Engine) -> bool:
    """Say, without any join, whether a pattern of the schema part certainly has no match."""
    if not isinstance(pattern.p, int):
        return False
    partition = engine.facts.get(pattern.p)
    if pattern.p != rule.type_id or not isinstance(pattern.o, int):
        return not len(partition)
    return not len(partners(pattern.o, partition.flipped))


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


def derive(rule: CompiledRule, engine: Engine, fresh: Facts, instances: Table) -> Table:
    """Find the solutions of a rule's body that were not there before.

    Args:
        rule: the rule, its instances up to date.
        engine: gives all facts.
        fresh: the facts that the rule has not seen.
        instances: the instances that the rule has not seen.

    Returns:
        The columns ``rule.wanted``; a few solutions may have been there before.
    """
    wanted = rule.wanted
    if not rule.data:
        return instances.keep(wanted)
    before = Before(engine.facts, fresh)
    found = []
    if instances.n:
        found.append(solve([(atom, engine.facts) for atom in rule.data], wanted=wanted, start=instances))
    if rule.instances.n > instances.n:
        for number, atom in enumerate(rule.data):
            atoms: list[tuple[Pattern, View]] = [(atom, fresh)]
            atoms += [(other, before) for other in rule.data[:number]]
            atoms += [(other, engine.facts) for other in rule.data[number + 1 :]]
            found.append(solve(atoms, wanted=wanted, start=rule.instances))
    return stack(found, wanted)


def emit(rule: CompiledRule, table: Table, produced: Produced) -> None:
    """Add the triples that the solutions of a rule's body make, by predicate."""
    if not table.n:
        return
    for pattern in rule.head:
        keys = pack(_column(table, pattern.s), _column(table, pattern.o))
        if isinstance(pattern.p, int):
            produced.setdefault(pattern.p, []).append(keys)
        else:
            for predicate, part in _split(table.columns[pattern.p], keys):
                produced.setdefault(predicate, []).append(part)


def _column(table: Table, slot: str | int) -> Ids:
    if isinstance(slot, str):
        return table.columns[slot]
    model = next(iter(table.columns.values()), EMPTY)
    return np.full(table.n, slot, dtype=np.int64, like=model)


def _split(predicates: Ids, keys: Keys) -> list[tuple[int, Keys]]:
    order, first = group_starts((predicates,))
    begin = np.flatnonzero(first)
    parts = np.split(keys[order], begin[1:])
    return list(zip(predicates[order[begin]].tolist(), parts, strict=True))
