"""Bringing a file into the database and into columns, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyoxigraph as ox

from semkg.progress import Progress
from semkg.store.columns import NO_QUADS, Quads, sort_unique, union_rows
from semkg.store.conversion import GraphName
from semkg.store.encoding import encode, graph_id, write_quads
from semkg.store.ledger import Change, Ledger
from semkg.store.reading import is_read_by_lines, read_chunks, read_lines
from semkg.store.scanning import Scanned, Scanner
from semkg.store.snapshot import Snapshot
from semkg.store.source import Input, Source, find_inputs
from semkg.store.terms import TermDictionary
from semkg.store.textload import TextLoad, loading

_BULK = 16 << 20
"""From so many bytes of text on, Oxigraph's bulk writer is worth the files that it makes."""


def load_source(
    ledger: Ledger, source: Input, graph: GraphName, *, on_disk: bool, progress: Progress | None
) -> int:
    """Load one source.

    Args:
        ledger: where to load it.
        source: what to read.
        graph: the graph for triples that the source puts in no graph.
        on_disk: whether the database is on disk, where large files are better written in bulk; in memory that takes
            a third more.
        progress: told the number of stored bytes read.

    Returns:
        Number of quads read.

    Raises:
        LoadError: it cannot be read; nothing of it was loaded.
    """
    run: _TextualLoad | _ParsedLoad
    # Oxigraph gives blank nodes in a text names of its own, also to the graph that a user wants it in.
    if is_read_by_lines(source) and not isinstance(graph, ox.BlankNode):
        bulk = on_disk and (source.size is None or source.size >= _BULK)
        run = _TextualLoad(ledger, source, graph, progress, bulk=bulk)
    else:
        run = _ParsedLoad(ledger, source, graph, progress)
    ledger.write(run.work)
    return run.count


def read_snapshot(
    source: Source,
    *,
    format: str | ox.RdfFormat | None = None,
    base_iri: str | None = None,
    terms: TermDictionary | None = None,
    progress: Progress | None = None,
) -> Snapshot:
    """Read RDF into columns only, without a database: for whatever needs no SPARQL.

    Args:
        source: as for :meth:`semkg.store.Store.load`.
        format: likewise.
        base_iri: likewise.
        terms: the dictionary for the ids, which gets the terms that it lacks; a new one when not given.
        progress: told the bytes read.

    Returns:
        The triples and quads, at epoch 0.

    Raises:
        LoadError: the source cannot be read.
        ValueError: an argument is of no known kind, or a format is needed.
    """
    terms = TermDictionary() if terms is None else terms
    sources = find_inputs(source, form=format, base_iri=base_iri)
    parts = [NO_QUADS, *(_read_columns(one, terms, progress) for one in sources)]
    quads = sort_unique(np.concatenate(parts, axis=1))
    return Snapshot(0, terms, union_rows(quads), quads)


def _read_columns(source: Input, terms: TermDictionary, progress: Progress | None) -> Quads:
    default = ox.DefaultGraph()
    if not is_read_by_lines(source):
        chunks = read_chunks(source, graph=default, progress=progress)
        return np.concatenate([NO_QUADS, *(encode(terms, chunk) for chunk in chunks)], axis=1)
    scanner = Scanner(terms, source.format)
    pieces = read_lines(source, scanner, graph=default, progress=progress)
    quads = np.concatenate([NO_QUADS, *(scanned.quads for _, scanned in pieces)], axis=1)
    unnamed = scanner.unnamed
    return unnamed.named(quads, unnamed.fresh_names(), terms) if len(unnamed) else quads


class _ParsedLoad:
    """Quads from pyoxigraph's parser go into the dictionary and into Oxigraph one by one."""

    def __init__(self, ledger: Ledger, source: Input, graph: GraphName, progress: Progress | None) -> None:
        self.count = 0
        self._ledger, self._source, self._graph, self._progress = ledger, source, graph, progress

    def work(self, change: Change) -> None:
        write_quads(self._ledger.oxigraph, self._quads(change))

    def _quads(self, change: Change) -> Iterator[ox.Quad]:
        terms = self._ledger.terms
        parts = [NO_QUADS]
        for chunk in read_chunks(self._source, graph=self._graph, progress=self._progress):
            parts.append(encode(terms, chunk))
            self.count += len(chunk)
            yield from chunk
        change.added = self._ledger.columns.missing(np.concatenate(parts, axis=1))
        if change.added.shape[1]:
            yield change.marker


class _TextualLoad:
    """Text goes into Oxigraph as it is, beside our own scan of it."""

    def __init__(
        self, ledger: Ledger, source: Input, graph: GraphName, progress: Progress | None, *, bulk: bool
    ) -> None:
        self.count = 0
        self._ledger, self._source, self._graph, self._progress = ledger, source, graph, progress
        self._bulk = bulk
        self._scanner = Scanner(ledger.terms, source.format, graph_id(ledger.terms, graph))

    def work(self, change: Change) -> None:
        pieces = read_lines(self._source, self._scanner, graph=self._graph, progress=self._progress)
        with loading(self._ledger.oxigraph, bulk=self._bulk) as text:
            parts = [NO_QUADS]
            for piece, scanned in pieces:
                parts.append(scanned.quads)
                self.count += scanned.quads.shape[1]
                text.write(self._into_graph(piece, scanned))
            quads = np.concatenate(parts, axis=1)
            del parts
            self._end(change, quads, text)

    def _end(self, change: Change, quads: Quads, text: TextLoad) -> None:
        unnamed = self._scanner.unnamed
        if len(unnamed):
            open_ended = (quads < 0).any(axis=0)
            change.unnamed = quads[:, open_ended], unnamed
            quads = quads[:, ~open_ended]
        change.added = self._ledger.columns.missing(quads)
        if change.added.shape[1] or len(unnamed):
            text.write(unnamed.label_lines() + f"{change.marker} .\n".encode())
            text.commit()

    def _into_graph(self, text: bytes, scanned: Scanned) -> bytes:
        """Return a piece of text as N-Quads that name the graph for triples."""
        if isinstance(self._graph, ox.DefaultGraph):
            return text
        if scanned.usual and b"\r" not in text:
            return text.replace(b" .\n", f" {self._graph} .\n".encode())
        quads = ox.parse(text, self._source.format)
        return "".join(f"{quad.triple} {self._graph} .\n" for quad in quads).encode()
