"""PageRank: where a walker is found who follows edges, and now and then starts anew."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.analytics.analytic import Analytic, Setting
from semkg.graph import Graph, Pull

Dangling = Literal["personalisation", "uniform", "none"]
"""Where a walker goes from a node without outgoing edges: to where walks start, to any node, or nowhere."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class PageRank:
    """Scores and how they came about.

    Attributes:
        scores: shape ``(n_nodes,)``, float64, in [0, 1]; higher matters more. They sum to 1, unless
            ``dangling`` is ``none``.
        iterations: how often the graph was applied.
        residual: L1 norm of the last change.
        converged: whether the residual came down to the tolerance.
        damping: probability of following an edge rather than starting anew.
        tolerance: the residual asked for.
        dangling: where the score of nodes without outgoing edges goes.
        personalised: whether walks started at nodes of the caller's choice.
        n_nodes: number of nodes.
        n_edges: number of edges; those of cliques are not counted.
    """

    scores: NDArray[np.float64]
    iterations: int
    residual: float
    converged: bool
    damping: float
    tolerance: float
    dangling: Dangling
    personalised: bool
    n_nodes: int
    n_edges: int

    def summary(self) -> str:
        """Return one line for people."""
        reached = "converged" if self.converged else "NOT converged"
        return (
            f"{'personalised ' if self.personalised else ''}PageRank of {self.n_nodes:,} nodes and "
            f"{self.n_edges:,} edges: {reached}, iterations {self.iterations}, residual {self.residual:.1e}, "
            f"tolerance {self.tolerance:.0e}, damping {self.damping:g}, dangling {self.dangling}"
        )

    def settings(self) -> dict[str, str]:
        """Return how it was computed, by name."""
        return {
            "damping": f"{self.damping:g}",
            "tolerance": f"{self.tolerance:g}",
            "dangling": self.dangling,
        }

    def notes(self) -> dict[str, str]:
        """Return how exactly it was computed, by name."""
        return {
            "converged": str(self.converged).lower(),
            "iterations": str(self.iterations),
            "residual": f"{self.residual:.2e}",
        }


def pagerank(
    graph: Graph,
    damping: float = 0.85,
    tolerance: float = 1e-8,
    personalisation: ArrayLike | None = None,
    *,
    dangling: Dangling = "personalisation",
    max_iterations: int = 1000,
) -> NDArray[np.float64]:
    """Return the PageRank of every node, shape ``(n_nodes,)``; arguments as :func:`solve_pagerank`."""
    return solve_pagerank(
        graph,
        damping=damping,
        tolerance=tolerance,
        personalisation=personalisation,
        dangling=dangling,
        max_iterations=max_iterations,
    ).scores


def solve_pagerank(
    graph: Graph,
    *,
    damping: float = 0.85,
    tolerance: float = 1e-8,
    personalisation: ArrayLike | None = None,
    dangling: Dangling = "personalisation",
    max_iterations: int = 1000,
) -> PageRank:
    """Compute PageRank by power iteration in float64.

    With ``P`` the graph's weights divided by each source's sum, ``v`` the normalised personalisation and
    ``w`` the dangling vector, one step is ``x' = damping * (P x + w * (mass of x at dangling nodes)) + (1 -
    damping) * v``.

    Args:
        graph: the graph; the weights of a node's outgoing edges say in which proportion it is left by each.
        damping: probability of following an edge, in [0, 1).
        tolerance: stop when one step changes the scores by at most this in the L1 norm, absolutely (not for
            each node). The exact scores are then at most ``damping / (1 - damping)`` times as far away.
        personalisation: where walks start: non-negative numbers with a positive sum, shape ``(n_nodes,)``;
            uniform when not given.
        dangling: where the score of a node without outgoing edges goes: along ``personalisation`` (the
            default, and uniform where no vector is given), ``uniform``, or ``none``: it is lost, and scores
            sum to less than 1.
        max_iterations: give up after so many steps, with a warning in the log.

    Raises:
        ValueError: an argument out of range.

    Source: Page et al. 1999; Langville and Meyer 2006, chapter 4, for dangling nodes.
    """
    _check(damping, tolerance, dangling, max_iterations)
    if personalisation is None and dangling == "personalisation":
        dangling = "uniform"
    start = _uniform(graph) if personalisation is None else _start_vector(personalisation, graph.n_nodes)
    step = _step(graph, damping, start, dangling)
    first = np.broadcast_to(start, graph.n_nodes).copy()
    scores, iterations, residual = _iterate(step, first, tolerance, max_iterations)
    result = PageRank(
        scores=scores,
        iterations=iterations,
        residual=residual,
        converged=residual <= tolerance,
        damping=damping,
        tolerance=tolerance,
        dangling=dangling,
        personalised=personalisation is not None,
        n_nodes=graph.n_nodes,
        n_edges=graph.n_edges,
    )
    if not result.converged:
        _LOG.warning("%s; allow more iterations or a larger tolerance", result.summary())
    return result


