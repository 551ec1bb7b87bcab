"""The store: what users wrote, in Oxigraph for SPARQL and as integer columns for everything that computes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np
import pyoxigraph as ox

from semkg.errors import QueryError, StoreError
from semkg.progress import Progress
from semkg.store import markers
from semkg.store.columns import NO_QUADS, Quads, union_rows
from semkg.store.conversion import GraphName, as_graph, as_quad, is_reserved, reserved_message
from semkg.store.dumping import open_target, select_graph, to_bytes, write_rdf
from semkg.store.encoding import DEFAULT_GRAPH_ID, encode, named_graphs
from semkg.store.formats import find_format, format_of_path
from semkg.store.inferred import Shift, replace_inferred, shift_inferred
from semkg.store.ledger import Change, Ledger
from semkg.store.loading import load_source
from semkg.store.markers import Exported
from semkg.store.mirror import Mirror
from semkg.store.persistence import Arrays, open_folder, read_arrays, write_arrays
from semkg.store.removal import matching_rows, remove_quads
from semkg.store.snapshot import Delta, Rows, Snapshot
from semkg.store.source import Source, find_inputs
from semkg.store.terms import Term, TermDictionary
from semkg.store.updating import MarkedUpdate


class Store:
    """An RDF store: in memory, or in a folder that one process has open at a time.

    What users wrote stands in the default graph and in named graphs; the graphs of
    :data:`semkg.vocab.HIDDEN_GRAPHS` are semkg's own. Every write that changes something advances the epoch
    by one and happens whole or not at all, also when it is interrupted.

    Args:
        path: the folder; it is made when it is not there. ``None`` keeps everything in memory.

    Raises:
        StoreError: the path is something else, in use, or cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = None if path is None else Path(path)
        oxigraph = ox.Store() if self.path is None else open_folder(self.path)
        arrays = Arrays(0, TermDictionary(), NO_QUADS) if self.path is None else read_arrays(self.path)
        self._open: Ledger | None = Ledger(oxigraph, arrays.terms, arrays.quads, arrays.epoch)
        self._saved_epoch = arrays.epoch
        self._snapshot: Snapshot | None = None
        self._mirror = Mirror()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Store {self.path or 'in memory'}>"

    @property
    def oxigraph(self) -> ox.Store:
        """The Oxigraph store below. Whoever keeps it keeps the folder locked after :meth:`close`."""
        return self._ledger.oxigraph

    @property
    def terms(self) -> TermDictionary:
        """The dictionary behind the ids of all columns."""
        return self._ledger.terms

    @property
    def epoch(self) -> int:
        """A counter that every write advances that changes something."""
        return self._ledger.epoch

    @property
    def settled_epoch(self) -> int:
        """The epoch as it was known last: unlike :attr:`epoch`, it never waits for a write under way."""
        return self._ledger.settled_epoch

    def load(
        self,
        source: Source,
        *,
        format: str | ox.RdfFormat | None = None,
        base_iri: str | None = None,
        graph: object = None,
        progress: Progress | None = None,
    ) -> int:
        """Read RDF into the store; each file comes in whole or not at all.

        Args:
            source: a path, bytes, a file object, an rdflib graph, or a folder: then each RDF file in it.
            format: suffix, media type, rdflib's name or ``RdfFormat``; told by the suffix when not given.
            base_iri: what relative IRIs are resolved against; the file's own IRI when not given.
            graph: the graph for triples without one, an IRI or a term; the default graph when not given.
            progress: told the bytes read.

        Returns:
            Number of triples and quads read, those that were there already included.

        Raises:
            LoadError: the source cannot be read: the message names file, line and column.
            ValueError: an argument is of no known kind, or a format is needed.
        """
        target = _writable_graph(graph)
        sources = find_inputs(source, form=format, base_iri=base_iri)
        ledger, on_disk = self._ledger, self.path is not None
        return sum(load_source(ledger, one, target, on_disk=on_disk, progress=progress) for one in sources)

    def add(self, triples: Iterable[object]) -> int:
        """Add triples or quads of pyoxigraph terms, rdflib terms or IRI strings.

        Returns:
            Number of those that were not there.

        Raises:
            ValueError: one is neither a triple nor a quad, or its graph is reserved; nothing was added.
        """
        ledger = self._ledger
        quads = [_writable_quad(triple) for triple in triples]
        new = NO_QUADS

        def work(change: Change) -> None:
            nonlocal new
            new = change.added = ledger.columns.missing(encode(ledger.terms, quads))
            if new.shape[1]:
                ledger.oxigraph.extend([*quads, change.marker])

        ledger.write(work)
        return int(new.shape[1])

    def remove(self, triples: Iterable[object]) -> int:
        """Remove triples (from the default graph) or quads, given as for :meth:`add`.

        A literal means all that are the same to Oxigraph: ``"1"^^xsd:integer`` also ``"01"^^xsd:int``.

        Returns:
            Number of quads that were there.

        Raises:
            ValueError: one is neither a triple nor a quad, or its graph is reserved; nothing was removed.
        """
        ledger = self._ledger
        quads = [_writable_quad(triple) for triple in triples]
        old = NO_QUADS

        def work(change: Change) -> None:
            nonlocal old
            old = change.removed = matching_rows(ledger.columns, encode(ledger.terms, quads), ledger.forms)
            if old.shape[1]:
                remove_quads(ledger.oxigraph, old, ledger.terms, change.marker)

        ledger.write(work)
        return int(old.shape[1])

    def update(
        self,
        text: str,
        *,
        base_iri: str | None = None,
        touched: frozenset[str] | None = None,
        custom_functions: dict[ox.NamedNode, Callable[..., Term | None]] | None = None,
        custom_aggregate_functions: dict[ox.NamedNode, Callable[[], ox.AggregateFunctionAccumulator]]
        | None = None,
    ) -> bool:
        """Run one SPARQL update, which must be guarded already: it runs as it is, in one transaction.

        Args:
            text: the update.
            base_iri: what relative IRIs are resolved against.
            touched: the IRIs of all predicates that it can write; ``None`` means any, which takes time in
                proportion to the whole store.
            custom_functions: as for pyoxigraph.
            custom_aggregate_functions: as for pyoxigraph.

        Returns:
            Whether it changed anything.

        Raises:
            QueryError: the text is no SPARQL update, or an operation of it fails; nothing was written.
        """
        ledger = self._ledger

        def work(change: Change) -> None:
            change.compare, change.touched = True, touched
            marked = MarkedUpdate(text, change.marker)
            try:
                ledger.oxigraph.update(
                    marked.text,
                    base_iri=base_iri,
                    custom_functions=custom_functions,
                    custom_aggregate_functions=custom_aggregate_functions,
                )
            except SyntaxError as error:
                raise QueryError(marked.in_users_text(str(error))) from error
            except RuntimeError as error:  # such as dropping a graph that does not exist
                raise QueryError(str(error)) from error

        return ledger.write(work)

    def dump(
        self,
        target: str | os.PathLike[str] | IO[bytes] | None = None,
        *,
        format: str | ox.RdfFormat | None = None,
        graph: object = None,
    ) -> bytes | None:
        """Write what users wrote, in their own lexical forms; inferred triples are not among it.

        Args:
            target: a path, which appears when all is written (gzipped for ``.gz``), or a binary file object.
            format: as for :meth:`load`; by default that of the suffix, else N-Quads where there are named
                graphs and N-Triples where not.
            graph: only this graph (``pyoxigraph.DefaultGraph()`` for the default graph).

        Returns:
            The bytes when there is no target.

        Raises:
            StoreError: the format cannot express the graph, or the target cannot be written.
            LoadError: the suffix tells no format.
        """
        ledger = self._ledger
        every = ledger.quads()
        form = _dump_format(target, format, every)
        quads = select_graph(every, ledger.terms, form=form, graph=None if graph is None else as_graph(graph))
        if target is None:
            return to_bytes(quads, ledger.terms, form)
        with open_target(target) as stream:
            write_rdf(stream, quads, ledger.terms, form)
        return None

    def snapshot(self) -> Snapshot:
        """Return what users wrote as integer columns; the same object until the next change."""
        ledger = self._ledger
        with ledger.lock:
            quads, epoch = ledger.quads(), ledger.epoch
            if self._snapshot is None or self._snapshot.epoch != epoch:
                self._snapshot = Snapshot(epoch, ledger.terms, union_rows(quads), quads)
            return self._snapshot

    def delta(self, since: int) -> Delta | None:
        """Return what changed in the union of all graphs since an epoch, ``None`` when that is unknown."""
        ledger = self._ledger
        with ledger.lock:
            return ledger.history.delta(since, ledger.epoch, ledger.quads())

    def user_graphs(self) -> tuple[ox.NamedNode | ox.BlankNode, ...]:
        """Return the names of all named graphs but semkg's own."""
        return named_graphs(self.oxigraph)

    def forget_graph(self, name: ox.NamedNode | ox.BlankNode) -> None:
        """Let a named graph that holds nothing no longer be listed; one that holds triples stays."""
        with self._ledger.lock:
            if next(self.oxigraph.quads_for_pattern(None, None, None, name), None) is None:
                self.oxigraph.remove_graph(name)

    def hold(self) -> AbstractContextManager[object]:
        """Return a context in which no other thread writes, so that what is computed in it is of one epoch."""
        return self._ledger.lock

    def export_inferred(
        self, inferred: Rows, *, rules: str, clashes: int = 0, progress: Progress | None = None
    ) -> int:
        """Replace what stands in ``sk:inferred``; a crash on the way leaves it stale, never wrong.

        Args:
            inferred: triples; those that are asserted already, or are no RDF, are left out.
            rules: the rule set that they come from.
            clashes: number of inconsistencies, to be noted.
            progress: told the triples written.

        Returns:
            Number of triples written.
        """
        return replace_inferred(self._ledger, inferred, rules=rules, clashes=clashes, progress=progress)

    def shift_inferred(self, shift: Shift, *, clashes: int = 0) -> int:
        """Bring ``sk:inferred`` from one closure to the next; a crash on the way leaves it stale, never wrong.

        Args:
            shift: what changed.
            clashes: number of inconsistencies, to be noted.

        Returns:
            Number of triples that stand there now.

        Raises:
            ValueError: another closure stands there than that from which the change leads on.
        """
        return shift_inferred(self._ledger, shift, clashes=clashes)

    def exported(self) -> Exported | None:
        """Return what closure stands in ``sk:inferred``, ``None`` when it is not whole."""
        return markers.read_exported(self.oxigraph)

    def sync_mirror(self) -> None:
        """Make ``sk:mirror`` hold what stands only in named graphs, so that a default dataset has it once."""
        self._mirror.sync(self._ledger)

    def flush(self) -> None:
        """Make everything safe on disk, and write the arrays that make the next opening fast."""
        ledger = self._ledger
        if self.path is None:
            return
        with ledger.lock:
            quads, epoch = ledger.quads(), ledger.epoch
            ledger.oxigraph.flush()
            if self._saved_epoch != epoch:
                write_arrays(self.path, Arrays(epoch, ledger.terms, quads))
                self._saved_epoch = epoch

    def close(self) -> None:
        """Flush and let go of the folder; closing again does nothing."""
        if self._open is None:
            return
        try:
            self.flush()
        finally:
            self._open = None

    @property
    def _ledger(self) -> Ledger:
        if self._open is None:
            msg = f"{self!r} is closed"
            raise StoreError(msg)
        return self._open


def _writable_graph(graph: object) -> GraphName:
    name = as_graph(graph)
    if is_reserved(name):
        raise ValueError(reserved_message(name))
    return name


def _writable_quad(value: object) -> ox.Quad:
    quad = as_quad(value)
    if is_reserved(quad.graph_name):
        raise ValueError(reserved_message(quad.graph_name))
    return quad


def _dump_format(
    target: str | os.PathLike[str] | IO[bytes] | None, wanted: str | ox.RdfFormat | None, quads: Quads
) -> ox.RdfFormat:
    if wanted is not None:
        return find_format(wanted)
    if isinstance(target, str | os.PathLike):
        return format_of_path(Path(target))
    return ox.RdfFormat.N_QUADS if np.any(quads[3] != DEFAULT_GRAPH_ID) else ox.RdfFormat.N_TRIPLES
