"""What happened to the groups, in a few sentences and figures."""

from __future__ import annotations

from collections.abc import Iterator

from semkg.analytics import ANALYTICS
from semkg.comparison.report.facts.grouped import NOWHERE, GroupFacts
from semkg.comparison.report.markup import Html, html, join, many, paragraph, percent, section, tag
from semkg.comparison.report.sections.summary import contradictions, views_compared
from semkg.comparison.report.wording import column


def summary(facts: GroupFacts) -> Html:
    """Say what came out, before any table."""
    means = join(
        [
            paragraph(_explained(facts.comparison.analytic)),
            paragraph("A group is called here by one of its members: the first by name."),
        ]
    )
    sentences = tag("ul", *(tag("li", sentence) for sentence in _sentences(facts)), class_="sentences")
    return section(
        "summary",
        "In short",
        means,
        contradictions(facts.clashes),
        sentences,
        _figures(facts),
        views_compared(facts.comparison.regimes),
    )


def _explained(analytic: str) -> str:
    found = (one.doc for one in ANALYTICS if one.title == analytic)
    return next(found, f"{analytic} puts every thing into a group.")


def _sentences(facts: GroupFacts) -> Iterator[Html]:
    found = facts.comparison
    first, last = found.regimes[0], found.regimes[-1]
    counts = [len(found.sizes(regime)) for regime in (first, last)]
    yield html(f"{many(counts[0], 'group')} {column(first)}, {many(counts[1], 'group')} {column(last)}.")
    for regime in (first, last):
        sizes = found.sizes(regime)
        if sizes:
            group, size = next(iter(sizes.items()))
            name = facts.names.shown([group])[group]
            share = percent(size / sum(sizes.values()))
            yield join(
                [
                    f"The largest group {column(regime)} is that of ",
                    tag("b", name),
                    f": {size:,} names, {share}.",
                ]
            )
    yield html(
        _came(
            "together",
            len(facts.merged),
            column(last),
            "come from several groups",
            "comes from several groups",
        )
    )
    yield html(
        _came("apart", len(facts.split), column(first), "go to several groups", "goes to several groups")
    )
    new = sum(count for (before, _), count in facts.flows.items() if before == NOWHERE)
    if new:
        yield html(f"{many(new, 'name')} stood alone {column(first)}: nothing connected them.")
    if not facts.merged and not facts.split and not new:
        yield html("The same things are together: here the wording makes no difference.")


def _came(way: str, number: int, view: str, several: str, one: str) -> str:
    if not number:
        return f"No groups came {way}."
    return f"{many(number, 'group')} {view} {one if number == 1 else several}."


def _figures(facts: GroupFacts) -> Html:
    pair = facts.comparison.overall
    first, last = column(pair.before), column(pair.after)
    shown = [
        (
            f"{pair.adjusted_rand:.2f}",
            f"likeness of the groups {first} and {last}: 1 for the same, 0 for chance",
        ),
        (
            f"{_stayed(facts):.0%}".replace("%", " %"),
            "of the names that both have keep the company of most of their group",
        ),
        (f"{len(facts.merged):,}", f"groups {last} came together from several"),
        (f"{len(facts.split):,}", f"groups {first} came apart"),
    ]
    return tag(
        "dl", *(tag("div", tag("dt", what), tag("dd", figure)) for figure, what in shown), class_="figures"
    )


def _stayed(facts: GroupFacts) -> float:
    """Return the part of the common names that go where most of their group goes."""
    most: dict[str, int] = {}
    total = 0
    for (before, after), count in facts.flows.items():
        if NOWHERE not in (before, after):
            most[before] = max(count, most.get(before, 0))
            total += count
    return sum(most.values()) / total if total else 1.0
