"""Models in SPARQL: what updates may say of them, and what ``GRAPH sk:models`` tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from semkg.embedding import Model
from semkg.errors import ModelError
from semkg.functions.parameters import CHOOSE_EDGES, EDGES, GRAPHS, TYPES, projection_from
from semkg.query import Drop, ModelLanguage, ModelOperation, Parameter, Refresh, Train
from semkg.views import TrainingSet, Views
from semkg.vocab import RDF_TYPE, sk

KINDS = {
    "ComplEx": ("complex", "complex vectors; symmetric and asymmetric relations"),
    "DistMult": ("distmult", "real vectors; every relation is symmetric to it"),
    "CP": ("cp", "two vectors for each entity, one as subject and one as object"),
    "SimplE": ("simple", "as CP, with inverse relations tied"),
    "Quaternion": ("quaternion", "quaternion vectors"),
}
"""What the classes of models are called in Python, and what they are."""

_SETTINGS = {
    "dim": "dim",
    "epochs": "epochs",
    "learningRate": "learning_rate",
    "batchSize": "batch_size",
    "regularisation": "regularisation",
    "validFraction": "valid_fraction",
    "refit": "refit",
    "randomSeed": "seed",
}
"""Fields of :class:`semkg.embedding.TrainingOptions` by their names in SPARQL."""

MODEL_LANGUAGE = ModelLanguage(
    kinds={name: doc for name, (_, doc) in KINDS.items()},
    options=(
        Parameter("dim", "integer", "real numbers in a vector", minimum=1),
        Parameter("epochs", "integer", "passes over the edges; as many as it takes when left out", minimum=1),
        Parameter("learningRate", "number", "step size", minimum=0.0, above_minimum=True),
        Parameter("batchSize", "integer", "queries in a step", minimum=1),
        Parameter("regularisation", "number", "weight of the N3 penalty", minimum=0.0),
        Parameter("validFraction", "number", "share of edges held out", minimum=0.0, maximum=0.5),
        Parameter("refit", "boolean", "whether a last fit sees the held-out edges too"),
        Parameter("randomSeed", "integer", "decides all that is random", minimum=0),
        EDGES,
        GRAPHS,
        TYPES,
    ),
)
"""What an update may say of a model; ``sk:edges (?s ?p ?o)`` takes the edges from its pattern."""

Fit = Callable[[], tuple[Model, dict[str, str]]]


class ModelChanges:
    """What one update does to models: first all training, then all keeping, so that a failure leaves nothing behind."""

    def __init__(
        self,
        views: Views,
        operations: Sequence[ModelOperation],
        read: Callable[[str], Sequence[ModelOperation]],
    ) -> None:
        """Gather what is to be learned from.

        Args:
            views: the epoch to learn from.
            operations: what is to be done, in this order.
            read: reads the text of an operation again, for a model that is refreshed.

        Raises:
            ModelError: a model that is to be refreshed does not exist.
        """
        self._steps = [(operation, self._fit(views, operation, read)) for operation in operations]
        self._trained: list[tuple[str, Model, dict[str, str]]] = []

    def train(self) -> None:
        """Train every model; nothing is kept yet.

        Raises:
            ModelError: there is nothing to learn from, or a setting does not fit.
        """
        for operation, fit in self._steps:
            if fit is not None and operation.name is not None:
                try:
                    self._trained.append((operation.name, *fit()))
                except (ModelError, ValueError) as error:
                    msg = f"the model <{operation.name}> was not trained: {error}"
                    raise ModelError(msg) from error

    def keep(self, views: Views) -> None:
        """Keep what was trained and drop what was to be dropped, in order."""
        trained = iter(self._trained)
        for operation, _ in self._steps:
            if not isinstance(operation, Drop):
                views.keep(*next(trained))
            elif operation.name is not None:
                views.forget(operation.name)
            else:
                for name in [name for name, *_ in views.models()]:
                    views.forget(name)

    def _fit(
        self, views: Views, operation: ModelOperation, read: Callable[[str], Sequence[ModelOperation]]
    ) -> Fit | None:
        match operation:
            case Train():
                return _training(views, operation)
            case Refresh(name):
                return _training_again(views, name, read)
        return None


def _training(views: Views, asked: Train) -> Fit:
    """Return what trains a model, with its training edges gathered already."""
    regime = asked.regime or "invariant"
    given = settings_of(asked.options)
    data = (
        training_data(views, regime, asked.options)
        if asked.edges is None
        else views.training_set_of(asked.edges, regime)
    )

    def fit() -> tuple[Model, dict[str, str]]:
        model, notes = views.fit(data, regime, model=KINDS[asked.kind][0], **given)
        return model, {**notes, "update": asked.text}

    return fit


def training_data(views: Views, regime: str, options: Mapping[str, Any]) -> TrainingSet:
    """Return what a model learns from whose options choose the edges, or choose none."""
    if not any(options.get(name) for name in CHOOSE_EDGES):
        return views.training_set(regime)
    types = bool(options.get("types", not options.get("edges")))
    return views.training_set(regime, projection_from({**options, "types": types}))


def settings_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a model in SPARQL as fields of :class:`semkg.embedding.TrainingOptions`."""
    return {_SETTINGS[name]: value for name, value in options.items() if name in _SETTINGS}


