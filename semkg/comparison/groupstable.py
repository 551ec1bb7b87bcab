"""A comparison of groups as aligned plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from semkg.comparison.names import readable
from semkg.comparison.table import align, note_lines, title

if TYPE_CHECKING:
    from semkg.comparison.groups import GroupComparison


def render_groups(comparison: GroupComparison, limit: int | None) -> str:
    """Return the largest groups of each regime, the summary of each pair of regimes, and the notes."""
    parts = [title(comparison.analytic, comparison.settings), _groups(comparison, limit), _pairs(comparison)]
    notes = dict(zip(comparison.regimes, (grouping.notes for grouping in comparison.groupings), strict=True))
    return "\n\n".join([*parts, note_lines(notes)]) + "\n"


def _groups(comparison: GroupComparison, limit: int | None) -> str:
    sizes = [comparison.sizes(regime) for regime in comparison.regimes]
    groups = dict.fromkeys(group for one in reversed(sizes) for group in one)
    order = sorted(groups, key=lambda group: (-max(one.get(group, 0) for one in sizes), group))
    shown = order[:limit]
    names = readable(shown)
    lines = [[names[group], *(str(one.get(group, "-")) for one in sizes)] for group in shown]
    left = [f"({len(order) - len(shown):,} more groups)"] * (len(order) > len(shown))
    head = ["group of", *comparison.regimes]
    return "\n".join([*align([head, *lines]), *left, "(names in each group)"])


def _pairs(comparison: GroupComparison) -> str:
    head = [
        "regimes",
        "adjusted Rand",
        "mutual information",
        "variation",
        "in both",
        "only first",
        "only second",
    ]
    lines = [
        [
            f"{pair.before} -> {pair.after}",
            f"{pair.adjusted_rand:.3f}",
            f"{pair.mutual_information:.3f}",
            f"{pair.variation:.3f}",
            *(str(number) for number in (pair.common, pair.only_before, pair.only_after)),
        ]
        for pair in comparison.pairs
    ]
    return "\n".join(align([head, *lines]))