Vector = NDArray[np.float64]


def _check(damping: float, tolerance: float, dangling: str, max_iterations: int) -> None:
    if not 0 <= damping < 1:
        msg = f"damping is {damping}: it is at least 0 and less than 1"
        raise ValueError(msg)
    if not 0 < tolerance < np.inf:
        msg = f"tolerance is {tolerance}: it is finite and greater than 0"
        raise ValueError(msg)
    if dangling not in get_args(Dangling):
        msg = f"dangling is {dangling!r}: it is one of {', '.join(get_args(Dangling))}"
        raise ValueError(msg)
    if max_iterations < 1:
        msg = f"max_iterations is {max_iterations}: it is at least 1"
        raise ValueError(msg)


def _uniform(graph: Graph) -> np.float64:
    """Return the share of each node, as one number that stands for a vector."""
    return np.float64(1 / max(graph.n_nodes, 1))


def _start_vector(personalisation: ArrayLike, n_nodes: int) -> Vector:
    vector = np.asarray(personalisation, dtype=np.float64)
    if vector.shape != (n_nodes,):
        msg = (
            f"personalisation has shape {vector.shape}: one number for each of the {n_nodes} nodes is needed"
        )
        raise ValueError(msg)
    wrong = ~((vector >= 0) & np.isfinite(vector))
    if wrong.any():
        place = int(np.argmax(wrong))
        msg = f"personalisation[{place}] is {vector[place]}: it is finite and at least 0"
        raise ValueError(msg)
    if n_nodes > 0 and not vector.any():
        msg = "personalisation is 0 everywhere: walks need a node to start from"
        raise ValueError(msg)
    vector = vector / max(vector.max(initial=0), 1e-300)  # keeps the sum from overflowing
    start: Vector = vector / vector.sum()
    return start


def _step(
    graph: Graph, damping: float, start: Vector | np.float64, dangling: Dangling
) -> Callable[[Vector], Vector]:
    """Return one step of the power iteration as a function."""
    out_weight = graph.out_weight()
    pull = Pull(graph)
    ends = np.flatnonzero(out_weight == 0)
    follow = damping / np.where(out_weight == 0, np.inf, out_weight)
    restart = (1 - damping) * start
    towards = {"personalisation": start, "uniform": _uniform(graph), "none": np.float64(0)}[dangling]
    leaving = np.empty(graph.n_nodes)

    def step(x: Vector) -> Vector:
        y = pull(np.multiply(x, follow, out=leaving))
        y += restart + towards * (damping * x[ends].sum())
        return y

    return step


def _iterate(
    step: Callable[[Vector], Vector], x: Vector, tolerance: float, max_iterations: int
) -> tuple[Vector, int, float]:
    """Apply a step until it changes little; return the vector, the number of steps, the last change."""
    residual, iterations = np.inf, 0
    while residual > tolerance and iterations < max_iterations:
        y = step(x)
        x -= y
        residual = float(np.abs(x, out=x).sum())
        x, iterations = y, iterations + 1
    return x, iterations, residual


PAGERANK = Analytic(
    name="pageRank",
    title="PageRank",
    doc="What matters: where a walker is found who follows edges, and now and then starts anew.",
    score="its PageRank, in [0, 1]; higher matters more; sums to 1 over nodes, every name of a node having its score",
    solve=functools.partial(solve_pagerank, tolerance=1e-12),
    settings=(
        Setting(
            name="damping",
            kind="number",
            doc="probability of following an edge, in [0, 1)",
            default=0.85,
            minimum=0.0,
            maximum=1.0,
            below_maximum=True,
        ),
        Setting(
            name="seeds",
            kind="nodes",
            doc="a node where walks start; repeat it for more; anywhere when left out",
            option="seed",
            argument="personalisation",
        ),
    ),
)
