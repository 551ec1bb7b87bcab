"""The page as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from semkg.comparison.comparison import Comparison
from semkg.comparison.names import shorten
from semkg.comparison.report.facts import Facts, gather
from semkg.comparison.report.markup import Html, html, tag
from semkg.comparison.report.pictures import style
from semkg.comparison.report.sections import SECTIONS
from semkg.comparison.report.wording import column

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may do for the page: show it. It fetches nothing and runs no script, whatever the data hold."""
LONGEST_TITLE = 200


def report_page(
    comparison: Comparison,
    *,
    title: str = "",
    node: str | None = None,
    budget: int | None = None,
    labels: Sequence[str] = (),
) -> str:
    """Return a comparison as one HTML page for people who never heard of ontologies.

    The page stands by itself: no network, no scripts. The same comparison gives the same page.

    Args:
        comparison: the comparison; with the graph behind it (:meth:`semkg.KnowledgeGraph.compare`) the page says why.
        title: what the data are called.
        node: N-Triples name of the node to look at; the one whose score changes most when not given.
        budget: closures to compute at most to see what axioms do; by default fewer for large graphs.
        labels: IRIs of properties that name things, beside rdfs:label and other usual ones.

    Raises:
        ValueError: a budget below 3.
        UnknownTermError: the node is in neither graph.
    """
    return render_page(gather(comparison, title=title, node=node, budget=budget, labels=labels))


def render_page(facts: Facts) -> str:
    """Write what was worked out as a page."""
    lead = (
        "What matters in these data? The answer depends on whether one looks only at what was written down or also at "
        "what follows from it. This page shows both, the difference, and where it comes from."
    )
    found = facts.comparison
    parts = [Part(anchor, title, write(facts)) for anchor, title, write in SECTIONS]
    return write_page(heading_of(found.analytic, found.regimes), facts.title, lead, parts)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page: its anchor, its heading, and what it shows."""

    anchor: str
    title: str
    content: Html


def heading_of(analytic: str, regimes: Sequence[str]) -> str:
    """Return the heading of a page."""
    return f"{analytic[:1].upper()}{analytic[1:]}: {column(regimes[0])}, and {column(regimes[-1])}"


def write_page(heading: str, title: str, lead: str, parts: Sequence[Part]) -> str:
    """Write a page that stands by itself.

    Args:
        heading: what it is about.
        title: what the data are called.
        lead: why one would read it.
        parts: what it shows.
    """
    name = shorten(title, LONGEST_TITLE)
    head = tag(
        "head",
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{html(POLICY)}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="referrer" content="no-referrer">'),
        tag("title", f"{heading} – {name}" if name else heading),
        Html(f"<style>\n{style('picture.css')}{style('style.css')}</style>"),
    )
    body = tag(
        "body", _header(heading, name, lead, parts), tag("main", *(part.content for part in parts)), _footer()
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def _header(heading: str, name: str, lead: str, parts: Sequence[Part]) -> Html:
    links = [tag("li", tag("a", part.title, href=f"#{part.anchor}")) for part in parts]
    return tag(
        "header",
        tag("p", name, class_="of") if name else "",
        tag("h1", heading),
        tag("p", lead),
        tag("nav", tag("ol", *links), aria_label="Parts of this page"),
    )


def _footer() -> Html:
    return tag("footer", "This page stands by itself: it loads nothing and runs no scripts.")
