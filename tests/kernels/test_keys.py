"""Key sets against Python sets."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from semkg.kernels import (
    EMPTY,
    Keys,
    compose,
    diff_sorted,
    flip,
    group_starts,
    in_sorted,
    merge_sorted,
    pack,
    range_join,
    sort_unique,
    union,
    unpack,
)

ids = st.one_of(st.integers(0, 6), st.sampled_from([2**31 - 1, 2**31 - 2]))
pairs = st.lists(st.tuples(ids, ids), max_size=12)


def key_set(of: list[tuple[int, int]]) -> Keys:
    table = np.array(of, dtype=np.int64).reshape(-1, 2)
    return sort_unique(pack(table[:, 0], table[:, 1]))


def as_pairs(keys: Keys) -> list[tuple[int, int]]:
    first, second = unpack(keys)
    return list(zip(first.tolist(), second.tolist(), strict=True))


@given(pairs)
def test_keys_sort_like_pairs_and_unpack_to_them(of: list[tuple[int, int]]) -> None:
    assert as_pairs(key_set(of)) == sorted(set(of))


@given(pairs)
def test_flipping_swaps(of: list[tuple[int, int]]) -> None:
    assert as_pairs(np.sort(flip(key_set(of)))) == sorted({(b, a) for a, b in of})


@given(pairs, pairs)
def test_set_operations(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    left, right = key_set(one), key_set(other)
    fresh = diff_sorted(left, right)

    assert as_pairs(fresh) == sorted(set(one) - set(other))
    assert as_pairs(merge_sorted(right, fresh)) == sorted(set(one) | set(other))
    assert as_pairs(union([left, right])) == sorted(set(one) | set(other))
    assert in_sorted(left, right).tolist() == [pair in set(other) for pair in as_pairs(left)]


def test_merging_a_few_into_many_keeps_the_order() -> None:
    many = np.arange(0, 1000, 2)
    few = np.array([1, 501, 2001])

    assert merge_sorted(many, few).tolist() == sorted([*many.tolist(), *few.tolist()])


@given(st.lists(ids, max_size=8), pairs)
def test_a_range_join_finds_every_partner(firsts: list[int], of: list[tuple[int, int]]) -> None:
    parent, partner = range_join(np.array(firsts, dtype=np.int64), key_set(of))

    found = sorted(zip(parent.tolist(), partner.tolist(), strict=True))
    assert found == sorted((i, b) for i, first in enumerate(firsts) for a, b in set(of) if a == first)


@given(pairs, pairs)
def test_composition(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    composed = sort_unique(compose(key_set(left), key_set(right)))

    assert as_pairs(composed) == sorted({(a, d) for a, b in left for c, d in right if b == c})


@given(st.lists(st.tuples(ids, ids), min_size=1, max_size=12))
def test_groups_are_the_distinct_rows(rows: list[tuple[int, int]]) -> None:
    columns = tuple(np.array(rows, dtype=np.int64).T)
    order, first = group_starts(columns)

    assert [rows[i] for i in order[first].tolist()] == sorted(set(rows))


def test_nothing_stays_nothing() -> None:
    assert len(union([EMPTY, EMPTY])) == 0
    assert len(merge_sorted(EMPTY, EMPTY)) == 0
    assert len(compose(EMPTY, EMPTY)) == 0
    assert len(range_join(EMPTY, EMPTY)[0]) == 0


@given(st.lists(ids, max_size=8))
def test_one_id_is_packed_beside_many(many: list[int]) -> None:
    keys = pack(np.array([3]), np.array(many, dtype=np.int64))

    assert as_pairs(keys) == [(3, other) for other in many]
