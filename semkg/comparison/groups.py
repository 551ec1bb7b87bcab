"""Groups of nodes under several regimes: which nodes belong together before and after, and how far that is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from semkg.comparison.comparison import to_json
from semkg.comparison.groupstable import render_groups
from semkg.comparison.origin import GroupOrigin
from semkg.comparison.partitions import (
    adjusted_rand,
    normalised_mutual_information,
    variation_of_information,
)
from semkg.comparison.table import as_html


@dataclass(frozen=True, slots=True)
class Grouping:
    """What one analytic says under one regime.

    Attributes:
        labels: name of each node; each stands once.
        groups: name of the group of each node, in the same order.
        notes: what a reader should know of these groups, by name.
    """

    labels: tuple[str, ...]
    groups: tuple[str, ...]
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GroupPair:
    """Two regimes compared as a whole, over the nodes that both have.

    Attributes:
        before: the one regime.
        after: the other.
        common: number of nodes that both have.
        only_before: number of nodes that only the first has.
        only_after: number of nodes that only the second has.
        adjusted_rand: adjusted Rand index, at most 1; 1 for the same groups, 0 is what chance gives.
        mutual_information: normalised mutual information, in [0, 1]; 1 for the same groups.
        variation: variation of information in nats, at least 0; 0 for the same groups.
    """

    before: str
    after: str
    common: int
    only_before: int
    only_after: int
    adjusted_rand: float
    mutual_information: float
    variation: float


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """The groups that one analytic finds under several regimes.

    Attributes:
        analytic: what was computed, as people call it (``communities``).
        settings: how, by name.
        regimes: what is compared.
        groupings: the groups under each regime, in the order of ``regimes``.
        pairs: summaries of every two regimes.
        origin: the graph behind it, where it came from one.
    """

    analytic: str
    settings: Mapping[str, str]
    regimes: tuple[str, ...]
    groupings: tuple[Grouping, ...]
    pairs: tuple[GroupPair, ...]
    origin: GroupOrigin | None = None

    @property
    def overall(self) -> GroupPair:
        """The first regime compared with the last."""
        return self.pairs[len(self.regimes) - 2]

    def __repr__(self) -> str:
        return f"<{self.analytic}: {', '.join(self.regimes)}>"

    def _repr_html_(self) -> str:
        return as_html(self.to_table(10))

    def sizes(self, regime: str) -> dict[str, int]:
        """Return the number of names in each group under a regime, the largest first, equal ones by name.

        Groups named by blank nodes come after equal ones, in the order of their first members.
        """
        sizes = Counter(self.groupings[self.regimes.index(regime)].groups)
        return dict(sorted(sizes.items(), key=lambda item: (-item[1], by_name(item[0]))))

    def report(self, *, title: str = "", labels: Sequence[str] = ()) -> str:
        """Return one HTML page that shows and explains the comparison.

        The page stands by itself: no network, no scripts.

        Args:
            title: what the data are called.
            labels: IRIs of properties that name things, beside rdfs:label and other usual ones.
        """
        from semkg.comparison.report import group_page  # a comparison that becomes no page needs none of it

        return group_page(self, title=title, labels=labels)

    def to_table(self, limit: int | None = 20) -> str:
        """Return the largest groups (all for ``None``) and the summaries as aligned plain text."""
        return render_groups(self, limit)

    def to_dict(self) -> dict[str, object]:
        """Return plain dictionaries, lists, strings and finite numbers."""
        found = [dict(zip(one.labels, one.groups, strict=True)) for one in self.groupings]
        labels = sorted({label for groups in found for label in groups})
        return {
            "analytic": self.analytic,
            "settings": dict(self.settings),
            "regimes": [
                {"name": regime, "groups": self.sizes(regime), "notes": dict(grouping.notes)}
                for regime, grouping in zip(self.regimes, self.groupings, strict=True)
            ],
            "pairs": [asdict(pair) for pair in self.pairs],
            "nodes": [
                {
                    "node": label,
                    "groups": {
                        regime: groups.get(label) for regime, groups in zip(self.regimes, found, strict=True)
                    },
                }
                for label in labels
            ],
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as JSON text: equal comparisons give equal bytes."""
        return to_json(self.to_dict())


def by_name(text: str) -> tuple[bool, str]:
    """Return what sorts names; labels of blank nodes say nothing, so those come last, in the order they are in."""
    blank = text.startswith("_")
    return blank, "" if blank else text


def compare_groups(
    groupings: Mapping[str, Grouping], *, analytic: str, settings: Mapping[str, str] | None = None
) -> GroupComparison:
    """Compare the groups that one analytic finds under several regimes.

    Args:
        groupings: the groups of each regime, in the order in which to show them; at least two.
        analytic: what was computed, as people call it.
        settings: how it was computed, by name.

    Raises:
        ValueError: fewer than two regimes.
    """
    if len(groupings) < 2:
        msg = f"{len(groupings)} groupings are given: a comparison needs at least two"
        raise ValueError(msg)
    pairs = [
        _pair(groupings[before], groupings[after], before, after)
        for before, after in combinations(groupings, 2)
    ]
    return GroupComparison(
        analytic, dict(settings or {}), tuple(groupings), tuple(groupings.values()), tuple(pairs)
    )


def _pair(first: Grouping, second: Grouping, before: str, after: str) -> GroupPair:
    one, other = (dict(zip(grouping.labels, grouping.groups, strict=True)) for grouping in (first, second))
    common = [label for label in one if label in other]
    groups = _numbers([one[label] for label in common]), _numbers([other[label] for label in common])
    return GroupPair(
        before=before,
        after=after,
        common=len(common),
        only_before=len(one) - len(common),
        only_after=len(other) - len(common),
        adjusted_rand=adjusted_rand(*groups),
        mutual_information=normalised_mutual_information(*groups),
        variation=variation_of_information(*groups),
    )


def _numbers(groups: Sequence[str]) -> NDArray[np.int64]:
    number: dict[str, int] = {}
    return np.array([number.setdefault(group, len(number)) for group in groups], dtype=np.int64)
