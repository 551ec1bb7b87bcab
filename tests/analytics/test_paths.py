"""Distances and shortest paths against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.analytics import Reach
from semkg.graph import Cliques, Graph
from tests.analytics.peers import as_networkx, graphs

FEW = settings(max_examples=80, deadline=None)


@FEW
@given(graphs(), st.booleans(), st.data())
def test_lengths_are_those_of_networkx(graph: Graph, weighted: bool, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, graph.n_nodes - 1))
    peer = as_networkx(unmerged(graph) if weighted else graph)

    lengths = Reach(graph, weighted=weighted).lengths(start)

    wanted = nx.single_source_dijkstra_path_length(peer, start, weight="weight" if weighted else lambda *_: 1)
    assert {
        node: length for node, length in enumerate(lengths.tolist()) if np.isfinite(length)
    } == pytest.approx(wanted)


@FEW
@given(graphs(), st.booleans(), st.data())
def test_from_several_starts_the_nearest_counts(graph: Graph, weighted: bool, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, graph.n_nodes - 1), min_size=1, max_size=3))
    reach = Reach(graph, weighted=weighted)

    each = [reach.lengths(start) for start in starts]

    assert reach.lengths(starts) == pytest.approx(np.min(each, axis=0))


def unmerged(graph: Graph) -> Graph:
    """The graph with parallel edges of the least weight: of two ways the shorter one is taken."""
    if graph.cliques is None:
        return graph
    best: dict[tuple[int, int], float] = {}
    for ends in (
        zip(graph.source.tolist(), graph.target.tolist(), graph.weight.tolist(), strict=True),
        zip(*(column.tolist() for column in graph.cliques.edges()), strict=True),
    ):
        for source, target, weight in ends:
            best[source, target] = min(weight, best.get((source, target), np.inf))
    source, target = zip(*best, strict=True)
    return Graph.from_edges(source, target, list(best.values()), graph.n_nodes)


@FEW
@given(graphs(), st.booleans(), st.data())
def test_shortest_paths_are_those_of_networkx(graph: Graph, weighted: bool, data: st.DataObject) -> None:
    start, end = (data.draw(st.integers(0, graph.n_nodes - 1)) for _ in "ab")
    peer = as_networkx(unmerged(graph) if weighted else graph)

    found = Reach(graph, weighted=weighted).shortest(start, end)

    if not nx.has_path(peer, start, end):
        assert found is None
        return
    assert found is not None
    wanted = set(map(tuple, nx.all_shortest_paths(peer, start, end, weight="weight" if weighted else None)))
    paths = list(found)
    assert len(paths) == len(set(paths)) == found.count
    assert paths == sorted(paths)
    assert set(paths) == wanted


@pytest.mark.parametrize("most", [0, 1, 2, 3, 4, 9])
def test_only_lengths_up_to_the_greatest_are_found(most: int) -> None:
    reach = Reach(Graph.from_edges(range(5), range(1, 6)))

    lengths = reach.lengths(0, most=most)

    assert np.flatnonzero(np.isfinite(lengths)).tolist() == list(range(min(most, 5) + 1))
    assert (reach.shortest(0, 3, most=most) is None) == (most < 3)


def test_paths_are_counted_without_being_listed() -> None:
    """Sixty diamonds in a row have 2 ** 60 shortest paths."""
    source = [3 * k + step for k in range(60) for step in (0, 0, 1, 2)]
    target = [3 * k + step for k in range(60) for step in (1, 2, 3, 3)]

    found = Reach(Graph.from_edges(source, target)).shortest(0, 180)

    assert found is not None
    assert found.count == 2**60
    assert next(iter(found)) == (*(3 * k + step for k in range(60) for step in (0, 1)), 180)


def test_a_large_clique_is_one_step_wide() -> None:
    cliques = Cliques.from_groups([list(range(1, 50_001))])
    graph = Graph.from_edges([0, 50_000], [1, 50_001], n_nodes=50_002, cliques=cliques)

    found = Reach(graph).shortest(0, 50_001)

    assert found is not None
    assert list(found) == [(0, 1, 50_000, 50_001)]


@FEW
@given(graphs(), st.booleans(), st.data())
def test_the_node_before_is_the_least_of_those_on_shortest_paths(
    graph: Graph, weighted: bool, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, graph.n_nodes - 1))
    rank = np.array(data.draw(st.permutations(range(graph.n_nodes))), dtype=np.int64)
    peer = as_networkx(unmerged(graph) if weighted else graph)
    reach = Reach(graph, weighted=weighted)

    found = reach.previous(reach.lengths(start), rank)

    before, _ = nx.dijkstra_predecessor_and_distance(
        peer, start, weight="weight" if weighted else lambda *_: 1
    )
    wanted = {node: min(nodes, key=lambda one: rank[one]) for node, nodes in before.items() if nodes}
    assert {node: before for node, before in enumerate(found.tolist()) if before >= 0} == wanted


def test_edges_that_weigh_next_to_nothing_lead_on_but_not_back() -> None:
    graph = Graph.from_edges([0, 1, 2, 2], [1, 2, 1, 3], [1, 1e-13, 1e-13, 1])

    found = Reach(graph, weighted=True).shortest(0, 3)

    assert found is not None
    assert list(found) == [(0, 1, 2, 3)]
    assert found.count == 1


def test_what_is_reached_a_rounding_error_late_is_no_dead_end() -> None:
    graph = Graph.from_edges([0, 0, 1, 2], [1, 2, 2, 3], [1 + 1e-13, 1, 1e-14, 1])

    found = Reach(graph, weighted=True).shortest(0, 3)

    assert found is not None
    assert list(found) == [(0, 2, 3)]


def test_edges_that_add_nothing_to_a_length_are_refused_with_a_remedy() -> None:
    reach = Reach(Graph.from_edges([0, 1, 2, 2], [1, 2, 1, 3], [1, 1e-20, 1e-20, 1]), weighted=True)

    with pytest.raises(ValueError, match=r"adds nothing to a length of 1.*without sk:weighted"):
        reach.shortest(0, 3)
    with pytest.raises(ValueError, match=r"adds nothing to a length of 1.*without sk:weighted"):
        reach.previous(reach.lengths(0), np.arange(4))


def test_the_node_before_is_nearer_to_the_start_however_small_lengths_are() -> None:
    reach = Reach(Graph.from_edges([0, 2, 0], [1, 1, 2], [1e-14, 1e-14, 3e-14]), weighted=True)

    assert reach.previous(reach.lengths(0), np.array([2, 1, 0])).tolist() == [-1, 0, 0]
