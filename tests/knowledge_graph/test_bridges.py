"""Graphs for numpy, networkx and torch."""

from __future__ import annotations

import sys

import networkx
import numpy as np
import pytest
import torch

from semkg import KnowledgeGraph
from semkg.errors import MissingExtraError
from semkg.graph import Projection
from tests.chile import CHILE, PHRASINGS, chile, place, shared_chile

SAME = (
    b"@prefix : <http://x/> . :a <http://www.w3.org/2002/07/owl#sameAs> :b ."
    b" :a :p :c . :c :q :d , 'literal' . :c a :K ."
)


def same() -> KnowledgeGraph:
    kg = KnowledgeGraph()
    kg.load(SAME, "ttl")
    return kg


def named(kg: KnowledgeGraph, regime: str, projection: Projection | None = None) -> set[tuple[str, str, str]]:
    edges = kg.edges(regime, projection)
    rows = zip(edges.source.tolist(), edges.predicate.tolist(), edges.target.tolist(), strict=True)
    return {(edges.nodes[s], edges.predicates[p], edges.nodes[o]) for s, p, o in rows}


def test_edges_are_the_triples_between_things_as_written() -> None:
    assert named(same(), "asserted") == {
        ("<http://x/a>", "<http://x/p>", "<http://x/c>"),
        ("<http://x/c>", "<http://x/q>", "<http://x/d>"),
    }


def test_a_projection_chooses_edges() -> None:
    kg = same()

    only = named(kg, "entailed", Projection(edges=("http://x/q",)))
    literals = named(kg, "entailed", Projection(literals=True))
    types = named(kg, "entailed", Projection(types=True))

    assert only == {("<http://x/c>", "<http://x/q>", "<http://x/d>")}
    assert ("<http://x/c>", "<http://x/q>", '"literal"') in literals
    assert any(object_ == "<http://x/K>" for _, _, object_ in types)


def test_edges_are_the_same_whatever_the_order_of_loading() -> None:
    lines = [f"<http://x/n{i}> <http://x/p{i % 3}> <http://x/n{(i * 7) % 20}> ." for i in range(20)]
    graphs = [KnowledgeGraph(), KnowledgeGraph()]
    for kg, text in zip(graphs, (lines, lines[::-1]), strict=True):
        kg.load("\n".join(text).encode(), "nt")

    one, other = (kg.edges() for kg in graphs)

    assert one.nodes == other.nodes
    for name in ("source", "predicate", "target"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_an_unknown_regime_has_no_edges() -> None:
    with pytest.raises(ValueError, match="unknown regime"):
        same().edges("entaild")


@pytest.mark.parametrize("types", [False, True])
def test_edges_of_the_invariant_graph_are_entailed_and_entail_the_others(types: bool) -> None:
    kg = shared_chile()
    projection = Projection(types=types)

    found = named(kg, "invariant", projection)

    assert len(found) < len(named(kg, "entailed", projection))
    assert all(kg.entails(f"{s} {p} {o} .".encode(), "nt") for s, p, o in found)
    again = KnowledgeGraph()
    again.load(CHILE / "ontology.ttl")
    again.load("\n".join(f"{s} {p} {o} ." for s, p, o in found).encode(), "nt")
    for s, p, o in named(kg, "entailed"):
        assert again.entails(f"{s} {p} {o} .".encode(), "nt"), (s, p, o)


def test_edges_of_the_invariant_graph_are_the_same_for_every_phrasing() -> None:
    one, *others = (named(chile(phrasing), "invariant") for phrasing in PHRASINGS)

    assert all(one == other for other in others)


def test_a_cycle_of_a_transitive_property_is_written_out() -> None:
    kg = KnowledgeGraph()
    kg.load(
        b"@prefix : <http://x/> . :p a <http://www.w3.org/2002/07/owl#TransitiveProperty> . :a :p :b . :b :p :a .",
        "ttl",
    )

    assert len(named(kg, "invariant")) == 4


def test_tensors_hold_the_edges_and_share_memory() -> None:
    kg = shared_chile()
    edges = kg.edges()

    graph = kg.to_torch()

    assert graph.edge_index.shape == (2, len(edges))
    assert graph.edge_index.dtype == graph.edge_type.dtype == torch.int64
    np.testing.assert_array_equal(graph.edge_index[0].numpy(), edges.source)
    np.testing.assert_array_equal(graph.edge_index[1].numpy(), edges.target)
    np.testing.assert_array_equal(graph.edge_type.numpy(), edges.predicate)
    assert graph.edge_index.untyped_storage().data_ptr() == graph.edge_type.untyped_storage().data_ptr()
    assert graph.mapping[f"<{place('Arica')}>"] == edges.nodes.index(f"<{place('Arica')}>")


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_networkx_ranks_its_graph_as_we_do_ours(regime: str) -> None:
    kg = shared_chile()

    graph = kg.to_networkx(regime)

    ranks = networkx.pagerank(graph, alpha=0.85, tol=1e-12, max_iter=1000)
    ours = {term.value: score for term, score in kg.pagerank(regime).top(10_000) if hasattr(term, "value")}
    assert ranks == pytest.approx(ours, abs=1e-6)
    assert graph.graph["regime"] == regime


def test_a_node_of_networkx_knows_every_name() -> None:
    graph = same().to_networkx("entailed")

    assert graph.nodes["http://x/a"]["names"] == ("http://x/a", "http://x/b")
    assert graph.edges["http://x/a", "http://x/c"]["weight"] == 1.0


def test_cliques_are_written_out_for_networkx() -> None:
    kg = KnowledgeGraph()
    kg.load(
        b"@prefix : <http://x/> . :k a <http://www.w3.org/2002/07/owl#TransitiveProperty> ."
        b":a :k :b . :b :k :c . :c :k :d . :d :k :a .",
        "ttl",
    )

    graph = kg.to_networkx()

    assert graph.number_of_edges() == 4 * 4  # a node on a circle of a transitive property links itself too


@pytest.mark.parametrize(("package", "extra"), [("networkx", "networkx"), ("torch", "embedding")])
def test_a_missing_package_names_the_command(
    package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(MissingExtraError, match=f"pip install 'semkg.{extra}.'"):
        getattr(same(), f"to_{package}")()
