"""Graph analytics: arrays in, arrays out."""

from __future__ import annotations

from semkg.analytics.analytic import Analytic, NodeScores, Setting
from semkg.analytics.pagerank import PAGERANK, Dangling, PageRank, pagerank, solve_pagerank

ANALYTICS: tuple[Analytic, ...] = (PAGERANK,)
"""Every analytic that the project has."""

__all__ = [
    "ANALYTICS",
    "PAGERANK",
    "Analytic",
    "Dangling",
    "NodeScores",
    "PageRank",
    "Setting",
    "pagerank",
    "solve_pagerank",
]
