"""RDF lists: which of them can be read, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, LOW, Ids, Keys, in_sorted, partners, sort_unique, unpack


@dataclass(frozen=True, slots=True)
class ListCells:
    """The cells of well-formed lists.

    A list is well-formed if it ends in rdf:nil and each of its cells has one rdf:first and one rdf:rest.

    Attributes:
        head: the list that each cell belongs to, shape ``(n,)``.
        cell: the cell.
        member: what the cell holds.
        place: its place in the list, from 0.
        ill_formed: the lists that cannot be read, with the reason.
    """

    head: Ids
    cell: Ids
    member: Ids
    place: Ids
    ill_formed: dict[int, str]


def read_lists(first: Keys, rest: Keys, heads: Ids, nil: int) -> ListCells:
    """Read lists.

    Args:
        first: the triples of rdf:first, a key set.
        rest: the triples of rdf:rest, a key set.
        heads: the lists to read, ascending.
        nil: the id of rdf:nil.
    """
    heads = heads[heads != nil]
    cells, place_of_rest, place_of_first = _clean_cells(first, rest)
    onward = rest[place_of_rest] & LOW
    finite = _reaches(cells, onward, nil)
    readable = in_sorted(heads, cells[finite])
    ill_formed = {int(head): _complaint(int(head), first, rest, cells) for head in heads[~readable].tolist()}
    head, cell, place = _walk(heads[readable], cells, onward, nil)
    member = first[place_of_first[np.searchsorted(cells, cell)]] & LOW
    return ListCells(head, cell, member, place, ill_formed)


def _clean_cells(first: Keys, rest: Keys) -> tuple[Ids, Ids, Ids]:
    """Return the nodes with exactly one rdf:first and one rdf:rest, and where those stand in the key sets."""
    firsts, rests = _single(first >> 32), _single(rest >> 32)
    cells = firsts[in_sorted(firsts, rests)]
    return cells, np.searchsorted(rest >> 32, cells), np.searchsorted(first >> 32, cells)


def _single(ascending: Ids) -> Ids:
    """Return the values that occur once."""
    if not len(ascending):
        return ascending
    edge = np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1], [True])))
    once: Ids = ascending[edge[:-1][np.diff(edge) == 1]]
    return once


def _reaches(cells: Ids, onward: Ids, nil: int) -> NDArray[np.bool_]:
    """Say of each cell whether it leads to rdf:nil, by doubling the step until nothing can change."""
    n = len(cells)
    dead, end = n, n + 1
    step = np.append(np.searchsorted(cells, onward), [dead, end])
    known = in_sorted(onward, cells)
    step[:n] = np.where(onward == nil, end, np.where(known, step[:n], dead))
    for _ in range(n.bit_length()):
        step = step[step]
    finite: NDArray[np.bool_] = step[:n] == end
    return finite


def _walk(heads: Ids, cells: Ids, onward: Ids, nil: int) -> tuple[Ids, Ids, Ids]:
    """Follow finite lists from their heads; return head, cell and place of every cell passed."""
    head, cell = heads, heads
    parts: list[tuple[Ids, Ids, Ids]] = [(EMPTY, EMPTY, EMPTY)]
    while len(cell):
        parts.append((head, cell, np.full(len(cell), len(parts) - 1, dtype=np.int64)))
        following = onward[np.searchsorted(cells, cell)]
        alive = following != nil
        head, cell = head[alive], following[alive]
    columns = tuple(np.concatenate(column) for column in zip(*parts, strict=True))
    return columns[0], columns[1], columns[2]


def _complaint(head: int, first: Keys, rest: Keys, cells: Ids) -> str:
    """Say why a list cannot be read."""
    passed: set[int] = set()
    cell = head
    while cell not in passed:
        passed.add(cell)
        for keys, name in ((first, "rdf:first"), (rest, "rdf:rest")):
            count = len(partners(cell, keys))
            if count != 1:
                return f"a cell has {count} {name}"
        cell = int(partners(cell, rest)[0])
    return "it is cyclic"


def list_heads(*pointers: Keys) -> Ids:
    """Return the distinct objects of several relations, ascending."""
    return sort_unique(np.concatenate([EMPTY, *(unpack(keys)[1] for keys in pointers)]))
