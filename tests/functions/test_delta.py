"""What entailment changes, asked from SPARQL: the same as two rankings taken apart."""

from __future__ import annotations

from typing import Any

import pytest

from semkg.errors import FunctionError, QueryError
from tests.chile import place, select, shared_chile

PATTERN = "(?n ?before ?after ?delta) sk:entailmentDelta (sk:pageRank {})"


def value(term: Any) -> float | None:
    return None if term is None else float(term.value)


def changes(options: str = "", regime: str | None = None) -> dict[str, tuple[float | None, ...]]:
    rows = select(shared_chile(), f"SELECT * {{ {PATTERN.format(options)} }}", regime)
    return {str(row["n"]): (value(row["before"]), value(row["after"]), value(row["delta"])) for row in rows}


def scores(regime: str, damping: float = 0.85) -> dict[str, float]:
    return {str(node): score for node, score in shared_chile().pagerank(regime, damping=damping)}


@pytest.mark.parametrize(
    ("options", "before", "after"),
    [
        ("", "asserted", "invariant"),
        ("sk:regime sk:entailed", "asserted", "entailed"),
        ("sk:from sk:entailed", "entailed", "invariant"),
        ("sk:from sk:entailed sk:regime sk:asserted", "entailed", "asserted"),
    ],
)
def test_each_node_has_its_score_before_and_after_and_the_difference(
    options: str, before: str, after: str
) -> None:
    first, second = scores(before), scores(after)

    found = changes(options)

    assert found.keys() == first.keys() | second.keys()
    for node, (one, other, delta) in found.items():
        assert one == pytest.approx(first.get(node), rel=1e-12)
        assert other == pytest.approx(second.get(node), rel=1e-12)
        assert delta == pytest.approx(second.get(node, 0) - first.get(node, 0), abs=1e-15)


def test_the_changes_of_an_analytic_take_its_options() -> None:
    low = changes("sk:damping 0.5")

    assert {node: after for node, (_, after, _) in low.items() if after is not None} == pytest.approx(
        scores("invariant", damping=0.5)
    )


def test_under_the_regime_it_starts_from_nothing_changes() -> None:
    assert {delta for _, _, delta in changes(regime="asserted").values()} == {0.0}


def test_the_change_of_one_node_is_an_expression_too() -> None:
    [row] = select(shared_chile(), "SELECT (sk:entailmentDelta(sk:pageRank, :Santiago) AS ?d) {}")

    assert value(row["d"]) == changes()[f"<{place('Santiago')}>"][2]


def test_a_node_that_only_what_follows_knows_has_no_score_before() -> None:
    found = changes()
    only_after = [delta for before, after, delta in found.values() if before is None]

    assert all(delta is not None and delta > 0 for delta in only_after)
    assert all(before is not None or after is not None for before, after, _ in found.values())


def test_an_analytic_that_gives_no_scores_is_refused_with_the_valid_ones() -> None:
    with pytest.raises((QueryError, FunctionError), match="pageRank"):
        select(shared_chile(), "SELECT * { (?n ?b ?a ?d) sk:entailmentDelta (sk:similarTo) }")
