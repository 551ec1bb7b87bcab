"""What functions, closing and training would take, worked out without doing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from semkg.analytics import ANALYTICS, Analytic
from semkg.embedding import TrainingOptions, training_effort
from semkg.functions.analytics import ANALYTIC_FUNCTIONS
from semkg.functions.costs import (
    CLOSING_BYTES,
    CLOSING_SECONDS,
    COSTS,
    MODEL_NANOSECONDS,
    READY,
    ROW_BYTES,
    ROW_SECONDS,
    SEARCH,
    training_seconds,
)
from semkg.functions.delta import ENTAILMENT_DELTA, analytic_named
from semkg.functions.models import KINDS, MODEL_LANGUAGE, settings_of, training_data
from semkg.functions.parameters import model_name, projection_from
from semkg.functions.paths import DISTANCE, PATH_EDGE, REACHABLE, SHORTEST_PATH
from semkg.functions.plausibility import PLAUSIBILITY
from semkg.functions.prediction import PREDICT_OBJECT, PREDICT_PREDICATE, PREDICT_SUBJECT
from semkg.functions.similarity import SIMILAR_TO, SIMILARITY
from semkg.query import Call, Parameter, SparqlFunction
from semkg.views import ProjectedGraph, TrainingSet, Views
from semkg.vocab import sk


@dataclass(frozen=True, slots=True)
class Estimate:
    """What something would take.

    Attributes:
        rows: how many rows its result has, at most, where ``k`` limits them as if each node had one name; ``None``
            where nobody knows before.
        bytes: memory, at most, beside the graph.
        seconds: time.
    """

    rows: int | None
    bytes: float = 0.0
    seconds: float = 0.0

    def after(self, *others: Estimate) -> Estimate:
        """Return what this takes with others done before it."""
        return Estimate(
            self.rows,
            max(self.bytes, *(other.bytes for other in others)),
            self.seconds + sum(other.seconds for other in others),
        )

    def answered(self) -> Estimate:
        """Return the same with its rows given out."""
        rows = self.rows or 0
        return Estimate(self.rows, self.bytes + ROW_BYTES * rows, self.seconds + ROW_SECONDS * rows)


Estimator = Callable[[Views, Call], Estimate]
_NOTHING = Estimate(None)


def _closing(views: Views, _: Call | None = None) -> Estimate:
    """Say what it takes until everything that follows is known."""
    if views.is_closed("entailed"):
        return _NOTHING
    written = len(views.snapshot.rows)
    return Estimate(None, CLOSING_BYTES * written, CLOSING_SECONDS * written)


def _known(views: Views, regime: str) -> tuple[str, Estimate]:
    """Return the regime to look at in place of one that would first have to be closed, and what closing takes."""
    return (regime, _NOTHING) if views.is_closed(regime) else ("asserted", _closing(views))


def _graph(views: Views, call: Call) -> tuple[ProjectedGraph, Estimate]:
    """Return the graph that a call looks at, as far as it is known, and what it takes until it is."""
    regime, before = _known(views, call.regime)
    projection = projection_from(call.options)
    if call.edges is not None:
        return views.graph_of(call.edges, regime, projection), before
    return views.graph(regime, projection), before


def _analytic(analytic: Analytic, views: Views, call: Call) -> Estimate:
    projected, before = _graph(views, call)
    cost, graph = COSTS[analytic.name], projected.graph
    found = Estimate(_names(projected), cost.memory(graph), cost.seconds(graph, call.options))
    return found.answered().after(before)


def _names(projected: ProjectedGraph) -> int:
    return len(projected.node_names.term)


def _delta(views: Views, call: Call) -> Estimate:
    if "analytic" not in call.options:
        msg = f"sk:estimate of sk:entailmentDelta says of what: sk:analytic {sk('pageRank')}, for one"
        raise ValueError(msg)
    analytic = analytic_named(call.options["analytic"], call.options)
    calls = [replace(call, regime=regime) for regime in (call.options.get("from", "asserted"), call.regime)]
    first, second = (_analytic(analytic, views, one) for one in calls)
    graphs = [_graph(views, one)[0] for one in calls]
    rows = len(np.union1d(graphs[0].node_names.term, graphs[1].node_names.term))
    return replace(second.after(first), rows=rows)


def _paths(views: Views, call: Call, *, rows: int | None = None) -> Estimate:
    """Say what one search takes in a graph that was not searched yet."""
    projected, before = _graph(views, call)
    graph = projected.graph
    ready = Estimate(None, READY.memory(graph), READY.seconds(graph))
    search = Estimate(rows, SEARCH.memory(graph), SEARCH.seconds(graph, call.options))
    return search.answered().after(ready, before)


def _reachable(views: Views, call: Call) -> Estimate:
    return _paths(views, call, rows=_names(_graph(views, call)[0]))


def _learned(views: Views, call: Call, *, rows: int | None, all_entities: bool) -> Estimate:
    """Say what one question to a model takes, and what training does where that comes first."""
    regime, before = _known(views, call.regime)
    model = views.model_at_hand(regime, model_name(call.options.get("model")))
    if model is None:
        data, (name, options) = views.training_set(regime), views.usual_settings(regime)
        entities, dim = len(data.entities), options.dim
        before = _fitting(data, name, options).after(before)
    else:
        entities, dim = len(model.entities), model.options.dim
    numbers = entities * dim if all_entities else dim
    return Estimate(rows, 4.0 * entities, MODEL_NANOSECONDS * 1e-9 * numbers).answered().after(before)


def _best(views: Views, call: Call) -> Estimate:
    return _learned(views, call, rows=int(call.options.get("k", 10)), all_entities=True)


def _training(kind: str, views: Views, call: Call) -> Estimate:
    regime, before = _known(views, call.regime)
    model, options = KINDS[kind][0], TrainingOptions(**settings_of(call.options))
    return _fitting(training_data(views, regime, call.options), model, options).after(before)


def _fitting(data: TrainingSet, model: str, options: TrainingOptions) -> Estimate:
    if not len(data.triples):
        return _NOTHING
    effort = training_effort(
        data.triples,
        model=model,
        n_entities=len(data.entities),
        n_predicates=len(data.predicates),
        options=options,
    )
    return Estimate(None, effort.bytes, training_seconds(effort))


@dataclass(frozen=True, slots=True)
class Estimated:
    """Something that an estimate can be asked of.

    Attributes:
        options: what may be chosen in it: keyword options, and inputs.
        estimate: says what it takes.
    """

    options: tuple[Parameter, ...]
    estimate: Estimator


def _function(function: SparqlFunction, estimate: Estimator) -> tuple[str, Estimated]:
    return function.iri, Estimated((*function.inputs, *function.options), estimate)


ESTIMATED: Mapping[str, Estimated] = dict(
    (
        *(
            _function(function, partial(_analytic, analytic))
            for function, analytic in zip(ANALYTIC_FUNCTIONS, ANALYTICS, strict=True)
        ),
        _function(SHORTEST_PATH, _paths),
        _function(PATH_EDGE, _paths),
        _function(REACHABLE, _reachable),
        _function(DISTANCE, partial(_paths, rows=1)),
        _function(ENTAILMENT_DELTA, _delta),
        _function(PLAUSIBILITY, partial(_learned, rows=1, all_entities=False)),
        _function(SIMILARITY, partial(_learned, rows=1, all_entities=False)),
        _function(SIMILAR_TO, _best),
        _function(PREDICT_OBJECT, _best),
        _function(PREDICT_SUBJECT, _best),
        _function(PREDICT_PREDICATE, _best),
        *((sk(kind), Estimated(MODEL_LANGUAGE.options, partial(_training, kind))) for kind in KINDS),
        (sk("Entailment"), Estimated((), _closing)),
    )
)
"""What there is an estimate for, by IRI: functions, classes of models for their training, and sk:Entailment."""
