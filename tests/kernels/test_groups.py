"""Groups with their members against Python sets, by marks and by sorting."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semkg.kernels import Ids, are_members, groups, has_long_runs, new_members
from tests.kernels.test_keys import as_pairs, key_set

members = st.lists(st.integers(0, 30), max_size=12)
runs = st.lists(st.tuples(st.sampled_from([0, 1, 5, 2**31 - 1]), members), max_size=5)
known_pairs = st.lists(st.tuples(st.sampled_from([0, 1, 5, 7, 2**31 - 1]), st.integers(0, 60)), max_size=30)


@pytest.fixture(params=[0, 10**9], ids=["sorted", "marked"], autouse=True)
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have every group marked, whatever its size, or none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "LEAST_RUN", 0 if request.param else 10**9)
        patch.setattr(groups, "MOST_RANGE", request.param)
        yield


def columns(drawn: list[tuple[int, list[int]]]) -> tuple[Ids, Ids]:
    rows = [(group, member) for group, part in drawn for member in part]
    table = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


@given(runs, known_pairs)
def test_new_members_are_those_that_are_not_known(
    drawn: list[tuple[int, list[int]]], known: list[tuple[int, int]]
) -> None:
    asked = columns(drawn)

    found = new_members(*asked, key_set(known))

    assert as_pairs(found) == sorted({(g, m) for g, part in drawn for m in part} - set(known))


@given(runs, known_pairs)
def test_members_are_found(drawn: list[tuple[int, list[int]]], known: list[tuple[int, int]]) -> None:
    asked = columns(drawn)

    found = are_members(*asked, key_set(known))

    assert found.tolist() == [(g, m) in set(known) for g, part in drawn for m in part]


@given(runs, known_pairs, st.integers(0, 3))
def test_groups_of_both_kinds_mix(
    drawn: list[tuple[int, list[int]]], known: list[tuple[int, int]], most: int
) -> None:
    asked = columns(drawn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "LEAST_RUN", 0)
        patch.setattr(groups, "MOST_RANGE", most)

        fresh, inside = new_members(*asked, key_set(known)), are_members(*asked, key_set(known))

    assert as_pairs(fresh) == sorted({(g, m) for g, part in drawn for m in part} - set(known))
    assert inside.tolist() == [(g, m) in set(known) for g, part in drawn for m in part]


def test_a_run_is_long_in_the_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "LEAST_RUN", 4)

    assert has_long_runs(np.repeat([3, 1, 3], 5))
    assert not has_long_runs(np.arange(15))
