"""Rankings for tests: few distinct scores, so that ties are many, and nodes that only some regimes have."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from semkg.comparison import Comparison, Ranking, compare

SCORES = st.sampled_from([0.0, 0.05, 0.1, 0.1 + 1e-17, 0.3, 0.5, 2.0])


def ranking(scores: dict[str, float], **notes: str) -> Ranking:
    return Ranking(tuple(scores), np.array(list(scores.values()), dtype=np.float64), notes)


@st.composite
def score_maps(draw: st.DrawFn) -> dict[str, float]:
    labels = draw(st.lists(st.sampled_from("abcdefghijkl"), unique=True, max_size=12))
    return {label: draw(SCORES) for label in labels}


def three_regimes() -> Comparison:
    return compare(
        {
            "asserted": ranking({"Arica": 0.5, "Lima": 0.3, "Cusco": 0.2}),
            "entailed": ranking({"Lima": 0.4, "Arica": 0.4, "Quito": 0.2}),
            "invariant": ranking({"Lima": 0.5, "Arica": 0.25, "Quito": 0.25}, graph="6e34"),
        },
        analytic="PageRank",
        settings={"damping": "0.85"},
        top=2,
    )
