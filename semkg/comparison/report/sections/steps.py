"""What each step of the canonical graph leaves out."""

from __future__ import annotations

from semkg.comparison.report.facts import Facts
from semkg.comparison.report.facts.steps import Steps
from semkg.comparison.report.markup import Content, Html, html, join, paragraph, section, table, tag

TITLE = "What is counted once"
REASONS = (
    ("signed", "say the same in a second word, or from the other end"),
    ("sub_property", "say less than another one: who takes the bus from A to B also travels from A to B"),
    ("transitive", "only join two others: A in B and B in C gives A in C"),
    ("chains", "only join several others of different kinds"),
    ("types", "are kinds that follow from narrower kinds or from connections"),
)


def steps(facts: Facts) -> Html:
    """Show the way from the statements that follow to the connections that are counted."""
    found = facts.steps
    if found is None:
        return section("steps", TITLE, "", paragraph(facts.skipped.get("steps", "")))
    means = join(
        [
            paragraph(
                "What was said twice, in other words, or what other statements already say, would count more than what "
                "was said once. So it is left out before anything is computed."
            ),
            paragraph(
                "Nothing is lost: all that is left out follows from what is kept. What remains is the same for every "
                "file with the same meaning."
            ),
        ]
    )
    return section("steps", TITLE, means, _table(found), _aliases(found))


def _table(found: Steps) -> Html:
    counts = [(getattr(found.dropped, name), text) for name, text in REASONS]
    rows: list[list[Content]] = [
        ["statements that somebody wrote", f"{found.written:,}"],
        ["statements that follow, those among them", f"{found.follow:,}"],
        ["of these, between things (no descriptions, no rules of the vocabulary)", f"{found.selected:,}"],
        *([f"less those that {text}", f"−{count:,}"] for count, text in counts if count),
        [tag("b", "statements that are kept"), tag("b", f"{found.facts:,}")],
        ["connections that they make, in the direction chosen", f"{found.edges:,}"],
        ["different connections between the same two things taken as one", f"{found.merged:,}"],
    ]
    if found.cliques:
        rows.append(
            ["groups in which everything is connected with everything, kept as a whole", f"{found.cliques:,}"]
        )
    rows.append(["things that are connected", f"{found.nodes:,}"])
    return table("From what follows to what is counted", ["step", "number"], rows, numbers=(1,))


def _aliases(found: Steps) -> Html:
    if not found.dropped.same_as:
        return html("")
    return tag(
        "p",
        f"Things with several names are one from the start: written out for every name there would be "
        f"{found.dropped.same_as:,} more statements between things.",
        class_="note",
    )
