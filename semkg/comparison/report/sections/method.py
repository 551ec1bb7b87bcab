"""Settings, so that somebody else can compute the same."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

from semkg.comparison.measures import Pair
from semkg.comparison.report.facts import Facts
from semkg.comparison.report.markup import Html, join, paragraph, section, table, tag
from semkg.comparison.report.wording import column
from semkg.comparison.table import title

TITLE = "How this was computed"
PACKAGES = ("semkg", "pyoxigraph", "numpy", "scipy")
MEANINGS = {
    "epoch": "number of writes to the data so far",
    "rules": "set of rules by which things follow",
    "projection": "hash of the choice of connections",
    "direction": "which way connections run",
    "prefer": "whose way they run where both ends have a word",
    "nodes": "things that are connected",
    "edges": "connections, parallel ones as one",
    "consistent": "no contradiction was found",
    "digest": "hash of the graph that was ranked; as meant, the same for all files that mean the same",
    "converged": "whether the computation came to rest",
    "iterations": "steps that it took",
    "residual": "how far from rest it was at the end",
}
MEASURES = (
    "Kendall’s tau and Spearman’s rho are 1 for the same order, 0 for unrelated and −1 for reversed orders. "
    "Rank-biased overlap is 1 for the same order, and the best places count most. "
    "L1 is the sum of all differences of scores."
)


def method(facts: Facts) -> Html:
    """State every setting."""
    found = facts.comparison
    means = paragraph(
        "With the same settings and the same data, everybody gets the same numbers. Where two people have the same "
        "hash of the graph “as meant”, they ranked the same meaning, however their files were written."
    )
    computed = paragraph("Computed: ", tag("code", title(found.analytic, found.settings)), ".")
    return section(
        "method", TITLE, means, computed, notes_table(found.notes), _pairs(found.pairs), versions()
    )


def notes_table(notes: Mapping[str, Mapping[str, str]]) -> Html:
    """Show what there is to know of each result, one column for each regime."""
    heads = [f"{column(one)} ({one})" if column(one) != one else one for one in notes]
    names = dict.fromkeys(name for one in notes.values() for name in one)
    rows = [
        [
            join([name, tag("small", f" {MEANINGS[name]}")]) if name in MEANINGS else name,
            *(tag("code", _note(one, regime, name)) for regime, one in notes.items()),
        ]
        for name in names
    ]
    return table("Each view of the data", ["setting", *heads], rows)


def _pairs(pairs: Sequence[Pair]) -> Html:
    """Show every measure of every two regimes."""
    return table(
        "The views compared",
        ["views", "Kendall’s tau", "Spearman’s rho", "rank-biased overlap", "best shared", "L1", "in both"],
        [
            [
                f"{column(pair.before)} – {column(pair.after)}",
                *(
                    "not defined" if value is None else f"{value:.3f}"
                    for value in (pair.kendall_tau, pair.spearman)
                ),
                f"{pair.rank_biased_overlap:.3f}",
                f"{pair.top_overlap:.4g} of {pair.top}",
                f"{pair.l1:.3f}",
                f"{pair.common:,}",
            ]
            for pair in pairs
        ],
        numbers=range(1, 7),
        note=MEASURES,
    )


def _note(notes: Mapping[str, str], regime: str, name: str) -> str:
    if (regime, name) == ("asserted", "consistent"):
        return "not asked"  # contradictions follow, and here nothing does
    return notes.get(name, "–")


def versions() -> Html:
    """Say which programs made the page."""
    found = [(name, _version(name)) for name in PACKAGES] + [("Python", platform.python_version())]
    return tag("p", "Made with ", ", ".join(f"{name} {number}" for name, number in found), ".", class_="note")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"
