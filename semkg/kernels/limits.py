"""Counting before anything is written out."""

from __future__ import annotations

from semkg.errors import LimitError


def check_count(count: int, limit: int | None) -> None:
    """Raise LimitError if there are more pairs than allowed."""
    if limit is not None and count > limit:
        msg = f"{count:,} pairs and more would be written out, and {limit:,} are allowed"
        raise LimitError(msg)
