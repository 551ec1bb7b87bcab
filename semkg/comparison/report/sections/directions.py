"""The result with edges in other directions."""

from __future__ import annotations

from semkg.analytics import PAGERANK
from semkg.comparison.report.facts import Facts
from semkg.comparison.report.facts.directions import Turned
from semkg.comparison.report.markup import Content, Html, join, paragraph, section, table, tag
from semkg.comparison.report.wording import agreement, column

TITLE = "If connections ran the other way"
NAMES = {
    "natural": "as they are named",
    "both": "both ways",
    "reversed": "reversed",
}


def directions(facts: Facts) -> Html:
    """Show how much the direction of edges matters."""
    if not facts.directions:
        return section("directions", TITLE, "", paragraph(facts.skipped.get("directions", "")))
    pagerank = facts.comparison.analytic == PAGERANK.title
    means = join(
        [
            paragraph(
                "Whether a stadium “hosts” a concert or a concert has its “venue” in a stadium is a choice of words, "
                "but it decides which way an arrow points, and so what gathers score."
            ),
            paragraph(
                "Where the vocabulary has a word for either end, arrows run both ways. Elsewhere they run as the word "
                "says. Here is what would happen otherwise. “Both ways” cannot depend on such words at all"
                + ("; but then PageRank does little more than count connections." if pagerank else ".")
            ),
        ]
    )
    regime = column(facts.comparison.regimes[-1])
    names = facts.names.shown(name for one in facts.directions for name in one.best)
    rows = table(
        f"{facts.comparison.analytic} {regime}, with connections in every direction",
        ["connections run", "first three", "pairs in the same order", "of the best shared"],
        [
            [_name(one), join([names[name] for name in one.best], ", "), *_difference(one)]
            for one in facts.directions
        ],
    )
    return section("directions", TITLE, means, rows)


def _name(one: Turned) -> Content:
    name = NAMES[one.direction]
    return join([tag("b", name), " (on this page)"]) if one.chosen else name


def _difference(one: Turned) -> list[str]:
    if one.pair is None:
        return ["–", "–"]
    return [agreement(one.pair) or "not defined", f"{one.pair.top_overlap:.3g} of {one.pair.top}"]
