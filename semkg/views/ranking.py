"""Scores of the nodes of one projected graph, with everything that says what was computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.store import Term
from semkg.views.projected import ProjectedGraph


@dataclass(frozen=True, slots=True)
class Ranking:
    """One score for each node of a projected graph.

    Every name of a sameAs block answers with the score of the block, so scores sum over blocks, not over names.

    Attributes:
        analytic: local name of what was computed (``"pageRank"``).
        projected: the graph, with the regime and the projection it was made by.
        scores: one score for each node, shape ``(n_nodes,)``, float64; higher matters more.
        settings: parameters, as text by name.
        exactness: how exactly it was computed, as text by name.
    """

    analytic: str
    projected: ProjectedGraph
    scores: NDArray[np.float64]
    settings: tuple[tuple[str, str], ...]
    exactness: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        best = ", ".join(f"{name} {score:.4g}" for name, score in self.top(3))
        return f"<{self.analytic} of {self.projected.named}: {best}{', ...' * (len(self) > 3)}>"

    def __len__(self) -> int:
        return len(self.scores)

    def __iter__(self) -> Iterator[tuple[Term, float]]:
        """Yield (name, score), the highest first, every name of a block; equal scores by name."""
        for node in self.order():
            for name in self.projected.names(node):
                yield name, float(self.scores[node])

    def order(self, k: int | None = None) -> list[int]:
        """Return the positions of the ``k`` best nodes (of all when not given), equal scores by first name.

        Blank nodes come last among equals, by their numbers: under ``invariant`` their places in the graph.
        """
        if k is None or k >= len(self.scores):
            best = np.arange(len(self.scores))
        else:
            least = np.partition(self.scores, -k)[-k]
            best = np.flatnonzero(self.scores >= least)
        keyed = sorted((-float(self.scores[node]), self.projected.place(node)) for node in best.tolist())
        return [node for _, (*_, node) in keyed[:k]]

    def score(self, term: Term) -> float | None:
        """Return the score of a node, or ``None`` if the graph has no such node."""
        position = self.projected.position(term)
        return None if position is None else float(self.scores[position])

    def values(self, term: Term) -> list[float]:
        """Return the score of every node of a term: it may be one as an individual and another one as a class."""
        return [float(self.scores[position]) for position in self.projected.positions(term)]

    def top(self, k: int = 10) -> list[tuple[Term, float]]:
        """Return the ``k`` nodes with the highest scores as (first name of the block, score)."""
        return [(self.projected.names(node)[0], float(self.scores[node])) for node in self.order(k)]

    def labelled(self) -> tuple[tuple[str, ...], NDArray[np.float64]]:
        """Return the N-Triples text of every name of every node, and the scores in the same order."""
        names = self.projected.node_names
        texts = list(self.projected.terms.texts(names.by_node))
        count = np.diff(names.pointer)
        for node in np.flatnonzero(count > 1).tolist():
            block = slice(names.pointer[node], names.pointer[node + 1])
            texts[block] = sorted(texts[block])
        return tuple(texts), np.repeat(self.scores, count)

    def notes(self) -> dict[str, str]:
        """Return what a reader should know beside the scores: how they were computed, and on what."""
        return {**self.projected.notes(), **dict(self.exactness)}
