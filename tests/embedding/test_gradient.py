"""The gradient by hand against autograd."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from semkg.embedding import MODEL_NAMES
from semkg.embedding.batches import Batch, Queries
from semkg.embedding.fit import FitSettings, Table, collect_gradient, step
from semkg.embedding.interaction import contract, interaction_named
from semkg.embedding.softmax import softmax_gradient
from semkg.embedding.triples import both_directions


def settings_for(name: str, *, regularisation: float = 0.3) -> FitSettings:
    return FitSettings(
        interaction=interaction_named(name),
        n_entities=9,
        n_predicates=2,
        rank=4,
        epochs=1,
        batch_size=6,
        learning_rate=0.1,
        regularisation=regularisation,
        seed=0,
        device="cpu",
    )


def tables(settings: FitSettings) -> tuple[Table, Table]:
    generator = torch.Generator().manual_seed(3)
    interaction = settings.interaction
    entities = Table(settings.n_entities, interaction.entity_blocks, settings, generator)
    predicates = Table(2 * settings.n_predicates, interaction.predicate_blocks, settings, generator)
    for table in (entities, predicates):
        table.rows.mul_(80)  # far from 0, where the softmax is nearly even and hides errors
    return entities, predicates


TRIPLES = np.array([(0, 0, 1), (0, 0, 2), (0, 0, 7), (1, 1, 0), (5, 0, 5), (8, 1, 0)])


def whole_batch(settings: FitSettings) -> Batch:
    queries = Queries.of(TRIPLES, settings.n_predicates, "cpu")
    [batch] = queries.batches(torch.arange(len(queries)), size=100)
    return batch


def loss(
    entities: torch.Tensor, predicates: torch.Tensor, settings: FitSettings, batch: Batch
) -> torch.Tensor:
    """The loss as one writes it down, one answer at a time: cross-entropy, and the cubes of the moduli."""
    interaction = settings.interaction
    s, p, o = batch.s[batch.row], batch.p[batch.row], batch.o
    left = entities[s].view(len(s), interaction.entity_blocks, -1)
    right = predicates[p].view(len(s), interaction.predicate_blocks, -1)
    query = torch.stack(
        [
            sum(
                (left[:, i] * right[:, j] * weight for i, j, k, weight in interaction.omega if k == block),
                start=torch.zeros_like(left[:, 0]),
            )
            for block in range(interaction.entity_blocks)
        ],
        dim=1,
    )
    cross_entropy = torch.nn.functional.cross_entropy(query.flatten(1) @ entities.T, o, reduction="sum")
    factors = (left, right, entities[o].view(len(s), interaction.entity_blocks, -1))
    penalty = sum((modulus(x, one_number=interaction.one_number) ** 3).sum() for x in factors)
    return cross_entropy + settings.regularisation * penalty


def modulus(x: torch.Tensor, *, one_number: bool) -> torch.Tensor:
    return x.norm(dim=1) if one_number else x.abs()


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_the_gradient_of_a_batch_is_that_of_autograd(name: str) -> None:
    settings = settings_for(name)
    entities, predicates = tables(settings)
    by_entities = entities.rows.double().requires_grad_()
    by_predicates = predicates.rows.double().requires_grad_()
    value = loss(by_entities, by_predicates, settings, whole_batch(settings))
    expected = torch.autograd.grad(value, (by_entities, by_predicates))

    collect_gradient(whole_batch(settings), entities, predicates, settings)

    for table, by_autograd in zip((entities, predicates), expected, strict=True):
        torch.testing.assert_close(table.grad.double(), by_autograd, rtol=2e-4, atol=2e-4)


@pytest.mark.parametrize("columns", [1, 3, 7, 10, 11, 100])
def test_two_passes_over_a_few_columns_give_the_gradient_of_one_pass_over_all(columns: int) -> None:
    generator = torch.Generator().manual_seed(0)
    query, objects = (torch.randn((n, 6), generator=generator, dtype=torch.float64) for n in (5, 11))
    answers = (torch.tensor([0, 0, 0, 1, 3, 4, 4]), torch.tensor([0, 5, 10, 3, 3, 9, 10]))
    whole, parts = torch.zeros_like(objects), torch.zeros_like(objects)

    by_query = softmax_gradient(query, objects, answers, whole, columns=11)
    by_query_in_parts = softmax_gradient(query, objects, answers, parts, columns=columns)

    torch.testing.assert_close(by_query_in_parts, by_query)
    torch.testing.assert_close(parts, whole)


@pytest.mark.parametrize("columns", [3, 100])
def test_what_is_hidden_is_no_candidate(columns: int) -> None:
    generator = torch.Generator().manual_seed(0)
    query, objects = (torch.randn((n, 6), generator=generator, dtype=torch.float64) for n in (3, 11))
    rows, ids = torch.tensor([0, 0, 2]), torch.tensor([0, 5, 10])
    hidden = torch.tensor([0, 0, 1]), torch.tensor([3, 7, 10])
    by_query, by_objects = query.clone().requires_grad_(), objects.clone().requires_grad_()
    mask = torch.zeros((3, 11), dtype=torch.float64).index_put(hidden, torch.tensor(-torch.inf).double())
    loss = torch.nn.functional.cross_entropy((by_query @ by_objects.T + mask)[rows], ids, reduction="sum")
    expected = torch.autograd.grad(loss, (by_query, by_objects))
    grad = torch.zeros_like(objects)

    found = softmax_gradient(query, objects, (rows, ids), grad, columns=columns, hidden=hidden)

    torch.testing.assert_close((found, grad), expected)


def test_what_is_known_but_not_learned_is_hidden_from_its_queries() -> None:
    known = np.array([(0, 0, 1), (0, 0, 4), (3, 1, 0), (8, 1, 3)])
    queries = Queries.of(TRIPLES, 2, "cpu", known)

    [batch] = queries.batches(torch.arange(len(queries)), size=100)

    assert batch.hidden is not None
    rows, entities = batch.hidden
    hidden = zip(batch.s[rows].tolist(), batch.p[rows].tolist(), entities.tolist(), strict=True)
    assert sorted(hidden) == [(0, 0, 4), (0, 3, 3), (8, 1, 3)]


@pytest.mark.parametrize("columns", [2, 7])
def test_very_unlikely_candidates_leave_no_denormal_numbers(columns: int) -> None:
    logits = torch.tensor([[0.0, -50.0, -86.0, -90.0, -95.0, -100.0, -1e30]])
    objects, grad = logits.T.contiguous(), torch.zeros((7, 1))
    answer = (torch.tensor([0]), torch.tensor([1]))

    by_query = softmax_gradient(torch.ones((1, 1)), objects, answer, grad, columns=columns)

    for gradient in (by_query, grad):
        assert gradient.isfinite().all()
        assert not ((gradient != 0) & (gradient.abs() < np.finfo(np.float32).tiny)).any()


def test_an_epoch_takes_the_steps_of_adagrad() -> None:
    settings = settings_for("complex")
    entities, predicates = tables(settings)
    parameters = [table.rows.clone().requires_grad_() for table in (entities, predicates)]
    adagrad = torch.optim.Adagrad(parameters, lr=settings.learning_rate)

    for batch in Queries.of(TRIPLES, settings.n_predicates, "cpu").batches(torch.arange(8), size=3):
        step(batch, entities, predicates, settings)
        adagrad.zero_grad()
        torch.autograd.backward(loss(parameters[0], parameters[1], settings, batch) / len(batch.o))
        adagrad.step()

    for table, parameter in zip((entities, predicates), parameters, strict=True):
        torch.testing.assert_close(table.rows, parameter.detach(), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_a_contraction_adds_to_what_is_there(name: str) -> None:
    interaction = interaction_named(name)
    left = np.ones((2, interaction.entity_blocks, 3))
    right = np.ones((2, interaction.predicate_blocks, 3))

    fresh = contract(interaction.to_object, left, right, np.zeros_like(left))
    added = contract(interaction.to_object, left, right, np.full_like(left, 7.0))

    np.testing.assert_array_equal(added, fresh + 7.0)


def test_batches_hold_every_answer_once() -> None:
    queries = Queries.of(TRIPLES, 2, "cpu")
    order = torch.randperm(len(queries), generator=torch.Generator().manual_seed(1))

    seen = [
        row
        for batch in queries.batches(order, size=3)
        for row in zip(
            batch.s[batch.row].tolist(), batch.p[batch.row].tolist(), batch.o.tolist(), strict=True
        )
    ]

    assert sorted(seen) == sorted(map(tuple, both_directions(TRIPLES, 2).tolist()))
