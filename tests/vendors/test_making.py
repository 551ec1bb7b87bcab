"""Text that is made of other text, and the places that it knows."""

from __future__ import annotations

import pytest

from semkg.vendors.making import Made, Piece, edited, fill

WRITTEN = "first\nold value ; rest\nlast"
CALL = fill(
    "sk:new\n ({value}) {verb}",
    value=Made((Piece("value", 10, copied=True),)),
    verb=Made((Piece("sk:verb", 18),)),
)
SOURCE = edited(WRITTEN, [(6, 15, CALL), (10, 15, fill("dropped")), (0, 0, fill("PREFIX x: <> "))])


def test_edits_are_written_and_an_edit_inside_another_one_is_dropped() -> None:
    assert SOURCE.text == "PREFIX x: <> first\nsk:new\n (value) sk:verb ; rest\nlast"
    assert SOURCE.written == WRITTEN


@pytest.mark.parametrize(
    ("words", "line", "column"),
    [
        ("PREFIX", 1, 1),
        ("first", 1, 1),
        ("rst", 1, 3),
        ("sk:new", 2, 1),
        ("value", 2, 5),
        ("lue", 2, 7),
        (") sk:verb", 2, 1),
        ("verb", 2, 13),
        ("; rest", 2, 11),
        ("last", 3, 1),
    ],
)
def test_every_part_knows_its_place(words: str, line: int, column: int) -> None:
    assert SOURCE.place(SOURCE.text.index(words)) == (line, column)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("2:1", "line 2, column 1: syntax error: old cannot stand here\n  old value ; rest\n  ^"),
        ("3:5", "line 2, column 7: syntax error: lue cannot stand here\n  old value ; rest\n        ^"),
        (
            "3:20",
            "line 2, column 13: syntax error: rest cannot stand here\n  old value ; rest\n              ^",
        ),
        ("4:5", "line 3, column 5: syntax error: the text cannot end here\n  last\n      ^"),
    ],
)
def test_what_oxigraph_refuses_is_told_at_its_place(place: str, message: str) -> None:
    assert str(SOURCE.syntax_error(f"error at {place}: expected x")) == message
