"""Putting the epoch marker into a SPARQL update, so that both happen in one transaction."""

from __future__ import annotations

import re

import pyoxigraph as ox

_GAP = r"(?:\s|#[^\r\n]*+)*+"
_PROLOGUE = re.compile(
    rf"{_GAP}(?:(?:BASE{_GAP}<[^<>]*+>|PREFIX{_GAP}[^\s:<#]*+:{_GAP}<[^<>]*+>|VERSION{_GAP}[\"'][^\"']*+[\"']){_GAP})*+",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\bat (\d+):(\d+)")


class MarkedUpdate:
    """An update with a quad to insert as its first operation.

    It comes right after the prologue: Oxigraph reads no prologue after another operation, and what ends a
    text (a comment, a semicolon) could swallow or upset an operation that is put there.

    Attributes:
        text: the update to run.
    """

    def __init__(self, text: str, marker: ox.Quad) -> None:
        found = _PROLOGUE.match(text)
        place = 0 if found is None else found.end()
        self._inserted = f"INSERT DATA {{ GRAPH {marker.graph_name} {{ {marker.triple} }} }} ; "
        self._line = text.count("\n", 0, place) + 1
        self._column = place - text.rfind("\n", 0, place)
        self.text = text[:place] + self._inserted + text[place:]

    def in_users_text(self, message: str) -> str:
        """Return an error message whose place (``at 3:1``) is that in the text as it was given."""
        return _PLACE.sub(self._moved, message)

    def _moved(self, found: re.Match[str]) -> str:
        line, column = int(found[1]), int(found[2])
        if line == self._line and column > self._column:
            column = max(column - len(self._inserted), self._column)
        return f"at {line}:{column}"
