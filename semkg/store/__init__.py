"""Oxigraph, epochs, snapshots, loading and dumping."""

from __future__ import annotations

from semkg.store.snapshot import Rows, Snapshot
from semkg.store.terms import Term, TermDictionary, TermKind, parse_term

__all__ = ["Rows", "Snapshot", "Term", "TermDictionary", "TermKind", "parse_term"]
