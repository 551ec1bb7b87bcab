"""A closure over the terms as they were written: every name of a block, the lists, and what was asserted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    EMPTY,
    LOW,
    Ids,
    Keys,
    expand,
    group_starts,
    in_sorted,
    on_host,
    pack,
    sort_unique,
    union,
)
from semkg.reasoning.closure import Closure
from semkg.reasoning.engine.facts import Facts, Partition
from semkg.reasoning.engine.list_phases import CELL, FIRST, LIST_POINTERS, MEMBER, NIL, REST
from semkg.reasoning.engine.program import SAME
from semkg.reasoning.values.literals import LiteralTable, literal_table
from semkg.store import Rows, TermDictionary

WHOLE = -3
"""Stands for all triples of a list: ``(list, WHOLE, list)``."""

IdTriple = tuple[int, int, int]


class Written:
    """What holds in a closure, of terms as written, and what of that was asserted.

    The engine speaks of one representative for each block of equal terms; here every member of a block that anybody
    used stands for itself, and ``owl:sameAs`` is a relation like any other.

    Attributes:
        terms: the dictionary behind the ids.
        rules: the name of the rule set.
        literals: the values of literals.
        equality: whether ``owl:sameAs`` merges terms under these rules.
        asserted: the triples that were given.
        representative: representative of each term, shape ``(n_terms,)``.
        shared: whether each term has another name, shape ``(n_terms,)``.
    """

    def __init__(self, closure: Closure, terms: TermDictionary, asked: Iterable[int] = ()) -> None:
        """Look at a closure.

        Args:
            closure: the closure.
            terms: its dictionary; it may have grown.
            asked: ids that count as used beside those of the triples.
        """
        self.terms = terms
        self.rules = closure.rules
        self.literals: LiteralTable = literal_table(terms)
        self._facts = _on_host(closure)
        self.equality = closure.engine.equality
        self.asserted = _by_predicate(closure.asserted)
        self.representative = closure.current(np.arange(len(terms)))
        self._find_blocks(closure.asserted, asked)
        self._partitions: dict[int, Partition] = {}
        self._cells: dict[int, list[IdTriple]] = {}

    def _find_blocks(self, rows: Rows, asked: Iterable[int]) -> None:
        same = self.representative
        listed = same == np.arange(len(same))
        for column in (rows.s, rows.p, rows.o, np.array(list(asked), dtype=np.int64)):
            listed[column] = True
        shared = np.bincount(same[listed], minlength=len(same)) > 1
        self.shared: NDArray[np.bool_] = shared[same]
        self._listed = listed
        member = np.flatnonzero(listed & self.shared)
        order, _ = group_starts((same[member],))
        self._members = member[order]
        self._blocks = same[self._members]

    def text(self, triple: IdTriple) -> tuple[str, str, str]:
        """Return a triple as N-Triples texts."""
        s, p, o = (self.terms.text(number) for number in triple)
        return s, p, o

    def knows(self, number: int) -> bool:
        """Say whether a term is among those looked at."""
        return number < len(self._listed) and bool(self._listed[number])

    def members(self, number: int) -> Ids:
        """Return the names of a term, itself among them, ascending."""
        block = self.representative[number]
        start, stop = np.searchsorted(self._blocks, [block, block + 1])
        return self._members[start:stop] if stop > start else np.array([number])

    def get(self, predicate: int) -> Partition:
        """Return the triples of a predicate; those of list membership are given by the lists that can be read."""
        found = self._partitions.get(predicate)
        if found is None:
            found = self._partitions[predicate] = self._get(predicate)
        return found

    def _get(self, predicate: int) -> Partition:
        if predicate < 0:
            return self._list_relation(predicate)
        partition = self._facts.get(int(self.representative[predicate]))
        same = self.equality and self.representative[predicate] == self.representative[SAME]
        if not len(self._blocks):
            return partition
        keys = partition.keys
        touched = self.shared[keys >> 32] | self.shared[keys & LOW]
        if not touched.any() and not same:
            return partition
        parts = [keys[~touched], sort_unique(self._write_out(keys[touched]))]
        blocks = sort_unique(self._blocks)
        return Partition(
            union([*parts, sort_unique(self._write_out(pack(blocks, blocks)))] if same else parts)
        )

    def _write_out(self, keys: Keys) -> Keys:
        """Replace both ids of each key by all names of their blocks; unsorted."""
        parent, first = self._names(keys >> 32)
        onward, second = self._names((keys & LOW)[parent])
        return pack(first[onward], second)

    def _names(self, column: Ids) -> tuple[Ids, Ids]:
        """Return, for every name of every id, the row of the id and the name."""
        block = self.representative[column]
        start = np.searchsorted(self._blocks, block)
        size = np.searchsorted(self._blocks, block, side="right") - start
        parent, place = expand(start, np.maximum(size, 1))
        names = column[parent]
        several = size[parent] > 0
        names[several] = self._members[place[several]]
        return parent, names

    # Lists

    def _list_relation(self, relation: int) -> Partition:
        place = {MEMBER: 1, CELL: 0}.get(relation)
        pairs = [
            (head, head if place is None else cell[place])
            for head, cells in self.lists.items()
            for cell in cells
        ]
        columns = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return Partition(sort_unique(pack(columns[:, 0], columns[:, 1])))

    @cached_property
    def lists(self) -> dict[int, list[IdTriple]]:
        """The cells of every list that an axiom points to and that can be read: (cell, member, next cell)."""
        readable = self._facts.get(CELL).subjects
        heads = sort_unique(
            np.concatenate([EMPTY, *(self.get(pointer).objects for pointer in LIST_POINTERS)])
        )
        heads = heads[in_sorted(self.representative[heads], readable)]
        first, rest = self._least(FIRST), self._least(REST)
        return {head: self._read(head, first, rest) for head in heads.tolist()}

    def _read(self, head: int, first: dict[int, int], rest: dict[int, int]) -> list[IdTriple]:
        cells: list[IdTriple] = []
        cell = head
        while self.representative[cell] != self.representative[NIL]:
            following = rest[cell]
            if self.representative[following] == self.representative[NIL]:
                following = NIL
            cells.append((cell, first[cell], following))
            cell = following
        return cells

    def _least(self, predicate: int) -> dict[int, int]:
        """Return the first of what each cell has, as it was written if it was."""
        least: dict[int, int] = {}
        for keys in (self.get(predicate).keys, self.asserted.get(predicate).keys):
            backwards = keys[::-1]
            least.update(zip((backwards >> 32).tolist(), (backwards & LOW).tolist(), strict=True))
        return least

    def list_triples(self, relation: int, head: int, target: int) -> list[IdTriple]:
        """Return the triples that show a relation between a list and a member, a cell, or the whole list."""
        made: list[IdTriple] = []
        for cell, member, following in self.lists[head]:
            if relation == CELL and cell == target:
                return made
            if relation == WHOLE or member == target:
                made.append((cell, FIRST, member))
            if relation == MEMBER and member == target:
                return made
            made.append((cell, REST, following))
        return made

    def is_asserted(self, s: Ids, p: Ids, o: Ids) -> NDArray[np.bool_]:
        """Say of each triple whether it was given, shape as given."""
        return _holds(self.asserted, s, p, o)


def _on_host(closure: Closure) -> Facts:
    """Return the facts of a closure as arrays of numpy, wherever it was computed."""
    facts = closure.engine.facts
    if closure.engine.device == "cpu":
        return facts
    return Facts({predicate: Partition(on_host(facts.get(predicate).keys)) for predicate in facts})


def _holds(facts: Facts, s: Ids, p: Ids, o: Ids) -> NDArray[np.bool_]:
    found = np.zeros(len(p), dtype=np.bool_)
    order, first = group_starts((p,))
    for rows in np.split(order, np.flatnonzero(first)[1:]) if len(order) else ():
        found[rows] = in_sorted(pack(s[rows], o[rows]), facts.get(int(p[rows[0]])).keys)
    return found


def _by_predicate(rows: Rows) -> Facts:
    if not len(rows):
        return Facts()
    begin = np.flatnonzero(np.concatenate(([True], rows.p[1:] != rows.p[:-1])))
    parts = np.split(pack(rows.s, rows.o), begin[1:])
    return Facts({int(rows.p[place]): Partition(keys) for place, keys in zip(begin, parts, strict=True)})
