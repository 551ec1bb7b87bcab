"""Integer triples: what is accepted, and what is known."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from semkg.embedding import TripleIndex
from semkg.embedding.triples import sorted_triples

FEW = settings(max_examples=50, deadline=None)
ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2), st.integers(0, 6)), min_size=1, max_size=40)


@FEW
@given(ROWS, st.randoms())
def test_the_order_of_triples_and_duplicates_do_not_matter(
    rows: list[tuple[int, int, int]], random: Random
) -> None:
    shuffled = rows + rows[:3]
    random.shuffle(shuffled)

    result = sorted_triples(shuffled, n_entities=7, n_predicates=3)

    assert [tuple(row) for row in result.tolist()] == sorted(set(rows))


@FEW
@given(ROWS)
def test_the_index_knows_exactly_its_triples_in_both_directions(rows: list[tuple[int, int, int]]) -> None:
    index = TripleIndex.of(np.array(rows), 3)
    s, p = (grid.ravel() for grid in np.meshgrid(np.arange(7), np.arange(6)))

    pairs, objects = index.answers(s, p)

    expected = {row for a, r, b in rows for row in ((a, r, b), (b, r + 3, a))}
    found = list(zip(s[pairs].tolist(), p[pairs].tolist(), objects.tolist(), strict=True))
    assert set(found) == expected
    assert len(found) == len(expected)


@FEW
@given(ROWS, ROWS)
def test_membership_is_that_of_a_set(
    known: list[tuple[int, int, int]], asked: list[tuple[int, int, int]]
) -> None:
    index = TripleIndex.of(np.array(known), 3)

    result = index.contains(np.array(asked))

    assert result.tolist() == [row in set(known) for row in asked]


def test_an_empty_index_knows_nothing() -> None:
    index = TripleIndex.of(np.empty((0, 3), dtype=np.int64), 2)

    assert index.contains(np.array([(0, 0, 1)])).tolist() == [False]


@pytest.mark.parametrize(
    ("triples", "message"),
    [
        ([(0, 0)], "integers of shape"),
        ([0, 0, 1], "integers of shape"),
        ([(0.5, 0.0, 1.0)], "not float64"),
        ([(0, 0, 5)], "entity id 5 is outside 0 .. 4"),
        ([(-1, 0, 1)], "entity id -1 is outside"),
        ([(0, 2, 1)], "predicate id 2 is outside 0 .. 1"),
    ],
)
def test_anything_but_triples_of_known_ids_is_refused(triples: ArrayLike, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        sorted_triples(triples, n_entities=5, n_predicates=2)
