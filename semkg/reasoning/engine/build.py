"""A rule set laid out as the phases of an engine."""

from __future__ import annotations

from functools import lru_cache

from semkg.reasoning.engine.engine import Engine, Phase
from semkg.reasoning.engine.graph_phases import (
    ClassPhase,
    PropertyPhase,
    TransitivePhase,
    is_class_rule,
    is_transitive,
    linear_slots,
)
from semkg.reasoning.engine.list_phases import ChainPhase, IntersectionPhase, KeyPhase, ListPhase
from semkg.reasoning.engine.phases import ClashPhase, JoinPhase, PairPhase, SchemaPhase
from semkg.reasoning.engine.program import SAME, CompiledRule, compile_rule
from semkg.reasoning.rules.tables import RULE_SETS
from semkg.reasoning.values.literals import LiteralTable
from semkg.vocab import BUILTIN_ID


def build_engine(rules: str, literals: LiteralTable, *, device: str = "cpu") -> Engine:
    """Make an engine without facts for one rule set.

    Args:
        rules: a name of :data:`semkg.reasoning.RULE_SETS`.
        literals: values of the literals of the dictionary.
        device: where to compute, one of :data:`semkg.kernels.DEVICES`.
    """
    equality = any(rule.by == "blocks" for rule in RULE_SETS[rules])
    compiled = [rule.twin() for rule in _compiled(rules, literals.number_owner(0), literals.number_owner(1))]
    listed = {rule.id for rule in RULE_SETS[rules] if rule.by == "list"}
    return Engine(
        literals,
        _lay_out(compiled, listed),
        equality=equality,
        everything_is_thing=rules == "rl+",
        device=device,
    )


@lru_cache(maxsize=64)
def _compiled(rules: str, zero: int | None, one: int | None) -> tuple[CompiledRule, ...]:
    """Compile the rules that are carried out by joins, once for each pair of literals that mean 0 and 1."""
    numbers = {'"0"': zero, '"1"': one}

    def resolve(place: str) -> int | None:
        return numbers[place] if place in numbers else BUILTIN_ID[place]

    compiled = (compile_rule(rule, resolve) for rule in RULE_SETS[rules] if rule.by == "join")
    found = tuple(rule for rule in compiled if rule is not None)
    for rule in found:
        # Copies of a rule take along what was once found out about it.
        _ = rule.wanted, rule.instance_names, rule.reads, rule.pair and rule.group
    return found


def _lay_out(rules: list[CompiledRule], listed: set[str]) -> list[Phase]:
    """Give every rule to the phase of its shape; the order of phases is the order of work."""
    shapes: dict[str, list[CompiledRule]] = {}
    for rule in rules:
        shapes.setdefault(_shape(rule), []).append(rule)
    fixed = tuple(int(rule.head[0].p) for rule in shapes.get("fixed", ()))
    phases: list[Phase | None] = [
        ListPhase() if listed else None,
        SchemaPhase(shapes.get("schema", [])),
        TransitivePhase([], fixed),
        PropertyPhase(shapes.get("property", [])),
        JoinPhase(shapes.get("one", [])),
        ClassPhase(shapes.get("class", [])),
        JoinPhase(shapes.get("join", [])),
        IntersectionPhase([]) if "cls-int1" in listed else None,
        TransitivePhase(shapes.get("transitive", [])),
        ChainPhase([]) if "prp-spo2" in listed else None,
        PairPhase(shapes.get("pair", [])),
        KeyPhase([]) if "prp-key" in listed else None,
        ClashPhase(shapes.get("clash", [])),
    ]
    return [phase for phase in phases if phase is not None]


def _shape(rule: CompiledRule) -> str:
    if not rule.head:
        return "clash"
    if rule.head[0].p == SAME:
        return "pair"
    if is_transitive(rule):
        return "transitive" if rule.data else "fixed"
    if not rule.data:
        return "schema"
    if linear_slots(rule):
        return "property"
    if is_class_rule(rule):
        return "class"
    return "one" if len(rule.data) == 1 else "join"
