"""One fit: vectors that start at random and follow the gradient, epoch by epoch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from semkg.embedding.extra import load_torch
from semkg.embedding.interaction import Interaction, contract
from semkg.embedding.options import Plan, TrainingOptions
from semkg.embedding.softmax import softmax_gradient
from semkg.embedding.triples import Triples, both_directions

if TYPE_CHECKING:
    import torch

FIRST_SCALE = 1e-2
"""Spread of the first random vectors; small, so that no early score is sure of itself."""

LOGITS_AT_ONCE = 2**25
"""Scores held at a time (128 MB in single precision); larger graphs are worked through in columns."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """What a fit has learned.

    Attributes:
        entities: shape ``(n_entities, entity_blocks * rank)``, float32.
        predicates: shape ``(2 * n_predicates, predicate_blocks * rank)``, float32; the second half reads backwards.
    """

    entities: NDArray[np.float32]
    predicates: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many entities and predicates there are."""

    n_entities: int
    n_predicates: int


def fit(
    triples: Triples, sizes: Sizes, interaction: Interaction, options: TrainingOptions, plan: Plan
) -> Iterator[Vectors]:
    """Yield the vectors after each epoch: views that the next epoch changes, so copy what you keep.

    Equal arguments give bitwise equal vectors on one machine with one number of threads: random numbers come from a
    generator of this fit alone, and every sum has a fixed order. Other numbers of threads may round differently.
    """
    torch = load_torch()
    generator = torch.Generator().manual_seed(options.seed)
    rank = options.rank(interaction)
    entities = _Table(sizes.n_entities, interaction.entity_blocks, rank, generator, options)
    predicates = _Table(2 * sizes.n_predicates, interaction.predicate_blocks, rank, generator, options)
    examples = torch.from_numpy(both_directions(triples, sizes.n_predicates))
    for _ in range(plan.epochs):
        order = torch.randperm(len(examples), generator=generator)
        for batch in examples[order].to(options.device).split(plan.batch_size):
            _step(batch, entities, predicates, interaction, options)
        yield Vectors(entities.as_numpy(), predicates.as_numpy())


class _Table:
    """Vectors with the state of row-wise Adagrad beside them, all changed in place."""

    def __init__(
        self, n: int, blocks: int, rank: int, generator: torch.Generator, options: TrainingOptions
    ) -> None:
        torch = load_torch()
        first = torch.randn((n, blocks * rank), generator=generator) * FIRST_SCALE
        self.rows = first.to(options.device)
        self.blocks = blocks
        self.squares = torch.zeros_like(self.rows)
        self.grad = torch.zeros_like(self.rows)
        self.learning_rate = options.learning_rate

    def take(self, ids: torch.Tensor) -> torch.Tensor:
        """Return a copy of some rows, shape ``(batch, blocks, rank)``."""
        return self.rows.index_select(0, ids).unflatten(1, (self.blocks, -1))

    def collect(self, ids: torch.Tensor, grad: torch.Tensor) -> None:
        """Add to the gradient of some rows."""
        self.grad.index_add_(0, ids, grad.flatten(1))

    def update(self, scale: float) -> None:
        """Take one Adagrad step (Duchi et al. 2011) with the gradient collected so far, times ``scale``."""
        self.grad *= scale
        self.squares.addcmul_(self.grad, self.grad)
        self.rows.addcdiv_(self.grad, self.squares.sqrt().add_(1e-10), value=-self.learning_rate)
        self.grad.zero_()

    def as_numpy(self) -> NDArray[np.float32]:
        rows: NDArray[np.float32] = self.rows.cpu().numpy()
        return rows


def _step(
    batch: torch.Tensor, entities: _Table, predicates: _Table, interaction: Interaction, options: TrainingOptions
) -> None:
    """Follow the gradient of one batch; its loss is the mean over the examples."""
    s_ids, p_ids, o_ids = batch.unbind(1)
    s, p = entities.take(s_ids), predicates.take(p_ids)
    query = contract(interaction.to_object, s, p, s.new_zeros(s.shape))
    by_query = softmax_gradient(
        query.flatten(1), entities.rows, o_ids, entities.grad, columns=max(1, LOGITS_AT_ONCE // len(batch))
    ).unflatten(1, (entities.blocks, -1))
    penalty = _n3(interaction, options.regularisation)
    by_s = contract(interaction.to_subject, by_query, p, penalty(s))
    by_p = contract(interaction.to_predicate, s, by_query, penalty(p))
    entities.collect(s_ids, by_s)
    entities.collect(o_ids, penalty(entities.take(o_ids)))
    predicates.collect(p_ids, by_p)
    entities.update(1 / len(batch))
    predicates.update(1 / len(batch))


@dataclass(frozen=True, slots=True)
class _Penalty:
    """The gradient of ``weight * sum |x|**3``, where |x| is the modulus of each number (Lacroix et al. 2018)."""

    weight: float
    one_number: bool

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        modulus = x.square().sum(dim=1, keepdim=True).sqrt_() if self.one_number else x.abs()
        return x * modulus * (3 * self.weight)


def _n3(interaction: Interaction, weight: float) -> _Penalty:
    return _Penalty(weight, interaction.one_number)
