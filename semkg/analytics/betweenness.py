"""Betweenness: through which nodes shortest paths lead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.analytics.analytic import Analytic, Setting
from semkg.analytics.lists import Lists, successors
from semkg.analytics.results import Scores
from semkg.errors import LimitError
from semkg.graph import Graph
from semkg.progress import Progress

_BLOCK = 1 << 21
"""Edges times start nodes that are worked on at a time."""
MOST_STEPS = 1e9
"""Edges that are looked at, at most: one for each edge and start node that reaches it."""

_TOO_MANY_PATHS = (
    "betweenness counts shortest paths, and between two nodes there are more than 1e308 of them: choose fewer edges "
    "(sk:edges), or ask for sk:closeness or sk:pageRank, which count none"
)

Cells = NDArray[np.int64]


def betweenness(graph: Graph, *, most_steps: float = MOST_STEPS, progress: Progress | None = None) -> Scores:
    """Compute exact betweenness: for each node the share of shortest paths between two others that lead through it.

    Args:
        graph: the graph; every edge counts 1, whatever it weighs.
        most_steps: how many edges to look at, at most; time and this grow with nodes times edges.
        progress: told the start nodes done.

    Returns:
        Scores in [0, 1]: the mean over all ordered pairs of other nodes, 0 for a pair without a path.

    Raises:
        LimitError: more steps would be needed, or there are more than about 1e308 shortest paths between two nodes.

    Source: Brandes 2001, for many start nodes at once: a cell is a node as seen from one start node.
    """
    lists = successors(graph)
    n = lists.n_nodes
    scores, left = np.zeros(n), most_steps
    width = max(1, min(n, _BLOCK // max(len(lists.node), n, 1)))
    for begin in range(0, n, width):
        if progress is not None:
            progress("searching from every node", begin, n)
        starts = np.arange(begin, min(begin + width, n))
        search = _search(lists, starts)
        left -= search.steps
        if left < 0:
            raise LimitError(_too_much(n, len(lists.node), most_steps, begin))
        if not np.isfinite(search.paths).all():
            raise LimitError(_TOO_MANY_PATHS)
        scores += _dependencies(search, starts, n).sum(axis=0)
    return Scores(scores / max((n - 1) * (n - 2), 1), "betweenness")


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """Shortest paths from some start nodes.

    Attributes:
        paths: number of shortest paths to each cell.
        levels: distance by distance: cells of that distance, and the edges of these paths that leave them, each as the
            place of its cell among these and the cell that it enters.
        steps: number of edges that were looked at.
    """

    paths: NDArray[np.float64]
    levels: list[tuple[Cells, Cells, Cells]]
    steps: int


def _search(lists: Lists, starts: Cells) -> _Search:
    n = lists.n_nodes
    front = np.arange(len(starts)) * n + starts
    paths = np.zeros(len(starts) * n)
    paths[front] = 1
    open_cells = np.ones(len(paths), dtype=bool)
    open_cells[front] = False
    mark = np.empty(len(paths), dtype=np.int64)
    levels, steps = [], 0
    while len(front):
        node = front % n
        place, entry = lists.along(node)
        enter = (front - node)[place] + lists.node[entry]
        steps += len(enter)
        fresh = open_cells[enter]
        place, enter = place[fresh], enter[fresh]
        levels.append((front, place, enter))
        handed_on = paths[front][place]
        open_cells[enter] = False
        mark[enter] = np.arange(len(enter))
        front = enter[mark[enter] == np.arange(len(enter))]  # each cell once
        mark[front] = np.arange(len(front))
        paths[front] = np.bincount(mark[enter], handed_on, len(front))
    return _Search(paths, levels, steps)


def _dependencies(search: _Search, starts: Cells, n: int) -> NDArray[np.float64]:
    """Return for each start node how much its paths to all others depend on each node, shape ``(k, n)``."""
    depends = np.zeros(len(search.paths))
    for front, place, enter in reversed(search.levels):
        share = (1 + depends[enter]) / search.paths[enter]
        depends[front] = search.paths[front] * np.bincount(place, share, len(front))
    table = depends.reshape(len(starts), n)
    table[np.arange(len(starts)), starts] = 0
    return table


def _too_much(n: int, n_edges: int, most_steps: float, done: int) -> str:
    return (
        f"betweenness of {n:,} nodes and {n_edges:,} edges takes more than the {most_steps:.0e} steps allowed "
        f"({done:,} start nodes were done; all take up to {n * n_edges:.0e}): choose fewer edges (sk:edges), "
        f"allow more with sk:mostSteps, or ask for sk:pageRank, which grows with the graph alone"
    )


BETWEENNESS = Analytic(
    name="betweenness",
    title="betweenness",
    doc="Through which nodes shortest paths lead: the share of those between two others that a node lies on.",
    score="its betweenness, in [0, 1]; higher is more between; edges count 1, whatever they weigh",
    solve=betweenness,
    settings=(
        Setting(
            name="most_steps",
            kind="number",
            doc="steps allowed, at least 1: one for each edge and start node that reaches it",
            default=MOST_STEPS,
            minimum=1.0,
            option="mostSteps",
        ),
    ),
    reports=True,
)
