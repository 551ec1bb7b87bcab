"""The neighbours of one node in the middle, the node as it was on the left and as it is on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from semkg.comparison.comparison import Row
from semkg.comparison.report.facts import Facts
from semkg.comparison.report.facts.surroundings import Link, Neighbour, Surroundings
from semkg.comparison.report.markup import Html, join, tag
from semkg.comparison.report.naming import Names
from semkg.comparison.report.pictures.drawing import Point, arrows, box, curve, picture, two_lines, words
from semkg.comparison.report.wording import column, score

ROW, HIGH, TOP = 46, 36, 62
HUB, WING, MIDDLE = 150, 150, 250  # widths: of a node, of the lines, of the neighbours
WIDTH = 2 * HUB + 2 * WING + MIDDLE
THIN, THICK = 1.3, 4.2
APART = 5.0  # between a line in and a line out
ARROWS = {"head-solid": "head-solid", "head-dashed": "head-dashed", "head-left-out": "head-left-out"}


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side: which of the two graphs it is, and what is written there."""

    after: bool
    title: str
    lines: tuple[str, ...]


def around_picture(facts: Facts) -> Html:
    """Draw the graph around the node that a page looks at.

    Raises:
        ValueError: there is none.
    """
    if facts.around is None:
        msg = "there is no node to look at: no score changes, or the comparison came without its graph"
        raise ValueError(msg)
    last = len(facts.comparison.regimes) - 1
    return butterfly(facts.around, facts.names, _side(facts, 0), _side(facts, last))


def _side(facts: Facts, place: int) -> Side:
    """Say what stands on one side: rank and score under one regime."""
    found = facts.comparison
    label = facts.around.node if facts.around is not None else ""
    row = next((row for row in found.rows if row.label == label), None)
    return Side(place > 0, column(found.regimes[place]), _place_of(row, place))


def _place_of(row: Row | None, place: int) -> tuple[str, ...]:
    if row is None or row.ranks[place] is None:
        return ("not connected",)
    return (f"place {row.ranks[place]}", f"score {score(row.scores[place])}")


def butterfly(around: Surroundings, names: Names, before: Side, after: Side) -> Html:
    """Draw the graph around a node before (left) and after (right), each neighbour once between the two.

    Edges that somebody wrote are solid, inferred ones dashed; written ones that are left out after, because others
    already say them, dotted. Lines are as thick as what they carry.
    """
    shown = around.neighbours
    known = names.of(
        [around.node, *(one.name for one in shown), *(p for one in shown for p in one.predicates)]
    )
    rows = [TOP + ROW * (place + 0.5) for place in range(len(shown))]
    middle = TOP + ROW * len(shown) / 2
    most = max((_carried(one, after=side) for one in shown for side in (False, True)), default=0.0)
    parts = [
        *(
            _wing(one, y, middle, most, after=side.after)
            for side in (before, after)
            for one, y in zip(shown, rows, strict=True)
        ),
        *(_neighbour(one, y, known) for one, y in zip(shown, rows, strict=True)),
        *(_hub(known[around.node], side, middle, len(shown)) for side in (before, after)),
    ]
    height = TOP + ROW * len(shown) + 12 + 34 * bool(around.more)
    if around.more:
        parts.append(
            words((WIDTH / 2, height - 12), f"and {around.more:,} more", anchor="middle", kind="quiet")
        )
    return picture(
        "around",
        f"The connections of {known[around.node]}, {before.title} and {after.title}",
        _described(around, known, before, after),
        WIDTH,
        height,
        arrows(ARROWS),
        join(parts),
    )


def _carried(one: Neighbour, *, after: bool) -> float:
    link = one.inward
    return 0.0 if link is None else link.carried_after if after else link.carried_before


