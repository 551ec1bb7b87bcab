"""How much of the score travels along inferred edges."""

from __future__ import annotations

from semkg.comparison.report.facts import Facts
from semkg.comparison.report.markup import Html, bar, join, paragraph, percent, section, table, tag
from semkg.comparison.report.wording import column, score

TITLE = "What nobody wrote, and still counts"


def carried(facts: Facts) -> Html:
    """Show the share of inferred edges, in all and for the best nodes."""
    found = facts.carried
    if found is None:
        reason = facts.skipped.get(
            "carried", "Groups in which everything is connected are too large to look at."
        )
        return section("carried", TITLE, "", paragraph(reason))
    part = found.inferred / found.edges if found.edges else 0.0
    counted = paragraph(
        f"Of {found.edges:,} connections {column(facts.comparison.regimes[-1])}, {found.inferred:,} ({percent(part)}) "
        "were written by nobody in this direction between these two things: they follow."
    )
    means = paragraph(
        "Some connections stand in the data, others follow from them. Where most of the score of a thing comes along "
        "inferred connections, a ranking of the written ones alone would not see why it matters."
    )
    if found.share is None:
        return section("carried", TITLE, means, counted)
    names = facts.names.shown(one.name for one in found.nodes)
    shares = table(
        "The best things, and how much of what reaches them was inferred",
        ["thing", "score", "along inferred connections"],
        [
            [names[one.name], score(one.score), join([percent(one.inferred), bar(one.inferred)])]
            for one in found.nodes
        ],
        numbers=(1, 2),
    )
    whole = paragraph(
        "They carry ", tag("b", percent(found.share)), " of all score that connections hand on."
    )
    return section("carried", TITLE, means, counted, whole, shares)
