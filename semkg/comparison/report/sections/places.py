"""The slope chart."""

from __future__ import annotations

from semkg.comparison.report.facts import Facts
from semkg.comparison.report.markup import Html, join, paragraph, scrolling, section
from semkg.comparison.report.pictures import draw_slopes


def places(facts: Facts) -> Html:
    """Show how the best places change from column to column."""
    means = join(
        [
            paragraph(
                "Each column is one way of looking at the data, each line one thing. Numbers are places among "
                "all things. A line that stays level keeps its place; a steep one shows a thing whose place depends on "
                "the view."
            ),
            paragraph(
                "The lines that move most are in colour. A dashed line: the thing is not there in one of the columns."
            ),
        ]
    )
    if not len(facts.comparison):
        return section("places", "The best places", means, paragraph("There is nothing to rank."))
    chart = draw_slopes(facts.comparison, facts.names)
    return section("places", "The best places", means, scrolling(chart, "Chart of the best places"))
