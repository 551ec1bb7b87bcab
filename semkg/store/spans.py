"""Byte strings as places in one buffer: hashed, compared and copied by array operations."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

PADDING = 8
"""So many bytes follow the last span of a buffer, since bytes are read eight at a time."""

_FEW = 24
"""So few spans that are left are finished one by one: what is left of the longest ones."""

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
        data = memoryview(self.data)
        ends = (self.start + self.length).tolist()
        return [bytes(data[start:end]) for start, end in zip(self.start.tolist(), ends, strict=True)]


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


def hash_spans(spans: Spans) -> Hashes:
    """Return a 64-bit hash of each span, shape ``(n,)``: equal for equal bytes, and the same in every process.

    It is no proof of equality, nor safe against those who look for collisions: whoever uses it compares the bytes.
    """
    values = spans.length.astype(np.uint64) * np.uint64(_SEED)
    words = _words(spans.data)
    rows, start, left, value = _all_rows(spans), spans.start, spans.length, values.copy()
    while len(rows) > _FEW:
        value ^= words[start] & _MASKS[np.minimum(left, 8)]
        value *= np.uint64(_FACTOR)
        value ^= value >> np.uint64(_SHIFT)
        more = left > 8
        done = ~more
        values[rows[done]] = value[done]
        rows, start, left, value = rows[more], start[more] + 8, left[more] - 8, value[more]
    for row, text, begun in zip(rows, Spans(spans.data, start, left).cut(), value.tolist(), strict=True):
        values[row] = _hash_onward(text, begun)
    return values


def equal_spans(one: Spans, other: Spans) -> NDArray[np.bool_]:
    """Return which spans hold the same bytes as their counterparts, shape ``(n,)``."""
    equal = np.asarray(one.length == other.length)
    rows = np.flatnonzero(equal)
    a, b = _words(one.data), _words(other.data)
    start, other_start, left = one.start[rows], other.start[rows], one.length[rows]
    while len(rows) > _FEW:
        differs = (a[start] ^ b[other_start]) & _MASKS[np.minimum(left, 8)] != 0
        equal[rows[differs]] = False
        more = (left > 8) & ~differs
        rows, start, other_start, left = rows[more], start[more] + 8, other_start[more] + 8, left[more] - 8
    rests = (Spans(one.data, start, left).cut(), Spans(other.data, other_start, left).cut())
    for row, rest, other_rest in zip(rows, *rests, strict=True):
        equal[row] = rest == other_rest
    return equal


def group_spans(spans: Spans, hashes: Hashes) -> tuple[Ints, Ints] | None:
    """Find equal spans.

    Returns:
        The place of the first span of each group, groups in the order of their first spans, and the group of each
        span, shape ``(n,)``; ``None`` where different bytes have the same hash.
    """
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    begins = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    first = order[begins]
    group = np.empty(len(spans), dtype=np.int64)
    group[order] = np.cumsum(begins) - 1
    if not equal_spans(spans, spans.take(first[group])).all():
        return None
    by_place = np.argsort(first)
    rank = np.empty(len(first), dtype=np.int64)
    rank[by_place] = np.arange(len(first))
    return first[by_place], rank[group]


def _all_rows(spans: Spans) -> Ints:
    return np.arange(len(spans))


def _words(data: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the eight bytes from every place of a buffer on as one number each."""
    words = max(len(data) - 7, 0)
    return np.ndarray(shape=(words,), dtype="<u8", buffer=data.data, strides=(1,))
