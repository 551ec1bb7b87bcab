"""Closeness: how near a node is to those that lead to it."""

from __future__ import annotations

import numpy as np

from semkg.analytics.analytic import Analytic, Setting
from semkg.analytics.results import Scores
from semkg.analytics.waves import MOST_STEPS, waves
from semkg.graph import Graph
from semkg.progress import Progress


def closeness(graph: Graph, *, most_steps: float = MOST_STEPS, progress: Progress | None = None) -> Scores:
    """Compute closeness over incoming shortest paths, by the number of edges.

    With ``r`` the number of other nodes from which a node is reached, and ``d`` the sum of their distances, the
    closeness is ``(r / (n - 1)) * (r / d)``: the inverse of the mean distance, by the share of nodes that reach it.

    Args:
        graph: the graph; weights make no difference.
        most_steps: as for :func:`semkg.analytics.waves.waves`.
        progress: told the start nodes done.

    Returns:
        Scores in [0, 1]; 0 for a node that nothing leads to.

    Raises:
        LimitError: more steps would be needed.

    Source: Freeman 1979; Wasserman and Faust 1994, equation 5.23, for graphs that are not connected.
    """
    reached, total = np.zeros(graph.n_nodes), np.zeros(graph.n_nodes)
    for distance, count in waves(graph, most_steps, progress):
        reached += count
        total += distance * count
    share = reached / max(graph.n_nodes - 1, 1)
    return Scores(share * np.divide(reached, total, out=np.zeros_like(total), where=total > 0), "closeness")


def harmonic(graph: Graph, *, most_steps: float = MOST_STEPS, progress: Progress | None = None) -> Scores:
    """Compute harmonic centrality over incoming shortest paths: the mean of the inverse distances.

    Args:
        graph: the graph; weights make no difference.
        most_steps: as for :func:`semkg.analytics.waves.waves`.
        progress: told the start nodes done.

    Returns:
        Scores in [0, 1]: 1 where every other node has an edge to this one; a node that does not lead here counts 0.

    Raises:
        LimitError: more steps would be needed.

    Source: Boldi and Vigna 2014, divided by ``n - 1``.
    """
    total = np.zeros(graph.n_nodes)
    for distance, count in waves(graph, most_steps, progress):
        total += count / distance
    return Scores(total / max(graph.n_nodes - 1, 1), "harmonic centrality")


_MOST_STEPS = Setting(
    name="most_steps",
    kind="number",
    doc="steps allowed, at least 1: one for each edge, 64 start nodes and distance",
    default=MOST_STEPS,
    minimum=1.0,
    option="mostSteps",
)
CLOSENESS = Analytic(
    name="closeness",
    title="closeness",
    doc="How near a node is to those that lead to it: the inverse of their mean distance, by their share of all nodes.",
    score="its closeness, in [0, 1]; higher is nearer; edges count 1, whatever they weigh",
    solve=closeness,
    settings=(_MOST_STEPS,),
    reports=True,
)
HARMONIC = Analytic(
    name="harmonic",
    title="harmonic centrality",
    doc="How near a node is to those that lead to it: the mean of their inverse distances.",
    score="its harmonic centrality, in [0, 1]; higher is nearer; edges count 1, whatever they weigh",
    solve=harmonic,
    settings=(_MOST_STEPS,),
    reports=True,
)
