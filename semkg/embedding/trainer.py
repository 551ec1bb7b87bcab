"""Training: which triples to hold out, how long to fit, what to measure, and the model that comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.embedding.calibration import calibrate, corrupt, evidence
from semkg.embedding.evaluation import ranks, summarise, unseen
from semkg.embedding.fit import Sizes, Vectors, fit
from semkg.embedding.interaction import Interaction, interaction_named
from semkg.embedding.model import Model
from semkg.embedding.options import OptionChanges, Plan, TrainingOptions, make_plan
from semkg.embedding.triples import TripleIndex, Triples, as_triples, fold_of, sorted_triples, supported
from semkg.progress import Progress

ENOUGH_HELD_OUT = 200
"""Held-out triples that a calibration wants; small graphs hold out one fold after the other to get there."""

FEWEST_HELD_OUT = 8
"""With fewer triples to spare, also the last triple of an entity is held out."""

LOOKED_AT = 1000
"""Held-out triples ranked to decide when to stop."""


def train(
    triples: ArrayLike,
    model: str = "complex",
    *,
    valid: ArrayLike | None = None,
    n_entities: int | None = None,
    n_predicates: int | None = None,
    options: TrainingOptions | None = None,
    progress: Progress | None = None,
    **changes: Unpack[OptionChanges],
) -> Model:
    """Learn vectors for the entities and predicates of a graph.

    Triples are held out by a hash of their two ends. The vectors that have not seen them say when to stop, how well
    such vectors rank (``Model.metrics``), and how scores become probabilities (``Model.calibration``). Then, unless
    ``refit`` is off, a last fit of as many epochs sees all triples, and its vectors are the model's; metrics and
    calibration are those of the vectors before. Graphs with few triples hold out one fold after the other.

    The same triples in any order, with the same options, give bitwise equal vectors on one machine with one number of
    threads (as ``torch.get_num_threads()`` says). No global state is touched. An interrupt leaves nothing behind.

    Args:
        triples: ids ``(subject, predicate, object)``, shape ``(n, 3)``; duplicates count once.
        model: the scorer: ``distmult``, ``cp``, ``complex``, ``simple`` or ``quaternion``.
        valid: triples to hold out, instead of some of ``triples``; these are never trained on, and there is no refit.
        n_entities: number of entities; by default the greatest id and one.
        n_predicates: number of predicates; by default the greatest id and one.
        options: how to train.
        progress: told about epochs.
        **changes: fields of `TrainingOptions` to change, such as ``dim=100``.

    Raises:
        ValueError: an unknown model, no triples, ids out of range, or an option out of range.
        MissingExtraError: torch is not installed.
    """
    work = _Work.of(triples, model, valid, n_entities, n_predicates, options or TrainingOptions(), changes, progress)
    return work.run()


@dataclass(frozen=True, slots=True)
class _Part:
    """Triples to train on and triples held out."""

    train: Triples
    held_out: Triples


@dataclass(frozen=True, slots=True)
class _Work:
    """Everything that a training is told."""

    rows: Triples
    valid: Triples | None
    sizes: Sizes
    interaction: Interaction
    options: TrainingOptions
    plan: Plan
    progress: Progress | None

    @classmethod
    def of(
        cls,
        triples: ArrayLike,
        model: str,
        valid: ArrayLike | None,
        n_entities: int | None,
        n_predicates: int | None,
        options: TrainingOptions,
        changes: OptionChanges,
        progress: Progress | None,
    ) -> _Work:
        interaction, options = interaction_named(model), replace(options, **changes)
        options.rank(interaction)
        rows = as_triples(triples)
        if not len(rows):
            msg = "there are no triples to train on"
            raise ValueError(msg)
        both = rows if valid is None else np.concatenate((rows, as_triples(valid)))
        sizes = Sizes(n_entities or int(both[:, [0, 2]].max()) + 1, n_predicates or int(both[:, 1].max()) + 1)
        rows = sorted_triples(rows, n_entities=sizes.n_entities, n_predicates=sizes.n_predicates)
        if valid is not None:
            valid = sorted_triples(valid, n_entities=sizes.n_entities, n_predicates=sizes.n_predicates)
        plan = make_plan(options, n_triples=len(rows), n_entities=sizes.n_entities)
        return cls(rows, valid, sizes, interaction, options, plan, progress)

    def run(self) -> Model:
        parts = self.parts()
        if not parts:
            vectors = self.fit_for(self.rows, self.plan.epochs, "training")
            return self.model(self.rows, vectors, self.plan.epochs)
        index = TripleIndex.of(np.concatenate((self.rows, parts[0].held_out)), self.sizes.n_predicates)
        first = self.fit_watched(parts[0], index)
        others = [self.model(p.train, self.fit_for(p.train, first.epochs, "cross-fitting"), first.epochs) for p in parts[1:]]
        pairs = list(zip((first, *others), parts, strict=True))
        final = first
        if self.options.refit and self.valid is None:
            final = self.model(self.rows, self.fit_for(self.rows, first.epochs, "refitting on all triples"), first.epochs)
        rank = np.concatenate([ranks(model, part.held_out, index) for model, part in pairs])
        missing = sum(unseen(model, part.held_out) for model, part in pairs)
        positive = np.concatenate([evidence(model, part.held_out) for model, part in pairs])
        negative = np.concatenate([self.evidence_of_corrupted(model, part, index) for model, part in pairs])
        return replace(final, metrics=summarise(rank, unseen=missing), calibration=calibrate(positive, negative))

    def evidence_of_corrupted(self, model: Model, part: _Part, index: TripleIndex) -> NDArray[np.float64]:
        pool = np.flatnonzero(model.entity_count)
        return evidence(model, corrupt(part.held_out, index, pool, seed=self.options.seed))

    def parts(self) -> list[_Part]:
        if self.valid is not None:
            return [_Part(self.rows, self.valid)] if len(self.valid) else []
        masks = held_out_masks(self.rows, self.options)
        return [_Part(self.rows[~mask], self.rows[mask]) for mask in masks]

    def epochs(self, rows: Triples, epochs: int, stage: str) -> Iterator[Vectors]:
        plan = replace(self.plan, epochs=epochs)
        for done, vectors in enumerate(fit(rows, self.sizes, self.interaction, self.options, plan), 1):
            if self.progress is not None:
                self.progress(stage, done, epochs)
            yield vectors

    def fit_for(self, rows: Triples, epochs: int, stage: str) -> Vectors:
        vectors = None
        for vectors in self.epochs(rows, epochs, stage):
            pass
        assert vectors is not None
        return vectors

    def fit_watched(self, part: _Part, index: TripleIndex) -> Model:
        """Fit until the held-out mean reciprocal rank no longer rises; return the best model on the way."""
        if self.plan.check_every is None:
            return self.model(part.train, self.fit_for(part.train, self.plan.epochs, "training"), self.plan.epochs)
        looked_at = part.held_out[:: -(-len(part.held_out) // LOOKED_AT)]
        best, best_mrr, bad = None, -1.0, 0
        for epoch, vectors in enumerate(self.epochs(part.train, self.plan.epochs, "training"), 1):
            if epoch % self.plan.check_every and epoch < self.plan.epochs:
                continue
            candidate = self.model(part.train, vectors, epoch)
            mrr = float((1 / ranks(candidate, looked_at, index)).mean())
            bad = 0 if mrr > best_mrr else bad + 1
            if mrr > best_mrr:
                best, best_mrr = candidate, mrr
            if bad == self.plan.patience:
                break
        assert best is not None
        return best

    def model(self, rows: Triples, vectors: Vectors, epochs: int) -> Model:
        """Copy vectors into a model without metrics."""
        return Model(
            name=self.interaction.name,
            entities=vectors.entities.copy(),
            predicates=vectors.predicates.copy(),
            entity_count=np.bincount(rows[:, [0, 2]].ravel(), minlength=self.sizes.n_entities),
            predicate_count=np.bincount(rows[:, 1], minlength=self.sizes.n_predicates),
            options=self.options,
            epochs=epochs,
            metrics=None,
            calibration=None,
        )


def held_out_masks(rows: Triples, options: TrainingOptions) -> list[NDArray[np.bool_]]:
    """Return, fold by fold, which triples to hold out; as many folds as it takes to hold out enough in all."""
    if options.valid_fraction == 0 or len(rows) < 2:
        return []
    folds = round(1 / options.valid_fraction)
    fold = fold_of(rows, folds=folds, seed=options.seed)
    masks = [supported(rows, fold == number) for number in range(folds)]
    if sum(mask.sum() for mask in masks) < FEWEST_HELD_OUT:
        masks = [fold == number for number in range(folds)]
    masks = [mask for mask in masks if mask.any() and not mask.all()]
    held_out = np.cumsum([mask.sum() for mask in masks])
    return masks[: 1 + int(np.searchsorted(held_out, ENOUGH_HELD_OUT))]
