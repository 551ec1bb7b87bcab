"""``sk:entailmentDelta``: how the score of a node changes between what was written and what is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pyoxigraph as ox

from semkg.functions.pagerank import PAGERANK, page_rank
from semkg.functions.parameters import projection_from
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.store import Term
from semkg.views import Ranking, Views
from semkg.vocab import sk

Change = tuple[Term, float | None, float | None, float]
"""A node, its score before and after (``None`` where it is no node), and the difference, a missing score counting 0."""


def score_changes(before: Ranking, after: Ranking, nodes: Iterable[Term] | None = None) -> Iterator[Change]:
    """Yield how scores change from one ranking to another, for every name of a node.

    Args:
        before: the one ranking.
        after: the other, of the same epoch.
        nodes: the nodes to look at; all that either has when not given.
    """
    if nodes is None:
        nodes = dict.fromkeys(node for ranking in (after, before) for node, _ in ranking)
    for node in nodes:
        first, second = before.score(node), after.score(node)
        if first is not None or second is not None:
            yield node, first, second, (second or 0.0) - (first or 0.0)


def _page_rank(views: Views, call: Call, regime: str) -> Ranking:
    options = call.options
    return page_rank(
        views,
        regime=regime,
        projection=projection_from(options),
        damping=options["damping"],
        seeds=options.get("seed") or (),
    )


_RANKINGS: Mapping[str, Callable[[Views, Call, str], Ranking]] = {sk("pageRank"): _page_rank}


def _evaluate(views: Views, call: Call) -> Iterable[OutputRow]:
    wanted = call.wanted.get("node")
    for place, (analytic,) in enumerate(call.inputs):
        compute = _ranking(analytic)
        before, after = compute(views, call, call.options["from"]), compute(views, call, call.regime)
        yield from ((place, change) for change in score_changes(before, after, wanted))


def _ranking(analytic: ox.NamedNode) -> Callable[[Views, Call, str], Ranking]:
    if analytic.value not in _RANKINGS:
        valid = ", ".join(f"<{iri}>" for iri in _RANKINGS)
        msg = f"{analytic} gives no node a score whose change could be told; valid is: {valid}"
        raise ValueError(msg)
    return _RANKINGS[analytic.value]


ENTAILMENT_DELTA = SparqlFunction(
    iri=sk("entailmentDelta"),
    doc="What entailment changes: the score of each node as it was written, and under the regime of the call.",
    inputs=(Parameter("analytic", "iri", "what to compute twice: sk:pageRank", required=True),),
    outputs=(
        Output("node", "node", "a node of either graph", literals_if="literals"),
        Output("before", "number", "its score under the regime of sk:from; unbound if it is no node there"),
        Output("after", "number", "its score under the regime of the call; unbound if it is no node there"),
        Output("delta", "number", "after - before, a missing score counting 0; positive where it gains"),
    ),
    options=(
        Parameter("from", "regime", "the regime to start from", default="asserted"),
        *PAGERANK.options,
    ),
    evaluate=_evaluate,
    scalar=("analytic", "node"),
    example="SELECT ?place ?delta WHERE { (?place ?before ?after ?delta) sk:entailmentDelta (sk:pageRank) } "
    "ORDER BY DESC(ABS(?delta)) LIMIT 5",
)
