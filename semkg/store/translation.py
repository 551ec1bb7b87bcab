"""Rows of one store over the ids of another store's dictionary."""

from __future__ import annotations

from semkg.store.columns import sort_unique, union_rows
from semkg.store.snapshot import Rows, Snapshot
from semkg.store.terms import TermDictionary


def translate(snapshot: Snapshot, terms: TermDictionary) -> Rows:
    """Return the triples of a snapshot over the ids of another dictionary, which learns the terms that it lacks."""
    ids = terms.add_all(snapshot.terms)
    return union_rows(sort_unique(ids[snapshot.graph_rows]))
