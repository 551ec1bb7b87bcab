"""The page on groups as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from semkg.comparison.groups import GroupComparison
from semkg.comparison.report.facts.grouped import GroupFacts, gather_groups
from semkg.comparison.report.page import Part, heading_of, write_page
from semkg.comparison.report.sections.grouped import GROUP_SECTIONS


def group_page(comparison: GroupComparison, *, title: str = "", labels: Sequence[str] = ()) -> str:
    """Return a comparison of groups as one HTML page for people who never heard of ontologies.

    The page stands by itself: no network, no scripts. The same comparison gives the same page.

    Args:
        comparison: the comparison; with the graph behind it (:meth:`semkg.KnowledgeGraph.compare_groups`) the page says
            which connections bring groups together.
        title: what the data are called.
        labels: IRIs of properties that name things, beside rdfs:label and other usual ones.
    """
    return render_group_page(gather_groups(comparison, title=title, labels=labels))


def render_group_page(facts: GroupFacts) -> str:
    """Write what was worked out as a page."""
    lead = (
        "What belongs together in these data? The answer depends on whether one looks only at what was written down or "
        "also at what follows from it. This page shows both, which groups came together or apart, and through what."
    )
    found = facts.comparison
    parts = [Part(anchor, title, write(facts)) for anchor, title, write in GROUP_SECTIONS]
    return write_page(heading_of(found.analytic, found.regimes), facts.title, lead, parts)
