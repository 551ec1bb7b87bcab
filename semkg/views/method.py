"""An analytic as a method of whatever has views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from semkg.analytics import Analytic
from semkg.graph import Projection
from semkg.views.measuring import divide, rank
from semkg.views.partition import Partition
from semkg.views.ranking import Ranking
from semkg.views.views import Views

_T = TypeVar("_T")


class HasViews(Protocol):
    """What shows its present epoch."""

    def views(self) -> Views:
        """Return the present epoch."""


def scores_method(analytic: Analytic) -> Callable[..., Ranking]:
    """Return ``method(regime="invariant", projection=None, **settings)``, which ranks nodes."""
    return _method(analytic, rank)


def groups_method(analytic: Analytic) -> Callable[..., Partition]:
    """Return ``method(regime="invariant", projection=None, **settings)``, which groups nodes."""
    return _method(analytic, divide)


def _method(analytic: Analytic, compute: Callable[..., _T]) -> Callable[..., _T]:
    def method(
        self: HasViews, regime: str = "invariant", projection: Projection | None = None, **settings: Any
    ) -> _T:
        return compute(self.views(), analytic, regime=regime, projection=projection, **settings)

    method.__doc__ = _doc(analytic)
    return method


def _doc(analytic: Analytic) -> str:
    settings = [f"    {one.name}: {one.doc}; {one.default!r} when left out." for one in analytic.settings]
    more = ["", "Settings:", *settings] if settings else []
    lines = [
        analytic.doc,
        "",
        f"Each node gets {analytic.score}.",
        *more,
        "",
        f"In SPARQL: ``sk:{analytic.name}``.",
    ]
    return "\n".join(lines)
