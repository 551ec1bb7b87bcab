"""The pages about rules and conformance say what the code and the results say."""

from __future__ import annotations

import importlib.util
import json
from types import ModuleType
from typing import Any

import pytest

from semkg.reasoning.rules.tables import RULE_SETS
from tests.data import ROOT
from tests.reasoning.rules_page import PAGE, SECTIONS, to_markdown
from tests.reasoning.test_suites import LEDGER, claimed, key, read_cases


def conformance() -> ModuleType:
    spec = importlib.util.spec_from_file_location("conformance", ROOT / "benchmarks" / "conformance.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_rules_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == to_markdown(), "docs/rules.md is old: run make docs"


def test_the_page_of_rules_has_every_rule() -> None:
    shown = {rule for _, rules in SECTIONS for rule in rules}

    assert shown == {rule for rules in RULE_SETS.values() for rule in rules}


def test_the_page_of_conformance_is_that_of_its_results() -> None:
    script = conformance()
    kept: dict[str, Any] = json.loads(script.RESULTS.read_text(encoding="utf-8"))
    if not script.CASES.exists():
        pytest.skip(
            f"test data {script.CASES.name} is missing: set SEMKG_TEST_DATA to the folder that holds it"
        )
    tasks = [script.key(task) for task in (*script.rule_tasks(), *script.suite_tasks())]

    page = script.page(tasks, kept)

    assert script.PAGE.read_text(encoding="utf-8") == page, "run python benchmarks/conformance.py"


def test_the_results_of_this_version_are_those_of_the_ledger() -> None:
    script = conformance()
    outcomes = json.loads(script.RESULTS.read_text(encoding="utf-8"))["semkg"]["outcomes"]
    failed = {
        name.split()[1:3][0] + " " + name.split()[2]
        for name, outcome in outcomes.items()
        if outcome != "pass"
    }
    mine = {f"{case['id'].replace(' ', '/')} {case['type']}" for case in read_cases() if claimed(case)}
    expected = {f"{case} {kind}" for suite, case, kind in LEDGER if suite != "rdf-mt"}

    assert {name for name in failed if name in mine} == expected & mine
    assert all(outcome == "pass" for name, outcome in outcomes.items() if name.startswith("rules "))


def test_every_case_that_is_claimed_was_asked() -> None:
    script = conformance()
    outcomes = json.loads(script.RESULTS.read_text(encoding="utf-8"))["semkg"]["outcomes"]
    asked = {tuple(name.split()[1:]) for name in outcomes}

    assert {(case["id"].replace(" ", "/"), key(case)[2]) for case in read_cases()} <= asked
