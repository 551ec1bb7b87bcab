"""Where trained models are kept: in memory, and on disk beside a store that has a folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from semkg import embedding
from semkg.embedding import Model

_LOG = logging.getLogger(__name__)

DEFAULT = "default-"
"""What names of default models begin with, which no user gave."""


class ModelShelf:
    """Trained models by name, each with the notes it was saved with."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep models in a folder, or in memory only."""
        self._folder = folder
        self._models: dict[str, tuple[Model, dict[str, str]]] = {}

    def names(self) -> Iterator[str]:
        """Yield the names of all models, sorted."""
        stored = self._folder.glob("*.safetensors") if self._folder else ()
        yield from sorted({*self._models, *(unquote(path.stem) for path in stored)})

    def named(self) -> Iterator[tuple[str, Model, dict[str, str]]]:
        """Yield each model that a user named, with its notes."""
        for name in self.names():
            stored = self.get(name)
            if stored is not None and not name.startswith(DEFAULT):
                yield name, *stored

    def get(self, name: str) -> tuple[Model, dict[str, str]] | None:
        """Return a model and its notes, or ``None`` if there is none of this name."""
        if name not in self._models:
            path = self._path(name)
            if path is None or not path.exists():
                return None
            self._models[name] = embedding.load(path)
        return self._models[name]

    def put(self, name: str, model: Model, notes: dict[str, str]) -> None:
        """Keep a model under a name, in place of the one that had it."""
        path = self._path(name)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            embedding.save(model, path, notes)
        self._models[name] = (model, notes)

    def drop(self, name: str) -> None:
        """Keep no model of this name any longer."""
        path = self._path(name)
        if path is not None:
            path.unlink(missing_ok=True)
        self._models.pop(name, None)

    def _path(self, name: str) -> Path | None:
        return self._folder / f"{quote(name, safe='')}.safetensors" if self._folder else None
