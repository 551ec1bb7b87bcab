"""Projections and graphs in compressed sparse rows."""

from __future__ import annotations

from semkg.graph.cliques import Cliques
from semkg.graph.graph import Graph
from semkg.graph.projection import Direction, Projection
from semkg.graph.pull import Pull

__all__ = ["Cliques", "Direction", "Graph", "Projection", "Pull"]
