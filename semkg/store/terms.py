"""The term dictionary: one integer for each RDF term, shared by every room and every epoch."""

from __future__ import annotations

import enum
import threading
from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.store.spans import (
    Hashes,
    Ints,
    Spans,
    group_spans,
    hash_bytes,
    hash_spans,
    join_spans,
    longest_first,
)
from semkg.store.termtable import TermTable
from semkg.vocab import BUILTIN

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_FEW = 8
"""So few texts are looked up one by one."""


class TermKind(enum.IntEnum):
    """What a term is."""

    IRI = 0
    BLANK = 1
    LITERAL = 2
    TRIPLE = 3


class TermDictionary:
    """An append-only dictionary between RDF terms and integers ``0, 1, 2, ...``.

    A term is held as its N-Triples text, exactly as the parser read it, so that no datatype or lexical form
    is lost; all texts stand in one buffer of bytes, and none is a Python object until it is asked for. The built-in
    IRIs of :data:`semkg.vocab.BUILTIN` come first: the id of each is its place there.
    """

    def __init__(self, table: TermTable | None = None) -> None:
        self._lock = threading.Lock()
        self._table = TermTable() if table is None else table
        if table is None:
            self.add_texts([f"<{iri}>" for iri in BUILTIN])

    @classmethod
    def from_texts(cls, texts: Sequence[str]) -> Self:
        """Return a dictionary of different N-Triples texts in the order of their ids, the built-in terms first."""
        terms = cls(TermTable())
        terms.add_texts(texts)
        return terms

    def __len__(self) -> int:
        return len(self._table)

    def table(self) -> TermTable:
        """Return the texts and their index as arrays."""
        return self._table

    def add(self, term: Term) -> int:
        """Return the id of a term, giving it the next free one if it is new."""
        return self._add_one(term_text(term))

    def add_terms(self, terms: Sequence[Term]) -> NDArray[np.int32]:
        """Return the ids of terms that may repeat, shape ``(n,)``; new terms get the next free ids in their order."""
        distinct = dict.fromkeys(terms)
        numbers = dict(zip(distinct, self.add_texts(list(map(term_text, distinct))), strict=True))
        return np.fromiter(map(numbers.__getitem__, terms), dtype=np.int32, count=len(terms))

    def add_texts(self, texts: Sequence[str]) -> list[int]:
        """Return the ids of terms given as N-Triples texts; new terms get the next free ids."""
        if len(texts) <= _FEW:
            return [self._add_one(text) for text in texts]
        numbers: list[int] = self.add_spans(join_spans([text.encode() for text in texts])).tolist()
        return numbers

    def add_spans(self, spans: Spans) -> NDArray[np.int32]:
        """Return the ids of terms given as bytes of N-Triples, shape ``(n,)``; new terms get the next free ids."""
        order = longest_first(spans)
        ordered = spans.take(order)
        numbers = np.empty(len(spans), dtype=np.int32)
        numbers[order] = self.add_hashed(ordered, hash_spans(ordered), order)
        return numbers

    def add_hashed(self, spans: Spans, hashes: Hashes, place: Ints) -> NDArray[np.int32]:
        """Return the ids of terms as :meth:`add_spans`.

        Args:
            spans: the texts, each as the dictionary is to hold it, the longest first.
            hashes: their hashes.
            place: new terms get ids in this order.
        """
        with self._lock:
            numbers = self._table.find(spans, hashes)
            new = np.flatnonzero(numbers < 0)
            if len(new):
                numbers[new] = self._append(spans.take(new), hashes[new], place[new])
        return numbers

    def find_hashed(self, spans: Spans, hashes: Hashes) -> NDArray[np.int32]:
        """Return the ids of terms, -1 for each that is not there; arguments as for :meth:`add_hashed`."""
        with self._lock:
            return self._table.find(spans, hashes)

    def add_all(self, other: TermDictionary) -> NDArray[np.int32]:
        """Return the id here of each term of another dictionary, shape ``(len(other),)``; new ones get ids."""
        return self.add_spans(other.spans(np.arange(len(other))))

    def _append(self, spans: Spans, hashes: Hashes, place: Ints) -> NDArray[np.int32]:
        groups = group_spans(spans, hashes, place)
        if groups is None:  # different terms with one hash
            return np.array([self._append_one(text) for text in spans.cut()], dtype=np.int32)
        by_place = np.argsort(groups.place)
        one = groups.one[by_place]
        number = np.empty(len(one), dtype=np.int32)
        number[by_place] = np.arange(self._table.append(spans.take(one), hashes[one]), len(self._table))
        return number[groups.group]

    def _add_one(self, text: str) -> int:
        with self._lock:
            return self._append_one(text.encode())

    def _append_one(self, text: bytes) -> int:
        value = hash_bytes(text)
        number = self._table.find_one(text, value)
        if number is not None:
            return number
        return self._table.append_one(text, value)

    def find(self, term: Term) -> int | None:
        """Return the id of a term, or ``None`` if no triple ever used it."""
        text = term_text(term).encode()
        with self._lock:
            return self._table.find_one(text, hash_bytes(text))

    def text(self, number: int) -> str:
        """Return the N-Triples text of a term."""
        return self._table.text(number).decode()

    def texts(self, numbers: NDArray[np.integer] | None = None) -> tuple[str, ...]:
        """Return the N-Triples texts of these terms (of all, in the order of their ids, when not given)."""
        if numbers is None:
            return tuple(self._table.lines()[:-1].decode().split("\n"))
        return tuple(text.decode() for text in self._table.spans(numbers).cut())

    def spans(self, numbers: NDArray[np.integer]) -> Spans:
        """Return where the N-Triples texts of these terms stand."""
        return self._table.spans(numbers)

    def term(self, number: int) -> Term:
        """Return the term with this id as a pyoxigraph term."""
        return parse_term(self.text(number))

    def kinds(self, numbers: NDArray[np.integer] | None = None) -> NDArray[np.uint8]:
        """Return the :class:`TermKind` of these ids (of every id when not given), shape as given."""
        kinds = self._table.kinds()
        return kinds.copy() if numbers is None else kinds[numbers]


def term_text(term: Term) -> str:
    """Return the N-Triples text of a term.

    >>> term_text(ox.Literal("a", language="en"))
    '"a"@en'
    """
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)


def parse_term(text: str) -> Term:
    """Read one term from its N-Triples text.

    >>> parse_term('<http://example.org/a>').value
    'http://example.org/a'
    """
    if text[0] == "<" and text[1] != "<":
        return ox.NamedNode(text[1:-1])
    if text[0] == "_":
        return ox.BlankNode(text[2:])
    if text[0] == text[-1] == '"' and "\\" not in text:
        return ox.Literal(text[1:-1])
    quads: Iterator[ox.Quad] = ox.parse(f"<s:> <p:> {text} .", format=ox.RdfFormat.N_TRIPLES)
    return next(quads).object
