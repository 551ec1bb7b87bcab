"""Conjunctions of triple patterns, solved on partitions: every step is an operation on whole columns.

The next atom is always the one with the fewest matches, counted exactly before any row is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    EMPTY,
    LOW,
    Ids,
    are_members,
    expand,
    group_starts,
    has_long_runs,
    in_sorted,
    pack,
    ranges,
)
from semkg.reasoning.engine.facts import FEW, Partition, View
from semkg.reasoning.engine.table import ALL, ONE_ROW, RowNumbers, Table, empty_table, stack

Slot = str | int
"""A place of a pattern: the name of a variable or the id of a term."""
Mode = Literal["check", "forward", "backward", "scan", "loop"]


class Pattern(NamedTuple):
    """A triple pattern over ids."""

    s: Slot
    p: Slot
    o: Slot

    def variables(self) -> set[str]:
        """Return the names of its variables."""
        return {slot for slot in self if isinstance(slot, str)}


def solve(
    atoms: Iterable[tuple[Pattern, View]],
    *,
    wanted: Iterable[str],
    start: Table = ONE_ROW,
    distinct: bool = False,
) -> Table:
    """Find all ways to match a conjunction.

    Args:
        atoms: patterns, each with the facts that it is matched against.
        wanted: the variables to return; the others only have to exist.
        start: values that variables have already.
        distinct: whether repeated rows are dropped after every step.

    Returns:
        One row a solution, with the wanted columns; rows may repeat unless ``distinct``.
    """
    left = list(atoms)
    names = list(wanted)
    table = start
    while left and table.n:
        step = _cheapest(table, left, names)
        del left[step.number]
        table = step.match(table).keep(step.needed)
        table = table.distinct() if distinct else table
    return table.keep(names) if table.n else empty_table(names)


class TooManyError(Exception):
    """There are more solutions than asked for."""


def solve_within(
    atoms: Sequence[tuple[Pattern, View]], *, wanted: Iterable[str], start: Table, most: int | None
) -> Table:
    """Find the ways to match a conjunction, with a bound on the rows that are made at a time.

    A step that would make more rows than that is taken for one half of them after the other.

    Args:
        atoms: patterns, each with the facts that it is matched against.
        wanted: the variables to return.
        start: values that variables have already.
        most: the most distinct solutions, ``None`` for any number.

    Returns:
        As :func:`solve`.

    Raises:
        TooManyError: there are more than ``most`` distinct solutions.
    """
    if most is None:
        return solve(atoms, wanted=wanted, start=start)
    left, names, table = list(atoms), list(wanted), start
    while left and table.n:
        step = _cheapest(table, left, names)
        rows = sum(_matches(piece, step.pattern, step.needed) for piece in step.pieces)
        if rows > most and table.n > 1:
            return _solve_halves(left, names, table, most)
        del left[step.number]
        table = step.match(table).keep(step.needed)
    return table.keep(names) if table.n else empty_table(names)


def _solve_halves(atoms: list[tuple[Pattern, View]], names: list[str], table: Table, most: int) -> Table:
    found = empty_table(names)
    for rows in np.array_split(np.arange(table.n), 2):
        part = solve_within(atoms, wanted=names, start=table.take(rows), most=most)
        found = stack([found, part], names).distinct()
        if found.n > most:
            raise TooManyError
    return found


def is_solvable(
    atoms: Sequence[tuple[Pattern, View]], *, at_once: int = 1 << 16, most: int, start: Table = ONE_ROW
) -> bool:
    """Say whether there is a way to match a conjunction, looking into one half of the rows after the other.

    Args:
        atoms: patterns, each with the facts that it is matched against.
        at_once: the most rows that are made at a time, unless one row alone has more.
        most: the most rows that are made in all.
        start: values that variables have already.

    Raises:
        TooManyError: it would take more than ``most`` rows to know.
    """
    waiting, made = [(list(atoms), start)], 0
    while waiting:
        left, table = waiting.pop()
        if not left:
            return True
        step = _cheapest(table, left, [])
        rows = sum(_matches(piece, step.pattern, step.needed) for piece in step.pieces)
        if rows > at_once and table.n > 1:
            waiting += [(left, table.take(half)) for half in np.array_split(np.arange(table.n), 2)]
            continue
        made += rows
        if made > most:
            raise TooManyError
        further = step.match(table).keep(step.needed).distinct()
        if further.n:
            waiting.append(([*left[: step.number], *left[step.number + 1 :]], further))
    return False


def _needed(atoms: list[tuple[Pattern, View]], names: list[str]) -> set[str]:
    return set(names).union(*(pattern.variables() for pattern, _ in atoms))


class Piece(NamedTuple):
    """The matches of some rows in one partition."""

    mode: Mode
    rows: RowNumbers
    n: int
    partition: Partition
    start: Ids
    counts: Ids


class Step(NamedTuple):
    """One atom, counted and ready to be matched."""

    size: int
    number: int
    pattern: Pattern
    needed: set[str]
    pieces: list[Piece]

    def match(self, table: Table) -> Table:
        """Join the table with the matches of the atom."""
        parts = [_match_piece(table, self.pattern, piece, self.needed) for piece in self.pieces]
        if len(parts) == 1:
            return parts[0]
        names = list(table.columns) + sorted(self.pattern.variables() & self.needed - table.columns.keys())
        return stack(parts, names)


def _cheapest(table: Table, atoms: list[tuple[Pattern, View]], names: list[str]) -> Step:
    """Choose the atom with the fewest matches; one that only filters comes first."""
    best: Step | None = None
    for number, (pattern, view) in enumerate(atoms):
        if isinstance(pattern.p, str) and pattern.p not in table.columns:
            continue
        pieces = list(_pieces(table, pattern, view))
        if len(atoms) == 1:
            return Step(0, 0, pattern, set(names), pieces)
        needed = _needed(atoms[:number] + atoms[number + 1 :], names)
        size = sum(_matches(piece, pattern, needed) for piece in pieces)
        if best is None or size < best.size:
            best = Step(size, number, pattern, needed, pieces)
        if best.size == 0 or all(piece.mode == "check" for piece in pieces):
            break
    if best is None:
        msg = f"no atom of {[pattern for pattern, _ in atoms]} has a bound predicate"
        raise ValueError(msg)
    return best


def _pieces(table: Table, pattern: Pattern, view: View) -> Iterator[Piece]:
    """Split the rows by predicate and find the range of matches of each row."""
    for rows, predicate in _by_predicate(table, pattern.p):
        partition = view.get(predicate)
        if len(partition):
            yield _probe(table, pattern, rows, partition)


def _by_predicate(table: Table, slot: Slot) -> Iterator[tuple[RowNumbers, int]]:
    if isinstance(slot, int):
        yield ALL, slot
        return
    column = table.columns[slot]
    if table.n == 1:
        yield ALL, int(column[0])
        return
    order, first = group_starts((column,))
    begin = np.flatnonzero(first)
    values, begins = column[order[begin]].tolist(), begin.tolist()
    for value, start, stop in zip(values, begins, [*begins[1:], table.n], strict=True):
        yield order[start:stop], value


def _probe(table: Table, pattern: Pattern, rows: RowNumbers, partition: Partition) -> Piece:
    n = table.n if isinstance(rows, slice) else len(rows)
    bound = [isinstance(slot, int) or slot in table.columns for slot in (pattern.s, pattern.o)]
    if all(bound):
        return Piece("check", rows, n, partition, EMPTY, EMPTY)
    if bound[0]:
        subjects = _values(table, pattern.s, rows, n, partition)
        return Piece("forward", rows, n, partition, *ranges(subjects, partition.keys))
    if bound[1]:
        objects = _values(table, pattern.o, rows, n, partition)
        return Piece("backward", rows, n, partition, *ranges(objects, partition.flipped))
    return Piece("loop" if pattern.s == pattern.o else "scan", rows, n, partition, EMPTY, EMPTY)


def _values(table: Table, slot: Slot, rows: RowNumbers, n: int, partition: Partition) -> Ids:
    """Return the values of a bound place on some rows."""
    if isinstance(slot, int):
        return np.full(n, slot, dtype=np.int64, like=partition.keys)
    return table.columns[slot][rows]


def _matches(piece: Piece, pattern: Pattern, needed: set[str]) -> int:
    """Count the rows that a piece will make (an upper bound where it only filters)."""
    if piece.mode in ("forward", "backward"):
        return int(piece.counts.sum())
    if piece.mode == "check":
        return piece.n
    return piece.n * len(_scanned(piece, pattern, needed)[0])


def _match_piece(table: Table, pattern: Pattern, piece: Piece, needed: set[str]) -> Table:
    rows = table.take(piece.rows)
    if piece.mode == "check":
        return rows.take(_checked(table, pattern, piece))
    if piece.mode in ("forward", "backward"):
        free = str(pattern.o if piece.mode == "forward" else pattern.s)
        keys = piece.partition.keys if piece.mode == "forward" else piece.partition.flipped
        if free not in needed:
            return rows.take(piece.counts > 0)
        parent, place = expand(piece.start, piece.counts)
        matched = rows.take(parent)
        return Table(matched.n, matched.columns | {free: keys[place] & LOW})
    return _cross(rows, *_scanned_columns(piece, pattern, needed))


def _checked(table: Table, pattern: Pattern, piece: Piece) -> NDArray[np.bool_]:
    """Say of each row of a piece whether its triple is there."""
    subjects, objects = (
        _values(table, slot, piece.rows, piece.n, piece.partition) for slot in (pattern.s, pattern.o)
    )
    if piece.n > FEW and has_long_runs(objects):
        return are_members(objects, subjects, piece.partition.flipped)
    return in_sorted(pack(subjects, objects), piece.partition.keys)


def _scanned(piece: Piece, pattern: Pattern, needed: set[str]) -> tuple[Ids, Mode | str]:
    """Return what a scan walks over, and which of subject and object that gives."""
    if piece.mode == "loop":
        return piece.partition.loops, "s"
    if pattern.o not in needed and pattern.s in needed:
        return piece.partition.subjects, "s"
    if pattern.s not in needed and pattern.o in needed:
        return piece.partition.objects, "o"
    return piece.partition.keys, "so"


def _scanned_columns(piece: Piece, pattern: Pattern, needed: set[str]) -> tuple[int, dict[str, Ids]]:
    values, places = _scanned(piece, pattern, needed)
    if places == "s":
        return len(values), {str(pattern.s): values}
    if places == "o":
        return len(values), {str(pattern.o): values}
    both = {str(pattern.s): values >> 32, str(pattern.o): values & LOW}
    if not needed & both.keys():
        return min(len(values), 1), {}
    return len(values), both


def _cross(rows: Table, n: int, columns: dict[str, Ids]) -> Table:
    """Combine every row with every scanned triple."""
    count = rows.n
    if n != 1 and rows.columns:
        model = next(iter(rows.columns.values()))
        rows = rows.take(np.repeat(np.arange(rows.n, like=model), n))
    scanned = {name: np.tile(column, count) if count != 1 else column for name, column in columns.items()}
    return Table(count * n, rows.columns | scanned)
