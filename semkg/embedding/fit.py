"""One fit: vectors that start at random and follow the gradient, epoch by epoch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from semkg.embedding.batches import Batch, Queries
from semkg.embedding.extra import load_torch
from semkg.embedding.interaction import Interaction, contract
from semkg.embedding.softmax import softmax_gradient
from semkg.embedding.triples import Triples

if TYPE_CHECKING:
    import torch

FIRST_SCALE = 1e-2
"""Spread of the first random vectors; small, so that no early score is sure of itself."""

LOGITS_AT_ONCE = 2**25
"""Scores held at a time (128 MB in single precision); larger graphs are worked through in columns."""

ONE_THREAD = 2**28
"""Multiply-adds of a step below which one thread does it: on a busy machine several wait for each other."""


@dataclass(frozen=True, slots=True)
class FitSettings:
    """Everything but the triples that decides the outcome of a fit.

    Attributes:
        interaction: the scorer.
        n_entities: number of entities.
        n_predicates: number of predicates.
        rank: length of one block of a vector.
        epochs: passes over the triples.
        batch_size: queries in a step, each with all its answers.
        learning_rate: step size of Adagrad.
        regularisation: weight of the N3 penalty.
        seed: decides the first vectors and the order of queries.
        device: where it runs.
    """

    interaction: Interaction
    n_entities: int
    n_predicates: int
    rank: int
    epochs: int
    batch_size: int
    learning_rate: float
    regularisation: float
    seed: int
    device: str


@dataclass(frozen=True, slots=True)
class Vectors:
    """What a fit has learned so far.

    Attributes:
        entities: shape ``(n_entities, entity_blocks * rank)``, float32.
        predicates: shape ``(2 * n_predicates, predicate_blocks * rank)``, float32; the second half reads
            backwards.
    """

    entities: NDArray[np.float32]
    predicates: NDArray[np.float32]


def fit(triples: Triples, settings: FitSettings, known: Triples | None = None) -> Iterator[Vectors]:
    """Yield the vectors after each epoch.

    Triples of ``known`` are neither learned nor unlearned: their ends are left out where right answers are told from
    all others.

    Equal arguments give bitwise equal vectors on one machine with one number of threads: random numbers come
    from a generator of this fit alone, and every sum has a fixed order. Steps so small that they run on one
    thread do not depend on the number of threads either.
    """
    torch = load_torch()
    generator = torch.Generator().manual_seed(settings.seed)
    entities = Table(settings.n_entities, settings.interaction.entity_blocks, settings, generator)
    predicates = Table(2 * settings.n_predicates, settings.interaction.predicate_blocks, settings, generator)
    queries = Queries.of(triples, settings.n_predicates, settings.device, known)
    for _ in range(settings.epochs):
        order = torch.randperm(len(queries), generator=generator)
        with _few_threads(settings):
            for batch in queries.batches(order, settings.batch_size):
                step(batch, entities, predicates, settings)
        yield Vectors(entities.as_numpy(), predicates.as_numpy())


@contextmanager
def _few_threads(settings: FitSettings) -> Iterator[None]:
    """Let small steps run on one thread, and give the threads back afterwards."""
    torch = load_torch()
    before = torch.get_num_threads()
    width = settings.interaction.entity_blocks * settings.rank
    try:
        if settings.batch_size * settings.n_entities * width < ONE_THREAD:
            torch.set_num_threads(1)
        yield
    finally:
        torch.set_num_threads(before)


class Table:
    """Vectors with their gradient and the state of Adagrad beside them, all changed in place."""

    def __init__(self, n: int, blocks: int, settings: FitSettings, generator: torch.Generator) -> None:
        torch = load_torch()
        first = torch.randn((n, blocks * settings.rank), generator=generator) * FIRST_SCALE
        self.rows = first.to(settings.device)
        self.blocks = blocks
        self.squares = torch.zeros_like(self.rows)
        self.grad = torch.zeros_like(self.rows)

    def take(self, ids: torch.Tensor) -> torch.Tensor:
        """Return a copy of some rows, shape ``(batch, blocks, rank)``."""
        rows: torch.Tensor = self.rows.index_select(0, ids)
        return rows.view(len(ids), self.blocks, -1)

    def collect(self, ids: torch.Tensor, grad: torch.Tensor) -> None:
        """Add to the gradient of some rows."""
        self.grad.index_add_(0, ids, grad.flatten(1))

    def update(self, learning_rate: float, scale: float) -> None:
        """Take a step of Adagrad (Duchi et al. 2011) with the gradient collected so far, times ``scale``."""
        self.grad.mul_(scale)
        self.squares.addcmul_(self.grad, self.grad)
        self.rows.addcdiv_(self.grad, self.squares.sqrt().add_(1e-10), value=-learning_rate)
        self.grad.zero_()

    def as_numpy(self) -> NDArray[np.float32]:
        """Return a copy of the rows."""
        rows: NDArray[np.float32] = self.rows.cpu().numpy().copy()
        return rows


def step(batch: Batch, entities: Table, predicates: Table, settings: FitSettings) -> None:
    """Follow the gradient of the mean loss of the answers in a batch."""
    collect_gradient(batch, entities, predicates, settings)
    entities.update(settings.learning_rate, 1 / len(batch.o))
    predicates.update(settings.learning_rate, 1 / len(batch.o))


def collect_gradient(batch: Batch, entities: Table, predicates: Table, settings: FitSettings) -> None:
    """Add the gradient of the loss of a batch, summed over its answers, to the tables.

    The loss of an answer (s, p, o) is the softmax cross-entropy of o among all entities plus the N3 penalty on s, p
    and o (Lacroix et al. 2018).
    """
    omega, s, p = settings.interaction, entities.take(batch.s), predicates.take(batch.p)
    query = contract(omega.to_object, s, p, s.new_zeros(s.shape)).flatten(1)
    columns = max(1, LOGITS_AT_ONCE // len(query))
    answers = (batch.row, batch.o)
    gradient = softmax_gradient(
        query, entities.rows, answers, entities.grad, columns=columns, hidden=batch.hidden
    )
    by_query = gradient.view_as(s)
    count = batch.row.bincount(minlength=len(query))
    entities.collect(batch.s, contract(omega.to_subject, by_query, p, _n3_gradient(s, count, settings)))
    predicates.collect(batch.p, contract(omega.to_predicate, s, by_query, _n3_gradient(p, count, settings)))
    count = batch.o.bincount(minlength=settings.n_entities)
    once = count.nonzero().squeeze(1)
    entities.collect(once, _n3_gradient(entities.take(once), count[once], settings))


def _n3_gradient(x: torch.Tensor, count: torch.Tensor, settings: FitSettings) -> torch.Tensor:
    """Return the gradient of ``regularisation * count * sum |x|**3``, where |x| is the modulus of each number."""
    modulus = (x * x).sum(dim=1, keepdim=True).sqrt_() if settings.interaction.one_number else x.abs()
    return x * modulus * (3 * settings.regularisation * count).view(-1, 1, 1)
