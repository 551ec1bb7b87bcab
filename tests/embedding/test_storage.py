"""Models as files."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from semkg.embedding import MODEL_NAMES, Metrics, TrainingOptions, load, save
from semkg.errors import MissingExtraError, ModelError
from tests.embedding.models import random_model

METRICS = Metrics(mrr=1 / 3, hits1=0.1, hits3=0.2, hits10=0.7, mean_rank=3.25, triples=10, unseen=1)


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_a_model_comes_back_bit_by_bit(tmp_path: Path, name: str) -> None:
    model = replace(random_model(name), metrics=METRICS)
    path = tmp_path / "model.safetensors"

    save(model, path, {"epoch": "7", "names": "a\nb \u00e9"})
    back, notes = load(path)

    assert notes == {"epoch": "7", "names": "a\nb \u00e9"}
    for array in ("entities", "predicates", "entity_count", "predicate_count"):
        assert getattr(back, array).tobytes() == getattr(model, array).tobytes()
        assert getattr(back, array).dtype == getattr(model, array).dtype
    assert (back.name, back.options, back.epochs) == (model.name, model.options, model.epochs)
    assert (back.metrics, back.calibration) == (model.metrics, model.calibration)


def test_a_model_without_figures_comes_back_without(tmp_path: Path) -> None:
    model = replace(
        random_model(), calibration=None, options=TrainingOptions(dim=10, epochs=3, regularisation=0.1)
    )

    save(model, tmp_path / "m")
    back, notes = load(tmp_path / "m")

    assert (back.metrics, back.calibration, notes) == (None, None, {})
    assert asdict(back.options) == asdict(model.options)


def test_saving_replaces_a_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    save(random_model(seed=1), path)

    save(random_model(seed=2), path)

    assert list(tmp_path.iterdir()) == [path]
    np.testing.assert_array_equal(load(path)[0].entities, random_model(seed=2).entities)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.safetensors"
    save(random_model(seed=1), path)
    before = path.read_bytes()

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(ModelError, match=r"model.safetensors: the model cannot be written: No space left"):
        save(random_model(seed=2), path)

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        save(random_model(), tmp_path / "nowhere" / "m")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nothing\.safetensors: the model cannot be read"):
        load(tmp_path / "nothing.safetensors")


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff" * 100])
def test_a_file_that_is_no_model_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.safetensors"
    path.write_bytes(content)

    with pytest.raises(ModelError, match=r"odd\.safetensors: the model cannot be read"):
        load(path)


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_file_that_ends_early_is_named(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "short.safetensors"
    save(random_model(), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content))])

    with pytest.raises(ModelError, match=r"short\.safetensors"):
        load(path)


def test_arrays_of_somebody_else_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "foreign.safetensors"
    save_file({"weight": np.zeros((3, 2))}, path)

    with pytest.raises(ModelError, match=r"foreign\.safetensors: .* not a semkg model of format 1"):
        load(path)


@pytest.mark.parametrize(
    "settings",
    ["{", "[]", "{}", '{"name": "transe"}', '{"metrics": null, "calibration": null, "name": "complex"}'],
)
def test_settings_that_make_no_model_are_refused(tmp_path: Path, settings: str) -> None:
    path = tmp_path / "odd.safetensors"
    model = random_model()
    arrays = {
        name: getattr(model, name) for name in ("entities", "predicates", "entity_count", "predicate_count")
    }
    save_file(arrays, path, {"semkg_model": "1", "settings": settings})

    with pytest.raises(ModelError, match=r"odd\.safetensors: the model cannot be read"):
        load(path)


def test_arrays_that_do_not_fit_the_settings_are_refused(tmp_path: Path) -> None:
    model = random_model()
    save(replace(model, entities=model.entities[:-1]), tmp_path / "odd")

    with pytest.raises(ModelError, match="entities is float32 of shape"):
        load(tmp_path / "odd")


@pytest.mark.parametrize("missing", ["safetensors", "safetensors.numpy"])
def test_without_safetensors_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)

    with pytest.raises(MissingExtraError, match=r"in a file .*: pip install 'semkg\[embedding\]'"):
        save(random_model(), tmp_path / "m")
