"""``sk:estimate``: how many rows, bytes and seconds something would take, without doing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from semkg.errors import UnknownTermError
from semkg.functions.estimators import ESTIMATED, Estimate
from semkg.functions.parameters import CHOOSE_EDGES
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.views import Views
from semkg.vocab import SK, sk


def estimate(views: Views, function: str, call: Call) -> Estimate:
    """Say what something would take; the graph that it looks at is built for it, if that is closed already.

    Args:
        views: the epoch to look at.
        function: the IRI of what is in :data:`semkg.functions.estimators.ESTIMATED`.
        call: regime, options and edges, as for the thing itself.

    Raises:
        UnknownTermError: there is no estimate for it.
        ValueError: it has no such option.
    """
    if function not in ESTIMATED:
        known = ", ".join(map(_short, ESTIMATED))
        msg = f"there is no estimate for {_short(function)}; there are some for {known}"
        raise UnknownTermError(msg)
    asked = ESTIMATED[function]
    _refuse_others(function, asked.options, call.options)
    return asked.estimate(views, call)


def _refuse_others(function: str, own: Iterable[Parameter], given: Mapping[str, Any]) -> None:
    valid = {option.name for option in own}
    if given.keys() - valid:
        listed = ", ".join(f"sk:{name}" for name in sorted(valid)) or "none"
        msg = f"sk:{min(given.keys() - valid)} is no option of {_short(function)}, which has: {listed}"
        raise ValueError(msg)


def _short(iri: str) -> str:
    return f"sk:{iri.removeprefix(SK)}" if iri.startswith(SK) else f"<{iri}>"


def _evaluate(views: Views, call: Call) -> Iterable[OutputRow]:
    for place, (iri,) in enumerate(call.inputs):
        found = estimate(views, iri.value, call)
        yield place, (found.rows, round(found.bytes), found.seconds)


def _options() -> Iterator[Parameter]:
    """Yield the options and inputs of everything, each name once, without defaults: they are those of each thing."""
    seen: set[str] = set()
    for option in (option for asked in ESTIMATED.values() for option in asked.options):
        if option.name not in seen:
            seen.add(option.name)
            yield replace(option, default=None, required=False)


ESTIMATE = SparqlFunction(
    iri=sk("estimate"),
    doc="What something would take, without doing it: by the size of its graph, its options and measured constants.",
    inputs=(
        Parameter(
            "function",
            "iri",
            "a function, as sk:betweenness; a class of models, as sk:ComplEx, for its training; or sk:Entailment",
            required=True,
        ),
    ),
    outputs=(
        Output(
            "rows",
            "integer",
            "rows, at most; of a function with inputs, for one of them; where it has sk:k, as if each node had one "
            "name; unbound if unknown",
        ),
        Output("bytes", "integer", "memory beside the graph itself, at most"),
        Output("seconds", "number", "time on one core; good for the order of magnitude"),
    ),
    options=tuple(_options()),
    evaluate=_evaluate,
    scalar=None,
    example=(
        "SELECT ?what ?rows ?bytes ?seconds WHERE { VALUES ?what { sk:pageRank sk:betweenness } "
        "(?rows ?bytes ?seconds) sk:estimate (?what sk:edges :bus) }"
    ),
    replaced_by_edges=CHOOSE_EDGES,
)
