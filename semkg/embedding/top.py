"""The best candidates, exactly: a rough pass over all, then exact values of those that may be best."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.embedding.model import Model
from semkg.embedding.triples import as_ids

Ids = NDArray[np.int64]

Tops = tuple[list[Ids], list[NDArray[np.float64]]]
"""For each question, the ids of the best candidates, and their values; best first, equal ones by id."""

VALUES_AT_ONCE = 2**24
"""Rough values held at a time."""


def best_of(
    rough: NDArray[np.float32],
    pool: Ids,
    exact: Callable[[Ids], NDArray[np.float64]],
    k: int,
    *,
    slack: float,
) -> tuple[Ids, NDArray[np.float64]]:
    """Return the k best candidates of one question and their exact values.

    Args:
        rough: a value for each candidate, wrong by at most ``slack / 2``; minus infinity leaves it out.
        pool: ids of the candidates, of the same shape.
        exact: gives the values of some ids.
        k: how many, at the most.
        slack: see ``rough``.
    """
    allowed = np.flatnonzero(rough > -np.inf)
    if len(allowed) > k:
        kth = np.partition(rough[allowed], -k)[-k]
        allowed = allowed[rough[allowed] >= kth - slack]
    ids = pool[allowed]
    values = exact(ids)
    order = np.lexsort((ids, -values))[:k]
    return ids[order], values[order]


def rounding_slack(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    """Return a slack for the products of the rows of two arrays in single precision."""
    longest = [
        float(np.sqrt(np.square(rows, dtype=np.float64).sum(axis=1).max(initial=0.0)))
        for rows in (left, right)
    ]
    return float(4 * right.shape[1] * np.finfo(np.float32).eps * longest[0] * longest[1])


def candidate_pool(model: Model, candidates: ArrayLike | None) -> Ids:
    """Return the ids to choose from, ascending; by default all entities that the training saw."""
    if candidates is None:
        return np.flatnonzero(model.entity_count)
    allowed = np.zeros(model.n_entities, dtype=bool)
    allowed[as_ids(candidates, model.n_entities, "candidate")] = True
    return np.flatnonzero(allowed)


def checked_k(k: int) -> int:
    """Return k.

    Raises:
        ValueError: it is below 1.
    """
    if k < 1:
        msg = f"k must be at least 1, not {k}"
        raise ValueError(msg)
    return k
