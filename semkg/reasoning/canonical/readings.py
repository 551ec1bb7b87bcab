"""How properties and classes are told from a canonical graph, also those that it holds only by narrower ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.reasoning.canonical.canonicalise import Closed
from semkg.reasoning.canonical.classes import ClassAxioms, order_classes, read_class_axioms
from semkg.reasoning.canonical.graph import CanonicalGraph
from semkg.reasoning.canonical.schema import read_schema
from semkg.reasoning.canonical.signed import SignedProperties, signed_properties


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a property class of a canonical graph.

    Attributes:
        place: place of the property class.
        turned: whether object and subject change places.
    """

    place: int
    turned: bool


@dataclass(frozen=True, slots=True)
class PropertyReading:
    """Where the facts of a property are held.

    Attributes:
        own: its own property class; ``None`` where all its facts are given by others.
        narrower: property classes all of whose facts are facts of this one, by place.
    """

    own: Way | None
    narrower: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class ClassReading:
    """Where the members of a class are held.

    Attributes:
        own: its own node; ``None`` where all its members are given by other types, or by edges.
        narrower: nodes of narrower classes, ascending.
        number: number of its block of equivalent classes.
        below: numbers of narrower blocks.
        defined: whether a definition makes it: an intersection, an enumeration, or a restriction to some values.
    """

    own: int | None
    narrower: tuple[int, ...]
    number: int
    below: frozenset[int]
    defined: bool


def read_properties(
    closure: Closed, canonical: CanonicalGraph, predicates: NDArray[np.integer]
) -> dict[int, PropertyReading]:
    """Return how each property is read in a canonical graph.

    Args:
        closure: the closure behind the graph.
        canonical: the graph.
        predicates: representative ids of properties.
    """
    held_ids = [number for one in canonical.properties for number in (*one.predicates, *one.inverses)]
    used = np.array([*held_ids, *predicates.tolist()], dtype=np.int64)
    signed = signed_properties(read_schema(closure.rows, closure.rules), used)
    held = dict(_held(canonical, signed))
    readings = {}
    for number in predicates.tolist():
        own = signed.of(number)
        lower = [held[one] for one in signed.lower(own).tolist() if one in held]
        narrower = tuple(sorted(lower, key=lambda way: (way.place, way.turned)))
        readings[number] = PropertyReading(held.get(own), narrower)
    return readings


def _held(canonical: CanonicalGraph, signed: SignedProperties) -> Iterator[tuple[int, Way]]:
    """Yield each signed class that the graph holds, and how it is read."""
    for place, one in enumerate(canonical.properties):
        for members, turned in ((one.inverses, True), (one.predicates, False)):
            if members:
                number = signed.of(members[0])
                yield int(signed.inverse[number]), Way(place, not turned)
                yield number, Way(place, turned)


def read_classes(
    closure: Closed, canonical: CanonicalGraph, classes: NDArray[np.integer]
) -> dict[int, ClassReading]:
    """Return how each class is read in a canonical graph.

    Args:
        closure: the closure behind the graph.
        canonical: the graph.
        classes: representative ids of classes.
    """
    places = np.flatnonzero(canonical.as_class)
    nodes = canonical.nodes[places].astype(np.int64)
    axioms = read_class_axioms(closure.rows, closure.rules)
    order = order_classes(axioms, np.concatenate([nodes, classes.astype(np.int64)]))
    held = dict(zip(order.of(nodes).tolist(), places.tolist(), strict=True))
    defined = set(order.of(np.array(_defined(axioms), dtype=np.int64)).tolist())
    readings = {}
    for number, class_ in zip(order.of(classes).tolist(), classes.tolist(), strict=True):
        lower = order.lower(number)
        nodes_below = sorted(held[one] for one in lower.tolist() if one in held)
        readings[class_] = ClassReading(
            held.get(number), tuple(nodes_below), number, frozenset(lower.tolist()), number in defined
        )
    return readings


def _defined(axioms: ClassAxioms) -> list[int]:
    """Return the classes that say themselves who their members are."""
    by_edges = [rule.target for rule in axioms.edge_rules if rule.defines or rule.value is not None]
    return [*by_edges, *(target for target, _ in (*axioms.intersections, *axioms.enumerations))]
