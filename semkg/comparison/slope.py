"""Comparisons as pictures: one column for each regime, one line for each of the top nodes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from semkg.comparison.comparison import Comparison
from semkg.comparison.measures import Pair
from semkg.comparison.names import readable
from semkg.comparison.panel import Panel, choose_movers, make_panel, select_labels
from semkg.comparison.table import title
from semkg.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#B85C97", "#000000")
"""Colours that stay apart under every kind of colour blindness (Okabe and Ito 2008; the purple a little
darker, and the light ones left out, since names are written in these colours too)."""
QUIET, INK, FAINT = "#B4B7BC", "#22262B", "#6B7178"

# Lengths are in inches.
ROW, COLUMN, CIRCLE = 0.30, 1.75, 0.17
ABOVE, BELOW = 0.62, 0.62  # what a panel needs above and below its nodes
NAME = 0.36  # what its heading needs
HEAD, FOOT, MARGIN = 0.98, 0.58, 0.35
NAME_SIZE, LONGEST_NAME = 9, 30
CHARACTER = 0.072  # of running text, on the wide side
PANELS_IN_A_ROW = 3


def slope_chart(
    comparison: Comparison, path: str | PathLike[str], *, nodes: int = 14, movers: int = 5
) -> None:
    """Write one comparison as a picture; arguments as for :func:`slope_charts`."""
    slope_charts({"": comparison}, path, nodes=nodes, movers=movers)


def slope_charts(
    comparisons: Mapping[str, Comparison], path: str | PathLike[str], *, nodes: int = 14, movers: int = 5
) -> None:
    """Write comparisons side by side as one picture.

    Args:
        comparisons: the comparison of each panel, by its heading.
        path: where to write, overwriting; the suffix says how: ``.png`` or ``.svg``.
        nodes: as for :func:`slope_picture`.
        movers: likewise.

    Raises:
        ValueError: another suffix, nothing to draw, or a number out of range.
        MissingExtraError: matplotlib is not installed.
    """
    target = Path(path)
    form = target.suffix.lower().removeprefix(".")
    target.write_bytes(slope_picture(comparisons, form, nodes=nodes, movers=movers))


def slope_picture(
    comparisons: Mapping[str, Comparison], form: str, *, nodes: int = 14, movers: int = 5
) -> bytes:
    """Draw comparisons side by side, with the same nodes in the same colours.

    Columns are regimes, lines are nodes in the order of their ranks, numbers are the ranks. The lines that
    move most are in colour. The same comparisons give the same bytes with the same version of matplotlib.

    Args:
        comparisons: the comparison of each panel, by its heading.
        form: ``png`` or ``svg``.
        nodes: how many nodes to show: those with the best rank in any column.
        movers: how many of them to colour, at most 5.

    Returns:
        What to write into a file.

    Raises:
        ValueError: another form, nothing to draw, or a number out of range.
        MissingExtraError: matplotlib is not installed.
    """
    _check(comparisons, form, nodes, movers)
    try:
        import matplotlib as mpl
    except ImportError:
        raise MissingExtraError(extra="plot", purpose="drawing a slope chart") from None
    labels = select_labels(list(comparisons.values()), nodes)
    panels = {name: make_panel(comparison, labels) for name, comparison in comparisons.items()}
    colours = dict(zip(choose_movers(list(panels.values()), movers), COLOURS, strict=False))
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # a label in another script
        mpl.rcdefaults()  # a user's own style would move what is placed here
        mpl.rc("font", family=["DejaVu Sans"])  # ships with matplotlib, so pictures look the same everywhere
        mpl.rc("text", parse_math=False)  # a label may hold a dollar sign
        mpl.rc("svg", hashsalt="semkg")  # else the ids in an SVG differ from run to run
        return _save(_figure(panels, colours, readable(labels, LONGEST_NAME)), form)


def _check(comparisons: Mapping[str, Comparison], form: str, nodes: int, movers: int) -> None:
    if form not in ("png", "svg"):
        msg = f"a slope chart is no {form!r} file: it is written as png or svg"
        raise ValueError(msg)
    if not any(len(comparison) for comparison in comparisons.values()):
        msg = "there is no node to draw: the comparisons are empty"
        raise ValueError(msg)
    if nodes < 1 or not 0 <= movers <= len(COLOURS):
        msg = f"nodes is {nodes} and movers {movers}: at least 1 node, and 0 to {len(COLOURS)} movers"
        raise ValueError(msg)


def _figure(panels: Mapping[str, Panel], colours: Mapping[str, str], names: Mapping[str, str]) -> Figure:
    """Lay the panels out in rows."""
    from matplotlib.figure import Figure

    first = next(iter(panels.values()))
    side = CIRCLE + 0.05 + _widest(names.values())
    columns = max(len(panel.comparison.regimes) for panel in panels.values())
    width = 2 * side + COLUMN * (columns - 1) + MARGIN
    height = ABOVE + ROW * (len(names) - 1) + BELOW + NAME * any(panels)
    across = min(len(panels), PANELS_IN_A_ROW)
    down = -(-len(panels) // across)
    size = (max(across * width + MARGIN, 6.0), HEAD + down * height + FOOT)
    figure = Figure(figsize=size, facecolor="white")
    for number, (name, panel) in enumerate(panels.items()):
        left, below = MARGIN + number % across * width, FOOT + (down - 1 - number // across) * height
        box = (left / size[0], below / size[1], (width - MARGIN) / size[0], height / size[1])
        axes = figure.add_axes(box, xlim=(0, width - MARGIN), ylim=(0, height))
        axes.set_axis_off()
        axes.text(0, height - 0.25, name, size=11.5, weight="bold", color=INK)
        _draw_panel(axes, panel, colours, names, side)
    _write_words(figure, first.comparison, _reading_help(list(panels.values()), coloured=bool(colours)))
    return figure


def _widest(names: Iterable[str]) -> float:
    """Return the width of the widest name, as if all were bold."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(family="DejaVu Sans", weight="bold")
    outlines = (TextPath((0, 0), name, size=NAME_SIZE, prop=font) for name in names if name)
    return max((float(outline.get_extents().x1) for outline in outlines), default=0.0) / 72


