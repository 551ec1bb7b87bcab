"""What work takes for each unit of it, as ``benchmarks/bench_estimate.py`` measured it on one core."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from semkg.embedding import Effort
from semkg.graph import Graph

ROW_SECONDS = 11e-6
ROW_BYTES = 110
"""What a row of a result takes in a query, by benchmarks/bench_query.py."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What an analytic takes for each unit of work, with its default settings.

    Attributes:
        nanoseconds: for each unit: a node or an edge, or that once for every node.
        bytes: for each node or edge.
        searches: whether it searches from every node, so that a unit is a node or edge in one of the searches.
        steps: steps, as ``sk:mostSteps`` counts them, in a unit.
        block: nodes and edges that are worked on at a time in several searches together, where there are so many.
    """

    nanoseconds: float
    bytes: float
    searches: bool = False
    steps: float = 0.0
    block: int = 0

    def seconds(self, graph: Graph, options: Mapping[str, Any] | None = None) -> float:
        """Return the seconds that a graph takes; of the options some set another number of steps."""
        given = options or {}
        units = float(graph.n_nodes + graph.n_edges) * (graph.n_nodes if self.searches else 1)
        if self.steps and "mostSteps" in given:
            units = min(units, given["mostSteps"] / self.steps)
        if "damping" in given:
            units *= _iterations(given["damping"]) / _iterations(_USUAL_DAMPING)
        return self.nanoseconds * 1e-9 * units

    def memory(self, graph: Graph) -> float:
        """Return the bytes that a graph takes, beside its own."""
        size = graph.n_nodes + graph.n_edges
        return self.bytes * max(size, min(self.block, size * graph.n_nodes))


_USUAL_DAMPING = 0.85
_MIXING = 0.8
"""What a step leaves to do, beside the damping; it is 1 in graphs that fall apart, and less the better one mixes."""


def _iterations(damping: float) -> float:
    """Return in how many steps what is left to do shrinks to 1e-12."""
    return 1.0 if damping <= 0 else max(1.0, math.log(1e-12) / math.log(damping * _MIXING))


COSTS = {
    "pageRank": Cost(280, 20),
    "degree": Cost(11, 11),
    "inDegree": Cost(7, 11),
    "outDegree": Cost(3, 8),
    "closeness": Cost(3.8, 31, searches=True, steps=0.2),
    "harmonic": Cost(3.8, 29, searches=True, steps=0.2),
    "betweenness": Cost(41, 24, searches=True, steps=1.0, block=1 << 21),
    "authority": Cost(380, 45),
    "hub": Cost(380, 45),
    "coreNumber": Cost(320, 96),
    "triangles": Cost(550, 170),
    "clustering": Cost(550, 172),
    "component": Cost(76, 51),
    "strongComponent": Cost(78, 39),
    "community": Cost(31_000, 207),
}
"""By analytic."""

READY = Cost(42, 48)
"""A graph made ready for searches from single nodes."""
SEARCH = Cost(42, 7)
"""One search from one node, by weight or not; more would be an error where it takes more steps than allowed."""

MODEL_NANOSECONDS = 12.0
"""For each number of the vectors that a question is compared with."""

CLOSING_SECONDS = 5.5e-6
CLOSING_BYTES = 200
"""For each triple that was written, with an ontology like LUBM's: closure, and writing for patterns what is new."""


def training_seconds(effort: Effort) -> float:
    """Return how long a training takes at most, by what it has to do."""
    return 0.09e-9 * effort.multiply_adds + 2e-3 * effort.steps
