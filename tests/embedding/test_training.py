"""Training: what it learns, that it repeats itself, and what it refuses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pytest
import torch

from semkg.embedding import (
    MODEL_NAMES,
    Model,
    TrainingOptions,
    evaluate,
    plausibility,
    score,
    top_objects,
    top_similar,
    train,
)
from semkg.embedding.options import OptionChanges, make_plan
from semkg.embedding.trainer import latest_good
from semkg.errors import MissingExtraError
from tests.embedding.models import Triples, family_graph, umls

QUICK = TrainingOptions(dim=32, epochs=12, regularisation=0.01)


@pytest.fixture
def two_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def split(rows: Triples, every: int) -> tuple[Triples, Triples]:
    """Rows to train on and every so many-th row, to ask for."""
    asked = np.arange(len(rows)) % every == 0
    return rows[~asked], rows[asked]


@pytest.mark.parametrize("name", [name for name in MODEL_NAMES if name != "distmult"])
def test_symmetric_and_inverse_predicates_are_learned(name: str) -> None:
    known, asked = split(family_graph(20), 6)

    model = train(known, name, options=QUICK, n_entities=100, n_predicates=3)

    assert evaluate(model, asked, known).mrr > 0.8


def test_a_predicate_and_its_inverse_rank_in_both_directions() -> None:
    rows = family_graph(20)
    model = train(rows, options=QUICK)

    parents, _ = top_objects(model, [1, 6, 11], 2, 1)
    children, _ = top_objects(model, [0, 5, 10], 1, 4)

    assert [found.tolist() for found in parents] == [[0], [5], [10]]
    assert [sorted(found.tolist()) for found in children] == [[1, 2, 3, 4], [6, 7, 8, 9], [11, 12, 13, 14]]


def test_members_of_a_family_are_alike() -> None:
    model = train(family_graph(20), options=QUICK)

    ids, _ = top_similar(model, [1, 52], 3)

    assert [sorted(found.tolist()) for found in ids] == [[2, 3, 4], [51, 53, 54]]


def test_missing_triples_are_more_plausible_than_false_ones() -> None:
    known, asked = split(family_graph(), 6)
    model = train(known, n_entities=300, options=QUICK)
    strangers = asked.copy()
    strangers[:, 2] = (strangers[:, 2] + 150) % 300

    true, false = plausibility(model, *asked.T), plausibility(model, *strangers.T)

    assert np.median(true) > 0.8
    assert np.median(false) < 0.2
    assert model.calibration is not None
    assert model.calibration.brier < 0.1
    assert model.metrics is not None
    assert model.metrics.mrr > 0.5


def same(a: Model, b: Model) -> bool:
    return (
        a.entities.tobytes() == b.entities.tobytes()
        and a.predicates.tobytes() == b.predicates.tobytes()
        and (a.metrics, a.calibration, a.epochs, a.options) == (b.metrics, b.calibration, b.epochs, b.options)
    )


def test_equal_input_and_seed_give_equal_bits() -> None:
    rows = family_graph(10)

    assert same(train(rows, options=QUICK), train(rows, options=QUICK))


def test_a_whole_default_training_repeats_itself() -> None:
    rows = family_graph(6)

    assert same(train(rows, dim=16), train(rows, dim=16))


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = family_graph(10)
    shuffled = np.random.default_rng(5).permutation(np.concatenate((rows, rows[:7])))

    assert same(train(rows, options=QUICK), train(shuffled, options=QUICK))


def test_another_seed_gives_other_vectors() -> None:
    rows = family_graph(8)

    assert not same(train(rows, options=QUICK), train(rows, options=QUICK, seed=1))


@pytest.mark.usefixtures("two_threads")
def test_small_steps_do_not_depend_on_the_number_of_threads() -> None:
    rows = family_graph(10)
    two = train(rows, options=QUICK)

    torch.set_num_threads(1)

    assert same(train(rows, options=QUICK), two)


@pytest.mark.usefixtures("two_threads")
def test_training_leaves_random_state_and_threads_alone() -> None:
    torch.manual_seed(1)
    np.random.seed(1)  # noqa: NPY002  # the global state is what must not move
    tiny = sys.float_info.min

    train(family_graph(8), options=QUICK)

    assert torch.rand(1).item() == torch.rand(1, generator=torch.Generator().manual_seed(1)).item()
    assert np.random.random() == np.random.RandomState(1).random()  # noqa: NPY002  # as above
    assert torch.get_num_threads() == 2
    assert tiny / 2 > 0  # denormal numbers still work
    assert float(torch.tensor(tiny, dtype=torch.float64) / 2) > 0


def test_the_input_is_not_changed() -> None:
    rows = family_graph(8)
    before = rows.copy()

    train(rows, options=QUICK)

    np.testing.assert_array_equal(rows, before)


@pytest.mark.usefixtures("two_threads")
def test_an_interrupt_is_passed_on_and_the_threads_are_given_back() -> None:
    def interrupt(stage: str, done: int, total: int | None) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(family_graph(8), options=QUICK, progress=interrupt)

    assert torch.get_num_threads() == 2
    assert same(train(family_graph(8), options=QUICK), train(family_graph(8), options=QUICK))


def test_progress_is_told_in_epochs() -> None:
    seen: list[tuple[str, int, int | None]] = []

    train(family_graph(), options=QUICK, progress=lambda *state: seen.append(state))

    assert seen == [(stage, n, 12) for stage in ("training", "training on all") for n in range(1, 13)]


def test_held_out_triples_of_the_callers_choice_are_not_trained_on() -> None:
    known, asked = split(family_graph(20), 6)
    stages = set()

    model = train(known, valid=asked, options=QUICK, progress=lambda stage, done, total: stages.add(stage))

    assert stages == {"training"}
    assert model.metrics is not None
    assert model.metrics.triples == len(asked)
    assert model.entity_count.sum() == 2 * len(known)
    assert model.metrics == evaluate(model, asked, known)


def test_a_refit_sees_all_triples_and_no_refit_only_those_that_were_not_held_out() -> None:
    rows = family_graph()

    all_of_them, some = train(rows, options=QUICK), train(rows, options=QUICK, refit=False)

    assert all_of_them.predicate_count.sum() == len(rows)
    assert some.metrics is not None
    assert some.predicate_count.sum() == len(rows) - some.metrics.triples
    assert all_of_them.metrics == some.metrics


def test_the_regularisation_is_the_one_that_ranks_best_in_a_short_fit() -> None:
    known, asked = split(family_graph(12), 6)
    short = {
        tried: train(known, valid=asked, dim=16, epochs=3, regularisation=tried).metrics
        for tried in (0.003, 0.01, 0.03, 0.1)
    }

    model = train(known, valid=asked, dim=16, epochs=12)

    mrr = {tried: metrics.mrr for tried, metrics in short.items() if metrics is not None}
    assert list(mrr.values()).count(max(mrr.values())) == 1
    assert model.options.regularisation == max(mrr, key=lambda tried: mrr[tried])


def test_the_last_good_item_is_taken_and_the_search_ends_after_some_in_vain() -> None:
    seen = []

    def value(item: int) -> float:
        seen.append(item)
        return (3.0, 1.0, 4.0, 3.98, 2.0, 3.9, 1.0, 9.0)[item]

    assert latest_good(range(8), value, patience=3) == 3
    assert seen == [0, 1, 2, 3, 4, 5, 6]


def test_a_default_training_stops_three_looks_after_the_last_good_one() -> None:
    noise = np.unique(np.random.default_rng(0).integers(0, [40, 3, 40], (400, 3)), axis=0)
    known, asked = split(noise, 4)
    seen: list[tuple[str, int]] = []

    model = train(known, valid=asked, dim=16, progress=lambda stage, done, total: seen.append((stage, done)))

    last = max(done for stage, done in seen if stage == "training")
    assert last < 60
    assert last % 4 == 0  # a look every fourth epoch
    assert last == model.epochs + 3 * 4


def test_without_held_out_triples_there_are_no_figures() -> None:
    model = train(family_graph(8), options=QUICK, valid_fraction=0)

    assert (model.metrics, model.calibration) == (None, None)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 9, 15])
@pytest.mark.parametrize("shape", ["chain", "star", "loop"])
def test_tiny_graphs_give_careful_probabilities(n: int, shape: str) -> None:
    rows = [
        (0, 0, i + 1) if shape == "star" else (i, 0, i + 1) if shape == "chain" else (i, 0, i)
        for i in range(n)
    ]

    model = train(rows)

    values = plausibility(model, *np.array(rows).T)
    assert ((values > 0) & (values < 1)).all()
    assert model.calibration is not None
    bound = (model.calibration.positives + 1) / (model.calibration.positives + 2)
    assert (values <= bound).all()
    assert np.isfinite(model.entities).all()


def test_ids_may_leave_gaps() -> None:
    model = train([(0, 0, 7), (7, 4, 2)], n_entities=20, n_predicates=6, options=QUICK)

    assert (model.n_entities, model.n_predicates) == (20, 6)
    assert np.flatnonzero(model.entity_count).tolist() == [0, 2, 7]
    assert np.flatnonzero(model.predicate_count).tolist() == [0, 4]
    assert np.isfinite(score(model, 0, 5, np.arange(20))).all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dim": 0}, "dim must be at least 1, not 0"),
        ({"epochs": 0}, "epochs must be at least 1"),
        ({"learning_rate": 0.0}, "learning_rate must be positive"),
        ({"learning_rate": float("nan")}, "learning_rate must be positive"),
        ({"batch_size": 0}, "batch_size must be at least 1"),
        ({"regularisation": -1.0}, "regularisation must be 0 or more"),
        ({"valid_fraction": 0.9}, r"valid_fraction must be in \[0, 0.5\]"),
        ({"seed": -1}, "seed must be in"),
        ({"device": "abacus"}, "device 'abacus' cannot be used"),
        ({"device": "cuda:99"}, "device 'cuda:99' cannot be used"),
    ],
)
def test_options_out_of_range_are_refused(changes: OptionChanges, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        train([(0, 0, 1)], **changes)


def test_no_triples_are_refused() -> None:
    with pytest.raises(ValueError, match="no triples to train on"):
        train([])


def test_every_option_is_a_keyword_of_train() -> None:
    assert {field.name for field in fields(TrainingOptions)} == set(OptionChanges.__annotations__)


def test_large_graphs_get_fewer_epochs_and_no_trials() -> None:
    small = make_plan(TrainingOptions(), n_queries=500, n_entities=100)
    large = make_plan(TrainingOptions(), n_queries=300_000, n_entities=15_000)

    assert small.epochs > large.epochs
    assert small.trial_epochs is not None
    assert large.trial_epochs is None


def test_importing_the_room_loads_neither_torch_nor_safetensors() -> None:
    code = "import sys; import semkg.embedding; assert not {'torch', 'safetensors'} & set(sys.modules)"

    subprocess.run([sys.executable, "-c", code], check=True)


def test_training_without_torch_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)

    with pytest.raises(MissingExtraError, match=r"training a model .*: pip install 'semkg\[embedding\]'"):
        train(family_graph(4), options=QUICK)


def test_umls_is_learned() -> None:
    data = umls()

    model = train(
        data.train,
        n_entities=data.n_entities,
        n_predicates=data.n_predicates,
        epochs=12,
        regularisation=0.01,
        refit=False,
        valid=data.valid,
    )
    metrics = evaluate(model, data.test, np.concatenate((data.train, data.valid)))

    assert metrics.mrr > 0.88
    assert metrics.hits10 > 0.98
    assert model.calibration is not None
    assert model.calibration.brier < 0.13
