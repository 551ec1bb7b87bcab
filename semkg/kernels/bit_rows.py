"""Closing a deep acyclic relation with one row of bits for each node, in the memory of the host."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels.keys import LOW, Keys, flip, unpack
from semkg.kernels.limits import check_count

BLOCK_BYTES = 1 << 26
"""The rows of bits take at most so much memory: of more nodes, the columns are done in blocks."""
CELLS = 1 << 22
"""So many bits are written out as pairs at a time."""


def close_by_bits(edges: Keys, n_nodes: int, *, limit: int | None = None) -> Keys:
    """Close an acyclic relation over the nodes ``0 .. n_nodes - 1``.

    Pairs are counted in the bits before any is written out.

    Args:
        edges: a key set without self-loops.
        n_nodes: number of nodes.
        limit: the most pairs.

    Returns:
        The closure, a key set.

    Raises:
        LimitError: there are more pairs.
    """
    if not len(edges):
        return edges
    order, starts = _bottom_up(edges, n_nodes), _starts(edges, n_nodes)
    width = max(64, BLOCK_BYTES * 8 // n_nodes // 8 * 8)
    parts: list[Keys] = []
    count = 0
    for begin in range(0, n_nodes, width):
        columns = range(begin, min(begin + width, n_nodes))
        bits = _bit_block(edges, order, starts, columns)
        found = int(np.bitwise_count(bits).sum())
        count += found
        check_count(count, limit)
        parts.append(_pairs(bits, columns, found))
    return parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts), kind="stable")


def _starts(keys: Keys, n_nodes: int) -> list[int]:
    """Return where the keys of each node begin, and after the last one where they end."""
    starts: list[int] = np.searchsorted(keys, np.arange(n_nodes + 1) << 32).tolist()
    return starts


def _bottom_up(edges: Keys, n_nodes: int) -> list[int]:
    """Return the nodes of an acyclic graph in an order in which targets come before sources (Kahn 1962)."""
    waiting = np.bincount(edges >> 32, minlength=n_nodes).tolist()
    backward = np.sort(flip(edges))
    starts, sources = _starts(backward, n_nodes), (backward & LOW).tolist()
    order = [node for node in range(n_nodes) if not waiting[node]]
    for node in order:
        for source in sources[starts[node] : starts[node + 1]]:
            waiting[source] -= 1
            if not waiting[source]:
                order.append(source)
    return order


def _bit_block(edges: Keys, order: list[int], starts: list[int], columns: range) -> NDArray[np.uint8]:
    """Return the bits of some columns: row ``a`` has bit ``b`` when ``a`` leads to ``b``."""
    source, target = unpack(edges)
    bits = np.zeros((len(order), (len(columns) + 7) // 8), dtype=np.uint8)
    here = (target >= columns.start) & (target < columns.stop)
    place = target[here] - columns.start
    np.bitwise_or.at(bits, (source[here], place >> 3), (128 >> (place & 7)).astype(np.uint8))
    for node in order:
        start, stop = starts[node], starts[node + 1]
        if stop - start == 1:
            bits[node] |= bits[target[start]]
        elif stop > start:
            bits[node] |= np.bitwise_or.reduce(bits[target[start:stop]], axis=0)
    return bits


def _pairs(bits: NDArray[np.uint8], columns: range, count: int) -> Keys:
    """Write bits out as a key set of ``count`` pairs."""
    keys = np.empty(count, dtype=np.int64)
    step = max(1, CELLS // len(columns))
    done = 0
    for begin in range(0, len(bits), step):
        cells = np.unpackbits(bits[begin : begin + step], axis=1, count=len(columns))
        first, second = np.nonzero(cells)
        keys[done : done + len(first)] = ((first + begin) << 32) | (second + columns.start)
        done += len(first)
    return keys
