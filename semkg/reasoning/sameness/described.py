"""The canonical graph of a closure with the digests of all that it means, leaned first where that is wanted."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Projection
from semkg.reasoning.canonical.canonicalise import Closed, canonical
from semkg.reasoning.canonical.graph import CanonicalGraph, Leaning
from semkg.reasoning.sameness.digests import digests_of
from semkg.reasoning.sameness.lean import MOST_STEPS, lean
from semkg.reasoning.sameness.meaning import Meaning, read_meaning
from semkg.store import Rows, TermDictionary

_LOG = logging.getLogger(__name__)


def described_canonical(
    closure: Closed,
    terms: TermDictionary,
    projection: Projection | None = None,
    *,
    leaned: bool = False,
    steps: int = MOST_STEPS,
) -> CanonicalGraph:
    """Compute the canonical graph of a closure, and the digests of all that it means.

    Args:
        closure: everything that follows from a graph.
        terms: the dictionary behind its ids.
        projection: as for :func:`semkg.reasoning.canonical`.
        leaned: whether to leave out blank nodes that say nothing of their own first, so that graphs that entail each
            other have one canonical graph.
        steps: how many steps to search for each set of blank nodes that hang together.

    Returns:
        The graph with its digests; where the search was given up, ``leaning`` tells how often, and a warning is logged.

    Raises:
        ValueError: ``steps`` is below 1.
    """
    if steps < 1:
        msg = (
            f"steps is {steps}: leaning needs at least 1 step for each set of blank nodes that hang together"
        )
        raise ValueError(msg)
    meaning = read_meaning(closure, terms)
    if not leaned:
        return replace(canonical(closure, terms, projection), digests=digests_of(meaning))
    core, given_up = lean(meaning, steps=steps)
    nodes = _left_out(meaning, core)
    part = _without(closure, nodes)
    if given_up:
        _LOG.warning(
            "leaning was given up for %d sets of blank nodes that hang together after %d steps each; they stay as "
            "they are, so that a graph that says the same may have another digest",
            given_up,
            steps,
        )
    leaning = Leaning(len(nodes), len(closure.rows) - len(part.rows), given_up)
    return replace(canonical(part, terms, projection), digests=digests_of(core), leaning=leaning)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A closure without some nodes: what follows of the other nodes by the rules is in it."""

    rules: str
    rows: Rows
    representative: NDArray[np.int32]
    consistent: bool


def _left_out(meaning: Meaning, core: Meaning) -> NDArray[np.int64]:
    """Return the ids of the nodes of a meaning of which nothing is left, shape ``(n,)``."""
    ids: NDArray[np.int64] = meaning.ids[np.setdiff1d(_ends(meaning), _ends(core))]
    return ids


def _ends(meaning: Meaning) -> NDArray[np.int64]:
    return np.concatenate([meaning.s, meaning.o])


def _without(closure: Closed, nodes: NDArray[np.int64]) -> _Part:
    """Return a closure without all rows of some nodes."""
    rows = closure.rows
    kept = ~(np.isin(rows.s, nodes) | np.isin(rows.p, nodes) | np.isin(rows.o, nodes))
    return _Part(closure.rules, rows.part(kept), closure.representative, closure.consistent)
