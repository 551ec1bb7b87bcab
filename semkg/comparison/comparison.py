"""A comparison of rankings: one row for each node, one summary for each pair of regimes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import NDArray

from semkg.comparison import table
from semkg.comparison.measures import Pair
from semkg.comparison.origin import Origin
from semkg.comparison.why import BUDGET, Attribution, explain_change


@dataclass(frozen=True, slots=True)
class Row:
    """One node under every regime; ``None`` where a regime does not have it.

    Attributes:
        label: its name.
        scores: its score under each regime.
        ranks: its rank under each regime, from 1; ties share a rank.
    """

    label: str
    scores: tuple[float | None, ...]
    ranks: tuple[int | None, ...]

    @property
    def score_change(self) -> float | None:
        """How much its score grows from the first regime to the last."""
        before, after = self.scores[0], self.scores[-1]
        return None if before is None or after is None else after - before

    @property
    def rank_change(self) -> int | None:
        """How many places it goes up from the first regime to the last; negative is down."""
        before, after = self.ranks[0], self.ranks[-1]
        return None if before is None or after is None else before - after


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One analytic under several regimes.

    Nodes stand in the order of the last regime; those that it does not have come last, best rank elsewhere
    first, and ties in the order of labels.

    Attributes:
        analytic: what was computed, as people call it (``PageRank``).
        settings: how, by name (``{"damping": "0.85"}``).
        regimes: what is compared.
        labels: name of each node, ``n`` in all.
        scores: score of each node under each regime, shape ``(n, len(regimes))``; 0 where it is missing.
        ranks: rank of each node under each regime, likewise, from 1; 0 where it is missing.
        notes: what a reader should know of each ranking, by regime and name.
        pairs: summaries of every two regimes.
        origin: the graph behind the scores, where it is at hand.
    """

    analytic: str
    settings: Mapping[str, str]
    regimes: tuple[str, ...]
    labels: tuple[str, ...]
    scores: NDArray[np.float64]
    ranks: NDArray[np.int64]
    notes: Mapping[str, Mapping[str, str]]
    pairs: tuple[Pair, ...]
    origin: Origin | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return f"<{self.analytic} of {len(self):,} nodes: {', '.join(self.regimes)}>"

    def _repr_html_(self) -> str:
        return table.as_html(self.to_table(10))

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def overall(self) -> Pair:
        """The summary of the first and the last regime."""
        return self.pairs[len(self.regimes) - 2]

    @property
    def rows(self) -> Iterator[Row]:
        """The nodes, one after the other."""
        for label, scores, ranks in zip(self.labels, self.scores.tolist(), self.ranks.tolist(), strict=True):
            known = tuple(score if rank else None for score, rank in zip(scores, ranks, strict=True))
            yield Row(label, known, tuple(rank or None for rank in ranks))

    def why(self, node: str | None = None, *, budget: int = BUDGET) -> Attribution:
        """Say which axioms change the scores under the last regime, and which edges those of one node.

        Args:
            node: N-Triples name of the node; the one whose score changes most when not given.
            budget: how many closures to compute at most.

        Raises:
            ValueError: the comparison has no graph behind it, nothing follows under its last regime, or the budget is
                below 3.
            UnknownTermError: the node is in neither graph.
        """
        if self.origin is None:
            msg = "these rankings came without their graph: ask KnowledgeGraph.compare for a comparison"
            raise ValueError(msg)
        largest = self.overall.movers[0].label if self.overall.movers else None
        return explain_change(self.origin, node or largest, budget=budget)

    def report(
        self,
        *,
        title: str = "",
        node: str | None = None,
        budget: int | None = None,
        labels: Sequence[str] = (),
    ) -> str:
        """Return one HTML page that shows and explains the comparison; see :func:`semkg.comparison.report.report_page`.

        Args:
            title: what the data are called.
            node: N-Triples name of the node to look at; the one whose score changes most when not given.
            budget: how many closures to compute at most to see what axioms do; by default fewer for large graphs.
            labels: IRIs of properties that name things, beside rdfs:label and other usual ones.

        Raises:
            ValueError: a budget below 3.
            UnknownTermError: the node is in neither graph.
        """
        from semkg.comparison.report import report_page  # a comparison that becomes no page needs none of it

        return report_page(self, title=title, node=node, budget=budget, labels=labels)

    def to_table(self, limit: int | None = 20) -> str:
        """Return the first ``limit`` nodes (all for ``None``) and the summaries as aligned plain text."""
        return table.render(self, limit)

    def to_dict(self, limit: int | None = None) -> dict[str, object]:
        """Return plain dictionaries, lists, strings and finite numbers; the first ``limit`` nodes, or all."""
        rows = list(self.rows)[:limit]
        return {
            "analytic": self.analytic,
            "settings": dict(self.settings),
            "regimes": [
                {
                    "name": name,
                    "nodes": int((self.ranks[:, place] > 0).sum()),
                    "notes": dict(self.notes[name]),
                }
                for place, name in enumerate(self.regimes)
            ],
            "pairs": [asdict(pair) for pair in self.pairs],
            "nodes": [self._row_dict(row) for row in rows],
        }

    def _row_dict(self, row: Row) -> dict[str, object]:
        return {
            "node": row.label,
            "scores": dict(zip(self.regimes, row.scores, strict=True)),
            "ranks": dict(zip(self.regimes, row.ranks, strict=True)),
            "change": {"score": row.score_change, "rank": row.rank_change},
        }

    def to_json(self, limit: int | None = None) -> str:
        """Return :meth:`to_dict` as JSON text: equal comparisons give equal bytes, and nothing is NaN."""
        return to_json(self.to_dict(limit))


def to_json(value: object) -> str:
    """Return plain values as JSON text that people can read."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
