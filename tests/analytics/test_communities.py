"""Communities: what they are made of, how good they are, and that nothing but the structure decides."""

from __future__ import annotations

import importlib
import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.analytics import community, modularity
from semkg.analytics.structure import structural_order
from semkg.graph import Graph
from tests.analytics.peers import as_networkx, graphs, renumbered, sets

communities = importlib.import_module("semkg.analytics.communities")
FEW = settings(max_examples=60, deadline=None)


def of(peer: nx.Graph) -> Graph:
    peer = nx.convert_node_labels_to_integers(peer)
    source, target = zip(*peer.edges(), strict=True)
    return Graph.from_edges(source, target, n_nodes=len(peer))


def test_planted_groups_are_found() -> None:
    ring = of(nx.ring_of_cliques(12, 6))

    found = community(ring)

    assert sets(found.groups) == {frozenset(range(first, first + 6)) for first in range(0, 72, 6)}


@pytest.mark.parametrize("seed", range(3))
def test_groups_of_random_graphs_are_as_good_as_those_of_networkx(seed: int) -> None:
    peer = nx.random_partition_graph([40, 30, 30, 20], 0.3, 0.02, seed=seed)
    graph = of(peer)

    ours = community(graph)

    theirs = max(
        nx.community.modularity(peer, nx.community.louvain_communities(peer, seed=other))
        for other in range(5)
    )
    assert modularity(graph, ours.groups) >= theirs - 0.01
    assert float(ours.notes()["modularity"]) == pytest.approx(modularity(graph, ours.groups), abs=1e-6)


@FEW
@given(graphs(), st.sampled_from([0.5, 1.0, 2.0]), st.data())
def test_modularity_is_that_of_networkx(graph: Graph, resolution: float, data: st.DataObject) -> None:
    labels = st.lists(st.integers(0, 3), min_size=graph.n_nodes, max_size=graph.n_nodes)
    groups = np.array(data.draw(labels), dtype=np.int64)
    peer = nx.Graph()
    peer.add_nodes_from(range(graph.n_nodes))
    for source, target, weight in as_networkx(graph).edges(data="weight"):
        known = peer.get_edge_data(source, target, {"weight": 0.0})["weight"]
        peer.add_edge(source, target, weight=known + weight)
    parts = sets(groups)

    ours = modularity(graph, groups, resolution=resolution)

    wanted = nx.community.modularity(peer, parts, resolution=resolution) if peer.number_of_edges() else 0.0
    assert ours == pytest.approx(wanted, abs=1e-12)


@FEW
@given(graphs())
def test_every_community_is_connected(graph: Graph) -> None:
    peer = as_networkx(graph).to_undirected()

    for nodes in sets(community(graph).groups):
        assert nx.is_connected(peer.subgraph(nodes))


def test_a_group_that_falls_apart_is_parted() -> None:
    chain = Graph.from_edges([0, 1, 2, 3], [1, 2, 3, 4])
    level = communities._Level.of(communities._matrix(chain))

    parted = communities._part(level, np.array([0, 0, 1, 0, 0]))

    assert parted.tolist() == [0, 0, 1, 2, 2]


def test_a_higher_resolution_gives_smaller_communities() -> None:
    graph = of(nx.ring_of_cliques(12, 6))

    sizes = [community(graph, resolution=value).n_groups for value in (0.01, 1.0, 30.0)]

    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[1] < sizes[2]


@pytest.mark.parametrize("resolution", [0.0, -1.0, float("nan"), float("inf")])
def test_a_resolution_out_of_range_is_refused(resolution: float) -> None:
    with pytest.raises(ValueError, match="resolution is"):
        community(Graph.from_edges([0], [1]), resolution=resolution)


@FEW
@given(graphs(weighted=False), st.data())
def test_the_ordered_graph_is_the_same_however_nodes_are_numbered(graph: Graph, data: st.DataObject) -> None:
    numbers = np.array(data.draw(st.permutations(range(graph.n_nodes))), dtype=np.int64)

    one, other = (_ordered(which) for which in (graph, renumbered(graph, numbers)))

    assert one == other


def _ordered(graph: Graph) -> list[tuple[int, int, float]]:
    whole = graph.expanded()
    place = np.argsort(structural_order(whole))
    edges = zip(
        place[whole.source].tolist(), place[whole.target].tolist(), whole.weight.tolist(), strict=True
    )
    return sorted(edges)


def test_ties_are_broken_one_after_the_other() -> None:
    """Two hexagons of equal nodes: once one node has its place, its neighbours' places follow."""
    source, target = zip(*itertools.pairwise([0, 1, 2, 3, 4, 5, 0]), strict=True)
    graph = Graph.from_edges([*source, *(v + 6 for v in source)], [*target, *(v + 6 for v in target)])
    rng = np.random.default_rng(0)

    ordered = {tuple(_ordered(renumbered(graph, rng.permutation(12)))) for _ in range(10)}

    assert len(ordered) == 1
