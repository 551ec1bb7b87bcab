"""The axioms that give types, over numbered classes and signed property classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, LOW, Keys, components, diff_sorted, pack, sort_unique, unpack
from semkg.reasoning.canonical.classes import ClassAxioms, ClassOrder
from semkg.reasoning.canonical.signed import SignedProperties

Parts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EdgeTyping:
    """Edges give a type to their first node.

    Attributes:
        property: signed property class of the edges.
        value: the second node, where it must be a certain one.
        filler: class number of the second node, where it must be of a certain class.
    """

    property: int
    value: int | None
    filler: int | None


@dataclass(frozen=True, slots=True)
class Typing:
    """What gives each class, over the numbers of a class order.

    A class that is the intersection of others is taken to follow from its parts, and not the other way round:
    so to name an intersection changes no type.

    Attributes:
        from_edges: by class number, the edges that give it.
        from_parts: by class number, the lists of classes of which the common members are its members.
        listed: keys ``class << 32 | node``: the members of enumerations.
        steps: keys ``class << 32 | narrower class``: those sub-class steps that do not lead back from an
            intersection, and not from a class by a value.
        value_steps: those from a class by a value.
        defined: whether each class is made by its own definition, as restrictions and intersections are, shape
            ``(n_numbers,)``.
        recursive: whether each class may give a class that it comes from, shape ``(n_numbers,)``.
    """

    from_edges: dict[int, tuple[EdgeTyping, ...]]
    from_parts: dict[int, tuple[Parts, ...]]
    listed: Keys
    steps: Keys
    value_steps: Keys
    defined: NDArray[np.bool_]
    recursive: NDArray[np.bool_]


def compile_typing(axioms: ClassAxioms, order: ClassOrder, signed: SignedProperties) -> Typing:
    """Compile the axioms that give types.

    Args:
        axioms: the axioms, over ids.
        order: numbers of classes.
        signed: numbers of properties.
    """
    edges: dict[int, list[EdgeTyping]] = {}
    for rule in axioms.edge_rules:
        class_ = signed.of(rule.property)
        property_ = int(signed.inverse[class_]) if rule.inverse else class_
        filler = None if rule.filler is None else order.number_of(rule.filler)
        edges.setdefault(order.number_of(rule.target), []).append(EdgeTyping(property_, rule.value, filler))
    parts = _parts(axioms, order)
    steps = _steps(order, parts)
    from_edges = {number: tuple(rules) for number, rules in edges.items()}
    defined = np.zeros(order.n_numbers, dtype=bool)
    defined[[order.number_of(rule.target) for rule in axioms.edge_rules if rule.defines]] = True
    defined[list(parts)] = True
    recursive = _recursive(from_edges, parts, steps, order.n_numbers)
    by_value = np.zeros(order.n_numbers, dtype=bool)
    by_value[[order.number_of(rule.target) for rule in axioms.edge_rules if rule.value is not None]] = True
    from_value = by_value[steps & LOW]
    listed = _listed(axioms, order)
    return Typing(from_edges, parts, listed, steps[~from_value], steps[from_value], defined, recursive)


def _listed(axioms: ClassAxioms, order: ClassOrder) -> Keys:
    pairs = [
        (order.number_of(class_), member) for class_, members in axioms.enumerations for member in members
    ]
    number, node = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return sort_unique(pack(number, node))


def _parts(axioms: ClassAxioms, order: ClassOrder) -> dict[int, tuple[Parts, ...]]:
    found: dict[int, list[Parts]] = {}
    for target, members in axioms.intersections:
        number, parts = order.number_of(target), tuple(order.number_of(member) for member in members)
        # a class that is one of its own parts says no more than a sub-class axiom
        if number not in parts:
            found.setdefault(number, []).append(parts)
    return {number: tuple(lists) for number, lists in found.items()}


def _steps(order: ClassOrder, parts: dict[int, tuple[Parts, ...]]) -> Keys:
    """Return the sub-class steps, without those from an intersection to what its parts give already."""
    dropped = [EMPTY]
    for number in parts:
        sources = np.array(sorted(_sources(number, parts)), dtype=np.int64)
        reached = sort_unique(
            np.concatenate([sources, *(order.upper(source) for source in sources.tolist())])
        )
        dropped.append(pack(reached, np.full(1, number)))
    return diff_sorted(order.below, sort_unique(np.concatenate(dropped)))


def _sources(number: int, parts: dict[int, tuple[Parts, ...]]) -> set[int]:
    """Return the parts of an intersection, their parts if they are intersections, and so on."""
    found: set[int] = set()
    border = {number}
    while border:
        border = {part for one in border for several in parts.get(one, ()) for part in several} - found
        found |= border
    return found


def _recursive(
    edges: dict[int, tuple[EdgeTyping, ...]], parts: dict[int, tuple[Parts, ...]], steps: Keys, n_numbers: int
) -> NDArray[np.bool_]:
    """Return which classes lead back to themselves."""
    upper, lower = unpack(steps)
    depends = [
        (rule.filler, head) for head, rules in edges.items() for rule in rules if rule.filler is not None
    ]
    depends += [(part, head) for head, lists in parts.items() for several in lists for part in several]
    source, target = np.array(depends, dtype=np.int64).reshape(-1, 2).T
    ends = np.concatenate([lower, source]), np.concatenate([upper, target])
    _, label = components(*ends, n_nodes=n_numbers, connection="strong")
    recursive: NDArray[np.bool_] = np.bincount(label, minlength=n_numbers)[label] > 1
    recursive[source[source == target]] = True
    return recursive
