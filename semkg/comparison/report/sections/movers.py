"""The nodes whose scores change most, and the best ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from semkg.comparison.comparison import Row
from semkg.comparison.measures import Mover
from semkg.comparison.report.facts import Facts
from semkg.comparison.report.markup import Content, Html, join, paragraph, section, table, tag
from semkg.comparison.report.wording import change, column, score
from semkg.comparison.why import names_of

BEST = 15


def movers(facts: Facts) -> Html:
    """Show the largest movers, and the best nodes under every regime."""
    pair = facts.comparison.overall
    first, last = column(pair.before), column(pair.after)
    names = _marked(facts, [mover.label for mover in pair.movers])
    means = join(
        [
            paragraph(
                f"Each line is a thing whose score differs between “{first}” and “{last}”. The rank is its place in "
                "the list of all things, 1 for the highest score; things with equal scores share a place."
            ),
            paragraph(
                f"Where a thing moves far, its place “{first}” comes from what happened to be written down, not from "
                "all that the data say. A dash means that it is not connected to anything there."
            ),
        ]
    )
    moved = table(
        f"Largest changes of {facts.comparison.analytic}, {first} to {last}",
        ["thing", first, last, "change", "rank"],
        [[names[mover.label], *_cells(mover)] for mover in pair.movers],
        numbers=(1, 2, 3, 4),
    )
    nothing = paragraph("No score changes.")
    return section("movers", "What moves most", means, moved if pair.movers else nothing, _best(facts))


def _marked(facts: Facts, labels: Sequence[str]) -> dict[str, Html]:
    """Return the names of things; a second name of one says so."""
    names, origin = facts.names.shown(labels), facts.comparison.origin
    if origin is None:
        return names
    first: dict[str, str] = {}
    for label in labels:
        block = names_of(origin.last, label) or (label,)
        known = first.setdefault(block[0], label)
        if known != label:
            names[label] = join([names[label], tag("small", " the same as ", names[known])])
    return names


def _cells(mover: Mover) -> list[Content]:
    difference = (mover.score_after or 0.0) - (mover.score_before or 0.0)
    return [
        score(mover.score_before),
        score(mover.score_after),
        tag("span", change(difference), class_="up" if difference > 0 else "down"),
        f"{mover.rank_before or '–'} → {mover.rank_after or '–'}",
    ]


def _best(facts: Facts) -> Html:
    found = facts.comparison
    rows = list(islice(found.rows, BEST))
    names = _marked(facts, [row.label for row in rows])
    head = ["thing"]
    for regime in found.regimes:
        head += [column(regime), "rank"]
    left = len(found) - len(rows)
    return table(
        f"The best things, by their score {column(found.regimes[-1])}",
        head,
        [[names[row.label], *_scores(row, len(found.regimes))] for row in rows],
        numbers=range(1, len(head)),
        note=f"{left:,} more {'is' if left == 1 else 'are'} not shown." if left else "",
    )


def _scores(row: Row, regimes: int) -> Sequence[str]:
    cells = []
    for place in range(regimes):
        cells += [score(row.scores[place]), str(row.ranks[place] or "–")]
    return cells
