"""How much two partitions of the same nodes differ: into communities, components, blocks.

A partition is an array of labels; equal labels are one group, and what the labels are is no matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


def adjusted_rand(first: ArrayLike, second: ArrayLike) -> float:
    """Return the adjusted Rand index: pairs of nodes on which two partitions agree, beyond what chance gives.

    Args:
        first: label of each node, shape ``(n,)``.
        second: likewise.

    Returns:
        At most 1, which is for equal partitions; 0 is what chance gives, and less is possible. 1 also where all
        partitions with groups of these sizes are equal: of one node, or all in one group, or each in its own.

    Raises:
        ValueError: the arrays have different lengths.

    Source: Hubert and Arabie 1985, equation 5.
    """
    table = _cross(first, second)
    both, rows, columns = (_pairs(count) for count in (table.both, table.first, table.second))
    total = _pairs(np.array([table.n]))
    if rows == columns == both:
        return 1.0
    expected = rows * columns / total
    return float((both - expected) / ((rows + columns) / 2 - expected))


def normalised_mutual_information(first: ArrayLike, second: ArrayLike) -> float:
    """Return the information that two partitions share, as a part of the mean of what each has.

    Args:
        first: label of each node, shape ``(n,)``.
        second: likewise.

    Returns:
        In [0, 1]: 1 for equal partitions (two of a single group among them), 0 for independent ones.

    Raises:
        ValueError: the arrays have different lengths.

    Source: Danon et al. 2005, equation 2: mutual information over the arithmetic mean of the entropies.
    """
    table = _cross(first, second)
    one, other, joint = (_entropy(count, table.n) for count in (table.first, table.second, table.both))
    if one + other == 0:
        return 1.0
    return float(np.clip(2 * (one + other - joint) / (one + other), 0, 1))


def variation_of_information(first: ArrayLike, second: ArrayLike) -> float:
    """Return how much is to be learnt and to be forgotten to get from one partition to the other.

    Args:
        first: label of each node, shape ``(n,)``.
        second: likewise.

    Returns:
        In nats, in [0, log n]; 0 for equal partitions. It is a metric.

    Raises:
        ValueError: the arrays have different lengths.

    Source: Meila 2007, equation 15.
    """
    table = _cross(first, second)
    one, other, joint = (_entropy(count, table.n) for count in (table.first, table.second, table.both))
    return max(0.0, 2 * joint - one - other)


@dataclass(frozen=True, slots=True, eq=False)
class _Cross:
    """Sizes of groups: of both partitions, and of their common refinement; groups without members are left out."""

    n: int
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    both: NDArray[np.int64]


def _cross(first: ArrayLike, second: ArrayLike) -> _Cross:
    one, other = (np.unique(np.asarray(labels), return_inverse=True)[1] for labels in (first, second))
    if one.shape != other.shape or one.ndim != 1:
        msg = f"the partitions have shapes {one.shape} and {other.shape}: both have a label for each of the nodes"
        raise ValueError(msg)
    counts = (
        np.bincount(one),
        np.bincount(other),
        np.unique(np.stack([one, other]), axis=1, return_counts=True)[1],
    )
    return _Cross(len(one), *counts)


def _pairs(count: NDArray[np.int64]) -> float:
    sizes = count.astype(np.float64)
    return float((sizes * (sizes - 1) / 2).sum())


def _entropy(count: NDArray[np.int64], n: int) -> float:
    share = count / max(n, 1)
    return float(-(share * np.log(share)).sum())