def _write_words(figure: Figure, comparison: Comparison, reading_help: str) -> None:
    """Write the title above and the reading help below."""
    width, height = figure.get_size_inches()
    left = MARGIN / width
    heading = f"{comparison.analytic} under {len(comparison.regimes)} regimes"
    figure.text(left, 1 - 0.42 / height, heading, size=15, weight="bold", color=INK)
    settings = title("", comparison.settings).removeprefix(", ")
    for text, y, anchor in ((settings, height - 0.57, "top"), (reading_help, 0.2, "bottom")):
        lines = fill(text, int((width - 2 * MARGIN) / CHARACTER), max_lines=2, placeholder=" ...")
        figure.text(left, y / height, lines, size=8.5, color=FAINT, va=anchor)


def _reading_help(panels: Sequence[Panel], *, coloured: bool) -> str:
    sentences = ["Numbers are ranks among all nodes"]
    if any((panel.ranks == 0).any() for panel in panels):
        sentences.append("a dash: not a node there")
    if coloured:
        sentences.append("in colour: the lines that move most")
    return "; ".join(sentences) + "."


def _draw_panel(
    axes: Axes, panel: Panel, colours: Mapping[str, str], names: Mapping[str, str], side: float
) -> None:
    top = BELOW + ROW * (len(panel.labels) - 1)
    columns = [side + COLUMN * number for number in range(len(panel.comparison.regimes))]
    for x, regime in zip(columns, panel.comparison.regimes, strict=True):
        axes.text(x, top + 0.30, regime, size=10.5, weight="bold", color=INK, ha="center")
    for x, pair in zip(columns, _neighbours(panel.comparison), strict=False):
        axes.text(x + COLUMN / 2, 0.26, _pair_text(pair), size=8.5, color=FAINT, ha="center", va="top")
    for row, label in enumerate(panel.labels):
        points = [(x, top - ROW * slot) for x, slot in zip(columns, panel.slots[row].tolist(), strict=True)]
        _draw_node(axes, names[label], panel.ranks[row].tolist(), points, colours.get(label))


def _neighbours(comparison: Comparison) -> list[Pair]:
    between = set(zip(comparison.regimes, comparison.regimes[1:], strict=False))
    return [pair for pair in comparison.pairs if (pair.before, pair.after) in between]


def _pair_text(pair: Pair) -> str:
    tau = "undefined" if pair.kendall_tau is None else f"{pair.kendall_tau:.2f}"
    return f"Kendall's tau {tau}\n{pair.top_overlap:.3g} of top {pair.top} shared"


Point = tuple[float, float]


def _draw_node(axes: Axes, name: str, ranks: list[int], points: list[Point], colour: str | None) -> None:
    """Draw one node's line, its ranks and its two labels; quiet where it has no colour."""
    line, ink, weight = (colour or QUIET), (colour or FAINT), ("bold" if colour else "normal")
    level = 3 if colour else 1  # coloured lines lie above quiet ones
    for number in range(len(points) - 1):
        missing = 0 in ranks[number : number + 2]
        _draw_curve(axes, points[number], points[number + 1], line, level=level, dashed=missing)
    for (x, y), rank in zip(points, ranks, strict=True):
        axes.scatter([x], [y], s=210, facecolor="white", edgecolor=line, linewidth=1.3, zorder=4)
        axes.text(x, y, str(rank or "–"), size=7.5, color=ink, ha="center", va="center_baseline", zorder=5)
    for (x, y), side, gap in ((points[0], "right", -CIRCLE), (points[-1], "left", CIRCLE)):
        axes.text(x + gap, y, name, size=NAME_SIZE, weight=weight, color=ink, ha=side, va="center_baseline")


def _draw_curve(axes: Axes, start: Point, end: Point, colour: str, *, level: int, dashed: bool) -> None:
    """Draw an S-curve that leaves and enters its ends level, so that crossing lines can be told apart."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    middle = (start[0] + end[0]) / 2
    corners = [start, (middle, start[1]), (middle, end[1]), end]
    outline = Outline(corners, [Outline.MOVETO, Outline.CURVE4, Outline.CURVE4, Outline.CURVE4])
    style = "dashed" if dashed else "solid"
    width = 2.6 if level > 1 else 1.5
    patch = PathPatch(outline, fill=False, edgecolor=colour, linewidth=width, linestyle=style, zorder=level)
    axes.add_patch(patch)


def _save(figure: Figure, form: str) -> bytes:
    # no date and no version in the file: equal pictures are equal bytes
    metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    with io.BytesIO() as buffer:
        figure.savefig(buffer, format=form, dpi=160, metadata=metadata)
        return buffer.getvalue()
