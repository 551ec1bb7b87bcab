"""How an analytic is declared: one module, one declaration, one line in ``ANALYTICS``.

Its SPARQL function with the SERVICE twin, its line in ``sk:entailmentDelta``, in ``semkg compare`` and in the docs, and
its method on a graph are derived from the declaration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

SettingKind = Literal["number", "integer", "boolean", "nodes"]


class NodeScores(Protocol):
    """What every analytic that scores nodes returns."""

    @property
    def scores(self) -> NDArray[np.float64]:
        """One score for each node, shape ``(n_nodes,)``; higher matters more."""

    def settings(self) -> dict[str, str]:
        """Return how it was computed, by name; what is said of nodes is left out."""

    def notes(self) -> dict[str, str]:
        """Return how exactly it was computed, by name."""


class NodeGroups(Protocol):
    """What every analytic that parts nodes into groups returns."""

    @property
    def groups(self) -> NDArray[np.int64]:
        """The number of each node's group, from 0, shape ``(n_nodes,)``; the number itself says nothing."""

    def settings(self) -> dict[str, str]:
        """Return how they were computed, by name."""

    def notes(self) -> dict[str, str]:
        """Return what is to be said of the groups, by name."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter of an analytic.

    Attributes:
        name: its keyword in Python.
        kind: a number, an integer, a truth value, or ``nodes``: any number of nodes.
        doc: one line for people, with range and unit; of nodes it speaks of one.
        default: the value when it is left out; ``None`` for nodes: none.
        minimum: least value allowed, for numbers.
        maximum: greatest value allowed, for numbers.
        above_minimum: whether the least value itself is excluded.
        below_maximum: whether the greatest value itself is excluded.
        option: its name in queries, where that is another.
        argument: its keyword of ``solve``, where that is another; nodes arrive as 1 for each of them and 0 for all
            others, shape ``(n_nodes,)``, or ``None``.
    """

    name: str
    kind: SettingKind
    doc: str
    default: float | bool | None = None
    minimum: float | None = None
    maximum: float | None = None
    above_minimum: bool = False
    below_maximum: bool = False
    option: str | None = None
    argument: str | None = None

    @property
    def in_queries(self) -> str:
        """The name of its keyword in queries, without ``sk:``."""
        return self.option or self.name

    @property
    def in_solve(self) -> str:
        """The name of its keyword of ``solve``."""
        return self.argument or self.name


@dataclass(frozen=True, slots=True)
class Analytic:
    """One analytic, declared.

    Attributes:
        name: its name in queries and reports, as in ``sk:pageRank``.
        title: its name in running text.
        doc: one sentence for people.
        score: one line on what a node gets: a score, with range and direction, or a group, with its name.
        solve: takes a graph, and settings as keywords; returns scores or groups, as ``gives`` says.
        gives: whether a node gets a score or a group.
        settings: what may be chosen.
        breaks_ties: whether ``solve`` also takes ``rank``, an order of the nodes that decides where the structure of
            the graph does not; shape ``(n_nodes,)``.
        reports: whether ``solve`` also takes ``progress``, which it tells the number of start nodes done.
    """

    name: str
    title: str
    doc: str
    score: str
    solve: Callable[..., NodeScores] | Callable[..., NodeGroups]
    gives: Literal["scores", "groups"] = "scores"
    settings: tuple[Setting, ...] = ()
    breaks_ties: bool = False
    reports: bool = False

    def fill(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return all settings with defaults filled in, in the order of the declaration.

        Raises:
            ValueError: a setting that this analytic does not have; the message lists those it has.
        """
        unknown = given.keys() - {setting.name for setting in self.settings}
        if unknown:
            valid = ", ".join(setting.name for setting in self.settings) or "none"
            msg = f"{self.name} has no setting {min(unknown)!r}; its settings are: {valid}"
            raise ValueError(msg)
        return {setting.name: given.get(setting.name, setting.default) for setting in self.settings}
