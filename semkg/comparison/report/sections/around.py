"""The graph around the largest mover, and what its connections hand on."""

from __future__ import annotations

from semkg.comparison.report.facts import Facts
from semkg.comparison.report.facts.surroundings import Surroundings
from semkg.comparison.report.markup import (
    Content,
    Html,
    join,
    many,
    paragraph,
    scrolling,
    section,
    table,
    tag,
)
from semkg.comparison.report.pictures.butterfly import around_picture, legend
from semkg.comparison.report.wording import column, score
from semkg.comparison.why import Flow

TITLE = "Where the change comes from"
SHOWN = 12
HANDED_ON = (
    "An arrow towards it brings score, the thicker the more. A neighbour shares its score among all that it points to: "
    "where it gains further connections, less is left for each."
)
NEXT_TO_IT = "Its score depends on more than its neighbours; shown is what is next to it."
MOST_OF_IT = 0.5
"""Part of all changes from which on one neighbour is named as the cause."""


def around(facts: Facts) -> Html:
    """Show the connections of the node that moves most, before and after."""
    if facts.around is None:
        return section("around", TITLE, "", paragraph(facts.skipped.get("around", "Nothing moves.")))
    name = tag("b", facts.names.shown([facts.around.node])[facts.around.node])
    lead = paragraph("The connections of ", name, ", whose score changes most:") if _is_largest(facts) else ""
    return section(
        "around",
        TITLE,
        _means(facts, facts.around, name),
        lead,
        _also_called(facts, facts.around),
        _cause(facts),
        scrolling(around_picture(facts), "Picture of the connections"),
        legend(facts.around),
        _flows(facts),
    )


def _means(facts: Facts, found: Surroundings, name: Html) -> Html:
    """Say how to read the picture."""
    first, last = column(facts.comparison.regimes[0]), column(facts.comparison.regimes[-1])
    sides = f"on the left the connections {first}, on the right those {last}."
    return join(
        [
            paragraph(
                "In the middle stand the neighbours of ", name, f", with the words that connect them; {sides}"
            ),
            paragraph(NEXT_TO_IT if found.cause is None else HANDED_ON),
        ]
    )


def _also_called(facts: Facts, found: Surroundings) -> Content:
    if not found.aliases:
        return ""
    names = facts.names.shown(found.aliases[:5])
    return paragraph("Also called: ", join(names.values(), ", "), ".")


def _cause(facts: Facts) -> Content:
    """Say in a sentence or two why the score changes."""
    cause = None if facts.around is None else facts.around.cause
    if cause is None:
        return ""
    first, last = column(facts.comparison.regimes[0]), column(facts.comparison.regimes[-1])
    if cause.share < MOST_OF_IT:
        return paragraph(
            f"The change comes from many sides: {many(cause.more, 'neighbour hands', 'neighbours hand')} on more "
            f"{last} than {first}, and {cause.less:,} less."
        )
    source = tag("b", facts.names.shown([cause.source])[cause.source])
    if not cause.before:
        return paragraph("Most of the change comes from ", source, f", which is not connected to it {first}.")
    parts = [f", which hands on {cause.before:.4f} {first} and {cause.after:.4f} {last}."]
    if cause.ends_before != cause.ends_after:
        parts.append(
            f" It points to {many(cause.ends_before, 'thing')} {first} and to {cause.ends_after:,} {last}, and what a "
            "thing hands on is shared."
        )
    return paragraph("Most of the change comes from ", source, *parts)


def _is_largest(facts: Facts) -> bool:
    movers = facts.comparison.overall.movers
    return bool(movers) and facts.around is not None and movers[0].label == facts.around.node


def _flows(facts: Facts) -> Content:
    if facts.attribution is None or not facts.attribution.flows or facts.around is None:
        return ""
    first, last = column(facts.comparison.regimes[0]), column(facts.comparison.regimes[-1])
    flows = facts.attribution.flows[:SHOWN]
    names = facts.names.shown(flow.source for flow in flows)
    left = len(facts.attribution.flows) - len(flows)
    return table(
        f"Score that neighbours hand on to {facts.names.one(facts.around.node)}",
        ["from", first, last, "connection"],
        [[names[flow.source], score(flow.before, 5), score(flow.after, 5), _kind(flow)] for flow in flows],
        numbers=(1, 2),
        note=join(
            [
                f"{left:,} more {'is' if left == 1 else 'are'} not shown. " if left else "",
                "The rest of the score is what every thing gets from walks that start anew or end in a dead end.",
            ]
        ),
    )


def _kind(flow: Flow) -> str:
    if not flow.asserted:
        return "inferred"
    return "written" if flow.after else "written, left out"
