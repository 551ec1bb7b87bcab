"""The user's own text, and errors that point into it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from semkg.errors import QueryError

_WORD = re.compile(r"[?$]?[\w:]+|\S")
_OXIGRAPH_PLACE = re.compile(r"^error at (\d+):(\d+): ")


@dataclass(frozen=True, slots=True)
class Origin:
    """What an author wrote, and where in it the pieces stand of a text that was made of it.

    Attributes:
        text: what the author wrote.
        starts: where each piece starts in the text that was made, ascending from 0.
        places: where in the author's text it comes from.
        copied: whether it is copied from there, character by character; else all of it stands for that one place.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]
    copied: tuple[bool, ...]

    def place(self, position: int) -> int:
        """Return the offset in the author's text of an offset in the text that was made.

        >>> Origin("abc", starts=(0, 2, 6), places=(0, 2, 3), copied=(True, False, True)).place(4)
        2
        """
        piece = bisect_right(self.starts, position) - 1
        return self.places[piece] + self.copied[piece] * (position - self.starts[piece])


@dataclass(frozen=True, slots=True)
class Source:
    """One query or update.

    Attributes:
        text: the whole text; positions are offsets into it, in characters from 0.
        origin: what its author wrote, where that is another text; errors point into that one.
    """

    text: str
    origin: Origin | None = None

    @property
    def written(self) -> str:
        """What the author wrote."""
        return self.text if self.origin is None else self.origin.text

    def place(self, position: int) -> tuple[int, int]:
        """Return line and column of a position in what the author wrote, both from 1."""
        offset = self._offset(position)
        before = self.written[:offset]
        return before.count("\n") + 1, offset - before.rfind("\n")

    def error(self, message: str, position: int, kind: type[QueryError] = QueryError) -> QueryError:
        """Return an error that names the place and shows the line; the caller raises it."""
        line, column = self.place(position)
        return kind(self._pointed(message, line, column))

    def syntax_error(self, message: str) -> QueryError:
        """Return the error for a message of Oxigraph's parser, which starts ``error at LINE:COLUMN:``."""
        found = _OXIGRAPH_PLACE.match(message)
        if found is None:
            return QueryError(message)
        line, column = int(found[1]), int(found[2])
        lines = self.text.split("\n")
        if line > len(lines) or column > len(lines[line - 1]) + 1:
            # a place in the text that we made of it: the user's own text is valid
            return QueryError(
                "our functions cannot be run at the place where this query has them; move them out of LATERAL, "
                "or into a sub-query that stands before it"
            )
        position = sum(len(before) + 1 for before in lines[: line - 1]) + column - 1
        rest = self.written[self._offset(position) :]
        return self.error(f"syntax error: {_brief(message[found.end() :], rest)}", position)

    def _offset(self, position: int) -> int:
        return position if self.origin is None else self.origin.place(position)

    def _pointed(self, message: str, line: int, column: int) -> str:
        lines = self.written.split("\n")
        shown = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
        start = max(0, column - 60)
        pointer = " " * (column - 1 - start) + "^"
        return f"line {line}, column {column}: {message}\n  {shown[start : start + 100]}\n  {pointer}"


def _brief(message: str, rest: str) -> str:
    """Return what the parser means: its sentence about a rule, or else that what stands there cannot stand there.

    The things that it would have taken are not passed on: they are names of its own, and seldom what was meant.
    """
    words = " ".join(message.removeprefix("expected one of ").removeprefix("expected ").split()).split(", ")
    sentence = next((word for word in words if len(word.split()) > 3 and word[0] != "["), None)
    if sentence is not None:
        return sentence[0].lower() + sentence[1:] if sentence[1:2].islower() else sentence
    found = _WORD.match(rest.lstrip())
    return f"{found[0]} cannot stand here" if found else "the text cannot end here"


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Replace spans by blanks of the same length, keeping line breaks, so that positions stay right."""
    for start, end in spans:
        text = text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]
    return text
