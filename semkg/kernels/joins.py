"""Joins of id columns with key sets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels.keys import LOW, Keys, pack

Ids = NDArray[np.int64]


def ranges(firsts: Ids, keys: Keys) -> tuple[Ids, Ids]:
    """Find the keys that begin with each id.

    Args:
        firsts: ids, shape ``(n,)``, in any order.
        keys: a key set.

    Returns:
        ``start`` and ``count``, each of shape ``(n,)``: the keys that begin with ``firsts[i]`` are
        ``keys[start[i] : start[i] + count[i]]``.
    """
    begin = firsts << 32
    start = keys.searchsorted(begin)
    return start, keys.searchsorted(begin | LOW, side="right") - start


def expand(start: Ids, count: Ids) -> tuple[Ids, Ids]:
    """Write out ranges.

    Args:
        start: begin of each range, shape ``(n,)``.
        count: length of each range, shape ``(n,)``.

    Returns:
        ``parent`` and ``place``, each of shape ``(sum(count),)``: the number of the range and the position in it.
    """
    parent = np.repeat(np.arange(len(start), like=start), count)
    before = np.cumsum(count) - count
    place = np.arange(len(parent), like=parent) + np.repeat(start - before, count)
    return parent, place


def range_join(firsts: Ids, keys: Keys) -> tuple[Ids, Keys]:
    """Join ids with a key set on its first part.

    Returns:
        ``parent`` and ``partner``: ``firsts[parent[i]]`` occurs in a key together with ``partner[i]``.
    """
    parent, place = expand(*ranges(firsts, keys))
    return parent, keys[place] & LOW


def partners(first: int, keys: Keys) -> Ids:
    """Return the ids that one id occurs with in a key set, ascending."""
    return range_join(np.full(1, first, dtype=np.int64, like=keys), keys)[1]


def has_partner(first: int, keys: Keys) -> bool:
    """Say whether an id is the first of some key."""
    place = int(keys.searchsorted(np.int64(first) << 32))
    return place < len(keys) and int(keys[place]) >> 32 == first


def compose(left: Keys, right: Keys) -> Keys:
    """Return all ``(a, c)`` such that ``(a, b)`` is in ``left`` and ``(b, c)`` in ``right``; unsorted, with repeats."""
    parent, partner = range_join(left & LOW, right)
    return (left[parent] >> 32 << 32) | partner


def group_starts(columns: tuple[Ids, ...]) -> tuple[Ids, NDArray[np.bool_]]:
    """Order rows by several columns and mark where a new group of equal rows begins.

    Args:
        columns: one or more columns of equal length ``n``; the first is the most significant.

    Returns:
        ``order``, a permutation of ``0 .. n - 1``, and ``first``, true where ``order`` enters a new group; both
        ``(n,)``.
    """
    if len(columns) == 2:
        columns = (pack(*columns),)
    order = np.argsort(columns[0], kind="stable") if len(columns) == 1 else np.lexsort(columns[::-1])
    first = np.zeros(len(order), dtype=np.bool_, like=order)
    first[:1] = True
    for column in columns:
        ordered = column[order]
        first[1:] |= ordered[1:] != ordered[:-1]
    return order, first
