"""Columns written as N-Triples and N-Quads: the text of a term is cut out once for thousands of rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from semkg.store.columns import Quads
from semkg.store.encoding import DEFAULT_GRAPH_ID
from semkg.store.terms import TermDictionary

_ROWS = 65_536


def write_lines(quads: Quads, terms: TermDictionary) -> Iterator[bytes]:
    """Yield quads as lines, in their order: N-Triples for those of the default graph, N-Quads for others."""
    for start in range(0, quads.shape[1], _ROWS):
        yield _lines(quads[:, start : start + _ROWS], terms)


def _lines(quads: Quads, terms: TermDictionary) -> bytes:
    s, p, o = (_texts(column, terms) for column in quads[:3])
    ends = np.full(quads.shape[1], b".\n", dtype=object)
    named = np.flatnonzero(quads[3] != DEFAULT_GRAPH_ID)
    if len(named):
        ends[named] = [text + b" .\n" for text in _texts(quads[3, named], terms)]
    return b"".join(map(b" ".join, zip(s, p, o, ends.tolist(), strict=True)))


def _texts(numbers: NDArray[np.int32], terms: TermDictionary) -> list[bytes]:
    """Return the text of each term, equal ones as one object."""
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    distinct = ordered[first]
    texts = np.empty(len(distinct), dtype=object)
    texts[:] = terms.spans(distinct).cut()
    found: list[bytes] = texts[np.searchsorted(distinct, numbers)].tolist()
    return found
