"""Graph analytics: arrays in, arrays out; every analytic is one declaration in :data:`ANALYTICS`."""

from __future__ import annotations

from semkg.analytics.analytic import Analytic, NodeGroups, NodeScores, Setting
from semkg.analytics.betweenness import BETWEENNESS, betweenness
from semkg.analytics.closeness import CLOSENESS, HARMONIC, closeness, harmonic
from semkg.analytics.cohesion import CLUSTERING, CORE_NUMBER, TRIANGLES, clustering, core_number, triangles
from semkg.analytics.communities import COMMUNITY, community, modularity
from semkg.analytics.connected import COMPONENT, STRONG_COMPONENT, component, strong_component
from semkg.analytics.degree import DEGREE, IN_DEGREE, OUT_DEGREE, degree, in_degree, out_degree
from semkg.analytics.hits import AUTHORITY, HUB, authority, hub
from semkg.analytics.pagerank import PAGERANK, Dangling, PageRank, pagerank, solve_pagerank
from semkg.analytics.paths import Reach, ShortestPaths
from semkg.analytics.results import Groups, Scores
from semkg.analytics.simple import Steps

ANALYTICS: tuple[Analytic, ...] = (
    PAGERANK,
    DEGREE,
    IN_DEGREE,
    OUT_DEGREE,
    CLOSENESS,
    HARMONIC,
    BETWEENNESS,
    AUTHORITY,
    HUB,
    CORE_NUMBER,
    TRIANGLES,
    CLUSTERING,
    COMPONENT,
    STRONG_COMPONENT,
    COMMUNITY,
)
"""Every analytic that needs nothing but a graph and gives every node a score or a group."""

__all__ = [
    "ANALYTICS",
    "AUTHORITY",
    "BETWEENNESS",
    "CLOSENESS",
    "CLUSTERING",
    "COMMUNITY",
    "COMPONENT",
    "CORE_NUMBER",
    "DEGREE",
    "HARMONIC",
    "HUB",
    "IN_DEGREE",
    "OUT_DEGREE",
    "PAGERANK",
    "STRONG_COMPONENT",
    "TRIANGLES",
    "Analytic",
    "Dangling",
    "Groups",
    "NodeGroups",
    "NodeScores",
    "PageRank",
    "Reach",
    "Scores",
    "Setting",
    "ShortestPaths",
    "Steps",
    "authority",
    "betweenness",
    "closeness",
    "clustering",
    "community",
    "component",
    "core_number",
    "degree",
    "harmonic",
    "hub",
    "in_degree",
    "modularity",
    "out_degree",
    "pagerank",
    "solve_pagerank",
    "strong_component",
    "triangles",
]
