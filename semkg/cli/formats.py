"""How results become text: aligned tables, CSV, JSON and Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

Format = Literal["table", "csv", "json", "ttl", "png", "svg", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)
TEXT_FORMATS: tuple[Format, ...] = ("table", "csv", "json")

Cell = str | int | float | bool | None

_BY_SUFFIX: dict[str, Format] = {
    ".txt": "table", ".csv": "csv", ".json": "json", ".jsonld": "json", ".ttl": "ttl",
    ".png": "png", ".svg": "svg", ".html": "html", ".htm": "html",
}  # fmt: skip


def format_of(path: Path) -> Format | None:
    """Return the format that a file's suffix names, or ``None``.

    >>> format_of(Path("ranks.svg"))
    'svg'
    """
    return _BY_SUFFIX.get(path.suffix.lower())


def render_rows(header: Sequence[str], rows: Iterable[Sequence[Cell]], form: Format) -> str:
    """Write rows under a header as an aligned table, as CSV, or as a JSON list of objects."""
    if form == "json":
        return _json([dict(zip(header, row, strict=True)) for row in rows])
    texts = [[_text(cell) for cell in row] for row in rows]
    return _csv([header, *texts]) if form == "csv" else render_table(header, texts)


def render_report(values: Mapping[str, object], form: Format) -> str:
    """Write named values: one a line, as CSV with two columns, or as one JSON object."""
    if form == "json":
        return _json(values)
    pairs = [(name, _text(value)) for name, value in values.items()]
    if form == "csv":
        return _csv([("name", "value"), *pairs])
    width = max((len(name) for name, _ in pairs), default=0)
    return "".join(f"{name:<{width}}  {value}".rstrip() + "\n" for name, value in pairs)


def render_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align columns with two blanks between them; columns of numbers stand on the right.

    >>> print(render_table(["n", "rank"], [["a", "10"], ["bcd", "2"]]), end="")
    n    rank
    ---  ----
    a      10
    bcd     2
    """
    columns = list(zip(header, *rows, strict=True)) if header else []
    widths = [max(map(len, column)) for column in columns]
    right = [len(column) > 1 and all(map(_is_number, filter(None, column[1:]))) for column in columns]
    lines = [header, ["-" * width for width in widths], *rows]
    return "".join(_line(line, widths, right) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if on_right else cell.ljust(width)
        for cell, width, on_right in zip(cells, widths, right, strict=True)
    )
    return "  ".join(padded).rstrip() + "\n"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return "  ".join(f"{name} {_text(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return str(value)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