def _wing(one: Neighbour, y: float, middle: float, most: float, *, after: bool) -> Html:
    """Draw the edges of one neighbour on one side."""
    sign = 1 if after else -1
    edge = WIDTH / 2 + sign * MIDDLE / 2
    hub = edge + sign * WING
    both = one.inward is not None and one.outward is not None
    near = middle + (y - middle) * 0.5
    parts = []
    for link, inward in ((one.inward, True), (one.outward, False)):
        style = _style(link, after=after)
        if link is None or style is None:
            continue
        off = (-APART if inward else APART) * both
        ends: list[Point] = [(edge, y + off), (hub, near + off)]
        carried = _carried(one, after=after) if inward else 0.0
        width = THIN + (THICK - THIN) * (carried / most if most else 0.0)
        start, end = ends if inward else ends[::-1]
        parts.append(curve(start, end, f"edge {style}", width=width, marker=f"head-{style}"))
    return join(parts)


def _style(link: Link | None, *, after: bool) -> str | None:
    """Return how an edge is drawn on one side; ``None`` where there is none."""
    if link is None:
        return None
    if not after:
        return "solid" if link.before else None
    if not link.after:
        return "left-out"
    return "solid" if link.before else "dashed"


def _neighbour(one: Neighbour, y: float, known: dict[str, str]) -> Html:
    left = (WIDTH - MIDDLE) / 2
    parts = [box(left, y - HIGH / 2, MIDDLE, HIGH, "neighbour")]
    through = ", ".join(known[predicate] for predicate in one.predicates)
    name = words(
        (WIDTH / 2, y + (4.5 if not through else -1.5)),
        known[one.name],
        anchor="middle",
        kind="name",
        most=32,
    )
    parts.append(name)
    if through:
        parts.append(words((WIDTH / 2, y + 12), through, anchor="middle", kind="through", most=40))
    return join(parts)


def _hub(name: str, side: Side, middle: float, count: int) -> Html:
    x = WIDTH - HUB if side.after else 0.0
    high = max(64.0, ROW * count * 0.5 + 12)
    centre = x + HUB / 2
    lines = two_lines(name, 18)
    texts = [(line, "hub-name") for line in lines] + [(line, "hub-note") for line in side.lines]
    begin = middle - 9 * (len(texts) - 1) + 4
    return join(
        [
            words((centre, 24), side.title, anchor="middle", kind="head"),
            box(x + 1, middle - high / 2, HUB - 2, high, "hub", radius=14),
            *(
                words((centre, begin + 18 * place), text, anchor="middle", kind=kind, most=22)
                for place, (text, kind) in enumerate(texts)
            ),
        ]
    )


def _described(around: Surroundings, known: dict[str, str], before: Side, after: Side) -> str:
    """Say in words what the picture shows."""
    written = _count(around.neighbours, after=False)
    now = _count(around.neighbours, after=True)
    names = ", ".join(known[one.name] for one in around.neighbours)
    return (
        f"Neighbours: {names}. {before.title}: {written['solid']} edges. {after.title}: {now['solid']} written and "
        f"{now['dashed']} inferred edges, {now['left-out']} left out."
    )


def _count(neighbours: Sequence[Neighbour], *, after: bool) -> dict[str, int]:
    styles = [
        _style(link, after=after)
        for one in neighbours
        for link in (one.inward, one.outward)
        if link is not None
    ]
    return {style: styles.count(style) for style in ("solid", "dashed", "left-out")}


def legend(around: Surroundings) -> Html:
    """Explain the lines that the picture has."""
    count = {after: _count(around.neighbours, after=after) for after in (False, True)}
    kinds = (
        ("solid", "written by somebody"),
        ("dashed", "follows from what was written (inferred)"),
        ("left-out", "written, but left out: the other connections already say it"),
    )
    items = [
        tag(
            "li",
            tag(
                "svg",
                curve((2, 7), (44, 7), f"edge {kind}", width=2.2),
                width="46",
                height="14",
                aria_hidden="true",
                class_="picture key",
            ),
            " ",
            text,
        )
        for kind, text in kinds
        if any(one[kind] for one in count.values())
    ]
    return tag("ul", *items, class_="legend")
