"""``sk:pageRank``, ``sk:community`` and every other analytic, as functions of SPARQL."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from semkg.analytics import ANALYTICS, Analytic, Setting
from semkg.functions.parameters import CHOOSE_EDGES, PROJECTION, projection_from
from semkg.query import Call, LookUp, Output, OutputRow, Parameter, SparqlFunction, held_term
from semkg.store import Term
from semkg.views import Partition, Ranking, Views, measure
from semkg.vocab import sk


def analytic_function(analytic: Analytic) -> SparqlFunction:
    """Return the function ``?node sk:NAME ?score``, or ``?node sk:NAME ?group``, of an analytic."""
    scored = analytic.gives == "scores"
    value = (
        Output("score", "number", analytic.score)
        if scored
        else Output(analytic.name, "node", analytic.score, literals_if="literals")
    )
    return SparqlFunction(
        iri=sk(analytic.name),
        doc=analytic.doc,
        inputs=(),
        outputs=(Output("node", "node", "a node of the graph", literals_if="literals"), value),
        options=(*PROJECTION, *map(parameter, analytic.settings)),
        evaluate=functools.partial(_evaluate, analytic),
        scalar=("node",),
        example=(_RANKED if scored else _GROUPED).format(name=analytic.name),
        replaced_by_edges=CHOOSE_EDGES,
        look_up=functools.partial(_look_up, analytic),
    )


_RANKED = "SELECT ?place ?score WHERE {{ ?place a :City ; sk:{name} ?score }} ORDER BY DESC(?score) LIMIT 5"
_GROUPED = (
    "SELECT ?{name} (COUNT(?place) AS ?places) WHERE {{ ?place a :City ; sk:{name} ?{name} }} "
    "GROUP BY ?{name} ORDER BY DESC(?places)"
)


def _evaluate(analytic: Analytic, views: Views, call: Call) -> Iterable[OutputRow]:
    found, wanted = _measured(analytic, views, call), call.wanted.get("node")
    rows = list(
        found if wanted is None else ((node, value) for node in wanted for value in found.values(node))
    )
    return ((place, row) for place in range(len(call.inputs)) for row in rows)


def _look_up(analytic: Analytic, views: Views, call: Call) -> LookUp:
    found = _measured(analytic, views, call)
    if call.options["literals"]:  # of numbers and dates a query knows the value, not how they were written
        value = _value(found)
        return {held_term(node): value(node) for node, _ in found}.get
    return functools.cache(_value(found))  # the same nodes come again and again


def _measured(analytic: Analytic, views: Views, call: Call) -> Ranking | Partition:
    return measure(
        views,
        analytic,
        regime=call.regime,
        projection=projection_from(call.options),
        edges=call.edges,
        **settings_from(analytic, call.options),
    )


def _value(found: Ranking | Partition) -> Callable[[Term], Term | float | None]:
    return found.score if isinstance(found, Ranking) else found.group


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
        above_minimum=setting.above_minimum,
        maximum=setting.maximum,
        below_maximum=setting.below_maximum,
        literals_if="literals" if nodes else None,
    )


def settings_from(analytic: Analytic, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that the keyword options of a call give to an analytic."""
    return {
        setting.name: options[setting.in_queries]
        for setting in analytic.settings
        if setting.in_queries in options
    }


ANALYTIC_FUNCTIONS: tuple[SparqlFunction, ...] = tuple(map(analytic_function, ANALYTICS))
