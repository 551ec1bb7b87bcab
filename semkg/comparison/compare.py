"""How rankings become a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from semkg.comparison.comparison import Comparison
from semkg.comparison.measures import (
    Mover,
    Pair,
    kendall_tau,
    rank_biased_overlap,
    spearman,
    top_jaccard,
    top_overlap,
)
from semkg.comparison.ranking import TIE, Ranking, competition_ranks


def compare(
    rankings: Mapping[str, Ranking],
    *,
    analytic: str,
    settings: Mapping[str, str] | None = None,
    top: int = 10,
    movers: int = 5,
) -> Comparison:
    """Compare what one analytic says under several regimes.

    Args:
        rankings: the ranking of each regime, in the order in which to show them; at least two.
        analytic: what was computed, as people call it.
        settings: how it was computed, by name.
        top: the ``k`` of the top-k overlap.
        movers: how many of the nodes that change most each summary names.

    Raises:
        ValueError: fewer than two rankings, or a number of nodes below 1.
    """
    if len(rankings) < 2:
        msg = f"{len(rankings)} rankings are given: a comparison needs at least two"
        raise ValueError(msg)
    for name, number in (("top", top), ("movers", movers)):
        if number < 1:
            msg = f"{name} is {number}: it is at least 1"
            raise ValueError(msg)
    labels, scores, ranks = _align(list(rankings.values()))
    regimes = tuple(rankings)
    pairs = [
        _pair(labels, scores[:, [i, j]], ranks[:, [i, j]], (regimes[i], regimes[j]), top=top, movers=movers)
        for i, j in combinations(range(len(regimes)), 2)
    ]
    return Comparison(
        analytic=analytic,
        settings=dict(settings or {}),
        regimes=regimes,
        labels=labels,
        scores=scores,
        ranks=ranks,
        notes={name: dict(ranking.notes) for name, ranking in rankings.items()},
        pairs=tuple(pairs),
    )


def _align(rankings: list[Ranking]) -> tuple[tuple[str, ...], NDArray[np.float64], NDArray[np.int64]]:
    """Return all labels in order, and for each its scores and ranks, 0 where it is missing."""
    labels = sorted({label for ranking in rankings for label in ranking.labels})
    place = {label: number for number, label in enumerate(labels)}
    scores = np.zeros((len(labels), len(rankings)))
    ranks = np.zeros((len(labels), len(rankings)), np.int64)
    for column, ranking in enumerate(rankings):
        rows = np.fromiter((place[label] for label in ranking.labels), np.int64, len(ranking.labels))
        scores[rows, column] = ranking.scores
        ranks[rows, column] = competition_ranks(ranking.scores)
    order = _order(ranks)
    return tuple(labels[row] for row in order.tolist()), scores[order], ranks[order]


def _order(ranks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows by rank in the last column, missing ones last, then by the best rank of all columns."""
    known = np.where(ranks > 0, ranks, np.iinfo(np.int64).max)
    # lexsort is stable, so ties keep the order of labels
    return np.lexsort((known.min(axis=1, initial=np.iinfo(np.int64).max), known[:, -1]))


def _pair(
    labels: tuple[str, ...],
    scores: NDArray[np.float64],
    ranks: NDArray[np.int64],
    names: tuple[str, str],
    *,
    top: int,
    movers: int,
) -> Pair:
    """Summarise two columns of a comparison."""
    has_before, has_after = ranks[:, 0] > 0, ranks[:, 1] > 0
    both = has_before & has_after
    change = np.abs(scores[:, 1] - scores[:, 0])
    noise = TIE * np.abs(scores).max(axis=1, initial=0)
    top = int(min(top, has_before.sum(), has_after.sum()))
    return Pair(
        before=names[0],
        after=names[1],
        common=int(both.sum()),
        only_before=int((has_before & ~has_after).sum()),
        only_after=int((has_after & ~has_before).sum()),
        kendall_tau=kendall_tau(ranks[both, 0], ranks[both, 1]),
        spearman=spearman(ranks[both, 0], ranks[both, 1]),
        rank_biased_overlap=_overlap(ranks),
        top=top,
        top_overlap=top_overlap(ranks[:, 0], ranks[:, 1], top),
        top_jaccard=top_jaccard(ranks[:, 0], ranks[:, 1], top),
        l1=float(change.sum()),
        movers=tuple(
            _mover(labels, scores, ranks, row)
            for row in _largest(np.where(change > noise, change, 0), movers)
        ),
    )


def _overlap(ranks: NDArray[np.int64]) -> float:
    """Return the rank-biased overlap of two columns, over the nodes that either has."""
    there = (ranks > 0).any(axis=1)
    return rank_biased_overlap(ranks[there, 0], ranks[there, 1])


def _largest(change: NDArray[np.float64], number: int) -> list[int]:
    """Return the rows that change most, equal ones in their order; rows that do not change are left out."""
    order = np.argsort(-change, kind="stable")[:number]
    return [row for row in order.tolist() if change[row] > 0]


def _mover(labels: tuple[str, ...], scores: NDArray[np.float64], ranks: NDArray[np.int64], row: int) -> Mover:
    before, after = (
        (score, rank) if rank else (None, None)
        for score, rank in zip(scores[row].tolist(), ranks[row].tolist(), strict=True)
    )
    return Mover(labels[row], before[0], after[0], before[1], after[1])
