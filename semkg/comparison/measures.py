"""How much two rankings of nodes differ.

Ranks are those of :func:`semkg.comparison.ranking.competition_ranks`: from 1, ties share the best rank of their places;
0 stands for a node that a ranking does not have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PERSISTENCE = 0.9
"""Probability with which somebody who reads a ranking from the top goes on to the next rank: 86 % of the weight of
the rank-biased overlap lies on the first ten ranks."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A node and where it stood before and after; ``None`` where the regime does not have it."""

    label: str
    score_before: float | None
    score_after: float | None
    rank_before: int | None
    rank_after: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two regimes compared as a whole.

    Attributes:
        before: the one regime.
        after: the other.
        common: number of nodes that both have.
        only_before: number of nodes that only the first has.
        only_after: number of nodes that only the second has.
        kendall_tau: Kendall's tau-b over the common nodes, in [-1, 1]; 1 is the same order. ``None`` where
            it is not
            defined: fewer than two common nodes, or all of them tied in one regime.
        spearman: Spearman's rho over the common nodes, in [-1, 1], undefined likewise.
        rank_biased_overlap: agreement of the two from the top down over the nodes of both, in [0, 1]; the top
            counts most. 1 for two empty rankings.
        top: the ``k`` of ``top_overlap``, at most the number of nodes of the smaller ranking.
        top_overlap: how many nodes the two top ``k`` share, in [0, ``top``]. Nodes tied across the border of
            a top ``k`` belong to it in part: by the share of them that has room.
        top_jaccard: the nodes that the two top ``k`` share as a part of all that are in either, in [0, 1], tied
            nodes in part as before. 1 for two empty rankings.
        l1: sum of the absolute differences of the scores, over the nodes of both; a missing node scores 0.
        movers: the nodes with the largest share of ``l1``, largest first.
    """

    before: str
    after: str
    common: int
    only_before: int
    only_after: int
    kendall_tau: float | None
    spearman: float | None
    rank_biased_overlap: float
    top: int
    top_overlap: float
    top_jaccard: float
    l1: float
    movers: tuple[Mover, ...]


def kendall_tau(before: NDArray[np.int64], after: NDArray[np.int64]) -> float | None:
    """Return Kendall's tau-b of two rankings of the same nodes, or ``None`` where it is not defined.

    Args:
        before: rank of each node, ties with equal ranks, shape ``(n,)``.
        after: likewise.

    Source: Kendall 1945, tau-b; counted in O(n log n) (Knight 1966).
    """
    if not _is_defined(before, after):
        return None
    from scipy.stats import kendalltau  # takes half a second to import

    return float(kendalltau(before, after).statistic)


def spearman(before: NDArray[np.int64], after: NDArray[np.int64]) -> float | None:
    """Return Spearman's rho of two rankings of the same nodes, or ``None`` where it is not defined.

    Args:
        before: rank of each node, ties with equal ranks, shape ``(n,)``.
        after: likewise.

    Source: Spearman 1904: the correlation of the ranks, each tied node at the mean of the places of its tie.
    """
    if not _is_defined(before, after):
        return None
    x, y = (_mean_places(ranks) for ranks in (before, after))
    x, y = x - x.mean(), y - y.mean()
    return float(np.clip(x @ y / np.sqrt((x @ x) * (y @ y)), -1, 1))


def _is_defined(before: NDArray[np.int64], after: NDArray[np.int64]) -> bool:
    return len(before) > 1 and bool(np.ptp(before) > 0 and np.ptp(after) > 0)


def _mean_places(ranks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each node the mean of the places of its tie, from 1."""
    count = np.bincount(ranks)
    last = np.cumsum(count)
    places: NDArray[np.float64] = (last - (count - 1) / 2)[ranks]
    return places


def rank_biased_overlap(
    before: NDArray[np.int64], after: NDArray[np.int64], persistence: float = PERSISTENCE
) -> float:
    """Return how much two rankings agree from the top down, in [0, 1].

    The agreement at depth ``d`` is the number of nodes that both have at rank ``d`` or better, twice, as a part of the
    number that each has there; a tie enters as a whole at its rank. Depth ``d`` weighs ``persistence ** (d - 1)``. A
    node that a ranking does not have is tied at its end with all others of these, so at the last depth the two agree,
    and so they do, by extrapolation, at all depths beyond.

    Args:
        before: rank of each node of both, 0 where it is missing, shape ``(n,)``.
        after: likewise.
        persistence: probability of reading on, in (0, 1).

    Source: Webber, Moffat and Zobel 2010, equation 7, ties as in their section 4.4.
    """
    n = len(before)
    if not n:
        return 1.0
    x, y = (np.where(ranks > 0, ranks, int((ranks > 0).sum()) + 1) for ranks in (before, after))
    reached = [np.cumsum(np.bincount(ranks, minlength=n + 1))[1:] for ranks in (x, y, np.maximum(x, y))]
    # ties enter at their best rank, so before that there may be none at all
    agreement = 2 * reached[2] / np.maximum(reached[0] + reached[1], 1)
    weight = (1 - persistence) * persistence ** np.arange(n)
    return float(weight @ agreement + persistence**n)


def top_overlap(before: NDArray[np.int64], after: NDArray[np.int64], top: int) -> float:
    """Return how many nodes two top lists share, in [0, ``top``].

    Args:
        before: rank of each node, 0 where it is missing, shape ``(n,)``.
        after: likewise.
        top: length of the lists; each ranking has at least so many nodes.
    """
    return float(np.minimum(_membership(before, top), _membership(after, top)).sum())


def top_jaccard(before: NDArray[np.int64], after: NDArray[np.int64], top: int) -> float:
    """Return the nodes that two top lists share as a part of those in either, in [0, 1]; 1 for empty lists.

    Args:
        before: rank of each node, 0 where it is missing, shape ``(n,)``.
        after: likewise.
        top: length of the lists; each ranking has at least so many nodes.

    Source: Jaccard 1901, for sets with members in part: the sum of the lesser parts over that of the greater.
    """
    parts = _membership(before, top), _membership(after, top)
    either = float(np.maximum(*parts).sum())
    return float(np.minimum(*parts).sum()) / either if either else 1.0


def _membership(ranks: NDArray[np.int64], top: int) -> NDArray[np.float64]:
    """Return to which part each node belongs to the top: ties across its border share what room there is."""
    count = np.bincount(ranks)
    room = np.clip((top + 1 - ranks) / count[ranks], 0, 1)
    return np.where(ranks > 0, room, 0.0)
