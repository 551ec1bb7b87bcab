"""Link prediction data as research shares them: a folder with train.txt, valid.txt and test.txt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from semkg.errors import LoadError

PARTS = ("train", "valid", "test")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Triples of names as integers; ids are given by sorted name, so that the order of lines does not matter.

    Attributes:
        entities: name of each entity id.
        predicates: name of each predicate id.
        parts: triples ``(subject, predicate, object)`` of train, valid and test, each of shape ``(n, 3)``.
    """

    entities: tuple[str, ...]
    predicates: tuple[str, ...]
    parts: dict[str, NDArray[np.int64]]


def is_benchmark(path: Path) -> bool:
    """Return whether a path is a folder with a train.txt."""
    return (path / "train.txt").is_file()


def read_benchmark(folder: Path) -> Benchmark:
    """Read train.txt, and valid.txt and test.txt where they are there.

    Raises:
        LoadError: a line that has not three fields, a file that is no UTF-8, or no triples to train on.
    """
    lines = {part: _read_part(folder / f"{part}.txt") for part in PARTS}
    if not lines["train"]:
        msg = f"{folder / 'train.txt'} has no triples"
        raise LoadError(msg)
    everything = [line for part in lines.values() for line in part]
    entities = tuple(sorted({name for s, _, o in everything for name in (s, o)}))
    predicates = tuple(sorted({p for _, p, _ in everything}))
    entity_id = {name: number for number, name in enumerate(entities)}
    predicate_id = {name: number for number, name in enumerate(predicates)}
    parts = {
        part: np.array([(entity_id[s], predicate_id[p], entity_id[o]) for s, p, o in rows], np.int64).reshape(
            -1, 3
        )
        for part, rows in lines.items()
    }
    return Benchmark(entities, predicates, parts)


def _read_part(path: Path) -> list[tuple[str, str, str]]:
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        msg = f"{path} is no UTF-8 text: {error.reason} at byte {error.start}"
        raise LoadError(msg) from None
    # split on line feeds alone: names hold other characters that splitlines() takes for the end of a line
    return [_fields(line, path, place) for place, line in enumerate(text.split("\n"), 1) if line.strip()]


def _fields(line: str, path: Path, place: int) -> tuple[str, str, str]:
    fields = line.rstrip("\r").split("\t")
    if len(fields) != 3:
        msg = f"{path}, line {place}: a head, a relation and a tail between tabs, not {len(fields)} fields"
        raise LoadError(msg)
    return fields[0], fields[1], fields[2]