def _training_again(views: Views, name: str, read: Callable[[str], Sequence[ModelOperation]]) -> Fit:
    stored = {known: (model, notes) for known, model, notes in views.models()}
    if name not in stored:
        known = ", ".join(f"<{other}>" for other in stored) or "none"
        msg = f"there is no model <{name}> to refresh; there are: {known}"
        raise ModelError(msg)
    model, notes = stored[name]
    if "update" in notes:
        [again] = [
            found for found in read(notes["update"]) if isinstance(found, Train) and found.name == name
        ]
        return _training(views, again)
    data = views.training_set(notes["regime"])
    return lambda: views.fit(data, notes["regime"], model=model.name, options=model.options)


def describe_models(models: Iterable[tuple[str, Model, dict[str, str]]], epoch: int) -> Iterator[ox.Triple]:
    """Yield what ``GRAPH sk:models`` has: class, settings, origin and quality of each model that has a name.

    Args:
        models: name, model and notes of each.
        epoch: the present epoch.
    """
    classes = {scorer: name for name, (scorer, _) in KINDS.items()}
    for name, model, notes in models:
        node = ox.NamedNode(name)
        yield ox.Triple(node, ox.NamedNode(RDF_TYPE), ox.NamedNode(sk(classes.get(model.name, model.name))))
        for local, value in _facts(model, notes, epoch):
            if value is not None:
                term = value if isinstance(value, ox.NamedNode) else ox.Literal(value)
                yield ox.Triple(node, ox.NamedNode(sk(local)), term)


def _facts(model: Model, notes: dict[str, str], epoch: int) -> Iterator[tuple[str, Any]]:
    """Yield each property of a model by its local name."""
    for local, field in _SETTINGS.items():
        yield local, model.epochs if local == "epochs" else getattr(model.options, field)
    yield "regime", ox.NamedNode(sk(notes["regime"]))
    yield "rules", notes["rules"]
    yield "epoch", int(notes["epoch"])
    yield "outdated", notes["epoch"] != str(epoch)
    yield "trainingEdges", int(notes["training_edges"])
    if "digest" in notes:  # models of older versions have none
        yield "projection", notes["projection"]
        yield "direction", ox.NamedNode(sk(notes["direction"]))
        yield "consistent", notes["consistent"] == "true"
        yield "digest", notes["digest"]
    yield "entities", model.n_entities
    yield "predicates", model.n_predicates
    yield "update", notes.get("update")
    if model.metrics is not None:
        for local, field in METRICS.items():
            yield local, getattr(model.metrics, field)


METRICS = {
    "mrr": "mrr",
    "hits1": "hits1",
    "hits3": "hits3",
    "hits10": "hits10",
    "meanRank": "mean_rank",
    "testEdges": "triples",
}
"""Fields of :class:`semkg.embedding.Metrics` by their names in SPARQL."""

FACTS = {
    "rules": "the rule set behind the regime",
    "epoch": "the epoch that it learned from",
    "outdated": "whether something was written since; an outdated model is used all the same, and this is logged",
    "trainingEdges": "how many edges it learned from",
    "projection": "hash of which edges were kept, or that a query gave them",
    "direction": "which way they ran",
    "digest": "hash of these edges by the names of their ends: equal where two models learned from the same graph",
    "consistent": "whether what follows has no contradiction; true under sk:asserted, since nobody looked",
    "entities": "how many things it has a vector for",
    "predicates": "how many predicates it knows",
    "update": "the operation that trained it",
    "mrr": "mean reciprocal rank of the held-out edges, in (0, 1]",
    "hits1": "share of them that rank first",
    "hits3": "share of them up to rank 3",
    "hits10": "share of them up to rank 10",
    "meanRank": "their mean rank, at least 1",
    "testEdges": "how many were held out",
}
"""What is told of a model beside its class and settings."""
