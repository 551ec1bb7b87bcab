"""What a slope chart shows: which nodes, in which places, which of them in colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.comparison.comparison import Comparison

_LAST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One chart, ready to be drawn.

    Attributes:
        comparison: the comparison behind it.
        labels: the nodes to show.
        slots: place of each node in each column from the top, shape ``(len(labels), regimes)``: a permutation
            in each column, so that labels never collide.
        ranks: rank of each node, likewise; 0 where it is missing.
    """

    comparison: Comparison
    labels: tuple[str, ...]
    slots: NDArray[np.int64]
    ranks: NDArray[np.int64]


def select_labels(comparisons: Sequence[Comparison], nodes: int) -> tuple[str, ...]:
    """Return the nodes with the best rank in any column of any comparison, best first."""
    best: dict[str, int] = {}
    for comparison in comparisons:
        ranks = _missing_last(comparison.ranks).min(axis=1)
        for row in np.argsort(ranks, kind="stable")[:nodes].tolist():
            label = comparison.labels[row]
            best[label] = min(best.get(label, _LAST), int(ranks[row]))
    return tuple(sorted(best, key=best.__getitem__)[:nodes])


def make_panel(comparison: Comparison, labels: tuple[str, ...]) -> Panel:
    """Place these nodes in every column of a comparison; those that it lacks are missing everywhere."""
    wanted = set(labels)
    row_of = {label: row for row, label in enumerate(comparison.labels) if label in wanted}
    rows = np.array([row_of.get(label, len(comparison)) for label in labels], np.int64)
    ranks = np.zeros((len(labels), len(comparison.regimes)), np.int64)
    known = rows < len(comparison)
    ranks[known] = comparison.ranks[rows[known]]
    return Panel(comparison, labels, _slots(ranks, rows), ranks)


def _slots(ranks: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Order the nodes of each column: by rank, ties as in the column before, missing ones last."""
    slots = np.empty_like(ranks)
    for column in range(ranks.shape[1]):
        by_rank = np.lexsort((order, _missing_last(ranks[:, column])))
        slots[by_rank, column] = np.arange(len(ranks))
        order = slots[:, column]
    return slots


def _missing_last(ranks: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(ranks > 0, ranks, _LAST)


def choose_movers(panels: Sequence[Panel], movers: int) -> tuple[str, ...]:
    """Return the nodes whose lines move most over all panels, in the order of the panels' labels."""
    moved = np.sum([np.abs(np.diff(panel.slots, axis=1)).sum(axis=1) for panel in panels], axis=0)
    most = [row for row in np.argsort(-moved, kind="stable")[:movers].tolist() if moved[row] > 0]
    return tuple(panels[0].labels[row] for row in sorted(most))
