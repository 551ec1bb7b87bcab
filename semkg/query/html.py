"""Solutions as a table that a notebook shows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pyoxigraph as ox

from semkg.query.table import Row
from semkg.store import Term

MOST_SHOWN = 20
"""Rows that are shown."""


def table_html(names: Sequence[str], rows: Sequence[Row], found: int) -> str:
    """Return rows as an HTML table.

    Args:
        names: the variables.
        rows: what is shown.
        found: how many rows were read; more than are shown means that there may be many more.
    """
    head = "".join(f"<th>?{escape(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in rows)
    more = "" if found <= len(rows) else f"<p>the first {len(rows)} rows; to_pandas() has them all</p>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Term | None) -> str:
    if value is None:
        return ""
    text = value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)
    return escape(text)
