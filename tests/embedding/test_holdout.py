"""Which triples are held out."""

from __future__ import annotations

import numpy as np
import pytest

from semkg.embedding import TrainingOptions
from semkg.embedding.holdout import apart, fold_of, hold_out, kin, supported
from tests.embedding.models import family_graph


def rows_of(triples: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(row) for row in triples.tolist()}


def test_inverses_and_super_properties_are_kin_and_others_are_not() -> None:
    chain = [(i, 0, i + 1) for i in range(30)]
    inverse = [(o, 1, s) for s, _, o in chain]
    above = [(s, 2, o) for s, _, o in chain] + [(i, 2, i + 40) for i in range(100)]
    apart = [(i, 3, i + 2) for i in range(30)]

    families = kin(np.array(chain + inverse + above + apart))

    assert families[0] == families[1] == families[2]
    assert families[3] != families[0]


def test_the_inverse_of_a_held_out_triple_is_held_out_with_it() -> None:
    rows = family_graph()

    part = hold_out(rows, TrainingOptions())[0]

    train = rows_of(part.train)
    assert len(part.held_out) > 20
    assert not any((o, {1: 2, 2: 1}.get(p, p), s) in train for s, p, o in part.held_out.tolist())


def test_every_entity_and_predicate_keeps_a_triple() -> None:
    rows = family_graph()

    for part in hold_out(rows, TrainingOptions()):
        assert set(part.held_out[:, [0, 2]].ravel()) <= set(part.train[:, [0, 2]].ravel())
        assert set(part.held_out[:, 1]) <= set(part.train[:, 1])


def test_a_part_loses_and_invents_no_triple() -> None:
    rows = family_graph(12)

    for part in hold_out(rows, TrainingOptions()):
        assert rows_of(part.train) | rows_of(part.held_out) == rows_of(rows)
        assert len(part.train) + len(part.held_out) == len(rows)


def test_the_parts_of_a_small_graph_hold_out_different_triples() -> None:
    rows = family_graph(12)

    parts = hold_out(rows, TrainingOptions())

    held_out = [row for part in parts for row in rows_of(part.held_out)]
    assert len(parts) > 1
    assert len(held_out) == len(set(held_out))


def test_what_is_held_out_does_not_depend_on_the_rest_of_the_rows() -> None:
    rows = family_graph(40)
    fewer = rows[len(rows) // 3 :]

    folds, folds_of_fewer = fold_of(rows, folds=10, seed=0), fold_of(fewer, folds=10, seed=0)

    np.testing.assert_array_equal(folds[len(rows) // 3 :], folds_of_fewer)


def test_another_seed_holds_out_other_triples() -> None:
    rows = family_graph()

    first, second = (hold_out(rows, TrainingOptions(seed=seed))[0] for seed in (0, 1))

    assert rows_of(first.held_out) != rows_of(second.held_out)


def test_the_share_held_out_is_about_the_one_asked_for() -> None:
    rows = family_graph(200)

    share = len(hold_out(rows, TrainingOptions(valid_fraction=0.2))[0].held_out) / len(rows)

    assert share == pytest.approx(0.2, abs=0.04)


def test_the_last_triple_of_an_entity_is_given_back() -> None:
    rows = np.array([(0, 0, 1), (1, 0, 2), (2, 0, 0), (2, 0, 3)])

    kept = supported(rows, np.array([True, False, False, True]))

    assert kept.tolist() == [True, False, False, False]


def test_what_is_known_between_the_ends_of_a_held_out_triple_is_left_out() -> None:
    known = np.array([(0, 0, 1), (1, 1, 0), (1, 0, 2), (7, 2, 7)])

    assert apart(known, np.array([(1, 2, 0), (7, 0, 7)])).tolist() == [[1, 0, 2]]
