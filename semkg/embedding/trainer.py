"""Training: which triples to hold out, how long to fit, what to measure, and the model that comes of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar, Unpack

import numpy as np
from numpy.typing import ArrayLike

from semkg.embedding.calibration import IGNORANT, calibrate, corrupt
from semkg.embedding.evaluation import ranks, summarise, unseen
from semkg.embedding.extra import check_device
from semkg.embedding.fit import FitSettings, Vectors, fit
from semkg.embedding.holdout import Part, apart, hold_out
from semkg.embedding.interaction import interaction_named
from semkg.embedding.model import Model
from semkg.embedding.options import (
    PATIENCE,
    TRIED_REGULARISATIONS,
    USUAL_REGULARISATION,
    OptionChanges,
    Plan,
    TrainingOptions,
    make_plan,
)
from semkg.embedding.plausibility import evidence
from semkg.embedding.triples import TripleIndex, Triples, as_triples, sorted_triples
from semkg.progress import Progress

T = TypeVar("T")

LOOKED_AT = 1000
"""Held-out triples ranked to decide when to stop, at most."""

NEAR = 0.99
"""Share of the greatest mean reciprocal rank so far that counts as no loss."""

FEWEST_TO_CHOOSE = 20
"""Held-out triples without which a regularisation is not chosen but taken as usual."""


def train(
    triples: ArrayLike,
    model: str = "complex",
    *,
    valid: ArrayLike | None = None,
    known: ArrayLike | None = None,
    n_entities: int | None = None,
    n_predicates: int | None = None,
    options: TrainingOptions | None = None,
    progress: Progress | None = None,
    **changes: Unpack[OptionChanges],
) -> Model:
    """Learn vectors for the entities and predicates of a graph.

    Some triples are held out, chosen by a hash of their two ends. Vectors that have not seen them say how
    strongly to regularise, when to stop, how well such vectors rank (``Model.metrics``), and how evidence
    becomes probability (``Model.calibration``). Then, unless ``refit`` is off, a last fit of as many epochs
    sees all triples, and its vectors are the model's; metrics and calibration stay those of the vectors
    before. Graphs with few triples hold out one share after the other.

    The same triples in any order, with the same options, give bitwise equal vectors on one machine with one
    number of threads (``torch.get_num_threads()``). The random state of torch and numpy is left alone. An
    interrupt leaves nothing behind.

    Args:
        triples: ids ``(subject, predicate, object)``, shape ``(n, 3)``; duplicates count once.
        model: the scorer: ``distmult``, ``cp``, ``complex``, ``simple`` or ``quaternion``.
        valid: triples to hold out, instead of some of ``triples``; these are never trained on, and there is
            no refit.
        known: further triples that are true, such as those that follow from ``triples``: they are not trained on, but
            no vector is trained to rank above them, and no false copy is one of them.
        n_entities: number of entities; by default the greatest id and one.
        n_predicates: number of predicates; by default the greatest id and one.
        options: how to train.
        progress: told about epochs.
        **changes: fields of `TrainingOptions` to change, such as ``dim=100``.

    Raises:
        ValueError: an unknown model, no triples, ids out of range, or an option out of range.
        MissingExtraError: torch is not installed.
    """
    chosen = replace(options or TrainingOptions(), **changes)
    n_entities, n_predicates = _sizes(
        [() if part is None else part for part in (triples, valid, known)], n_entities, n_predicates
    )
    rows = sorted_triples(triples, n_entities=n_entities, n_predicates=n_predicates)
    if not len(rows):
        msg = "there are no triples to train on"
        raise ValueError(msg)
    check_device(chosen.device)
    job = _Job(
        name=interaction_named(model).name,
        options=chosen,
        plan=make_plan(chosen, n_queries=len(TripleIndex.of(rows, n_predicates).keys), n_entities=n_entities),
        n_entities=n_entities,
        n_predicates=n_predicates,
        progress=progress,
        known=known
        if known is None
        else sorted_triples(known, n_entities=n_entities, n_predicates=n_predicates),
    )
    if valid is None:
        return _train_in_parts(job, rows, hold_out(rows, chosen))
    held_out = sorted_triples(valid, n_entities=n_entities, n_predicates=n_predicates)
    return _train_in_parts(replace(job, options=replace(chosen, refit=False)), rows, [Part(rows, held_out)])


def _sizes(parts: Sequence[ArrayLike], n_entities: int | None, n_predicates: int | None) -> tuple[int, int]:
    """Return the numbers of entities and predicates; by default one more than the greatest id."""
    rows = np.concatenate([as_triples(part) for part in parts])
    return (
        int(rows[:, [0, 2]].max(initial=-1)) + 1 if n_entities is None else n_entities,
        int(rows[:, 1].max(initial=-1)) + 1 if n_predicates is None else n_predicates,
    )


@dataclass(frozen=True, slots=True)
class _Job:
    """What all fits of one training share."""

    name: str
    options: TrainingOptions
    plan: Plan
    n_entities: int
    n_predicates: int
    progress: Progress | None
    known: Triples | None

    def settings(self, epochs: int, regularisation: float) -> FitSettings:
        interaction = interaction_named(self.name)
        return FitSettings(
            interaction=interaction,
            n_entities=self.n_entities,
            n_predicates=self.n_predicates,
            rank=self.options.rank(interaction),
            epochs=epochs,
            batch_size=self.plan.batch_size,
            learning_rate=self.options.learning_rate,
            regularisation=regularisation,
            seed=self.options.seed,
            device=self.options.device,
        )

    def models(self, part: Part, epochs: int, regularisation: float, stage: str) -> Iterator[Model]:
        """Fit and yield a model after each epoch."""
        known = None if self.known is None else apart(self.known, part.held_out)
        for done, vectors in enumerate(fit(part.train, self.settings(epochs, regularisation), known), 1):
            if self.progress is not None:
                self.progress(stage, done, epochs)
            yield self.model(part.train, vectors, done, regularisation)

    def model(self, rows: Triples, vectors: Vectors, epochs: int, regularisation: float) -> Model:
        return Model(
            name=self.name,
            entities=vectors.entities,
            predicates=vectors.predicates,
            entity_count=np.bincount(rows[:, [0, 2]].ravel(), minlength=self.n_entities),
            predicate_count=np.bincount(rows[:, 1], minlength=self.n_predicates),
            options=replace(self.options, regularisation=regularisation),
            epochs=epochs,
            metrics=None,
            calibration=None,
        )


def _train_in_parts(job: _Job, rows: Triples, parts: list[Part]) -> Model:
    """Fit each part, measure and calibrate on what it holds out, and fit all."""
    parts = [part for part in parts if len(part.held_out)]
    whole = Part(rows, rows[:0])
    if not parts:
        usual = USUAL_REGULARISATION if job.options.regularisation is None else job.options.regularisation
        model = _last(job.models(whole, job.plan.epochs, usual, "training"))
        return model if job.options.valid_fraction == 0 else replace(model, calibration=IGNORANT)
    true = (rows, parts[0].held_out, *(() if job.known is None else (job.known,)))
    index = TripleIndex.of(np.concatenate(true), job.n_predicates)
    regularisation = _regularisation(job, parts[0], index)
    first = _fit_watched(job, parts[0], index, regularisation)
    others = [
        _last(
            job.models(part, first.epochs, regularisation, f"training without share {number} of {len(parts)}")
        )
        for number, part in enumerate(parts[1:], 2)
    ]
    final = (
        _last(job.models(whole, first.epochs, regularisation, "training on all"))
        if job.options.refit
        else first
    )
    return _measured(final, [first, *others], parts, index)


def _regularisation(job: _Job, part: Part, index: TripleIndex) -> float:
    """Return the regularisation asked for, or the one whose vectors rank the held-out triples best."""
    if job.options.regularisation is not None:
        return job.options.regularisation
    epochs = job.plan.trial_epochs
    if epochs is None or len(part.held_out) < FEWEST_TO_CHOOSE:
        return USUAL_REGULARISATION
    return max(
        TRIED_REGULARISATIONS,
        key=lambda tried: _mrr(_last(job.models(part, epochs, tried, f"trying N3 {tried}")), part, index),
    )


def _fit_watched(job: _Job, part: Part, index: TripleIndex, regularisation: float) -> Model:
    """Fit until the held-out triples rank no better any more; return the last model that ranked them well."""
    models = job.models(part, job.plan.epochs, regularisation, "training")
    if job.plan.look_every is None:
        return _last(models)
    looked_at = islice(models, job.plan.look_every - 1, None, job.plan.look_every)
    return latest_good(looked_at, lambda model: _mrr(model, part, index), patience=PATIENCE)


def latest_good(items: Iterable[T], value: Callable[[T], float], *, patience: int) -> T:
    """Return the last item whose value came near the greatest; look no further after ``patience`` in vain.

    The last and not the best, since the ranks of few triples are noisy and longer fits of equal rank are the better.
    """
    greatest, good, in_vain = -math.inf, None, 0
    for item in items:
        found = value(item)
        greatest = max(greatest, found)
        good, in_vain = (item, 0) if found >= NEAR * greatest else (good, in_vain + 1)
        if in_vain == patience:
            break
    if good is None:
        msg = "there is nothing to choose from"
        raise ValueError(msg)
    return good


def _mrr(model: Model, part: Part, index: TripleIndex) -> float:
    """Return the mean reciprocal rank of the held-out triples, of an even selection where there are many."""
    step = -(-len(part.held_out) // LOOKED_AT)
    return float((1 / ranks(model, part.held_out[::step], index)).mean())


def _last(models: Iterator[Model]) -> Model:
    model = next(models)
    for model in models:  # noqa: B007  # the last one is wanted
        pass
    return model


def _measured(final: Model, fitted: list[Model], parts: list[Part], index: TripleIndex) -> Model:
    """Return the final model with what the others say about triples that they have not seen."""
    pairs = list(zip(fitted, parts, strict=True))
    false = [corrupt(part.held_out, part.train, index, seed=final.options.seed) for part in parts]
    return replace(
        final,
        metrics=summarise(
            np.concatenate([ranks(model, part.held_out, index) for model, part in pairs]),
            unseen=sum(unseen(model, part.held_out) for model, part in pairs),
        ),
        calibration=calibrate(
            np.concatenate([evidence(model, *part.held_out.T) for model, part in pairs]),
            np.concatenate([evidence(model, *rows.T) for (model, _), rows in zip(pairs, false, strict=True)]),
        ),
    )
