"""The same analytic with edges that run as named, both ways, and reversed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from semkg.comparison.compare import compare
from semkg.comparison.measures import Pair
from semkg.comparison.origin import Origin
from semkg.comparison.ranking import Ranking
from semkg.graph import Direction
from semkg.views import Ranking as Result

DIRECTIONS: tuple[Direction, ...] = ("natural", "both", "reversed")
BEST = 3


@dataclass(frozen=True, slots=True)
class Turned:
    """The result with edges in one direction.

    Attributes:
        direction: how edges run.
        chosen: whether that is the direction of the comparison.
        best: N-Triples text of the best nodes.
        pair: how it differs from that of the comparison; ``None`` for itself.
    """

    direction: Direction
    chosen: bool
    best: tuple[str, ...]
    pair: Pair | None


def turned(origin: Origin) -> tuple[Turned, ...]:
    """Compute the analytic under the last regime in every direction."""
    projected = origin.last.projected
    chosen = projected.projection.direction
    results = {
        direction: origin.compute(
            origin.views, projected.regime, replace(projected.projection, direction=direction)
        )
        for direction in DIRECTIONS
    }
    return tuple(
        Turned(
            direction,
            direction == chosen,
            tuple(result.projected.texts(node)[0] for node in result.order(BEST)),
            None if direction == chosen else difference(labelled(results[chosen]), labelled(result)),
        )
        for direction, result in results.items()
    )


def difference(one: Ranking, other: Ranking) -> Pair:
    """Return how two results differ."""
    return compare({"one": one, "other": other}, analytic="").overall


def labelled(result: Result) -> Ranking:
    """Return a result as labels and scores."""
    return Ranking(*result.labelled())
