"""One rule at a time: what it derives from new facts, and the triples that this makes."""

from __future__ import annotations

import numpy as np

from semkg.kernels import EMPTY, Ids, Keys, drop_repeats, group_starts, on_host, pack
from semkg.reasoning.engine.engine import Engine, Produced
from semkg.reasoning.engine.facts import Before, Facts, View
from semkg.reasoning.engine.join import Pattern, TooManyError, solve_within
from semkg.reasoning.engine.program import CompiledRule
from semkg.reasoning.engine.table import Table, stack


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
        found.append(_solve(rule, engine, [(atom, engine.facts) for atom in rule.data], instances))
    if rule.instances.n > instances.n:
        for number, atom in enumerate(rule.data):
            if isinstance(atom.p, int) and not len(fresh.get(atom.p)):
                continue
            atoms: list[tuple[Pattern, View]] = [(atom, fresh)]
            atoms += [(other, before) for other in rule.data[:number]]
            atoms += [(other, engine.facts) for other in rule.data[number + 1 :]]
            found.append(_solve(rule, engine, atoms, rule.instances))
    return stack(found, wanted)


def _solve(rule: CompiledRule, engine: Engine, atoms: list[tuple[Pattern, View]], start: Table) -> Table:
    """Solve the body of a rule for some instances; findings of clashes are no triples and have no limit."""
    most = engine.growth.room(len(engine.facts)) if rule.head else None
    try:
        return solve_within(atoms, wanted=rule.wanted, start=start, most=most)
    except TooManyError:
        raise engine.growth.error(dict.fromkeys(_made(rule), most or 0)) from None


def _made(rule: CompiledRule) -> list[int]:
    """Return the predicates that a rule writes."""
    slots = [pattern.p for pattern in rule.head]
    columns = [np.array([slot]) if isinstance(slot, int) else rule.instances.columns[slot] for slot in slots]
    return [int(predicate) for column in columns for predicate in on_host(column).tolist()]


def emit(rule: CompiledRule, table: Table, produced: Produced) -> None:
    """Add the triples that the solutions of a rule's body make, by predicate."""
    if not table.n:
        return
    for pattern in rule.head:
        keys = pack(_column(table, pattern.s), _column(table, pattern.o))
        if isinstance(pattern.p, int):
            # Rows come in runs of one subject: most repeats stand side by side.
            produced.setdefault(pattern.p, []).append(drop_repeats(keys))
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
    ordered, begins = keys[order], begin.tolist()
    ends = [*begins[1:], len(keys)]
    parts = [ordered[start:stop] for start, stop in zip(begins, ends, strict=True)]
    return list(zip(predicates[order[begin]].tolist(), parts, strict=True))
