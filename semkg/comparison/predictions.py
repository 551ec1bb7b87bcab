"""How well models of several regimes find what was held out: the same questions, the same candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations

import numpy as np

from semkg.comparison.comparison import to_json
from semkg.comparison.names import readable
from semkg.comparison.table import align, as_html, note_lines

Asked = tuple[str, str, str, str]
"""Subject, predicate and object of a triple that was held out, and which end is asked for."""


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a model says under one regime.

    Attributes:
        ranks: rank of the right answer of each question, from 1; equal scores share their mean rank.
        notes: what a reader should know of the model, by name.
    """

    ranks: tuple[float, ...]
    notes: Mapping[str, str]

    @property
    def mrr(self) -> float:
        """Mean reciprocal rank, in (0, 1]; higher is better."""
        return float((1 / np.array(self.ranks)).mean())

    @property
    def mean_rank(self) -> float:
        """Mean rank, at least 1; lower is better."""
        return float(np.mean(self.ranks))

    def hits(self, k: int) -> float:
        """Return the share of the questions whose right answer is among the first ``k``, in [0, 1]."""
        return float((np.array(self.ranks) <= k).mean())

    def measures(self) -> dict[str, float]:
        """Return the usual measures by name."""
        hits = {f"hits@{k}": self.hits(k) for k in (1, 3, 10)}
        return {"mrr": self.mrr, **hits, "mean rank": self.mean_rank}


@dataclass(frozen=True, slots=True)
class PredictionPair:
    """Two regimes on the same questions.

    Attributes:
        before: the one regime.
        after: the other.
        better: number of questions whose right answer stands higher after.
        worse: number of questions whose right answer stands lower after.
        same: number of all others.
        mrr: by how much the mean reciprocal rank is greater after.
    """

    before: str
    after: str
    better: int
    worse: int
    same: int
    mrr: float


@dataclass(frozen=True, slots=True)
class PredictionComparison:
    """How well models of several regimes find what was held out.

    Attributes:
        asked: the questions.
        found: the ranks under each regime.
        pairs: summaries of every two regimes.
    """

    asked: tuple[Asked, ...]
    found: Mapping[str, Predictions]
    pairs: tuple[PredictionPair, ...]

    def __repr__(self) -> str:
        return f"<prediction of {len(self.asked) // 2} triples: {', '.join(self.found)}>"

    def _repr_html_(self) -> str:
        return as_html(self.to_table(10))

    def to_table(self, limit: int | None = 20) -> str:
        """Return the measures, the summaries, and the questions whose ranks differ most, as aligned plain text."""
        title = (
            f"prediction of {len(self.asked) // 2:,} triples that were held out, both ends of each asked for"
        )
        notes = note_lines({regime: one.notes for regime, one in self.found.items()})
        parts = [title, self._measures(), self._summary(), self._questions(limit), notes]
        return "\n\n".join(filter(None, parts)) + "\n"

    def _measures(self) -> str:
        measured = {regime: one.measures() for regime, one in self.found.items()}
        head = ["regime", *next(iter(measured.values()))]
        return "\n".join(
            align(
                [head, *([regime, *map("{:.3f}".format, one.values())] for regime, one in measured.items())]
            )
        )

    def _summary(self) -> str:
        head = ["regimes", "better", "worse", "same", "mrr"]
        rows = [
            [f"{one.before} -> {one.after}", *map(str, (one.better, one.worse, one.same)), f"{one.mrr:+.3f}"]
            for one in self.pairs
        ]
        return "\n".join(align([head, *rows]))

    def _questions(self, limit: int | None) -> str:
        ranks = [one.ranks for one in self.found.values()]
        change = np.abs(np.log(ranks[-1]) - np.log(ranks[0]))
        order = np.argsort(-change, kind="stable")[:limit].tolist()
        names = readable({text for asked in self.asked for text in asked[:3]})
        rows = []
        for place in order:
            *triple, asks = self.asked[place]
            shown = [names[text] for text in triple]
            shown[0 if asks == "subject" else 2] = f"[{shown[0 if asks == 'subject' else 2]}]"
            rows.append([" ".join(shown), *(f"{one[place]:g}" for one in ranks)])
        left = [f"({len(self.asked) - len(order):,} more; ranks of what stands in brackets)"]
        return "\n".join([*align([["question", *self.found], *rows]), *left])

    def to_dict(self) -> dict[str, object]:
        """Return plain dictionaries, lists, strings and finite numbers."""
        return {
            "triples": len(self.asked) // 2,
            "regimes": [
                {"name": regime, "measures": one.measures(), "notes": dict(one.notes)}
                for regime, one in self.found.items()
            ],
            "pairs": [asdict(pair) for pair in self.pairs],
            "questions": [
                {
                    "triple": list(asked[:3]),
                    "asks": asked[3],
                    "ranks": {regime: one.ranks[place] for regime, one in self.found.items()},
                }
                for place, asked in enumerate(self.asked)
            ],
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as JSON text: equal comparisons give equal bytes."""
        return to_json(self.to_dict())


def compare_predictions(found: Mapping[str, Predictions], asked: Sequence[Asked]) -> PredictionComparison:
    """Compare the ranks of the right answers to the same questions under several regimes.

    Args:
        found: the ranks under each regime, in the order in which to show them; at least two.
        asked: the questions.

    Raises:
        ValueError: fewer than two regimes.
    """
    if len(found) < 2:
        msg = f"predictions under {len(found)} regimes are given: a comparison needs at least two"
        raise ValueError(msg)
    pairs = [_pair(found[before], found[after], before, after) for before, after in combinations(found, 2)]
    return PredictionComparison(tuple(asked), dict(found), tuple(pairs))


def _pair(one: Predictions, other: Predictions, before: str, after: str) -> PredictionPair:
    first, second = np.array(one.ranks), np.array(other.ranks)
    return PredictionPair(
        before=before,
        after=after,
        better=int((second < first).sum()),
        worse=int((second > first).sum()),
        same=int((second == first).sum()),
        mrr=other.mrr - one.mrr,
    )
