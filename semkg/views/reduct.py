"""What a model is trained on under ``invariant``: the facts of the canonical graph, however properties are called.

Neither the rows nor their numbers depend on names of properties, so a synonym, a wider property or a named inverse,
added without a new fact, changes nothing. Properties with the same facts are one predicate: nothing tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Projection
from semkg.kernels import pack, sort_unique, unpack
from semkg.reasoning import (
    CanonicalGraph,
    ClassReading,
    Closure,
    PropertyReading,
    Way,
    canonical,
    node_order,
    read_classes,
    read_properties,
    select_rows,
)
from semkg.store import Rows, TermDictionary
from semkg.views.blocks import Blocks
from semkg.views.reading import Reading
from semkg.views.training import TrainingSet
from semkg.vocab import BUILTIN_ID, RDF_TYPE

Places = NDArray[np.int64]
Pairs = tuple[Places, Places]

WRITTEN_OUT = 16
"""Members up to which all pairs of a clique are trained on; of a larger one each member with the next, both ways."""

_TYPE = BUILTIN_ID[RDF_TYPE]


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
        Facts, symmetric ones both ways; further true triples of the same predicates; what each property and class is
        called, and which narrower ones it is told from.
    """
    chosen = replace(projection, literals=False, direction="natural", parallel="one")
    graph = canonical(closure, terms, chosen)
    rows = select_rows(closure.rows, terms, chosen, closure.representative)
    numbering = _number(graph)
    table = _Table(graph, closure, rows, numbering)
    properties = _named(
        terms, blocks, {p: numbering.property_reading(one) for p, one in table.properties.items()}
    )
    classes = {c: numbering.class_reading(one) for c, one in table.classes.items()}
    return TrainingSet(
        triples=_triples(graph, numbering),
        entities=tuple(
            terms.text(int(graph.nodes[place])) if not graph.names[place] else graph.names[place]
            for place in numbering.order.tolist()
        ),
        predicates=_first_names(properties, len(numbering.rows)),
        individuals=~graph.as_class[numbering.order],
        known=table.known(),
        readings=properties,
        classes=_named(terms, blocks, classes),
    )


@dataclass(frozen=True, slots=True)
class _Numbering:
    """Numbers of nodes and property classes that names of properties have no part in.

    Attributes:
        order: the places of the nodes in order, shape ``(n_nodes,)``.
        rank: the number of each node, shape ``(n_nodes,)``.
        row: the predicate row of each property class.
        turned: whether its facts are turned round there.
        rows: a property class of each row.
        symmetric: whether each row is symmetric.
    """

    order: Places
    rank: Places
    row: tuple[int, ...]
    turned: tuple[bool, ...]
    rows: tuple[int, ...]
    symmetric: tuple[bool, ...]

    def signed(self, way: Way) -> list[int]:
        """Return the rows that answer for a property class; a row plus the number of rows is read backwards."""
        row, n = self.row[way.place], len(self.rows)
        if self.symmetric[row]:
            return [row, row + n]
        return [row + n * (way.turned != self.turned[way.place])]

    def property_reading(self, reading: PropertyReading) -> Reading:
        ways = ((reading.own,) if reading.own else ()) + reading.narrower
        rows = dict.fromkeys(chain.from_iterable(map(self.signed, ways)))
        return Reading(own=reading.own is not None, rows=tuple(rows))

    def class_reading(self, reading: ClassReading) -> Reading:
        nodes = ((reading.own,) if reading.own is not None else ()) + reading.narrower
        return Reading(own=reading.own is not None, rows=tuple(int(self.rank[node]) for node in nodes))


def _number(graph: CanonicalGraph) -> _Numbering:
    facts = _facts(graph)
    names = [
        "" if as_class else name for name, as_class in zip(graph.names, graph.as_class.tolist(), strict=True)
    ]
    known = sorted((place for place, name in enumerate(names) if name), key=names.__getitem__)
    rank = np.full(len(names), len(known))
    rank[known] = np.arange(len(known))
    links = list(_links(graph, facts, rank))
    source, target = (
        np.concatenate([np.empty(0, np.int64), *(link[end] for link in links)]) for end in (1, 2)
    )
    texts = [text for text, ends, _ in links for _ in range(len(ends))]
    order = node_order(names, source, texts, target)
    order = order[np.argsort(graph.as_class[order], kind="stable")]
    rank[order] = np.arange(len(order))
    spelled = [_spell(pairs, rank, fixed=_is_type(graph, place)) for place, pairs in enumerate(facts)]
    row_of = {text: row for row, text in enumerate(sorted({text for text, _ in spelled}))}
    row = tuple(row_of[text] for text, _ in spelled)
    first = {number: place for place, number in reversed(list(enumerate(row)))}
    rows = tuple(first[number] for number in range(len(row_of)))
    symmetric = [
        any(one.symmetric for one, mine in zip(graph.properties, row, strict=True) if mine == number)
        for number in range(len(rows))
    ]
    return _Numbering(order, rank, row, tuple(way for _, way in spelled), rows, tuple(symmetric))


def _links(graph: CanonicalGraph, facts: list[Pairs], rank: Places) -> Iterator[tuple[str, Places, Places]]:
    """Yield a name by content and the ends of the facts of each property class; both ways if it has no direction."""
    for place, (source, target) in enumerate(facts):
        text, turned = _spell((source, target), rank, fixed=_is_type(graph, place))
        if not turned or _has_no_direction((source, target), rank):
            yield text, source, target
        if turned or _has_no_direction((source, target), rank):
            yield text, target, source


