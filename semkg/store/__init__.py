"""Oxigraph, epochs, snapshots, loading and dumping."""

from __future__ import annotations

from semkg.store.columns import lacking
from semkg.store.conversion import TermLike, as_graph, as_quad, as_term
from semkg.store.encoding import DEFAULT_GRAPH_ID
from semkg.store.inferred import Shift
from semkg.store.loading import read_snapshot
from semkg.store.markers import Exported
from semkg.store.persistence import is_store
from semkg.store.snapshot import Delta, Rows, Snapshot
from semkg.store.source import Source
from semkg.store.store import Store
from semkg.store.terms import Term, TermDictionary, TermKind, parse_term, term_text

__all__ = [
    "DEFAULT_GRAPH_ID",
    "Delta",
    "Exported",
    "Rows",
    "Shift",
    "Snapshot",
    "Source",
    "Store",
    "Term",
    "TermDictionary",
    "TermKind",
    "TermLike",
    "as_graph",
    "as_quad",
    "as_term",
    "is_store",
    "lacking",
    "parse_term",
    "read_snapshot",
    "term_text",
]
