"""Which groups came together or apart, and the connections that did it."""

from __future__ import annotations

from collections.abc import Iterator

from semkg.comparison.report.facts.grouped import MOST_GROUPS, MOST_PARTS, NOWHERE, Crossing, Edge, GroupFacts
from semkg.comparison.report.markup import Content, Html, join, many, paragraph, section, tag
from semkg.comparison.report.wording import column


def together(facts: GroupFacts) -> Html:
    """Show the groups of the last regime that come from several of the first."""
    first, last = _views(facts)
    means = join(
        [
            paragraph(f"Things that were apart {first} are in one group {last}: something connects them."),
            paragraph(
                "A connection that nobody wrote down follows from what was written, for instance since a connection "
                "holds both ways, or carries on. Names of one thing come together too."
            ),
        ]
    )
    nothing = paragraph(f"No group {last} has members of several groups {first}.")
    lead = paragraph(f"The largest groups {last} with members of several groups {first}:")
    items = [
        _item(facts, one, "from", f"not there {first}", f"there {first} too")
        for one in facts.merged[:MOST_GROUPS]
    ]
    return section("together", "What came together", means, *_list(items, len(facts.merged), lead, nothing))


def apart(facts: GroupFacts) -> Html:
    """Show the groups of the first regime that go to several of the last."""
    first, last = _views(facts)
    means = join(
        [
            paragraph(f"Things that were in one group {first} are in several {last}."),
            paragraph(
                "A connection may be left out since others say the same. Communities also come apart when members "
                "get more connections to others: what belongs together is a matter of more or less."
            ),
        ]
    )
    nothing = paragraph(f"Every group {first} stays together {last}.")
    lead = paragraph(f"The largest groups {first} with members in several groups {last}:")
    items = [
        _item(facts, one, "to", f"not there {last}", f"there {last} too") for one in facts.split[:MOST_GROUPS]
    ]
    return section("apart", "What came apart", means, *_list(items, len(facts.split), lead, nothing))


def _views(facts: GroupFacts) -> tuple[str, str]:
    regimes = facts.comparison.regimes
    return column(regimes[0]), column(regimes[-1])


def _list(items: list[Html], number: int, lead: Html, nothing: Html) -> Iterator[Html]:
    if not items:
        yield nothing
        return
    yield lead
    yield tag("ul", *items, class_="groups")
    if number > len(items):
        yield tag("p", f"{number - len(items):,} more are not shown.", class_="note")


def _item(facts: GroupFacts, one: Crossing, way: str, fresh: str, known: str) -> Html:
    parts = [part for part in one.parts if part[0] != NOWHERE]
    names = facts.names.shown([one.group, *(group for group, _ in parts[:MOST_PARTS])])
    alone = sum(count for group, count in one.parts if group == NOWHERE)
    said = [join([f"{count:,} {way} that of ", names[group]]) for group, count in parts[:MOST_PARTS]]
    if len(parts) > MOST_PARTS:
        rest = sum(count for _, count in parts[MOST_PARTS:])
        said.append(join([f"{rest:,} {way} {many(len(parts) - MOST_PARTS, 'further group')}"]))
    if alone:
        said.append(join([f"{alone:,} not connected there"]))
    return tag(
        "li", "The group of ", tag("b", names[one.group]), f" ({one.size:,} names): ", join(said, ", "), ".",
        *_because(facts, one, fresh, known),
    )  # fmt: skip


def _because(facts: GroupFacts, one: Crossing, fresh: str, known: str) -> Iterator[Content]:
    lines: list[Html] = [tag("li", _said(facts, edge, known if edge.other else fresh)) for edge in one.edges]
    if one.melted:
        lines.append(tag("li", f"{many(one.melted, 'thing')} with names in several of these groups"))
    if not lines:
        return
    yield tag(
        "div",
        f"Between these parts: {many(one.count, 'connection')}, {one.fresh:,} of them {fresh}.",
        tag("ul", *lines),
        class_="because",
    )


def _said(facts: GroupFacts, edge: Edge, where: str) -> Html:
    names = facts.names.shown([edge.source, edge.target, *edge.predicates])
    through = (
        join([" (", join([names[one] for one in edge.predicates], ", "), ")"]) if edge.predicates else ""
    )
    return join([names[edge.source], " → ", names[edge.target], through, tag("small", f" {where}")])
