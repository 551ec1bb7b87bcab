"""``sk:estimate``: how many rows, bytes and seconds an analytic would take, without running it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from semkg.errors import UnknownTermError
from semkg.functions.parameters import PROJECTION, projection_from
from semkg.graph import Graph
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.views import Views
from semkg.vocab import SK, sk


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an analytic would take.

    Attributes:
        rows: how many rows its result has.
        bytes: memory, at most, beside the graph.
        seconds: time.
    """

    rows: int
    bytes: int
    seconds: float


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
    """

    nanoseconds: float
    bytes: float
    searches: bool = False

    def seconds(self, graph: Graph) -> float:
        """Return the seconds that a graph takes."""
        size = graph.n_nodes + graph.n_edges
        return self.nanoseconds * 1e-9 * size * (graph.n_nodes if self.searches else 1)

    def memory(self, graph: Graph) -> float:
        """Return the bytes that a graph takes, beside its own."""
        return self.bytes * (graph.n_nodes + graph.n_edges)


COSTS = {
    "pageRank": Cost(280, 20),
    "degree": Cost(11, 11),
    "inDegree": Cost(7, 11),
    "outDegree": Cost(3, 8),
    "closeness": Cost(5, 31, searches=True),
    "harmonic": Cost(5, 29, searches=True),
    "betweenness": Cost(46, 7200, searches=True),
    "authority": Cost(390, 45),
    "hub": Cost(390, 45),
    "coreNumber": Cost(330, 96),
    "triangles": Cost(510, 170),
    "clustering": Cost(550, 172),
    "component": Cost(76, 51),
    "strongComponent": Cost(78, 39),
    "community": Cost(31_000, 210),
}
"""By analytic, as benchmarks/bench_estimate.py measured them on one core."""


def estimate(views: Views, names: Iterable[str], regime: str, options: dict[str, Any]) -> list[Estimate]:
    """Say what analytics would take; the graph they would run on is built for it, they are not run.

    Args:
        views: the epoch to look at.
        names: local names of analytics, such as ``pageRank``.
        regime: ``asserted``, ``entailed`` or ``invariant``.
        options: those of a projection.

    Raises:
        UnknownTermError: a name without an estimate.
    """
    projected = views.graph(regime, projection_from(options))
    rows = len(projected.node_names.term)
    found = []
    for name in names:
        if name not in COSTS:
            known = ", ".join(f"sk:{other}" for other in COSTS)
            msg = f"there is no estimate for {name!r}; there are some for {known}"
            raise UnknownTermError(msg)
        cost, graph = COSTS[name], projected.graph
        found.append(
            Estimate(
                rows,
                round(cost.memory(graph) + ROW_BYTES * rows),
                cost.seconds(graph) + ROW_SECONDS * rows,
            )
        )
    return found


def _evaluate(views: Views, call: Call) -> Iterable[OutputRow]:
    names = [iri.value.removeprefix(SK) if iri.value.startswith(SK) else iri.value for (iri,) in call.inputs]
    for place, found in enumerate(estimate(views, names, call.regime, dict(call.options))):
        yield place, (found.rows, found.bytes, found.seconds)


ESTIMATE = SparqlFunction(
    iri=sk("estimate"),
    doc="What an analytic would take, without running it: by the size of its graph and measured constants.",
    inputs=(Parameter("analytic", "iri", "the analytic: sk:pageRank, sk:betweenness, ...", required=True),),
    outputs=(
        Output("rows", "integer", "names of nodes, each of which would be a row"),
        Output("bytes", "integer", "memory beside the graph itself, at most"),
        Output(
            "seconds", "number", "time on one core with default settings; good for the order of magnitude"
        ),
    ),
    options=PROJECTION,
    evaluate=_evaluate,
    scalar=None,
    example=(
        "SELECT ?what ?rows ?bytes ?seconds WHERE { VALUES ?what { sk:pageRank sk:betweenness } "
        "(?rows ?bytes ?seconds) sk:estimate (?what) }"
    ),
)
