"""Byte strings as places in one buffer: hashed, compared and copied by array operations."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

PADDING = 8
"""So many bytes follow the last span of a buffer, since bytes are read eight at a time."""

_FEW = 24
"""The rests of so few long spans are read one by one."""

_SEED, _FACTOR, _SHIFT = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 32
_ALL = (1 << 64) - 1
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(8)] + [_ALL], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Spans:
    """Byte strings in a buffer.

    Attributes:
        data: the buffer, with at least :data:`PADDING` bytes after the last span.
        start: where each begins, shape ``(n,)``.
        length: number of bytes of each, shape ``(n,)``.
    """

    data: NDArray[np.uint8]
    start: Ints
    length: Ints

    def __len__(self) -> int:
        return len(self.start)

    def take(self, places: Ints | NDArray[np.bool_]) -> Spans:
        """Return some of the spans."""
        return Spans(self.data, self.start[places], self.length[places])

    def cut(self) -> list[bytes]:
        """Return the byte strings."""
        if not len(self):
            return []
        ends = self.start + self.length
        begin, end = int(self.start.min()), int(ends.max())
        dense = end - begin < 4 * int(
            self.length.sum()
        )  # bytes are cut faster than views, once they are copied
        data = self.data[begin:end].tobytes() if dense else self.data[begin:end].data
        starts, ends = self.start - begin, ends - begin
        return [bytes(data[start:end]) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def join(*parts: Spans) -> Spans:
    """Return spans of one buffer as one."""
    start, length = (np.concatenate([getattr(part, name) for part in parts]) for name in ("start", "length"))
    return Spans(parts[0].data, start, length)


def join_spans(parts: list[bytes]) -> Spans:
    """Return byte strings as spans of a new buffer, each followed by a line feed."""
    data = np.frombuffer(b"\n".join((*parts, bytes(PADDING))), dtype=np.uint8)
    length = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
    return Spans(data, np.cumsum(length + 1) - length - 1, length)


def hash_bytes(text: bytes) -> int:
    """Return what :func:`hash_spans` gives for one byte string."""
    return _hash_onward(text, _seed(len(text)))


def _seed(length: int) -> int:
    return length * _SEED & _ALL


def _hash_onward(text: bytes, value: int) -> int:
    words = (len(text) + 7) // 8
    for word in struct.unpack(f"<{words}Q", text.ljust(8 * words, b"\0")):
        value = (value ^ word) * _FACTOR & _ALL
        value ^= value >> _SHIFT
    return value


def longest_first(spans: Spans) -> Ints:
    """Return the order that brings longer spans before shorter ones, in which others are given here."""
    most = int(spans.length.max(initial=0))
    key = (
        spans.length.astype(np.uint16) if most < 1 << 16 else spans.length
    )  # two bytes are sorted by counting
    return np.argsort(key, kind="stable")[::-1]


def hash_spans(spans: Spans) -> Hashes:
    """Return a 64-bit hash of each span, shape ``(n,)``: equal for equal bytes, and the same in every process.

    It is no proof of equality, nor safe against those who look for collisions: whoever uses it compares the bytes.

    Args:
        spans: the longest first.
    """
    values = spans.length.astype(np.uint64) * np.uint64(_SEED)
    words, place = _words(spans.data), spans.start.copy()
    for whole, touched in _steps(spans.length):
        word = words[place[:touched]]
        word[whole:] &= _MASKS[spans.length[whole:touched] & 7]
        value = values[:touched]
        value ^= word
        value *= np.uint64(_FACTOR)
        value ^= value >> np.uint64(_SHIFT)
        place[:touched] += 8
    for row, text in enumerate(_rests(spans, place)):
        values[row] = _hash_onward(text, int(values[row]))
    return values


def equal_spans(one: Spans, other: Spans) -> NDArray[np.bool_]:
    """Return which spans hold the same bytes as their counterparts, shape ``(n,)``.

    Args:
        one: the longest first.
        other: their counterparts, as long.
    """
    difference = np.zeros(len(one), dtype=np.uint64)
    words, other_words = _words(one.data), _words(other.data)
    place, other_place = one.start.copy(), other.start.copy()
    for whole, touched in _steps(one.length):
        word = words[place[:touched]]
        word ^= other_words[other_place[:touched]]
        word[whole:] &= _MASKS[one.length[whole:touched] & 7]
        difference[:touched] |= word
        place[:touched] += 8
        other_place[:touched] += 8
    rests = zip(_rests(one, place), _rests(other, other_place), strict=True)
    for row, (rest, other_rest) in enumerate(rests):
        difference[row] |= np.uint64(rest != other_rest)
    return np.asarray(difference == 0)


def _steps(length: Ints) -> Iterator[tuple[int, int]]:
    """Yield for each word how many spans have all of it, and how many some of it, as long as these are many.

    Args:
        length: in descending order.
    """
    ascending = length[::-1]
    for done in range(0, int(length[0]) if len(length) else 0, 8):
        whole, touched = (len(length) - np.searchsorted(ascending, (done + 8, done + 1))).tolist()
        if touched <= _FEW:
            return
        yield whole, touched


def _rests(spans: Spans, place: Ints) -> list[bytes]:
    """Return what the longest spans still have from a place in each on."""
    left = spans.start[:_FEW] + spans.length[:_FEW] - place[:_FEW]
    few = np.arange(int(np.count_nonzero(left > 0)))
    return Spans(spans.data, place[few], left[few]).cut()


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of equal spans.

    Attributes:
        one: a span of each group, ascending; shape ``(n_groups,)``.
        group: the group of each span, shape ``(n,)``.
        place: the least place of the spans of each group, shape ``(n_groups,)``.
    """

    one: Ints
    group: Ints
    place: Ints


def group_spans(spans: Spans, hashes: Hashes, place: Ints) -> Groups | None:
    """Find equal spans; ``None`` where different bytes have the same hash.

    Args:
        spans: the longest first.
        hashes: their hashes.
        place: where each came from.
    """
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    begins = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    starts = np.flatnonzero(begins)
    ascending = np.argsort(order[starts])
    rank = np.empty(len(starts), dtype=np.int64)
    rank[ascending] = np.arange(len(starts))
    group = np.empty(len(spans), dtype=np.int64)
    group[order] = rank[np.cumsum(begins) - 1]
    one = order[starts][ascending]
    representative = spans.take(one[group])
    same_length = (spans.length == representative.length).all()
    if not same_length or not equal_spans(spans, representative).all():
        return None
    return Groups(one, group, np.minimum.reduceat(place[order], starts)[ascending] if len(starts) else place)


def _words(data: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the eight bytes from every place of a buffer on as one number each."""
    words = max(len(data) - 7, 0)
    return np.ndarray(shape=(words,), dtype="<u8", buffer=data.data, strides=(1,))
