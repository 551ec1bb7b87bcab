"""Quads as four sorted integer columns: set operations, and a base with a small list of changes on top."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import expand
from semkg.store.snapshot import Rows

Quads = NDArray[np.int32]
"""Columns ``s p o g`` of term ids, shape ``(4, n)``."""

Row = tuple[int, int, int, int]

NO_QUADS: Quads = np.empty((4, 0), dtype=np.int32)
_ORDER = (1, 0, 2, 3)
_KEY_BITS = 63
FEW = 64
"""So many rows are looked up one by one."""
_FEW_SHARE = 16
"""Fewer rows than one for so many quads are searched for; for more, all columns are packed into keys."""


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


def lacking(rows: Rows, other: Rows) -> Rows:
    """Return the triples of sorted rows without others (in any order)."""
    s, p, o, _ = _without(with_one_graph(rows), with_one_graph(other))
    return Rows(s, p, o)


def with_one_graph(rows: Rows) -> Quads:
    """Return triples as quads with the same graph for all, in their order."""
    return np.stack((rows.s, rows.p, rows.o, np.zeros_like(rows.s)))


def count_triples(quads: Quads, triples: Quads) -> NDArray[np.int64]:
    """Return how many of the quads have each of the triples, whatever the graph, shape ``(n triples,)``.

    Args:
        quads: sorted by (p, s, o).
        triples: in any order; their graphs do not matter.
    """
    if _are_few(triples, quads):
        start, stop = find_spans(quads, triples, 3)
        return stop - start
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


def find_spans(quads: Quads, rows: Quads, depth: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find where sorted quads agree with rows in the first columns of (p, s, o, g), by binary search on all at once.

    Args:
        quads: sorted by (p, s, o, g), shape ``(4, n)``.
        rows: in any order, shape ``(4, m)``.
        depth: number of columns to compare.

    Returns:
        ``start`` and ``stop``, each of shape ``(m,)``; equal where no quad agrees, and then the place to insert at.
    """
    return _bound(quads, rows, depth, after_equal=False), _bound(quads, rows, depth, after_equal=True)


def _bound(quads: Quads, rows: Quads, depth: int, *, after_equal: bool) -> NDArray[np.int64]:
    low = np.zeros(rows.shape[1], dtype=np.int64)
    high = np.full(rows.shape[1], quads.shape[1], dtype=np.int64)
    for _ in range(quads.shape[1].bit_length()):
        searching = low < high
        middle = np.minimum((low + high) >> 1, quads.shape[1] - 1)
        onward = searching & _precedes(quads, middle, rows, depth, after_equal=after_equal)
        low = np.where(onward, middle + 1, low)
        high = np.where(searching & ~onward, middle, high)
    return low


def _precedes(
    quads: Quads, places: NDArray[np.int64], rows: Quads, depth: int, *, after_equal: bool
) -> NDArray[np.bool_]:
    """Say whether the quad at each place comes before a row (or is equal to it, if that counts)."""
    before = np.zeros(len(places), dtype=np.bool_)
    equal = np.ones(len(places), dtype=np.bool_)
    for axis in _ORDER[:depth]:
        there, wanted = quads[axis][places], rows[axis]
        before |= equal & (there < wanted)
        equal &= there == wanted
    return before | equal if after_equal else before


def has_triples(quads: Quads, triples: Quads) -> NDArray[np.bool_]:
    """Return whether sorted quads have each of the triples in any graph, shape ``(n triples,)``."""
    return np.asarray(count_triples(quads, triples) > 0)


def sharing_pairs(quads: Quads, rows: Quads) -> Quads:
    """Return those of the sorted quads that share subject and predicate with one of the rows, in their order."""
    if not _are_few(rows, quads):
        return quads[:, is_member(_pairs_of(quads), _pairs_of(rows))]
    start, stop = find_spans(quads, sort_unique(_pairs_of(rows)), 2)
    return quads[:, expand(start, stop - start)[1]]


def _pairs_of(quads: Quads) -> Quads:
    s, p, o, _ = quads
    return np.stack((s, p, np.zeros_like(o), np.zeros_like(o)))


def _are_few(rows: Quads, quads: Quads) -> bool:
    """Say whether looking rows up is cheaper than packing all columns into keys."""
    return bool(rows.shape[1] * _FEW_SHARE <= quads.shape[1])


def without(rows: Quads, quads: Quads) -> Quads:
    """Return those of the rows that sorted quads do not have, in their order."""
    if not _are_few(rows, quads):
        return difference(rows, quads)
    start, stop = find_spans(quads, rows, 4)
    return rows[:, start == stop]


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
            return without(sort_unique(quads), self.merged())
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
        quads = _with(_without(self._base, gone), come)
        quads = _with(_without(quads, removed), added)
        quads.setflags(write=False)
        return quads


def _without(quads: Quads, rows: Quads) -> Quads:
    """Return sorted quads without rows (in any order, there or not)."""
    if not rows.shape[1]:
        return quads
    if not _are_few(rows, quads):
        return difference(quads, rows)
    start, stop = find_spans(quads, rows, 4)
    cuts = np.unique(start[start < stop]).tolist()
    begins = [0, *(cut + 1 for cut in cuts)]
    return np.concatenate(
        [quads[:, a:b] for a, b in zip(begins, [*cuts, quads.shape[1]], strict=True)], axis=1
    )


def _with(quads: Quads, rows: Quads) -> Quads:
    """Return sorted quads with more rows (in any order, there already or not), sorted and each once."""
    if not rows.shape[1]:
        return quads
    if not _are_few(rows, quads):
        return sort_unique(np.concatenate((quads, rows), axis=1))
    rows = sort_unique(rows)
    start, stop = find_spans(quads, rows, 4)
    rows, start = rows[:, start == stop], start[start == stop]
    if not rows.shape[1]:
        return quads
    cuts, first = np.unique(start, return_index=True)  # the new rows of one gap go in together
    pieces: list[Quads] = []
    for old, new in zip(
        np.split(quads, cuts, axis=1), [rows[:, :0], *np.split(rows, first[1:], axis=1)], strict=True
    ):
        pieces += (new, old)
    return np.concatenate(pieces, axis=1)


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
