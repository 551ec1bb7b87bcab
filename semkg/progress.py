"""How long work reports where it is: a callable that the library calls and the command line draws."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives the state of one long piece of work."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Report progress.

        Args:
            stage: what is being done, for a person (``"loading data.nt"``); a new stage starts a new bar.
            done: units done so far (bytes for files, epochs for training, rounds for reasoning).
            total: units in all, or ``None`` where that is unknown.
        """
