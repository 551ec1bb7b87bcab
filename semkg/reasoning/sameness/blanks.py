"""Blank nodes told apart by structure: by colours, and where colours leave ties, by trying under a limit.

Colour refinement tells most blank nodes apart, and never tells apart what an isomorphism exchanges. What is left, ties
between blank nodes that hang together, is decided as in the search for a canonical form (McKay 1981): one node of a tie
after the other gets a colour of its own, colours are refined again, and the least outcome is taken. Nodes of a tie that
can be exchanged without a change give the same outcome, so that one of them is enough: without that, `n` blank nodes
that all know each other take `n!` trials. And two equal outcomes show a way to exchange many nodes at once, so that of
all nodes that such ways lead to each other one is enough too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import components, sort_unique
from semkg.reasoning.canonical.colours import (
    Colours,
    Places,
    Structure,
    combine,
    mix,
    refine,
    structure_colours,
)
from semkg.reasoning.canonical.names import hash_name
from semkg.reasoning.sameness.meaning import Meaning

MOST_TRIALS = 500
"""Refinements that one graph gets for its ties."""

_CHOSEN = np.uint64(0x5851F42D4C957F2D)


@dataclass(frozen=True, slots=True, eq=False)
class Coloured:
    """Rows whose blank nodes are told apart.

    Attributes:
        colour: colour of each node, shape ``(n_nodes,)``; nodes of one component differ, and components of equal
            structure have equal colours.
        component: number of the component of each blank node, -1 for nodes with a name or without a row, shape
            ``(n_nodes,)``.
        invariant: colours of all rows before ties were looked at, sorted: equal for graphs of the same structure.
        exact: whether every tie was decided within the limit; if not, colours tell less apart than there is.
    """

    colour: Colours
    component: Places
    invariant: Colours
    exact: bool


def name_colours(meaning: Meaning) -> Colours:
    """Return a hash of the name of each node, 0 for blank nodes, shape ``(n_nodes,)``."""
    return np.array([hash_name(name) if name else 0 for name in meaning.names], dtype=np.uint64)


def colour(meaning: Meaning, *, trials: int = MOST_TRIALS, seeds: Colours | None = None) -> Coloured:
    """Tell the blank nodes of a graph apart.

    Args:
        meaning: the graph.
        trials: how many refinements to spend on ties.
        seeds: its :func:`name_colours`, where they are at hand.
    """
    blank = _blank_ends(meaning)
    seeds = name_colours(meaning) if seeds is None else seeds
    structure = Structure.of_links(seeds[meaning.p], meaning.s, meaning.o)
    colours = refine(seeds, blank, structure)
    invariant = structure_colours(structure, colours)
    component = _components(meaning, blank)
    if not blank.any():
        return Coloured(colours, component, invariant, exact=True)
    budget = _Budget(trials)
    exact = True
    for members in _tied(colours, component):
        nodes, part = _part(structure, members, len(blank))
        decided = _decide(colours[nodes], np.searchsorted(nodes, members), part, budget)
        if decided is None:
            exact = False
        else:
            colours[nodes] = decided
    return Coloured(_with_component(colours, component, structure), component, invariant, exact)


def _blank_ends(meaning: Meaning) -> NDArray[np.bool_]:
    """Return which nodes are blank and in a row: others have no colour, which would count in how long to refine."""
    found = np.zeros(len(meaning.names), dtype=bool)
    found[meaning.s] = found[meaning.o] = True
    return found & meaning.blank()


def _components(meaning: Meaning, blank: NDArray[np.bool_]) -> Places:
    """Number the sets of blank nodes that hang together by rows between them."""
    both = blank[meaning.s] & blank[meaning.o]
    _, label = components(meaning.s[both], meaning.o[both], n_nodes=len(blank))
    return np.where(blank, label, -1)


def _tied(colours: Colours, component: Places) -> list[Places]:
    """Return the members of each component in which two nodes have one colour."""
    blank = np.flatnonzero(component >= 0)
    order = blank[np.lexsort((colours[blank], component[blank]))]
    same = (component[order][1:] == component[order][:-1]) & (colours[order][1:] == colours[order][:-1])
    wanted = sort_unique(component[order][1:][same])
    return [np.flatnonzero(component == number) for number in wanted.tolist()]


def _part(structure: Structure, members: Places, n_nodes: int) -> tuple[Places, Structure]:
    """Return the nodes of the rows of one component, ascending, and its rows over places among them."""
    inside = np.zeros(n_nodes, dtype=bool)
    inside[members] = True
    rows = inside[structure.source] | inside[structure.target]
    source, target = structure.source[rows], structure.target[rows]
    nodes = sort_unique(np.concatenate([source, target]))
    return nodes, Structure.of_links(
        structure.link[rows], np.searchsorted(nodes, source), np.searchsorted(nodes, target)
    )


class _Budget:
    """What is left of the trials."""

    def __init__(self, trials: int) -> None:
        self.left = trials

    def spend(self) -> bool:
        self.left -= 1
        return self.left >= 0


def _decide(colours: Colours, members: Places, part: Structure, budget: _Budget) -> Colours | None:
    """Return colours in which no two members are tied, ``None`` when the trials are spent."""
    tie = _first_tie(colours, members)
    if tie is None:
        return colours
    outcomes: dict[bytes, Colours] = {}
    orbits = _Orbits(len(colours))
    for node in _one_of_each_kind(tie, colours, part):
        if orbits.reached(node):
            continue
        if outcomes:
            leaf = _descend(colours, node, members, part, budget)
            if leaf is None:
                return None
            known = outcomes.get(structure_colours(part, leaf).tobytes())
            if known is not None:
                orbits.exchange(known, leaf)
                continue
        found = (
            _decide(_choose(colours, node, members, part), members, part, budget) if budget.spend() else None
        )
        if found is None:
            return None
        orbits.exchange(outcomes.setdefault(structure_colours(part, found).tobytes(), found), found)
    return outcomes[min(outcomes)]


def _descend(
    colours: Colours, node: int, members: Places, part: Structure, budget: _Budget
) -> Colours | None:
    """Return colours without ties that come of choosing a node, and then any; ``None`` when the trials are spent."""
    while budget.spend():
        colours = _choose(colours, node, members, part)
        tie = _first_tie(colours, members)
        if tie is None:
            return colours
        node = int(tie[0])
    return None


def _choose(colours: Colours, node: int, members: Places, part: Structure) -> Colours:
    """Give a node a colour of its own, and refine."""
    mask = np.zeros(len(colours), dtype=bool)
    mask[members] = True
    chosen = colours.copy()
    chosen[node] = combine(chosen[node : node + 1], np.array([_CHOSEN]))[0]
    return refine(chosen, mask, part)


class _Orbits:
    """Which nodes can be exchanged, as far as that was found out, and which of them were tried."""

    def __init__(self, n_nodes: int) -> None:
        self._first = list(range(n_nodes))
        self._tried: list[int] = []

    def reached(self, node: int) -> bool:
        """Say whether a node can be exchanged with one that was tried before; note that it is tried now if not."""
        if self._root(node) in map(self._root, self._tried):
            return True
        self._tried.append(node)
        return False

    def exchange(self, one: Colours, other: Colours) -> None:
        """Note that nothing changes when each node takes the place of the node that has its colour in the other."""
        for a, b in zip(np.argsort(one).tolist(), np.argsort(other).tolist(), strict=True):
            self._first[self._root(a)] = self._root(b)

    def _root(self, node: int) -> int:
        while self._first[node] != node:
            self._first[node] = node = self._first[self._first[node]]
        return node


def _first_tie(colours: Colours, members: Places) -> Places | None:
    """Return the nodes of the smallest tie, of the least colour among equal ones."""
    order = members[np.argsort(colours[members], kind="stable")]
    groups = np.split(order, np.flatnonzero(np.diff(colours[order])) + 1)
    ties = [group for group in groups if len(group) > 1]
    return min(ties, key=lambda group: (len(group), int(colours[group[0]])), default=None)


def _one_of_each_kind(tie: Places, colours: Colours, part: Structure) -> list[int]:
    """Return nodes of a tie, one of each set that can be exchanged two by two."""
    kinds: list[int] = []
    links = {node: _links(node, part) for node in tie.tolist()}
    for node in tie.tolist():
        if not any(_exchangeable(node, other, links) for other in kinds):
            kinds.append(node)
    return kinds


Link = tuple[int, bool, int]


def _links(node: int, part: Structure) -> frozenset[Link]:
    """Return the rows of a node as (colour, whether it is the subject, other end)."""
    out, into = part.source == node, part.target == node
    return frozenset(
        [
            *((c, True, o) for c, o in zip(part.link[out].tolist(), part.target[out].tolist(), strict=True)),
            *(
                (c, False, s)
                for c, s in zip(part.link[into].tolist(), part.source[into].tolist(), strict=True)
            ),
        ]
    )


def _exchangeable(a: int, b: int, links: dict[int, frozenset[Link]]) -> bool:
    """Say whether nothing changes when two nodes change places."""
    swapped = {a: b, b: a}
    return frozenset((c, subject, swapped.get(end, end)) for c, subject, end in links[a]) == links[b]


def _with_component(colours: Colours, component: Places, structure: Structure) -> Colours:
    """Mix into the colour of each blank node that of all rows of its component."""
    count = int(component.max()) + 1
    total = np.zeros(count, dtype=np.uint64)
    links = combine(combine(structure.link, colours[structure.source]), colours[structure.target])
    for end, other in ((structure.source, None), (structure.target, structure.source)):
        rows = component[end] >= 0
        if other is not None:
            rows &= component[other] < 0
        np.add.at(total, component[end[rows]], mix(links[rows]))
    blank = component >= 0
    mixed = colours.copy()
    mixed[blank] = combine(colours[blank], total[component[blank]])
    return mixed
