"""Which entities are alike: cosines of their vectors."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.embedding.model import Model
from semkg.embedding.top import VALUES_AT_ONCE, Tops, best_of, candidate_pool, checked_k, rounding_slack
from semkg.embedding.triples import as_ids


def cosine(model: Model, a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]:
    """Return the cosine of the vectors of each pair of entities.

    Args:
        model: the trained vectors.
        a: entity ids; one, or shape ``(n,)``.
        b: entity ids; one, or shape ``(n,)``.

    Returns:
        Shape ``(n,)``, in [-1, 1]; higher is more alike.

    Raises:
        ValueError: an id that the model does not have.
    """
    a, b = np.broadcast_arrays(as_ids(a, model.n_entities, "entity"), as_ids(b, model.n_entities, "entity"))
    left, right = model.entities[a].astype(np.float64), model.entities[b].astype(np.float64)
    lengths = np.sqrt((left**2).sum(axis=1)) * np.sqrt((right**2).sum(axis=1))
    cosines: NDArray[np.float64] = (left * right).sum(axis=1) / np.where(lengths > 0, lengths, 1.0)
    return np.clip(cosines, -1.0, 1.0)


def top_similar(
    model: Model, nodes: ArrayLike, k: int, *, least: float | None = None, candidates: ArrayLike | None = None
) -> Tops:
    """Return the entities whose vectors have the greatest cosines with those of the given ones.

    The search is exact: all candidates are compared.

    Args:
        model: the trained vectors.
        nodes: entity ids; one, or shape ``(batch,)``.
        k: how many for each, at the most; 1 or more.
        least: least cosine.
        candidates: entity ids to choose from; by default all that the training saw.

    Returns:
        The ids and the cosines, in two lists of one array a node: the greatest cosine first, equal ones by
        id, never the node itself.

    Raises:
        ValueError: an id that the model does not have, or k below 1.
    """
    k = checked_k(k)
    nodes = as_ids(nodes, model.n_entities, "entity")
    pool = candidate_pool(model, candidates)
    unit = _unit(model.entities[pool])
    slack = rounding_slack(unit, unit)
    step = max(1, VALUES_AT_ONCE // max(1, len(pool)))
    ids: list[NDArray[np.int64]] = []
    cosines: list[NDArray[np.float64]] = []
    for start in range(0, len(nodes), step):
        part = nodes[start : start + step]
        rough = _unit(model.entities[part]) @ unit.T
        rough[part[:, None] == pool] = -np.inf
        for node, row in zip(part, rough, strict=True):
            best, values = best_of(row, pool, partial(cosine, model, node), k, slack=slack)
            enough = values >= (-np.inf if least is None else least)
            ids.append(best[enough])
            cosines.append(values[enough])
    return ids, cosines


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors of length 1 with the same directions; those of length 0 stay."""
    lengths = np.sqrt(np.square(vectors, dtype=np.float64).sum(axis=1, keepdims=True))
    return (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
