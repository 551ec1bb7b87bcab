"""The term dictionary: one integer for each RDF term, shared by every room and every epoch."""

from __future__ import annotations

import enum
import itertools
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Self

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.vocab import BUILTIN

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class TermKind(enum.IntEnum):
    """What a term is."""

    IRI = 0
    BLANK = 1
    LITERAL = 2
    TRIPLE = 3


class TermDictionary:
    """An append-only dictionary between RDF terms and integers ``0, 1, 2, ...``.

    A term is held as its N-Triples text, exactly as the parser read it, so that no datatype or lexical form
    is lost. The built-in IRIs of :data:`semkg.vocab.BUILTIN` come first: the id of each is its place there.
    """

    def __init__(self) -> None:
        self._texts: list[str] = [f"<{iri}>" for iri in BUILTIN]
        self._ids = _numbered(self._texts)
        self._lock = threading.Lock()
        self._kinds: NDArray[np.uint8] = np.empty(0, dtype=np.uint8)

    @classmethod
    def from_texts(cls, texts: list[str]) -> Self:
        """Return a dictionary of N-Triples texts in the order of their ids, the built-in terms first."""
        terms = cls()
        terms._texts = texts
        terms._ids = _numbered(texts)
        return terms

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, term: Term) -> int:
        """Return the id of a term, giving it the next free one if it is new."""
        text = term_text(term)
        number = self._ids.get(text)
        return self.add_texts([text])[0] if number is None else number

    def add_texts(self, texts: Sequence[str]) -> list[int]:
        """Return the ids of terms given as N-Triples texts; new terms get the next free ids."""
        ids = self._ids
        with self._lock:
            numbers = list(map(ids.__getitem__, texts))
            new = list(islice(reversed(ids), len(ids) - len(self._texts)))
            self._texts.extend(reversed(new))
        return numbers

    def find(self, term: Term) -> int | None:
        """Return the id of a term, or ``None`` if no triple ever used it."""
        return self._ids.get(term_text(term))

    def text(self, number: int) -> str:
        """Return the N-Triples text of a term."""
        return self._texts[number]

    def texts(self) -> tuple[str, ...]:
        """Return the N-Triples texts of all terms, in the order of their ids."""
        return tuple(self._texts)

    def term(self, number: int) -> Term:
        """Return the term with this id as a pyoxigraph term."""
        return parse_term(self._texts[number])

    def kinds(self, numbers: NDArray[np.int32] | None = None) -> NDArray[np.uint8]:
        """Return the :class:`TermKind` of these ids (of every id when not given), shape as given."""
        known = len(self._kinds)
        if known < len(self._texts):
            new = np.fromiter(map(_kind, islice(self._texts, known, None)), dtype=np.uint8)
            self._kinds = np.concatenate((self._kinds, new))
        return self._kinds.copy() if numbers is None else self._kinds[numbers]


def _numbered(texts: list[str]) -> defaultdict[str, int]:
    """Return the place of each text; looking up one that is not there gives it the next number."""
    next_number = itertools.count(len(texts)).__next__
    return defaultdict(next_number, zip(texts, range(len(texts)), strict=True))


def term_text(term: Term) -> str:
    """Return the N-Triples text of a term.

    >>> term_text(ox.Literal("a", language="en"))
    '"a"@en'
    """
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)


def _kind(text: str) -> TermKind:
    if text[0] == "<":
        return TermKind.TRIPLE if text[1] == "<" else TermKind.IRI
    return TermKind.LITERAL if text[0] == '"' else TermKind.BLANK


def parse_term(text: str) -> Term:
    """Read one term from its N-Triples text.

    >>> parse_term('<http://example.org/a>').value
    'http://example.org/a'
    """
    kind = _kind(text)
    if kind is TermKind.IRI:
        return ox.NamedNode(text[1:-1])
    if kind is TermKind.BLANK:
        return ox.BlankNode(text[2:])
    if kind is TermKind.LITERAL and text[-1] == '"' and "\\" not in text:
        return ox.Literal(text[1:-1])
    quads: Iterator[ox.Quad] = ox.parse(f"<s:> <p:> {text} .", format=ox.RdfFormat.N_TRIPLES)
    return next(quads).object
