"""What is said of a choice of edges."""

from __future__ import annotations

import pytest

from semkg import KnowledgeGraph
from semkg.graph import Projection

EX = "http://example.org/"


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_a_predicate_that_no_triple_has_is_told(regime: str, caplog: pytest.LogCaptureFixture) -> None:
    kg = KnowledgeGraph()
    kg.add([(EX + "a", EX + "knows", EX + "b")])

    kg.pagerank(regime, projection=Projection(edges=(EX + "knows",)))
    assert caplog.messages == []

    kg.pagerank(regime, projection=Projection(edges=(EX + "knows", EX + "nows", EX + "a")))

    assert caplog.messages == [
        f"no triple has the predicate <{EX}{name}>, so it gives no edges" for name in ("a", "nows")
    ]
