"""What the last writes changed, so that derived things can follow without starting anew."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from semkg.store.columns import NO_QUADS, Quads, is_member, sort_unique, union_rows
from semkg.store.snapshot import Delta, Rows


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
        """Return what changed in the union of graphs from ``since`` to ``epoch``, or ``None`` if that is not known.

        Args:
            since: the earlier epoch.
            epoch: the epoch of ``quads``.
            quads: the quads of the store now, in any order.
        """
        if not self._floor <= since <= epoch:
            return None
        writes = [write for write in self._writes if write.epoch > since]
        added = np.concatenate([NO_QUADS, *(write.added for write in writes)], axis=1)
        removed = np.concatenate([NO_QUADS, *(write.removed for write in writes)], axis=1)
        return _net(since, epoch, quads, added, removed)


def _net(since: int, epoch: int, quads: Quads, added: Quads, removed: Quads) -> Delta:
    """Return the difference as a set: a triple counts when no graph had it before, or none has it now."""
    touched = _without_graph(np.concatenate((added, removed), axis=1))
    now = is_member(touched, _without_graph(quads)) if touched.shape[1] else np.zeros(0, dtype=np.bool_)
    before = is_member(touched, _without_graph(_quads_before(touched, quads, added, removed)))
    return Delta(since, epoch, _rows(touched[:, now & ~before]), _rows(touched[:, before & ~now]))


def _quads_before(touched: Quads, quads: Quads, added: Quads, removed: Quads) -> Quads:
    """Return the quads that stood earlier, of the touched triples: a quad's last change tells, read backwards."""
    near = quads[:, is_member(_flat(quads), touched)]
    return _undo(near, added, removed)


def _undo(near: Quads, added: Quads, removed: Quads) -> Quads:
    """Return the quads with count = now - times added + times removed above zero."""
    every = np.concatenate((near, added, removed), axis=1)
    if not every.shape[1]:
        return NO_QUADS
    distinct, number = np.unique(every, axis=1, return_inverse=True)
    weights = np.concatenate((np.ones(near.shape[1]), -np.ones(added.shape[1]), np.ones(removed.shape[1])))
    count = np.bincount(number.reshape(-1), weights=weights, minlength=distinct.shape[1])
    return np.asarray(distinct[:, count > 0], dtype=np.int32)


def _flat(quads: Quads) -> Quads:
    return np.stack((*quads[:3], np.zeros_like(quads[3])))


def _without_graph(quads: Quads) -> Quads:
    return sort_unique(_flat(quads))


def _rows(triples: Quads) -> Rows:
    return union_rows(triples)
