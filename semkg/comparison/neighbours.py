"""What is most alike under several regimes: the nearest vectors of every thing, compared as sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import combinations

import numpy as np

from semkg.comparison.comparison import to_json
from semkg.comparison.names import readable
from semkg.comparison.table import align, as_html, note_lines

Nearest = tuple[str, ...]
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What is most alike under one regime.

    Attributes:
        nearest: the names of what is nearest to each thing, by its name, the nearest first.
        notes: what a reader should know of the vectors, by name.
    """

    nearest: Mapping[str, Nearest]
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NeighbourPair:
    """Two regimes compared as a whole.

    Attributes:
        before: the one regime.
        after: the other.
        common: number of names that have a vector under both.
        only_before: number of names that have one under the first alone.
        only_after: number of names that have one under the second alone.
        jaccard: mean over the common names of what is near under both as a part of all that is near under either, in
            [0, 1]; ``None`` without a common name.
        same: number of common names that have the same near ones, in whatever order.
        first: number of common names of which the nearest is the same.
    """

    before: str
    after: str
    common: int
    only_before: int
    only_after: int
    jaccard: float | None
    same: int
    first: int


@dataclass(frozen=True, slots=True)
class NeighbourComparison:
    """What is most alike under several regimes.

    Attributes:
        k: how many of the nearest are looked at.
        found: the nearest under each regime.
        pairs: summaries of every two regimes.
    """

    k: int
    found: Mapping[str, Neighbours]
    pairs: tuple[NeighbourPair, ...]

    def __repr__(self) -> str:
        return f"<the {self.k} that are most alike: {', '.join(self.found)}>"

    def _repr_html_(self) -> str:
        return as_html(self.to_table(10))

    def overlap(self, name: str) -> float | None:
        """Return how far the first and the last regime agree on what is near a thing, in [0, 1]."""
        first, *_, last = (one.nearest.get(name) for one in self.found.values())
        return None if first is None or last is None else _jaccard(first, last)

    def to_table(self, limit: int | None = 20) -> str:
        """Return those whose near ones change most (all for ``None``) and the summaries as aligned plain text."""
        parts = [f"the {self.k} that are most alike", self._nodes(limit), self._summary()]
        notes = note_lines({regime: one.notes for regime, one in self.found.items()})
        return "\n\n".join(filter(None, [*parts, notes])) + "\n"

    def _nodes(self, limit: int | None) -> str:
        first, *_, last = self.found.values()
        both = {name: _jaccard(first.nearest[name], last.nearest[name]) for name in _common(first, last)}
        order = sorted(both, key=lambda name: (both[name], name))[:limit]
        shown = [one.nearest[name][:_SHOWN] for name in order for one in (first, last)]
        names = readable({*order, *(near for some in shown for near in some)})
        rows = [
            [
                names[name],
                f"{both[name]:.2f}",
                *(", ".join(names[near] for near in one.nearest[name][:_SHOWN]) for one in (first, last)),
            ]
            for name in order
        ]
        head = [
            "node",
            "Jaccard",
            *(f"nearest {_SHOWN}, {regime}" for regime in (self.pairs[0].before, self.pairs[-1].after)),
        ]
        left = [f"({len(both) - len(order):,} more)"] * (len(both) > len(order))
        return "\n".join([*align([head, *rows]), *left])

    def _summary(self) -> str:
        head = ["regimes", "Jaccard", "same", "same nearest", "in both", "only first", "only second"]
        rows = [
            [
                f"{pair.before} -> {pair.after}",
                "undefined" if pair.jaccard is None else f"{pair.jaccard:.3f}",
                *map(str, (pair.same, pair.first, pair.common, pair.only_before, pair.only_after)),
            ]
            for pair in self.pairs
        ]
        return "\n".join(align([head, *rows]))

    def to_dict(self) -> dict[str, object]:
        """Return plain dictionaries, lists, strings and finite numbers."""
        return {
            "k": self.k,
            "regimes": [
                {
                    "name": regime,
                    "notes": dict(one.notes),
                    "nearest": {name: list(near) for name, near in sorted(one.nearest.items())},
                }
                for regime, one in self.found.items()
            ],
            "pairs": [asdict(pair) for pair in self.pairs],
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as JSON text: equal comparisons give equal bytes."""
        return to_json(self.to_dict())


def compare_neighbours(found: Mapping[str, Neighbours], *, k: int) -> NeighbourComparison:
    """Compare what is most alike under several regimes.

    Args:
        found: the nearest under each regime, in the order in which to show them; at least two.
        k: how many of the nearest they hold.

    Raises:
        ValueError: fewer than two regimes.
    """
    if len(found) < 2:
        msg = f"what is alike under {len(found)} regimes is given: a comparison needs at least two"
        raise ValueError(msg)
    pairs = [_pair(found[before], found[after], before, after) for before, after in combinations(found, 2)]
    return NeighbourComparison(k, dict(found), tuple(pairs))


def _pair(one: Neighbours, other: Neighbours, before: str, after: str) -> NeighbourPair:
    common = _common(one, other)
    both = [(one.nearest[name], other.nearest[name]) for name in common]
    shares = [_jaccard(*near) for near in both]
    return NeighbourPair(
        before=before,
        after=after,
        common=len(common),
        only_before=len(one.nearest) - len(common),
        only_after=len(other.nearest) - len(common),
        jaccard=float(np.mean(shares)) if shares else None,
        same=shares.count(1.0),
        first=sum(first[:1] == second[:1] for first, second in both),
    )


def _common(one: Neighbours, other: Neighbours) -> list[str]:
    return [name for name in one.nearest if name in other.nearest]


def _jaccard(one: Nearest, other: Nearest) -> float:
    either = set(one) | set(other)
    return len(set(one) & set(other)) / len(either) if either else 1.0
