"""Whether results stay when the same things are said in other words."""

from __future__ import annotations

from semkg.comparison.report.facts import Facts
from semkg.comparison.report.facts.rewritings import Rewriting
from semkg.comparison.report.markup import Content, Html, join, many, paragraph, section, table, tag
from semkg.comparison.report.wording import column

TITLE = "The same in other words"


def rewritings(facts: Facts) -> Html:
    """Show what a random choice of other words does to every regime."""
    if not facts.rewritings:
        reason = facts.skipped.get("rewritings", "There are no connections to say in other words.")
        return section("rewritings", TITLE, "", paragraph(reason))
    means = join(
        [
            paragraph(
                "A copy of the data was written in other words that mean exactly the same; which words was drawn at "
                "random, the same draw every time. Then everything was computed again."
            ),
            paragraph(
                "“Stays” means that not one score changed; else the sum of all changes is given. A view whose scores "
                "change tells how the file was written, not only what it says."
            ),
        ]
    )
    regimes = facts.comparison.regimes
    rows = table(
        "What other words do to the scores",
        ["other words", *map(column, regimes)],
        [[_said(facts, one), *(_effect(one, regime) for regime in regimes)] for one in facts.rewritings],
    )
    return section("rewritings", TITLE, means, rows)


def _said(facts: Facts, one: Rewriting) -> Content:
    rows = many(one.rows, "statement")
    names = facts.names.shown(name for name in (one.property, one.other) if name)
    word, other = (tag("q", names[name]) if name else "" for name in (one.property, one.other))
    if one.kind == "inverse":
        return join([f"in {rows}, ", word, " said from the other end, as ", other])
    if one.kind == "saturated":
        return f"{rows} that follow written out beside the others"
    parts = [f"in {rows}, ", word, " replaced by a new word that is declared to mean the same"]
    if one.kind == "counted":
        parts.append("; and all connections between two things counted, not taken as one")
    return join(parts)


def _effect(one: Rewriting, regime: str) -> Html:
    pair = one.pairs[regime]
    if one.stays(regime):
        return tag("span", "stays", class_="stays")
    text = f"changes: {pair.l1:.2g} in all, {pair.top_overlap:.3g} of the best {pair.top} stay"
    return tag("span", text, class_="changes")
