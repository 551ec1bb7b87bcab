"""A store's folder: what tells it from others, and the arrays that make opening it fast.

::

    semkg.json        the format of the folder; only a store has it
    oxigraph/         the database
    arrays/EPOCH/     quads.npy (columns s p o g), terms.NAME.npy (the texts of the terms and their index),
                      counts.json; all are used where they lie on disk, so opening reads none of them as a whole
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.errors import StoreError
from semkg.store.columns import NO_QUADS, Quads, sort_unique
from semkg.store.terms import TermDictionary
from semkg.store.termtable import ARRAYS, TermTable
from semkg.vocab import BUILTIN

_LOG = logging.getLogger("semkg")
_MARK = "semkg.json"
_FORMAT = 2
_READABLE = (1, 2)
"""In format 1 the terms stand in terms.txt, one a line."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """The terms and columns of a store at one epoch; epoch 0 is an empty store."""

    epoch: int
    terms: TermDictionary
    quads: Quads


def is_store(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is the folder of a store."""
    return Path(path, _MARK).is_file()


def open_folder(path: Path) -> ox.Store:
    """Open the database of a store's folder; make both where there is nothing yet.

    Raises:
        StoreError: it is something else, in use, of another version, or cannot be written.
    """
    try:
        _claim(path)
        return ox.Store(path / "oxigraph")
    except (OSError, RuntimeError) as error:  # Oxigraph reports damage as a RuntimeError
        if "lock" in str(error).lower():
            msg = f"{path} is in use by another process or another Store object; close that first"
        else:
            msg = f"{path} cannot be opened as a store: {error}"
        raise StoreError(msg) from error


def _claim(path: Path) -> None:
    """Mark a new or empty folder as a store, or check the mark."""
    if path.exists() and not path.is_dir():
        msg = f"{path} is a file; a store is a folder"
        raise StoreError(msg)
    if is_store(path):
        _check_mark(path)
        return
    if path.is_dir() and any(path.iterdir()):
        msg = f"{path} is not empty and is no store (it has no {_MARK}); choose a new or an empty folder"
        raise StoreError(msg)
    path.mkdir(parents=True, exist_ok=True)
    _write_mark(path)


def _write_mark(path: Path) -> None:
    _write_file(path / _MARK, json.dumps({"program": "semkg", "format": _FORMAT}).encode())


def _check_mark(path: Path) -> None:
    try:
        mark = json.loads((path / _MARK).read_text(encoding="utf-8"))
        number = int(mark["format"])
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{path / _MARK} is damaged: {error}"
        raise StoreError(msg) from error
    if number not in _READABLE:
        msg = f"{path} has format {number}, not {_FORMAT}; open it with the version of semkg that wrote it"
        raise StoreError(msg)


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write the arrays of one epoch, whole or not at all, and drop those of other epochs.

    Raises:
        StoreError: the disk does not take them.
    """
    folder = path / "arrays"
    new = folder / f"new-{os.getpid()}"
    try:
        _write_mark(path)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        _write_parts(new, arrays)
        _drop(folder, keep=new)
        new.rename(folder / str(arrays.epoch))
        _sync(folder)
    except OSError as error:
        msg = f"{folder} cannot be written: {error}; the triples themselves are safe"
        raise StoreError(msg) from error


def read_arrays(path: Path) -> Arrays:
    """Return the newest whole arrays of a store's folder, empty ones where there are none."""
    folder = path / "arrays"
    epochs = sorted((int(entry.name) for entry in folder.glob("*") if entry.name.isdecimal()), reverse=True)
    for epoch in epochs:
        try:
            return _read_parts(folder / str(epoch), epoch)
        except (OSError, ValueError, KeyError) as error:
            _LOG.warning("%s is damaged and is made anew: %s", folder / str(epoch), error)
    return Arrays(0, TermDictionary(), NO_QUADS)


def _write_parts(folder: Path, arrays: Arrays) -> None:
    parts = {f"terms.{name}": array for name, array in arrays.terms.table().arrays().items()}
    for name, array in {**parts, "quads": arrays.quads}.items():
        with (folder / f"{name}.npy").open("wb") as file:
            np.save(file, array, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
    counts = {"terms": len(arrays.terms), "quads": arrays.quads.shape[1]}
    _write_file(folder / "counts.json", json.dumps(counts).encode())


def _read_parts(folder: Path, epoch: int) -> Arrays:
    """Map arrays into memory: nothing is read, and nothing but their sizes is checked, since they came to be whole."""
    counts = json.loads((folder / "counts.json").read_bytes())
    quads = _map(folder / "quads.npy") if counts["quads"] else np.load(folder / "quads.npy")
    table = _read_lines(folder, counts) if (folder / "terms.txt").exists() else _map_table(folder)
    if (len(table), quads.shape, quads.dtype) != (counts["terms"], (4, counts["quads"]), np.int32):
        msg = "terms and columns are not those that were written"
        raise ValueError(msg)
    built_in = "".join(f"<{iri}>\n" for iri in BUILTIN).encode()
    if table.data[: len(built_in)].tobytes() == built_in:
        return Arrays(epoch, TermDictionary(table), quads)
    # Another version of semkg had other built-in terms, which shifts all ids.
    terms = TermDictionary()
    numbers = terms.add_all(TermDictionary(table))
    return Arrays(epoch, terms, sort_unique(numbers[quads]))


def _map_table(folder: Path) -> TermTable:
    return TermTable.from_arrays({name: _map(folder / f"terms.{name}.npy") for name in ARRAYS})


def _map(path: Path) -> NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _read_lines(folder: Path, counts: dict[str, int]) -> TermTable:
    """Read the terms of format 1."""
    data = (folder / "terms.txt").read_bytes()
    if zlib.crc32(data) != counts["terms_crc32"]:
        msg = "the terms are not those that were written"
        raise ValueError(msg)
    return TermDictionary.from_texts(data.decode().split("\n")).table()


def _drop(folder: Path, *, keep: Path) -> None:
    for entry in folder.iterdir():
        if entry != keep:
            shutil.rmtree(entry, ignore_errors=True)


def _write_file(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all, also after a power cut."""
    new = path.with_name(f".{path.name}-{os.getpid()}")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
