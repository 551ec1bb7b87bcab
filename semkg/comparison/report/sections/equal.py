"""Groups of names for one thing, and why they are the same."""

from __future__ import annotations

from collections.abc import Iterator

from semkg.comparison.report.facts import Facts
from semkg.comparison.report.facts.equal import Group
from semkg.comparison.report.markup import Content, Html, join, many, paragraph, section, tag
from semkg.comparison.report.words import in_words
from semkg.reasoning import Proof
from semkg.vocab import OWL_SAME_AS

TITLE = "Different names, one thing"
REASONS = 6


def equal(facts: Facts) -> Html:
    """Show the largest groups of names that stand for one thing."""
    found = facts.equal
    if found is None:
        return section("equal", TITLE, "", paragraph(facts.skipped.get("equal", "")))
    means = join(
        [
            paragraph(
                "Two names may stand for one thing: because somebody said so, or because it follows, for instance "
                "where a thing can have only one capital and two were given."
            ),
            paragraph(
                "Such names are one thing here, with one score. A wrong “same as” therefore melts different things "
                "into one: look here first when a result surprises."
            ),
        ]
    )
    if not found.total:
        return section("equal", TITLE, means, paragraph("Every thing has one name only."))
    lead = paragraph(
        f"{many(found.total, 'thing')} with several names, {found.names:,} names together. The largest:"
    )
    groups = tag("ul", *(_group(facts, group) for group in found.groups), class_="groups")
    note = (
        ""
        if found.proofs
        else tag("p", "The command semkg explain says why two names are the same.", class_="note")
    )
    return section("equal", TITLE, means, lead, groups, note)


def _group(facts: Facts, group: Group) -> Html:
    names = join(facts.names.shown(group.names).values(), " = ")
    more = f" = … ({group.size - len(group.names):,} more names)" if group.size > len(group.names) else ""
    return tag("li", tag("b", names), more, *_why(facts, group))


def _why(facts: Facts, group: Group) -> Iterator[Content]:
    if group.proof is None:
        return
    reasons = [tag("span", _said(facts, lines), title=" ".join(lines)) for lines in _leaves(group.proof)]
    left = len(reasons) - REASONS
    shown = [tag("li", reason) for reason in reasons[:REASONS]]
    if left > 0:
        shown.append(tag("li", f"and {many(left, 'further statement')}"))
    yield tag("div", "The first two, because somebody wrote:", tag("ul", *shown), class_="because")


def _leaves(proof: Proof) -> list[tuple[str, ...]]:
    """Return what was written, in the proof itself and behind axioms that it uses."""
    found = [_line(*step.fact) for step in proof.asserted]
    for step in proof.steps:
        for behind in step.frozen:
            found += [_line(*leaf.fact) for leaf in behind.asserted]
    return [(line,) for line in dict.fromkeys(found)]


def _line(s: str, p: str, o: str) -> str:
    return f"{s} {p} {o} ."


def _said(facts: Facts, lines: tuple[str, ...]) -> str:
    if f"<{OWL_SAME_AS}>" in lines[0]:
        return in_words(lines, facts.names) + " (said outright)"
    return in_words(lines, facts.names)
