"""Every rule: cases in which it fires and cases in which it must not, lists with each of their places."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from semkg.reasoning import close, entails
from semkg.reasoning.rules.tables import PLUS, RDFS, RL, RULE_SETS
from semkg.store import TermDictionary
from tests.reasoning.graphs import read

ALWAYS = {"eq-ref", "prp-ap", "cls-thing", "cls-nothing1", "dt-type1", "rdfs4a", "rdfs4b"}
"""Rules that hold of everything cannot fail to fire."""


class Case(NamedTuple):
    rule: str
    given: str
    kind: str
    text: str


def read_cases() -> list[Case]:
    cases: list[Case] = []
    rule = given = ""
    for line in Path(__file__).with_name("rules.cases").read_text().splitlines():
        word, _, text = line.partition(" ")
        if line.startswith("["):
            rule = line.strip("[]")
        elif word == "given":
            given = text
        elif word in ("then", "never", "clash", "peace"):
            cases.append(Case(rule, given, word, text))
    return cases


CASES = read_cases()


def of_kind(*kinds: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "case", [case for case in CASES if case.kind in kinds], ids=lambda case: case.rule
    )


def rule_set(rule: str) -> str:
    return "rdfs" if rule.startswith("rdfs") else "rl+" if rule.startswith("plus") else "rl"


def follows(case: Case) -> bool:
    terms = TermDictionary()
    closure = close(read(case.given, terms), terms, rules=rule_set(case.rule))
    return entails(closure, read(case.text, terms), terms)


def clashing(given: str) -> set[str]:
    terms = TermDictionary()
    return {clash.rule for clash in close(read(given, terms), terms, rules="rl").clashes}


@of_kind("then")
def test_a_rule_fires(case: Case) -> None:
    assert follows(case)


@of_kind("never")
def test_a_rule_stays_silent(case: Case) -> None:
    assert not follows(case)


@of_kind("clash")
def test_a_clash_is_found_by_its_rule(case: Case) -> None:
    assert clashing(case.given) == {case.rule}


@of_kind("peace")
def test_what_is_consistent_has_no_clash(case: Case) -> None:
    assert clashing(case.given) == set()


def test_every_rule_has_a_case_in_which_it_fires() -> None:
    every = {rule.id for rules in RULE_SETS.values() for rule in rules}

    assert every == {case.rule for case in CASES if case.kind in ("then", "clash")}


def test_every_rule_has_a_case_in_which_it_must_not_fire() -> None:
    every = {rule.id for rule in (*RL, *PLUS, *RDFS)}

    assert every - ALWAYS <= {case.rule for case in CASES if case.kind in ("never", "peace")}


def test_rules_that_others_give_name_rules_of_the_same_table() -> None:
    for rules in RULE_SETS.values():
        ids = {rule.id for rule in rules}
        assert all(ids.issuperset(rule.given_by) for rule in rules)
        assert all(bool(rule.given_by) == (rule.by == "given") for rule in rules)
