"""Scores of triples and of candidates for one end of a triple, on the arrays of a model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.embedding.interaction import Term, contract
from semkg.embedding.model import Model
from semkg.embedding.triples import as_ids

Ids = NDArray[np.int64]

ROWS_AT_ONCE = 2**15
SCORES_AT_ONCE = 2**24


def score(model: Model, s: ArrayLike, p: ArrayLike, o: ArrayLike) -> NDArray[np.float64]:
    """Score triples.

    Args:
        model: the trained vectors.
        s: subject ids; one, or shape ``(n,)``.
        p: predicate ids; one, or shape ``(n,)``.
        o: object ids; one, or shape ``(n,)``.

    Returns:
        Shape ``(n,)``. Higher is more plausible; unbounded, no probability. The score of a triple does not
        depend on the triples that it is asked together with.

    Raises:
        ValueError: an id that the model does not have.

    Source: ComplEx is Trouillon et al. 2016, eq. 11: Re<s, p, conj(o)>.
    """
    return score_signed(model, *as_rows(model, s, p, o))


def as_rows(model: Model, s: ArrayLike, p: ArrayLike, o: ArrayLike) -> tuple[Ids, Ids, Ids]:
    """Return the ids of triples as three equally long columns.

    Raises:
        ValueError: an id that the model does not have.
    """
    subjects, predicates, objects = np.broadcast_arrays(
        as_ids(s, model.n_entities, "subject"),
        as_ids(p, model.n_predicates, "predicate"),
        as_ids(o, model.n_entities, "object"),
    )
    return subjects, predicates, objects


def score_signed(model: Model, s: Ids, p: Ids, o: Ids) -> NDArray[np.float64]:
    """Score triples whose predicate may be a reciprocal one (``p + n_predicates``); ids are not checked."""
    scores = np.empty(len(s))
    for start in range(0, len(s), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        query = make_queries(model, model.interaction.to_object, s[part], p[part])
        scores[part] = (query * model.entities[o[part]]).sum(axis=1)
    return scores


def make_queries(model: Model, terms: tuple[Term, ...], nodes: Ids, p: Ids) -> NDArray[np.float64]:
    """Return what the vector of a candidate is multiplied with, shape ``(batch, dim)``; signed predicates."""
    left = model.entities[nodes].astype(np.float64).reshape(len(nodes), -1, model.rank)
    right = model.predicates[p].astype(np.float64).reshape(len(nodes), -1, model.rank)
    return contract(terms, left, right, np.zeros_like(left)).reshape(len(nodes), model.options.dim)


def score_objects(model: Model, s: ArrayLike, p: ArrayLike) -> NDArray[np.float32]:
    """Score every entity as the object of (s, p, ?).

    Args:
        model: the trained vectors.
        s: subject ids; one, or shape ``(batch,)``.
        p: predicate ids; one, or shape ``(batch,)``.

    Returns:
        Shape ``(batch, n_entities)``, in single precision.

    Raises:
        ValueError: an id that the model does not have.
    """
    return _score_all(model, *as_pairs(model, s, p, "subject"))


def score_subjects(model: Model, p: ArrayLike, o: ArrayLike) -> NDArray[np.float32]:
    """Score every entity as the subject of (?, p, o), by the vectors of p read backwards.

    Those vectors are learned beside the forward ones, so the two directions rank alike but do not score
    alike.

    Returns:
        Shape ``(batch, n_entities)``, in single precision.

    Raises:
        ValueError: an id that the model does not have.
    """
    o, p = as_pairs(model, o, p, "object")
    return _score_all(model, o, p + model.n_predicates)


def as_pairs(model: Model, node: ArrayLike, p: ArrayLike, what: str) -> tuple[Ids, Ids]:
    """Return the ids of one end and of the predicate as two equally long columns.

    Raises:
        ValueError: an id that the model does not have.
    """
    nodes, predicates = np.broadcast_arrays(
        as_ids(node, model.n_entities, what), as_ids(p, model.n_predicates, "predicate")
    )
    return nodes, predicates


def _score_all(model: Model, s: Ids, p: Ids) -> NDArray[np.float32]:
    scores: NDArray[np.float32] = (
        make_queries(model, model.interaction.to_object, s, p).astype(np.float32) @ model.entities.T
    )
    return scores


def score_in_batches(model: Model, s: Ids, p: Ids) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    """Yield the scores of all objects for a few pairs at a time, in bounded memory; signed predicates."""
    step = max(1, SCORES_AT_ONCE // max(1, model.n_entities))
    for start in range(0, len(s), step):
        part = slice(start, min(start + step, len(s)))
        yield part, _score_all(model, s[part], p[part])
