"""Rows of one store over the ids of another store's dictionary."""

from __future__ import annotations

import numpy as np

from semkg.store.columns import sort_unique, union_rows
from semkg.store.snapshot import Rows, Snapshot
from semkg.store.terms import TermDictionary


def translate(snapshot: Snapshot, terms: TermDictionary) -> Rows:
    """Return the triples of a snapshot over the ids of another dictionary, which learns the terms that it lacks."""
    ids = np.array(terms.add_texts(snapshot.terms.texts()), dtype=np.int32)
    return union_rows(sort_unique(ids[snapshot.graph_rows]))
