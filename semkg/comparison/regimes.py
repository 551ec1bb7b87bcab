"""One analytic under several regimes of one graph, with the way back to what causes the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from semkg.analytics import ANALYTICS, Analytic
from semkg.comparison.compare import compare
from semkg.comparison.comparison import Comparison
from semkg.comparison.origin import Origin
from semkg.comparison.ranking import Ranking as Labelled
from semkg.graph import Projection
from semkg.views import Ranking, Views, measure
from semkg.vocab import REGIMES


def compare_regimes(
    views: Views, analytic: str, regimes: Sequence[str] = REGIMES, **options: Any
) -> Comparison:
    """Compute one analytic under several regimes and compare the results.

    Args:
        views: the epoch to look at.
        analytic: its name, such as ``pageRank``.
        regimes: which regimes, in the order to show them.
        options: ``projection``, and settings of the analytic.

    Raises:
        ValueError: an unknown analytic, regime or setting, or fewer than two regimes.
    """
    chosen = _analytic(analytic)
    rankings = {regime: measure(views, chosen, regime=regime, **options) for regime in regimes}
    labelled = {
        regime: Labelled(*ranking.labelled(), ranking.notes()) for regime, ranking in rankings.items()
    }
    settings = dict(next(iter(rankings.values())).settings) if rankings else None
    found = compare(labelled, analytic=chosen.title, settings=settings)

    def again(other: Views, regime: str, projection: Projection | None) -> Ranking:
        changed = {} if projection is None else {"projection": projection}
        return measure(other, chosen, regime=regime, **{**options, **changed})

    return replace(found, origin=Origin(views, rankings, again))


def _analytic(name: str) -> Analytic:
    for analytic in ANALYTICS:
        if analytic.name == name:
            return analytic
    valid = ", ".join(analytic.name for analytic in ANALYTICS)
    msg = f"unknown analytic {name!r}; valid is: {valid}"
    raise ValueError(msg)
