"""Transitive closure of a relation given as a key set.

Strongly connected components are condensed first. The condensation is closed by linear recursion (last steps joined
with the given edges, one round a level) where it is shallow, and by bit rows in topological order where it is deep:
a path of 2,000 nodes has 2,000 levels, and joining derived pairs with derived pairs would need about n**3 / 6 rows
on it. Bit rows are or-ed one node after the other, in the memory of the host.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels.components import compact, components
from semkg.kernels.joins import Ids, compose, expand, range_join
from semkg.kernels.keys import (
    EMPTY,
    Keys,
    diff_sorted,
    drop_repeats,
    flip,
    in_sorted,
    merge_sorted,
    pack,
    sort_unique,
    union,
    unpack,
)

LEVELS_BY_JOIN = 48
BLOCK_BYTES = 1 << 26


def transitive_closure(edges: Keys) -> Keys:
    """Return the smallest transitive key set that holds the given edges.

    A node of a cycle is related to itself; other nodes are only if the edge is given.

    Args:
        edges: a key set.
    """
    source, target = unpack(edges)
    onward = source[source != target]
    if not in_sorted(target[source != target], onward).any():
        return edges
    nodes, (source, target) = compact(*unpack(edges))
    count, label = components(source, target, n_nodes=len(nodes), connection="strong")
    if count == len(nodes):
        closed = _close_acyclic(pack(source, target), n_nodes=count)
        return pack(*(nodes[column] for column in unpack(closed)))
    return _expand_components(nodes, label.astype(np.int64), source, target, count)


def extend_transitive(closed: Keys, fresh: Keys) -> Keys:
    """Close a transitive relation again after edges were added.

    New paths alternate between old pairs and new edges, so only the graph over the ends of the new edges is closed;
    what led to it and what led from it before is joined on both sides.

    Args:
        closed: a transitive key set.
        fresh: a key set, disjoint from ``closed``.

    Returns:
        The key set of the pairs that are new (``fresh`` among them).
    """
    if not len(closed) or not len(fresh):
        return transitive_closure(fresh)
    ends = sort_unique(np.concatenate(unpack(fresh)))
    source, target = unpack(closed)
    between = closed[in_sorted(source, ends) & in_sorted(target, ends)]
    core = diff_sorted(transitive_closure(merge_sorted(between, fresh)), closed)
    into = closed[in_sorted(target, sort_unique(core >> 32))]
    left = union([core, sort_unique(compose(into, core))])
    return diff_sorted(union([left, sort_unique(compose(left, closed))]), closed)


def _expand_components(nodes: Ids, label: Ids, source: Ids, target: Ids, count: int) -> Keys:
    """Close the condensation and write components out as pairs of nodes."""
    between = label[source] != label[target]
    condensed = sort_unique(pack(label[source[between]], label[target[between]]))
    size = np.bincount(label, minlength=count)
    loop = np.zeros(count, dtype=np.bool_, like=source)
    loop[label[source[source == target]]] = True
    reflexive = np.flatnonzero(loop | (size > 1))
    pairs = union([_close_acyclic(condensed, n_nodes=count), pack(reflexive, reflexive)])
    return _products(pairs, nodes[np.argsort(label, kind="stable")], size)


def _products(pairs: Keys, members: Ids, size: Ids) -> Keys:
    """Write each pair of components out as all pairs of their members (members grouped by component)."""
    first, second = unpack(pairs)
    begin = np.cumsum(size) - size
    parent, place = expand(begin[first], size[first])
    source = members[place]
    onward, place = expand(begin[second][parent], size[second][parent])
    return np.sort(pack(source[onward], members[place]))


def _close_acyclic(edges: Keys, *, n_nodes: int) -> Keys:
    """Close an acyclic relation over the nodes ``0 .. n_nodes - 1`` (self-loops allowed)."""
    source, target = unpack(edges)
    proper = edges[source != target]
    closed = _close_by_joins(proper)
    if closed is None:
        closed = np.asarray(_close_by_bits(np.asarray(proper), n_nodes), like=proper)
    return union([closed, edges[source == target]])


def _close_by_joins(edges: Keys) -> Keys | None:
    """Close by linear recursion; give up when there are more than ``LEVELS_BY_JOIN`` levels."""
    parts = [edges]
    last = edges
    for _ in range(LEVELS_BY_JOIN):
        if not len(last):
            return union(parts)
        last = sort_unique(compose(last, edges))
        parts.append(last)
    return None


def _close_by_bits(edges: Keys, n_nodes: int) -> Keys:
    """Close with one bit row a node, in blocks of columns that keep the rows within ``BLOCK_BYTES``."""
    if not len(edges):
        return edges
    order, rank = _topological(edges, n_nodes)
    source, target = (rank[column] for column in unpack(edges))
    # Ranks descend along edges, so every target's row is finished when its sources are reached.
    by_source = np.argsort(source, kind="stable")
    source, target = source[by_source], target[by_source]
    first = np.flatnonzero(_first_of_runs(source))
    rows = list(zip(source[first].tolist(), np.split(target, first[1:]), strict=True))
    width = max(64, BLOCK_BYTES * 8 // n_nodes // 8 * 8)
    blocks = [
        _bit_block(rows, n_nodes, start, min(start + width, n_nodes)) for start in range(0, n_nodes, width)
    ]
    closed = np.concatenate(blocks)
    first_node, second_node = unpack(closed)
    return np.sort(pack(order[first_node], order[second_node]))


def _first_of_runs(ascending: Ids) -> NDArray[np.bool_]:
    """Mark the first of each run of equal values."""
    mask = np.ones(len(ascending), dtype=np.bool_)
    mask[1:] = ascending[1:] != ascending[:-1]
    return mask


def _bit_block(rows: list[tuple[int, Ids]], n_nodes: int, start: int, stop: int) -> Keys:
    """Return the pairs whose second node lies in ``start .. stop - 1``, by or-ing the bit rows of successors."""
    bits = np.zeros((n_nodes, (stop - start + 7) // 8), dtype=np.uint8)
    for node, successors in rows:
        row = (
            np.bitwise_or.reduce(bits[successors], axis=0)
            if len(successors) > 1
            else bits[successors[0]].copy()
        )
        inside = successors[(successors >= start) & (successors < stop)] - start
        np.bitwise_or.at(row, inside >> 3, (128 >> (inside & 7)).astype(np.uint8))
        bits[node] = row
    first, second = np.nonzero(np.unpackbits(bits, axis=1, count=stop - start))
    return pack(first, second + start)


def _topological(edges: Keys, n_nodes: int) -> tuple[Ids, Ids]:
    """Order the nodes of an acyclic graph so that targets come before sources.

    Returns:
        ``order``, the nodes in that order, and ``rank``, the place of each node in it.
    """
    out_degree = np.bincount(edges >> 32, minlength=n_nodes)
    backward = np.sort(flip(edges))
    ready = np.flatnonzero(out_degree == 0)
    levels: list[Ids] = []
    while len(ready):
        levels.append(ready)
        sources = range_join(ready, backward)[1]
        np.subtract.at(out_degree, sources, 1)
        touched = drop_repeats(np.sort(sources))
        ready = touched[out_degree[touched] == 0]
    order = np.concatenate(levels) if levels else EMPTY
    rank = np.empty(n_nodes, dtype=np.int64)
    rank[order] = np.arange(n_nodes)
    return order, rank
