"""The answers to queries: pyoxigraph's results, watched for failures and time."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterator
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import IO, Any, NoReturn, Protocol, TypeAlias

import pyoxigraph as ox

from semkg.errors import MissingExtraError, QueryError
from semkg.query import frames
from semkg.query.guard import Watch
from semkg.query.html import MOST_SHOWN, table_html
from semkg.query.rows import Decoder, group_of_rows
from semkg.query.table import Row

Target = IO[bytes] | str | PathLike[str]
QueryResult: TypeAlias = "SelectResult | AskResult | GraphResult"

_RDFLIB = "rdflib"
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
    ``None``. A notebook shows the first rows, which can still be read afterwards.

    Point queries are many and take microseconds, so nothing is made here before it is asked for.
    """

    def __init__(self, solutions: ox.QuerySolutions, watch: Watch) -> None:
        self._solutions = solutions
        self._watch = watch
        self._shown: deque[ox.QuerySolution] | None = None

    @property
    def variables(self) -> list[ox.Variable]:
        """The variables, in order."""
        found: list[ox.Variable] = self._solutions.variables
        return found

    def __iter__(self) -> Iterator[ox.QuerySolution]:
        while self._shown:
            yield self._shown.popleft()
        watch = self._watch
        try:
            for row in self._solutions:
                if watch.matters:
                    watch.check()
                yield row
        except FAILURES as error:
            watch.check()
            raise QueryError(str(error)) from error
        watch.check()

    def __next__(self) -> ox.QuerySolution:
        return self._shown.popleft() if self._shown else self._next()

    def _next(self) -> ox.QuerySolution:
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
        if self._shown:
            self._solutions = _again(self._names(), [tuple(row) for row in self])
        return _write(output, self._watch, lambda sink: self._solutions.serialize(sink, chosen))

    def to_pandas(self, *, terms: bool = False) -> Any:
        """Return the solutions that were not read yet as a pandas DataFrame.

        Args:
            terms: whether every column is the N-Triples text of its terms; otherwise a column of numbers or truth
                values is one, and anything else is text (see :mod:`semkg.query.frames`).

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return frames.to_pandas(self._columns(terms))

    def to_arrow(self, *, terms: bool = False) -> Any:
        """Return the solutions that were not read yet as a pyarrow Table; see :meth:`to_pandas`."""
        return frames.to_arrow(self._columns(terms))

    def to_polars(self, *, terms: bool = False) -> Any:
        """Return the solutions that were not read yet as a polars DataFrame; see :meth:`to_pandas`."""
        return frames.to_polars(self._columns(terms))

    def to_rdflib(self) -> Any:
        """Return the solutions as an rdflib Result.

        Raises:
            MissingExtraError: rdflib is not installed.
        """
        return _rdflib(self)

    def _repr_html_(self) -> str:
        shown = self._shown = self._shown or deque()
        while len(shown) <= MOST_SHOWN:
            try:
                shown.append(self._next())
            except StopIteration:
                break
        return table_html(self._names(), [tuple(row) for row in list(shown)[:MOST_SHOWN]], len(shown))

    def _names(self) -> list[str]:
        return [variable.value for variable in self.variables]

    def _columns(self, terms: bool) -> list[frames.Column]:
        return frames.columns(self._names(), map(tuple, self), terms=terms)


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

    def to_pandas(self, *, terms: bool = False) -> NoReturn:
        """Raise QueryError: one truth value is no table; so do ``to_arrow`` and ``to_polars``."""
        msg = (
            "an ASK answers true or false, which is no table: take bool(result), or ask for a table by SELECT"
        )
        raise QueryError(msg)

    to_arrow = to_polars = to_pandas

    def to_rdflib(self) -> Any:
        """Return the answer as an rdflib Result; see :meth:`SelectResult.to_rdflib`."""
        return _rdflib(self)

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

    def to_rdflib(self) -> Any:
        """Return the triples as an rdflib Result, whose ``graph`` holds them; see :meth:`SelectResult.to_rdflib`."""
        return _rdflib(self)

    def to_pandas(self, *, terms: bool = False) -> NoReturn:
        """Raise QueryError: triples are no table of their own; so do ``to_arrow`` and ``to_polars``."""
        msg = (
            "CONSTRUCT and DESCRIBE give triples, not a table: ask for columns by SELECT, as in SELECT ?s ?p ?o, or "
            "iterate over the result"
        )
        raise QueryError(msg)

    to_arrow = to_polars = to_pandas

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


def _again(names: list[str], rows: list[Row]) -> ox.QuerySolutions:
    """Return solutions that were read as solutions that were not."""
    decoder = Decoder("_sk")
    while any(name.startswith(decoder.prefix) for name in names):
        decoder.prefix += "_"
    head = " ".join(f"?{name}" for name in names) or "*"
    bag = [(ox.Literal(number), *row) for number, row in enumerate(rows)]  # rows may repeat
    table = group_of_rows([f"{decoder.prefix}_row", *names], bag, decoder)
    order = f"ORDER BY ?{decoder.prefix}_row"
    text = f"SELECT {head} WHERE {{ {table} }} {order}"
    return ox.Store().query(text, custom_functions=decoder.functions() or None)  # type: ignore[return-value]  # a SELECT


def _rdflib(result: QueryResult) -> Any:
    """Load the plug-in by name: it stands above this room, and nothing here needs it."""
    try:
        plugin = import_module("semkg.rdflib_plugin")
    except ModuleNotFoundError as error:
        if error.name != _RDFLIB:
            raise
        raise MissingExtraError(_RDFLIB, "a result of rdflib") from None
    return plugin.to_result(result)


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
