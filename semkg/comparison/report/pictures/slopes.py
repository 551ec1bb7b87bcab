"""Rankings as columns with one line for each of the top nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from semkg.comparison.comparison import Comparison
from semkg.comparison.panel import choose_movers, make_panel, select_labels
from semkg.comparison.report.markup import Html, join, tag
from semkg.comparison.report.naming import Names
from semkg.comparison.report.pictures.drawing import Point, curve, picture, words
from semkg.comparison.report.wording import column

NODES, MOVERS = 15, 5
ROW, COLUMN, SIDE, TOP, RADIUS = 30, 200, 222, 58, 11
LONGEST = 26


def draw_slopes(comparison: Comparison, names: Names) -> Html:
    """Draw the best nodes of every column; the lines that move most are in colour."""
    labels = select_labels([comparison], NODES)
    panel = make_panel(comparison, labels)
    movers = choose_movers([panel], MOVERS)
    colour = {label: f"line-{place + 1}" for place, label in enumerate(movers)}
    columns = [SIDE + COLUMN * place for place in range(len(comparison.regimes))]
    known = names.of(labels)
    heads = [
        words((x, 22), column(regime), anchor="middle", kind="head")
        for x, regime in zip(columns, comparison.regimes, strict=True)
    ]
    heads += [
        words((x, 38), regime, anchor="middle", kind="quiet")
        for x, regime in zip(columns, comparison.regimes, strict=True)
        if column(regime) != regime
    ]
    lines = [
        _node(
            known[label],
            ranks,
            [(x, TOP + ROW * (slot + 0.5)) for x, slot in zip(columns, slots, strict=True)],
            colour.get(label),
        )
        for label, ranks, slots in zip(labels, panel.ranks.tolist(), panel.slots.tolist(), strict=True)
    ]
    order = sorted(range(len(labels)), key=lambda place: labels[place] in colour)  # coloured lines lie on top
    width, height = 2 * SIDE + COLUMN * (len(columns) - 1), TOP + ROW * len(labels) + 10
    return picture(
        "slopes",
        f"{comparison.analytic}: how the best places change",
        _described(comparison, labels, panel.ranks.tolist(), known),
        width,
        height,
        join(heads),
        join(lines[place] for place in order),
    )


def _node(name: str, ranks: Sequence[int], points: Sequence[Point], colour: str | None) -> Html:
    """Draw one node's line, its ranks and its two labels."""
    parts = [
        curve(start, end, "line gone" if 0 in ends else "line", width=2.6 if colour else 1.4)
        for (start, end), ends in zip(pairwise(points), pairwise(ranks), strict=True)
    ]
    for (x, y), rank in zip(points, ranks, strict=True):
        parts.append(_dot(x, y, wide=rank > 999))
        parts.append(words((x, y + 3.5), str(rank or "–"), anchor="middle", kind="rank"))
    (left, y_left), (right, y_right) = points[0], points[-1]
    parts.append(words((left - RADIUS - 7, y_left + 4.5), name, anchor="end", kind="name", most=LONGEST))
    parts.append(words((right + RADIUS + 7, y_right + 4.5), name, kind="name", most=LONGEST))
    return tag("g", *parts, class_=f"slope {colour or 'still'}")


def _dot(x: float, y: float, *, wide: bool) -> Html:
    half = RADIUS + 4 * wide
    return tag(
        "rect",
        x=f"{x - half:g}",
        y=f"{y - RADIUS:g}",
        width=f"{2 * half}",
        height=f"{2 * RADIUS}",
        rx=f"{RADIUS}",
        class_="dot",
    )


def _described(
    comparison: Comparison, labels: Sequence[str], ranks: Sequence[Sequence[int]], names: Mapping[str, str]
) -> str:
    """Say in words what the picture shows."""
    first, last = column(comparison.regimes[0]), column(comparison.regimes[-1])
    each = [
        f"{names[label]}: {row[0] or 'not there'} {first}, {row[-1] or 'not there'} {last}"
        for label, row in zip(labels, ranks, strict=True)
    ]
    return "Ranks of the best nodes. " + "; ".join(each) + "."
