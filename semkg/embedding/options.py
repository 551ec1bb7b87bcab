"""What a user can choose about a training, and the choices made for those who do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from semkg.embedding.interaction import Interaction


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How to train.

    Attributes:
        dim: real numbers in an entity vector (ComplEx of rank r has ``2 * r``); a multiple of the model's blocks.
        epochs: passes over the triples. ``None`` takes as many as the size allows and stops when the held-out mean
            reciprocal rank no longer rises; a number means exactly that many.
        learning_rate: step size of Adagrad, positive.
        batch_size: examples in a step (every triple is two examples, one a side); ``None`` chooses by size.
        regularisation: weight of the N3 penalty, 0 or more.
        valid_fraction: share of the triples held out to stop, to measure and to calibrate, in [0, 0.5]; 0 holds nothing
            out, so that the model has no metrics and no plausibility.
        refit: whether a last fit sees all triples, the held-out ones too.
        seed: decides the first vectors, the order of examples, and which triples are held out.
        device: where the fit runs, as torch names it.
    """

    dim: int = 128
    epochs: int | None = None
    learning_rate: float = 0.1
    batch_size: int | None = None
    regularisation: float = 0.01
    valid_fraction: float = 0.1
    refit: bool = True
    seed: int = 0
    device: str = "cpu"

    def __post_init__(self) -> None:
        checks = (
            (self.dim >= 1, f"dim must be at least 1, not {self.dim}"),
            (self.epochs is None or self.epochs >= 1, f"epochs must be at least 1, not {self.epochs}"),
            (self.learning_rate > 0, f"learning_rate must be positive, not {self.learning_rate}"),
            (
                self.batch_size is None or self.batch_size >= 1,
                f"batch_size must be at least 1, not {self.batch_size}",
            ),
            (self.regularisation >= 0, f"regularisation must be 0 or more, not {self.regularisation}"),
            (0 <= self.valid_fraction <= 0.5, f"valid_fraction must be in [0, 0.5], not {self.valid_fraction}"),
            (self.seed >= 0, f"seed must be 0 or more, not {self.seed}"),
        )
        for holds, msg in checks:
            if not holds:
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
    regularisation: float
    valid_fraction: float
    refit: bool
    seed: int
    device: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train a graph of a given size.

    Attributes:
        batch_size: examples in a step.
        epochs: passes over the triples, at most.
        check_every: epochs between two looks at the held-out triples; ``None`` never looks.
        patience: looks without a gain after which training stops.
    """

    batch_size: int
    epochs: int
    check_every: int | None
    patience: int = 3


WORK_LIMIT = 6e11
"""Multiply-adds of all fits together when the user sets no number of epochs: some 20 s on two ordinary cores."""

MOST_EPOCHS = 150
FEWEST_EPOCHS = 6


def make_plan(options: TrainingOptions, *, n_triples: int, n_entities: int) -> Plan:
    """Choose what the options leave open, by size alone, so that the same input always gives the same plan."""
    examples = 2 * n_triples
    batch_size = options.batch_size or min(512, max(32, examples // 16))
    if options.epochs is not None:
        return Plan(batch_size, options.epochs, check_every=None)
    work = 3.0 * examples * n_entities * options.dim
    epochs = int(min(MOST_EPOCHS, max(FEWEST_EPOCHS, WORK_LIMIT / (1 + options.refit) / work)))
    return Plan(batch_size, epochs, check_every=max(1, epochs // 15))
