"""Names of property and class blocks, and reduced edges and types written down by them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import LOW, Ids, Keys, pack, sort_unique, unpack
from semkg.reasoning.canonical.assembly import Draft
from semkg.reasoning.canonical.classes import ClassOrder
from semkg.reasoning.canonical.edges import ClassEdges
from semkg.reasoning.canonical.graph import PropertyClass
from semkg.reasoning.canonical.names import BlockNames
from semkg.reasoning.canonical.signed import SignedProperties
from semkg.reasoning.canonical.types import TypeReduct
from semkg.vocab import BUILTIN_ID, OWL, RDF_TYPE, RDFS

_OF_CLASSES = ("subClassOf", "equivalentClass", "disjointWith", "complementOf")
_TO_CLASSES = ("domain", "range", "someValuesFrom", "allValuesFrom", "onClass")
_CLASS_SUBJECT = frozenset(
    BUILTIN_ID[space + n] for n in _OF_CLASSES for space in (RDFS, OWL) if space + n in BUILTIN_ID
)
_CLASS_OBJECT = _CLASS_SUBJECT | {
    BUILTIN_ID[space + n] for n in _TO_CLASSES for space in (RDFS, OWL) if space + n in BUILTIN_ID
}

_ORDERS = frozenset((BUILTIN_ID[RDFS + "subClassOf"], BUILTIN_ID[OWL + "equivalentClass"]))


class PropertyNames:
    """What signed property classes are called, and in which direction each pair of them is held."""

    def __init__(self, signed: SignedProperties, names: BlockNames, kept: Ids) -> None:
        """Take the classes and the ids of the predicates that the projection keeps."""
        self._signed = signed
        self._names = names
        texts = names.texts(signed.properties)
        order = sorted(range(len(texts)), key=lambda place: (not texts[place], texts[place]))
        self._rank = np.empty(len(texts), dtype=np.int64)
        self._rank[order] = np.arange(len(texts))
        self._kept = np.isin(signed.properties, kept)
        least = np.full(len(signed.inverse), len(texts))
        np.minimum.at(least, signed.class_of[::2], self._rank)
        own, other = least, least[signed.inverse]
        classes = np.arange(len(least))
        self.forward: NDArray[np.bool_] = (own < other) | ((own == other) & (classes <= signed.inverse))

    def describe(self, number: int) -> PropertyClass:
        """Return a held class as it is shown."""
        ahead, against = self._signed.members(number)
        return PropertyClass(
            forward=self._iris(ahead),
            backward=self._iris(against),
            predicates=self._kept_ids(ahead),
            inverses=self._kept_ids(against),
            symmetric=bool(self._signed.inverse[number] == number),
            transitive=bool(self._signed.transitive[number]),
        )

    def _iris(self, properties: Ids) -> tuple[str, ...]:
        return tuple(sorted(iri for number in properties.tolist() for iri in self._names.iris(number)))

    def _kept_ids(self, properties: Ids) -> tuple[int, ...]:
        place = np.searchsorted(self._signed.properties, properties)
        place = place[self._kept[place]]
        return tuple(self._signed.properties[place[np.argsort(self._rank[place])]].tolist())


class ClassBlocks:
    """Equivalent classes as one node."""

    def __init__(self, order: ClassOrder, names: BlockNames) -> None:
        self._order = order
        self._names = names
        texts = names.texts(order.classes)
        by_name = sorted(range(len(texts)), key=lambda place: (not texts[place], texts[place]), reverse=True)
        # the last one assigned is the least named
        self.representative = np.empty(order.n_numbers, dtype=np.int64)
        self.representative[order.number[by_name]] = order.classes[by_name]
        self._size = np.bincount(order.number, minlength=order.n_numbers)

    def codes(self, classes: Ids) -> Ids:
        """Return the node code of each class id."""
        return self.of_numbers(self._order.of(classes))

    def of_numbers(self, numbers: Ids) -> Ids:
        """Return the node code of each class number."""
        codes: Ids = 2 * self.representative[numbers] + 1
        return codes

    def iris(self, code: int) -> tuple[str, ...]:
        """Return every IRI of a node, sorted: of its block, and for a class of all equivalent classes."""
        if not code & 1:
            return tuple(self._names.iris(code >> 1))
        number = self._order.of(np.array([code >> 1]))[0]
        classes = self._order.classes[self._order.number == number]
        return tuple(sorted(iri for class_ in classes.tolist() for iri in self._names.iris(class_)))

    def have_several(self, codes: Ids) -> NDArray[np.bool_]:
        """Return whether each node may have more than one IRI."""
        several = self._names.have_aliases(codes >> 1)
        as_class = (codes & 1).astype(bool)
        several[as_class] |= self._size[self._order.of(codes[as_class] >> 1)] > 1
        return several


def draft_edges(edges: ClassEdges, names: PropertyNames, classes: ClassBlocks) -> Draft:
    """Write the edges of one property class down."""
    described = names.describe(edges.number)
    subject, object_ = unpack(edges.pairs)
    if _CLASS_OBJECT.isdisjoint(described.predicates):
        basis = None if edges.basis is edges.pairs else (2 * (edges.basis >> 32), 2 * (edges.basis & LOW))
        return Draft(described, 2 * subject, 2 * object_, tuple(2 * group for group in edges.cliques), basis)
    if _CLASS_SUBJECT.isdisjoint(described.predicates):
        return Draft(described, 2 * subject, classes.codes(object_))
    return _between_classes(described, edges, classes)


def _between_classes(described: PropertyClass, edges: ClassEdges, classes: ClassBlocks) -> Draft:
    """Write edges between classes down; equal classes are one node."""
    facts = _class_pairs(edges.pairs, described, classes)
    basis = None if edges.basis is edges.pairs else _class_pairs(edges.basis, described, classes)
    groups = [sort_unique(classes.codes(group)) for group in edges.cliques]
    return Draft(described, *facts, tuple(group for group in groups if len(group) > 1), basis)


def _class_pairs(keys: Keys, described: PropertyClass, classes: ClassBlocks) -> tuple[Ids, Ids]:
    """Return node codes of both ends of pairs between classes, without those that say nothing."""
    subject, object_ = unpack(sort_unique(pack(*(classes.codes(end) for end in unpack(keys)))))
    # that a class is below itself, or the same as itself
    apart = (subject != object_) | _ORDERS.isdisjoint(described.predicates)
    return subject[apart], object_[apart]


def draft_types(types: TypeReduct, classes: ClassBlocks) -> Draft:
    """Write types down."""
    name, predicate = (f"<{RDF_TYPE}>",), (BUILTIN_ID[RDF_TYPE],)
    described = PropertyClass(name, (), predicate, (), symmetric=False, transitive=False)
    subject, object_ = _type_pairs(types.pairs, classes)
    basis = None if types.basis is types.pairs else _type_pairs(types.basis, classes)
    return Draft(described, subject, object_, basis=basis)


def _type_pairs(keys: Keys, classes: ClassBlocks) -> tuple[Ids, Ids]:
    number, node = unpack(keys)
    return 2 * node, classes.of_numbers(number)
