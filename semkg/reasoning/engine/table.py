"""Tables of solutions: one column of ids for each variable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, Ids, distinct, group_starts, in_sorted, pack, sort_unique, unpack

RowNumbers = Ids | slice
ALL = slice(None)
"""All rows of a table, without a copy."""


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions: one column of ids for each variable.

    Attributes:
        n: number of rows (a table without columns has rows too).
        columns: the columns, each of shape ``(n,)``.
    """

    n: int
    columns: dict[str, Ids]

    def take(self, rows: RowNumbers | NDArray[np.bool_]) -> Table:
        """Return some rows, given by number or by mask, or :data:`ALL` of them."""
        if isinstance(rows, slice):
            return self
        n = int(np.count_nonzero(rows)) if rows.dtype == np.bool_ else len(rows)
        return Table(n, {name: column[rows] for name, column in self.columns.items()})

    def keep(self, names: Iterable[str]) -> Table:
        """Return the table without its other columns."""
        return Table(self.n, {name: self.columns[name] for name in names if name in self.columns})

    def distinct(self) -> Table:
        """Return the table without repeated rows."""
        if self.n < 2:
            return self
        if not self.columns:
            return ONE_ROW
        if len(self.columns) > 2:
            order, first = group_starts(tuple(self.columns.values()))
            return self.take(order[first])
        names = list(self.columns)
        values = [self.columns[name] for name in names]
        unique = (distinct(values[0]),) if len(names) == 1 else unpack(sort_unique(pack(*values)))
        return Table(len(unique[0]), dict(zip(names, unique, strict=True)))

    def found_in(self, other: Table) -> NDArray[np.bool_]:
        """Say of each row whether its values in the columns of another table (some, of ids) are a row of it."""
        if not other.columns:
            return np.full(self.n, other.n > 0)
        if len(other.columns) < 3:
            mine, theirs = (
                pack(*columns) if len(columns) == 2 else columns[0]
                for columns in ([table.columns[name] for name in other.columns] for table in (self, other))
            )
            return in_sorted(mine, np.sort(theirs))
        both = stack([other, self.keep(other.columns)], other.columns)
        order, first = group_starts(tuple(both.columns.values()))
        group = np.empty(both.n, dtype=np.int64, like=order)
        group[order] = np.cumsum(first) - 1
        known = np.zeros(both.n, dtype=np.bool_, like=order)
        known[group[: other.n]] = True
        return known[group[other.n :]]

    def lacking(self, other: Table) -> Table:
        """Return the rows whose values in the columns of another table are no row of it."""
        return self.take(~self.found_in(other))

    def minus(self, other: Table) -> Table:
        """Return the distinct rows that another table with the same columns does not have."""
        mine = self.distinct()
        if not other.n or not mine.n:
            return mine
        return mine.lacking(other) if mine.columns else empty_table(())

    def without(self, marked: NDArray[np.bool_]) -> Table:
        """Return the rows in which no id is marked."""
        kept = np.ones(self.n, dtype=np.bool_, like=marked)
        for column in self.columns.values():
            kept &= ~marked[column]
        return self.take(kept)

    def renumbered(self, new_id: Ids) -> Table:
        """Return the table with every id replaced."""
        return Table(self.n, {name: new_id[column] for name, column in self.columns.items()})


ONE_ROW = Table(1, {})


def empty_table(names: Iterable[str]) -> Table:
    """Return a table without rows."""
    return Table(0, dict.fromkeys(names, EMPTY))


def stack(tables: list[Table], names: Iterable[str]) -> Table:
    """Return the rows of several tables with these columns."""
    filled = [table for table in tables if table.n]
    if not filled:
        return empty_table(names)
    if len(filled) == 1:
        return filled[0].keep(names)
    columns = {name: np.concatenate([table.columns[name] for table in filled]) for name in names}
    return Table(sum(table.n for table in filled), columns)
