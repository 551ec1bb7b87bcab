"""Where a comparison comes from, so that more can be asked about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from semkg.graph import Projection
from semkg.views import Partition, Ranking, Views


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The graph behind a comparison, and the analytic.

    Attributes:
        views: the epoch that was looked at.
        rankings: the result under each regime, in the order of the comparison.
        compute: computes the analytic with the options of the comparison over other views, under a regime, and
            with another projection where one is given.
    """

    views: Views
    rankings: Mapping[str, Ranking]
    compute: Callable[[Views, str, Projection | None], Ranking]

    @property
    def first(self) -> Ranking:
        """The result under the first regime."""
        return next(iter(self.rankings.values()))

    @property
    def last(self) -> Ranking:
        """The result under the last regime."""
        return list(self.rankings.values())[-1]


@dataclass(frozen=True, slots=True, eq=False)
class GroupOrigin:
    """The graph behind a comparison of groups.

    Attributes:
        views: the epoch that was looked at.
        partitions: the groups under each regime, in the order of the comparison.
    """

    views: Views
    partitions: Mapping[str, Partition]
