"""How many edges lead to a node: a function for the SPARQL of semkg, in a package of its own."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from semkg.graph import Projection
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.views import Views


def in_degree(views: Views, call: Call) -> Iterable[OutputRow]:
    """Count the edges that lead to each node; a node that the graph does not have gives no row.

    Args:
        views: the present epoch: its graphs, closure and models.
        call: every node that the query asks about, all at once, and the regime to look at.
    """
    projected = views.graph(call.regime, Projection())
    counts = np.diff(projected.graph.expanded().pointer)
    for place, (node,) in enumerate(call.inputs):
        position = projected.position(node)
        if position is not None:
            yield place, (int(counts[position]),)


IN_DEGREE = SparqlFunction(
    iri="http://example.org/functions#inDegree",
    doc="How many edges lead to a node.",
    inputs=(Parameter("node", "node", "the node", required=True),),
    outputs=(Output("degree", "integer", "number of edges that end at it, at least 0"),),
    options=(),
    evaluate=in_degree,
    scalar=("node",),
    example=(
        "PREFIX fn: <http://example.org/functions#> "
        "SELECT ?place ?degree { ?place a :City . ?degree fn:inDegree ?place } ORDER BY DESC(?degree) LIMIT 5"
    ),
)
