"""What a training returns: values, never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.embedding.interaction import Interaction, interaction_named
from semkg.embedding.options import TrainingOptions


@dataclass(frozen=True, slots=True)
class Metrics:
    """How well the right ends of test triples rank among all entities, known other answers left out.

    Every triple is asked both ways, for its object and for its subject. Equal scores share their mean rank.

    Attributes:
        mrr: mean of 1 / rank, in (0, 1].
        hits1: share of ranks up to 1.
        hits3: share of ranks up to 3.
        hits10: share of ranks up to 10.
        mean_rank: mean rank, at least 1.
        triples: number of test triples; none is left out.
        unseen: how many of them hold an entity or predicate that no training triple has.
    """

    mrr: float
    hits1: float
    hits3: float
    hits10: float
    mean_rank: float
    triples: int
    unseen: int

    def as_dict(self) -> dict[str, float]:
        """Return the figures under their usual names, such as ``hits@10``."""
        return {
            "mrr": self.mrr,
            "hits@1": self.hits1,
            "hits@3": self.hits3,
            "hits@10": self.hits10,
            "mean_rank": self.mean_rank,
            "triples": self.triples,
            "unseen": self.unseen,
        }


@dataclass(frozen=True, slots=True)
class Calibration:
    """How evidence becomes probability: a logistic curve (Platt 1999) fitted on held-out triples.

    Attributes:
        slope: of the curve; 0 or more, so that more evidence is never less plausible.
        intercept: shifts the curve.
        prior: share of true triples among those that the curve was fitted on.
        positives: true triples that it was fitted on; n of them claim no more than ``(n + 1) / (n + 2)``.
        brier: mean squared error of the probabilities on the same triples, true ones and corrupted ones
            weighing the same; 0.25 is what guessing gives.
    """

    slope: float
    intercept: float
    prior: float
    positives: int
    brier: float

    def probability(self, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of triples with this evidence, of the same shape, in (0, 1)."""
        least = 1 / (self.positives + 2)
        return least + (1 - 2 * least) * sigmoid(self.slope * evidence + self.intercept)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Trained vectors.

    Attributes:
        name: the scorer, such as ``complex``.
        entities: shape ``(n_entities, options.dim)``, float32, read-only.
        predicates: shape ``(2 * n_predicates, predicate dim)``, float32, read-only; row ``p + n_predicates``
            reads predicate p backwards.
        entity_count: training triples of each entity, shape ``(n_entities,)``; 0 is an entity that was never
            seen.
        predicate_count: training triples of each predicate, shape ``(n_predicates,)``.
        options: how it was trained.
        epochs: passes over the triples that the final vectors took.
        metrics: ranking of the held-out triples, by vectors that had not seen them; ``None`` if none were
            held out.
        calibration: ``None`` if no triple was to be held out.
    """

    name: str
    entities: NDArray[np.float32]
    predicates: NDArray[np.float32]
    entity_count: NDArray[np.int64]
    predicate_count: NDArray[np.int64]
    options: TrainingOptions
    epochs: int
    metrics: Metrics | None
    calibration: Calibration | None

    def __post_init__(self) -> None:
        for array in (self.entities, self.predicates, self.entity_count, self.predicate_count):
            array.setflags(write=False)

    @property
    def interaction(self) -> Interaction:
        """The table behind the scorer."""
        return interaction_named(self.name)

    @property
    def n_entities(self) -> int:
        """Number of entities."""
        return len(self.entities)

    @property
    def n_predicates(self) -> int:
        """Number of predicates."""
        return len(self.predicate_count)

    def reverse(self, p: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of ``predicates`` that read these rows the other way."""
        return (p + self.n_predicates) % (2 * self.n_predicates)

    @property
    def rank(self) -> int:
        """Length of one block of a vector."""
        return self.options.rank(self.interaction)


def sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``1 / (1 + exp(-x))``; exponents are kept where they do not overflow."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -700.0, 700.0))))
