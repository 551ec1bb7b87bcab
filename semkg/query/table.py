"""The rows of a relation, column by column: made for very many of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload

import pyoxigraph as ox

from semkg.query.arguments import as_term
from semkg.query.declaration import OutputRow
from semkg.store import Term

Cell = Term | float | None
"""A value; a Python number stands for the literal that :func:`semkg.query.arguments.as_term` makes of it."""
Row = tuple[Term | None, ...]

_CHUNK = 256
"""So few that the garbage collector, which looks at every 700 new objects, does not meet them."""
_AS_THEY_ARE = frozenset({ox.NamedNode, ox.BlankNode, ox.Triple, type(None)})
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as columns; rows may repeat.

    A column of numbers alone stays one of Python numbers, all of one type and such that equal numbers are equal
    literals: literals take several times the memory and the time to make.

    Attributes:
        columns: the columns.
        size: how many rows there are.
    """

    columns: tuple[Sequence[Cell], ...]
    size: int

    @classmethod
    def from_rows(cls, rows: Sequence[Row]) -> Table:
        """Return rows of terms as a table."""
        return cls(tuple(zip(*rows, strict=True)), len(rows))

    @property
    def is_full(self) -> bool:
        """Whether no cell is empty."""
        return all(type(None) not in set(map(type, column)) for column in self.columns)

    def distinct(self) -> Table:
        """Return each row once."""
        if any(len(set(column)) == self.size for column in self.columns if not _is_numeric(column)):
            return self
        rows = dict.fromkeys(zip(*self.columns, strict=True))
        if len(rows) == self.size:
            return self
        return (
            Table(tuple(zip(*rows, strict=True)), len(rows)) if self.columns else Table((), min(self.size, 1))
        )


class Tuples(Sequence[tuple[Any, ...]]):
    """Rows that stay columns until they are asked for: no object for each of very many."""

    def __init__(self, columns: Sequence[Sequence[Any]], size: int) -> None:
        self._columns = columns
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return zip(*self._columns, strict=True) if self._columns else itertools.repeat((), self._size)

    @overload
    def __getitem__(self, place: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> Tuples: ...
    def __getitem__(self, place: int | slice) -> tuple[Any, ...] | Tuples:
        if isinstance(place, slice):
            return Tuples([column[place] for column in self._columns], len(range(self._size)[place]))
        return tuple([column[place] for column in self._columns])


def read_table(
    bindings: Sequence[Sequence[Row]],
    found: Iterable[OutputRow],
    places: Sequence[int],
    limits: Mapping[int, frozenset[Term]],
    *,
    width: int,
) -> Table:
    """Return what a function found.

    Args:
        bindings: for each input tuple the values of the input variables that it came from.
        found: the rows of the function.
        places: which outputs are columns.
        limits: for some of these, which values rows may have; others are left out.
        width: how many input variables there are.

    Returns:
        The values of the input variables, then those outputs.
    """
    positions: list[int] = []
    outputs: list[list[Cell]] = [[] for _ in places]
    for numbers, values in column_chunks(found):
        kept = _within(values, limits, len(numbers))
        positions += _kept(numbers, kept)
        for column, place in zip(outputs, places, strict=True):
            column += _kept(values[place], kept)
    if not positions:
        return Table(((),) * (width + len(places)), 0)
    columns = list(map(_tidy, outputs))
    if all(len(rows) == 1 for rows in bindings):
        inputs = list(zip(*(rows[0] for rows in bindings), strict=True))
        given = [list(map(column.__getitem__, positions)) for column in inputs]
        return Table((*given, *columns), len(positions))
    return _expanded(bindings, positions, columns)


def column_chunks(found: Iterable[OutputRow]) -> Iterator[tuple[Sequence[int], Sequence[Sequence[Cell]]]]:
    """Yield positions and columns of some rows at a time, so that not all rows are there at once."""
    rows = iter(found)
    while chunk := list(itertools.islice(rows, _CHUNK)):
        positions, values = zip(*chunk, strict=True)
        yield positions, list(zip(*values, strict=True))


def _within(
    values: Sequence[Sequence[Cell]], limits: Mapping[int, frozenset[Term]], size: int
) -> list[bool] | None:
    """Return which rows stay within limits, ``None`` for all."""
    masks = [[value in limit for value in values[place]] for place, limit in limits.items()]
    if all(map(all, masks)):
        return None
    return [all(row) for row in zip(*masks, strict=True)] if size else []


def _kept(column: Sequence[_T], kept: list[bool] | None) -> Iterable[_T]:
    return column if kept is None else itertools.compress(column, kept)


def _tidy(column: list[Cell]) -> list[Cell]:
    """Return a column as a table has it."""
    types = set(map(type, column))
    if types <= _AS_THEY_ARE or types == {int} or (types == {float} and _is_ordinary(column)):
        return column
    return list(map(as_term, column))


def _is_ordinary(column: list[Any]) -> bool:
    """Return whether equal numbers are equal literals: 0 and -0 are not, and nan is no number."""
    if not all(map(math.isfinite, column)):
        return False
    return 0.0 not in column or len({math.copysign(1.0, number) for number in column if number == 0.0}) == 1


def _is_numeric(column: Sequence[Cell]) -> bool:
    return bool(column) and type(column[0]) in (int, float)


def _expanded(
    bindings: Sequence[Sequence[Row]], positions: Sequence[int], columns: Sequence[Sequence[Cell]]
) -> Table:
    """Repeat each row for every binding that its inputs came from."""
    rows = [
        (*binding, *values)
        for position, *values in zip(positions, *columns, strict=True)
        for binding in bindings[position]
    ]
    return Table(tuple(zip(*rows, strict=True)), len(rows))
