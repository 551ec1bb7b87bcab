"""``sk:entailmentDelta``: how the score of a node changes between what was written and what is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pyoxigraph as ox

from semkg.analytics import ANALYTICS, Analytic
from semkg.functions.analytics import parameter, settings_from
from semkg.functions.documentation import explain
from semkg.functions.parameters import PROJECTION, projection_from
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.store import Term
from semkg.views import Ranking, Views, rank
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


_SCORED = tuple(analytic for analytic in ANALYTICS if analytic.gives == "scores")
_ANALYTICS: Mapping[str, Analytic] = {sk(analytic.name): analytic for analytic in _SCORED}


def _evaluate(views: Views, call: Call) -> Iterable[OutputRow]:
    wanted = call.wanted.get("node")
    for place, (iri,) in enumerate(call.inputs):
        before, after = (_ranking(views, iri, call, regime) for regime in (call.options["from"], call.regime))
        yield from ((place, change) for change in score_changes(before, after, wanted))


def _ranking(views: Views, iri: ox.NamedNode, call: Call, regime: str) -> Ranking:
    analytic = analytic_named(iri, call.options)
    projection = projection_from(call.options)
    settings = settings_from(analytic, call.options)
    return rank(views, analytic, regime=regime, projection=projection, **settings)


def analytic_named(iri: ox.NamedNode, options: Mapping[str, Any]) -> Analytic:
    """Return the analytic that scores are asked of.

    Raises:
        ValueError: there is none of this name, or an option is a setting of another one.
    """
    if iri.value not in _ANALYTICS:
        valid = ", ".join(f"<{known}>" for known in _ANALYTICS)
        msg = f"{iri} gives no node a score whose change could be told; valid is: {valid}"
        raise ValueError(msg)
    analytic = _ANALYTICS[iri.value]
    _refuse_others(analytic, options)
    return analytic


def _refuse_others(analytic: Analytic, options: Mapping[str, Any]) -> None:
    own = {setting.in_queries for setting in analytic.settings}
    others = {setting.in_queries for other in _SCORED for setting in other.settings} - own
    if others & options.keys():
        valid = ", ".join(f"sk:{name}" for name in sorted(own)) or "none"
        msg = f"sk:{min(others & options.keys())} is no setting of sk:{analytic.name}, which has: {valid}"
        raise ValueError(msg)


def _settings() -> Iterator[Parameter]:
    """Yield the settings of all analytics; without defaults, since those of one are not those of another."""
    seen: set[str] = set()
    for setting in (setting for analytic in _SCORED for setting in analytic.settings):
        if setting.in_queries not in seen:
            seen.add(setting.in_queries)
            option = parameter(setting)
            yield replace(option, doc=explain(option), default=None)


_WHAT = f"what to compute twice: {', '.join(f'sk:{analytic.name}' for analytic in _SCORED)}"

ENTAILMENT_DELTA = SparqlFunction(
    iri=sk("entailmentDelta"),
    doc="What entailment changes: the score of each node as it was written, and under the regime of the call.",
    inputs=(Parameter("analytic", "iri", _WHAT, required=True),),
    outputs=(
        Output("node", "node", "a node of either graph", literals_if="literals"),
        Output("before", "number", "its score under the regime of sk:from; unbound if it is no node there"),
        Output("after", "number", "its score under the regime of the call; unbound if it is no node there"),
        Output("delta", "number", "after - before, a missing score counting 0; positive where it gains"),
    ),
    options=(
        Parameter("from", "regime", "the regime to start from", default="asserted"),
        *PROJECTION,
        *_settings(),
    ),
    evaluate=_evaluate,
    scalar=("analytic", "node"),
    example="SELECT ?place ?delta WHERE { (?place ?before ?after ?delta) sk:entailmentDelta (sk:pageRank) } "
    "ORDER BY DESC(ABS(?delta)) LIMIT 5",
)
