"""What a model is trained on under ``invariant``: the facts of the canonical graph, however properties are called.

Neither the rows nor their numbers depend on names of properties, so a synonym, a wider property or a named inverse,
added without a new fact, changes nothing. Properties with the same facts are one predicate: nothing tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Projection
from semkg.reasoning import (
    ClassReading,
    Closure,
    PropertyReading,
    Way,
    canonical,
    read_classes,
    read_properties,
    select_rows,
)
from semkg.store import Rows, TermDictionary
from semkg.views.blocks import Blocks
from semkg.views.facts import TYPE, NodeFacts, Places, gather_facts
from semkg.views.numbering import Numbering, number_facts
from semkg.views.reading import Reading
from semkg.views.training import TrainingSet


def reduct_training_set(
    closure: Closure, terms: TermDictionary, blocks: Blocks, projection: Projection
) -> TrainingSet:
    """Select and number the facts of the canonical graph, and say how all other properties and classes are read.

    Args:
        closure: everything that follows.
        terms: the dictionary behind the ids.
        blocks: which terms are one entity.
        projection: which edges to keep.

    Returns:
        Facts, symmetric ones both ways; further true triples of the same predicates; for each property and class the
        vectors that answer for it: its own, and those of narrower ones.
    """
    chosen = replace(projection, literals=False, direction="natural", parallel="one")
    graph = canonical(closure, terms, chosen)
    rows = select_rows(closure.rows, terms, chosen, closure.representative)
    properties = read_properties(closure, graph, rows.p[np.flatnonzero(np.diff(rows.p, prepend=-1))])
    classes = read_classes(closure, graph, np.unique(rows.o[rows.p == TYPE]))
    facts = gather_facts(graph, rows, classes, terms)
    table = _Table(facts, number_facts(facts), properties, classes)
    readings = _by_name(terms, blocks, table.property_readings())
    return TrainingSet(
        triples=table.triples(),
        entities=tuple(
            facts.names[node] or terms.text(int(facts.ids[node])) for node in table.numbering.order
        ),
        predicates=_first_names(readings, table.numbering.n_rows),
        individuals=~facts.as_class[table.numbering.order],
        known=table.known(rows),
        readings=readings,
        classes=_by_name(terms, blocks, table.class_readings()),
    )


@dataclass(frozen=True)
class _Table:
    """Facts with their numbers."""

    facts: NodeFacts
    numbering: Numbering
    properties: Mapping[int, PropertyReading]
    classes: Mapping[int, ClassReading]

    def triples(self) -> NDArray[np.int64]:
        """Return the facts, shape ``(n, 3)``, sorted."""
        found = {}
        for place, pairs in enumerate(self.facts.pairs):
            ends = pairs[::-1] if self.numbering.turned[place] else pairs
            s, o = (self.numbering.rank[end] for end in ends)
            row = self.numbering.row[place]
            found[row] = np.stack([s, np.full(len(s), row), o], axis=1)
        rows = np.concatenate([np.empty((0, 3), dtype=np.int64), *found.values()])
        return rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]

    def property_readings(self) -> dict[int, Reading]:
        found = {}
        for number, one in self.properties.items():
            ways = (*self._own(number, one), *one.narrower)
            signed = dict.fromkeys(chain.from_iterable(map(self.numbering.signed, ways)))
            found[number] = Reading(own=bool(self._own(number, one)), rows=tuple(signed))
        return found

    def class_readings(self) -> dict[int, Reading]:
        own = {number: self._node(number, one) for number, one in self.classes.items()}
        further = {
            one.number: own[number] for number, one in self.classes.items() if number in self.facts.further
        }
        found = {}
        for number, one in self.classes.items():
            below = [further[other] for other in sorted(one.below & further.keys())]
            mine = own[number]
            nodes = [node for node in (mine, *one.narrower, *below) if node is not None]
            found[number] = Reading(mine is not None, tuple(int(self.numbering.rank[node]) for node in nodes))
        return found

    def known(self, rows: Rows) -> NDArray[np.int64]:
        """Return all that follows, as far as there are numbers for it, shape ``(n, 3)``."""
        node, as_class = self._places(rows)
        parts = [np.empty((0, 3), dtype=np.int64)]
        for number, reading in self.properties.items():
            begin, end = np.searchsorted(rows.p, (number, number + 1))
            s = node[rows.s[begin:end]]
            o = (as_class if number == TYPE else node)[rows.o[begin:end]]
            kept = (s >= 0) & (o >= 0)
            for way in self._own(number, reading):
                parts += self._rows(self.numbering.rank[s[kept]], self.numbering.rank[o[kept]], way)
        return np.concatenate(parts)

    def _own(self, number: int, reading: PropertyReading) -> tuple[Way, ...]:
        if number == TYPE and self.facts.types is not None:
            return (Way(self.facts.types, turned=False),)
        return () if reading.own is None else (reading.own,)

    def _node(self, number: int, reading: ClassReading) -> int | None:
        return self.facts.further.get(number) if reading.own is None else reading.own

    def _places(self, rows: Rows) -> tuple[Places, Places]:
        """Return the node of each term, and the one that it has as a class, -1 for none; shape ``(n_terms,)``."""
        size = 1 + max(int(column.max(initial=-1)) for column in (rows.s, rows.o, self.facts.ids))
        node, as_class = np.full(size, -1), np.full(size, -1)
        for mine, flags in ((as_class, self.facts.as_class), (node, ~self.facts.as_class)):
            mine[self.facts.ids[flags]] = np.flatnonzero(flags)
        for number, reading in self.classes.items():
            place = self._node(number, reading)
            as_class[number] = -1 if place is None else place
        return np.where(node < 0, as_class, node), as_class

    def _rows(self, s: Places, o: Places, way: Way) -> Iterator[NDArray[np.int64]]:
        n = self.numbering.n_rows
        for signed in self.numbering.signed(way):
            ends = (s, o) if signed < n else (o, s)
            yield np.stack([ends[0], np.full(len(s), signed % n), ends[1]], axis=1)


def _by_name(terms: TermDictionary, blocks: Blocks, readings: Mapping[int, Reading]) -> dict[str, Reading]:
    """Return readings by every name, sorted; of what nothing is held there is none."""
    names = (
        (terms.text(member), reading)
        for number, reading in readings.items()
        for member in blocks.members(number)
    )
    return dict(sorted((text, reading) for text, reading in names if reading.rows))


def _first_names(properties: Mapping[str, Reading], n: int) -> tuple[str, ...]:
    """Return the first name of each predicate; one that is read backwards has ``^`` before it."""
    names: dict[int, str] = {}
    for text, reading in properties.items():
        if reading.own:
            names.setdefault(reading.rows[0], text)
    return tuple(names.get(row) or f"^{names[row + n]}" for row in range(n))
