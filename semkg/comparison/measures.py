"""How much two rankings of the same nodes differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
        top: the ``k`` of ``top_overlap``, at most the number of nodes of the smaller ranking.
        top_overlap: how many nodes the two top ``k`` share, in [0, ``top``]. Nodes tied across the border of
            a top ``k`` belong to it in part: by the share of them that has room.
        l1: sum of the absolute differences of the scores, over the nodes of both; a missing node scores 0.
        movers: the nodes with the largest share of ``l1``, largest first.
    """

    before: str
    after: str
    common: int
    only_before: int
    only_after: int
    kendall_tau: float | None
    top: int
    top_overlap: float
    l1: float
    movers: tuple[Mover, ...]


def kendall_tau(before: NDArray[np.int64], after: NDArray[np.int64]) -> float | None:
    """Return Kendall's tau-b of two rankings of the same nodes, or ``None`` where it is not defined.

    Args:
        before: rank of each node, ties with equal ranks, shape ``(n,)``.
        after: likewise.

    Source: Kendall 1945, tau-b; counted in O(n log n) (Knight 1966).
    """
    if len(before) < 2 or np.ptp(before) == 0 or np.ptp(after) == 0:
        return None
    from scipy.stats import kendalltau  # takes half a second to import

    return float(kendalltau(before, after).statistic)


def top_overlap(before: NDArray[np.int64], after: NDArray[np.int64], top: int) -> float:
    """Return how many nodes two top lists share, in [0, ``top``].

    Args:
        before: rank of each node, 0 where it is missing, shape ``(n,)``.
        after: likewise.
        top: length of the lists; each ranking has at least so many nodes.
    """
    return float(np.minimum(_membership(before, top), _membership(after, top)).sum())


def _membership(ranks: NDArray[np.int64], top: int) -> NDArray[np.float64]:
    """Return to which part each node belongs to the top: ties across its border share what room there is."""
    count = np.bincount(ranks)
    room = np.clip((top + 1 - ranks) / count[ranks], 0, 1)
    return np.where(ranks > 0, room, 0.0)