def _has_no_direction(pairs: Pairs, rank: Places) -> bool:
    return _content(pairs, rank) == _content(pairs[::-1], rank)


def _is_type(graph: CanonicalGraph, place: int) -> bool:
    return _TYPE in graph.properties[place].predicates


def _spell(pairs: Pairs, rank: Places, *, fixed: bool) -> tuple[str, bool]:
    """Return a text for what pairs say, the same for the pairs turned round, and whether it is read that way."""
    forward, backward = _content(pairs, rank), _content(pairs[::-1], rank)
    return (forward, False) if fixed or forward <= backward else (backward, True)


def _content(pairs: tuple[Places, ...], rank: Places) -> str:
    source, target = pairs
    return sha256(np.sort(pack(rank[source], rank[target])).tobytes()).hexdigest()


def _facts(graph: CanonicalGraph) -> list[Pairs]:
    """Return the pairs of nodes of each property class: symmetric ones both ways, cliques written out."""
    facts, n = graph.facts, len(graph.properties)
    begin = np.searchsorted(facts.property, np.arange(n + 1))
    parts: list[list[Pairs]] = [
        [(facts.subject[a:b], facts.object[a:b])] for a, b in pairwise(begin.tolist())
    ]
    for number, group in zip(graph.cliques.property.tolist(), graph.cliques.groups(), strict=True):
        parts[number].append(_written_out(group))
    return [_joined(one, both_ways=graph.properties[place].symmetric) for place, one in enumerate(parts)]


def _written_out(group: Places) -> Pairs:
    if len(group) <= WRITTEN_OUT:
        source, target = np.repeat(group, len(group)), np.tile(group, len(group))
        return source[source != target], target[source != target]
    following = np.roll(group, -1)
    return np.concatenate([group, following]), np.concatenate([following, group])


def _joined(parts: list[Pairs], *, both_ways: bool) -> Pairs:
    source, target = (np.concatenate([part[end] for part in parts]) for end in (0, 1))
    if both_ways:
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
    return unpack(sort_unique(pack(source, target)))


def _triples(graph: CanonicalGraph, numbering: _Numbering) -> NDArray[np.int64]:
    facts = _facts(graph)
    parts = [np.empty((0, 3), dtype=np.int64)]
    for row, place in enumerate(numbering.rows):
        s, o = (numbering.rank[end] for end in facts[place])
        s, o = (o, s) if numbering.turned[place] else (s, o)
        parts.append(np.stack([s, np.full(len(s), row), o], axis=1))
    rows = np.concatenate(parts)
    return rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]


@dataclass(frozen=True)
class _Table:
    """The rows of the closure by the numbers of a training set."""

    graph: CanonicalGraph
    closure: Closure
    rows: Rows
    numbering: _Numbering

    @cached_property
    def properties(self) -> dict[int, PropertyReading]:
        used = self.rows.p[np.flatnonzero(np.diff(self.rows.p, prepend=-1))]
        return read_properties(self.closure, self.graph, used)

    @cached_property
    def classes(self) -> dict[int, ClassReading]:
        return read_classes(self.closure, self.graph, np.unique(self.rows.o[self.rows.p == _TYPE]))

    def known(self) -> NDArray[np.int64]:
        """Return all that follows as far as it has numbers, shape ``(n, 3)``."""
        size = 1 + max(int(column.max(initial=-1)) for column in (self.rows.s, self.rows.o, self.graph.nodes))
        as_class, node = np.full(size, -1), np.full(size, -1)
        for number, class_ in self.classes.items():
            as_class[number] = -1 if class_.own is None else class_.own
        for mine, flags in ((as_class, self.graph.as_class), (node, ~self.graph.as_class)):
            mine[self.graph.nodes[flags]] = np.flatnonzero(flags)
        node = np.where(node < 0, as_class, node)
        parts = [np.empty((0, 3), dtype=np.int64)]
        for number, reading in self.properties.items():
            if reading.own is not None:
                begin, end = np.searchsorted(self.rows.p, (number, number + 1))
                s = node[self.rows.s[begin:end]]
                o = (as_class if number == _TYPE else node)[self.rows.o[begin:end]]
                kept = (s >= 0) & (o >= 0)
                parts += self._rows(self.numbering.rank[s[kept]], self.numbering.rank[o[kept]], reading.own)
        return np.concatenate(parts)

    def _rows(self, s: Places, o: Places, way: Way) -> Iterator[NDArray[np.int64]]:
        n = len(self.numbering.rows)
        for signed in self.numbering.signed(way):
            ends = (s, o) if signed < n else (o, s)
            yield np.stack([ends[0], np.full(len(s), signed % n), ends[1]], axis=1)


def _named(terms: TermDictionary, blocks: Blocks, readings: Mapping[int, Reading]) -> dict[str, Reading]:
    """Return readings by every name, sorted; blank nodes have none that would last."""
    names = (
        (terms.text(member), reading)
        for number, reading in readings.items()
        for member in blocks.members(number)
    )
    return dict(sorted((text, reading) for text, reading in names if reading.rows and text[0] == "<"))


def _first_names(properties: Mapping[str, Reading], n: int) -> tuple[str, ...]:
    """Return the first name of each row; one that is read backwards has ``^`` before it."""
    names: dict[int, str] = {}
    for text, reading in properties.items():
        if reading.own:
            names.setdefault(reading.rows[0], text)
    return tuple(names.get(row) or f"^{names[row + n]}" for row in range(n))
