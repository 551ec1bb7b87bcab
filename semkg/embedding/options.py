"""What a user can choose about a training, and the choices made for those who do not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypedDict

from semkg.embedding.interaction import Interaction


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How to train.

    Attributes:
        dim: real numbers in an entity vector (ComplEx of rank r has ``2 * r``); a multiple of the model's
            blocks.
        epochs: passes over the triples. ``None`` takes as many as the size allows and stops when the held-out
            mean reciprocal rank falls; a number means exactly that many.
        learning_rate: step size of Adagrad, positive.
        batch_size: queries in a step, each with all its answers; ``None`` chooses by size.
        regularisation: weight of the N3 penalty, 0 or more. ``None`` tries a few on small graphs and takes
            the one whose vectors rank the held-out triples best.
        valid_fraction: share of the triples held out to stop, to measure and to calibrate, in [0, 0.5]; 0
            holds nothing out, so that the model has no metrics and no plausibility.
        refit: whether a last fit sees all triples, the held-out ones too.
        seed: decides the first vectors, the order of queries, and which triples are held out.
        device: where the fit runs, as torch names it. Equal vectors from run to run are promised for ``cpu``.
    """

    dim: int = 128
    epochs: int | None = None
    learning_rate: float = 0.3
    batch_size: int | None = None
    regularisation: float | None = None
    valid_fraction: float = 0.1
    refit: bool = True
    seed: int = 0
    device: str = "cpu"

    def __post_init__(self) -> None:
        checks = (
            (self.dim >= 1, "dim must be at least 1", self.dim),
            (self.epochs is None or self.epochs >= 1, "epochs must be at least 1", self.epochs),
            (0 < self.learning_rate < math.inf, "learning_rate must be positive", self.learning_rate),
            (
                self.batch_size is None or self.batch_size >= 1,
                "batch_size must be at least 1",
                self.batch_size,
            ),
            (
                self.regularisation is None or 0 <= self.regularisation < math.inf,
                "regularisation must be 0 or more",
                self.regularisation,
            ),
            (0 <= self.valid_fraction <= 0.5, "valid_fraction must be in [0, 0.5]", self.valid_fraction),
            (0 <= self.seed < 2**63, "seed must be in [0, 2**63)", self.seed),
        )
        for holds, rule, value in checks:
            if not holds:
                msg = f"{rule}, not {value}"
                raise ValueError(msg)

    def rank(self, interaction: Interaction) -> int:
        """Return the length of one block of an entity vector.

        Raises:
            ValueError: ``dim`` is no multiple of the number of blocks.
        """
        blocks = interaction.entity_blocks
        if self.dim % blocks:
            msg = f"dim must be a multiple of {blocks} for the model {interaction.name!r}, not {self.dim}"
            raise ValueError(msg)
        return self.dim // blocks


class OptionChanges(TypedDict, total=False):
    """The fields of `TrainingOptions` as keywords of `train`."""

    dim: int
    epochs: int | None
    learning_rate: float
    batch_size: int | None
    regularisation: float | None
    valid_fraction: float
    refit: bool
    seed: int
    device: str


WORK_LIMIT = 1.5e11
"""Multiply-adds of a fit when no number of epochs is set: about 5 s on one core."""

MOST_EPOCHS = 60
FEWEST_EPOCHS = 5

LOOKS = 15
"""How often the held-out triples are ranked during a fit, at most."""

PATIENCE = 3
"""Looks at a loss after which a fit stops."""

USUAL_REGULARISATION = 0.01
TRIED_REGULARISATIONS = (0.003, 0.01, 0.03, 0.1)

EPOCHS_TO_TRY = 20
"""Graphs small enough for this many epochs also try several regularisations."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train a graph of a given size.

    Attributes:
        batch_size: queries in a step.
        epochs: passes over the triples, at most.
        look_every: epochs between two looks at the held-out triples; ``None`` never looks and never stops
            early.
        trial_epochs: passes to try a regularisation with; ``None`` takes the usual one.
    """

    batch_size: int
    epochs: int
    look_every: int | None
    trial_epochs: int | None


def make_plan(options: TrainingOptions, *, n_queries: int, n_entities: int) -> Plan:
    """Choose what the options leave open, by size alone: the same input always gives the same plan."""
    batch_size = options.batch_size or min(512, max(16, math.isqrt(n_queries)))
    work = 3 * n_queries * n_entities * options.dim
    affordable = min(MOST_EPOCHS, max(FEWEST_EPOCHS, int(WORK_LIMIT / work)))
    epochs = options.epochs or affordable
    return Plan(
        batch_size=batch_size,
        epochs=epochs,
        look_every=max(1, epochs // LOOKS) if options.epochs is None else None,
        trial_epochs=max(1, epochs // 4) if affordable >= EPOCHS_TO_TRY else None,
    )
