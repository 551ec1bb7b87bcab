"""``sk:pageRank`` and every other analytic that scores nodes, as functions of SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from semkg.analytics import ANALYTICS, Analytic, Setting
from semkg.functions.parameters import CHOOSE_EDGES, PROJECTION, projection_from
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.views import Views, measure
from semkg.vocab import sk


def score_function(analytic: Analytic) -> SparqlFunction:
    """Return the function ``?node sk:NAME ?score`` of an analytic."""

    def evaluate(views: Views, call: Call) -> Iterable[OutputRow]:
        ranking = measure(
            views,
            analytic,
            regime=call.regime,
            projection=projection_from(call.options),
            edges=call.edges,
            **settings_from(analytic, call.options),
        )
        wanted = call.wanted.get("node")
        pairs = ranking if wanted is None else [(node, ranking.score(node)) for node in wanted]
        rows = [(node, score) for node, score in pairs if score is not None]
        return ((place, row) for place in range(len(call.inputs)) for row in rows)

    return SparqlFunction(
        iri=sk(analytic.name),
        doc=analytic.doc,
        inputs=(),
        outputs=(
            Output("node", "node", "a node of the graph", literals_if="literals"),
            Output("score", "number", analytic.score),
        ),
        options=(*PROJECTION, *map(parameter, analytic.settings)),
        evaluate=evaluate,
        scalar=("node",),
        example=f"SELECT ?place ?score WHERE {{ ?place a :City ; sk:{analytic.name} ?score }} "
        "ORDER BY DESC(?score) LIMIT 5",
        replaced_by_edges=CHOOSE_EDGES,
    )


def parameter(setting: Setting) -> Parameter:
    """Return a setting of an analytic as a keyword option."""
    nodes = setting.kind == "nodes"
    return Parameter(
        name=setting.in_queries,
        kind="node" if setting.kind == "nodes" else setting.kind,
        doc=setting.doc,
        default=setting.default,
        repeat=nodes,
        minimum=setting.minimum,
        maximum=setting.maximum,
        literals_if="literals" if nodes else None,
    )


def settings_from(analytic: Analytic, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that the keyword options of a call give to an analytic."""
    return {
        setting.name: options[setting.in_queries]
        for setting in analytic.settings
        if setting.in_queries in options
    }


SCORES: tuple[SparqlFunction, ...] = tuple(map(score_function, ANALYTICS))
