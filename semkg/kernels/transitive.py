"""Transitive closure of a relation given as a key set.

Strongly connected components are condensed first. The condensation is closed by linear recursion (last steps joined
with the given edges, one round a level) where it is shallow, and by bit rows in topological order where it is deep:
a path of 2,000 nodes has 2,000 levels, and joining derived pairs with derived pairs would need about n**3 / 6 rows
on it.
"""

from __future__ import annotations

import numpy as np

from semkg.kernels.bit_rows import close_by_bits
from semkg.kernels.components import compact, components
from semkg.kernels.joins import Ids, compose, expand, ranges
from semkg.kernels.keys import (
    LOW,
    Keys,
    diff_sorted,
    in_sorted,
    merge_sorted,
    pack,
    sort_unique,
    union,
    unpack,
)
from semkg.kernels.limits import check_count

LEVELS_BY_JOIN = 48
"""Deeper relations are closed by bit rows."""
MOST_ROWS = 1 << 27
"""A join of more rows, repeats counted, is left to bit rows, which have none."""
BLOCK = 1 << 22
"""So many pairs are given their own ids again at a time."""


def transitive_closure(edges: Keys, *, limit: int | None = None) -> Keys:
    """Return the smallest transitive key set that holds the given edges.

    A node of a cycle is related to itself; other nodes are only if the edge is given.

    Args:
        edges: a key set.
        limit: the most pairs, the given ones among them; they are counted before they are written out.

    Raises:
        LimitError: there are more pairs.
    """
    source, target = unpack(edges)
    onward = source[source != target]
    if not in_sorted(target[source != target], onward).any():
        return edges
    nodes, (source, target) = compact(*unpack(edges))
    count, label = components(source, target, n_nodes=len(nodes), connection="strong")
    if count == len(nodes):
        return _renamed(_close_acyclic(pack(source, target), n_nodes=count, limit=limit), nodes)
    return _expand_components(nodes, label.astype(np.int64), source, target, count, limit)


def _renamed(keys: Keys, nodes: Ids) -> Keys:
    """Replace places in an ascending column of nodes by the nodes, in the array that was given."""
    for start in range(0, len(keys), BLOCK):
        part = keys[start : start + BLOCK]
        keys[start : start + BLOCK] = pack(nodes[part >> 32], nodes[part & LOW])
    return keys


def extend_transitive(closed: Keys, fresh: Keys, *, limit: int | None = None) -> Keys:
    """Close a transitive relation again after edges were added.

    New paths alternate between old pairs and new edges, so only the graph over the ends of the new edges is closed;
    what led to it and what led from it before is joined on both sides.

    Args:
        closed: a transitive key set.
        fresh: a key set, disjoint from ``closed``.
        limit: the most new pairs.

    Returns:
        The key set of the pairs that are new (``fresh`` among them).

    Raises:
        LimitError: there are more new pairs.
    """
    if not len(closed) or not len(fresh):
        return transitive_closure(fresh, limit=limit)
    ends = sort_unique(np.concatenate(unpack(fresh)))
    source, target = unpack(closed)
    between = closed[in_sorted(source, ends) & in_sorted(target, ends)]
    most = None if limit is None else limit + len(between)
    core = diff_sorted(transitive_closure(merge_sorted(between, fresh), limit=most), closed)
    into = closed[in_sorted(target, sort_unique(core >> 32))]
    left = union([core, sort_unique(compose(into, core))])
    new = diff_sorted(union([left, sort_unique(compose(left, closed))]), closed)
    check_count(len(new), limit)
    return new


def _expand_components(
    nodes: Ids, label: Ids, source: Ids, target: Ids, count: int, limit: int | None
) -> Keys:
    """Close the condensation and write components out as pairs of nodes."""
    between = label[source] != label[target]
    condensed = sort_unique(pack(label[source[between]], label[target[between]]))
    size = np.bincount(label, minlength=count)
    loop = np.zeros(count, dtype=np.bool_, like=source)
    loop[label[source[source == target]]] = True
    reflexive = np.flatnonzero(loop | (size > 1))
    closed = _close_acyclic(condensed, n_nodes=count, limit=limit)
    pairs = union([closed, pack(reflexive, reflexive)])
    check_count(int((size[pairs >> 32] * size[pairs & LOW]).sum()), limit)
    return _products(pairs, nodes[np.argsort(label, kind="stable")], size)


def _products(pairs: Keys, members: Ids, size: Ids) -> Keys:
    """Write each pair of components out as all pairs of their members (members grouped by component)."""
    first, second = unpack(pairs)
    begin = np.cumsum(size) - size
    parent, place = expand(begin[first], size[first])
    source = members[place]
    onward, place = expand(begin[second][parent], size[second][parent])
    return np.sort(pack(source[onward], members[place]))


def _close_acyclic(edges: Keys, *, n_nodes: int, limit: int | None) -> Keys:
    """Close an acyclic relation over the nodes ``0 .. n_nodes - 1`` (self-loops allowed)."""
    source, target = unpack(edges)
    proper = edges[source != target]
    closed = _close_by_joins(proper, limit=limit)
    if closed is None:
        bits = close_by_bits(np.asarray(proper), n_nodes, limit=limit)
        closed = np.asarray(bits, like=proper)
    return union([closed, edges[source == target]])


def _close_by_joins(edges: Keys, *, limit: int | None) -> Keys | None:
    """Close by linear recursion; give up when there are many levels, or many ways from one node to another."""
    parts = [edges]
    last = edges
    for _ in range(LEVELS_BY_JOIN):
        if not len(last):
            closed = union(parts)
            check_count(len(closed), limit)
            return closed
        if int(ranges(last & LOW, edges)[1].sum()) > MOST_ROWS:
            return None
        last = sort_unique(compose(last, edges))
        parts.append(last)
        # Levels overlap where ways of several lengths lead to a node; each alone is a part of the closure.
        check_count(max(len(part) for part in parts), limit)
    return None
