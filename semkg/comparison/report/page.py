"""The page as a whole."""

from __future__ import annotations

from collections.abc import Sequence

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
    found = facts.comparison
    first, last = column(found.regimes[0]), column(found.regimes[-1])
    name = shorten(facts.title, LONGEST_TITLE)
    heading = f"{found.analytic[:1].upper()}{found.analytic[1:]}: {first}, and {last}"
    head = tag(
        "head",
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{html(POLICY)}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="referrer" content="no-referrer">'),
        tag("title", f"{heading} – {name}" if name else heading),
        Html(f"<style>\n{style('picture.css')}{style('style.css')}</style>"),
    )
    parts = [write(facts) for _, _, write in SECTIONS]
    body = tag("body", _header(heading, name), tag("main", *parts), _footer())
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def _header(heading: str, name: str) -> Html:
    links = [tag("li", tag("a", title, href=f"#{anchor}")) for anchor, title, _ in SECTIONS]
    lead = (
        "What matters in these data? The answer depends on whether one looks only at what was written down or also at "
        "what follows from it. This page shows both, the difference, and where it comes from."
    )
    return tag(
        "header",
        tag("p", name, class_="of") if name else "",
        tag("h1", heading),
        tag("p", lead),
        tag("nav", tag("ol", *links), aria_label="Parts of this page"),
    )


def _footer() -> Html:
    return tag("footer", "This page stands by itself: it loads nothing and runs no scripts.")
