"""What the last writes changed, so that derived things can follow without starting anew."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from semkg.store.columns import (
    NO_QUADS,
    Quads,
    count_triples,
    sort_by_key,
    sort_unique,
    union_rows,
    without_graphs,
)
from semkg.store.snapshot import Delta


@dataclass(frozen=True, slots=True)
class _Write:
    epoch: int
    added: Quads
    removed: Quads


class History:
    """The last writes of a store, as many as a limit on their quads allows."""

    _MOST_QUADS = 1_000_000
    _MOST_WRITES = 4096

    def __init__(self, epoch: int) -> None:
        self._floor = epoch
        self._writes: deque[_Write] = deque()
        self._size = 0

    def record(self, epoch: int, added: Quads, removed: Quads) -> None:
        """Note what the write that led to an epoch changed; noting it again changes nothing."""
        if self._writes and self._writes[-1].epoch >= epoch:
            return
        self._writes.append(_Write(epoch, added, removed))
        self._size += added.shape[1] + removed.shape[1]
        while self._size > self._MOST_QUADS or len(self._writes) > self._MOST_WRITES:
            oldest = self._writes.popleft()
            self._floor = oldest.epoch
            self._size -= oldest.added.shape[1] + oldest.removed.shape[1]

    def delta(self, since: int, epoch: int, quads: Quads) -> Delta | None:
        """Return what changed in the union of graphs between two epochs, ``None`` if that is unknown.

        Args:
            since: the earlier epoch.
            epoch: the epoch of ``quads``.
            quads: the quads of the store now, sorted by (p, s, o, g).
        """
        if not self._floor <= since <= epoch:
            return None
        writes = [write for write in self._writes if write.epoch > since]
        added = np.concatenate([NO_QUADS, *(write.added for write in writes)], axis=1)
        removed = np.concatenate([NO_QUADS, *(write.removed for write in writes)], axis=1)
        return _net(since, epoch, quads, added, removed)


def _net(since: int, epoch: int, quads: Quads, added: Quads, removed: Quads) -> Delta:
    """Return the difference as a set: a triple counts when no graph had it before, or none has it now.

    Every write noted what it really changed, so a triple stood before in as many graphs as now, less the
    times that it was added, plus the times that it was removed.
    """
    touched = sort_unique(without_graphs(np.concatenate((added, removed), axis=1)))
    now = count_triples(quads, touched)
    gained = count_triples(sort_by_key(without_graphs(added)), touched)
    lost = count_triples(sort_by_key(without_graphs(removed)), touched)
    before = now - gained + lost
    come, gone = (now > 0) & (before == 0), (now == 0) & (before > 0)
    return Delta(since, epoch, union_rows(touched[:, come]), union_rows(touched[:, gone]))
