"""Ranks, changes and summaries."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.comparison import Ranking, Row, compare
from semkg.comparison.measures import kendall_tau
from semkg.comparison.ranking import competition_ranks
from tests.comparison.rankings import SCORES, ranking, score_maps, three_regimes

FEW = settings(max_examples=60, deadline=None)


@FEW
@given(st.lists(SCORES, max_size=20))
def test_a_rank_is_one_more_than_the_number_of_better_nodes(scores: list[float]) -> None:
    ranks = competition_ranks(np.array(scores))

    # 0.1 and 0.1 + 1e-17 are the same double or neighbours: either way a tie
    assert ranks.tolist() == [1 + sum(other > score + 1e-9 for other in scores) for score in scores]


def test_scores_that_differ_by_rounding_only_are_tied() -> None:
    scores = np.array([0.1 + 0.2, 0.3, 0.3 * (1 + 1e-6), 1e-300, 0.0, -0.0])

    assert competition_ranks(scores).tolist() == [2, 2, 1, 4, 5, 5]


@FEW
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=15))
def test_kendall_tau_counts_pairs_in_the_same_and_in_opposite_order(pairs: list[tuple[int, int]]) -> None:
    before, after = np.array([b for b, _ in pairs], np.int64), np.array([a for _, a in pairs], np.int64)

    tau = kendall_tau(before, after)

    signs = [(np.sign(b1 - b2), np.sign(a1 - a2)) for (b1, a1), (b2, a2) in combinations(pairs, 2)]
    untied_before, untied_after = sum(b != 0 for b, _ in signs), sum(a != 0 for _, a in signs)
    if untied_before * untied_after == 0:
        assert tau is None
    else:
        assert tau == pytest.approx(sum(b * a for b, a in signs) / (untied_before * untied_after) ** 0.5)


@FEW
@given(score_maps(), score_maps(), st.integers(1, 12))
def test_summaries_obey_their_definitions(
    before: dict[str, float], after: dict[str, float], top: int
) -> None:
    pair = compare({"x": ranking(before), "y": ranking(after)}, analytic="PageRank", top=top).overall

    both = set(before) | set(after)
    assert pair.common == len(set(before) & set(after))
    assert (pair.only_before, pair.only_after) == (
        len(set(before) - set(after)),
        len(set(after) - set(before)),
    )
    assert pair.l1 == pytest.approx(sum(abs(before.get(label, 0) - after.get(label, 0)) for label in both))
    assert pair.top == min(top, len(before), len(after))
    assert 0 <= pair.top_overlap <= pair.top + 1e-12


@FEW
@given(st.permutations("abcdefgh"), st.permutations("abcdefgh"), st.integers(1, 8))
def test_without_ties_the_top_overlap_is_the_number_of_shared_nodes(one: str, other: str, top: int) -> None:
    rankings = {
        name: ranking({label: 1.0 / (place + 1) for place, label in enumerate(labels)})
        for name, labels in (("x", one), ("y", other))
    }

    pair = compare(rankings, analytic="PageRank", top=top).overall

    assert pair.top_overlap == len(set(one[:top]) & set(other[:top]))


@FEW
@given(score_maps(), st.integers(1, 12))
def test_a_ranking_shares_its_whole_top_with_itself_however_many_are_tied(
    scores: dict[str, float], top: int
) -> None:
    comparison = compare({"x": ranking(scores), "y": ranking(scores)}, analytic="PageRank", top=top)

    assert comparison.overall.top_overlap == pytest.approx(comparison.overall.top)
    assert comparison.overall.kendall_tau in (None, pytest.approx(1.0))
    assert comparison.overall.l1 == 0
    assert comparison.overall.movers == ()


@FEW
@given(score_maps(), score_maps(), st.randoms(use_true_random=False))
def test_the_order_in_which_nodes_are_given_makes_no_difference(
    before: dict[str, float], after: dict[str, float], random: np.random.Generator
) -> None:
    shuffled = list(before)
    random.shuffle(shuffled)

    straight = compare({"x": ranking(before), "y": ranking(after)}, analytic="PageRank")
    mixed = compare(
        {"x": ranking({label: before[label] for label in shuffled}), "y": ranking(after)}, analytic="PageRank"
    )

    assert mixed.to_json() == straight.to_json()


def test_nodes_stand_in_the_order_of_the_last_regime_and_missing_ones_last() -> None:
    assert three_regimes().labels == ("Lima", "Arica", "Quito", "Cusco")
    rankings = {"x": ranking({"a": 9, "b": 8, "c": 1, "d": 0}), "y": ranking({"d": 2, "c": 1})}
    assert compare(rankings, analytic="PageRank").labels == ("d", "c", "a", "b")


def test_a_node_that_a_regime_lacks_has_neither_score_nor_rank_there() -> None:
    rows = {row.label: row for row in three_regimes().rows}

    assert rows["Lima"] == Row("Lima", (0.3, 0.4, 0.5), (2, 1, 1))
    assert rows["Quito"] == Row("Quito", (None, 0.2, 0.25), (None, 3, 2))
    assert rows["Lima"].rank_change == 1
    assert rows["Lima"].score_change == pytest.approx(0.2)
    assert rows["Quito"].rank_change is None
    assert rows["Cusco"].score_change is None


def test_every_two_regimes_are_summarised() -> None:
    comparison = three_regimes()

    assert [(pair.before, pair.after) for pair in comparison.pairs] == [
        ("asserted", "entailed"),
        ("asserted", "invariant"),
        ("entailed", "invariant"),
    ]
    assert comparison.overall is comparison.pairs[1]


def test_the_largest_movers_come_first_and_those_that_appear_or_vanish_count_in_full() -> None:
    movers = three_regimes().overall.movers

    assert [mover.label for mover in movers] == ["Arica", "Quito", "Lima", "Cusco"]
    assert (movers[1].rank_before, movers[1].rank_after) == (None, 2)


def test_rounding_makes_no_mover() -> None:
    rankings = {"x": ranking({"a": 0.1 + 0.2, "b": 0.1}), "y": ranking({"a": 0.3, "b": 0.1})}

    assert compare(rankings, analytic="PageRank").overall.movers == ()


def test_all_nodes_tied_leave_kendall_tau_undefined() -> None:
    rankings = {"x": ranking({"a": 1, "b": 1}), "y": ranking({"a": 1, "b": 2})}

    assert compare(rankings, analytic="PageRank").overall.kendall_tau is None


def test_empty_rankings_compare() -> None:
    comparison = compare({"x": ranking({}), "y": ranking({})}, analytic="PageRank")

    assert len(comparison) == 0
    assert comparison.overall.top == 0
    assert "PageRank" in comparison.to_table()


@FEW
@given(score_maps(), score_maps())
def test_json_says_the_same_as_the_comparison(before: dict[str, float], after: dict[str, float]) -> None:
    comparison = compare({"x": ranking(before), "y": ranking(after)}, analytic="PageRank")

    def refuse(constant: str) -> float:
        raise AssertionError(constant)

    read = json.loads(comparison.to_json(), parse_constant=refuse)

    assert [node["node"] for node in read["nodes"]] == list(comparison.labels)
    assert {node["node"]: node["scores"]["x"] for node in read["nodes"] if node["ranks"]["x"]} == before
    assert read["pairs"][0]["kendall_tau"] == comparison.overall.kendall_tau


def test_json_keeps_what_is_said_about_each_regime_and_can_be_cut() -> None:
    read = json.loads(three_regimes().to_json(limit=1))

    assert read["analytic"] == "PageRank"
    assert read["settings"] == {"damping": "0.85"}
    assert read["regimes"][2] == {"name": "invariant", "nodes": 3, "notes": {"graph": "6e34"}}
    assert [node["node"] for node in read["nodes"]] == ["Lima"]
    assert read["nodes"][0]["change"]["rank"] == 1


@pytest.mark.parametrize(
    ("labels", "scores", "message"),
    [
        (("a",), [1.0, 2.0], r"scores have shape \(2,\): one for each of the 1 labels"),
        (("a", "b"), [1.0, float("nan")], "the score of b is nan: scores are finite"),
        (("a", "a"), [1.0, 2.0], "a stands 2 times among the labels"),
    ],
)
def test_wrong_rankings_are_errors_that_name_the_node(
    labels: tuple[str, ...], scores: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Ranking(labels, np.array(scores))


def test_one_ranking_is_no_comparison() -> None:
    with pytest.raises(ValueError, match="1 rankings are given: a comparison needs at least two"):
        compare({"x": ranking({})}, analytic="PageRank")


def test_numbers_of_nodes_are_at_least_one() -> None:
    with pytest.raises(ValueError, match="top is 0: it is at least 1"):
        compare({"x": ranking({}), "y": ranking({})}, analytic="PageRank", top=0)
    with pytest.raises(ValueError, match="movers is -1: it is at least 1"):
        compare({"x": ranking({}), "y": ranking({})}, analytic="PageRank", movers=-1)
