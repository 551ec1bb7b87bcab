"""Paths and distances in one projected graph, with everything that says what was computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self, overload

from semkg.store import Term
from semkg.views.projected import ProjectedGraph

Path = tuple[Term, ...]


def settings_text(settings: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return the settings that are set, as text by name."""
    return tuple((name, str(value)) for name, value in settings.items() if value is not None)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FoundPaths(Sequence[Path]):
    """Paths, each as the first names of its nodes; equal to any sequence of the same paths.

    Attributes:
        analytic: local name of what was computed (``"shortestPath"``).
        projected: the graph, with the regime and the projection it was made by.
        paths: the paths, in their order.
        settings: parameters, as text by name.
        limit: how many were asked for at most, ``None`` for all.
    """

    analytic: str
    projected: ProjectedGraph
    paths: tuple[Path, ...]
    settings: tuple[tuple[str, str], ...]
    limit: int | None

    @classmethod
    def named(
        cls,
        projected: ProjectedGraph,
        analytic: str,
        paths: Iterable[tuple[int, ...]],
        settings: Mapping[str, object],
        limit: int | None,
    ) -> Self:
        """Make them of paths as numbers of nodes, and of settings of which those that are ``None`` were not set."""
        names = cache(projected.names)
        found = tuple(tuple(names(node)[0] for node in path) for path in paths)
        return cls(analytic, projected, found, settings_text(settings), limit)

    def __repr__(self) -> str:
        edges = sorted({len(path) - 1 for path in self.paths})
        long = (
            f" of {' to '.join(str(n) for n in dict.fromkeys((edges[0], edges[-1])))} edges" if edges else ""
        )
        return f"<{self.analytic} in {self.projected.named}: {len(self)} paths{long}>"

    def __len__(self) -> int:
        return len(self.paths)

    @overload
    def __getitem__(self, place: int) -> Path: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Path, ...]: ...

    def __getitem__(self, place: int | slice) -> Path | tuple[Path, ...]:
        return self.paths[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return self.paths == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none

    def notes(self) -> dict[str, str]:
        """Return what a reader should know beside the paths: whether these are all, and in what graph."""
        complete = self.limit is None or len(self) < self.limit
        exactness = {"paths": "all"} if complete else {"paths": f"the first {self.limit}"}
        return {"regime": self.projected.regime, **self.projected.notes(), **exactness}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Distances(Mapping[Term, float | int]):
    """How far nodes are from one, by every name of each; equal to any mapping with the same distances.

    Attributes:
        projected: the graph, with the regime and the projection it was made by.
        lengths: length of a shortest path to each node that can be reached, the start among them.
        settings: parameters, as text by name.
    """

    projected: ProjectedGraph
    lengths: Mapping[Term, float | int]
    settings: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        farthest = f", the farthest at {max(self.lengths.values()):g}" if self.lengths else ""
        return f"<reachable in {self.projected.named}: {len(self)} names{farthest}>"

    def __len__(self) -> int:
        return len(self.lengths)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.lengths)

    def __getitem__(self, node: Term) -> float | int:
        return self.lengths[node]

    def notes(self) -> dict[str, str]:
        """Return what a reader should know beside the distances: in what they were measured."""
        return {"regime": self.projected.regime, **self.projected.notes()}
