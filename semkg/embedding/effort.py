"""What a training takes, said before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from semkg.embedding.holdout import hold_out
from semkg.embedding.interaction import interaction_named
from semkg.embedding.options import TRIED_REGULARISATIONS, TrainingOptions, make_plan
from semkg.embedding.triples import TripleIndex, sorted_triples

_COPIES = 3
"""Numbers held for each number of a vector: itself, its gradient, and what Adagrad keeps of it."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What a training takes at most.

    Attributes:
        multiply_adds: products of two numbers that are added up, in all fits together.
        steps: batches, in all fits together.
        bytes: memory for vectors and for the scores of one batch.
    """

    multiply_adds: float
    steps: int
    bytes: int


def training_effort(
    triples: ArrayLike, *, model: str, n_entities: int, n_predicates: int, options: TrainingOptions
) -> Effort:
    """Count what :func:`semkg.embedding.train` would do, were no fit to stop before its last epoch.

    Args:
        triples: rows of (subject, predicate, object), integer, shape ``(n, 3)``.
        model: the name of a scorer.
        n_entities: how many entities there are.
        n_predicates: how many predicates there are.
        options: how to train.

    Raises:
        ValueError: as for the training.
    """
    options.rank(interaction_named(model))
    rows = sorted_triples(triples, n_entities=n_entities, n_predicates=n_predicates)
    queries = len(TripleIndex.of(rows, n_predicates).keys)
    plan = make_plan(options, n_queries=queries, n_entities=n_entities)
    parts = len(hold_out(rows, options))
    tries = len(TRIED_REGULARISATIONS) if parts and options.regularisation is None else 0
    fits = max(1, parts + bool(parts and options.refit))
    epochs = fits * plan.epochs + tries * (plan.trial_epochs or 0)
    return Effort(
        multiply_adds=3.0 * queries * n_entities * options.dim * epochs,
        steps=epochs * -(-queries // plan.batch_size),
        bytes=4 * (_COPIES * options.dim * (n_entities + 2 * n_predicates) + plan.batch_size * n_entities),
    )
