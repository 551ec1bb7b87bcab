"""The term dictionary: one integer for each RDF term, shared by every room and every epoch."""

from __future__ import annotations

import enum
from collections.abc import Iterable

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

    A term is held as its N-Triples text, exactly as the parser read it, so that no datatype or lexical form is lost.
    The built-in IRIs of :data:`semkg.vocab.BUILTIN` come first: the id of each is its place there.
    """

    def __init__(self) -> None:
        self._texts: list[str] = [f"<{iri}>" for iri in BUILTIN]
        self._ids: dict[str, int] = {text: number for number, text in enumerate(self._texts)}

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, term: Term) -> int:
        """Return the id of a term, giving it the next free one if it is new."""
        text = str(term)
        number = self._ids.setdefault(text, len(self._texts))
        if number == len(self._texts):
            self._texts.append(text)
        return number

    def find(self, term: Term) -> int | None:
        """Return the id of a term, or ``None`` if no triple ever used it."""
        return self._ids.get(str(term))

    def text(self, number: int) -> str:
        """Return the N-Triples text of a term."""
        return self._texts[number]

    def term(self, number: int) -> Term:
        """Return the term with this id as a pyoxigraph term."""
        return parse_term(self._texts[number])

    def kinds(self, numbers: NDArray[np.int32] | None = None) -> NDArray[np.uint8]:
        """Return the :class:`TermKind` of these ids (of every id when not given), shape as given."""
        wanted: Iterable[int] = range(len(self)) if numbers is None else numbers.tolist()
        return np.fromiter((_kind(self._texts[i]) for i in wanted), dtype=np.uint8)


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
    quad = next(iter(ox.parse(f"<s:> <p:> {text} .", format=ox.RdfFormat.N_TRIPLES)))
    return quad.object
