"""Key sets whose first ids are few, such as classes with their members: marks in place of sorting and searching.

Pairs come as two columns, a group and a member, in runs of one group. To mark a member takes a tenth of what it takes
to sort it, and to look at a mark a tenth of what a binary search takes. Where runs are short, or a group has few
members beside the range of ids, keys are sorted and searched after all.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from semkg.kernels.joins import Ids
from semkg.kernels.keys import EMPTY, LOW, Keys, diff_sorted, in_sorted, pack, sort_unique

LEAST_RUN = 64
"""Runs are worth marks if they have so many rows on average."""
MOST_RANGE = 32
"""A group is worth marks if the range of ids is at most so many times its rows."""


def runs(groups: Ids) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of equal values in a column: the value, the first row, and the row after the last."""
    if len(groups):
        begin = np.flatnonzero(groups[1:] != groups[:-1]).tolist()
        begin = [0, *(place + 1 for place in begin)]
        values = groups[np.asarray(begin, like=groups)].tolist()
        yield from zip(values, begin, [*begin[1:], len(groups)], strict=True)


def has_long_runs(groups: Ids) -> bool:
    """Say whether runs of equal values are so long that they are worth a step each."""
    return int(np.count_nonzero(groups[1:] != groups[:-1])) * LEAST_RUN < len(groups)


def _is_sparse(members: Ids) -> bool:
    """Say whether there is no group, whatever it holds, that is worth marks."""
    return len(members) * MOST_RANGE <= int(members.max(initial=0))


def new_members(groups: Ids, members: Ids, known: Keys) -> Keys:
    """Return the pairs that a key set does not have.

    Args:
        groups: the group of each pair, shape ``(n,)``.
        members: the member of each pair; pairs may repeat.
        known: a key set of ``group << 32 | member``.

    Returns:
        A key set of ``group << 32 | member``.
    """
    if not has_long_runs(groups) or _is_sparse(members):
        return diff_sorted(sort_unique(pack(groups, members)), known)
    by_group: dict[int, list[Ids]] = {}
    for group, start, stop in runs(groups):
        by_group.setdefault(group, []).append(members[start:stop])
    marks = np.zeros(int(members.max(initial=0)) + 1, dtype=np.bool_, like=members)
    found = [EMPTY]
    for group in sorted(by_group):
        fresh = _new_in_group(by_group[group], _members(group, known), marks)
        fresh |= group << 32
        found.append(fresh)
    return np.concatenate(found)


def _new_in_group(parts: list[Ids], known: Ids, marks: NDArray[np.bool_]) -> Ids:
    """Return the ids that a group does not have, ascending; the marks are false before and after."""
    if sum(len(part) for part in parts) * MOST_RANGE < len(marks):
        return diff_sorted(sort_unique(np.concatenate(parts)), known).copy()
    for part in parts:
        marks[part] = True
    marks[known[: int(np.searchsorted(known, len(marks)))]] = False
    fresh = np.flatnonzero(marks)
    marks[fresh] = False
    return fresh


def _members(group: int, keys: Keys) -> Ids:
    """Return the ids that one group has in a key set, ascending."""
    start = int(np.searchsorted(keys, np.int64(group) << 32))
    stop = int(np.searchsorted(keys, (np.int64(group) << 32) | LOW, side="right"))
    return keys[start:stop] & LOW


def are_members(groups: Ids, members: Ids, keys: Keys) -> NDArray[np.bool_]:
    """Say of each pair whether a key set of ``group << 32 | member`` holds it; shape ``(n,)``."""
    if not len(keys) or not has_long_runs(groups) or _is_sparse(members):
        return in_sorted(pack(groups, members), keys)
    found = np.zeros(len(groups), dtype=np.bool_, like=groups)
    marks = np.zeros(int(members.max(initial=0)) + 1, dtype=np.bool_, like=members)
    for group, start, stop in runs(groups):
        known, asked = _members(group, keys), members[start:stop]
        if (len(known) + len(asked)) * MOST_RANGE < len(marks):
            found[start:stop] = in_sorted(asked, known)
        else:
            known = known[: int(np.searchsorted(known, len(marks)))]
            marks[known] = True
            found[start:stop] = marks[asked]
            marks[known] = False
    return found
