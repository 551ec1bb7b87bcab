"""How an analytic is declared: one module, one declaration, one line in ``ANALYTICS``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray


class NodeScores(Protocol):
    """What every analytic that scores nodes returns."""

    @property
    def scores(self) -> NDArray[np.float64]:
        """One score for each node, shape ``(n_nodes,)``; higher matters more."""

    @property
    def converged(self) -> bool:
        """Whether the scores are as exact as was asked for."""

    def summary(self) -> str:
        """Return one line for people: what was computed, how exactly, with which settings."""


@dataclass(frozen=True, slots=True)
class Analytic:
    """One analytic, declared.

    Attributes:
        name: its name in queries and reports, as in ``sk:pageRank``.
        doc: one sentence for people.
        reads: which graph stands for the data under the invariant regime: the ``reduct``, where nothing that
            follows from the rest is counted twice, or the whole ``closure``.
        solve: takes a graph, and settings as keywords.
    """

    name: str
    doc: str
    reads: Literal["reduct", "closure"]
    solve: Callable[..., NodeScores]
