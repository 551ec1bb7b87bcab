"""The parts of a page on groups, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable

from semkg.comparison.report.facts.grouped import GroupFacts
from semkg.comparison.report.markup import Html
from semkg.comparison.report.sections.grouped.alike import alike
from semkg.comparison.report.sections.grouped.crossings import apart, together
from semkg.comparison.report.sections.grouped.sizes import sizes
from semkg.comparison.report.sections.grouped.summary import summary
from semkg.comparison.report.sections.grouped.way import way

GROUP_SECTIONS: tuple[tuple[str, str, Callable[[GroupFacts], Html]], ...] = (
    ("summary", "In short", summary),
    ("sizes", "The largest groups", sizes),
    ("together", "What came together", together),
    ("apart", "What came apart", apart),
    ("alike", "How alike the groupings are", alike),
    ("method", "How this was computed", way),
)
"""Anchor, heading and content of every part."""
