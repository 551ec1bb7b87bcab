"""Transitive properties: cliques for cycles, the transitive reduction for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    EMPTY,
    Ids,
    Keys,
    compact,
    components,
    diff_sorted,
    drop_repeats,
    expand,
    flip,
    in_sorted,
    pack,
    ranges,
    sort_unique,
    unpack,
)

_PAIRS_AT_ONCE = 1 << 23
"""Joined pairs that are held at a time: 64 MB a column."""


@dataclass(frozen=True, slots=True)
class TransitiveReduct:
    """What is left of a transitive relation.

    Attributes:
        pairs: key set of the pairs that are kept.
        cliques: members of each group in which all pairs hold, ascending; none has its pairs in ``pairs``.
    """

    pairs: Keys
    cliques: tuple[Ids, ...]


def reduce_transitive(pairs: Keys, given: Keys) -> TransitiveReduct:
    """Reduce a transitive relation, taking some of its pairs as given from elsewhere.

    Args:
        pairs: key set of a transitive relation, in full.
        given: key set of pairs that hold anyway; those outside ``pairs`` are ignored.

    Returns:
        Cycles as cliques, unless given pairs already connect them strongly; between components the pairs that
        no path gives, unless a given pair connects the same two components. A loop of a single node is kept
        unless given. Pairs between components of several nodes are kept all or none, since to choose one
        would depend on names.
    """
    if not len(pairs):
        return TransitiveReduct(pairs, ())
    given = given[in_sorted(given, pairs)]
    nodes, (source, target) = compact(*unpack(pairs))
    component = _components(pairs, source, target, len(nodes))
    below_source, below_target = (np.searchsorted(nodes, end) for end in unpack(given))
    kept = _kept_between(
        component[source], component[target], component[below_source], component[below_target]
    )
    size = np.bincount(component)
    loop = (source == target) & (size[component[source]] == 1)
    kept |= loop & ~in_sorted(pairs, given)
    cliques = _cliques(component, size, below_source, below_target)
    return TransitiveReduct(pairs[kept], tuple(nodes[members] for members in cliques))


def _components(pairs: Keys, source: Ids, target: Ids, n_nodes: int) -> Ids:
    """Return the strongly connected component of each node: in a transitive relation, the mutual pairs."""
    mutual = in_sorted(flip(pairs), pairs)
    return components(source[mutual], target[mutual], n_nodes=n_nodes)[1].astype(np.int64)


def _kept_between(source: Ids, target: Ids, given_source: Ids, given_target: Ids) -> NDArray[np.bool_]:
    """Return which pairs run along an edge of the reduced condensation that no given pair runs along."""
    keys = pack(source, target)
    order = sort_unique(keys[source != target])
    return in_sorted(keys, diff_sorted(hasse(order), sort_unique(pack(given_source, given_target))))


def _cliques(component: Ids, size: Ids, given_source: Ids, given_target: Ids) -> list[Ids]:
    """Return the members of components of several nodes that given pairs do not connect strongly."""
    inside = component[given_source] == component[given_target]
    part = components(
        given_source[inside], given_target[inside], n_nodes=len(component), connection="strong"
    )[1]
    order = np.argsort(component, kind="stable")
    begin = np.cumsum(size) - size
    split = np.maximum.reduceat(part[order], begin) != np.minimum.reduceat(part[order], begin)
    wanted = np.flatnonzero(split & (size > 1))
    return [order[begin[number] : begin[number] + size[number]] for number in wanted.tolist()]


def hasse(order: Keys) -> Keys:
    """Return the transitive reduction of a strict partial order that is given in full.

    The successors of a node are taken from the one with the most successors of its own down. Nothing that is
    not yet covered can lie between, so each one taken is an edge of the reduction, and it covers its
    successors. Every round does so for all nodes at once; there are at most as many rounds as one node has
    kept successors of different height. (Joining the order with itself would take n**3 / 6 pairs on a path.)

    Args:
        order: key set of a transitive, irreflexive relation.

    Returns:
        The pairs ``(a, c)`` without any ``b`` between. Unique: Aho, Garey and Ullman 1972.
    """
    lower, upper = unpack(order)
    height = ranges(upper, order)[1]
    ranking = np.lexsort((-height, lower))
    lower, upper, height = lower[ranking], upper[ranking], height[ranking]
    found = [EMPTY]
    while len(lower):
        first = np.flatnonzero(np.diff(lower, prepend=-1))
        top = np.repeat(height[first], np.diff(first, append=len(lower)))
        taken = height == top
        found.append(pack(lower[taken], upper[taken]))
        rest = ~taken
        rest[rest] = ~_covered(pack(lower[rest], upper[rest]), found[-1], order)
        lower, upper, height = lower[rest], upper[rest], height[rest]
    return np.sort(np.concatenate(found))


def _covered(candidates: Keys, taken: Keys, order: Keys) -> NDArray[np.bool_]:
    """Return for each candidate ``(a, c)`` whether some taken ``(a, b)`` has ``(b, c)`` in ``order``."""
    ranking = np.argsort(candidates)
    ordered = candidates[ranking]
    covered = np.zeros(len(candidates), dtype=bool)
    lower, middle = unpack(taken)
    busy = in_sorted(lower, drop_repeats(ordered >> 32))
    for part in _parts(lower[busy], middle[busy], order):
        place = np.searchsorted(ordered, part)
        place[place == len(ordered)] = 0
        covered[ranking[place[ordered[place] == part]]] = True
    return covered


def _parts(lower: Ids, middle: Ids, order: Keys) -> Iterator[Keys]:
    """Yield the composition of ``(lower, middle)`` with an order, some millions of pairs at a time."""
    begin, count = ranges(middle, order)
    block = np.cumsum(count) // _PAIRS_AT_ONCE
    cuts = np.flatnonzero(np.diff(block)) + 1
    for rows in np.split(np.arange(len(lower)), cuts):
        parent, place = expand(begin[rows], count[rows])
        yield pack(lower[rows][parent], unpack(order[place])[1])
