"""What scores would be if other triples had been written: without some of them, or with some of the axioms only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from semkg.reasoning import Closure, close, extend
from semkg.store import Rows
from semkg.views import Ranking, Views

Compute = Callable[[Views], Ranking]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float64]

NOTHING = 1e-9
"""L1 distances up to this are none: that is how near results are computed."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What some of the triples that were written do to the scores.

    Attributes:
        without: L1 distance of the scores with all triples and with all but these: what is lost without them. 0 also
            where others say the same.
        alone: L1 distance of the scores without any axiom and with these only: what they do by themselves.
        most_moved: name of the node whose score depends most on them, given all others; ``None`` if none does.
        change: how much that node's score is greater with them than without.
    """

    without: float
    alone: float
    most_moved: str | None
    change: float


class Trials:
    """Computes the scores of a graph with some of its triples.

    Attributes:
        closures: how many closures were computed.
    """

    def __init__(self, views: Views, compute: Compute, closure: Closure, axioms: Mask) -> None:
        """Get ready.

        Args:
            views: the graph.
            compute: the analytic.
            closure: the closure behind it.
            axioms: which of the triples given to the closure are axioms, shape ``(n_given,)``.
        """
        self._views = views
        self._compute = compute
        self._closure = closure
        self._data = ~axioms
        self._terms = views.snapshot.terms
        self._with_all = self._by_name(compute(views))
        self.closures = 0

    def mask(self, places: NDArray[np.int64]) -> Mask:
        """Return which of the given triples stand at some places."""
        mask = np.zeros(len(self._data), dtype=np.bool_)
        mask[places] = True
        return mask

    def effect(self, these: Mask) -> Effect:
        """Return what some triples do, shape of the mask ``(n_given,)``."""
        gained = self._with_all - self._scores(self._close(~these))
        alone = self._alone(these)
        most = self._first_of_greatest(np.abs(gained))
        lost = float(np.abs(gained).sum())
        moved = lost > NOTHING
        return Effect(
            without=lost,
            alone=float(np.abs(alone).sum()),
            most_moved=self._views.snapshot.terms.text(most) if moved else None,
            change=float(gained[most]) if moved else 0.0,
        )

    def _first_of_greatest(self, moves: Scores) -> int:
        """Return the first term, by name, of those that move most."""
        near = np.flatnonzero(moves >= moves.max(initial=0.0) - NOTHING)
        moving = near[moves[near] > 0].tolist()
        return min(moving, key=self._terms.text, default=0)

    def _alone(self, these: Mask) -> Scores:
        """Return what some triples change where there are no axioms."""
        if (self._data & these).any():
            return self._of_data - self._scores(self._close(self._data & ~these))
        more = extend(self._data_closure, self._rows(these), self._terms)
        return self._scores(more) - self._of_data

    def _close(self, kept: Mask) -> Closure:
        return close(self._rows(kept), self._terms, rules=self._closure.rules)

    def _rows(self, kept: Mask) -> Rows:
        given = self._closure.asserted
        return Rows(given.s[kept], given.p[kept], given.o[kept])

    @cached_property
    def _data_closure(self) -> Closure:
        return self._close(self._data)

    @cached_property
    def _of_data(self) -> Scores:
        return self._scores(self._data_closure)

    def _scores(self, closure: Closure) -> Scores:
        self.closures += 1
        if _is_equal(closure, self._closure):
            return self._with_all
        snapshot = replace(self._views.snapshot, rows=closure.asserted)
        other = Views(snapshot, rules=closure.rules, closure=lambda: closure)
        return self._by_name(self._compute(other))

    def _by_name(self, ranking: Ranking) -> Scores:
        """Return the score of each term of the dictionary, 0 where it is no node."""
        scores = np.zeros(len(self._views.snapshot.terms))
        names = ranking.projected.node_names
        scores[names.term] = ranking.scores[names.node]
        return scores


def _is_equal(one: Closure, other: Closure) -> bool:
    """Say whether two closures over one dictionary are equal; that an axiom follows from others is found here."""
    n = min(len(one.representative), len(other.representative))
    if not np.array_equal(one.representative[:n], other.representative[:n]):
        return False
    pairs = zip((one.rows.s, one.rows.p, one.rows.o), (other.rows.s, other.rows.p, other.rows.o), strict=True)
    return all(np.array_equal(first, second) for first, second in pairs)
