"""Degree: how many edges a node has."""

from __future__ import annotations

from semkg.analytics.analytic import Analytic
from semkg.analytics.results import Scores
from semkg.graph import Graph


def in_degree(graph: Graph) -> Scores:
    """Return the summed weight of each node's incoming edges, a loop among them; their number where all weigh 1."""
    return Scores(graph.in_weight(), "in-degree")


def out_degree(graph: Graph) -> Scores:
    """Return the summed weight of each node's outgoing edges, likewise."""
    return Scores(graph.out_weight(), "out-degree")


def degree(graph: Graph) -> Scores:
    """Return the summed weight of all edges of each node; a loop counts at both its ends."""
    return Scores(graph.in_weight() + graph.out_weight(), "degree")


DEGREE = Analytic(
    name="degree",
    title="degree",
    doc="How many edges a node has, in and out.",
    score="summed weight of its edges, at least 0: their number where all weigh 1; a loop counts twice",
    solve=degree,
)
IN_DEGREE = Analytic(
    name="inDegree",
    title="in-degree",
    doc="How many edges lead to a node.",
    score="summed weight of its incoming edges, at least 0: their number where all weigh 1",
    solve=in_degree,
)
OUT_DEGREE = Analytic(
    name="outDegree",
    title="out-degree",
    doc="How many edges lead from a node.",
    score="summed weight of its outgoing edges, at least 0: their number where all weigh 1",
    solve=out_degree,
)
