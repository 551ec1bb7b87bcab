"""The closure of a store, kept up to date: as columns for everything that computes, in ``sk:inferred`` for SPARQL."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

import numpy as np

from semkg.kernels import check_device
from semkg.progress import Progress, TaskKind, Tasks
from semkg.reasoning.clash import Clash
from semkg.reasoning.closure import Closure, close, extend, retract
from semkg.store import Delta, Exported, Rows, Shift, Snapshot, Store, TermKind, lacking

_CLOSING: tuple[TaskKind, str] = ("Entailment", "entailment")
_ALWAYS_SHIFTED = 10_000
"""Up to half as many triples are written one by one, however few there are in all."""


_BYTES_A_TRIPLE = 256
"""Memory that an inferred triple takes at most in the closure, while it is made, and in Oxigraph."""
_MOST_ON_UNKNOWN_MACHINES = 50_000_000


def most_for_this_machine() -> int:
    """Return a limit on inferred triples that keeps them within the memory of this machine."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # such as on Windows
        return _MOST_ON_UNKNOWN_MACHINES
    return memory // _BYTES_A_TRIPLE


@dataclass(frozen=True, slots=True)
class MaterialisationReport:
    """What a materialisation did.

    Attributes:
        epoch: the epoch of the store that was closed.
        rules: the name of the rule set.
        consistent: whether nothing clashes.
        inferred: number of triples in ``sk:inferred``.
        clashes: every inconsistency.
        seconds: time taken.
        ignored: messages about input that no rule can read, such as broken lists.
    """

    epoch: int
    rules: str
    consistent: bool
    inferred: int
    clashes: tuple[Clash, ...]
    seconds: float
    ignored: tuple[str, ...] = ()


class Reasoner:
    """Keeps the closure of one store under one rule set.

    Adds extend the closure; a removal keeps what cannot depend on what was removed. No other thread writes to the
    store while the reasoner computes, so a closure is always that of one epoch.

    Attributes:
        max_inferred: the most triples to infer, ``None`` for any number. Where there would be more, nothing is kept of
            the work and ``sk:inferred`` stays as it was.
    """

    def __init__(
        self,
        store: Store,
        *,
        rules: str = "rl+",
        max_inferred: int | None = None,
        device: str = "cpu",
        tasks: Tasks | None = None,
    ) -> None:
        """Keep a closure.

        Args:
            store: the triples.
            rules: the rule set.
            max_inferred: see above.
            device: where reasoning computes.
            tasks: shows its work; told the rounds of reasoning, then the triples written.
        """
        check_device(device)
        self._store = store
        self._tasks = tasks or Tasks()
        self._device = device
        self._rules = rules
        self.max_inferred = max_inferred
        self._closure: tuple[int, Closure] | None = None
        self._exported: tuple[int, Closure] | None = None
        self._report: MaterialisationReport | None = None

    def closure(self) -> Closure:
        """Return the closure of the store as it is now.

        Raises:
            LimitError: more triples than allowed would be inferred.
        """
        with self._store.hold():
            if self._closure is not None and self.is_closed():
                return self._closure[1]
            with self._tasks.task(*_CLOSING) as progress:
                return self._present(progress)

    def _present(self, progress: Progress) -> Closure:
        """Return the closure, made anew where the store has moved on."""
        if self._closure is None or not self.is_closed():
            self._closure = self._store.epoch, self._renew(progress)
        return self._closure[1]

    def is_closed(self) -> bool:
        """Say whether the closure of the store as it is now is at hand."""
        return self._closure is not None and self._closure[0] == self._store.epoch

    def _renew(self, progress: Progress) -> Closure:
        snapshot = self._store.snapshot()
        if self._closure is not None:
            since, closure = self._closure
            delta = self._store.delta(since)
            if delta is not None:
                return _follow(closure, snapshot, delta, self.max_inferred)
        return close(
            snapshot.rows,
            snapshot.terms,
            rules=self._rules,
            progress=progress,
            max_inferred=self.max_inferred,
            device=self._device,
        )

    def is_fresh(self) -> bool:
        """Say whether ``sk:inferred`` holds what follows from the store as it is now."""
        return self._is_fresh(self._store.exported())

    def _is_fresh(self, exported: Exported | None) -> bool:
        return exported is not None and (exported.epoch, exported.rules) == (self._store.epoch, self._rules)

    def refresh(self) -> Exported:
        """Bring ``sk:inferred`` up to date and return what stands there; nothing is computed where it is so already.

        Raises:
            LimitError: as for :meth:`materialise`.
        """
        with self._store.hold():
            exported = self._store.exported()  # read once: every query comes by here
            if not self._is_fresh(exported):
                self.materialise()
                exported = self._store.exported()
            assert exported is not None
            return exported

    def materialise(self) -> MaterialisationReport:
        """Bring ``sk:inferred`` up to date, writing only what changed; when it is, only report.

        Raises:
            LimitError: more triples than allowed would be inferred; ``sk:inferred`` stays as it was.
        """
        with self._store.hold():
            if self._report is not None and self._report.epoch == self._store.epoch and self.is_fresh():
                return self._report
            began = time.perf_counter()
            with self._tasks.task(*_CLOSING) as progress:
                closure = self._present(progress)
                inferred = self._export(closure, progress)
            self._report = MaterialisationReport(
                epoch=self._store.epoch,
                rules=self._rules,
                consistent=closure.consistent,
                inferred=inferred,
                clashes=closure.clashes,
                seconds=time.perf_counter() - began,
                ignored=closure.ignored,
            )
            return self._report

    def _export(self, closure: Closure, progress: Progress) -> int:
        """Make ``sk:inferred`` hold a closure of this epoch, and return the number of its triples."""
        store, exported = self._store, self._store.exported()
        if exported is None or not self.is_fresh():
            if self.max_inferred is not None:
                closure.check_size(self.max_inferred)
            clashes = len(closure.clashes)
            shift = None if exported is None else self._shift(closure, exported)
            if shift is None:
                store.export_inferred(
                    closure.expanded(), rules=self._rules, clashes=clashes, progress=progress
                )
            else:
                store.shift_inferred(shift, clashes=clashes)
        self._exported = store.epoch, closure
        exported = store.exported()
        return 0 if exported is None else exported.inferred

    def _shift(self, closure: Closure, exported: Exported) -> Shift | None:
        """Return how ``sk:inferred`` changes, ``None`` where that is unknown or more than is worth it."""
        if self._exported is None or (self._exported[0], self._rules) != (exported.epoch, exported.rules):
            return None
        since, before = self._exported
        delta = self._store.delta(since)
        if delta is None:
            return None
        come, gone = closure.difference(before)
        touched = _together(come, gone, delta.added, delta.removed)
        if 2 * len(touched) > max(exported.inferred, _ALWAYS_SHIFTED):
            return None
        literal = self._store.terms.kinds(touched.o) >= TermKind.LITERAL
        asked = _together(delta.removed, touched.part(literal))
        return Shift(since, touched, _together(come, closure.written_like(asked)))


def _follow(closure: Closure, snapshot: Snapshot, delta: Delta, most: int | None) -> Closure:
    """Return the closure of a snapshot, from one that lacks what was added and has what was removed since."""
    if len(delta.removed):
        left = snapshot.rows if not len(delta.added) else lacking(snapshot.rows, delta.added)
        closure = retract(closure, left, delta.removed, snapshot.terms, max_inferred=most)
    if len(delta.added):
        closure = extend(closure, delta.added, snapshot.terms, max_inferred=most)
    return closure


def _together(*parts: Rows) -> Rows:
    """Return triples one after the other."""
    return Rows(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("s", "p", "o")))
