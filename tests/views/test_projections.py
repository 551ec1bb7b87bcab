"""What is said of a choice of edges."""

from __future__ import annotations

import pytest

from semkg import KnowledgeGraph
from semkg.graph import Projection
from semkg.vocab import OWL

EX = "http://example.org/"
HOSTS = f"<{EX}a> <{EX}hosts> <{EX}b> . <{EX}hosts> <{OWL}inverseOf> <{EX}venue> .".encode()


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


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_a_graph_that_holds_no_triple_is_told(regime: str, caplog: pytest.LogCaptureFixture) -> None:
    kg = KnowledgeGraph()
    kg.load(f"<{EX}a> <{EX}knows> <{EX}b> .".encode(), format="nt", graph=EX + "g")

    kg.pagerank(regime, projection=Projection(graphs=(EX + "g",)))
    assert caplog.messages == []

    kg.pagerank(regime, projection=Projection(graphs=(EX + "g", EX + "h")))

    assert caplog.messages == [f"no triple stands in the graph <{EX}h>, so it gives no edges"]


def test_a_preferred_predicate_that_no_triple_has_is_told(caplog: pytest.LogCaptureFixture) -> None:
    kg = KnowledgeGraph()
    kg.load(HOSTS, format="ttl")

    turned = kg.pagerank(projection=Projection(prefer=(EX + "venue",)))
    assert caplog.messages == []
    assert turned.notes()["prefer"] == f"<{EX}venue>"

    kg.pagerank(projection=Projection(prefer=(EX + "venu",)))

    assert caplog.messages == [f"no triple has the predicate <{EX}venu>, so it turns no edges"]


def test_a_preferred_predicate_says_which_way_edges_run() -> None:
    kg = KnowledgeGraph()
    kg.load(HOSTS, format="ttl")

    def edges(*prefer: str) -> list[tuple[str, str]]:
        return list(kg.to_networkx(projection=Projection(prefer=prefer)).edges())

    assert edges() == [(EX + "a", EX + "b"), (EX + "b", EX + "a")]
    assert edges(EX + "hosts") == [(EX + "a", EX + "b")]
    assert edges(EX + "venue") == [(EX + "b", EX + "a")]
    assert edges(EX + "hosts", EX + "venue") == edges()


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_what_a_model_learns_from_is_worked_out_once(regime: str) -> None:
    kg = KnowledgeGraph()
    kg.load(HOSTS, format="ttl")
    views = kg.views()

    assert views.training_set(regime) is views.training_set(regime)
