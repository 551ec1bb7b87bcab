"""Texts of terms in one buffer with an index of their hashes: the arrays behind the term dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from semkg.store.spans import PADDING, Hashes, Ints, Spans, equal_spans

Number = TypeVar("Number", bound=np.generic)

ARRAYS = ("data", "start", "hashes", "kind", "slots")
"""Names of the arrays of a table."""

_FREE = -1
_FEW = 16
"""So few texts are looked up one by one."""
_LEAST_SLOTS = 1 << 10
_BEGINS = np.full(256, 1, dtype=np.uint8)
_BEGINS[ord("<")], _BEGINS[ord('"')] = 0, 2
_TRIPLE = 3
_LINE_FEED = ord("\n")


@dataclass(slots=True)
class TermTable:
    """Different texts, numbered in the order in which they came; each is followed by a line feed.

    An interrupt leaves at worst entries in the index for numbers that are not given out yet; no text matches them.

    Attributes:
        data: the texts, with room for more.
        start: where each text begins, and where the next one will; with room for more.
        hashes: hash of each text, with room for more.
        kind: which kind of term each is: 0 an IRI, 1 a blank node, 2 a literal, 3 a triple; with room for more.
        slots: number of the text in each slot of an open-addressing hash table, a power of two of them; -1 if free.
        count: number of texts.
    """

    data: NDArray[np.uint8]
    start: Ints
    hashes: Hashes
    kind: NDArray[np.uint8]
    slots: NDArray[np.int32]
    count: int

    def __init__(self) -> None:
        self.data = np.zeros(PADDING, dtype=np.uint8)
        self.start = np.zeros(1, dtype=np.int64)
        self.hashes = np.empty(0, dtype=np.uint64)
        self.kind = np.empty(0, dtype=np.uint8)
        self.slots = np.full(_LEAST_SLOTS, _FREE, dtype=np.int32)
        self.count = 0

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return a table over arrays that :meth:`arrays` gave; they are copied only when texts are added.

        Raises:
            ValueError: the arrays do not belong together.
            KeyError: one is missing.
        """
        table = cls()
        for name in ARRAYS:
            if arrays[name].dtype != getattr(table, name).dtype or arrays[name].ndim != 1:
                msg = f"{name} has another type than it was written with"
                raise ValueError(msg)
            setattr(table, name, arrays[name])
        table.count = len(table.kind)
        sizes = (len(table.start) - 1, len(table.hashes), int(table.start[-1]) + PADDING)
        if sizes != (table.count, table.count, len(table.data)) or len(table.slots) < 2 * table.count:
            msg = f"the arrays of terms have sizes that do not fit: {sizes} for {table.count} terms"
            raise ValueError(msg)
        return table

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays without the room for more, by name (:data:`ARRAYS`)."""
        ends = (
            int(self.start[self.count]) + PADDING,
            self.count + 1,
            self.count,
            self.count,
            len(self.slots),
        )
        return {name: getattr(self, name)[:end] for name, end in zip(ARRAYS, ends, strict=True)}

    def __len__(self) -> int:
        return self.count

    def text(self, number: int) -> bytes:
        """Return one text."""
        start, end = self.start[number : number + 2].tolist()
        return self.data[start : end - 1].tobytes()

    def lines(self) -> bytes:
        """Return all texts, each with its line feed."""
        return self.data[: self.start[self.count]].tobytes()

    def kinds(self) -> NDArray[np.uint8]:
        """Return the kind of each term, shape ``(n,)``; not to be written to."""
        return self.kind[: self.count]

    def spans(self, numbers: NDArray[np.integer]) -> Spans:
        """Return where texts stand."""
        start = self.start[numbers]
        return Spans(self.data, start, self.start[np.asarray(numbers, dtype=np.int64) + 1] - start - 1)

    def find_one(self, text: bytes, value: int) -> int | None:
        """Return the number of a text with its hash, ``None`` if it is not there."""
        most = len(self.slots) - 1
        slot = value & most
        while (number := int(self.slots[slot])) != _FREE:
            if number < self.count and int(self.hashes[number]) == value and self.text(number) == text:
                return number
            slot = (slot + 1) & most
        return None

    def find(self, spans: Spans, hashes: Hashes) -> NDArray[np.int32]:
        """Return the number of each text, -1 for those that are not there; shape ``(n,)``.

        Args:
            spans: the texts, the longest first.
            hashes: their hashes.
        """
        numbers = np.full(len(spans), _FREE, dtype=np.int32)
        most = len(self.slots) - 1
        rows = np.arange(len(spans))
        slot = (hashes & np.uint64(most)).astype(np.int64)
        while len(rows) > _FEW:
            found = self.slots[slot]
            same = self._same(spans, hashes, rows, found)
            numbers[rows[same]] = found[same]
            found[same] = _FREE
            onward = np.flatnonzero(found != _FREE)
            rows, slot = rows[onward], (slot[onward] + 1) & most
        for row, text in zip(rows.tolist(), spans.take(rows).cut(), strict=True):
            number = self.find_one(text, int(hashes[row]))
            numbers[row] = _FREE if number is None else number
        return numbers

    def _same(self, spans: Spans, hashes: Hashes, rows: Ints, found: NDArray[np.int32]) -> Ints:
        """Return the places where the text that was found is that of the row."""
        maybe = np.flatnonzero((found >= 0) & (found < self.count))
        maybe = maybe[self.hashes[found[maybe]] == hashes[rows[maybe]]]
        wanted, having = spans.take(rows[maybe]), self.spans(found[maybe])
        as_long = wanted.length == having.length
        if not as_long.all():
            maybe, wanted, having = maybe[as_long], wanted.take(as_long), having.take(as_long)
        same: Ints = maybe[equal_spans(wanted, having)]
        return same

    def append(self, spans: Spans, hashes: Hashes) -> int:
        """Add texts that are different from each other and not there yet; return the number of the first."""
        begin, more = self.count, len(spans)
        used = int(self.start[begin])
        ends = used + np.cumsum(spans.length + 1)
        total = int(ends[-1]) if more else used
        self._make_room(total, begin + more)
        self.data[used:total] = _as_lines(spans)
        self.start[begin + 1 : begin + more + 1] = ends
        self.hashes[begin : begin + more] = hashes
        first = self.start[begin : begin + more]
        kind = _BEGINS[self.data[first]]
        kind[(kind == 0) & (self.data[first + 1] == ord("<"))] = _TRIPLE
        self.kind[begin : begin + more] = kind
        self._index(begin, more)
        self.count = begin + more
        return begin

    def append_one(self, text: bytes, value: int) -> int:
        """Add one text that is not there yet, with its hash; return its number."""
        number, begin = self.count, int(self.start[self.count])
        end = begin + len(text) + 1
        self._make_room(end, number + 1)
        self.data[begin:end] = np.frombuffer(text + b"\n", dtype=np.uint8)
        self.start[number + 1] = end
        self.hashes[number] = value
        self.kind[number] = _TRIPLE if text[:2] == b"<<" else _BEGINS[text[0]]
        self._index(number, 1)
        self.count = number + 1
        return number

    def _fill_one(self, number: int) -> None:
        most = len(self.slots) - 1
        slot = int(self.hashes[number]) & most
        while self.slots[slot] not in (_FREE, number):
            slot = (slot + 1) & most
        self.slots[slot] = number

    def _make_room(self, size: int, count: int) -> None:
        """Make room for so many bytes of text and so many texts in all."""
        used = self.count
        self.data = _with_room(self.data, int(self.start[used]), size + PADDING)
        self.start = _with_room(self.start, used + 1, count + 1)
        self.hashes = _with_room(self.hashes, used, count)
        self.kind = _with_room(self.kind, used, count)

    def _index(self, begin: int, more: int) -> None:
        """Put texts that stand in the arrays already into slots; half of the slots stay free."""
        if 2 * (begin + more) > len(self.slots):
            slots = np.full(_power_of_two(4 * (begin + more)), _FREE, dtype=np.int32)
            _fill(slots, self.hashes[: begin + more], 0)
            self.slots = slots
            return
        if not self.slots.flags.writeable:
            self.slots = self.slots.copy()
        if more == 1:
            self._fill_one(begin)
            return
        _fill(self.slots, self.hashes[begin : begin + more], begin)


def _as_lines(spans: Spans) -> NDArray[np.uint8]:
    """Return texts with a line feed after each: as they stand where they stand so."""
    start, length = spans.start, spans.length
    if len(start) and (start[1:] == start[:-1] + length[:-1] + 1).all():
        between = spans.data[start[1:] - 1] == _LINE_FEED
        if between.all() and spans.data[start[-1] + length[-1]] == _LINE_FEED:
            return spans.data[start[0] : start[-1] + length[-1] + 1]
    return np.frombuffer(b"\n".join((*spans.cut(), b"")), dtype=np.uint8)


def _fill(slots: NDArray[np.int32], hashes: Hashes, begin: int) -> None:
    """Give each number from ``begin`` on the first free slot after the one that its hash names."""
    most = len(slots) - 1
    numbers = np.arange(begin, begin + len(hashes), dtype=np.int32)
    slot = (hashes & np.uint64(most)).astype(np.int64)
    while len(numbers):
        free = slots[slot] == _FREE
        slots[slot[free]] = numbers[free]
        left = np.flatnonzero(slots[slot] != numbers)
        numbers, slot = numbers[left], (slot[left] + 1) & most


def _with_room(array: NDArray[Number], used: int, size: int) -> NDArray[Number]:
    """Return an array to write to that has at least ``size`` places, the first ``used`` as they are."""
    if len(array) >= size and array.flags.writeable:
        return array
    larger: NDArray[Number] = np.zeros(max(size, len(array) + len(array) // 2), dtype=array.dtype)
    larger[:used] = array[:used]
    return larger


def _power_of_two(least: int) -> int:
    return max(_LEAST_SLOTS, 1 << (least - 1).bit_length())
