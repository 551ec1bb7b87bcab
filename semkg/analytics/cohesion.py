"""How tightly knit the neighbourhood of a node is: cores, triangles, clustering."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from semkg.analytics.analytic import Analytic
from semkg.analytics.lists import Lists, both_ways
from semkg.analytics.results import Scores
from semkg.graph import Graph

_BLOCK = 1 << 23
"""Steps of two edges that are looked at at a time, about: 100 MB."""


def core_number(graph: Graph) -> Scores:
    """Compute the core number: the greatest ``k`` for which a node is in a part where all have ``k`` neighbours there.

    Directions, weights, parallel edges and loops make no difference.

    Source: Seidman 1983; peeled as in Batagelj and Zaversnik 2003, all nodes of least degree at once.
    """
    lists = both_ways(graph)
    degree = lists.length.copy()
    core = np.zeros(lists.n_nodes)
    left = np.arange(lists.n_nodes)
    alive = np.ones(lists.n_nodes, dtype=bool)
    k = 0
    while len(left):
        k = max(k, int(degree[left].min()))
        front = left[degree[left] <= k]
        while len(front):
            core[front] = k
            alive[front] = False
            neighbours = lists.node[lists.along(front)[1]]
            np.subtract.at(degree, neighbours, 1)
            front = np.unique(neighbours[alive[neighbours] & (degree[neighbours] <= k)])
        left = left[alive[left]]
    return Scores(core, "core number")


def triangles(graph: Graph) -> Scores:
    """Count the triangles that each node is a corner of; directions, weights, parallel edges and loops left aside."""
    return Scores(_corners(both_ways(graph)), "triangles")


def clustering(graph: Graph) -> Scores:
    """Compute local clustering: which share of the pairs of a node's neighbours are neighbours of each other.

    Returns:
        Scores in [0, 1]; 0 for a node with fewer than two neighbours.

    Source: Watts and Strogatz 1998, directions, weights, parallel edges and loops left aside.
    """
    lists = both_ways(graph)
    pairs = lists.length * (lists.length - 1) / 2
    corners = _corners(lists)
    return Scores(np.divide(corners, pairs, out=np.zeros_like(corners), where=pairs > 0), "clustering")


def _corners(lists: Lists) -> NDArray[np.float64]:
    """Count triangles by their corners, each found once: from its corner of least degree."""
    n, owner = lists.n_nodes, lists.owner
    rank = np.empty(n, dtype=np.int64)
    rank[np.argsort(lists.length, kind="stable")] = np.arange(n)
    up = rank[owner] < rank[lists.node]
    steps = csr_array((np.ones(int(up.sum())), (owner[up], lists.node[up])), shape=(n, n))
    total = np.zeros(n)
    for rows, first in _closed(steps, steps):  # low and high corner, by how many between
        total[rows] += first.sum(axis=1)
        total += first.sum(axis=0)
    for rows, middle in _closed(
        steps.T.tocsr(), steps
    ):  # the corner between and the high one, by how many low ones
        total[rows] += middle.sum(axis=1)
    return total


def _closed(onward: csr_array, steps: csr_array) -> Iterator[tuple[slice, csr_array]]:
    """Yield the entries of ``onward @ steps`` at the places of ``steps``, some rows at a time.

    The product may have many more entries than both of them; so many rows are taken as give about ``_BLOCK``.
    """
    done = np.cumsum(onward @ np.diff(steps.indptr))
    cuts = np.searchsorted(done, np.arange(_BLOCK, done.max(initial=0), _BLOCK), side="right")
    for begin, end in pairwise(np.unique([0, *cuts, len(done)]).tolist()):
        rows = slice(begin, end)
        yield rows, (onward[rows] @ steps).multiply(steps[rows]).tocsr()


CORE_NUMBER = Analytic(
    name="coreNumber",
    title="core number",
    doc="How deep in the graph a node is: the greatest k for which it is among nodes with k neighbours each there.",
    score="its core number, an integer of at least 0; higher is deeper",
    solve=core_number,
)
TRIANGLES = Analytic(
    name="triangles",
    title="triangles",
    doc="How many pairs of a node's neighbours are neighbours of each other.",
    score="number of triangles with a corner at the node, at least 0",
    solve=triangles,
)
CLUSTERING = Analytic(
    name="clustering",
    title="clustering",
    doc="Which share of the pairs of a node's neighbours are neighbours of each other.",
    score="its clustering coefficient, in [0, 1]; 0 with fewer than two neighbours",
    solve=clustering,
)
