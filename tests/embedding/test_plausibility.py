"""Probabilities, and the most plausible ends of triples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.embedding import (
    MODEL_NAMES,
    Calibration,
    Model,
    TripleIndex,
    evidence,
    plausibility,
    score,
    top_objects,
    top_subjects,
)
from semkg.embedding.calibration import IGNORANT, calibrate, corrupt, fit_curve
from semkg.embedding.scoring import score_signed
from semkg.errors import ModelError
from tests.embedding.models import family_graph, random_model


def all_triples(model: Model) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grids = np.meshgrid(
        np.arange(model.n_entities), np.arange(model.n_predicates), np.arange(model.n_entities)
    )
    return tuple(grid.ravel() for grid in grids)  # type: ignore[return-value]  # three grids from three axes


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_evidence_is_the_mean_of_both_readings(name: str) -> None:
    model = random_model(name)
    s, p, o = all_triples(model)

    backwards = score_signed(model, o, p + model.n_predicates, s)

    np.testing.assert_allclose(evidence(model, s, p, o), (score(model, s, p, o) + backwards) / 2)


def test_plausibility_rises_with_evidence_and_stays_between_0_and_1() -> None:
    model = random_model()
    triples = all_triples(model)

    order = np.argsort(evidence(model, *triples))
    values = plausibility(model, *triples)[order]

    assert (np.diff(values) >= 0).all()
    assert values[0] < values[-1]
    assert ((values > 0) & (values < 1)).all()


def test_enormous_evidence_is_still_no_certainty() -> None:
    curve = Calibration(slope=3.0, intercept=0.0, prior=0.5, positives=10**6, brier=0.0)

    values = curve.probability(np.array([-1e300, -1e9, 0.0, 1e9, 1e300]))

    assert ((values > 0) & (values < 1)).all()
    assert values[2] == 0.5


def test_few_held_out_triples_claim_little() -> None:
    curve = calibrate(np.array([5.0, 6.0]), np.array([-5.0, -6.0] * 10))

    assert curve.probability(np.array([-1e9, 1e9])).tolist() == pytest.approx([0.25, 0.75])


@pytest.mark.parametrize("ids", [(4, 0, 1), (1, 0, 4), (0, 2, 1)])
def test_a_triple_with_something_unseen_gets_the_prior(ids: tuple[int, int, int]) -> None:
    model = random_model()
    entity_count, predicate_count = model.entity_count.copy(), model.predicate_count.copy()
    entity_count[4] = predicate_count[2] = 0
    model = replace(model, entity_count=entity_count, predicate_count=predicate_count)

    assert plausibility(model, *ids).tolist() == [0.5]


def test_a_model_without_held_out_triples_refuses_plausibility() -> None:
    with pytest.raises(ModelError, match="valid_fraction=0"):
        plausibility(replace(random_model(), calibration=None), 0, 0, 1)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.2, 5), st.floats(-3, 3))
def test_the_curve_behind_examples_is_found(slope: float, intercept: float) -> None:
    x = np.linspace(-4, 4, 400)
    truth = 1 / (1 + np.exp(-(slope * x + intercept)))

    found = fit_curve(x, truth, np.ones_like(x))

    assert found == pytest.approx((slope, intercept), rel=1e-5, abs=1e-5)


def test_probabilities_are_calibrated_on_what_they_were_fitted_on() -> None:
    generator = np.random.default_rng(0)
    positive, negative = generator.normal(1.5, 1, 4000), generator.normal(0, 1, 40_000)

    curve = calibrate(positive, negative)

    for low, high in ((0.2, 0.4), (0.4, 0.6), (0.6, 0.8)):
        n_true = sum((low < curve.probability(positive)) & (curve.probability(positive) < high))
        n_false = sum((low < curve.probability(negative)) & (curve.probability(negative) < high)) / 10
        assert n_true / (n_true + n_false) == pytest.approx((low + high) / 2, abs=0.04)


def test_evidence_that_misleads_gives_the_prior() -> None:
    curve = calibrate(np.full(50, -1.0), np.full(500, 1.0))

    assert curve.slope == 0.0
    assert curve.probability(np.array([-3.0, 3.0])).tolist() == [0.5, 0.5]
    assert curve.brier == pytest.approx(0.25)


def test_without_examples_everything_gets_the_prior() -> None:
    assert calibrate(np.array([]), np.array([1.0])) == IGNORANT
    assert calibrate(np.array([1.0]), np.array([])) == IGNORANT


def test_corrupted_triples_are_never_known() -> None:
    rows = family_graph(8)
    index = TripleIndex.of(rows, 3)

    false = corrupt(rows, rows, index, seed=0)

    assert not index.contains(false).any()
    assert len(false) > 11 * len(rows)
    assert set(false[:, 1]) == set(rows[:, 1])


def test_either_end_is_corrupted_equally_often_and_half_of_the_times_by_an_entity_usual_there() -> None:
    rows = np.array([(0, 0, 1)])
    train = np.array([(2, 0, 3), (2, 0, 4), *((i, 1, i) for i in range(5, 500))])

    false = corrupt(rows, train, TripleIndex.of(rows, 2), seed=0)

    other_subject, other_object = false[false[:, 2] == 1], false[false[:, 0] == 0]
    assert [len(false), len(other_subject), len(other_object)] == [12, 6, 6]
    assert (other_subject[:, 0] == 2).sum() == 3
    assert np.isin(other_object[:, 2], [3, 4]).sum() == 3


def test_a_predicate_without_usual_ends_gets_any_entity() -> None:
    rows = np.array([(0, 1, 1)])

    false = corrupt(rows, np.array([(2, 0, 3)]), TripleIndex.of(rows, 2), seed=0)

    assert len(false) == 12
    assert set(false[:, [0, 2]].ravel()) == {0, 1, 2, 3}


def test_corrupting_a_complete_graph_ends_with_nothing() -> None:
    rows = np.array([(a, 0, b) for a in range(4) for b in range(4)])

    false = corrupt(rows, rows, TripleIndex.of(rows, 1), seed=0)

    assert false.shape == (0, 3)


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_the_best_objects_are_those_of_brute_force(name: str) -> None:
    model = random_model(name, n_entities=60)

    ids, values = top_objects(model, [3, 7], [1, 0], 5)

    for row, (s, p) in enumerate([(3, 1), (7, 0)]):
        expected = evidence(model, s, p, np.arange(60))
        np.testing.assert_array_equal(ids[row], np.argsort(-expected, kind="stable")[:5])
        np.testing.assert_array_equal(values[row], np.sort(expected)[::-1][:5])


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_the_best_subjects_are_those_of_brute_force(name: str) -> None:
    model = random_model(name, n_entities=60)

    ids, values = top_subjects(model, 2, [3], 5)

    expected = evidence(model, np.arange(60), 2, 3)
    np.testing.assert_array_equal(ids[0], np.argsort(-expected, kind="stable")[:5])
    np.testing.assert_array_equal(values[0], np.sort(expected)[::-1][:5])


def test_known_objects_are_left_out() -> None:
    model = random_model()
    best = top_objects(model, 3, 1, 12)[0][0]
    known = [(3, 1, int(best[0])), (3, 1, int(best[2])), (3, 0, int(best[1])), (4, 1, int(best[1]))]

    ids, _ = top_objects(model, 3, 1, 12, exclude=known)
    by_index, _ = top_objects(model, 3, 1, 12, exclude=TripleIndex.of(np.array(known), 3))

    np.testing.assert_array_equal(ids[0], np.delete(best, [0, 2]))
    np.testing.assert_array_equal(by_index[0], ids[0])


def test_known_subjects_are_left_out() -> None:
    model = random_model()
    best = top_subjects(model, 1, 3, 12)[0][0]

    ids, _ = top_subjects(model, 1, 3, 12, exclude=[(int(best[0]), 1, 3), (3, 1, int(best[1]))])

    np.testing.assert_array_equal(ids[0], best[1:])


def test_only_candidates_are_chosen() -> None:
    model = random_model()

    ids, _ = top_objects(model, 3, 1, 12, exclude=[(3, 1, 5)], candidates=[8, 5, 2, 8])

    assert sorted(ids[0].tolist()) == [2, 8]


def test_entities_that_training_did_not_see_are_no_candidates() -> None:
    model = random_model()
    count = model.entity_count.copy()
    count[[1, 6]] = 0

    ids, _ = top_objects(replace(model, entity_count=count), 3, 1, 12)

    assert sorted(ids[0].tolist()) == [0, 2, 3, 4, 5, 7, 8, 9, 10, 11]


def test_no_candidates_give_no_answers() -> None:
    ids, values = top_objects(random_model(), [3], 1, 5, exclude=[(3, 1, 2)], candidates=[])

    assert [len(ids[0]), len(values[0])] == [0, 0]


def test_k_below_1_is_refused() -> None:
    with pytest.raises(ValueError, match="k must be at least 1, not 0"):
        top_objects(random_model(), 0, 0, 0)
