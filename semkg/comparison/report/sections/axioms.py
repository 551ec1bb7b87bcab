"""What each axiom does to the scores."""

from __future__ import annotations

from semkg.comparison.kinds import KindInfluence
from semkg.comparison.names import readable
from semkg.comparison.report.facts import Facts
from semkg.comparison.report.markup import Content, Html, bar, join, many, paragraph, section, table, tag
from semkg.comparison.report.wording import change
from semkg.comparison.report.words import KINDS, in_words
from semkg.comparison.why import Attribution, Influence
from semkg.comparison.whytable import in_short

TITLE = "Which rules of the vocabulary matter"
SHOWN = 20
LONGEST = 400
MEANS = join(
    [
        paragraph(
            "The vocabulary of the data comes with rules, called axioms: that one word is the reverse of another, "
            "say. Each was tried in two ways."
        ),
        tag(
            "dl",
            tag("dt", "left out"),
            tag(
                "dd",
                "all other rules stay: how far do the scores move without it? 0 also where others say the same.",
            ),
            tag("dt", "alone"),
            tag("dd", "no other rule is there: how far does it move the scores by itself?"),
        ),
        paragraph(
            "Numbers are sums of all differences of scores, up and down. They do not add up: rules work together."
        ),
    ]
)


def axioms(facts: Facts) -> Html:
    """Show the axioms that move scores, the most important first."""
    found = facts.attribution
    if found is None:
        return section("axioms", TITLE, "", paragraph(facts.skipped.get("axioms", "")))
    return section("axioms", TITLE, MEANS, _table(facts, found), _kinds(facts, found), _counts(facts, found))


def _table(facts: Facts, found: Attribution) -> Content:
    shown = found.axioms[:SHOWN]
    if not shown:
        return paragraph("None of the rules that were tried moves a score.")
    names = facts.names.shown(one.most_moved for one in shown if one.most_moved)
    most = max(max(one.without, one.alone) for one in shown)
    return table(
        "Rules that move scores",
        ["rule", "left out", "alone", "moves most", "by"],
        [[_rule(facts, one), *_effect(one, most), *_moved(one, names)] for one in shown],
        numbers=(1, 2, 4),
    )


def _kinds(facts: Facts, found: Attribution) -> Content:
    """Show what all rules of a kind do together."""
    if not found.kinds:
        return ""
    names = facts.names.shown(one.most_moved for one in found.kinds if one.most_moved)
    most = max(max(one.without, one.alone) for one in found.kinds)
    return table(
        "All rules of a kind together",
        ["kind", "statements", "left out", "alone", "moves most", "by"],
        [[_kind(one), f"{one.triples:,}", *_effect(one, most), *_moved(one, names)] for one in found.kinds],
        numbers=(1, 2, 3, 5),
    )


def _kind(one: KindInfluence) -> Html:
    name, words = readable([f"<{one.kind}>"])[f"<{one.kind}>"], KINDS.get(one.kind)
    written = tag("code", name, title=f"{one.kind}, read by: {' '.join(one.rules)}")
    return written if words is None else join([words, " ", written])


def _rule(facts: Facts, one: Influence) -> Html:
    written = tag("code", in_short(one.axiom, LONGEST))
    words = in_words(one.axiom, facts.names)
    return join([words, " ", written]) if words != in_short(one.axiom) else written


def _effect(one: Influence | KindInfluence, most: float) -> list[Content]:
    return [join([f"{value:.4f}", bar(value / most)]) for value in (one.without, one.alone)]


def _moved(one: Influence | KindInfluence, names: dict[str, Html]) -> list[Content]:
    return [names[one.most_moved], change(one.change)] if one.most_moved else ["–", "–"]


def _counts(facts: Facts, found: Attribution) -> Html:
    """Say how many rules were tried, and what was left out."""
    moving = len(found.axioms)
    said = [
        f"{many(moving + found.idle, 'rule')} tried: {moving:,} of them move scores, {found.idle:,} do not."
    ]
    if moving > SHOWN:
        said.append(f"Those that move least ({moving - SHOWN:,}) are not shown.")
    if found.untried:
        said.append(
            f"{many(found.untried, 'rule was', 'rules were')} not tried, those whose words stand in the fewest "
            f"statements: on this page what follows may be worked out anew {facts.budget:,} times at most (--budget)."
        )
    return tag("p", " ".join(said), class_="note")
