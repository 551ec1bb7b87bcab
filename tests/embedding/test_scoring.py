"""Scores of triples and of candidates agree with each other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from semkg.embedding import MODEL_NAMES, Model, evidence, plausibility, score, score_objects, score_subjects
from semkg.embedding.scoring import score_signed
from tests.embedding.models import random_model


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_candidates_for_an_object_score_as_their_triples_do(name: str) -> None:
    model = random_model(name)

    scores = score_objects(model, [3, 7], [1, 0])

    everything = np.arange(model.n_entities)
    expected = [score(model, 3, 1, everything), score(model, 7, 0, everything)]
    np.testing.assert_allclose(scores, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_candidates_for_a_subject_score_as_the_triples_read_backwards_do(name: str) -> None:
    model = random_model(name)

    scores = score_subjects(model, 1, [3, 7])

    everything = np.arange(model.n_entities)
    backwards = np.full(model.n_entities, 1 + model.n_predicates)
    expected = [score_signed(model, np.full(model.n_entities, o), backwards, everything) for o in (3, 7)]
    np.testing.assert_allclose(scores, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("ask", [score, evidence, plausibility])
def test_the_value_of_a_triple_does_not_depend_on_the_batch(ask: Callable[..., np.ndarray]) -> None:
    model = random_model(n_entities=200, rank=64)
    s, p, o = (np.random.default_rng(1).integers(0, high, 500) for high in (200, 3, 200))

    together = ask(model, s, p, o)

    alone = [ask(model, *row)[0] for row in zip(s, p, o, strict=True)]
    np.testing.assert_array_equal(together, alone)


def test_many_triples_are_scored_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_model()
    o = np.arange(model.n_entities)
    whole = score(model, 0, 1, o)

    monkeypatch.setattr("semkg.embedding.scoring.ROWS_AT_ONCE", 5)

    np.testing.assert_array_equal(score(model, 0, 1, o), whole)


def test_no_triples_have_no_scores() -> None:
    model = random_model()

    assert score(model, [], [], []).shape == (0,)
    assert plausibility(model, [], [], []).shape == (0,)


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ((12, 0, 0), "subject id 12 is outside 0 .. 11"),
        ((0, 3, 0), "predicate id 3 is outside 0 .. 2"),
        ((0, 0, -1), "object id -1 is outside"),
        ((0.0, 0, 0), "subject ids must be a flat list of integers"),
        (([[0]], 0, 0), "subject ids must be a flat list of integers"),
    ],
)
def test_an_id_that_the_model_lacks_is_refused(ids: tuple[int, int, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        score(random_model(), *ids)


def test_a_model_cannot_be_changed() -> None:
    model: Model = random_model()

    with pytest.raises(ValueError, match="read-only"):
        model.entities[0, 0] = 1.0
