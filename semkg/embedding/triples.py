"""Triples as integer arrays: checking, sorting, both directions, and what is known to be true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Triples = NDArray[np.int64]
"""Rows ``(subject, predicate, object)``, shape ``(n, 3)``."""


def sorted_triples(triples: ArrayLike, *, n_entities: int, n_predicates: int) -> Triples:
    """Check triples and return them sorted and without duplicates, so that their order does not matter.

    Raises:
        ValueError: not integers of shape ``(n, 3)``, or an id outside its range.
    """
    rows = as_triples(triples)
    _check_range(rows[:, [0, 2]], n_entities, "entity")
    _check_range(rows[:, 1], n_predicates, "predicate")
    rows = rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return rows[first]


def as_triples(triples: ArrayLike) -> Triples:
    """Return triples as int64 of shape ``(n, 3)``.

    Raises:
        ValueError: the values are no integers, or the shape is another one.
    """
    rows = np.asarray(triples)
    if rows.size == 0:
        return np.empty((0, 3), dtype=np.int64)
    if rows.ndim != 2 or rows.shape[1] != 3 or rows.dtype.kind not in "iu":
        msg = f"triples must be integers of shape (n, 3), not {rows.dtype} of shape {rows.shape}"
        raise ValueError(msg)
    return rows.astype(np.int64)


def as_ids(ids: ArrayLike, n: int, what: str) -> NDArray[np.int64]:
    """Return one id or a list of ids as a flat int64 array.

    Raises:
        ValueError: not integers, or one outside ``0 .. n - 1``.
    """
    flat = np.atleast_1d(np.asarray(ids))
    if flat.size == 0:
        return np.empty(0, dtype=np.int64)
    if flat.dtype.kind not in "iu" or flat.ndim != 1:
        msg = f"{what} ids must be a flat list of integers, not {flat.dtype} of shape {flat.shape}"
        raise ValueError(msg)
    _check_range(flat, n, what)
    return flat.astype(np.int64)


def _check_range(ids: NDArray[np.int64], n: int, what: str) -> None:
    if ids.size and not 0 <= ids.min() <= ids.max() < n:
        wrong = ids[(ids < 0) | (ids >= n)].flat[0]
        msg = f"{what} id {wrong} is outside 0 .. {n - 1}"
        raise ValueError(msg)


def both_directions(rows: Triples, n_predicates: int) -> Triples:
    """Return the triples, then each read backwards under its reciprocal predicate ``p + n_predicates``."""
    backwards = np.column_stack((rows[:, 2], rows[:, 1] + n_predicates, rows[:, 0]))
    return np.concatenate((rows, backwards))


@dataclass(frozen=True, slots=True)
class TripleIndex:
    """Which objects stand with (subject, predicate), in both directions, as compressed sparse rows.

    Attributes:
        n_predicates: number of predicates; ``p + n_predicates`` is p read backwards.
        keys: the pairs as ``subject * 2 * n_predicates + predicate``, ascending, shape ``(n_pairs,)``.
        pointer: where the objects of each pair begin, shape ``(n_pairs + 1,)``.
        objects: ascending within one pair, shape ``(2 * n_triples,)``.
    """

    n_predicates: int
    keys: NDArray[np.int64]
    pointer: NDArray[np.int64]
    objects: NDArray[np.int64]

    @classmethod
    def of(cls, triples: Triples, n_predicates: int) -> TripleIndex:
        """Build the index; duplicates count once."""
        rows = both_directions(triples, n_predicates)
        key = rows[:, 0] * (2 * n_predicates) + rows[:, 1]
        order = np.lexsort((rows[:, 2], key))
        key, objects = key[order], rows[order, 2]
        new_key = np.ones(len(key), dtype=bool)
        new_key[1:] = key[1:] != key[:-1]
        new_row = new_key.copy()
        new_row[1:] |= objects[1:] != objects[:-1]
        key, objects, new_key = key[new_row], objects[new_row], new_key[new_row]
        starts = np.flatnonzero(new_key)
        return cls(n_predicates, key[starts], np.append(starts, len(key)), objects)

    def answers(
        self, s: NDArray[np.int64], p: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the known objects of each pair as two equally long columns ``(row of the pair, object)``."""
        if not len(self.keys):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        key = s * (2 * self.n_predicates) + p
        at = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        found = self.keys[at] == key
        counts = np.where(found, self.pointer[at + 1] - self.pointer[at], 0)
        rows = np.repeat(np.arange(len(key)), counts)
        offset = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        return rows, self.objects[self.pointer[at][rows] + offset]

    def contains(self, triples: Triples) -> NDArray[np.bool_]:
        """Return, for each triple, whether it is known; shape ``(n,)``."""
        rows, objects = self.answers(triples[:, 0], triples[:, 1])
        hit = objects == triples[rows, 2]
        known = np.zeros(len(triples), dtype=bool)
        known[rows[hit]] = True
        return known
