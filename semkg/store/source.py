"""Where RDF comes from: files, bytes, file objects and rdflib graphs, each as a named stream of bytes."""

from __future__ import annotations

import gzip
import io
import os
import stat
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, cast

import pyoxigraph as ox

from semkg.errors import LoadError
from semkg.store.formats import SUFFIXES, find_format, format_of_path, is_rdf_file
from semkg.store.persistence import is_store

_GZIP_MAGIC = b"\x1f\x8b"
_BUFFER = 1 << 18


class Readable(Protocol):
    """A file object, of bytes or of text."""

    def read(self, size: int, /) -> bytes | str:
        """Return up to ``size`` bytes or characters; nothing at the end."""


class RdflibGraph(Protocol):
    """A graph or dataset of rdflib, as far as it matters here."""

    def serialize(self, *, format: str, encoding: str) -> bytes:
        """Return the graph in a format."""


Source = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes] | IO[str] | RdflibGraph
"""What users may load from: a path, the bytes themselves, a file object or an rdflib graph."""


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read RDF from.

    Attributes:
        name: what messages call it.
        format: its RDF format.
        open: gives the bytes as they are stored, from the start.
        size: number of stored bytes, where known.
        base_iri: what relative IRIs are resolved against.
        again: whether it can be opened a second time.
    """

    name: str
    format: ox.RdfFormat
    open: Callable[[], Readable]
    size: int | None = None
    base_iri: str | None = None
    again: bool = True


def find_inputs(source: Source, *, form: str | ox.RdfFormat | None, base_iri: str | None) -> list[Input]:
    """Return what a user's ``source`` stands for: one source, or one for each RDF file of a folder.

    Raises:
        LoadError: it does not exist, or its suffix tells no format.
        ValueError: its kind is unknown, or it needs a format and has none.
    """
    wanted = None if form is None else find_format(form)
    if isinstance(source, str | os.PathLike):
        return _path_sources(Path(cast("str", source)), wanted, base_iri)
    if isinstance(source, bytes | bytearray | memoryview):
        return [_bytes_source(bytes(source), "the given bytes", _required(wanted, "bytes"), base_iri)]
    if callable(getattr(source, "serialize", None)) and callable(getattr(source, "triples", None)):
        return [_rdflib_source(cast("RdflibGraph", source))]
    if callable(getattr(source, "read", None)):
        return [_stream_source(cast("Readable", source), wanted, base_iri)]
    msg = f"cannot load from {type(source).__name__}: give a path, bytes, a file object or an rdflib graph"
    raise ValueError(msg)


def open_bytes(source: Input, *, on_read: Callable[[int], None]) -> io.BufferedReader:
    """Open a source as plain bytes: unpacked where gzipped, without a byte order mark.

    Args:
        source: what to open.
        on_read: called with the number of stored bytes read so far.
    """
    plain = _buffered(_Metered(source.open(), on_read))
    if plain.peek(2)[:2] == _GZIP_MAGIC:
        plain = _buffered(_Unpacked(plain))
    if plain.peek(3)[:3] == b"\xef\xbb\xbf":
        plain.read(3)
    return plain


def _buffered(stream: io.RawIOBase | gzip.GzipFile) -> io.BufferedReader:
    reader: io.BufferedReader = io.BufferedReader(cast("io.RawIOBase", stream), _BUFFER)
    return reader


class _Metered(io.RawIOBase):
    """A file object as raw bytes, telling how many were read."""

    def __init__(self, stream: Readable, on_read: Callable[[int], None]) -> None:
        self._stream = stream
        self._on_read = on_read
        self._done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader hands over
        chunk = self._stream.read(max(1, len(buffer) // 4))  # a character takes up to four bytes
        data = chunk.encode() if isinstance(chunk, str) else chunk
        buffer[: len(data)] = data
        self._done += len(data)
        self._on_read(self._done)
        return len(data)

    def close(self) -> None:
        if not self.closed and isinstance(self._stream, _OwnFile):
            self._stream.close()
        super().close()


class _Unpacked(gzip.GzipFile):
    """A gzipped stream that takes the stream below along when it is closed."""

    def __init__(self, packed: io.BufferedReader) -> None:
        super().__init__(fileobj=packed, mode="rb")
        self._packed = packed

    def close(self) -> None:
        super().close()
        self._packed.close()


class _OwnFile(io.FileIO):
    """A file that we opened, so that we close it; a user's file object stays open."""


def _path_sources(path: Path, form: ox.RdfFormat | None, base_iri: str | None) -> list[Input]:
    try:
        found = path.stat()
    except OSError as error:
        raise LoadError(_unreadable(str(path), error)) from error
    if stat.S_ISDIR(found.st_mode):
        return _folder_sources(path, form, base_iri)
    base = base_iri or path.resolve().as_uri()
    return [Input(str(path), form or format_of_path(path), lambda: _OwnFile(path), found.st_size, base)]


def _unreadable(path: str, error: OSError) -> str:
    """Say why a path cannot be read, and what to do if it is no path but data."""
    if "<" in path or "\n" in path:
        return f"{path[:40]!r}... is taken as a path: {error.strerror}; give data as bytes, text.encode()"
    return f"{path}: cannot be read: {error.strerror}"


def _folder_sources(folder: Path, form: ox.RdfFormat | None, base_iri: str | None) -> list[Input]:
    if is_store(folder):
        msg = f"{folder} is a store directory, not a folder of RDF files; open it with Store(path)"
        raise LoadError(msg)
    if form is not None:
        msg = f"{folder} is a folder: its files have their formats by suffix, so leave format= out"
        raise ValueError(msg)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and is_rdf_file(path))
    if not files:
        msg = (
            f"{folder} has no RDF file; valid are {SUFFIXES} (also with .gz), but .xml and .json only by name"
        )
        raise LoadError(msg)
    return [source for path in files for source in _path_sources(path, None, base_iri)]


def _bytes_source(data: bytes, name: str, form: ox.RdfFormat, base_iri: str | None) -> Input:
    return Input(name, form, lambda: cast("Readable", io.BytesIO(data)), len(data), base_iri)


def _stream_source(stream: Readable, form: ox.RdfFormat | None, base_iri: str | None) -> Input:
    name = getattr(stream, "name", None)
    path = Path(name) if isinstance(name, str) else None
    found = form or _required(None if path is None else format_of_path(path), "a file object without a name")
    start = _position(stream)

    def rewound() -> Readable:
        if start is not None:
            cast("io.IOBase", stream).seek(start)
        return stream

    return Input(
        str(path or "the given file object"), found, rewound, None, base_iri, again=start is not None
    )


def _position(stream: Readable) -> int | None:
    """Return where a stream stands, or ``None`` for one that cannot go back there."""
    if isinstance(stream, io.IOBase) and stream.seekable():
        return stream.tell()
    return None


def _required(form: ox.RdfFormat | None, what: str) -> ox.RdfFormat:
    if form is None:
        msg = f"{what} does not tell its RDF format: give format=, for example format='ttl'"
        raise ValueError(msg)
    return form


def _rdflib_source(graph: RdflibGraph) -> Input:
    form = ox.RdfFormat.N_QUADS if callable(getattr(graph, "quads", None)) else ox.RdfFormat.N_TRIPLES
    name = "nquads" if form == ox.RdfFormat.N_QUADS else "nt"
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # rdflib's serialisers use its own deprecated names
        data = graph.serialize(format=name, encoding="utf-8")
    return _bytes_source(data, "the rdflib graph", form, None)
