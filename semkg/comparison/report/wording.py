"""Words that several parts of the page share."""

from __future__ import annotations

from semkg.analytics import ANALYTICS
from semkg.comparison.measures import Pair

COLUMNS = {"asserted": "as written", "entailed": "all that follows", "invariant": "as meant"}

EXPLAINED = {
    "asserted": "only the statements that somebody wrote down",
    "entailed": "those, and every statement that follows from them by the rules of their vocabulary",
    "invariant": "what follows, with everything said in several ways counted once, so that the choice of words does "
    "not matter",
}

_ANALYTICS = {
    "PageRank": "PageRank imagines somebody who walks from thing to thing along their connections at random and now "
    "and then starts anew. The score of a thing is how often that walker is found there: a high score means that much "
    "leads to it. All scores together make 1.",
}


def explained(analytic: str) -> str:
    """Say what an analytic is, by its title."""
    declared = (f"{one.doc} {one.score.capitalize()}." for one in ANALYTICS if one.title == analytic)
    return _ANALYTICS.get(analytic) or next(declared, f"{analytic} gives every thing a score.")


def column(regime: str) -> str:
    """Return what a regime is called on the page."""
    return COLUMNS.get(regime, regime)


def agreement(pair: Pair) -> str | None:
    """Say Kendall's tau as a share of pairs; ``None`` where it is not defined."""
    if pair.kendall_tau is None:
        return None
    return f"{50 * (1 + pair.kendall_tau):.0f} of 100"


def score(value: float | None, digits: int = 4) -> str:
    """Write a score, a dash for none."""
    return "–" if value is None else f"{value:.{digits}f}"


def change(value: float, digits: int = 4) -> str:
    """Write a difference with its sign; a proper minus."""
    return f"{value:+.{digits}f}".replace("-", "−")
