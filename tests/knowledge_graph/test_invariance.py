"""The same answers for every phrasing of the same graph."""

from __future__ import annotations

import pytest

from semkg import KnowledgeGraph
from tests.chile import PHRASINGS, chile


def scores(kg: KnowledgeGraph, regime: str) -> dict[str, float]:
    return {str(node): score for node, score in kg.pagerank(regime)}


@pytest.mark.parametrize("phrasing", PHRASINGS[1:])
def test_invariant_page_rank_is_the_same_for_every_phrasing(phrasing: str) -> None:
    first, other = scores(chile(), "invariant"), scores(chile(phrasing), "invariant")

    assert first.keys() == other.keys()
    assert max(abs(first[node] - other[node]) for node in first) < 1e-12


@pytest.mark.parametrize("phrasing", PHRASINGS[1:])
def test_page_rank_as_written_differs(phrasing: str) -> None:
    first, other = scores(chile(), "asserted"), scores(chile(phrasing), "asserted")

    assert max(abs(first.get(node, 0) - other.get(node, 0)) for node in {*first, *other}) > 1e-3
