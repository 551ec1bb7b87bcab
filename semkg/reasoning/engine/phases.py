"""Phases that carry out rules one at a time: joins, equalities and clashes."""

from __future__ import annotations

import numpy as np

from semkg.kernels import Ids, group_starts, pack, placed
from semkg.reasoning.engine.derivation import derive, emit
from semkg.reasoning.engine.engine import Engine, Produced, Reached
from semkg.reasoning.engine.facts import Facts
from semkg.reasoning.engine.fresh import Fresh
from semkg.reasoning.engine.instances import refresh_instances
from semkg.reasoning.engine.join import solve
from semkg.reasoning.engine.program import SAME, CompiledRule
from semkg.reasoning.engine.table import Table, empty_table, stack


class RulePhase:
    """What all phases with rules have in common.

    Attributes:
        rules: the rules, whose instances the engine marks as stale.
        fresh: the facts that came since the last run.
    """

    closed = False

    def __init__(self, rules: list[CompiledRule]) -> None:
        self.rules = rules
        self.fresh = Fresh()

    def ready(self) -> bool:
        """Say whether facts are new or instances stale."""
        return bool(self.fresh) or any(rule.stale for rule in self.rules)

    def renumber(self, new_id: Ids) -> None:
        """Replace the ids in the rules."""
        self.rules = [rule.renumbered(new_id) for rule in self.rules]

    def make_transitive(self, predicates: list[int]) -> None:
        """Take on transitive predicates: nothing to do here."""

    def forget(self, engine: Engine, reached: Reached) -> None:
        """Count every instance of a rule as new that writes to something reached."""
        for rule in self.rules:
            written = np.zeros(rule.instances.n, dtype=np.bool_)
            for pattern in rule.head:
                written |= reached.touches(pattern, rule)
            if written.any():
                rule.instances = rule.instances.take(placed(~written, engine.device))
                rule.stale = True

    def copy_rules(self) -> list[CompiledRule]:
        """Return the rules with states of their own."""
        return [rule.twin() for rule in self.rules]


class SchemaPhase(RulePhase):
    """Rules whose whole body reads the schema, such as Table 9; they reach a fixpoint before any data is read."""

    def ready(self) -> bool:
        """Say whether the schema has grown."""
        return any(rule.stale for rule in self.rules)

    def run(self, engine: Engine) -> Produced:
        """Add what the new instances say, rule by rule, so that the next rule reads it already."""
        self.fresh = Fresh()
        for rule in self.rules:
            if rule.stale:
                produced: Produced = {}
                emit(rule, refresh_instances(rule, engine), produced)
                engine.commit(produced, origin=self)
        return {}

    def copy(self) -> SchemaPhase:
        """Return an independent phase in the same state."""
        return SchemaPhase(self.copy_rules())


class JoinPhase(RulePhase):
    """Rules that join data with their instances and add triples."""

    def run(self, engine: Engine) -> Produced:
        """Derive from new facts and new instances."""
        fresh = self.fresh.take(engine.facts)
        produced: Produced = {}
        for rule in self.rules:
            if not rule.stale and not rule.instances.n:
                continue
            instances = refresh_instances(rule, engine, reduced=True)
            emit(rule, derive(rule, engine, fresh, instances), produced)
        return produced

    def copy(self) -> JoinPhase:
        """Return an independent phase in the same state."""
        return JoinPhase(self.copy_rules())


class PairPhase(RulePhase):
    """Rules that make two different values the same: functional properties, cardinalities, keys."""

    def run(self, engine: Engine) -> Produced:
        """Chain the values of every group that got a new one."""
        fresh = self.fresh.take(engine.facts)
        parts = []
        for rule in self.rules:
            first, second = find_pairs(rule, engine, fresh)
            name = rule.pair[0]
            parts.append(pack(first.columns[name], second.columns[name]))
        return {int(engine.representative[SAME]): parts}

    def copy(self) -> PairPhase:
        """Return an independent phase in the same state."""
        return PairPhase(self.copy_rules())


class ClashPhase(RulePhase):
    """Rules with the head ``false``: their solutions are kept as findings."""

    def forget(self, engine: Engine, reached: Reached) -> None:
        """Forget what was found by rules that read something reached."""
        for rule in self.rules:
            patterns = rule.data + tuple(p for p in rule.schema if not isinstance(p.p, int) or p.p >= 0)
            if any(reached.touches(pattern, rule).any() for pattern in patterns):
                rule.instances = empty_table(rule.instance_names)
                rule.stale = True
                engine.clashes.pop(rule.id, None)

    def run(self, engine: Engine) -> Produced:
        """Find the clashes that new facts make."""
        fresh = self.fresh.take(engine.facts)
        for rule in self.rules:
            if not rule.stale and not rule.instances.n:
                continue
            table = find_clashes(rule, engine, fresh)
            if table.n:
                known = engine.clashes.get(rule.id, empty_table(table.columns))
                if rule.pair and known.n:
                    # The pairs of a group are found anew, all of them, when it gets another value.
                    known = known.lacking(table.keep(rule.group))
                engine.clashes[rule.id] = stack([known, table], table.columns).distinct()
        return {}

    def copy(self) -> ClashPhase:
        """Return an independent phase in the same state."""
        return ClashPhase(self.copy_rules())


def find_clashes(rule: CompiledRule, engine: Engine, fresh: Facts) -> Table:
    """Find the solutions of a clash rule; a pair has the columns of its second value with the ending 2."""
    if not rule.pair:
        instances = refresh_instances(rule, engine)
        return derive(rule, engine, fresh, instances)
    first, second = find_pairs(rule, engine, fresh)
    return Table(first.n, first.columns | {name[:-1] + "2": second.columns[name] for name in rule.pair})


def find_pairs(rule: CompiledRule, engine: Engine, fresh: Facts) -> tuple[Table, Table]:
    """Find neighbouring rows of equal groups: enough of them to connect all values of each group.

    Only groups with a new row are read in full.

    Returns:
        Two tables with the columns ``rule.wanted``; their rows agree in ``rule.group`` and differ in ``rule.pair``.
    """
    instances = refresh_instances(rule, engine)
    everything_is_new = instances.n == rule.instances.n
    rows = derive(rule, engine, fresh, instances)
    if rows.n and not everything_is_new:
        groups = rows.keep(rule.group).distinct()
        atoms = [(pattern, engine.facts) for pattern in rule.schema + rule.data]
        rows = solve(atoms, wanted=rule.wanted, start=groups)
    return _neighbours(rows, rule.group, rule.pair)


def _neighbours(rows: Table, group: tuple[str, ...], pair: tuple[str, ...]) -> tuple[Table, Table]:
    rows = rows.distinct()
    if rows.n < 2:
        return empty_table(group + pair), empty_table(group + pair)
    order, _ = group_starts(tuple(rows.columns[name] for name in group + pair))
    rows = rows.take(order)
    same = np.ones(rows.n - 1, dtype=np.bool_, like=order)
    for name in group:
        same &= rows.columns[name][1:] == rows.columns[name][:-1]
    second = np.flatnonzero(same) + 1
    return rows.take(second - 1), rows.take(second)
