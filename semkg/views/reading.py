"""Which vectors of a model answer for a property or a class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows of a model whose best answer is that of a property or a class.

    Attributes:
        own: whether it has vectors of its own, which are then among the rows; if not, all that is known of it comes
            from narrower ones.
        rows: for a property rows of the vectors of predicates, those read backwards included; for a class rows of
            entities.
    """

    own: bool
    rows: tuple[int, ...]


def write_readings(readings: Mapping[str, Reading]) -> str:
    """Return one line for each name, to be kept beside a model."""
    return "\n".join(
        f"{text}\t{int(one.own)}\t{' '.join(map(str, one.rows))}" for text, one in readings.items()
    )


def read_readings(text: str) -> dict[str, Reading]:
    """Return what :func:`write_readings` has written."""
    lines = (line.split("\t") for line in text.split("\n") if line)
    return {name: Reading(own == "1", tuple(map(int, rows.split()))) for name, own, rows in lines}
