"""``sk:pageRank``: what matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from semkg.analytics import solve_pagerank
from semkg.errors import UnknownTermError
from semkg.functions.parameters import CHOOSE_EDGES, PROJECTION, projection_from
from semkg.graph import Projection
from semkg.query import Call, Edges, Output, OutputRow, Parameter, SparqlFunction
from semkg.store import Term
from semkg.views import ProjectedGraph, Ranking, Views
from semkg.vocab import sk


def page_rank(
    views: Views,
    *,
    regime: str = "invariant",
    projection: Projection | None = None,
    damping: float = 0.85,
    seeds: Sequence[Term] = (),
    tolerance: float = 1e-12,
    edges: Edges | None = None,
) -> Ranking:
    """Rank the nodes of one view of the graph by PageRank; the result is kept for the epoch.

    Args:
        views: the epoch to look at.
        regime: ``asserted``, ``entailed`` or ``invariant``.
        projection: which edges to follow; by default all between things that are no literals.
        damping: probability of following an edge rather than starting anew, in [0, 1).
        seeds: where walks start, each alike; anywhere when empty.
        tolerance: L1 residual to stop at.
        edges: the edges themselves, in place of those that a projection chooses; such a result is not kept.

    Returns:
        Scores in [0, 1] that sum to one over the nodes.

    Raises:
        UnknownTermError: a seed that is no node of this view.
        ValueError: a parameter out of range.
    """
    projection = projection or Projection()
    if edges is not None:
        return _compute(views.graph_of(edges, regime, projection), damping, seeds, tolerance)
    key = ("pageRank", regime, projection, damping, tuple(map(str, seeds)), tolerance)
    return views.remember(key, lambda: _compute(views.graph(regime, projection), damping, seeds, tolerance))


def _compute(projected: ProjectedGraph, damping: float, seeds: Sequence[Term], tolerance: float) -> Ranking:
    result = solve_pagerank(
        projected.graph,
        damping=damping,
        tolerance=tolerance,
        personalisation=_personalisation(projected, seeds) if seeds else None,
    )
    settings = {
        "damping": f"{damping:g}",
        "tolerance": f"{tolerance:g}",
        "dangling": result.dangling,
        "seeds": " ".join(map(str, seeds)) or "none",
    }
    return Ranking(
        analytic="pageRank",
        projected=projected,
        scores=result.scores,
        settings=tuple(settings.items()),
        converged=result.converged,
        iterations=result.iterations,
        residual=result.residual,
    )


def _personalisation(projected: ProjectedGraph, seeds: Sequence[Term]) -> NDArray[np.float64]:
    vector = np.zeros(projected.graph.n_nodes)
    for seed in seeds:
        node = projected.position(seed)
        if node is None:
            msg = (
                f"the seed {seed} is none of the {len(vector)} nodes of the {projected.regime} graph; a node is "
                f"an end of an edge that the projection keeps (sk:edges chooses predicates, sk:types true adds types)"
            )
            raise UnknownTermError(msg)
        vector[node] = 1.0
    return vector


def _evaluate(views: Views, call: Call) -> Iterable[OutputRow]:
    options = call.options
    ranking = page_rank(
        views,
        regime=call.regime,
        projection=projection_from(options),
        damping=options["damping"],
        seeds=options.get("seed") or (),
        edges=call.edges,
    )
    for place in range(len(call.inputs)):
        if "node" in call.wanted:
            for node in call.wanted["node"]:
                score = ranking.score(node)
                if score is not None:
                    yield place, (node, score)
        else:
            yield from ((place, (node, score)) for node, score in ranking)


PAGERANK = SparqlFunction(
    iri=sk("pageRank"),
    doc="What matters: where a walker is found who follows edges, and now and then starts anew.",
    inputs=(),
    outputs=(
        Output("node", "node", "a node of the graph", literals_if="literals"),
        Output(
            "score",
            "number",
            "its PageRank, in [0, 1]; higher matters more; sums to 1 over nodes, every name of a node having its score",
        ),
    ),
    options=(
        *PROJECTION,
        Parameter(
            "damping",
            "number",
            "probability of following an edge, in [0, 1)",
            default=0.85,
            minimum=0.0,
            maximum=1.0,
        ),
        Parameter(
            "seed",
            "node",
            "a node where walks start; repeat it for more; anywhere when left out",
            repeat=True,
            literals_if="literals",
        ),
    ),
    evaluate=_evaluate,
    scalar=("node",),
    example="SELECT ?place ?score WHERE { ?place a :City ; sk:pageRank ?score } ORDER BY DESC(?score) LIMIT 5",
    replaced_by_edges=CHOOSE_EDGES,
)
