"""What analytics return: scores or groups of nodes, and how they came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Steps:
    """How an iteration ended.

    Attributes:
        iterations: how often a step was made.
        residual: L1 norm of the last change.
        tolerance: the residual asked for.
    """

    iterations: int
    residual: float
    tolerance: float

    @property
    def converged(self) -> bool:
        """Whether the residual came down to the tolerance."""
        return self.residual <= self.tolerance

    def notes(self) -> dict[str, str]:
        """Return how exactly this is, by name."""
        return {
            "converged": str(self.converged).lower(),
            "iterations": str(self.iterations),
            "residual": f"{self.residual:.2e}",
        }


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """One number for each node.

    Attributes:
        scores: shape ``(n_nodes,)``, float64.
        title: what was computed.
        chosen: how, by name.
        steps: how the iteration ended; ``None`` where there was none and the scores are exact.
    """

    scores: NDArray[np.float64]
    title: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    steps: Steps | None = None

    @property
    def converged(self) -> bool:
        """Whether the scores are as exact as was asked for."""
        return self.steps is None or self.steps.converged

    def summary(self) -> str:
        """Return one line for people."""
        said = {**self.settings(), **self.notes()}
        shown = ", ".join(f"{name} {text}" for name, text in said.items())
        return f"{self.title} of {len(self.scores):,} nodes: {shown}"

    def settings(self) -> dict[str, str]:
        """Return how it was computed, by name."""
        return dict(self.chosen)

    def notes(self) -> dict[str, str]:
        """Return how exactly it was computed, by name."""
        return {"exact": "true"} if self.steps is None else self.steps.notes()


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """One group for each node.

    Attributes:
        groups: number of each node's group, shape ``(n_nodes,)``, int64; groups are numbered by their first nodes.
        title: what was computed.
        chosen: how, by name.
        found: what is to be said of the groups, by name.
    """

    groups: NDArray[np.int64]
    title: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return int(self.groups.max(initial=-1)) + 1

    def summary(self) -> str:
        """Return one line for people."""
        said = {**self.settings(), **self.notes()}
        shown = ", ".join(f"{name} {text}" for name, text in said.items())
        return f"{self.title} of {len(self.groups):,} nodes: {shown}"

    def settings(self) -> dict[str, str]:
        """Return how they were computed, by name."""
        return dict(self.chosen)

    def notes(self) -> dict[str, str]:
        """Return what is to be said of the groups, by name."""
        return {"groups": str(self.n_groups), **self.found}


def number_groups(labels: NDArray[np.integer]) -> NDArray[np.int64]:
    """Renumber labels by the first node that has each.

    >>> number_groups(np.array([7, 3, 7, 9])).tolist()
    [0, 1, 0, 2]
    """
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[place]
