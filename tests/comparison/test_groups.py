"""Groups of nodes under several regimes, compared."""

from __future__ import annotations

import json

import pytest

from semkg import KnowledgeGraph
from semkg.comparison import Grouping, compare_groups
from tests.chile import shared_chile


def grouping(**groups: str) -> Grouping:
    return Grouping(tuple(groups), tuple(groups.values()), {})


def test_the_same_groups_under_other_names_are_the_same() -> None:
    first, second = grouping(a="one", b="one", c="two"), grouping(a="x", b="x", c="y")

    [pair] = compare_groups({"asserted": first, "entailed": second}, analytic="components").pairs

    assert (pair.adjusted_rand, pair.mutual_information, pair.variation) == (1, 1, 0)
    assert (pair.common, pair.only_before, pair.only_after) == (3, 0, 0)


def test_nodes_that_one_regime_lacks_are_counted_and_left_out() -> None:
    first, second = grouping(a="one", b="one", c="two"), grouping(b="x", c="y", d="y", e="y")

    [pair] = compare_groups({"asserted": first, "entailed": second}, analytic="components").pairs

    assert (pair.common, pair.only_before, pair.only_after) == (2, 1, 2)
    assert pair.adjusted_rand == 1


def test_fewer_than_two_regimes_are_refused() -> None:
    with pytest.raises(ValueError, match="at least two"):
        compare_groups({"asserted": grouping(a="one")}, analytic="components")


def test_what_entailment_joins_shows_in_every_measure() -> None:
    kg = KnowledgeGraph()
    kg.load(
        b"@prefix : <http://x/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . :a :p :b . :c :p :d . :e :p :f ."
        b":b owl:sameAs :c .",
        "ttl",
    )

    found = kg.compare_groups("component", regimes=("asserted", "invariant"))

    assert found.sizes("asserted") == {"<http://x/a>": 2, "<http://x/c>": 2, "<http://x/e>": 2}
    assert found.sizes("invariant") == {"<http://x/a>": 4, "<http://x/e>": 2}
    [pair] = found.pairs
    assert pair.common == 6
    assert 0 < pair.adjusted_rand < 1
    assert pair.variation > 0


def test_tables_and_json_say_the_same() -> None:
    found = shared_chile().compare_groups("community")

    table, data = found.to_table(), json.loads(found.to_json())

    assert "adjusted Rand" in table
    assert f"{found.pairs[0].adjusted_rand:.3f}" in table
    assert data["pairs"][0]["adjusted_rand"] == found.pairs[0].adjusted_rand
    assert [regime["name"] for regime in data["regimes"]] == ["asserted", "entailed", "invariant"]
    assert set(data["nodes"][0]["groups"]) == {"asserted", "entailed", "invariant"}


def test_scores_and_groups_are_told_apart() -> None:
    with pytest.raises(ValueError, match=r"kg.compare_groups\('community'\)"):
        shared_chile().compare("community")
    with pytest.raises(ValueError, match="pageRank gives no groups"):
        shared_chile().compare_groups("pageRank")
