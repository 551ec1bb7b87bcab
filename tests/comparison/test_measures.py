"""Measures of rankings and partitions, against their textbook forms."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from semkg.comparison import adjusted_rand, normalised_mutual_information, variation_of_information
from semkg.comparison.measures import rank_biased_overlap, spearman, top_jaccard
from semkg.comparison.ranking import competition_ranks

FEW = settings(max_examples=80, deadline=None)
SCORES = st.sampled_from([0.0, 0.1, 0.2, 0.5, 1.0])
TWO = st.lists(st.tuples(SCORES, SCORES), max_size=14)
PARTITIONS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12)


def ranks(pairs: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    columns = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
    return competition_ranks(columns[0]), competition_ranks(columns[1])


@FEW
@given(TWO)
def test_spearman_is_that_of_scipy(pairs: list[tuple[float, float]]) -> None:
    before, after = ranks(pairs)

    rho = spearman(before, after)

    if len({b for b, _ in pairs}) < 2 or len({a for _, a in pairs}) < 2:
        assert rho is None
    else:
        assert rho == pytest.approx(spearmanr(before, after).statistic)


def test_spearman_without_ties_is_one_minus_six_times_the_squares() -> None:
    before, after = np.array([1, 2, 3, 4, 5]), np.array([2, 1, 4, 5, 3])

    assert spearman(before, after) == pytest.approx(1 - 6 * 8 / (5 * 24))


def slow_overlap(before: list[int], after: list[int], p: float, deep: int = 600) -> float:
    """Sum the agreement at each depth, far beyond the last rank."""
    ends = [sum(rank > 0 for rank in ranking) + 1 for ranking in (before, after)]
    x, y = ([rank or end for rank in ranking] for ranking, end in zip((before, after), ends, strict=True))
    total = 0.0
    for depth in range(1, deep):
        one = {node for node, rank in enumerate(x) if rank <= depth}
        other = {node for node, rank in enumerate(y) if rank <= depth}
        if one or other:
            total += (1 - p) * p ** (depth - 1) * 2 * len(one & other) / (len(one) + len(other))
    return total


@FEW
@given(TWO, st.sets(st.integers(0, 13)), st.sampled_from((0.5, 0.9)))
def test_rank_biased_overlap_is_the_sum_over_all_depths(
    pairs: list[tuple[float, float]], missing: set[int], p: float
) -> None:
    known = [place for place in range(len(pairs)) if place not in missing]
    before, after = ranks(pairs)
    partial = np.zeros(len(pairs), np.int64)
    partial[known] = competition_ranks(np.array([pairs[place][0] for place in known]))

    expected = slow_overlap(partial.tolist(), after.tolist(), p) if pairs else 1.0

    assert rank_biased_overlap(partial, after, p) == pytest.approx(expected)
    assert rank_biased_overlap(after, partial, p) == pytest.approx(expected)
    assert rank_biased_overlap(before, before, p) == pytest.approx(1)


def test_rank_biased_overlap_of_lists_that_share_nothing_before_their_end() -> None:
    before, after = np.array([1, 2, 0, 0]), np.array([0, 0, 1, 2])

    # depths 1 and 2 share nothing; from depth 3 on each has all four
    assert rank_biased_overlap(before, after, 0.5) == pytest.approx(0.25)


def test_the_top_counts_most_in_rank_biased_overlap() -> None:
    order, top, end = np.arange(1, 11), np.arange(1, 11), np.arange(1, 11)
    top[[0, 1]], end[[8, 9]] = top[[1, 0]], end[[9, 8]]

    assert rank_biased_overlap(order, top) < rank_biased_overlap(order, end) < 1


@FEW
@given(st.permutations(range(8)), st.permutations(range(8)), st.integers(1, 8))
def test_jaccard_of_two_tops_is_that_of_sets(one: list[int], other: list[int], top: int) -> None:
    before, after = np.array(one) + 1, np.array(other) + 1

    sets = [set(np.flatnonzero(ranking <= top).tolist()) for ranking in (before, after)]

    assert top_jaccard(before, after, top) == pytest.approx(len(sets[0] & sets[1]) / len(sets[0] | sets[1]))


def test_tied_nodes_are_in_the_top_in_part() -> None:
    before, after = np.array([1, 2, 2]), np.array([1, 2, 3])

    # the second place is shared by two nodes in the one, and one node has it in the other
    assert top_jaccard(before, after, 2) == pytest.approx(1.5 / 2.5)


def columns(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [first for first, _ in pairs], [second for _, second in pairs]


@FEW
@given(PARTITIONS)
def test_the_adjusted_rand_index_counts_pairs_that_are_together(pairs: list[tuple[int, int]]) -> None:
    together = [(a == b, c == d) for (a, c), (b, d) in combinations(pairs, 2)]
    both = sum(one and other for one, other in together)
    first, second = sum(one for one, _ in together), sum(other for _, other in together)
    chance = first * second / comb(len(pairs), 2) if together else 0.0
    most = (first + second) / 2

    expected = 1.0 if most == chance else (both - chance) / (most - chance)

    assert adjusted_rand(*columns(pairs)) == pytest.approx(expected)


def test_the_adjusted_rand_index_of_a_published_example() -> None:
    # Hubert and Arabie 1985 take crossed groups: of n = 6, two groups of three against three groups of two
    assert adjusted_rand([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]) == pytest.approx(8 / 33)


def information(pairs: list[tuple[int, int]]) -> tuple[float, float, float]:
    """Return the entropies of both partitions and their mutual information, by their definitions."""
    n = len(pairs)
    one, other = columns(pairs)
    p, q = ({label: labels.count(label) / n for label in labels} for labels in (one, other))
    mutual = sum(
        pairs.count(pair) / n * log(pairs.count(pair) / n / (p[pair[0]] * q[pair[1]])) for pair in set(pairs)
    )
    entropies = [-sum(share * log(share) for share in shares.values()) for shares in (p, q)]
    return entropies[0], entropies[1], mutual


@FEW
@given(PARTITIONS)
def test_information_measures_are_their_definitions(pairs: list[tuple[int, int]]) -> None:
    one, other, mutual = information(pairs)

    expected = 2 * mutual / (one + other) if one + other > 1e-12 else 1.0

    assert normalised_mutual_information(*columns(pairs)) == pytest.approx(expected, abs=1e-9)
    assert variation_of_information(*columns(pairs)) == pytest.approx(one + other - 2 * mutual, abs=1e-9)


MEASURES: tuple[tuple[Callable[..., float], float], ...] = (
    (adjusted_rand, 1.0),
    (normalised_mutual_information, 1.0),
    (variation_of_information, 0.0),
)


@pytest.mark.parametrize(("measure", "equal"), MEASURES, ids=lambda value: getattr(value, "__name__", ""))
@FEW
@given(pairs=PARTITIONS)
def test_names_of_groups_are_no_matter_and_neither_is_the_order_of_two_partitions(
    measure: Callable[..., float], equal: float, pairs: list[tuple[int, int]]
) -> None:
    one, other = columns(pairs)

    renamed = [f"group {7 - label}" for label in one]

    assert measure(one, renamed) == pytest.approx(equal, abs=1e-9)
    assert measure(renamed, other) == pytest.approx(measure(other, one), abs=1e-9)


@pytest.mark.parametrize("measure", [measure for measure, _ in MEASURES])
def test_partitions_of_different_nodes_are_an_error(measure: Callable[..., float]) -> None:
    with pytest.raises(ValueError, match=r"shapes \(1,\) and \(2,\)"):
        measure([1], [1, 2])
