"""Scores of labelled nodes, and the ranks that follow from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

TIE = 1e-10
"""Scores that differ by at most this, relatively, are a tie: sums in another order differ by less."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """What one analytic says under one regime.

    Attributes:
        labels: name of each node; each stands once.
        scores: score of each node, shape ``(len(labels),)``, finite; higher matters more.
        notes: what a reader should know of this ranking (convergence, projection, consistency), by name.

    Raises:
        ValueError: another number of scores than labels, a score that is not finite, a label that stands
            twice.
    """

    labels: tuple[str, ...]
    scores: NDArray[np.float64]
    notes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.scores.shape != (len(self.labels),):
            msg = f"scores have shape {self.scores.shape}: one for each of the {len(self.labels)} labels"
            raise ValueError(msg)
        wrong = np.flatnonzero(~np.isfinite(self.scores))
        if len(wrong):
            msg = f"the score of {self.labels[wrong[0]]} is {self.scores[wrong[0]]}: scores are finite"
            raise ValueError(msg)
        if len(set(self.labels)) < len(self.labels):
            twice, count = Counter(self.labels).most_common(1)[0]
            msg = f"{twice} stands {count} times among the labels: every node has one of its own"
            raise ValueError(msg)


def competition_ranks(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rank scores, the highest first: 1 + the number of nodes that score higher, so that ties share a rank.

    Neighbours in the order that differ by at most :data:`TIE`, relatively, are tied; a tie goes on as long
    as each next score is that near to the one before.

    Args:
        scores: finite numbers, shape ``(n,)``.

    Returns:
        Shape ``(n,)``, from 1.

    >>> competition_ranks(np.array([0.5, 0.2, 0.2, 0.1])).tolist()
    [1, 2, 2, 4]
    """
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    gap = ranked[:-1] - ranked[1:]
    apart = gap > TIE * np.maximum(np.abs(ranked[:-1]), np.abs(ranked[1:]))
    places = np.arange(1, len(scores) + 1)
    first = np.where(np.concatenate([[True], apart])[: len(scores)], places, 0)
    ranks = np.empty(len(scores), np.int64)
    ranks[order] = np.maximum.accumulate(first)
    return ranks
