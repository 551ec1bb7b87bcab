"""How far a triple is to be believed, and which ends of a triple are the most plausible."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.embedding.model import Calibration, Model
from semkg.embedding.scoring import Ids, as_pairs, as_rows, make_queries, score_signed
from semkg.embedding.top import VALUES_AT_ONCE, Tops, best_of, candidate_pool, checked_k, rounding_slack
from semkg.embedding.triples import TripleIndex, Triples, as_triples
from semkg.errors import ModelError


def evidence(model: Model, s: ArrayLike, p: ArrayLike, o: ArrayLike) -> NDArray[np.float64]:
    """Return the mean of the two scores of each triple: read forwards, and backwards from its object.

    The two readings are learned apart, and their mean tells true triples from false ones better than either.

    Args:
        model: the trained vectors.
        s: subject ids; one, or shape ``(n,)``.
        p: predicate ids; one, or shape ``(n,)``.
        o: object ids; one, or shape ``(n,)``.

    Returns:
        Shape ``(n,)``; higher is more plausible, unbounded.

    Raises:
        ValueError: an id that the model does not have.
    """
    s, p, o = as_rows(model, s, p, o)
    return evidence_signed(model, s, p, o)


def evidence_signed(model: Model, s: Ids, p: Ids, o: Ids) -> NDArray[np.float64]:
    """Return the evidence of triples whose predicate may be read backwards; ids are not checked."""
    return (score_signed(model, s, p, o) + score_signed(model, o, model.reverse(p), s)) / 2


def plausibility(model: Model, s: ArrayLike, p: ArrayLike, o: ArrayLike) -> NDArray[np.float64]:
    """Return the probability of triples, by the model alone.

    It reads: when true triples that the training did not see are mixed one to one with false copies of them (one end
    replaced, half of the times by an entity usual there), such a share of those with this much evidence are true.

    Args:
        model: the trained vectors.
        s: subject ids; one, or shape ``(n,)``.
        p: predicate ids; one, or shape ``(n,)``.
        o: object ids; one, or shape ``(n,)``.

    Returns:
        Shape ``(n,)``, in (0, 1); rises with `evidence`. A triple with an entity or a predicate that the
        training did not see gets the prior of the calibration: nothing is known of it.

    Raises:
        ValueError: an id that the model does not have.
        ModelError: the model was trained without held-out triples.
    """
    s, p, o = as_rows(model, s, p, o)
    curve = _calibration(model)
    seen = (model.entity_count[s] > 0) & (model.predicate_count[p] > 0) & (model.entity_count[o] > 0)
    return np.where(seen, curve.probability(evidence(model, s, p, o)), curve.prior)


def _calibration(model: Model) -> Calibration:
    if model.calibration is None:
        msg = (
            "this model has no plausibility: it was trained with valid_fraction=0, so no held-out triple "
            "says how its scores become probabilities; train it without that option"
        )
        raise ModelError(msg)
    return model.calibration


def top_objects(
    model: Model,
    s: ArrayLike,
    p: ArrayLike,
    k: int,
    *,
    exclude: ArrayLike | TripleIndex | None = None,
    candidates: ArrayLike | None = None,
) -> Tops:
    """Return the best objects of each (s, p, ?), in the order of their plausibility.

    Args:
        model: the trained vectors.
        s: subject ids; one, or shape ``(batch,)``.
        p: predicate ids; one, or shape ``(batch,)``.
        k: how many for each, at the most; 1 or more.
        exclude: triples to leave out, such as those known already, shape ``(n, 3)``, or an index of them.
        candidates: entity ids to choose from; by default all that the training saw.

    Returns:
        The ids and their `evidence`, in two lists of one array a question: the greatest first, equal ones by
        id.

    Raises:
        ValueError: an id that the model does not have, or k below 1.
    """
    s, p = as_pairs(model, s, p, "subject")
    return _top(model, s, p, checked_k(k), exclude, candidate_pool(model, candidates))


def top_subjects(
    model: Model,
    p: ArrayLike,
    o: ArrayLike,
    k: int,
    *,
    exclude: ArrayLike | TripleIndex | None = None,
    candidates: ArrayLike | None = None,
) -> Tops:
    """Return the best subjects of each (?, p, o), in the order of their plausibility; see `top_objects`."""
    o, p = as_pairs(model, o, p, "object")
    return _top(model, o, p + model.n_predicates, checked_k(k), exclude, candidate_pool(model, candidates))


def _top(
    model: Model, nodes: Ids, p: Ids, k: int, exclude: ArrayLike | TripleIndex | None, pool: Ids
) -> Tops:
    index = _index(model, exclude)
    vectors = model.entities[pool]
    step = max(1, VALUES_AT_ONCE // max(1, len(pool)))
    ids: list[Ids] = []
    values: list[NDArray[np.float64]] = []
    for start in range(0, len(nodes), step):
        part = slice(start, start + step)
        query = _evidence_queries(model, nodes[part], p[part])
        rough = query @ vectors.T
        _strike_out(rough, index.answers(nodes[part], p[part]), pool)
        slack = rounding_slack(query, vectors)
        for node, predicate, row in zip(nodes[part], p[part], rough, strict=True):
            best, value = best_of(row, pool, _evidence_from(model, node, predicate), k, slack=slack)
            ids.append(best)
            values.append(value)
    return ids, values


def _index(model: Model, exclude: ArrayLike | TripleIndex | None) -> TripleIndex:
    if isinstance(exclude, TripleIndex):
        return exclude
    rows: Triples = as_triples([] if exclude is None else exclude)
    return TripleIndex.of(rows, model.n_predicates)


def _evidence_queries(model: Model, nodes: Ids, p: Ids) -> NDArray[np.float32]:
    """Return what the evidence of (node, p, candidate) is the product of the candidate's vector with."""
    forwards = make_queries(model, model.interaction.to_object, nodes, p)
    backwards = make_queries(model, model.interaction.to_subject, nodes, model.reverse(p))
    return ((forwards + backwards) / 2).astype(np.float32)


def _evidence_from(model: Model, node: np.int64, p: np.int64) -> Callable[[Ids], NDArray[np.float64]]:
    """Return the function that gives the evidence of (node, p, candidate) for candidates."""

    def of(candidates: Ids) -> NDArray[np.float64]:
        nodes, predicates = np.full(len(candidates), node), np.full(len(candidates), p)
        return evidence_signed(model, nodes, predicates, candidates)

    return of


def _strike_out(rough: NDArray[np.float32], known: tuple[Ids, Ids], pool: Ids) -> None:
    """Set known answers to minus infinity, where they are candidates."""
    rows, ids = known
    at = np.minimum(np.searchsorted(pool, ids), max(0, len(pool) - 1))
    hit = pool[at] == ids if len(pool) else np.zeros(len(ids), dtype=bool)
    rough[rows[hit], at[hit]] = -np.inf
