"""Reading a source as chunks of quads, with errors that name the place."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import IO, cast
from xml.parsers import expat

import pyoxigraph as ox

from semkg.errors import LoadError
from semkg.progress import Progress
from semkg.store.conversion import GraphName, is_reserved, reserved_message
from semkg.store.scanning import Scanned, Scanner
from semkg.store.source import Input, open_bytes

_LOG = logging.getLogger("semkg")
_CHUNK = 16_384
_PIECE = 1 << 22
"""Bytes that are scanned at once: many for few calls, few enough for the caches."""

_PROGRESS_STEP = 1 << 20
_READ_AHEAD = 1 << 14
"""Bytes before an error that are read one by one to find its place: more than the parsers ask for at once."""

_PLACE = re.compile(r"^Parser error at line \d+ (?:between columns \d+ and \d+|column \d+): ")
_EXPLAINED = {
    "No LoadDocumentCallback": "remote JSON-LD contexts are not fetched; put the context into the file",
    "No scheme found in an absolute IRI": "a relative IRI without a base; give base_iri=, or check the IRI",
}
_FORMULA = (
    "N3 formulas and rules ({ ... } => { ... }) are no data and cannot be loaded; say them as OWL axioms"
)


class _PlacedError(Exception):
    """Something wrong with the data at a place that is known, or not yet."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def read_chunks(
    source: Input, *, graph: GraphName, progress: Progress | None = None, chunk_size: int = _CHUNK
) -> Iterator[list[ox.Quad]]:
    """Read a source as lists of at most ``chunk_size`` quads; blank nodes get new labels.

    Args:
        source: what to read.
        graph: the graph for triples that the source puts in no graph.
        progress: told the number of stored bytes read.
        chunk_size: quads in a list.

    Raises:
        LoadError: the source cannot be read to its end, breaks the syntax, or writes into a reserved graph.
    """
    with _opened(source, graph, progress) as stream:
        yield from _chunks(
            _Reader(stream, xml=source.format == ox.RdfFormat.RDF_XML), source, graph, chunk_size
        )


def is_read_by_lines(source: Input) -> bool:
    """Return whether a source is N-Triples or N-Quads, for :func:`read_lines`."""
    return source.format in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


def read_lines(
    source: Input, scanner: Scanner, *, graph: GraphName, progress: Progress | None = None
) -> Iterator[tuple[bytes, Scanned]]:
    """Read N-Triples or N-Quads as pieces of whole lines, each with what it says; the last line has its end.

    Args:
        source: what to read.
        scanner: a new one, for the format of the source.
        graph: the graph for triples that the source puts in no graph.
        progress: told the number of stored bytes read.

    Raises:
        LoadError: as for :func:`read_chunks`.
    """
    with _opened(source, graph, progress) as stream:
        before, empty = 0, True
        for text, ahead in _pieces(stream):
            scanned = _scan(scanner, text, ahead, before)
            _check_names(scanner.graph_names(scanned.quads), source, graph)
            before += text.count(b"\n")
            if scanned.quads.shape[1]:
                empty = False
                yield text if text.endswith(b"\n") else text + b"\n", scanned
        if empty:
            _warn_of_nothing(source)


def _scan(scanner: Scanner, text: bytes, ahead: Callable[[], bytes], before: int) -> Scanned:
    """Scan whole lines with so many lines before them."""
    try:
        return scanner.scan(text)
    except SyntaxError as error:
        # Read again at its place and with something after it: a cut line would give another message.
        found = _first_error(b"\n" * before + text + ahead(), scanner.form) or error
        raise _PlacedError(found.msg, found.lineno, found.offset) from error


def _first_error(text: bytes, form: ox.RdfFormat) -> SyntaxError | None:
    try:
        for _ in ox.parse(text, form):
            pass
    except SyntaxError as error:
        return error
    return None


def _pieces(stream: io.BufferedReader) -> Iterator[tuple[bytes, Callable[[], bytes]]]:
    """Yield whole lines, with a way to see some of what follows them; the last line may lack its end."""
    begun: list[bytes] = []
    while data := stream.read(_PIECE):
        cut = data.rfind(b"\n") + 1
        begun.append(data[:cut] if cut else data)
        if cut:
            rest = data[cut:]
            yield b"".join(begun), partial(_ahead, rest, stream)
            begun = [rest]
    last = b"".join(begun)
    if last:
        yield last, bytes


def _ahead(rest: bytes, stream: io.BufferedReader) -> bytes:
    return rest + stream.peek()


@contextlib.contextmanager
def _opened(source: Input, graph: GraphName, progress: Progress | None) -> Iterator[io.BufferedReader]:
    """Open a source; what goes wrong while it is read becomes an error that names the place."""
    stream = None
    try:
        stream = open_bytes(source, on_read=_meter(source, progress))
        yield stream
    except _PlacedError as error:
        raise _load_error(source, graph, error) from error
    except (OSError, EOFError, zlib.error, UnicodeError) as error:
        what = "ends early" if isinstance(error, EOFError) else "cannot be read"
        msg = f"{source.name}: {what}: {getattr(error, 'strerror', None) or error}"
        raise LoadError(msg) from error
    finally:
        if stream is not None:
            stream.close()


