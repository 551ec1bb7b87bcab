"""The questions of comparison as functions: one graph under several regimes, and two graphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from semkg.comparison import Comparison
from semkg.knowledge_graph import KnowledgeGraph
from semkg.reasoning import Sameness
from semkg.vocab import REGIMES


def compare(
    kg: KnowledgeGraph, analytic: str = "pageRank", regimes: Sequence[str] = REGIMES, **options: Any
) -> Comparison:
    """Compute one analytic under several regimes and compare the results; see :meth:`KnowledgeGraph.compare`."""
    return kg.compare(analytic, regimes, **options)


def same(first: KnowledgeGraph, second: KnowledgeGraph, **options: Any) -> Sameness:
    """Say whether two graphs mean the same; options as for :meth:`KnowledgeGraph.same_as`."""
    return first.same_as(second, **options)
