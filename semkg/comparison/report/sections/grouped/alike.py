"""The three indices of how alike two groupings are, in plain words."""

from __future__ import annotations

from semkg.comparison.report.facts.grouped import GroupFacts
from semkg.comparison.report.markup import Html, section, table, tag
from semkg.comparison.report.wording import column

MEANINGS = (
    (
        "adjusted Rand",
        "Take any two things: are they together in one grouping, and in the other? This counts how often both agree, "
        "beyond what chance would give. 1: always; 0: no more than chance.",
    ),
    (
        "mutual information",
        "Who knows the group of a thing in one grouping, how much is known of its group in the other? "
        "1: everything; 0: nothing.",
    ),
    (
        "variation of information",
        "What is to be forgotten and to be learned to get from one grouping to the other. 0: nothing; more for "
        "groupings that differ more (in nats, at most the logarithm of the number of things).",
    ),
)


def alike(facts: GroupFacts) -> Html:
    """Show the indices of every two regimes."""
    means = tag("dl", *(part for name, text in MEANINGS for part in (tag("dt", name), tag("dd", text))))
    rows = [
        [
            f"{column(pair.before)} – {column(pair.after)}",
            f"{pair.adjusted_rand:.3f}",
            f"{pair.mutual_information:.3f}",
            f"{pair.variation:.3f}",
            f"{pair.common:,}",
            f"{pair.only_before:,}",
            f"{pair.only_after:,}",
        ]
        for pair in facts.comparison.pairs
    ]
    head = ["views", *(name for name, _ in MEANINGS), "names in both", "only first", "only second"]
    note = "The indices look at names that both views have; a name without any connection is in no group."
    shown = table("The views compared", head, rows, numbers=range(1, 7), note=note)
    return section("alike", "How alike the groupings are", means, shown)
