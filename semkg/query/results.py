"""The answers to queries: pyoxigraph's results, watched for failures and time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path
from typing import IO, Protocol, TypeAlias

import pyoxigraph as ox

from semkg.errors import QueryError
from semkg.query.guard import Watch

Target = IO[bytes] | str | PathLike[str]
QueryResult: TypeAlias = "SelectResult | AskResult | GraphResult"

_RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "srj": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "srx": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
FAILURES = (RuntimeError, OSError, ValueError)
"""What Oxigraph raises when a query that parsed cannot be evaluated."""


class SelectResult:
    """The solutions of a SELECT: an iterator that is read once.

    A row gives its values by name (``row["n"]``), by place (``row[0]``) or in order; an unbound one is
    ``None``.

    Attributes:
        variables: the variables, in order.
    """

    def __init__(self, solutions: ox.QuerySolutions, watch: Watch) -> None:
        self.variables: list[ox.Variable] = solutions.variables
        self._solutions = solutions
        self._watch = watch

    def __iter__(self) -> Iterator[ox.QuerySolution]:
        return self

    def __next__(self) -> ox.QuerySolution:
        try:
            row: ox.QuerySolution = next(self._solutions)
            return row
        except FAILURES as error:
            raise QueryError(str(error)) from error
        finally:
            self._watch.check()

    def serialize(
        self, output: Target | None = None, format: str | ox.QueryResultsFormat = ox.QueryResultsFormat.JSON
    ) -> bytes | None:
        """Write the solutions that were not read yet as JSON, XML, CSV or TSV.

        Args:
            output: a path or binary file object; the bytes are returned when not given.
            format: a pyoxigraph format, a suffix (``"csv"``) or a media type.

        Raises:
            FunctionError: a function failed inside the query.
            QueryTimeoutError: the time is over.
            ValueError: an unknown format.
        """
        chosen = _results_format(format)
        return _write(output, self._watch, lambda sink: self._solutions.serialize(sink, chosen))


class AskResult:
    """The answer to an ASK; its truth value is the answer."""

    def __init__(self, answer: ox.QueryBoolean) -> None:
        self._answer = answer

    def __bool__(self) -> bool:
        return bool(self._answer)

    def __eq__(self, other: object) -> bool:
        return bool(self) == other if isinstance(other, bool | AskResult) else NotImplemented

    def __hash__(self) -> int:
        return hash(bool(self))

    def __repr__(self) -> str:
        return f"AskResult({bool(self)})"

    def serialize(
        self, output: Target | None = None, format: str | ox.QueryResultsFormat = ox.QueryResultsFormat.JSON
    ) -> bytes | None:
        """Write the answer as JSON, XML, CSV or TSV; see :meth:`SelectResult.serialize`."""
        chosen = _results_format(format)
        return _write(output, Watch(), lambda sink: self._answer.serialize(sink, chosen))


class GraphResult:
    """The triples of a CONSTRUCT or DESCRIBE: an iterator that is read once."""

    def __init__(self, triples: ox.QueryTriples, watch: Watch) -> None:
        self._triples = triples
        self._watch = watch

    def __iter__(self) -> Iterator[ox.Triple]:
        return self

    def __next__(self) -> ox.Triple:
        try:
            triple: ox.Triple = next(self._triples)
            return triple
        except FAILURES as error:
            raise QueryError(str(error)) from error
        finally:
            self._watch.check()

    def serialize(
        self, output: Target | None = None, format: str | ox.RdfFormat = ox.RdfFormat.TURTLE
    ) -> bytes | None:
        """Write the triples that were not read yet in an RDF format.

        Args:
            output: a path or binary file object; the bytes are returned when not given.
            format: a pyoxigraph format, a suffix (``"ttl"``) or a media type.

        Raises:
            FunctionError: a function failed inside the query.
            QueryTimeoutError: the time is over.
            ValueError: an unknown format.
        """
        chosen = _graph_format(format)
        return _write(output, self._watch, lambda sink: self._triples.serialize(sink, chosen))


class _Sink(Protocol):
    def write(self, data: bytes, /) -> int: ...


class _WatchedSink(io.RawIOBase):
    """Passes bytes on, looking at the watch before each block."""

    def __init__(self, target: _Sink, watch: Watch) -> None:
        super().__init__()
        self._target = target
        self._watch = watch

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # Oxigraph writes bytes only
        self._watch.check()
        self._target.write(data)
        return len(data)


def drain(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, watch: Watch) -> None:
    """Read an answer to its end without making its rows; what was raised meanwhile comes out."""
    if isinstance(answer, ox.QuerySolutions):
        solutions = answer
        _write_to(_Nowhere(), watch, lambda sink: solutions.serialize(sink, ox.QueryResultsFormat.TSV))
    elif isinstance(answer, ox.QueryTriples):
        triples = answer
        _write_to(_Nowhere(), watch, lambda sink: triples.serialize(sink, ox.RdfFormat.N_TRIPLES))
    watch.check()


class _Nowhere:
    def write(self, data: bytes, /) -> int:
        return len(data)


def _write(output: Target | None, watch: Watch, serialise: Callable[[IO[bytes]], object]) -> bytes | None:
    if output is None:
        buffer = io.BytesIO()
        _write_to(buffer, watch, serialise)
        return buffer.getvalue()
    if isinstance(output, str | PathLike):
        _write_file(Path(output), watch, serialise)
    else:
        _write_to(output, watch, serialise)
    return None


def _write_file(path: Path, watch: Watch, serialise: Callable[[IO[bytes]], object]) -> None:
    """Write beside the file first, so that a failure leaves what was there."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            _write_to(file, watch, serialise)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write_to(target: _Sink, watch: Watch, serialise: Callable[[IO[bytes]], object]) -> None:
    try:
        serialise(_WatchedSink(target, watch))  # type: ignore[arg-type]  # Oxigraph only calls write and flush
    except RuntimeError as error:
        raise QueryError(str(error)) from error
    watch.check()


def _results_format(format: str | ox.QueryResultsFormat) -> ox.QueryResultsFormat:
    if not isinstance(format, str):
        return format
    found = _RESULT_FORMATS.get(format) or ox.QueryResultsFormat.from_media_type(format)
    if found is None:
        msg = f"unknown results format {format!r}; valid are json, xml, csv, tsv and their media types"
        raise ValueError(msg)
    return found


def _graph_format(format: str | ox.RdfFormat) -> ox.RdfFormat:
    if not isinstance(format, str):
        return format
    found = ox.RdfFormat.from_extension(format) or ox.RdfFormat.from_media_type(format)
    if found is None:
        msg = (
            f"unknown RDF format {format!r}; valid are suffixes such as ttl, nt, rdf, jsonld and media types"
        )
        raise ValueError(msg)
    return found
