"""Text that is made of what somebody wrote, and knows where each part of it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from semkg.query import Origin, Source

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text.

    Attributes:
        text: what it says.
        place: where in the author's text it comes from; ``None`` for that of the whole that it is a part of.
        copied: whether it stands there as it is.
    """

    text: str
    place: int | None = None
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A text as its pieces."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self.pieces)


Edit = tuple[int, int, Made]
"""Where something begins and ends in a text, and what is written in its place."""


def as_made(part: Made | str) -> Made:
    """Return a text that has no place of its own as pieces."""
    return Made((Piece(part),)) if isinstance(part, str) else part


def joined(separator: str, parts: Iterable[Made | str]) -> Made:
    """Return parts with a separator between them."""
    pieces: list[Piece] = []
    for number, part in enumerate(parts):
        if number:
            pieces.append(Piece(separator))
        pieces += as_made(part).pieces
    return Made(tuple(pieces))


def places(template: str) -> list[str]:
    """Return the names of the parts of a template."""
    return _PLACE.findall(template)


def copied(written: str, begin: int, end: int, edits: Iterable[Edit]) -> Made:
    """Return what stands from one place to another, with the edits of what is inside it."""
    pieces: list[Piece] = []
    place = begin
    for start, stop, made in _outermost(edits, begin, end):
        pieces.append(Piece(written[place:start], place, copied=True))
        pieces += (
            Piece(one.text, start if one.place is None else one.place, one.copied) for one in made.pieces
        )
        place = stop
    return Made((*pieces, Piece(written[place:end], place, copied=True)))


def _outermost(edits: Iterable[Edit], begin: int, end: int) -> list[Edit]:
    """Return the edits of spans inside a span, without those that stand in others of them, as they stand."""
    kept: list[Edit] = []
    first = end
    for edit in sorted(edits, key=lambda edit: (-edit[1], edit[0])):
        if begin <= edit[0] and edit[1] <= first:
            kept.append(edit)
            first = edit[0]
    return kept[::-1]


def fill(template: str, **parts: Made | str) -> Made:
    """Return a template in which ``{name}`` stands for the part of that name; other braces are as they are.

    >>> fill("SERVICE sk:pageRank { [] sk:node {node} }", node="?n").text
    'SERVICE sk:pageRank { [] sk:node ?n }'
    """
    words = _PLACE.split(template)  # every other one is a name
    return joined("", (parts[word] if number % 2 else word for number, word in enumerate(words)))


def edited(written: str, edits: Iterable[Edit]) -> Source:
    """Return a text with some spans written anew; an edit inside another one is dropped with what it stands in."""
    pieces = copied(written, 0, len(written), edits).pieces
    origin = Origin(
        written,
        tuple(accumulate((len(piece.text) for piece in pieces[:-1]), initial=0)),
        tuple(piece.place or 0 for piece in pieces),
        tuple(piece.copied for piece in pieces),
    )
    return Source("".join(piece.text for piece in pieces), origin)
