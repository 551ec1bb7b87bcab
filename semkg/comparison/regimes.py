"""One analytic under several regimes of one graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from semkg.analytics import ANALYTICS, Analytic
from semkg.comparison.compare import compare
from semkg.comparison.comparison import Comparison
from semkg.comparison.groups import GroupComparison, Grouping, compare_groups
from semkg.comparison.origin import GroupOrigin, Origin
from semkg.comparison.ranking import Ranking as Labelled
from semkg.graph import Projection
from semkg.views import Ranking, Views, divide, rank
from semkg.vocab import REGIMES


def find_analytic(name: str) -> Analytic:
    """Return an analytic by its name.

    Raises:
        ValueError: there is none of this name; the message lists all.
    """
    for analytic in ANALYTICS:
        if analytic.name == name:
            return analytic
    valid = ", ".join(analytic.name for analytic in ANALYTICS)
    msg = f"unknown analytic {name!r}; valid is: {valid}"
    raise ValueError(msg)


def compare_regimes(
    views: Views, analytic: str, regimes: Sequence[str] = REGIMES, **options: Any
) -> Comparison:
    """Compute the scores of one analytic under several regimes and compare them.

    Args:
        views: the epoch to look at.
        analytic: its name, such as ``pageRank``.
        regimes: which regimes, in the order to show them.
        options: ``projection``, and settings of the analytic.

    Raises:
        ValueError: an unknown analytic, regime or setting, one that gives groups, or fewer than two regimes.
    """
    chosen = find_analytic(analytic)
    if chosen.gives == "groups":
        msg = (
            f"{analytic} gives no scores but groups of nodes: compare those (kg.compare_groups({analytic!r}))"
        )
        raise ValueError(msg)
    rankings = {regime: rank(views, chosen, regime=regime, **options) for regime in regimes}
    labelled = {
        regime: Labelled(*ranking.labelled(), ranking.notes()) for regime, ranking in rankings.items()
    }
    settings = dict(next(iter(rankings.values())).settings) if rankings else None
    found = compare(labelled, analytic=chosen.title, settings=settings)

    def again(other: Views, regime: str, projection: Projection | None) -> Ranking:
        changed = {} if projection is None else {"projection": projection}
        return rank(other, chosen, regime=regime, **{**options, **changed})

    return replace(found, origin=Origin(views, rankings, again))


def compare_regimes_by_groups(
    views: Views, analytic: str, regimes: Sequence[str] = REGIMES, **options: Any
) -> GroupComparison:
    """Find the groups of one analytic under several regimes and compare them; arguments as for scores.

    Raises:
        ValueError: an unknown analytic, regime or setting, one that gives scores, or fewer than two regimes.
    """
    chosen = find_analytic(analytic)
    partitions = {regime: divide(views, chosen, regime=regime, **options) for regime in regimes}
    groupings = {regime: Grouping(*found.labelled(), found.notes()) for regime, found in partitions.items()}
    settings = dict(next(iter(partitions.values())).settings) if partitions else None
    found = compare_groups(groupings, analytic=chosen.title, settings=settings)
    return replace(found, origin=GroupOrigin(views, partitions))
