"""Paths without repeated nodes, and cycles, against networkx."""

from __future__ import annotations

import itertools
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.analytics import Reach, Steps
from semkg.errors import LimitError
from semkg.graph import Cliques, Graph
from tests.analytics.peers import as_networkx, graphs

FEW = settings(max_examples=60, deadline=None)
MOST = 2000


def listed(
    graph: Graph, start: int, end: int, rank: list[int] | None = None, **limits: Any
) -> list[tuple[int, ...]]:
    ranks = np.array(rank if rank is not None else range(graph.n_nodes), dtype=np.int64)
    rest = Reach(graph).lengths_to(end)
    found = Steps.of(graph, ranks).paths(start, end, rest, **limits)
    return list(itertools.islice((tuple(row) for rows in found for row in rows.tolist()), MOST))


def in_order(paths: list[tuple[int, ...]], rank: list[int]) -> bool:
    keys = [(len(path), [rank[node] for node in path]) for path in paths]
    return keys == sorted(keys) and len(set(paths)) == len(paths)


@FEW
@given(graphs(weighted=False), st.data())
def test_paths_are_those_of_networkx_in_the_order_of_ranks(graph: Graph, data: st.DataObject) -> None:
    start, end = (data.draw(st.integers(0, graph.n_nodes - 1)) for _ in "ab")
    rank = data.draw(st.permutations(range(graph.n_nodes)))
    least, most = data.draw(st.integers(0, 4)), data.draw(st.integers(0, 6))
    if start == end:
        return

    found = listed(graph, start, end, rank, least=least, most=most)

    peer = nx.all_simple_paths(as_networkx(graph), start, end, cutoff=most)
    wanted = {tuple(path) for path in peer if len(path) > least}
    if len(found) < MOST:
        assert set(found) == wanted
    assert in_order(found, rank)


@FEW
@given(graphs(weighted=False), st.data())
def test_cycles_are_those_of_networkx_in_the_order_of_ranks(graph: Graph, data: st.DataObject) -> None:
    node = data.draw(st.integers(0, graph.n_nodes - 1))
    rank = data.draw(st.permutations(range(graph.n_nodes)))
    least, most = data.draw(st.integers(0, 4)), data.draw(st.integers(1, 5))

    found = listed(graph, node, node, rank, least=least, most=most)

    wanted = set()
    for cycle in nx.simple_cycles(as_networkx(graph), length_bound=most):
        if node in cycle and len(cycle) >= least:
            place = cycle.index(node)
            wanted.add((*cycle[place:], *cycle[:place], node))
    if len(found) < MOST:
        assert set(found) == wanted
    assert in_order(found, rank)


@FEW
@given(graphs(weighted=False), st.data())
def test_without_a_greatest_length_all_are_found(graph: Graph, data: st.DataObject) -> None:
    start, end = (data.draw(st.integers(0, graph.n_nodes - 1)) for _ in "ab")
    if start == end:
        return
    peer = as_networkx(graph)
    wanted = {tuple(path) for path in itertools.islice(nx.all_simple_paths(peer, start, end), MOST)}

    found = listed(graph, start, end)

    if len(wanted) < MOST:
        assert set(found) == wanted
    assert in_order(found, list(range(graph.n_nodes)))


def test_lengths_between_which_there_is_none_are_skipped() -> None:
    """One edge, and a detour of forty."""
    graph = Graph.from_edges([0, *range(40)], [40, *range(1, 41)])
    looked: list[float] = []
    found = Steps.of(graph, np.arange(41)).paths(0, 40, Reach(graph).lengths_to(40), spend=looked.append)

    assert [rows.shape for rows in found] == [(1, 2), (1, 41)]
    assert sum(looked) < 120


def test_the_first_paths_come_before_the_search_explodes() -> None:
    """In a clique of forty there are more paths than anybody can list."""
    graph = Graph.from_edges([], [], n_nodes=40, cliques=Cliques.from_groups([range(40)]))

    found = listed(graph, 0, 39)

    assert len(found) == MOST
    assert found[0] == (0, 39)
    assert [len(path) - 1 for path in found].count(2) == 38


def test_of_many_long_paths_the_first_come_without_a_look_at_the_others() -> None:
    """From corner to corner of a grid; each path has 48 edges, and there are 3e13 of them."""
    node = np.arange(625).reshape(25, 25)
    one = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    other = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    graph = Graph.from_edges(np.concatenate([one, other]), np.concatenate([other, one]))
    looked: list[float] = []

    found = listed(graph, 0, 624, spend=looked.append)

    assert [len(path) for path in found] == [49] * MOST
    assert sum(looked) < 1e6


def test_lots_are_cut_without_a_change_of_order(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph.from_edges([], [], n_nodes=7, cliques=Cliques.from_groups([range(7)]))
    whole = listed(graph, 0, 6)

    monkeypatch.setattr("semkg.analytics.simple._HELD", 300)

    assert listed(graph, 0, 6) == whole
    assert len(whole) == 326


def test_a_search_ends_where_its_budget_does() -> None:
    graph = Graph.from_edges([], [], n_nodes=40, cliques=Cliques.from_groups([range(40)]))
    spent: list[float] = []

    def spend(edges: float) -> None:
        spent.append(edges)
        if sum(spent) > 1e5:
            raise LimitError

    with pytest.raises(LimitError):
        list(Steps.of(graph, np.arange(40)).paths(0, 39, Reach(graph).lengths_to(39), spend=spend))
