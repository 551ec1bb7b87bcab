"""The parts of the page: each is a function from facts to HTML, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable

from semkg.comparison.report.facts import Facts
from semkg.comparison.report.markup import Html
from semkg.comparison.report.sections.around import around
from semkg.comparison.report.sections.axioms import axioms
from semkg.comparison.report.sections.carried import carried
from semkg.comparison.report.sections.directions import directions
from semkg.comparison.report.sections.equal import equal
from semkg.comparison.report.sections.method import method
from semkg.comparison.report.sections.movers import movers
from semkg.comparison.report.sections.places import places
from semkg.comparison.report.sections.rewritings import rewritings
from semkg.comparison.report.sections.steps import steps
from semkg.comparison.report.sections.summary import summary

SECTIONS: tuple[tuple[str, str, Callable[[Facts], Html]], ...] = (
    ("summary", "In short", summary),
    ("movers", "What moves most", movers),
    ("places", "The best places", places),
    ("around", "Where the change comes from", around),
    ("axioms", "Which rules of the vocabulary matter", axioms),
    ("carried", "What nobody wrote, and still counts", carried),
    ("steps", "What is counted once", steps),
    ("equal", "Different names, one thing", equal),
    ("directions", "If connections ran the other way", directions),
    ("rewritings", "The same in other words", rewritings),
    ("method", "How this was computed", method),
)
"""Anchor, heading and content of every part."""
