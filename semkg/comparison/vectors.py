"""The models of several regimes: what is most alike in each, and how well each predicts what was held out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from semkg.comparison.heldout import Question, hold_out
from semkg.comparison.neighbours import NeighbourComparison, Neighbours, compare_neighbours
from semkg.comparison.predictions import Asked, PredictionComparison, Predictions, compare_predictions
from semkg.store import Term
from semkg.views import Learned, Views
from semkg.vocab import REGIMES

MOST = 100
"""Triples held out, at most: each is two questions, and for each all candidates are scored under every regime."""


def compare_regimes_by_neighbours(
    views: Views, regimes: Sequence[str] = REGIMES, *, k: int = 10
) -> NeighbourComparison:
    """Compare what is most alike in the default models of several regimes.

    Things that are the same by everything that follows are one among the nearest, under every regime.

    Args:
        views: the epoch to look at.
        regimes: which regimes, in the order to show them.
        k: how many of the nearest, at least 1.

    Raises:
        ValueError: fewer than two regimes, or ``k`` below 1.
        ModelError: there is nothing to learn from, or no model yet of a graph too large to train in passing.
    """
    if k < 1:
        msg = f"k is {k}: it is at least 1"
        raise ValueError(msg)
    name = _first_names(views)
    return compare_neighbours({regime: _nearest(views.learned(regime), k, name) for regime in regimes}, k=k)


def _first_names(views: Views) -> Callable[[Term], str]:
    """Return what gives the first name of a term's block of the closure."""
    blocks, terms = views.blocks("entailed"), views.snapshot.terms

    def first(term: Term) -> str:
        number = terms.find(term)
        if number is None:
            return str(term)
        return min(terms.text(member) for member in blocks.members(blocks.representative(number)))

    return first


def _nearest(learned: Learned, k: int, name: Callable[[Term], str]) -> Neighbours:
    own = [learned.names(entity) for entity in range(len(learned.entities))]
    first = [name(names[0]) for names in own]
    found: dict[str, tuple[str, ...]] = {}
    for entity, (near, _) in enumerate(learned.nearest(range(len(own)), k)):
        others = dict.fromkeys(first[other] for other in near.tolist() if first[other] != first[entity])
        for term in own[entity]:
            # as an individual, where the same name stands for a class too: individuals come first
            found.setdefault(str(term), tuple(others))
    return Neighbours(found, {"model": learned.model.name, **learned.notes})


def compare_regimes_by_predictions(
    views: Views, regimes: Sequence[str] = REGIMES, *, most: int = MOST, seed: int = 0, **options: Any
) -> PredictionComparison:
    """Hold some triples out, train a model on the others under each regime, and compare how well each finds them.

    All models get the same questions, with the same candidates: both ends of every triple held out. What follows from
    the other triples is no question, and other answers that follow from all triples are no candidates.

    Args:
        views: the epoch to look at.
        regimes: which regimes, in the order to show them.
        most: how many triples to hold out: at most a tenth of those written between things.
        seed: which ones.
        options: how to train, as for :meth:`semkg.KnowledgeGraph.train`.

    Raises:
        ValueError: fewer than two regimes, or an option out of range.
        ModelError: there is nothing to learn from, or nothing to ask.
    """
    rest, asked = hold_out(views, most=most, seed=seed)
    chosen = {"seed": seed, **options}
    found = {regime: _predict(rest.train(regime, **chosen), asked) for regime in regimes}
    return compare_predictions(found, [_asked(one) for one in asked])


def _predict(learned: Learned, asked: Sequence[Question]) -> Predictions:
    ranks = tuple(_rank(learned, question) for question in asked)
    return Predictions(ranks, {"model": learned.model.name, **learned.notes})


def _rank(learned: Learned, question: Question) -> float:
    """Return the rank of the right answer, from 1; equal scores share their mean rank, the unknown is last."""
    found = learned.evidence(question.answered())
    scores = np.array([-np.inf if value is None else value for value in found])
    right, others = scores[0], scores[1:]
    return 1 + float(np.count_nonzero(others > right) + np.count_nonzero(others == right) / 2)


def _asked(question: Question) -> Asked:
    s, p, o = map(str, question.triple)
    return s, p, o, question.asks
