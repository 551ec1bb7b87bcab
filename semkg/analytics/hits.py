"""HITS: hubs point to good authorities, authorities are pointed to by good hubs."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from semkg.analytics.analytic import Analytic
from semkg.analytics.results import Scores, Steps
from semkg.graph import Graph, Pull

_LOG = logging.getLogger(__name__)
_TOLERANCE = 1e-13
_MAX_ITERATIONS = 2000

Vector = NDArray[np.float64]


def authority(
    graph: Graph, *, tolerance: float = _TOLERANCE, max_iterations: int = _MAX_ITERATIONS
) -> Scores:
    """Compute authority scores: where the edges of good hubs lead.

    Args:
        graph: the graph; weights count.
        tolerance: stop when one step changes the scores by at most this in the L1 norm.
        max_iterations: give up after so many steps, with a warning in the log.

    Returns:
        Scores in [0, 1] that sum to 1; all 0 in a graph without edges. Where several solutions are possible it is the
        one that starting with equal hubs leads to, which is the same however nodes are numbered.

    Source: Kleinberg 1999: the power iteration, normalised by sums.
    """
    return _authority(graph, "authority", tolerance, max_iterations)[0]


def hub(graph: Graph, *, tolerance: float = _TOLERANCE, max_iterations: int = _MAX_ITERATIONS) -> Scores:
    """Compute hub scores: which nodes have edges to good authorities; arguments and result as for :func:`authority`."""
    found, push = _authority(graph, "hub", tolerance, max_iterations)
    return replace(found, scores=_shares(push(found.scores)))


def _authority(graph: Graph, title: str, tolerance: float, max_iterations: int) -> tuple[Scores, Pull]:
    """Return authority scores, and what hands scores back along edges, from where they lead."""
    pull, push = Pull(graph), Pull(graph.reversed())
    scores = _shares(pull(np.ones(graph.n_nodes)))
    residual, iterations = np.inf, 0
    while residual > tolerance and iterations < max_iterations:
        new = _shares(pull(_shares(push(scores))))
        residual = float(np.abs(new - scores).sum())
        scores, iterations = new, iterations + 1
    result = Scores(scores, title, {"tolerance": f"{tolerance:g}"}, Steps(iterations, residual, tolerance))
    if not result.converged:
        _LOG.warning("NOT converged: %s; several parts of the graph matter almost alike", result.summary())
    return result, push


def _shares(vector: Vector) -> Vector:
    total = vector.sum()
    shares: Vector = vector / total if total > 0 else vector
    return shares


AUTHORITY = Analytic(
    name="authority",
    title="authority",
    doc="Which nodes good hubs point to, where a good hub is one that points to good authorities (HITS).",
    score="its authority, in [0, 1]; higher matters more; sums to 1 over nodes",
    solve=authority,
)
HUB = Analytic(
    name="hub",
    title="hub",
    doc="Which nodes point to good authorities, where a good authority is one that good hubs point to (HITS).",
    score="its hub score, in [0, 1]; higher matters more; sums to 1 over nodes",
    solve=hub,
)
