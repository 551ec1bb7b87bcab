"""N-Triples and N-Quads as columns: what is written as usual by array operations, the rest by pyoxigraph's parser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from typing import cast

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.store.columns import Quads
from semkg.store.encoding import DEFAULT_GRAPH_ID
from semkg.store.lines import Lines, number_parts, split_lines
from semkg.store.plain import PLAIN_LABEL, PLAIN_LINES, PLAIN_TERM
from semkg.store.spans import Hashes, Ints, Spans, hash_spans, join_spans, longest_first
from semkg.store.terms import TermDictionary, TermKind
from semkg.store.unnamed import Unnamed

_IRI, _BLANK = TermKind.IRI.value, TermKind.BLANK.value
_OPEN, _UNDERSCORE = b"<_"


class _UnusualError(Exception):
    """Text that only the parser can judge."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a piece of text says.

    Attributes:
        quads: columns ``s p o g``, shape ``(4, n)``, in any order; numbers from :data:`~semkg.store.unnamed.FIRST`
            down stand for terms without a name.
        usual: whether every line is of the usual shape.
    """

    quads: Quads
    usual: bool


class Scanner:
    """Reads the pieces of one text.

    Args:
        terms: the dictionary for the ids.
        form: N-Triples or N-Quads.
        graph: the id of the graph for triples.

    Attributes:
        form: the format.
        unnamed: the blank nodes that the text has so far.
    """

    def __init__(self, terms: TermDictionary, form: ox.RdfFormat, graph: int = DEFAULT_GRAPH_ID) -> None:
        self.unnamed = Unnamed()
        self._terms = terms
        self.form = form
        self._graph = graph

    def scan(self, text: bytes) -> Scanned:
        """Read whole lines.

        Raises:
            SyntaxError: of pyoxigraph, with line and column in this text.
        """
        ended = text if text.endswith(b"\n") else text + b"\n"
        lines = split_lines(ended, graphs=self.form.supports_datasets)
        try:
            quads = self._usual(lines)
            if not lines.odd:
                return Scanned(quads, usual=True)
            return Scanned(np.concatenate((quads, self._parsed(lines.odd)), axis=1), usual=False)
        except (_UnusualError, SyntaxError):  # of lines that are perhaps not the first ones
            return Scanned(self._parsed(text), usual=False)

    def graph_names(self, quads: Quads) -> list[ox.NamedNode | ox.BlankNode]:
        """Return the names of the graphs other than that for triples."""
        numbers = set(quads[3][quads[3] != self._graph].tolist())
        names = (self._terms.term(number) if number >= 0 else ox.BlankNode() for number in numbers)
        return [name for name in names if isinstance(name, ox.NamedNode | ox.BlankNode)]

    def _usual(self, lines: Lines) -> Quads:
        texts, places = number_parts(lines)
        numbers = self._ids(texts)
        s, p, _, g = (numbers[column] for column in places)
        if not (self._are_nodes(s) and self._are_iris(p) and self._are_nodes(g)):
            raise _UnusualError
        return self._columns(numbers, places, lines)

    def _columns(
        self, numbers: NDArray[np.int32], places: tuple[Ints, Ints, Ints, Ints], lines: Lines
    ) -> Quads:
        s, p, o, g = (numbers[column] for column in places)
        graph = np.full(len(s), self._graph, dtype=np.int32)
        graph[lines.in_graph] = g
        return np.stack((s, p, o, graph))

    def _are_iris(self, numbers: NDArray[np.int32]) -> bool:
        return bool((numbers >= 0).all() and (self._terms.kinds(numbers) == _IRI).all())

    def _are_nodes(self, numbers: NDArray[np.int32]) -> bool:
        """Say whether all are IRIs or blank nodes."""
        named = numbers >= 0
        if named.all():
            return bool((self._terms.kinds(numbers) <= _BLANK).all())
        others = numbers[~named]
        return self._are_nodes(numbers[named]) and bool(self.unnamed.are_blank(others).all())

    def _ids(self, texts: list[bytes]) -> NDArray[np.int32]:
        """Return the number of each of some different texts, shape ``(n,)``."""
        spans = join_spans(texts)
        order = longest_first(spans)
        spans = spans.take(order)
        hashes = hash_spans(spans)
        found = self._terms.find_hashed(spans, hashes)
        # A blank node of the dictionary is not that of a text with the same label, also inside a triple term.
        first, second = spans.data[spans.start], spans.data[spans.start + 1]
        found[(first == _UNDERSCORE) | ((first == _OPEN) & (second == _OPEN))] = -1
        new = np.flatnonzero(found < 0)
        if len(new):
            found[new] = self._learn(
                [texts[row] for row in order[new].tolist()], spans.take(new), hashes[new], order[new]
            )
        numbers = np.empty(len(texts), dtype=np.int32)
        numbers[order] = found
        return numbers

    def _learn(self, texts: list[bytes], spans: Spans, hashes: Hashes, place: Ints) -> NDArray[np.int32]:
        """Return the numbers of texts that the dictionary does not have, as terms at least."""
        if _are_plain(texts):
            return self._terms.add_hashed(spans, hashes, place)
        plain = np.array([_is_plain(text) for text in texts], dtype=np.bool_)
        numbers = np.empty(len(texts), dtype=np.int32)
        numbers[plain] = self._terms.add_hashed(spans.take(plain), hashes[plain], place[plain])
        numbers[~plain] = self._judge(list(compress(texts, ~plain)))
        return numbers

    def _judge(self, texts: list[bytes]) -> list[int]:
        """Return the numbers of terms that are perhaps none, or written in another way than usual."""
        is_label = [text.startswith(b"_:") for text in texts]
        others = iter(self._numbers(self._respell([text for text in texts if not text.startswith(b"_:")])))
        return [
            self._blank(text) if label else next(others) for text, label in zip(texts, is_label, strict=True)
        ]

    def _blank(self, label: bytes) -> int:
        if not PLAIN_LABEL.fullmatch(label):
            raise _UnusualError
        return self.unnamed.number(label.decode())

    def _respell(self, texts: list[bytes]) -> list[bytes]:
        """Return objects as pyoxigraph writes them, or refuse."""
        text = b"".join(b"<s:%d> <p:> %b .\n" % (row, text) for row, text in enumerate(texts))
        try:
            lines = self._rewritten(text)
        except SyntaxError as error:
            raise _UnusualError from error
        if lines.g or lines.s != [b"<s:%d>" % row for row in range(len(texts))]:
            raise _UnusualError
        return lines.o

    def _parsed(self, text: bytes) -> Quads:
        """Let pyoxigraph read a text."""
        lines = self._rewritten(text)
        texts, places = number_parts(lines)
        return self._columns(np.array(self._numbers(texts), dtype=np.int32), places, lines)

    def _rewritten(self, text: bytes) -> Lines:
        """Return lines as pyoxigraph reads and writes them."""
        quads: Iterator[ox.Quad] = ox.parse(text, self.form)
        return split_lines(cast("bytes", ox.serialize(quads, format=ox.RdfFormat.N_QUADS)), graphs=True)

    def _numbers(self, texts: list[bytes]) -> list[int]:
        """Return the numbers of terms as pyoxigraph writes them."""
        unnamed = [text.startswith(b"_:") or (text.startswith(b"<<") and b"_:" in text) for text in texts]
        named = [text for text, no in zip(texts, unnamed, strict=True) if not no]
        numbers = iter(self._terms.add_spans(join_spans(named)).tolist())
        return [
            self.unnamed.number(text.decode()) if no else next(numbers)
            for text, no in zip(texts, unnamed, strict=True)
        ]


def _are_plain(texts: list[bytes]) -> bool:
    """Say whether all texts are surely IRIs or literals as pyoxigraph writes them."""
    try:
        return PLAIN_LINES.fullmatch(b"\n".join((*texts, b"")).decode()) is not None
    except UnicodeDecodeError:
        return False


def _is_plain(text: bytes) -> bool:
    try:
        return PLAIN_TERM.fullmatch(text.decode()) is not None
    except UnicodeDecodeError:
        return False
