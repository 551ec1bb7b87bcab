"""Colours of nodes by structure: equal for nodes that no name and no edge tells apart, whatever their ids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.uint64]
Places = NDArray[np.int64]

_GROUP = np.uint64(0x632BE59BD9B4E019)
_MOST_ROUNDS = 200
"""Steps from a node within which its surroundings count; a path of blank nodes can be told apart by its ends only."""
_SALT = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Structure:
    """Coloured links between nodes, and coloured groups of nodes.

    Attributes:
        link: colour of each link, shape ``(m,)``.
        source: node of each link, shape ``(m,)``.
        target: node of each link, shape ``(m,)``.
        group: colour of each group, shape ``(k,)``.
        pointer: where each group's members begin, shape ``(k + 1,)``.
        member: nodes, grouped, shape ``(pointer[-1],)``.
    """

    link: Colours
    source: Places
    target: Places
    group: Colours
    pointer: Places
    member: Places

    @classmethod
    def of_links(cls, link: Colours, source: Places, target: Places) -> Structure:
        """Return links without groups."""
        none = np.empty(0, np.int64)
        return cls(link, source, target, none.astype(np.uint64), np.zeros(1, np.int64), none)


def mix(values: Colours) -> Colours:
    """Scramble 64-bit numbers, shape as given (the finaliser of SplitMix64: a bijection)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def combine(first: Colours, second: Colours) -> Colours:
    """Return one colour for each pair of colours; the order of the two matters."""
    return mix(mix(first) * np.uint64(3) + mix(second ^ _SALT))


def refine(colours: Colours, blank: NDArray[np.bool_], structure: Structure) -> Colours:
    """Refine the colours of some nodes by those of their neighbours until no further ones are told apart.

    Args:
        colours: colour of each node, shape ``(n,)``.
        blank: which nodes get new colours, shape ``(n,)``.
        structure: what links the nodes.

    Returns:
        The refined colours, shape ``(n,)``: equal for nodes that an automorphism exchanges. (Nodes of some
        regular graphs come out equal without one: Weisfeiler and Leman 1968.)
    """
    if not blank.any():
        return colours
    # a group is a further node that all its members link
    size, hubs = np.diff(structure.pointer), len(colours) + np.arange(len(structure.group))
    links = np.concatenate([structure.link, np.repeat(structure.group, size)])
    source = np.concatenate([structure.source, structure.member])
    target = np.concatenate([structure.target, np.repeat(hubs, size)])
    start = np.concatenate([colours, np.full(len(hubs), _GROUP)])
    changing = np.concatenate([blank, np.ones(len(hubs), dtype=bool)])
    sides = _side(links, source, target, changing), _side(mix(~links), target, source, changing)
    return _iterate(start, changing, sides)[: len(colours)]


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of the links of changing nodes, grouped by that end."""

    begin: Places
    node: Places
    colour: Colours
    other: Places

    def sums(self, colours: Colours) -> Colours:
        total: Colours = np.add.reduceat(combine(self.colour, colours[self.other]), self.begin)
        return total


def _side(colour: Colours, node: Places, other: Places, changing: NDArray[np.bool_]) -> _Side:
    rows = np.flatnonzero(changing[node])
    rows = rows[np.argsort(node[rows], kind="stable")]
    begin = np.flatnonzero(np.diff(node[rows], prepend=-1))
    return _Side(begin, node[rows][begin], colour[rows], other[rows])


def _iterate(colours: Colours, changing: NDArray[np.bool_], sides: tuple[_Side, ...]) -> Colours:
    known = _distinct(colours[changing])
    for _ in range(_MOST_ROUNDS):
        fresh = colours.copy()
        for side in sides:
            if len(side.begin):
                fresh[side.node] = combine(fresh[side.node], side.sums(colours))
        colours = fresh
        told_apart = _distinct(colours[changing])
        if told_apart == known:
            break
        known = told_apart
    return colours


def _distinct(colours: Colours) -> int:
    return int(np.count_nonzero(np.diff(np.sort(colours)))) + 1


def structure_colours(structure: Structure, colours: Colours) -> Colours:
    """Return the colours of all links and groups, given those of the nodes, sorted; shape ``(m + k,)``."""
    links = combine(combine(structure.link, colours[structure.source]), colours[structure.target])
    sums = np.zeros(len(structure.group), dtype=np.uint64)
    if len(structure.member):
        sums = np.add.reduceat(mix(colours[structure.member]), structure.pointer[:-1])
    return np.sort(np.concatenate([links, combine(structure.group, sums)]))
