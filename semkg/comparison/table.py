"""A comparison as aligned plain text."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from semkg.comparison.measures import Mover, Pair
from semkg.comparison.names import readable

if TYPE_CHECKING:
    from semkg.comparison.comparison import Comparison, Row

_COUNTS = ("in both", "only first", "only second")
GONE = "-"
"""Stands where a regime does not have a node."""


def render(comparison: Comparison, limit: int | None) -> str:
    """Return the first ``limit`` nodes, the summary of each pair of regimes, and the largest movers."""
    parts = [
        title(comparison.analytic, comparison.settings),
        _nodes(comparison, limit),
        _pairs(comparison.pairs),
    ]
    parts += [_movers(comparison.overall), note_lines(comparison.notes)]
    return "\n\n".join(filter(None, parts)) + "\n"


def title(analytic: str, settings: Mapping[str, str]) -> str:
    """Return the name of the analytic and its settings in one line."""
    return ", ".join([analytic, *(f"{name} {value}" for name, value in settings.items())])


def _nodes(comparison: Comparison, limit: int | None) -> str:
    rows = list(islice(comparison.rows, limit))
    digits = _decimals([score for row in rows for score in row.scores if score])
    head = ["node", *(text for regime in comparison.regimes for text in (regime, "rank")), "change"]
    names = readable(row.label for row in rows)
    lines = align([head, *([names[row.label], *_cells(row, digits)] for row in rows)])
    change = f"change: of rank, {comparison.regimes[0]} -> {comparison.regimes[-1]}"
    left = len(comparison) - len(rows)
    return "\n".join([*lines, f"({left:,} more; {change})" if left else f"({change})"])


def _cells(row: Row, digits: int) -> list[str]:
    cells = []
    for score, rank in zip(row.scores, row.ranks, strict=True):
        cells += [GONE, GONE] if score is None else [f"{score:.{digits}f}", str(rank)]
    return [*cells, _change(row.ranks[0], row.ranks[-1])]


def _change(before: int | None, after: int | None) -> str:
    """Say how a rank changed."""
    if before is None or after is None:
        return GONE if before is after else ("new" if before is None else "gone")
    return "same" if before == after else f"{'up' if after < before else 'down'} {abs(before - after)}"


def _pairs(pairs: Sequence[Pair]) -> str:
    head = ["regimes", "Kendall", "Spearman", "RBO", "top shared", "Jaccard", "L1", *_COUNTS]
    return "\n".join(align([head, *(_pair_cells(pair) for pair in pairs)]))


def _pair_cells(pair: Pair) -> list[str]:
    return [
        f"{pair.before} -> {pair.after}",
        *("undefined" if value is None else f"{value:.3f}" for value in (pair.kendall_tau, pair.spearman)),
        f"{pair.rank_biased_overlap:.3f}",
        f"{pair.top_overlap:.4g} of {pair.top}",
        f"{pair.top_jaccard:.3f}",
        f"{pair.l1:.3f}",
        *(str(number) for number in (pair.common, pair.only_before, pair.only_after)),
    ]


def _movers(pair: Pair) -> str:
    digits = _decimals([abs(_change_of(mover)) for mover in pair.movers])
    names = readable(mover.label for mover in pair.movers)
    lines = [
        [
            names[mover.label],
            f"{_change_of(mover):+.{digits}f}",
            f"rank {mover.rank_before or GONE} -> {mover.rank_after or GONE}",
        ]
        for mover in pair.movers
    ]
    head = f"largest changes of score, {pair.before} -> {pair.after}"
    return "\n".join([head, *align(lines)]) if lines else ""


def _change_of(mover: Mover) -> float:
    return (mover.score_after or 0.0) - (mover.score_before or 0.0)


def note_lines(notes: Mapping[str, Mapping[str, str]]) -> str:
    """Return one line for each note of each regime."""
    return "\n".join(
        f"{regime}: {name} {text}" for regime, named in notes.items() for name, text in named.items()
    )


def _decimals(scores: Sequence[float]) -> int:
    """Return how many decimals show three digits of the smallest of these scores: 4 to 9."""
    smallest = min((abs(score) for score in scores if score), default=1.0)
    return min(9, max(4, 2 - math.floor(math.log10(smallest))))


def as_html(text: str) -> str:
    """Return a table for a notebook."""
    return f"<pre>{escape(text)}</pre>"


def align(lines: Sequence[Sequence[str]]) -> list[str]:
    """Pad the first column to the right, all others to the left."""
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            cell + _space(cell, width) if place == 0 else _space(cell, width) + cell
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def _space(cell: str, width: int) -> str:
    return " " * (width - _width(cell))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: East Asian characters take two, accents none."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))
