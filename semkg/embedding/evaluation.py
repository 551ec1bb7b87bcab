"""Filtered ranking: where do the right answers stand among all entities?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.embedding.model import Metrics, Model
from semkg.embedding.scoring import score_in_batches
from semkg.embedding.triples import TripleIndex, Triples, both_directions, sorted_triples


def evaluate(model: Model, test: ArrayLike, known: ArrayLike) -> Metrics:
    """Rank the right ends of test triples among all entities.

    The protocol: both ends of every triple are asked for; other answers that are known to be right (in
    ``known`` or in ``test``) are left out of the ranking; equal scores share their mean rank; triples with
    entities that the training did not see are kept and counted.

    Args:
        model: the trained vectors.
        test: triples to rank, shape ``(n, 3)``; duplicates count once.
        known: all other triples known to be true, as those trained on, shape ``(m, 3)``.

    Raises:
        ValueError: no test triples, or ids that the model does not have.
    """
    sizes = {"n_entities": model.n_entities, "n_predicates": model.n_predicates}
    rows = sorted_triples(test, **sizes)
    if not len(rows):
        msg = "there are no test triples to rank"
        raise ValueError(msg)
    index = TripleIndex.of(np.concatenate((rows, sorted_triples(known, **sizes))), model.n_predicates)
    return summarise(ranks(model, rows, index), unseen=unseen(model, rows))


def ranks(model: Model, rows: Triples, index: TripleIndex) -> NDArray[np.float64]:
    """Return the filtered rank of each object and then of each subject, shape ``(2 * n,)``.

    Args:
        model: the trained vectors.
        rows: triples whose ends are ranked, all of them in ``index``.
        index: every triple known to be true.
    """
    asked = both_directions(rows, model.n_predicates)
    key = asked[:, 0] * (2 * model.n_predicates) + asked[:, 1]
    order = np.argsort(key, kind="stable")
    new = np.append(True, key[order][1:] != key[order][:-1])
    query = np.cumsum(new) - 1  # for each asked triple, in this order, its distinct (subject, predicate)
    s, p, _ = asked[order][new].T
    result = np.empty(len(asked))
    for part, scores in score_in_batches(model, s, p):
        mine = slice(*np.searchsorted(query, (part.start, part.stop)))
        result[order[mine]] = _ranks_in(
            scores, index.answers(s[part], p[part]), query[mine] - part.start, asked[order[mine], 2]
        )
    return result


def _ranks_in(
    scores: NDArray[np.float32],
    answers: tuple[NDArray[np.int64], NDArray[np.int64]],
    query: NDArray[np.int64],
    target: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Rank each target among the scores of its query; known answers, the target too, are struck out first."""
    right = scores[query, target]
    scores[answers] = -np.inf
    above = np.empty(len(query))
    for row, (which, least) in enumerate(zip(query, right, strict=True)):
        candidates = scores[which]
        above[row] = np.count_nonzero(candidates > least) + np.count_nonzero(candidates == least) / 2
    return 1 + above


def summarise(ranks: NDArray[np.float64], *, unseen: int) -> Metrics:
    """Return the usual figures of ranks; two ranks a triple."""
    return Metrics(
        mrr=float((1 / ranks).mean()),
        hits1=float((ranks <= 1).mean()),
        hits3=float((ranks <= 3).mean()),
        hits10=float((ranks <= 10).mean()),
        mean_rank=float(ranks.mean()),
        triples=len(ranks) // 2,
        unseen=unseen,
    )


def unseen(model: Model, rows: Triples) -> int:
    """Count the triples with an entity or a predicate that the training did not see."""
    bare_entity, bare_predicate = model.entity_count == 0, model.predicate_count == 0
    return int((bare_entity[rows[:, 0]] | bare_predicate[rows[:, 1]] | bare_entity[rows[:, 2]]).sum())
