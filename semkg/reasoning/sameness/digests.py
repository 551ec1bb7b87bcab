"""Two digests of what a graph means: of everything, and of its data alone."""

from __future__ import annotations

import hashlib

import numpy as np

from semkg.reasoning.canonical.canonicalise import Closed
from semkg.reasoning.canonical.colours import combine
from semkg.reasoning.canonical.graph import Digests
from semkg.reasoning.canonical.names import hash_name
from semkg.reasoning.sameness.blanks import colour
from semkg.reasoning.sameness.meaning import Meaning, read_meaning
from semkg.store import TermDictionary


def digests_of(meaning: Meaning) -> Digests:
    """Return the digests of what a closure says."""
    everything, exact = digest(meaning)
    data, data_exact = digest(meaning.masked(~meaning.axiom))
    return Digests(graph=everything, data=data, exact=exact and data_exact)


def meaning_digests(closure: Closed, terms: TermDictionary) -> Digests:
    """Return the digests of a closure.

    Args:
        closure: everything that follows from a graph.
        terms: the dictionary behind its ids.
    """
    return digests_of(read_meaning(closure, terms))


def digest(meaning: Meaning) -> tuple[str, bool]:
    """Return a hash of all rows, and whether all blank nodes were told apart in it."""
    coloured = colour(meaning)
    names = np.array([hash_name(name) if name else 0 for name in meaning.names], dtype=np.uint64)
    ends = combine(coloured.colour[meaning.s], coloured.colour[meaning.o])
    rows = np.sort(combine(names[meaning.p], ends))
    return hashlib.sha256(rows.astype("<u8").tobytes()).hexdigest(), coloured.exact
