"""From scores to probabilities: a curve fitted on held-out triples and on corrupted copies of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.embedding.model import Calibration, Model, sigmoid
from semkg.embedding.scoring import score_signed
from semkg.embedding.triples import TripleIndex, Triples

COPIES = 10
"""Corrupted copies of a held-out triple, half of them with another object, half with another subject."""

ATTEMPTS = 20
"""Draws for a corrupted copy that is not known to be true; after that it is left out."""

PRIOR = 0.5


def evidence(model: Model, rows: Triples) -> NDArray[np.float64]:
    """Return what plausibility is read from: the mean score of a triple and of its reading backwards, shape ``(n,)``."""
    s, p, o = rows.T
    backwards = score_signed(model, o, p + model.n_predicates, s)
    return (score_signed(model, s, p, o) + backwards) / 2


def corrupt(rows: Triples, index: TripleIndex, pool: NDArray[np.int64], *, seed: int) -> Triples:
    """Return false copies of triples: one end replaced by a random entity, none of them known to be true.

    Args:
        rows: true triples, shape ``(n, 3)``.
        index: every triple known to be true.
        pool: the entities to draw from.
        seed: decides the draws.

    Returns:
        Up to ``n * COPIES`` triples.
    """
    generator = np.random.default_rng(seed)
    copies = np.repeat(rows, COPIES, axis=0)
    column = np.tile(np.array([0, 2]), len(copies) // 2)
    open_rows = np.arange(len(copies))
    for _ in range(ATTEMPTS):
        copies[open_rows, column[open_rows]] = generator.choice(pool, len(open_rows))
        open_rows = open_rows[index.contains(copies[open_rows])]
    return np.delete(copies, open_rows, axis=0)


def calibrate(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> Calibration:
    """Fit the curve of Platt (1999) to evidence, positives and negatives weighing the same in all.

    A curve that would fall is replaced by the constant prior: such a model knows nothing about held-out triples.
    """
    if not len(positive) or not len(negative):
        return Calibration(0.0, 0.0, PRIOR, positives=len(positive), brier=PRIOR * (1 - PRIOR))
    x = np.concatenate((positive, negative))
    # Platt's targets: as if one more example of the other kind had been seen, so that few examples claim little.
    truth = np.repeat([1.0, 0.0], [len(positive), len(negative)])
    n = len(positive)
    target = np.where(truth == 1, (n + 1) / (n + 2), 1 / (n + 2))
    weight = np.repeat([1.0, len(positive) / len(negative)], [len(positive), len(negative)])
    slope, intercept = _fit_logistic(x, target, weight)
    if slope <= 0:
        slope, intercept = 0.0, 0.0
    error = (sigmoid(slope * x + intercept) - truth) ** 2
    return Calibration(slope, intercept, PRIOR, positives=n, brier=float(np.average(error, weights=weight)))


def _fit_logistic(
    x: NDArray[np.float64], target: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[float, float]:
    """Minimise the cross-entropy of ``sigmoid(slope * x + intercept)`` by Newton steps that never go uphill."""
    spread = x.std() or 1.0
    design = np.column_stack(((x - x.mean()) / spread, np.ones(len(x))))
    beta = np.zeros(2)
    for _ in range(100):
        p = sigmoid(design @ beta)
        gradient = design.T @ (weight * (p - target))
        hessian = (design * (weight * p * (1 - p))[:, None]).T @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        while _loss(design @ (beta - step), target, weight) > _loss(design @ beta, target, weight) + 1e-12:
            step /= 2
        beta = beta - step
        if np.abs(step).max() < 1e-10:
            break
    slope = beta[0] / spread
    return float(slope), float(beta[1] - slope * x.mean())


def _loss(logit: NDArray[np.float64], target: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    return float((weight * (np.logaddexp(0.0, logit) - target * logit)).sum())
