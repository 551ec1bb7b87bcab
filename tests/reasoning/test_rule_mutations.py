"""No rule can be left out unnoticed: without it one of its own cases fails."""

from __future__ import annotations

import pytest

from semkg.reasoning import close, entails
from semkg.reasoning.rules.rule import Rule
from semkg.reasoning.rules.tables import PLUS, PLUS_TAUTOLOGIES, RDFS, RL, RULE_SETS
from semkg.store import TermDictionary
from tests.reasoning.graphs import read
from tests.reasoning.test_rules import CASES, Case

TABLES = {"rl": RL, "plus": RL + PLUS + PLUS_TAUTOLOGIES, "rdfs-alone": RDFS}
"""Rule sets under names of their own: without freezing, and without what is answered when asked."""
OF_THEIR_OWN = [
    (name, rule)
    for name, table in (("rl", RL), ("plus", PLUS), ("rdfs-alone", RDFS))
    for rule in table
    if rule.by in ("join", "list")
]
"""Rules that a join or a compiled list carries out; the others are what the engine does with terms and values."""


def holds(case: Case, rules: str) -> bool:
    terms = TermDictionary()
    closure = close(read(case.given, terms), terms, rules=rules)
    if case.kind == "clash":
        return case.rule in {clash.rule for clash in closure.clashes}
    return entails(closure, read(case.text, terms), terms)


@pytest.mark.parametrize(("name", "rule"), OF_THEIR_OWN, ids=lambda value: getattr(value, "id", str(value)))
def test_without_a_rule_one_of_its_cases_fails(
    name: str, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RULE_SETS, f"{name} whole", TABLES[name])
    without = tuple(other for other in TABLES[name] if other.id != rule.id)
    monkeypatch.setitem(RULE_SETS, f"{name} without {rule.id}", without)
    cases = [case for case in CASES if case.rule == rule.id and case.kind in ("then", "clash")]

    assert all(holds(case, f"{name} whole") for case in cases)
    assert not all(holds(case, f"{name} without {rule.id}") for case in cases)
