"""Models as files: safetensors (plain arrays, no code) with everything else as JSON in its header."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from semkg.embedding.extra import load_safetensors
from semkg.embedding.interaction import interaction_named
from semkg.embedding.model import Calibration, Metrics, Model
from semkg.embedding.options import TrainingOptions
from semkg.errors import ModelError

FORMAT = "1"
ARRAYS = ("entities", "predicates", "entity_count", "predicate_count")


def save(model: Model, path: Path | str, metadata: Mapping[str, str] | None = None) -> None:
    """Write a model; a file of that name is replaced at once and as a whole, or not at all.

    Args:
        model: what to write.
        path: the file, by custom ``*.safetensors``.
        metadata: notes of the caller, given back by `load`.

    Raises:
        ModelError: the file cannot be written.
        MissingExtraError: safetensors is not installed.
    """
    settings = {
        "name": model.name,
        "options": asdict(model.options),
        "epochs": model.epochs,
        "metrics": None if model.metrics is None else asdict(model.metrics),
        "calibration": None if model.calibration is None else asdict(model.calibration),
        "notes": dict(metadata or {}),
    }
    arrays = {name: getattr(model, name) for name in ARRAYS}
    header = {"semkg_model": FORMAT, "settings": json.dumps(settings)}
    content: bytes = load_safetensors().numpy.save(arrays, header)
    try:
        _write_atomically(Path(path), content)
    except OSError as error:
        msg = f"{path}: the model cannot be written: {error.strerror}"
        raise ModelError(msg) from error


def load(path: Path | str) -> tuple[Model, dict[str, str]]:
    """Read a model and the notes that were saved with it.

    Raises:
        ModelError: no such file, or it is no model that this version can read.
        MissingExtraError: safetensors is not installed.
    """
    safetensors = load_safetensors()
    try:
        with safetensors.safe_open(path, framework="numpy") as file:
            header = file.metadata() or {}
            if header.get("semkg_model") != FORMAT:
                raise _unreadable(path, f"it is not a semkg model of format {FORMAT}")
            return _model(json.loads(header["settings"]), {name: file.get_tensor(name) for name in ARRAYS})
    except (safetensors.SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
        raise _unreadable(path, str(error)) from error


def _model(settings: dict[str, Any], arrays: dict[str, Any]) -> tuple[Model, dict[str, str]]:
    metrics, calibration = settings["metrics"], settings["calibration"]
    model = Model(
        name=settings["name"],
        **arrays,
        options=TrainingOptions(**settings["options"]),
        epochs=settings["epochs"],
        metrics=None if metrics is None else Metrics(**metrics),
        calibration=None if calibration is None else Calibration(**calibration),
    )
    _check_shapes(model)
    return model, settings["notes"]


def _check_shapes(model: Model) -> None:
    """Raise ValueError if the arrays do not fit the settings."""
    interaction = interaction_named(model.name)
    expected = {
        "entities": ((len(model.entity_count), model.options.dim), np.float32),
        "predicates": ((2 * model.n_predicates, interaction.predicate_blocks * model.rank), np.float32),
        "entity_count": ((model.n_entities,), np.int64),
        "predicate_count": ((model.n_predicates,), np.int64),
    }
    for name, (shape, dtype) in expected.items():
        array = getattr(model, name)
        if array.shape != shape or array.dtype != dtype:
            msg = f"{name} is {array.dtype} of shape {array.shape}, not {np.dtype(dtype)} of shape {shape}"
            raise ValueError(msg)


def _unreadable(path: Path | str, why: str) -> ModelError:
    return ModelError(f"{path}: the model cannot be read: {why}")


def _write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, then take its name in one step."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise
