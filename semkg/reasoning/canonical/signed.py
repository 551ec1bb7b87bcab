"""Signed property classes: properties and their inverses, grouped by what the schema makes equal.

A property ``p`` has two signed forms, ``p`` itself and its inverse. Sub-property, equivalence, inverse and
symmetry axioms are edges between signed forms; forms that reach each other hold of the same pairs and are one
class.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import Keys, components, in_sorted, pack, sort_unique, transitive_closure, unpack
from semkg.reasoning.canonical.schema import Chain, Schema


@dataclass(frozen=True, slots=True)
class SignedProperties:
    """The signed classes of the properties of one closure.

    The signed forms of ``properties[i]`` are numbered ``2 * i`` (itself) and ``2 * i + 1`` (its inverse).

    Attributes:
        properties: representative ids of all properties, ascending, shape ``(k,)``.
        class_of: class of each signed form, shape ``(2 * k,)``.
        inverse: for each class the class of the inverses, shape ``(n_classes,)``; a symmetric class is its
            own.
        transitive: whether the pairs of each class are transitive, shape ``(n_classes,)``.
        below: keys ``class << 32 | class strictly below it`` (every pair of the lower is one of the upper),
            sorted.
        chains: property chains over classes, without those that say transitivity.
    """

    properties: NDArray[np.int64]
    class_of: NDArray[np.int64]
    inverse: NDArray[np.int64]
    transitive: NDArray[np.bool_]
    below: Keys
    chains: tuple[Chain, ...]

    def of(self, number: int) -> int:
        """Return the class of a property, run as it is named."""
        return int(self.class_of[2 * int(np.searchsorted(self.properties, number))])

    def lower(self, number: int) -> NDArray[np.int64]:
        """Return the classes strictly below a class."""
        begin, end = np.searchsorted(self.below, (number << 32, (number + 1) << 32))
        return unpack(self.below[begin:end])[1]

    def members(self, number: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the properties that run as this class does, and those that run against it."""
        return self._members(number), self._members(int(self.inverse[number]))

    def _members(self, number: int) -> NDArray[np.int64]:
        forms = np.flatnonzero(self.class_of == number)
        members: NDArray[np.int64] = self.properties[forms[forms % 2 == 0] // 2]
        return members


def signed_properties(schema: Schema, used: NDArray[np.integer]) -> SignedProperties:
    """Compile the signed property classes of a closure.

    Args:
        schema: the axioms, as far as the rule set acts on them.
        used: ids of further properties to number (those of the data).

    Returns:
        The classes with their order, inverses, transitivity and chains.
    """
    ends = [end for axioms in schema.linear for end in (axioms.narrow, axioms.wide)]
    chained = [np.array([chain.head, *chain.links], dtype=np.int64) for chain in schema.chains]
    properties = sort_unique(np.concatenate([used.astype(np.int64), *ends, schema.transitive, *chained]))
    edges = _signed_edges(schema, properties)
    class_of, inverse = _classes(edges, len(properties))
    narrow, wide = (class_of[form] for form in unpack(edges))
    between = narrow != wide
    below = transitive_closure(sort_unique(pack(wide[between], narrow[between])))
    chains = tuple(_signed_chain(chain, properties, class_of) for chain in schema.chains)
    looping = [chain for chain in chains if _says_transitive(chain, below)]
    transitive = np.zeros(len(inverse), dtype=bool)
    forms = 2 * np.searchsorted(properties, schema.transitive)
    transitive[class_of[np.concatenate([forms, forms + 1])]] = True
    heads = np.array([chain.head for chain in looping], dtype=np.int64)
    transitive[np.concatenate([heads, inverse[heads]])] = True
    others = tuple(chain for chain in chains if chain not in looping)
    return SignedProperties(properties, class_of, inverse, transitive, below, others)


def _signed_edges(schema: Schema, properties: NDArray[np.int64]) -> Keys:
    """Return an edge from each signed form to each form that an axiom makes wider."""
    edges = [np.empty(0, np.int64)]
    for axioms in schema.linear:
        source = 2 * np.searchsorted(properties, axioms.narrow)
        target = 2 * np.searchsorted(properties, axioms.wide) + axioms.inverts
        # what holds of two forms holds of both turned round
        edges += [pack(source, target), pack(source ^ 1, target ^ 1)]
    return sort_unique(np.concatenate(edges))


def _classes(edges: Keys, n_properties: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the class of each signed form, and the inverse of each class."""
    n_forms = 2 * n_properties
    n_classes, label = components(*unpack(edges), n_nodes=n_forms, connection="strong")
    class_of = label.astype(np.int64)
    inverse = np.empty(n_classes, dtype=np.int64)
    inverse[class_of] = class_of[np.arange(n_forms) ^ 1]
    return class_of, inverse


def _signed_chain(chain: Chain, properties: NDArray[np.int64], class_of: NDArray[np.int64]) -> Chain:
    head, *links = class_of[2 * np.searchsorted(properties, [chain.head, *chain.links])].tolist()
    return Chain(head, tuple(links))


def _says_transitive(chain: Chain, below: Keys) -> bool:
    """Whether a chain makes its head transitive: two links, each of them the head or wider."""
    wider = in_sorted(np.array([(link << 32) | chain.head for link in chain.links], dtype=np.int64), below)
    same = np.array(chain.links) == chain.head
    return len(chain.links) == 2 and bool((wider | same).all())
