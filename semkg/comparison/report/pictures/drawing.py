"""Pieces of SVG."""

from __future__ import annotations

from importlib.resources import files

from semkg.comparison.names import shorten
from semkg.comparison.report.markup import Content, Html, join, tag

Point = tuple[float, float]

FONT = "svg.picture { font-family: system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; }"
HEAD = 8
"""Length of an arrow head."""


def picture(name: str, title: str, description: str, width: float, height: float, *content: Content) -> Html:
    """Write a picture that says what it shows to those who do not see it."""
    return tag(
        "svg",
        tag("title", title, id=f"{name}-picture-title"),
        tag("desc", description, id=f"{name}-picture-desc"),
        *content,
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        role="img",
        aria_labelledby=f"{name}-picture-title {name}-picture-desc",
        class_="picture",
    )


def style(name: str) -> str:
    """Return one of the style sheets."""
    return files("semkg.comparison.report").joinpath(name).read_text(encoding="utf-8")


def standalone(svg: Html) -> str:
    """Return a picture as a file of its own, on paper of its own."""
    start, rest = svg.split(">", 1)
    paper = tag("rect", width="100%", height="100%", style="fill:var(--paper)")
    return f'{start} xmlns="http://www.w3.org/2000/svg"><style>{style("picture.css")}{FONT}</style>{paper}{rest}\n'


def words(at: Point, text: str, *, anchor: str = "start", kind: str | None = None, most: int = 40) -> Html:
    """Write a line of text, cut to a number of characters, whole as a tip."""
    short = shorten(text, most)
    tip = [tag("title", text)] if short != text else []
    return tag("text", *tip, short, x=f"{at[0]:.1f}", y=f"{at[1]:.1f}", text_anchor=anchor, class_=kind)


def curve(start: Point, end: Point, kind: str, *, width: float = 1.5, marker: str | None = None) -> Html:
    """Draw a line that leaves and enters its ends level, so that lines that cross can be told apart."""
    if marker is not None:
        end = (end[0] + (HEAD if start[0] > end[0] else -HEAD), end[1])
    middle = (start[0] + end[0]) / 2
    path = (
        f"M{start[0]:.1f},{start[1]:.1f}C{middle:.1f},{start[1]:.1f} {middle:.1f},{end[1]:.1f} "
        f"{end[0]:.1f},{end[1]:.1f}"
    )
    arrow = None if marker is None else f"url(#{marker})"
    return tag("path", d=path, class_=kind, stroke_width=f"{width:.2f}", marker_end=arrow)


def box(x: float, y: float, width: float, height: float, kind: str, radius: float = 6) -> Html:
    """Draw a box with round corners."""
    return tag(
        "rect",
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        width=f"{width:.1f}",
        height=f"{height:.1f}",
        rx=f"{radius:g}",
        class_=kind,
    )


def arrows(names: dict[str, str]) -> Html:
    """Define arrow heads: the class of each by its id."""
    heads = [
        tag(
            "marker",
            tag("path", d="M0,0L9,5L0,10z", class_=kind),
            id=name,
            viewBox="0 0 9 10",
            refX="1",
            refY="5",
            markerWidth=f"{HEAD + 1}",
            markerHeight="10",
            markerUnits="userSpaceOnUse",
            orient="auto",
        )
        for name, kind in names.items()
    ]
    return tag("defs", join(heads))


def two_lines(text: str, longest: int) -> list[str]:
    """Break a name into at most two lines, at a blank where there is one.

    >>> two_lines("Torres del Paine", 10)
    ['Torres del', 'Paine']
    """
    if len(text) <= longest:
        return [text]
    cut = text.rfind(" ", 0, longest + 1)
    cut = cut if cut > 0 else longest
    return [text[:cut].strip(), shorten(text[cut:].strip(), longest)]
