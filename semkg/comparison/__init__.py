"""One analytic under several regimes: values in, a comparison out, as table, JSON and picture."""

from __future__ import annotations

from semkg.comparison.compare import compare
from semkg.comparison.comparison import Comparison, Row, to_json
from semkg.comparison.groups import GroupComparison, Grouping, GroupPair, compare_groups
from semkg.comparison.kinds import KindInfluence
from semkg.comparison.measures import Mover, Pair
from semkg.comparison.neighbours import NeighbourComparison, NeighbourPair, Neighbours, compare_neighbours
from semkg.comparison.origin import Origin
from semkg.comparison.partitions import (
    adjusted_rand,
    normalised_mutual_information,
    variation_of_information,
)
from semkg.comparison.paths import PathComparison, PathPair, Paths, compare_paths
from semkg.comparison.predictions import (
    PredictionComparison,
    PredictionPair,
    Predictions,
    compare_predictions,
)
from semkg.comparison.ranking import Ranking
from semkg.comparison.regimes import compare_regimes, compare_regimes_by_groups, find_analytic
from semkg.comparison.slope import slope_chart, slope_charts, slope_picture
from semkg.comparison.vectors import compare_regimes_by_neighbours, compare_regimes_by_predictions
from semkg.comparison.why import BUDGET, Attribution, Flow, Influence, attribute, flows_into

__all__ = [
    "BUDGET",
    "Attribution",
    "Comparison",
    "Flow",
    "GroupComparison",
    "GroupPair",
    "Grouping",
    "Influence",
    "KindInfluence",
    "Mover",
    "NeighbourComparison",
    "NeighbourPair",
    "Neighbours",
    "Origin",
    "Pair",
    "PathComparison",
    "PathPair",
    "Paths",
    "PredictionComparison",
    "PredictionPair",
    "Predictions",
    "Ranking",
    "Row",
    "adjusted_rand",
    "attribute",
    "compare",
    "compare_groups",
    "compare_neighbours",
    "compare_paths",
    "compare_predictions",
    "compare_regimes",
    "compare_regimes_by_groups",
    "compare_regimes_by_neighbours",
    "compare_regimes_by_predictions",
    "find_analytic",
    "flows_into",
    "normalised_mutual_information",
    "slope_chart",
    "slope_charts",
    "slope_picture",
    "to_json",
    "variation_of_information",
]
