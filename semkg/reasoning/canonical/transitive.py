"""Transitive properties: cliques for cycles, the transitive reduction for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    union,
    unpack,
)
from semkg.reasoning.canonical.spanning import Connected, span

_PAIRS_AT_ONCE = 1 << 23
"""Joined pairs that are held at a time: 64 MB a column."""
_MOST_BIT_NODES = 1 << 13
"""Nodes up to which an order may be held as a matrix: 64 MB."""


@dataclass(frozen=True, slots=True)
class TransitiveReduct:
    """What is left of a transitive relation.

    Attributes:
        pairs: key set of the pairs that are kept.
        cliques: members of each group in which all pairs hold, ascending; none has its pairs in ``pairs``.
        basis: key set of pairs that give both back, with the given ones: of pairs that give each other one, and what
            connects the members of a clique; ``pairs`` itself where there is nothing to choose.
    """

    pairs: Keys
    cliques: tuple[Ids, ...]
    basis: Keys


def reduce_transitive(pairs: Keys, given: Keys, *, symmetric: bool = False) -> TransitiveReduct:
    """Reduce a transitive relation, taking some of its pairs as given from elsewhere.

    Args:
        pairs: key set of a transitive relation, in full.
        given: key set of pairs that hold anyway; those outside ``pairs`` are ignored.
        symmetric: whether each pair holds both ways.

    Returns:
        Cycles as cliques, unless given pairs already connect them strongly; between components the pairs that
        no path gives, unless a given pair connects the same two components. A loop of a single node is kept
        unless given. Pairs between components of several nodes are kept all or none, since to choose one
        would depend on names.
    """
    if not len(pairs):
        return TransitiveReduct(pairs, (), pairs)
    given = given[in_sorted(given, pairs)]
    nodes, number = _number_nodes(pairs)
    source, target = (number(end) for end in unpack(pairs))
    given_source, given_target = (number(end) for end in unpack(given))
    component = _components(pairs, number, len(nodes))
    size = np.bincount(component)
    kept = _kept_between(
        component[source], component[target], component[given_source], component[given_target]
    )
    loop = (source == target) & (size[component[source]] == 1)
    kept |= loop & ~in_sorted(pairs, given)
    kept_pairs = pairs[kept]
    if int(size.max()) == 1:
        return TransitiveReduct(kept_pairs, (), kept_pairs)
    cliques = _cliques(component, size, given_source, given_target)
    looped = in_sorted(pack(nodes, nodes), pairs)
    known = Connected(component, [int(component[members[0]]) for members in cliques], looped)
    links = span(known, (given_source, given_target), symmetric=symmetric)
    first = np.unique(pack(component[source[kept]], component[target[kept]]), return_index=True)[1]
    basis = union([np.sort(kept_pairs[first]), sort_unique(pack(*(nodes[end] for end in links)))])
    return TransitiveReduct(kept_pairs, tuple(nodes[members] for members in cliques), basis)


def _number_nodes(pairs: Keys) -> tuple[Ids, Callable[[Ids], Ids]]:
    """Return the nodes of some pairs, ascending, and what finds the place of each."""
    most = int(np.maximum(*unpack(pairs)).max())
    if most > 4 * len(pairs):
        nodes = compact(*unpack(pairs))[0]
        return nodes, lambda ids: np.searchsorted(nodes, ids)
    used = np.zeros(most + 1, dtype=bool)
    for end in unpack(pairs):
        used[end] = True
    place = np.cumsum(used) - 1
    return np.flatnonzero(used), lambda ids: place[ids]


def _components(pairs: Keys, number: Callable[[Ids], Ids], n_nodes: int) -> Ids:
    """Return the strongly connected component of each node: in a transitive relation, the mutual pairs."""
    mutual = pairs[in_sorted(pairs, np.sort(flip(pairs)))]
    source, target = (number(end) for end in unpack(mutual))
    # each node and the least of its component are enough
    first = np.flatnonzero(np.diff(source, prepend=-1))
    return components(source[first], target[first], n_nodes=n_nodes)[1].astype(np.int64)


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
    most = int(np.maximum(*unpack(order)).max(initial=-1))
    height = np.bincount(order >> 32, minlength=most + 1)
    by_height = np.argsort(-height, kind="stable")
    rank = np.empty(len(height), dtype=np.int64)
    rank[by_height] = np.arange(len(height))
    # in these numbers the pairs of a node are sorted by the height of their upper ends
    order = np.sort(pack(*(rank[end] for end in unpack(order))))
    found = _reduce_by_height(order, height[by_height])
    return np.sort(pack(*(by_height[end] for end in unpack(found))))


def _reduce_by_height(order: Keys, height: Ids) -> Keys:
    """Reduce an order whose nodes are numbered from the highest down."""
    rest, found = order, [EMPTY]
    while len(rest):
        lower, upper = unpack(rest)
        first = np.flatnonzero(np.diff(lower, prepend=-1))
        top = np.repeat(height[upper[first]], np.diff(first, append=len(lower)))
        taken = height[upper] == top
        found.append(rest[taken])
        rest = rest[~taken]
        rest = rest[~_covered(rest, found[-1], order, height)]
    return np.concatenate(found)


def _covered(candidates: Keys, taken: Keys, order: Keys, height: Ids) -> NDArray[np.bool_]:
    """Return for each candidate ``(a, c)`` whether some taken ``(a, b)`` has ``(b, c)`` in ``order``, all sorted."""
    lower, middle = unpack(taken)
    busy = in_sorted(lower, drop_repeats(candidates >> 32))
    lower, middle = lower[busy], middle[busy]
    joined = int(height[middle].sum())
    if len(height) <= _MOST_BIT_NODES and joined > len(order) + len(middle) * len(height) // 8:
        return _covered_by_bits(candidates, lower, middle, order, len(height))
    covered = np.zeros(len(candidates), dtype=bool)
    for part in _parts(lower, middle, order):
        place = np.searchsorted(candidates, part)
        place[place == len(candidates)] = 0
        covered[place[candidates[place] == part]] = True
    return covered


def _parts(lower: Ids, middle: Ids, order: Keys) -> Iterator[Keys]:
    """Yield the composition of ``(lower, middle)`` with an order, some millions of pairs at a time."""
    begin, count = ranges(middle, order)
    for rows in _blocks(np.cumsum(count) // _PAIRS_AT_ONCE):
        parent, place = expand(begin[rows], count[rows])
        yield pack(lower[rows][parent], unpack(order[place])[1])


def _covered_by_bits(
    candidates: Keys, lower: Ids, middle: Ids, order: Keys, n_nodes: int
) -> NDArray[np.bool_]:
    """Do the same with a row of bits for each node: where nodes have most of their successors in common."""
    above = np.zeros((n_nodes, n_nodes), dtype=bool)
    above[unpack(order)] = True
    bits = np.packbits(above, axis=1)
    reached = np.zeros_like(bits)
    for rows in _blocks(np.arange(len(lower)) * bits.shape[1] // _PAIRS_AT_ONCE):
        first = np.flatnonzero(np.diff(lower[rows], prepend=-1))
        nodes = lower[rows][first]
        reached[nodes] |= np.bitwise_or.reduceat(bits[middle[rows]], first, axis=0)
    node, wanted = unpack(candidates)
    found: NDArray[np.bool_] = (reached[node, wanted >> 3] << (wanted & 7).astype(np.uint8)) & 128 != 0
    return found


def _blocks(number: Ids) -> list[Ids]:
    """Return the places of each run of equal numbers."""
    return np.split(np.arange(len(number)), np.flatnonzero(np.diff(number)) + 1)