def _warn_of_nothing(source: Input) -> None:
    _LOG.warning("%s holds no triples: nothing was loaded from it", source.name)


def _chunks(reader: _Reader, source: Input, graph: GraphName, size: int) -> Iterator[list[ox.Quad]]:
    parser = _parse(reader, source)
    empty = True
    while chunk := _next_chunk(parser, reader, size):
        empty = False
        _check_graphs(chunk, source, graph)
        yield chunk if isinstance(graph, ox.DefaultGraph) else [_moved(quad, graph) for quad in chunk]
    if empty:
        _warn_of_nothing(source)


def _parse(stream: _Reader | _Counted, source: Input) -> Iterator[ox.Quad]:
    readable = cast("IO[bytes]", stream)  # only read() is called
    return ox.parse(readable, source.format, base_iri=source.base_iri, rename_blank_nodes=True)


def _next_chunk(parser: Iterator[ox.Quad], reader: _Reader, size: int) -> list[ox.Quad]:
    """Return the next quads, none at the end."""
    try:
        return list(islice(parser, size))
    except SyntaxError as error:
        if reader.blank:
            return []
        raise _PlacedError(error.msg, error.lineno, error.offset) from error


def _check_graphs(quads: list[ox.Quad], source: Input, graph: GraphName) -> None:
    """Refuse graph names that a source may not have."""
    if not source.format.supports_datasets and source.format != ox.RdfFormat.N3:
        return
    _check_names({quad.graph_name for quad in quads}, source, graph)


def _check_names(names: Iterable[GraphName], source: Input, graph: GraphName) -> None:
    for name in names:
        if isinstance(name, ox.DefaultGraph):
            continue
        if source.format == ox.RdfFormat.N3:
            raise _PlacedError(_FORMULA)
        if is_reserved(name):
            raise _PlacedError(reserved_message(name))
        if not isinstance(graph, ox.DefaultGraph):
            msg = f"the source names a graph itself, {name}, so it cannot go into {graph}; leave graph= out"
            raise _PlacedError(msg)


def _moved(quad: ox.Quad, graph: GraphName) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


class _Reader:
    """Hands bytes to the parser, and checks XML on the way: the RDF/XML parser takes a cut file for whole."""

    def __init__(self, stream: io.BufferedReader, *, xml: bool) -> None:
        self._stream = stream
        self._xml = expat.ParserCreate() if xml else None
        self.blank = True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.blank = self.blank and not data.strip()
        if self._xml is not None and not (self.blank and not data):
            _check_xml(self._xml, data)
        return data


def _check_xml(parser: expat.XMLParserType, data: bytes) -> None:
    """Feed XML to a second parser, which counts lines, notices a missing end and stops entity bombs."""
    try:
        parser.Parse(data, not data)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        raise _PlacedError(message, error.lineno, error.offset + 1) from error


def _load_error(source: Input, graph: GraphName, error: _PlacedError) -> LoadError:
    line, column = error.line, error.column
    if line is None and source.again:
        line, column = _find_place(source, graph)
    place = "" if line is None else f", line {line}, column {column}"
    return LoadError(f"{source.name}{place}: {_explained(error.message)} (read as {source.format.name})")


def _explained(message: str) -> str:
    plain = _PLACE.sub("", message)
    hint = next((hint for part, hint in _EXPLAINED.items() if part in message), None)
    return plain if hint is None else f"{plain}: {hint}"


def _find_place(source: Input, graph: GraphName) -> tuple[int | None, int | None]:
    """Return the line and column, from 1, where reading fails, for the parsers that do not tell.

    It is read twice, the second time byte by byte near the place that the first time showed.
    """
    near = _failing_read(source, graph, slow_from=None)
    place = near and _failing_read(source, graph, slow_from=near.done - _READ_AHEAD)
    return (place.line, max(place.column, 1)) if place else (None, None)


def _failing_read(source: Input, graph: GraphName, *, slow_from: int | None) -> _Counted | None:
    """Return how far a source was read when it failed, ``None`` if it did not fail."""
    stream = open_bytes(source, on_read=lambda _: None)
    counted = _Counted(stream, slow_from)
    try:
        for quad in _parse(counted, source):
            _check_graphs([quad], source, graph)
    except (SyntaxError, _PlacedError):
        return counted
    finally:
        stream.close()
    return None


class _Counted:
    """Counts the bytes, lines and columns that it hands over; from ``slow_from`` on one byte at a time."""

    def __init__(self, stream: io.BufferedReader, slow_from: int | None) -> None:
        self._stream = stream
        self._slow_from = slow_from
        self.done = 0
        self.line = 1
        self.column = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(1 if self._slow_from is not None and self.done >= self._slow_from else size)
        lines = data.count(b"\n")
        self.done += len(data)
        self.line += lines
        self.column = len(data) - data.rfind(b"\n") - 1 if lines else self.column + len(data)
        return data


def _meter(source: Input, progress: Progress | None) -> Callable[[int], None]:
    """Return what tells ``progress`` about the bytes read, not more often than each MiB."""
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        if progress is not None and (done - told >= _PROGRESS_STEP or told < done == source.size):
            told = done
            progress(f"loading {source.name}", done, source.size)

    return tell
