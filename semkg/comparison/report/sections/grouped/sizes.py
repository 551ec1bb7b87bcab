"""The largest groups: a picture of where their members go, their sizes, and who is in them."""

from __future__ import annotations

from semkg.comparison.groups import by_name
from semkg.comparison.report.facts.grouped import MOST_MEMBERS, GroupFacts
from semkg.comparison.report.markup import Html, bar, join, paragraph, scrolling, section, table, tag
from semkg.comparison.report.pictures.bands import draw_bands
from semkg.comparison.report.wording import column

LARGEST = 8


def sizes(facts: GroupFacts) -> Html:
    """Show the largest groups of the first and the last regime."""
    found = facts.comparison
    first, last = column(found.regimes[0]), column(found.regimes[-1])
    means = join(
        [
            paragraph(
                f"On the left stand the groups {first}, on the right those {last}; each is as high as it has names, "
                "and a band is as thick as the number of names that go from one to the other."
            ),
            paragraph(
                "Bands that run into one block came together. A thing with several names counts once for each of them, "
                "since under another view these may be in different groups."
            ),
        ]
    )
    if not facts.flows:
        return section("sizes", "The largest groups", means, paragraph("There are no groups."))
    drawing = scrolling(draw_bands(facts), "Where the members of the largest groups go")
    tables = [_members(facts, place) for place in (0, len(found.regimes) - 1)]
    return section("sizes", "The largest groups", means, drawing, *tables)


def _members(facts: GroupFacts, place: int) -> Html:
    """Show the largest groups under one regime with some of their members."""
    found = facts.comparison
    regime, grouping = found.regimes[place], found.groupings[place]
    counts = found.sizes(regime)
    largest = list(counts)[:LARGEST]
    total = sum(counts.values())
    members: dict[str, list[str]] = {group: [] for group in largest}
    for label, group in zip(grouping.labels, grouping.groups, strict=True):
        if group in members and len(members[group]) < 50 * MOST_MEMBERS:
            members[group].append(label)
    rows = [
        [
            facts.names.shown([group])[group],
            join([f"{counts[group]:,}", bar(counts[group] / total)]),
            _some(facts, group, members[group], counts[group]),
        ]
        for group in largest
    ]
    left = len(counts) - len(largest)
    alone = sum(size == 1 for size in counts.values())
    note = (
        f"{left:,} more {'is' if left == 1 else 'are'} not shown; {alone:,} of all groups have one name only."
    )
    return table(
        f"The largest groups {column(regime)}",
        ["group of", "names", "some of its members"],
        rows,
        numbers=(1,),
        note=note if left else "",
    )


def _some(facts: GroupFacts, group: str, members: list[str], size: int) -> Html:
    shown = sorted((label for label in members if label != group), key=by_name)[:MOST_MEMBERS]
    more = size - len(shown) - 1
    names = join(facts.names.shown(shown).values(), ", ") if shown else "–"
    return join([names, tag("small", f" and {more:,} more") if more > 0 else ""])
