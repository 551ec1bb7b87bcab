"""Pairs that give a clique of a transitive property back, beside those that are given anyway.

A clique has many least sets of pairs that generate it, none of them better than the others: this is a choice, made to
write a canonical graph down, and nothing else looks at it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    LOW,
    Ids,
    Keys,
    components,
    in_sorted,
    pack,
    sort_unique,
    transitive_closure,
    unpack,
)

Ends = tuple[Ids, Ids]
"""Source and target of each pair."""


@dataclass(frozen=True, slots=True)
class Connected:
    """Some cliques, over numbered nodes.

    Attributes:
        component: the component of each node, shape ``(n_nodes,)``; a clique is a component.
        cliques: the components that are cliques.
        looped: whether a pair leads from each node to itself, shape ``(n_nodes,)``.
    """

    component: Ids
    cliques: list[int]
    looped: NDArray[np.bool_]

    def members(self) -> NDArray[np.bool_]:
        """Return which nodes are members of cliques."""
        return np.isin(self.component, self.cliques)

    def literals(self) -> NDArray[np.bool_]:
        """Return which nodes are literals: without a loop, though other members have one; none leads to another."""
        loops = np.bincount(self.component[self.looped], minlength=len(self.component))
        return ~self.looped & (loops[self.component] > 0)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Members of cliques that given pairs connect strongly, as one part.

    Attributes:
        of: the part of each node, shape ``(n_nodes,)``.
        onward: keys ``part << 32 | part that given pairs lead to from it``, closed.
        height: number of parts that given pairs lead to, for each part.
    """

    of: Ids
    onward: Keys
    height: Ids


def span(known: Connected, given: Ends, *, symmetric: bool) -> Ends:
    """Return pairs that, with the given ones, connect the members of each clique strongly.

    The parts of a clique that are connected already stand in a row, each after those that given pairs lead to from it.
    A pair leads from each part to the next, and one from the last to the first where the given ones do not lead all
    the way back; so no pair follows from the others. Literals hang on the first part.

    Args:
        known: the cliques.
        given: source and target of pairs that are there anyway, in cliques and elsewhere.
        symmetric: whether each pair holds both ways.
    """
    members, literal, component = known.members(), known.literals(), known.component
    within = members[given[0]] & (component[given[0]] == component[given[1]])
    parts = _parts(given[0][within], given[1][within], len(component))
    nodes = np.flatnonzero(members)
    # a literal stands for a part only if that is nothing else
    nodes = nodes[np.argsort(literal[nodes], kind="stable")]
    one = nodes[np.unique(parts.of[nodes], return_index=True)[1]]
    row, hanging = one[~literal[one]], one[literal[one]]
    row = row[np.lexsort((parts.height[parts.of[row]], component[row]))]
    hub = row[np.searchsorted(component[row], component[hanging])]
    source, target = _along(component[row], parts.of[row], parts.onward, symmetric=symmetric)
    onto, back = _open_ends(parts.of[hanging], parts.onward, symmetric=symmetric)
    return (
        np.concatenate([row[source], hub[onto], hanging[back]]),
        np.concatenate([row[target], hanging[onto], hub[back]]),
    )


def _parts(source: Ids, target: Ids, n_nodes: int) -> _Parts:
    """Return the parts that some pairs connect strongly."""
    count, label = components(source, target, n_nodes=n_nodes, connection="strong")
    of = label.astype(np.int64)
    between = of[source] != of[target]
    onward = transitive_closure(sort_unique(pack(of[source[between]], of[target[between]])))
    return _Parts(of, onward, np.bincount(onward >> 32, minlength=count))


def _along(component: Ids, part: Ids, onward: Keys, *, symmetric: bool) -> Ends:
    """Return the places between which steps lead in rows of parts, one row for each component."""
    end = np.diff(component, append=-1) != 0
    begin = np.diff(component, prepend=-1) != 0
    ahead = np.flatnonzero(~end)
    if symmetric:
        return ahead, ahead + 1
    open_ = component[ahead[~_crossed(part, onward)[ahead]]]
    closing = np.isin(component[end], open_)
    first, last = np.flatnonzero(begin)[closing], np.flatnonzero(end)[closing]
    return np.concatenate([ahead, last]), np.concatenate([ahead + 1, first])


def _crossed(part: Ids, onward: Keys) -> NDArray[np.bool_]:
    """Return for each place in a row whether a given pair leads from behind it to it or to one before it."""
    known = np.sort(part)
    onward = onward[in_sorted(onward >> 32, known) & in_sorted(onward & LOW, known)]
    place = np.argsort(part)
    late, early = (place[np.searchsorted(known, end)] for end in unpack(onward))
    change = np.bincount(early, minlength=len(part)) - np.bincount(late, minlength=len(part))
    crossed: NDArray[np.bool_] = np.cumsum(change) > 0
    return crossed


def _open_ends(part: Ids, onward: Keys, *, symmetric: bool) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for each part whether no given pair leads to it, and whether a pair must lead away from it."""
    leads, is_led = (np.isin(part, end) for end in unpack(onward))
    return ~is_led, np.zeros_like(leads) if symmetric else ~leads
