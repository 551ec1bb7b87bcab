"""How long work reports where it is: to a callable, which the command line draws, and to whoever asks meanwhile."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any, Literal, Protocol

TaskKind = Literal["Loading", "Entailment", "Analysis", "Training", "Attribution", "Report"]


class Progress(Protocol):
    """Receives the state of long work; if it has a method ``close``, that is called whenever no work is left."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Report progress.

        Args:
            stage: what is being done, for a person (``"loading data.nt"``); a new stage starts a new bar.
            done: units done so far (bytes for files, epochs for training, rounds for reasoning).
            total: units in all, or ``None`` where that is unknown.
        """


class ProgressBar:
    """Draws where long work is, on standard error: ``KnowledgeGraph(progress=ProgressBar())``.

    It draws in terminals and notebooks only, and the bar goes away when the work has ended.
    """

    def __init__(self) -> None:
        self._bar: Any = None
        self._stage = ""
        self._lock = threading.RLock()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Draw a report; arguments as for :class:`Progress`."""
        if not (sys.stderr.isatty() or "ipykernel" in sys.modules):
            return
        with self._lock:
            if self._bar is None or stage != self._stage:
                self.close()
                self._bar, self._stage = _bar(stage, total), stage
            self._bar.total = total
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        with self._lock:
            if self._bar is not None:
                self._bar.close()
                self._bar = None


def _bar(stage: str, total: int | None) -> Any:
    from tqdm import tqdm  # only who draws needs it

    return tqdm(desc=stage, total=total, unit_scale=True, unit="", leave=False, file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of long work that is running, as it was reported last.

    Attributes:
        number: which piece of work of its graph it is, from 1.
        kind: what is done.
        stage: the part of it that is being done, as for :class:`Progress`, and so are the next two.
        done: units done so far in this stage, from 0.
        total: units of this stage in all, ``None`` where that is unknown.
        started: when the work began.
    """

    number: int
    kind: TaskKind
    stage: str
    done: int
    total: int | None
    started: datetime


class Tasks:
    """The long work of one graph that is running now, in any thread.

    Attributes:
        progress: told of every report; ``None`` for nobody.
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self.progress = progress
        self._numbers = count(1)
        self._running: dict[int, Task] = {}
        self._lock = threading.Lock()

    @contextmanager
    def task(self, kind: TaskKind, stage: str) -> Iterator[Progress]:
        """Show a piece of work from its beginning to its end, however it ends; reports go to what is given here.

        Args:
            kind: what is done.
            stage: what it begins with, until it reports.
        """
        number = next(self._numbers)
        begun = Task(number, kind, stage, 0, None, datetime.now(UTC))
        try:
            with self._lock:
                self._running[number] = begun
            yield partial(self._report, number)
        finally:
            with self._lock:
                self._running.pop(number, None)
                is_last = not self._running
            close = getattr(self.progress, "close", None)
            if is_last and close is not None:
                close()

    def running(self) -> tuple[Task, ...]:
        """Return the work that is running, in the order in which it began."""
        with self._lock:
            return tuple(self._running.values())

    def _report(self, number: int, stage: str, done: int, total: int | None) -> None:
        with self._lock:
            if number in self._running:
                self._running[number] = replace(self._running[number], stage=stage, done=done, total=total)
        progress = self.progress  # another thread may set it meanwhile
        if progress is not None:  # outside of the lock: it may take its time, and ask what is running
            progress(stage, done, total)
