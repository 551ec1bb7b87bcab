"""Changing a text by splicing spans: what is not changed stays as its author wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from semkg.query.pattern import MagicCall
from semkg.query.syntax import Span

Edit = tuple[int, int, str]
"""Start, end and replacement; start and end are equal for an insertion."""


def render(text: str, span: Span, edits: Iterable[Edit]) -> str:
    """Return the text of a span with the edits that lie in it.

    An edit inside the span of another one is dropped: what is replaced as a whole takes its parts with it. An
    insertion at either end of the span is left out, as it belongs to what is around.
    """
    start, stop = span
    inside = [edit for edit in edits if _within(edit, start, stop)]
    pieces: list[str] = []
    place = start
    for first, last, replacement in sorted(inside, key=lambda edit: (edit[0], edit[0] != edit[1], -edit[1])):
        if first < place:
            continue
        pieces += (text[place:first], replacement)
        place = last
    pieces.append(text[place:stop])
    return "".join(pieces)


def render_all(text: str, edits: Iterable[Edit]) -> str:
    """Return the whole text with all edits, insertions at its ends included."""
    shifted = [(first + 1, last + 1, replacement) for first, last, replacement in edits]
    return render(f" {text} ", (0, len(text) + 2), shifted)[1:-1]


def injections(calls: Iterable[MagicCall], span: Span) -> list[Edit]:
    """Return the edits that write the rows of calls into a part of the text; those not evaluated yet are left out."""
    return [(call.anchor, call.anchor, rows) for call in calls if (rows := call.injected(span)) is not None]


def _within(edit: Edit, start: int, stop: int) -> bool:
    first, last, _ = edit
    return start < first < stop if first == last else start <= first and last <= stop
