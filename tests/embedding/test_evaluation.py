"""Filtered ranking against a ranking by brute force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.embedding import Model, evaluate, score_objects, score_subjects
from tests.embedding.models import random_model

Row = tuple[int, int, int]
ROWS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 2), st.integers(0, 11)), min_size=1, max_size=30)


def brute_force_ranks(model: Model, test: set[Row], known: set[Row]) -> list[float]:
    """One candidate at a time, as the protocol is told."""
    true = test | known
    ranks = []
    for s, p, o in sorted(test):
        by_object, by_subject = score_objects(model, s, p)[0], score_subjects(model, p, o)[0]
        others = [by_object[e] for e in range(model.n_entities) if (s, p, e) not in true]
        ranks.append(1 + sum(x > by_object[o] for x in others) + sum(x == by_object[o] for x in others) / 2)
        others = [by_subject[e] for e in range(model.n_entities) if (e, p, o) not in true]
        ranks.append(1 + sum(x > by_subject[s] for x in others) + sum(x == by_subject[s] for x in others) / 2)
    return [float(rank) for rank in ranks]


def whole_numbers(model: Model) -> Model:
    """The same model with vectors of few distinct whole numbers, so that scores are exact and often equal."""
    return replace(model, entities=np.sign(model.entities), predicates=np.sign(model.predicates))


@settings(max_examples=40, deadline=None)
@given(ROWS, ROWS, st.integers(0, 5))
def test_the_figures_are_those_of_brute_force(test: list[Row], known: list[Row], seed: int) -> None:
    model = whole_numbers(random_model(rank=2, seed=seed))

    metrics = evaluate(model, test, known)

    ranks = np.array(brute_force_ranks(model, set(test), set(known)))
    assert metrics.mrr == pytest.approx((1 / ranks).mean())
    assert metrics.mean_rank == pytest.approx(ranks.mean())
    assert (metrics.hits1, metrics.hits3, metrics.hits10) == pytest.approx(
        [(ranks <= k).mean() for k in (1, 3, 10)]
    )
    assert metrics.triples == len(set(test))


def test_a_model_that_cannot_tell_entities_apart_ranks_in_the_middle() -> None:
    model = random_model(n_entities=9)
    model = replace(model, entities=np.zeros_like(model.entities))

    metrics = evaluate(model, [(0, 0, 1)], [])

    assert metrics.mean_rank == 5.0
    assert metrics.mrr == pytest.approx(1 / 5)


def test_batches_do_not_change_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_model(n_entities=30)
    test = [(s, s % 3, (7 * s + 1) % 30) for s in range(30)]
    whole = evaluate(model, test, [])

    monkeypatch.setattr("semkg.embedding.scoring.SCORES_AT_ONCE", 30 * 4)

    assert evaluate(model, test, []) == whole


def test_unseen_entities_are_ranked_and_counted() -> None:
    model = random_model()
    count = model.entity_count.copy()
    count[[4, 5]] = 0
    model = replace(model, entity_count=count)

    metrics = evaluate(model, [(0, 0, 1), (4, 0, 1), (1, 0, 5), (4, 1, 5)], [])

    assert metrics.triples == 4
    assert metrics.unseen == 3


def test_figures_have_their_usual_names() -> None:
    metrics = evaluate(random_model(), [(0, 0, 1)], [])

    assert set(metrics.as_dict()) == {"mrr", "hits@1", "hits@3", "hits@10", "mean_rank", "triples", "unseen"}


def test_nothing_to_rank_is_refused() -> None:
    with pytest.raises(ValueError, match="no test triples"):
        evaluate(random_model(), [], [(0, 0, 1)])


def test_a_test_triple_that_the_model_cannot_know_is_refused() -> None:
    with pytest.raises(ValueError, match="entity id 99 is outside"):
        evaluate(random_model(), [(0, 0, 99)], [])
