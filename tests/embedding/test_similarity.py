"""Cosines and nearest entities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.embedding import Model, cosine, top_similar
from semkg.embedding.top import best_of, rounding_slack
from tests.embedding.models import random_model


def with_copies(model: Model) -> Model:
    """A model in which every third vector is a copy of the first one."""
    entities = model.entities.copy()
    entities[::3] = entities[0]
    return replace(model, entities=entities)


def test_the_cosine_is_that_of_the_textbook() -> None:
    model = random_model()
    a, b = model.entities[3].astype(float), model.entities[5].astype(float)

    value = cosine(model, 3, 5)[0]

    assert value == pytest.approx(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 11), st.integers(0, 11))
def test_the_cosine_is_symmetric_and_within_its_range(a: int, b: int) -> None:
    model = random_model()

    assert cosine(model, a, b) == cosine(model, b, a)
    assert -1 <= cosine(model, a, b)[0] <= 1
    assert cosine(model, a, a)[0] == pytest.approx(1)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 70), st.integers(0, 20))
def test_the_nearest_are_those_of_brute_force_with_ties_by_id(k: int, seed: int) -> None:
    model = with_copies(random_model(n_entities=60, seed=seed))

    ids, cosines = top_similar(model, [0, 7], k)

    for row, node in enumerate((0, 7)):
        values = cosine(model, node, np.arange(60))
        values[node] = -np.inf
        expected = np.argsort(-values, kind="stable")[: min(k, 59)]
        np.testing.assert_array_equal(ids[row], expected)
        np.testing.assert_array_equal(cosines[row], values[expected])


def test_a_node_is_never_its_own_neighbour() -> None:
    ids, _ = top_similar(random_model(), np.arange(12), 50)

    assert all(node not in found.tolist() and len(found) == 11 for node, found in enumerate(ids))


def test_those_below_the_least_cosine_are_left_out() -> None:
    model = random_model()

    ids, cosines = top_similar(model, 2, 50, least=0.1)

    values = cosine(model, 2, np.arange(12))
    assert sorted(ids[0].tolist()) == [i for i in range(12) if i != 2 and values[i] >= 0.1]
    assert (cosines[0] >= 0.1).all()


def test_only_candidates_are_neighbours() -> None:
    ids, _ = top_similar(random_model(), [2, 9], 50, candidates=[9, 4, 2])

    assert [sorted(found.tolist()) for found in ids] == [[4, 9], [2, 4]]


def test_a_vector_of_length_0_is_like_nothing() -> None:
    model = random_model()
    entities = model.entities.copy()
    entities[4] = 0
    model = replace(model, entities=entities)

    ids, cosines = top_similar(model, 4, 3)

    assert cosine(model, 4, 5)[0] == 0.0
    assert ids[0].tolist() == [0, 1, 2]
    assert cosines[0].tolist() == [0.0, 0.0, 0.0]


def test_a_single_entity_has_no_neighbours() -> None:
    ids, cosines = top_similar(random_model(n_entities=1), 0, 3)

    assert [len(ids[0]), len(cosines[0])] == [0, 0]


def test_many_nodes_are_answered_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_model(n_entities=40)
    whole = top_similar(model, np.arange(40), 3)

    monkeypatch.setattr("semkg.embedding.similarity.VALUES_AT_ONCE", 40 * 7)
    parts = top_similar(model, np.arange(40), 3)

    np.testing.assert_array_equal(parts[0], whole[0])
    np.testing.assert_array_equal(parts[1], whole[1])


def test_what_rounding_hides_is_found_by_exact_values() -> None:
    rough = np.array([0.5, 0.6, 0.59, 0.1], dtype=np.float32)
    exact = np.array([0.5, 0.6, 0.601, 0.1])

    ids, values = best_of(rough, np.array([10, 11, 12, 13]), lambda ids: exact[ids - 10], 1, slack=0.05)

    assert ids.tolist() == [12]
    assert values.tolist() == [0.601]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 200))
def test_products_in_single_precision_are_within_the_slack(seed: int, dim: int) -> None:
    generator = np.random.default_rng(seed)
    left, right = (generator.normal(size=(20, dim)).astype(np.float32) for _ in range(2))

    error = np.abs(left @ right.T - left.astype(np.float64) @ right.T.astype(np.float64)).max()

    assert 2 * error <= rounding_slack(left, right)
