"""From evidence to probabilities: a curve fitted on held-out triples and on corrupted copies of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from semkg.embedding.model import Calibration, sigmoid
from semkg.embedding.triples import TripleIndex, Triples

COPIES = 10
"""Corrupted copies of a held-out triple, half of them with another subject, half with another object."""

ATTEMPTS = 20
"""Draws for a corrupted copy that is not known to be true; after that it is left out."""

IGNORANT = Calibration(slope=0.0, intercept=0.0, prior=0.5, positives=0, brier=0.25)
"""Every triple gets the prior: what is known without held-out triples."""

Values = NDArray[np.float64]


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
    column = np.resize([0, 2], len(copies))
    known = np.arange(len(copies))
    for _ in range(ATTEMPTS):
        copies[known, column[known]] = generator.choice(pool, len(known))
        known = known[index.contains(copies[known])]
    return np.delete(copies, known, axis=0)


def calibrate(positive: Values, negative: Values) -> Calibration:
    """Fit the curve of Platt (1999) to evidence, the positives weighing as much as the negatives in all.

    The targets are Platt's too: as if one more example of the other kind had been seen, so that few examples
    claim little. A curve that would fall is replaced by the constant prior: such vectors know nothing of
    held-out triples.
    """
    n = len(positive)
    if not n or not len(negative):
        return IGNORANT
    x = np.concatenate((positive, negative))
    kinds = [n, len(negative)]
    weight = np.repeat([1.0, n / len(negative)], kinds)
    slope, intercept = fit_curve(x, np.repeat([(n + 1) / (n + 2), 1 / (n + 2)], kinds), weight)
    if slope <= 0:
        slope, intercept = 0.0, 0.0
    curve = replace(IGNORANT, slope=slope, intercept=intercept, positives=n)
    error = (curve.probability(x) - np.repeat([1.0, 0.0], kinds)) ** 2
    return replace(curve, brier=float(np.average(error, weights=weight)))


def fit_curve(x: Values, target: Values, weight: Values) -> tuple[float, float]:
    """Return the slope and intercept of the logistic curve with the least weighted cross-entropy.

    Newton steps, halved while they lead uphill (Lin, Lin and Weng 2007).
    """
    centre, spread = x.mean(), x.std() or 1.0
    design = np.column_stack(((x - centre) / spread, np.ones(len(x))))
    curve = np.zeros(2)
    for _ in range(100):
        p = sigmoid(design @ curve)
        hessian = (design * (weight * p * (1 - p))[:, None]).T @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, design.T @ (weight * (p - target)))
        here = _cross_entropy(design @ curve, target, weight)
        while _cross_entropy(design @ (curve - step), target, weight) > here + 1e-9 * abs(here):
            step = step / 2
        curve = curve - step
        if np.abs(step).max() < 1e-10:
            break
    slope = float(curve[0] / spread)
    return slope, float(curve[1] - slope * centre)


def _cross_entropy(logit: Values, target: Values, weight: Values) -> float:
    return float((weight * (np.logaddexp(0.0, logit) - target * logit)).sum())
