"""``sk:stats``: how large a graph is, as a regime and a projection see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyoxigraph as ox

from semkg.functions.parameters import PROJECTION, projection_from
from semkg.query import Call, Output, OutputRow, SparqlFunction
from semkg.views import ProjectedGraph, Views
from semkg.vocab import sk

NAMES = {
    "triples": "triples of the regime: what was written, or that and what follows",
    "nodes": "nodes of the graph that analytics see",
    "names": "names of these nodes",
    "edges": "its edges; those of cliques are not counted",
    "cliques": "groups of nodes that all link each other, of transitive properties under sk:invariant",
    "weight": "the summed weight of all edges, those of cliques too",
    "sources": "nodes without an edge that leads to them",
    "sinks": "nodes without an edge that leads away",
    "epoch": "the epoch",
    "regime": "the regime",
    "rules": "the rule set",
    "projection": "a hash of the choice of edges",
    "direction": "which way edges run",
    "consistent": "whether the data are free of contradictions; always true under sk:asserted",
    "digest": "a hash of the graph; under sk:invariant the same for all data that mean the same",
}
"""What is told, by local name."""


def graph_statistics(
    views: Views, projected: ProjectedGraph
) -> Iterator[tuple[str, float | str | bool | ox.NamedNode]]:
    """Yield each figure of one projected graph by its name; see :data:`NAMES`."""
    graph = projected.graph
    away = graph.out_weight()
    rows = views.snapshot.rows if projected.regime == "asserted" else views.closure(projected.regime).rows
    yield "triples", len(rows)
    yield "nodes", graph.n_nodes
    yield "names", len(projected.node_names.term)
    yield "edges", graph.n_edges
    yield "cliques", 0 if graph.cliques is None else len(graph.cliques)
    yield "weight", float(away.sum())
    yield "sources", int(np.count_nonzero(graph.in_weight() == 0))
    yield "sinks", int(np.count_nonzero(away == 0))
    yield "epoch", projected.epoch
    yield "regime", ox.NamedNode(sk(projected.regime))
    yield "rules", projected.rules
    yield "projection", projected.projection.digest()
    yield "direction", ox.NamedNode(sk(projected.projection.direction))
    yield "consistent", projected.consistent
    yield "digest", projected.digest


def _evaluate(views: Views, call: Call) -> Iterable[OutputRow]:
    projected = views.graph(call.regime, projection_from(call.options))
    rows = [
        (ox.NamedNode(sk(name)), value if isinstance(value, ox.NamedNode) else ox.Literal(value))
        for name, value in graph_statistics(views, projected)
    ]
    return ((place, row) for place in range(len(call.inputs)) for row in rows)


STATS = SparqlFunction(
    iri=sk("stats"),
    doc="How large the graph is that analytics see: nodes, edges, degrees, and the triples behind them.",
    inputs=(),
    outputs=(
        Output("name", "iri", f"what is told: {', '.join(f'sk:{name}' for name in NAMES)}"),
        Output("value", "term", "the figure"),
    ),
    options=PROJECTION,
    evaluate=_evaluate,
    scalar=("name",),
    example="SELECT ?name ?value WHERE { ?name sk:stats ?value }",
)
