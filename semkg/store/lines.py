"""Lines of N-Triples and N-Quads taken apart at their spaces, without a look into their terms."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from semkg.store.spans import Ints

_LF, _CR, _SPACE, _DOT = b"\n\r ."
_OPEN, _CLOSE, _UNDERSCORE = b"<>_"


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the usual shape, ``s p o .`` or ``s p o g .`` with single spaces, as far as spaces can tell.

    What stands between the spaces may still be anything; only an object may have spaces in it.

    Attributes:
        s: the first part of each line.
        p: the second part.
        o: what stands between the second part and the graph or the final dot.
        g: the graph of the lines that seem to have one.
        in_graph: which lines those are, ascending.
        odd: all lines of another shape, as they are.
    """

    s: list[bytes]
    p: list[bytes]
    o: list[bytes]
    g: list[bytes]
    in_graph: Ints
    odd: bytes


def number_parts(lines: Lines) -> tuple[list[bytes], tuple[Ints, Ints, Ints, Ints]]:
    """Return the different parts of lines, and for the columns ``s p o g`` which of them stands where."""
    number: defaultdict[bytes, int] = defaultdict(itertools.count().__next__)
    s, p, o, g = (
        np.fromiter(map(number.__getitem__, texts), dtype=np.int64, count=len(texts))
        for texts in (lines.s, lines.p, lines.o, lines.g)
    )
    return list(number), (s, p, o, g)


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Places in a text.

    Attributes:
        places: those of all spaces and line feeds.
        first: for each line, which of these is its first one.
        feed: for each line, which of these is its line feed.
        end: for each line, where its final dot should stand.
    """

    places: Ints
    first: Ints
    feed: Ints
    end: Ints


def split_lines(text: bytes, *, graphs: bool) -> Lines:
    """Take text apart that ends with a line feed.

    Args:
        text: whole lines.
        graphs: whether a line may name a graph.
    """
    data = np.frombuffer(text, dtype=np.uint8)
    gaps = _find_gaps(data)
    usual = _are_usual(data, gaps)
    if usual.all():
        return _parts(data.copy(), gaps, graphs=graphs)
    breaks = [0, *(gaps.places[gaps.feed] + 1).tolist()]
    lines = [text[begin:end] for begin, end in pairwise(breaks)]
    rest = b"".join(line for line, keep in zip(lines, usual.tolist(), strict=True) if keep)
    odd = b"".join(line for line, keep in zip(lines, usual.tolist(), strict=True) if not keep)
    return replace(split_lines(rest, graphs=graphs), odd=odd)


def _are_usual(data: NDArray[np.uint8], gaps: _Gaps) -> NDArray[np.bool_]:
    """Return which lines have a subject, a predicate and something up to a dot at the end, each after one space."""
    begin = np.zeros_like(gaps.first)
    begin[1:] = gaps.places[gaps.first[1:] - 1] + 1
    second = np.minimum(gaps.first + 1, len(gaps.places) - 1)
    usual: NDArray[np.bool_] = (
        (gaps.feed - gaps.first >= 3)
        & (gaps.places[gaps.first] > begin)
        & (gaps.places[second] > gaps.places[gaps.first] + 1)
        & (data[gaps.end] == _DOT)
        & (gaps.places[gaps.feed - 1] == gaps.end - 1)
    )
    return usual


def _find_gaps(data: NDArray[np.uint8]) -> _Gaps:
    places = np.flatnonzero(data <= _SPACE)
    byte = data[places]
    plain = (byte == _SPACE) | (byte == _LF)
    if not plain.all():
        places, byte = places[plain], byte[plain]
    feed = np.flatnonzero(byte == _LF)
    first = np.zeros_like(feed)
    first[1:] = feed[:-1] + 1
    end = places[feed] - 1
    return _Gaps(places, first, feed, end - (data[end] == _CR))


def _parts(data: NDArray[np.uint8], gaps: _Gaps, *, graphs: bool) -> Lines:
    """Cut lines, all of the usual shape; ``data`` is overwritten."""
    in_graph = _lines_in_graph(data, gaps) if graphs else np.empty(0, dtype=np.int64)
    data[gaps.places[gaps.first]] = data[gaps.places[gaps.first + 1]] = data[gaps.end - 1] = _LF
    before_graph = gaps.places[gaps.feed[in_graph] - 2]
    data[before_graph] = _LF
    lines = _cut(data.tobytes().split(b"\n"), len(gaps.feed), in_graph)
    is_literal = np.array([b'"' in text for text in lines.g], dtype=np.bool_)
    if not is_literal.any():
        return lines
    data[before_graph[is_literal]] = _SPACE
    return _cut(data.tobytes().split(b"\n"), len(gaps.feed), in_graph[~is_literal])


def _cut(parts: list[bytes], n: int, in_graph: Ints) -> Lines:
    """Return parts as ``n`` lines: four of each, the final dot among them, and five of a line in a graph."""
    if not len(in_graph):
        return Lines(parts[0:-1:4], parts[1::4], parts[2::4], [], in_graph, b"")
    count = np.full(n, 4, dtype=np.int64)
    count[in_graph] = 5
    begin = np.cumsum(count) - count
    s, p, o = (_pick(parts, begin + place) for place in range(3))
    return Lines(s, p, o, _pick(parts, begin[in_graph] + 3), in_graph, b"")


def _lines_in_graph(data: NDArray[np.uint8], gaps: _Gaps) -> Ints:
    """Return the lines with a fourth part that may be a graph: it may also be the end of a literal."""
    longer = np.flatnonzero(gaps.feed - gaps.first >= 4)
    opens = data[gaps.places[gaps.feed[longer] - 2] + 1]
    closes = data[gaps.end[longer] - 2]
    named: Ints = longer[((opens == _OPEN) & (closes == _CLOSE)) | (opens == _UNDERSCORE)]
    return named


def _pick(parts: list[bytes], places: Ints) -> list[bytes]:
    return [*itemgetter(*places.tolist())(parts)] if len(places) > 1 else [parts[i] for i in places.tolist()]
