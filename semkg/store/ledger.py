"""The quads kept twice, in Oxigraph and as columns, and the protocol that keeps both equal.

A write puts an epoch marker into Oxigraph in the same transaction as its data. So the marker always tells
whether it came to be, and a write that was interrupted anywhere can be finished, or forgotten, afterwards.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyoxigraph as ox

from semkg.errors import StoreError
from semkg.store import markers
from semkg.store.columns import NO_QUADS, Columns, Quads, is_member, sort_unique
from semkg.store.encoding import StoredForms, named_graphs, read_quads
from semkg.store.history import History
from semkg.store.terms import TermDictionary
from semkg.store.unnamed import Unnamed


@dataclass(slots=True)
class Change:
    """A write under way, or one that is to be finished.

    Attributes:
        marker: the quad that stands in Oxigraph if and only if the write came to be.
        epoch: the epoch that it leads to.
        added: quads that it adds to the columns.
        removed: quads that it takes from the columns.
        unnamed: further quads that it adds, with blank nodes that Oxigraph names, and what stands for these.
        compare: whether to find out both by reading Oxigraph, as after an update.
        touched: the predicates to compare, ``None`` for all.
        running: whether its work is not over yet.
    """

    marker: ox.Quad
    epoch: int
    added: Quads = field(default_factory=lambda: NO_QUADS)
    removed: Quads = field(default_factory=lambda: NO_QUADS)
    unnamed: tuple[Quads, Unnamed] | None = None
    compare: bool = False
    touched: frozenset[str] | None = None
    running: bool = True


class Ledger:
    """The quads of a store, in Oxigraph and as columns.

    Args:
        oxigraph: the database.
        terms: the dictionary behind the columns.
        quads: the columns, sorted.
        epoch: the epoch of the columns; where the database has another one they are read anew.
    """

    def __init__(self, oxigraph: ox.Store, terms: TermDictionary, quads: Quads, epoch: int) -> None:
        self.oxigraph = oxigraph
        self.terms = terms
        self.forms = StoredForms(terms)
        self.columns = Columns(quads)
        self.lock = threading.RLock()
        self._change: Change | None = None
        self._epoch = markers.read_epoch(oxigraph)
        if self._epoch != epoch:
            self._follow(epoch)
        self._history = History(self._epoch)

    @property
    def epoch(self) -> int:
        """The epoch; while a write is under way, that before it."""
        self._settle()
        return self._epoch

    @property
    def settled_epoch(self) -> int:
        """The epoch that was settled last, without waiting for anything."""
        return self._epoch

    @property
    def history(self) -> History:
        """What the last writes changed."""
        self._settle()
        return self._history

    def quads(self) -> Quads:
        """Return all quads as sorted columns; while a write is under way, those before it."""
        with self.lock:
            self._settle()
            return self.columns.merged()

    def write(self, work: Callable[[Change], None]) -> bool:
        """Do one write and bring the columns up to date.

        Args:
            work: puts data and the marker of the change into Oxigraph, in one transaction, and notes in the
                change what that does to the columns; if nothing is new it leaves Oxigraph alone.

        Returns:
            Whether anything changed.

        Raises:
            StoreError: another write is under way in this thread, or the disk does not take the data.
        """
        with self.lock:
            self._settle()
            if self._change is not None:
                msg = "a write is under way already: a callback of a write cannot write"
                raise StoreError(msg)
            before = self._epoch
            change = self._change = Change(markers.epoch_marker(before + 1), before + 1)
            try:
                work(change)
            except OSError as error:
                msg = f"the store could not be written and is as it was: {error}"
                raise StoreError(msg) from error
            finally:
                change.running = False
                self._settle()
            return self._epoch != before

    def _settle(self) -> None:
        """Finish the last write where that is still to do; an interrupt in here only means to do it again."""
        with self.lock:
            change = self._change
            if change is None or change.running:
                return
            if change.marker in self.oxigraph:
                self._accept(change)
            self._change = None

    def _accept(self, change: Change) -> None:
        """Take over a write that stands in Oxigraph; taking it over again changes nothing."""
        if change.compare:
            change.added, change.removed = self._differences(change.touched)
            change.compare = False
        if change.unnamed is not None:
            quads, unnamed = change.unnamed
            named = unnamed.named(quads, markers.read_labels(self.oxigraph), self.terms)
            change.added, change.unnamed = sort_unique(np.concatenate((change.added, named), axis=1)), None
        if not change.added.shape[1] and not change.removed.shape[1]:
            self.oxigraph.remove(change.marker)
            return
        self.columns.apply(change.added, change.removed)
        self._history.record(change.epoch, change.added, change.removed)
        self._epoch = change.epoch
        markers.drop_labels(self.oxigraph)
        markers.drop_epochs(self.oxigraph, but=change.epoch)

    def _differences(self, touched: frozenset[str] | None) -> tuple[Quads, Quads]:
        """Return the quads that Oxigraph has and the columns have not, and the other way round.

        Oxigraph may keep a literal in another form than the one that was read; a row that is still there in
        that form keeps its id.
        """
        had = self.columns.merged()
        if touched is not None:
            numbers = [self.terms.add(ox.NamedNode(iri)) for iri in touched]
            had = had[:, np.isin(had[1], numbers)]
        graphs = (ox.DefaultGraph(), *named_graphs(self.oxigraph))
        has = read_quads(self.oxigraph, self.terms, graphs=graphs, predicates=touched)
        stored = np.stack((had[0], had[1], self.forms.of(had[2]), had[3]))
        return has[:, ~is_member(has, stored)], had[:, ~is_member(stored, has)]

    def _follow(self, epoch: int) -> None:
        """Make the columns follow the database, as after a crash."""
        markers.drop_labels(self.oxigraph)
        self.columns.apply(*self._differences(None))
        if epoch > self._epoch:
            # The database lost writes that the columns had: no epoch may stand for two different states.
            self._epoch = epoch + 1
            self.oxigraph.add(markers.epoch_marker(self._epoch))
            markers.drop_epochs(self.oxigraph, but=self._epoch)
