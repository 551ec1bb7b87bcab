from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.store.columns import (
    NO_QUADS,
    Columns,
    Quads,
    Row,
    count_triples,
    difference,
    find_spans,
    from_tuples,
    is_member,
    sharing_pairs,
    sort_unique,
    to_tuples,
    union_rows,
)

SMALL = st.integers(0, 3)
LARGE = st.integers(2**31 - 6, 2**31 - 1)
ROWS = st.lists(st.tuples(st.one_of(SMALL, LARGE), SMALL, st.one_of(SMALL, LARGE), SMALL), max_size=20)
FEW_EXAMPLES = settings(deadline=None, max_examples=60)


def psog(row: Row) -> Row:
    s, p, o, g = row
    return p, s, o, g


def sorted_quads(rows: list[Row]) -> Quads:
    return from_tuples(sorted(set(rows), key=psog))


@FEW_EXAMPLES
@given(ROWS)
def test_quads_are_sorted_by_predicate_subject_object_graph_and_stand_once(rows: list[Row]) -> None:
    assert to_tuples(sort_unique(from_tuples(rows))) == sorted(set(rows), key=psog)


@FEW_EXAMPLES
@given(ROWS, ROWS)
def test_difference_and_membership_are_those_of_sets(rows: list[Row], other: list[Row]) -> None:
    ours, theirs = from_tuples(rows), from_tuples(other)

    assert to_tuples(difference(ours, theirs)) == [row for row in rows if row not in set(other)]
    assert is_member(ours, theirs).tolist() == [row in set(other) for row in rows]


def test_ids_that_do_not_fit_one_key_are_ranked_first() -> None:
    top = 2**31 - 1
    wide = [(top, 0, top, top), (0, top, 0, top), (top, top, top, 0), (0, 0, 0, 0), (top, top, top, top)]

    assert to_tuples(sort_unique(from_tuples(wide * 2))) == sorted(wide, key=psog)


@FEW_EXAMPLES
@given(ROWS)
def test_the_union_of_graphs_has_every_triple_once(rows: list[Row]) -> None:
    union = union_rows(sorted_quads(rows))

    triples = list(zip(union.p.tolist(), union.s.tolist(), union.o.tolist(), strict=True))
    assert triples == sorted({(p, s, o) for s, p, o, _ in rows})


@pytest.mark.parametrize("copies", [1, 40])
@FEW_EXAMPLES
@given(rows=ROWS, triples=ROWS)
def test_triples_are_counted_over_graphs(copies: int, rows: list[Row], triples: list[Row]) -> None:
    wanted = triples * copies

    counts = count_triples(sorted_quads(rows), from_tuples(wanted))

    assert counts.tolist() == [sum(row[:3] == wish[:3] for row in set(rows)) for wish in wanted]


@FEW_EXAMPLES
@given(ROWS, st.lists(st.tuples(st.booleans(), ROWS), max_size=6), st.sampled_from([2, 4096]))
def test_columns_follow_a_set_through_changes(
    start: list[Row], steps: list[tuple[bool, list[Row]]], most_changes: int
) -> None:
    columns, model = Columns(sorted_quads(start)), set(start)
    columns._MOST_CHANGES = most_changes

    for adds, rows in steps:
        quads = from_tuples(rows)
        assert to_tuples(columns.missing(quads)) == sorted(set(rows) - model, key=psog)
        columns.apply(*((quads, NO_QUADS) if adds else (NO_QUADS, quads)))
        model = model | set(rows) if adds else model - set(rows)
        assert all(columns.has(row) == (row in model) for row in rows)
        for s, p, _, g in rows[:2]:
            assert columns.objects(s, p, g) == sorted(o for a, b, o, c in model if (a, b, c) == (s, p, g))

    assert to_tuples(columns.merged()) == sorted(model, key=psog)


def test_missing_quads_are_found_for_many_as_for_few() -> None:
    columns = Columns(sorted_quads([(i, 0, i, 0) for i in range(300)]))
    asked = [(i, 0, i, 0) for i in range(200, 500)]

    missing = columns.missing(from_tuples(asked * 2))

    assert to_tuples(missing) == asked[100:]


def test_merged_columns_cannot_be_written_to() -> None:
    columns = Columns(NO_QUADS)
    columns.apply(from_tuples([(1, 2, 3, 4)]), NO_QUADS)

    with pytest.raises(ValueError, match="read-only"):
        columns.merged()[0, 0] = np.int32(7)


VALUES = np.array([0, 1, 2, 3, 2**31 - 3, 2**31 - 1], dtype=np.int32)


def drawn(seed: int) -> list[Row]:
    """Return some 150 rows; hypothesis takes too long to draw so many."""
    return to_tuples(np.random.default_rng(seed).choice(VALUES, (4, 150)))


MANY = st.integers(0, 10**6).map(drawn)
A_FEW = st.lists(st.tuples(*[st.sampled_from(VALUES.tolist())] * 4), max_size=5)


@FEW_EXAMPLES
@given(MANY, A_FEW, st.integers(1, 4))
def test_rows_are_found_by_their_first_columns(rows: list[Row], wanted: list[Row], depth: int) -> None:
    quads = sorted_quads(rows)
    wanted = [*wanted, *rows[:3]]

    start, stop = find_spans(quads, from_tuples(wanted), depth)

    for row, begin, end in zip(wanted, start.tolist(), stop.tolist(), strict=True):
        keys = [psog(found)[:depth] for found in to_tuples(quads)]
        assert keys[begin:end] == [psog(row)[:depth]] * keys.count(psog(row)[:depth])
        assert keys[:begin] == sorted(key for key in keys if key < psog(row)[:depth])


@FEW_EXAMPLES
@given(MANY, A_FEW, A_FEW)
def test_a_few_changes_to_many_quads_are_those_of_sets(
    rows: list[Row], added: list[Row], removed: list[Row]
) -> None:
    columns = Columns(sorted_quads(rows))
    removed = [*removed, *rows[::50]]

    columns.apply(from_tuples(added), from_tuples(removed))

    expected = (set(rows) - set(removed)) | set(added)
    assert to_tuples(columns.merged()) == sorted(expected, key=psog)


@FEW_EXAMPLES
@given(MANY, A_FEW)
def test_quads_that_share_subject_and_predicate_are_found(rows: list[Row], wanted: list[Row]) -> None:
    quads = sorted_quads(rows)
    wanted = [*wanted, *rows[:2]]
    pairs = {row[:2] for row in wanted}

    assert to_tuples(sharing_pairs(quads, from_tuples(wanted))) == [
        row for row in to_tuples(quads) if row[:2] in pairs
    ]
