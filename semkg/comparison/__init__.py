"""One analytic under several regimes: values in, a comparison out, as table, JSON and picture."""

from __future__ import annotations

from semkg.comparison.compare import compare
from semkg.comparison.comparison import Comparison, Row
from semkg.comparison.measures import Mover, Pair
from semkg.comparison.partitions import (
    adjusted_rand,
    normalised_mutual_information,
    variation_of_information,
)
from semkg.comparison.ranking import Ranking
from semkg.comparison.slope import slope_chart, slope_charts, slope_picture

__all__ = [
    "Comparison",
    "Mover",
    "Pair",
    "Ranking",
    "Row",
    "adjusted_rand",
    "compare",
    "normalised_mutual_information",
    "slope_chart",
    "slope_charts",
    "slope_picture",
    "variation_of_information",
]
