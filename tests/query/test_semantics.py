"""Statements of docs/semantics.md that no other test shows, and that each statement there has its test."""

from __future__ import annotations

import itertools
import re

import pytest

from tests.data import ROOT
from tests.query.fakes import EX, engine, ring, rows, solutions

PREFIX = f"PREFIX ex: <{EX}> "
PAGE = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")

PATTERNS = {
    "a chain": (
        "?a ex:label ?l .",
        "?b sk:near ?a .",
        "(?c ?s) sk:near (?b 3) .",
        "?c a ex:City ; sk:score ?r .",
    ),
    "computed inputs": (
        "?a ex:age ?k .",
        "BIND(?k + 1 AS ?j)",
        "(?b) sk:near (?a ?j) .",
        "VALUES ?b { ex:n3 ex:n5 }",
    ),
    "a filter": ("(?v) sk:alike (?a ?b) .", "?a ex:next ?b .", "FILTER(?v < 2)", "?b sk:score ?s ."),
}


@pytest.mark.parametrize("patterns", PATTERNS.values(), ids=PATTERNS)
def test_the_order_of_patterns_does_not_matter(patterns: tuple[str, ...]) -> None:
    asked = engine(ring())
    orders = [order for order in itertools.permutations(patterns) if _is_valid(order)]

    answers = [solutions(asked.query(f"{PREFIX} SELECT * {{ {' '.join(order)} }}")) for order in orders]

    assert answers[0]
    assert len(orders) >= 4
    assert all(answer == answers[0] for answer in answers)


def _is_valid(order: tuple[str, ...]) -> bool:
    """In SPARQL itself BIND sees what stands before it, and what it binds must not stand there."""
    bind = next((place for place, pattern in enumerate(order) if pattern.startswith("BIND")), None)
    return bind is None or order.index("?a ex:age ?k .") < bind < order.index("(?b) sk:near (?a ?j) .")


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_a_limit_takes_some_of_the_same_solutions(limit: int) -> None:
    asked = engine(ring())
    every = solutions(asked.query(PREFIX + "SELECT ?n ?o { ?n a ex:City . (?o ?s) sk:near (?n 3) }"))
    inside = f"{{ SELECT ?n ?o {{ ?n a ex:City . (?o ?s) sk:near (?n 3) }} LIMIT {limit} }}"

    outer = solutions(
        asked.query(f"{PREFIX} SELECT ?n ?o {{ ?n a ex:City . (?o ?s) sk:near (?n 3) }} LIMIT {limit}")
    )
    inner = solutions(asked.query(f"{PREFIX} SELECT ?n ?o {{ {inside} }}"))
    joined = solutions(asked.query(f"{PREFIX} SELECT ?n ?o {{ {inside} ?o a ex:Town }}"))

    assert len(outer) == len(inner) == limit
    assert set(outer) | set(inner) | set(joined) <= set(every)


def test_k_counts_before_anything_is_filtered() -> None:
    found = rows(
        engine(ring()).query(PREFIX + "SELECT ?n ?o { ?n a ex:City . (?o) sk:near (?n 1) . ?o a ex:Town }")
    )
    none = rows(
        engine(ring()).query(PREFIX + "SELECT ?n ?o { ?n a ex:City . (?o) sk:near (?n 1) . ?o a ex:City }")
    )

    assert len(found) == 3
    assert none == []


def test_every_statement_names_tests_that_exist() -> None:
    statements = re.findall(r"^- .*?(?=^- |^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    named = [re.findall(r"`(tests/\S+?)::(\w+)`", statement) for statement in statements]
    missing = [
        f"{path}::{name}"
        for path, name in {pair for pairs in named for pair in pairs}
        if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]

    assert len(statements) > 30
    assert [statement for statement, tests in zip(statements, named, strict=True) if not tests] == []
    assert missing == []
