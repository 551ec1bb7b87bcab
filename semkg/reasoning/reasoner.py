"""The closure of a store, kept up to date: as columns for everything that computes, in ``sk:inferred`` for SPARQL."""

from __future__ import annotations

import time
from dataclasses import dataclass

from semkg.kernels import check_device
from semkg.progress import Progress
from semkg.reasoning.clash import Clash
from semkg.reasoning.closure import Closure, close, extend
from semkg.store import Store


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

    Adds extend the closure; after a removal everything is closed again.
    """

    def __init__(
        self, store: Store, *, rules: str = "rl+", max_inferred: int | None = None, device: str = "cpu"
    ) -> None:
        check_device(device)
        self._store = store
        self._device = device
        self._rules = rules
        self._max_inferred = max_inferred
        self._closure: tuple[int, Closure] | None = None
        self._report: MaterialisationReport | None = None

    def closure(self, *, progress: Progress | None = None) -> Closure:
        """Return the closure of the store as it is now.

        Raises:
            LimitError: more triples than allowed would be inferred.
        """
        snapshot = self._store.snapshot()
        if self._closure is None or self._closure[0] != snapshot.epoch:
            self._closure = snapshot.epoch, self._renew(progress)
        return self._closure[1]

    def _renew(self, progress: Progress | None) -> Closure:
        snapshot = self._store.snapshot()
        if self._closure is not None:
            since, closure = self._closure
            delta = self._store.delta(since)
            if delta is not None and delta.epoch == snapshot.epoch and not len(delta.removed):
                return extend(closure, delta.added, snapshot.terms) if len(delta.added) else closure
        return close(
            snapshot.rows,
            snapshot.terms,
            rules=self._rules,
            progress=progress,
            max_inferred=self._max_inferred,
            device=self._device,
        )

    def is_fresh(self) -> bool:
        """Say whether ``sk:inferred`` holds what follows from the store as it is now."""
        return self._store.exported() == (self._store.epoch, self._rules)

    def materialise(self, *, progress: Progress | None = None) -> MaterialisationReport:
        """Bring ``sk:inferred`` up to date; when it is, only report.

        Args:
            progress: told the rounds of reasoning, then the triples written.

        Raises:
            LimitError: more triples than allowed would be inferred; ``sk:inferred`` stays as it was.
        """
        if self._report is not None and self._report.epoch == self._store.epoch and self.is_fresh():
            return self._report
        began = time.perf_counter()
        closure = self.closure(progress=progress)
        inferred = self._store.export_inferred(closure.expanded(), rules=self._rules, progress=progress)
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
