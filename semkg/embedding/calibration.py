"""From evidence to probabilities: a curve fitted on held-out triples and on corrupted copies of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from semkg.embedding.model import Calibration, sigmoid
from semkg.embedding.triples import TripleIndex, Triples, both_directions

COPIES = 12
"""Corrupted copies of a held-out triple: each end, with any entity or with one usual at that end, three times."""

ATTEMPTS = 20
"""Draws for a corrupted copy that is not known to be true; after that it is left out."""

IGNORANT = Calibration(slope=0.0, intercept=0.0, prior=0.5, positives=0, brier=0.25)
"""Every triple gets the prior: what is known without held-out triples."""

Values = NDArray[np.float64]
Ids = NDArray[np.int64]


def corrupt(rows: Triples, train: Triples, index: TripleIndex, *, seed: int) -> Triples:
    """Return false copies of triples: one end replaced, none of them known to be true.

    Half of the copies get any entity of the graph, which mostly is of another kind. The other half get one that some
    triple with the same predicate has at the same end: without these, all that looks right would be plausible.

    Args:
        rows: true triples, shape ``(n, 3)``.
        train: triples whose entities are drawn, shape ``(m, 3)``.
        index: every triple known to be true.
        seed: decides the draws.

    Returns:
        Up to ``n * COPIES`` triples.
    """
    generator = np.random.default_rng(seed)
    ends = _Ends.of(train, index.n_predicates)
    copies = np.repeat(rows, COPIES, axis=0)
    column, usual = np.resize([0, 2], len(copies)), np.resize([False, False, True, True], len(copies))
    known = np.arange(len(copies))
    for _ in range(ATTEMPTS):
        signed = copies[known, 1] + np.where(column[known] == 0, index.n_predicates, 0)
        copies[known, column[known]] = ends.draw(generator, signed, usual[known])
        known = known[index.contains(copies[known])]
    return np.delete(copies, known, axis=0)


@dataclass(frozen=True, slots=True)
class _Ends:
    """The entities of a graph, and those that are objects of each predicate, which may be read backwards."""

    entities: Ids
    pointer: Ids
    objects: Ids

    @classmethod
    def of(cls, rows: Triples, n_predicates: int) -> _Ends:
        _, p, o = both_directions(rows, n_predicates).T
        order = np.lexsort((o, p))
        p, o = p[order], o[order]
        new = np.ones(len(p), dtype=bool)
        new[1:] = (p[1:] != p[:-1]) | (o[1:] != o[:-1])
        pointer = np.searchsorted(p[new], np.arange(2 * n_predicates + 1))
        return cls(np.flatnonzero(np.bincount(o)), pointer, o[new])

    def draw(self, generator: np.random.Generator, p: Ids, usual: NDArray[np.bool_]) -> Ids:
        """Draw an entity for each predicate: one of its objects where ``usual`` and it has any, else any."""
        first, count = self.pointer[p], self.pointer[p + 1] - self.pointer[p]
        place = np.minimum(first + (generator.random(len(p)) * count).astype(np.int64), len(self.objects) - 1)
        return np.where(usual & (count > 0), self.objects[place], generator.choice(self.entities, len(p)))


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
