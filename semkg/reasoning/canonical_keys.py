"""Sets of pairs as sorted 64-bit keys: the array steps that the canonical graph is made of.

A pair ``(a, b)`` of non-negative 32-bit numbers is the key ``a << 32 | b``; a set of pairs is a sorted array of
distinct keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
_LOW_HALF = np.int64(2**32 - 1)
_CHUNK = 1 << 23
"""Pairs that one step of a composition holds at a time (64 MB a column)."""


def pack(a: NDArray[np.integer], b: NDArray[np.integer]) -> Keys:
    """Return the key of each pair, in the order given."""
    return (a.astype(np.int64) << 32) | b.astype(np.int64)


def high(keys: Keys) -> Keys:
    """Return the first number of each pair."""
    return keys >> 32


def low(keys: Keys) -> Keys:
    """Return the second number of each pair."""
    return keys & _LOW_HALF


def distinct(keys: Keys) -> Keys:
    """Return the keys sorted, each once (a sort and a neighbour mask: ``np.unique`` takes 80 times longer)."""
    ordered = np.sort(keys)
    return ordered[starts(ordered)]


def starts(ordered: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return where each run of equal sorted values begins, as a mask."""
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def union(sets: Sequence[Keys]) -> Keys:
    """Return the union of sorted key sets."""
    if len(sets) == 1:
        return sets[0]
    return distinct(np.concatenate([np.empty(0, np.int64), *sets]))


def flip(keys: Keys) -> Keys:
    """Return the set of pairs ``(b, a)``."""
    return np.sort(pack(low(keys), high(keys)))


def contains(keys: Keys, wanted: Keys) -> NDArray[np.bool_]:
    """Return for each of ``wanted`` (any order) whether it is in the sorted set ``keys``."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=bool)
    place = np.searchsorted(keys, wanted)
    place[place == len(keys)] = 0
    found: NDArray[np.bool_] = keys[place] == wanted
    return found


def minus(keys: Keys, other: Keys) -> Keys:
    """Return the pairs of ``keys`` that are not in ``other`` (both sorted)."""
    return keys if not len(other) or not len(keys) else keys[~contains(other, keys)]


def compose(first: Keys, second: Keys) -> Keys:
    """Return all ``(a, c)`` with ``(a, b)`` in ``first`` and ``(b, c)`` in ``second`` (sorted)."""
    parts = [distinct(pack(a, c)) for a, c in joined(high(first), low(first), second)]
    return union(parts) if parts else np.empty(0, np.int64)


def joined(a: Keys, b: Keys, second: Keys) -> Iterator[tuple[Keys, Keys]]:
    """Yield, chunk by chunk, the columns ``a`` and ``c`` of all ``(b, c)`` in ``second`` for each given ``(a, b)``."""
    begin = np.searchsorted(second, b << 32)
    count = np.searchsorted(second, (b + 1) << 32) - begin
    total = np.cumsum(count)
    row = 0
    while row < len(a):
        done = int(total[row - 1]) if row else 0
        stop = max(row + 1, int(np.searchsorted(total, done + _CHUNK, side="right")))
        part = slice(row, stop)
        yield np.repeat(a[part], count[part]), low(second[_spans(begin[part], count[part])])
        row = stop


def _spans(begin: Keys, count: Keys) -> Keys:
    """Return ``begin[i], begin[i] + 1, ... (count[i] of them)`` for every ``i``, one after the other."""
    offset = np.cumsum(count) - count
    return np.arange(int(count.sum())) + np.repeat(begin - offset, count)


def transitive_closure(keys: Keys) -> Keys:
    """Return the least transitive set that contains ``keys`` (meant for schemas: one join a level)."""
    known, new = keys, keys
    while len(new):
        new = minus(compose(new, keys), known)
        known = union((known, new))
    return known


def hasse(order: Keys) -> Keys:
    """Return the transitive reduction of a strict partial order that is given in full.

    For each lower end the candidates are taken from the one with the most successors down: no other candidate can
    lie between, so it is an edge of the reduction, and it covers its successors.

    Args:
        order: all pairs of a transitive, irreflexive relation, sorted.

    Returns:
        The pairs ``(a, c)`` without any ``b`` between, sorted. Unique: Aho, Garey and Ullman 1972.
    """
    lower, upper = high(order), low(order)
    height = _successors(order, upper)
    rank = np.lexsort((-height, lower))
    lower, upper, height = lower[rank], upper[rank], height[rank]
    found = [np.empty(0, np.int64)]
    while len(lower):
        first = np.flatnonzero(starts(lower))
        top = np.repeat(height[first], np.diff(first, append=len(lower)))
        taken = height == top
        found.append(pack(lower[taken], upper[taken]))
        open_ = ~taken & (height < top)
        open_[open_] = ~_covered(lower, upper, taken, open_, order)
        lower, upper, height = lower[open_], upper[open_], height[open_]
    return np.sort(np.concatenate(found))


def _successors(order: Keys, nodes: Keys) -> Keys:
    """Return how many pairs of ``order`` start at each node."""
    return np.searchsorted(order, (nodes + 1) << 32) - np.searchsorted(order, nodes << 32)


def _covered(
    lower: Keys, upper: Keys, taken: NDArray[np.bool_], open_: NDArray[np.bool_], order: Keys
) -> NDArray[np.bool_]:
    """Return for each open pair ``(a, c)`` whether some taken ``(a, b)`` has ``(b, c)`` in ``order``."""
    wanted = pack(lower[open_], upper[open_])
    ranking = np.argsort(wanted)
    ordered = wanted[ranking]
    hit = np.zeros(len(wanted), dtype=bool)
    busy = taken & contains(distinct(lower[open_]), lower)
    for a, c in joined(lower[busy], upper[busy], order):
        keys = pack(a, c)
        place = np.searchsorted(ordered, keys)
        place[place == len(ordered)] = 0
        hit[ranking[place[ordered[place] == keys]]] = True
    return hit
