"""Quads as four sorted integer columns: set operations, and a base with a small list of changes on top."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.store.snapshot import Rows

Quads = NDArray[np.int32]
"""Columns ``s p o g`` of term ids, shape ``(4, n)``."""

Row = tuple[int, int, int, int]

NO_QUADS: Quads = np.empty((4, 0), dtype=np.int32)
_ORDER = (1, 0, 2, 3)
_KEY_BITS = 63
FEW = 64
"""So many rows are looked up one by one; for more, all columns are packed into keys."""


def sort_unique(quads: Quads) -> Quads:
    """Return the distinct quads sorted by (p, s, o, g), shape ``(4, m)``."""
    keys = _keys(quads)
    order = np.argsort(keys)
    return quads[:, order[_first_of_run(keys[order])]]


def sort_by_key(quads: Quads) -> Quads:
    """Return the quads sorted by (p, s, o, g), as often as they are there."""
    return quads[:, np.argsort(_keys(quads))]


def without_graphs(quads: Quads) -> Quads:
    """Return the quads with the same graph for all, in their order."""
    return np.stack((*quads[:3], np.zeros_like(quads[3])))


def count_triples(quads: Quads, triples: Quads) -> NDArray[np.int64]:
    """Return how many of the quads have each of the triples, whatever the graph, shape ``(n triples,)``.

    Args:
        quads: sorted by (p, s, o).
        triples: in any order; their graphs do not matter.
    """
    if triples.shape[1] <= FEW:
        spans = [_span(quads, row, 3) for row in to_tuples(triples)]
        return np.array([span.stop - span.start for span in spans], dtype=np.int64)
    keys = _keys(without_graphs(np.concatenate((quads, triples), axis=1)))
    having, wanted = keys[: quads.shape[1]], keys[quads.shape[1] :]
    right = np.searchsorted(having, wanted, side="right")
    return np.asarray(right - np.searchsorted(having, wanted, side="left"))


def difference(quads: Quads, other: Quads) -> Quads:
    """Return the quads that are not in ``other``, in their order; both in any order."""
    return quads[:, ~is_member(quads, other)]


def is_member(quads: Quads, other: Quads) -> NDArray[np.bool_]:
    """Return for each of the quads whether ``other`` has it, shape ``(n,)``; both in any order."""
    if not other.shape[1] or not quads.shape[1]:
        return np.zeros(quads.shape[1], dtype=np.bool_)
    keys = _keys(np.concatenate((quads, other), axis=1))
    wanted, having = keys[: quads.shape[1]], np.sort(keys[quads.shape[1] :])
    place = np.minimum(np.searchsorted(having, wanted), len(having) - 1)
    return np.asarray(having[place] == wanted)


def union_rows(quads: Quads) -> Rows:
    """Return the triples of sorted quads, each once: views of the columns where there is one graph."""
    s, p, o, g = quads
    if not len(g) or g.min() == g.max():
        return Rows(s, p, o)
    first = np.ones(len(g), dtype=np.bool_)
    first[1:] = (s[1:] != s[:-1]) | (p[1:] != p[:-1]) | (o[1:] != o[:-1])
    return Rows(s[first], p[first], o[first])


def _keys(quads: Quads) -> NDArray[np.int64]:
    """Return one integer a quad, in the order of (p, s, o, g), shape ``(n,)``."""
    keys = np.zeros(quads.shape[1], dtype=np.int64)
    used = 0
    for column in quads[list(_ORDER)].astype(np.int64) if len(keys) else ():
        low = column.min()
        width = int(column.max() - low).bit_length()
        if used + width > _KEY_BITS:
            keys = _dense_ranks(keys)
            used = int(keys.max()).bit_length()
        keys = keys << width | (column - low)
        used += width
    return keys


def _dense_ranks(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    ordered = np.sort(keys)
    return np.searchsorted(ordered[_first_of_run(ordered)], keys)


def _first_of_run(ordered: NDArray[np.int64]) -> NDArray[np.bool_]:
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


class Columns:
    """The quads of a store: sorted columns and the few changes that are not merged into them yet."""

    _MOST_CHANGES = 4096
    """Changes kept aside; more are merged at once, which costs time in proportion to the whole."""

    def __init__(self, quads: Quads) -> None:
        self._base = quads
        self._changes: dict[Row, bool] = {}

    def merged(self) -> Quads:
        """Return all quads, sorted by (p, s, o, g), each once; not to be written to."""
        if self._changes:
            self._base = self._without_changes(NO_QUADS, NO_QUADS)
            self._changes = {}
        return self._base

    def apply(self, added: Quads, removed: Quads) -> None:
        """Add and remove quads; applying the same again changes nothing."""
        if added.shape[1] + removed.shape[1] + len(self._changes) <= self._MOST_CHANGES:
            self._changes.update(dict.fromkeys(to_tuples(removed), False))
            self._changes.update(dict.fromkeys(to_tuples(added), True))
            return
        # One assignment each, the base first: an interrupt in between leaves changes that are merged already.
        self._base = self._without_changes(added, removed)
        self._changes = {}

    def missing(self, quads: Quads) -> Quads:
        """Return which of the quads are not there, sorted and each once."""
        if quads.shape[1] > FEW:
            return difference(sort_unique(quads), self.merged())
        new = [row for row in dict.fromkeys(to_tuples(quads)) if not self.has(row)]
        return sort_unique(from_tuples(new))

    def has(self, row: Row) -> bool:
        """Return whether a quad ``(s, p, o, g)`` is there."""
        span = _span(self._base, row, 4)
        return self._changes.get(row, bool(span.start < span.stop))

    def objects(self, s: int, p: int, g: int) -> list[int]:
        """Return the objects of one subject and predicate in one graph."""
        span = _span(self._base, (s, p, 0, 0), 2)
        found = {int(o) for o, graph in self._base[2:, span].T if graph == g}
        changed = {o: there for (s2, p2, o, g2), there in self._changes.items() if (s2, p2, g2) == (s, p, g)}
        return sorted(
            {o for o in found if changed.get(o, True)} | {o for o, there in changed.items() if there}
        )

    def _without_changes(self, added: Quads, removed: Quads) -> Quads:
        gone = from_tuples([row for row, there in self._changes.items() if not there])
        come = from_tuples([row for row, there in self._changes.items() if there])
        quads = self._base
        for minus, plus in ((gone, come), (removed, added)):
            if minus.shape[1]:
                quads = difference(quads, minus)
            if plus.shape[1]:
                quads = sort_unique(np.concatenate((quads, plus), axis=1))
        quads.setflags(write=False)
        return quads


def to_tuples(quads: Quads) -> list[Row]:
    """Return quads as tuples ``(s, p, o, g)``."""
    s, p, o, g = quads.tolist()
    return list(zip(s, p, o, g, strict=True))


def from_tuples(rows: list[Row]) -> Quads:
    """Return tuples ``(s, p, o, g)`` as columns, shape ``(4, n)``."""
    return np.array(rows, dtype=np.int32).T.reshape(4, len(rows)) if rows else NO_QUADS


def _span(quads: Quads, row: Row, depth: int) -> slice:
    """Return where the sorted quads agree with a row in the first ``depth`` columns of (p, s, o, g)."""
    start, stop = 0, quads.shape[1]
    for axis in _ORDER[:depth]:
        column = quads[axis, start:stop]
        value = np.int32(row[axis])  # a plain int would make numpy copy the whole column as int64
        stop = start + int(np.searchsorted(column, value, side="right"))
        start += int(np.searchsorted(column, value, side="left"))
    return slice(start, stop)
