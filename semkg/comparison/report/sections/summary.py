"""The result in a few sentences and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from semkg.comparison.measures import Mover
from semkg.comparison.report.facts import Facts
from semkg.comparison.report.markup import (
    Content,
    Html,
    html,
    join,
    many,
    ordinal,
    paragraph,
    percent,
    section,
    tag,
)
from semkg.comparison.report.wording import EXPLAINED, agreement, column, explained
from semkg.comparison.report.words import in_words


def summary(facts: Facts) -> Html:
    """Say what came out, before any table."""
    found = facts.comparison
    means = [paragraph(explained(found.analytic))]
    if facts.moved is not None:
        means.append(paragraph("“Moves” counts every bit of score once: what one thing loses, others gain."))
    sentences = tag("ul", *(tag("li", sentence) for sentence in _sentences(facts)), class_="sentences")
    return section(
        "summary",
        "In short",
        join(means),
        contradictions(facts.clashes),
        sentences,
        _figures(facts),
        views_compared(facts.comparison.regimes),
    )


def views_compared(regimes: Sequence[str]) -> Html:
    """Say which views of the data are compared."""
    lead = paragraph("The same data are looked at in different ways:")
    views = [
        tag("div", tag("dt", column(regime)), tag("dd", EXPLAINED.get(regime, ""), ".")) for regime in regimes
    ]
    return join([lead, tag("dl", *views, class_="views")])


def contradictions(clashes: int) -> Content:
    """Warn where the data contradict themselves."""
    if not clashes:
        return ""
    text = (
        f"The data contradict themselves ({many(clashes, 'contradiction')}; the command semkg check lists and "
        f"explains them). What is shown is what follows all the same; some of it may follow from what is wrong."
    )
    return tag("p", tag("strong", "Careful. "), text, class_="warning")


def _sentences(facts: Facts) -> Iterator[Html]:
    found = facts.comparison
    if facts.steps is not None:
        more = facts.steps.follow - facts.steps.written
        yield html(
            f"The data hold {facts.steps.written:,} statements; {max(0, more):,} more follow from them."
        )
    yield from _best(facts)
    largest = _largest_climb(facts)
    if largest is not None:
        yield largest
    if facts.attribution is not None and facts.attribution.axioms:
        first = max(facts.attribution.axioms, key=lambda one: max(one.without, one.alone))
        words = in_words(first.axiom, facts.names)
        lead = "Of the rules tried, the one" if facts.attribution.untried else "The rule"
        yield join([f"{lead} that moves the scores most: ", tag("em", words), "."])
    share = None if facts.carried is None else facts.carried.share
    if share is not None:
        yield html(
            f"{percent(share)} of what connections hand on travels along connections that nobody wrote down."
        )
    if not found.overall.movers:
        yield html("No score changes: here the wording makes no difference.")


def _best(facts: Facts) -> Iterator[Html]:
    found = facts.comparison
    first, last = found.regimes[0], found.regimes[-1]
    best = [
        next(
            (label for label, ranks in zip(found.labels, found.ranks, strict=True) if ranks[place] == 1), None
        )
        for place in (0, -1)
    ]
    if best[0] is None or best[1] is None:
        return
    names = facts.names.shown(label for label in best if label is not None)
    if best[0] == best[1]:
        yield join([tag("b", names[best[0]]), f" comes first {column(first)}, and also {column(last)}."])
    else:
        parts = [tag("b", names[best[0]]), f" comes first {column(first)}, ", tag("b", names[best[1]])]
        yield join([*parts, f" {column(last)}."])


def _largest_climb(facts: Facts) -> Html | None:
    """Name the mover with the largest change of rank."""
    movers = [mover for mover in facts.comparison.overall.movers if mover.rank_before and mover.rank_after]
    if not movers:
        return None
    most = max(movers, key=_places)
    if not _places(most) or most.rank_before is None or most.rank_after is None:
        return None
    way = "up" if most.rank_after < most.rank_before else "down"
    name = tag("b", facts.names.shown([most.label])[most.label])
    return join(
        [name, f" goes {way} from the {ordinal(most.rank_before)} to the {ordinal(most.rank_after)} place."]
    )


def _places(mover: Mover) -> int:
    return abs((mover.rank_before or 0) - (mover.rank_after or 0))


def _figures(facts: Facts) -> Html:
    pair = facts.comparison.overall
    first, last = column(pair.before), column(pair.after)
    shown = [
        (agreement(pair) or "–", f"pairs of things, about, have the same order {first} and {last}"),
        (f"{pair.top_overlap:.3g} of {pair.top}", f"of the best {pair.top} are the same"),
    ]
    if facts.moved is not None:
        shown.append((percent(facts.moved), "of all score moves from one thing to another"))
    if facts.carried is not None and facts.carried.edges:
        part = facts.carried.inferred / facts.carried.edges
        shown.append((percent(part), "of the connections were not written down"))
    cards = [tag("div", tag("dt", what), tag("dd", figure)) for figure, what in shown]
    return tag("dl", *cards, class_="figures")
