"""Classes of a canonical graph: equal ones as one, their order, and the axioms that give types."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import Ids, Keys, components, flip, pack, sort_unique, transitive_closure, unpack
from semkg.reasoning.canonical.schema import RowsByPredicate
from semkg.store import Rows
from semkg.vocab import BUILTIN_ID, OWL, RDFS


@dataclass(frozen=True, slots=True)
class TypeRule:
    """Something that gives types to the nodes of edges.

    Exactly one of three forms, after ``property``: the subjects of its edges (``value`` and ``filler``
    unset), those with an edge to ``value``, or those with an edge to a member of ``filler``.

    Attributes:
        target: class id that is given.
        property: property id.
        inverse: whether objects take the place of subjects.
        value: node id.
        filler: class id.
        defines: whether the class is made by this rule, as a restriction is by what it says.
    """

    target: int
    property: int
    inverse: bool = False
    value: int | None = None
    filler: int | None = None
    defines: bool = False


@dataclass(frozen=True, slots=True)
class ClassAxioms:
    """Axioms that give types, over class ids.

    Attributes:
        narrow: sub-class of each sub-class axiom, shape ``(n,)``.
        wide: super-class, likewise.
        edge_rules: what gives types to the ends of edges.
        intersections: class id and the classes that its members are common to.
        enumerations: class id and its members, as far as they are listed.
    """

    narrow: Ids
    wide: Ids
    edge_rules: tuple[TypeRule, ...]
    intersections: tuple[tuple[int, tuple[int, ...]], ...] = ()
    enumerations: tuple[tuple[int, tuple[int, ...]], ...] = ()


def read_class_axioms(rows: Rows, rules: str) -> ClassAxioms:
    """Read the axioms that give types, as far as a rule set acts on them."""
    if rules == "none":
        return ClassAxioms(np.empty(0, np.int64), np.empty(0, np.int64), ())
    table = RowsByPredicate(rows)
    narrow, wide = table.pairs(RDFS + "subClassOf")
    rules_of_ends = _domains(table)
    if rules == "rdfs":
        return ClassAxioms(narrow, wide, rules_of_ends)
    equal, also = table.pairs(OWL + "equivalentClass")
    narrow, wide = np.concatenate([narrow, equal, also]), np.concatenate([wide, also, equal])
    rules_of_edges = rules_of_ends + _restrictions(table)
    return ClassAxioms(narrow, wide, rules_of_edges, _intersections(table), _lists(table, OWL + "oneOf"))


def _domains(table: RowsByPredicate) -> tuple[TypeRule, ...]:
    domains = zip(*(column.tolist() for column in table.pairs(RDFS + "domain")), strict=True)
    ranges = zip(*(column.tolist() for column in table.pairs(RDFS + "range")), strict=True)
    return (
        *(TypeRule(target, property_) for property_, target in domains),
        *(TypeRule(target, property_, inverse=True) for property_, target in ranges),
    )


def _restrictions(table: RowsByPredicate) -> tuple[TypeRule, ...]:
    properties: dict[int, list[int]] = {}
    for restriction, property_ in zip(*(c.tolist() for c in table.pairs(OWL + "onProperty")), strict=True):
        properties.setdefault(restriction, []).append(property_)
    thing = BUILTIN_ID[OWL + "Thing"]
    found: list[TypeRule] = []
    for restriction, value in zip(*(c.tolist() for c in table.pairs(OWL + "hasValue")), strict=True):
        found += [TypeRule(restriction, p, value=value) for p in properties.get(restriction, ())]
    for restriction, filler in zip(*(c.tolist() for c in table.pairs(OWL + "someValuesFrom")), strict=True):
        wanted = None if filler == thing else filler
        found += [
            TypeRule(restriction, p, filler=wanted, defines=True) for p in properties.get(restriction, ())
        ]
    for restriction, filler in zip(*(c.tolist() for c in table.pairs(OWL + "allValuesFrom")), strict=True):
        # what a member of the restriction points at is in the filler: the same form, seen from the object
        found += [
            TypeRule(filler, p, inverse=True, filler=restriction) for p in properties.get(restriction, ())
        ]
    return tuple(found)


def _intersections(table: RowsByPredicate) -> tuple[tuple[int, tuple[int, ...]], ...]:
    thing = BUILTIN_ID[OWL + "Thing"]
    read = (
        (class_, tuple(part for part in parts if part != thing))
        for class_, parts in _lists(table, OWL + "intersectionOf")
    )
    return tuple((class_, parts) for class_, parts in read if parts)


def _lists(table: RowsByPredicate, iri: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return the subjects of a predicate with the members of their lists; a malformed list has none."""
    subjects, heads = table.pairs(iri)
    lists = table.lists(heads.tolist())
    pairs = zip(subjects.tolist(), heads.tolist(), strict=True)
    return tuple((subject, lists.get(head, ())) for subject, head in pairs)


@dataclass(frozen=True, slots=True)
class ClassOrder:
    """Classes up to equivalence, and which are strictly below which.

    Attributes:
        classes: ids of all classes, ascending, shape ``(k,)``.
        number: number of the equivalence class of each, shape ``(k,)``.
        n_numbers: how many there are.
        below: keys ``number << 32 | number strictly below it``, sorted.
        above: the same turned round, sorted.
    """

    classes: Ids
    number: Ids
    n_numbers: int
    below: Keys
    above: Keys

    def of(self, ids: NDArray[np.integer]) -> Ids:
        """Return the number of each class id (all must be in ``classes``), shape as given."""
        found: Ids = self.number[np.searchsorted(self.classes, ids)]
        return found

    def number_of(self, class_: int) -> int:
        """Return the number of one class id."""
        return int(self.number[np.searchsorted(self.classes, class_)])

    def upper(self, number: int) -> Ids:
        """Return the numbers strictly above a number."""
        return _second_of(self.above, number)

    def lower(self, number: int) -> Ids:
        """Return the numbers strictly below a number."""
        return _second_of(self.below, number)


def _second_of(keys: Keys, first: int) -> Ids:
    begin, end = np.searchsorted(keys, (first << 32, (first + 1) << 32))
    return unpack(keys[begin:end])[1]


def order_classes(axioms: ClassAxioms, used: NDArray[np.integer]) -> ClassOrder:
    """Compile the order of classes.

    Args:
        axioms: the axioms of the closure.
        used: ids of further classes to number.
    """
    targets = [rule.target for rule in axioms.edge_rules]
    fillers = [rule.filler for rule in axioms.edge_rules if rule.filler is not None]
    parts = [part for target, members in axioms.intersections for part in (target, *members)]
    listed = [class_ for class_, _ in axioms.enumerations]
    further = np.array([*targets, *fillers, *parts, *listed], dtype=np.int64)
    classes = sort_unique(np.concatenate([axioms.narrow, axioms.wide, used.astype(np.int64), further]))
    narrow, wide = np.searchsorted(classes, axioms.narrow), np.searchsorted(classes, axioms.wide)
    count, label = components(narrow, wide, n_nodes=len(classes), connection="strong")
    number = label.astype(np.int64)
    between = number[narrow] != number[wide]
    below = transitive_closure(sort_unique(pack(number[wide[between]], number[narrow[between]])))
    return ClassOrder(classes, number, count, below, np.sort(flip(below)))
