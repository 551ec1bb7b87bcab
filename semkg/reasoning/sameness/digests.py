"""Two digests of what a graph means: of everything, and of its data alone."""

from __future__ import annotations

import hashlib

import numpy as np

from semkg.reasoning.canonical.canonicalise import Closed
from semkg.reasoning.canonical.colours import Colours, combine
from semkg.reasoning.canonical.graph import Digests
from semkg.reasoning.sameness.blanks import colour, name_colours
from semkg.reasoning.sameness.meaning import Meaning, read_meaning
from semkg.store import TermDictionary


def digests_of(meaning: Meaning) -> Digests:
    """Return the digests of what a closure says."""
    seeds = name_colours(meaning)
    everything, exact = digest(meaning, seeds)
    data, data_exact = digest(meaning.masked(~meaning.axiom), seeds)
    return Digests(graph=everything, data=data, exact=exact and data_exact)


def meaning_digests(closure: Closed, terms: TermDictionary) -> Digests:
    """Return the digests of a closure.

    Args:
        closure: everything that follows from a graph.
        terms: the dictionary behind its ids.
    """
    return digests_of(read_meaning(closure, terms))


def digest(meaning: Meaning, seeds: Colours) -> tuple[str, bool]:
    """Return a hash of all rows, given the colours of names, and whether all blank nodes were told apart in it."""
    coloured = colour(meaning, seeds=seeds)
    ends = combine(coloured.colour[meaning.s], coloured.colour[meaning.o])
    rows = np.sort(combine(seeds[meaning.p], ends))
    return hashlib.sha256(rows.astype("<u8").tobytes()).hexdigest(), coloured.exact
