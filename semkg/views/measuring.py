"""One analytic over one view of the graph: terms in, a result over terms out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from semkg.analytics import Analytic, NodeGroups, NodeScores
from semkg.errors import UnknownTermError
from semkg.graph import Projection
from semkg.progress import Tasks
from semkg.query import Edges
from semkg.store import Term, as_term
from semkg.views.partition import Partition
from semkg.views.projected import ProjectedGraph
from semkg.views.ranking import Ranking
from semkg.views.views import Views
from semkg.vocab import REGIMES


def measure(
    views: Views,
    analytic: Analytic,
    *,
    regime: str = "invariant",
    projection: Projection | None = None,
    edges: Edges | None = None,
    **settings: Any,
) -> Ranking | Partition:
    """Compute an analytic over one view of the graph; the result is kept while it is asked for.

    Args:
        views: the epoch to look at.
        analytic: one of :data:`semkg.analytics.ANALYTICS`.
        regime: ``asserted``, ``entailed`` or ``invariant``.
        projection: which edges to follow; by default all between things that are no literals.
        edges: the edges themselves, in place of those that a projection chooses; such a result is not kept.
        settings: those of the analytic, by name; nodes as terms.

    Returns:
        A ranking where the analytic gives scores, a partition where it gives groups.

    Raises:
        UnknownTermError: a node of a setting that is no node of this view.
        ValueError: an unknown regime or setting, or a value out of range.
    """
    regime, projection = known_regime(regime), projection or Projection()
    values = analytic.fill(settings)
    nodes = {
        setting.name: tuple(map(as_term, values[setting.name] or ()))
        for setting in analytic.settings
        if setting.kind == "nodes"
    }
    values |= nodes
    if edges is not None:
        return _solve(analytic, views.graph_of(edges, regime, projection), values, views.tasks)
    key = (analytic.name, regime, projection, str(values))
    return views.remember_lately(
        key, lambda: _solve(analytic, views.graph(regime, projection), values, views.tasks)
    )


def rank(views: Views, analytic: Analytic, **options: Any) -> Ranking:
    """Compute an analytic that gives scores; arguments as for :func:`measure`.

    Raises:
        ValueError: it gives groups, or as there.
    """
    found = measure(views, analytic, **options)
    if not isinstance(found, Ranking):
        msg = f"{analytic.name} gives no scores but groups of nodes"
        raise ValueError(msg)  # the analytic is a wrong value, of the right type
    return found


def divide(views: Views, analytic: Analytic, **options: Any) -> Partition:
    """Compute an analytic that gives groups; arguments as for :func:`measure`.

    Raises:
        ValueError: it gives scores, or as there.
    """
    found = measure(views, analytic, **options)
    if not isinstance(found, Partition):
        msg = f"{analytic.name} gives no groups of nodes but scores"
        raise ValueError(msg)  # the analytic is a wrong value, of the right type
    return found


def known_regime(regime: str) -> str:
    """Return a regime as it is.

    Raises:
        ValueError: there is none of this name.
    """
    if regime not in REGIMES:
        msg = f"unknown regime {regime!r}; valid are: {', '.join(REGIMES)}"
        raise ValueError(msg)
    return regime


def _solve(
    analytic: Analytic, projected: ProjectedGraph, values: Mapping[str, Any], tasks: Tasks
) -> Ranking | Partition:
    nodes = {setting.name for setting in analytic.settings if setting.kind == "nodes"}
    arguments = {
        setting.in_solve: _marked(projected, setting.in_queries, values[setting.name])
        if setting.name in nodes
        else values[setting.name]
        for setting in analytic.settings
    }
    if analytic.breaks_ties:
        arguments["rank"] = projected.ranks()
    with tasks.task("Analysis", analytic.title) as progress:
        if analytic.reports:
            arguments["progress"] = progress
        result = analytic.solve(projected.graph, **arguments)
    chosen = {name: " ".join(map(str, values[name])) or "none" for name in values if name in nodes}
    said = tuple((result.settings() | chosen).items()), tuple(result.notes().items())
    if analytic.gives == "scores":
        return Ranking(analytic.name, projected, cast("NodeScores", result).scores, *said)
    return Partition(analytic.name, projected, cast("NodeGroups", result).groups, *said)


def _marked(projected: ProjectedGraph, name: str, nodes: Sequence[Term]) -> NDArray[np.float64] | None:
    """Return 1 for each of some nodes and 0 for all others, ``None`` for no nodes."""
    marked = np.zeros(projected.graph.n_nodes)
    for term in nodes:
        node = projected.position(term)
        if node is None:
            msg = (
                f"the {name} {term} is none of the {len(marked)} nodes of the {projected.regime} graph; a node is "
                f"an end of an edge that the projection keeps (sk:edges chooses predicates, sk:types true adds types)"
            )
            raise UnknownTermError(msg)
        marked[node] = 1.0
    return marked if nodes else None
