"""Settings, so that somebody else can find the same groups."""

from __future__ import annotations

from semkg.comparison.report.facts.grouped import GroupFacts
from semkg.comparison.report.markup import Html, paragraph, section, tag
from semkg.comparison.report.sections.method import TITLE, notes_table, versions
from semkg.comparison.table import title


def way(facts: GroupFacts) -> Html:
    """State every setting."""
    found = facts.comparison
    means = paragraph(
        "With the same settings and the same data, everybody gets the same groups. Where two people have the same "
        "hash of the graph “as meant”, they looked at the same meaning, however their files were written."
    )
    computed = paragraph("Computed: ", tag("code", title(found.analytic, found.settings)), ".")
    notes = {regime: one.notes for regime, one in zip(found.regimes, found.groupings, strict=True)}
    return section("method", TITLE, means, computed, notes_table(notes), versions())
