"""Groups of two regimes as blocks, with a band for the names that go from one to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from semkg.comparison.groups import by_name
from semkg.comparison.report.facts.grouped import NOWHERE, GroupFacts
from semkg.comparison.report.markup import Html, join, many, tag
from semkg.comparison.report.pictures.drawing import box, picture, words
from semkg.comparison.report.wording import column

SHOWN, COLOURS = 9, 5
"""Groups on each side that are told apart, and those on the left that have a colour."""
SIDE, BLOCK, MIDDLE, TOP, HIGH, GAP = 250, 14, 300, 46, 380, 12
LEAST = 3.0
"""Height of the smallest block."""
LONGEST = 30
OTHERS = "\0others"


@dataclass(frozen=True, slots=True)
class Block:
    """A group on one side: where it begins from the top, and how high it is."""

    begin: float
    high: float
    count: int


def draw_bands(facts: GroupFacts) -> Html:
    """Draw how the largest groups of the first regime went over into those of the last."""
    sides = [_chosen(facts, place) for place in (0, 1)]
    flows: Counter[tuple[str, str]] = Counter()
    for (before, after), count in facts.flows.items():
        flows[_kept(before, sides[0]), _kept(after, sides[1])] += count
    columns = [_blocks(flows, side, place) for place, side in enumerate(sides)]
    colour = {group: f"line-{place + 1}" for place, group in enumerate(sides[0][:COLOURS])}
    regimes = facts.comparison.regimes[0], facts.comparison.regimes[-1]
    heads = [
        words((x, 24), column(regime), anchor=anchor, kind="head")
        for x, anchor, regime in zip(
            (SIDE, SIDE + 2 * BLOCK + MIDDLE), ("end", "start"), regimes, strict=True
        )
    ]
    names = facts.names.of(group for side in sides for group in side)
    labels = [
        _label(group, block, names, first=place == 0)
        for place, blocks in enumerate(columns)
        for group, block in blocks.items()
    ]
    blocks = [
        tag("g", box(x, one.begin, BLOCK, one.high, "block", radius=2), class_=f"flow {own.get(group, '')}")
        for x, side, own in zip((SIDE, SIDE + BLOCK + MIDDLE), columns, (colour, {}), strict=True)
        for group, one in side.items()
    ]
    bottom = max(one.begin + one.high for side in columns for one in side.values())
    return picture(
        "bands",
        f"{facts.comparison.analytic}: how groups change",
        _described(flows, names, regimes),
        2 * (SIDE + BLOCK) + MIDDLE,
        bottom + 12,
        join(heads),
        join(_bands(flows, columns, colour)),
        join(blocks),
        join(labels),
    )


def _chosen(facts: GroupFacts, side: int) -> list[str]:
    """Return the largest groups of one side, the largest first."""
    sizes: Counter[str] = Counter()
    for pair, count in facts.flows.items():
        sizes[pair[side]] += count
    sizes.pop(NOWHERE, None)
    return sorted(sizes, key=lambda group: (-sizes[group], by_name(group)))[:SHOWN]


def _kept(group: str, side: Sequence[str]) -> str:
    return group if group in side or group == NOWHERE else OTHERS


def _blocks(flows: Counter[tuple[str, str]], side: Sequence[str], place: int) -> dict[str, Block]:
    """Return the block of each group of one side, from the top."""
    sizes: Counter[str] = Counter()
    for pair, count in flows.items():
        sizes[pair[place]] += count
    scale, y, found = HIGH / max(1, flows.total()), float(TOP), {}
    for group in (*side, OTHERS, NOWHERE):
        if sizes[group]:
            found[group] = Block(y, max(LEAST, sizes[group] * scale), sizes[group])
            y += max(found[group].high, 6.0) + GAP
    return found


def _bands(
    flows: Counter[tuple[str, str]], columns: Sequence[Mapping[str, Block]], colour: Mapping[str, str]
) -> list[Html]:
    """Draw the bands, those of a block one below the other in the order of the other side."""
    left, right = columns
    done: list[Counter[str]] = [Counter(), Counter()]
    parts = []
    for before in left:
        for after in right:
            count = flows[before, after]
            if not count:
                continue
            tops = [
                block.begin + block.high * done[place][group] / block.count
                for place, (group, block) in enumerate(((before, left[before]), (after, right[after])))
            ]
            highs = [block.high * count / block.count for block in (left[before], right[after])]
            done[0][before] += count
            done[1][after] += count
            parts.append(tag("g", _band(tops, highs), class_=f"flow {colour.get(before, '')}".strip()))
    return parts


def _band(tops: Sequence[float], highs: Sequence[float]) -> Html:
    x, end = SIDE + BLOCK, SIDE + BLOCK + MIDDLE
    middle = (x + end) / 2
    (a, b), (c, d) = tops, (tops[0] + highs[0], tops[1] + highs[1])
    path = (
        f"M{x},{a:.1f}C{middle:g},{a:.1f} {middle:g},{b:.1f} {end},{b:.1f}L{end},{d:.1f}"
        f"C{middle:g},{d:.1f} {middle:g},{c:.1f} {x},{c:.1f}z"
    )
    return tag("path", d=path, class_="band")


def _label(group: str, block: Block, names: Mapping[str, str], *, first: bool) -> Html:
    x = SIDE - 8 if first else SIDE + 2 * BLOCK + MIDDLE + 8
    y = block.begin + block.high / 2 + 4.5
    text = f"{_called(group, names)} · {block.count:,}"
    return words((x, y), text, anchor="end" if first else "start", kind="name", most=LONGEST + 8)


def _called(group: str, names: Mapping[str, str]) -> str:
    return {OTHERS: "all other groups", NOWHERE: "not connected"}.get(group) or names[group]


def _described(flows: Counter[tuple[str, str]], names: Mapping[str, str], regimes: Sequence[str]) -> str:
    """Say in words what the picture shows."""
    each = [
        f"{many(count, 'name')} from {_called(before, names)} to {_called(after, names)}"
        for (before, after), count in flows.most_common()
    ]
    return f"From groups {column(regimes[0])} to groups {column(regimes[-1])}: {'; '.join(each)}."
