"""Every analytic against networkx, and what all of them have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from semkg.analytics import ANALYTICS, Analytic, NodeScores
from semkg.errors import LimitError
from semkg.graph import Cliques, Graph
from tests.analytics.peers import as_networkx, as_undirected, graphs, renumbered, sets

FEW = settings(max_examples=60, deadline=None)
SCORES = [analytic for analytic in ANALYTICS if analytic.gives == "scores"]
GROUPS = [analytic for analytic in ANALYTICS if analytic.gives == "groups"]
by_name = {analytic.name: analytic for analytic in ANALYTICS}


def _hits(graph: Graph) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The definition, by eigenvectors: what the start of equal hubs becomes under ever more steps."""
    matrix = as_matrix(graph)
    authorities = _dominant(matrix.T @ matrix, matrix.T @ np.ones(len(matrix)))
    hubs = _dominant(matrix @ matrix.T, np.ones(len(matrix)))
    return authorities, hubs


def as_matrix(graph: Graph) -> NDArray[np.float64]:
    return np.asarray(nx.to_numpy_array(as_networkx(graph)))


def _dominant(square: NDArray[np.float64], start: NDArray[np.float64]) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(square)
    chosen = vectors[:, values > values.max() * (1 - 1e-9)]
    limit: NDArray[np.float64] = chosen @ (chosen.T @ start)
    return limit / limit.sum() if limit.sum() > 1e-12 else np.zeros(len(start))


def _of(values: Mapping[int, float], graph: Graph) -> NDArray[np.float64]:
    return np.array([values[node] for node in range(graph.n_nodes)], dtype=np.float64)


ORACLES: Mapping[str, Callable[[Graph], NDArray[np.float64]]] = {
    "degree": lambda g: _of(dict(as_networkx(g).degree(weight="weight")), g),
    "inDegree": lambda g: _of(dict(as_networkx(g).in_degree(weight="weight")), g),
    "outDegree": lambda g: _of(dict(as_networkx(g).out_degree(weight="weight")), g),
    "closeness": lambda g: _of(nx.closeness_centrality(as_networkx(g)), g),
    "harmonic": lambda g: _of(nx.harmonic_centrality(as_networkx(g)), g) / max(g.n_nodes - 1, 1),
    "betweenness": lambda g: _of(nx.betweenness_centrality(as_networkx(g)), g),
    "coreNumber": lambda g: _of(nx.core_number(as_undirected(g)), g),
    "triangles": lambda g: _of(nx.triangles(as_undirected(g)), g),
    "clustering": lambda g: _of(nx.clustering(as_undirected(g)), g),
}


@pytest.mark.parametrize("name", ORACLES)
@FEW
@given(graph=graphs())
def test_scores_are_those_of_networkx(name: str, graph: Graph) -> None:
    result: Any = by_name[name].solve(graph)

    np.testing.assert_allclose(result.scores, ORACLES[name](graph), rtol=0, atol=1e-12)


@FEW
@given(graph=graphs())
def test_hubs_and_authorities_solve_the_definition(graph: Graph) -> None:
    spectrum = np.linalg.eigvalsh(as_matrix(graph).T @ as_matrix(graph))
    near = (spectrum < spectrum.max() * (1 - 1e-9)) & (spectrum > spectrum.max() * 0.97)
    assume(not near.any())  # too near to tell apart in 2,000 steps

    authorities, hubs = _hits(graph)

    authority: Any = by_name["authority"].solve(graph)
    hub: Any = by_name["hub"].solve(graph)
    np.testing.assert_allclose(authority.scores, authorities, atol=1e-9)
    np.testing.assert_allclose(hub.scores, hubs, atol=1e-9)


def test_hubs_point_to_authorities_also_where_parts_of_the_graph_matter_alike() -> None:
    graph = Graph.from_edges([0, 0, 0, 0, 5, 6, 7, 8], [1, 2, 3, 4, 9, 9, 9, 9])

    hubs: Any = by_name["hub"].solve(graph)
    authorities: Any = by_name["authority"].solve(graph)

    pointed_to = as_matrix(graph) @ authorities.scores
    np.testing.assert_allclose(hubs.scores, pointed_to / pointed_to.sum())


def test_the_sink_of_edges_is_the_authority() -> None:
    graph = Graph.from_edges([0, 1, 2], [3, 3, 3])

    authority: NodeScores = by_name["authority"].solve(graph)  # type: ignore[assignment]  # it gives scores

    assert authority.scores.tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("name", ["component", "strongComponent"])
@FEW
@given(graph=graphs())
def test_components_are_those_of_networkx(name: str, graph: Graph) -> None:
    find = {"component": nx.weakly_connected_components, "strongComponent": nx.strongly_connected_components}

    result: Any = by_name[name].solve(graph)

    assert sets(result.groups) == set(map(frozenset, find[name](as_networkx(graph))))


@pytest.mark.parametrize("analytic", ANALYTICS, ids=lambda analytic: analytic.name)
@FEW
@given(graph=graphs(weighted=False))
def test_a_clique_is_what_its_edges_are(analytic: Analytic, graph: Graph) -> None:
    whole: Any = analytic.solve(graph.expanded())
    encoded: Any = analytic.solve(graph)

    if analytic.gives == "scores":
        np.testing.assert_allclose(encoded.scores, whole.scores, rtol=0, atol=1e-12)
    else:
        assert sets(encoded.groups) == sets(whole.groups)


@pytest.mark.parametrize("analytic", SCORES, ids=lambda analytic: analytic.name)
@FEW
@given(graph=graphs(), data=st.data())
def test_scores_do_not_depend_on_the_numbers_of_nodes(
    analytic: Analytic, graph: Graph, data: st.DataObject
) -> None:
    order = np.array(data.draw(st.permutations(range(graph.n_nodes))), dtype=np.int64)

    here: Any = analytic.solve(graph)
    there: Any = analytic.solve(renumbered(graph, order))

    np.testing.assert_allclose(there.scores[order], here.scores, rtol=0, atol=1e-12)


@pytest.mark.parametrize("analytic", GROUPS, ids=lambda analytic: analytic.name)
@FEW
@given(graph=graphs(), data=st.data())
def test_groups_do_not_depend_on_the_numbers_of_nodes(
    analytic: Analytic, graph: Graph, data: st.DataObject
) -> None:
    order = np.array(data.draw(st.permutations(range(graph.n_nodes))), dtype=np.int64)

    here: Any = analytic.solve(graph)
    there: Any = analytic.solve(renumbered(graph, order))

    # nodes that the structure cannot tell apart may change places: then the coloured graphs are isomorphic
    first, second = as_networkx(graph), as_networkx(renumbered(graph, order))
    for peer, groups in ((first, here.groups), (second, there.groups)):
        for node, group in enumerate(groups.tolist()):
            peer.add_edge(node, ("group", group), weight=-1.0)
    match = nx.algorithms.isomorphism.numerical_edge_match("weight", 1.0)
    assert nx.is_isomorphic(first, second, edge_match=match)


@pytest.mark.parametrize("analytic", ANALYTICS, ids=lambda analytic: analytic.name)
@pytest.mark.parametrize("n_nodes", [0, 1, 3])
def test_graphs_without_edges_have_an_answer(analytic: Analytic, n_nodes: int) -> None:
    result: Any = analytic.solve(Graph.from_edges([], [], n_nodes=n_nodes))

    found = result.scores if analytic.gives == "scores" else result.groups
    assert found.shape == (n_nodes,)
    assert result.notes()


@pytest.mark.parametrize("name", ["closeness", "harmonic", "betweenness"])
def test_what_takes_too_long_is_refused_with_a_remedy(name: str) -> None:
    chain = Graph.from_edges(range(200), range(1, 201))
    solve: Callable[..., Any] = by_name[name].solve

    with pytest.raises(LimitError, match=r"sk:edges.*sk:mostSteps.*sk:pageRank"):
        solve(chain, most_steps=1000.0)
    assert len(solve(chain, most_steps=1e6).scores) == 201


@pytest.mark.parametrize("name", ["betweenness", "coreNumber", "triangles", "clustering", "community"])
def test_cliques_too_large_to_write_out_are_refused_with_a_remedy(name: str) -> None:
    cliques = Cliques.from_groups([list(range(8000))])

    with pytest.raises(LimitError, match=r"64,000,000 edges.*sk:pageRank"):
        by_name[name].solve(Graph.from_edges([], [], n_nodes=8000, cliques=cliques))


@pytest.mark.parametrize("name", ["pageRank", "degree", "closeness", "harmonic", "authority", "component"])
def test_cliques_of_any_size_are_taken_as_a_whole(name: str) -> None:
    cliques = Cliques.from_groups([list(range(20_000))])

    result: Any = by_name[name].solve(Graph.from_edges([], [], n_nodes=20_000, cliques=cliques))

    found = result.scores if by_name[name].gives == "scores" else result.groups
    assert len(set(found.tolist())) == 1


def test_more_paths_than_floats_can_count_are_refused_with_a_remedy() -> None:
    first = 3 * np.arange(1100)
    source = np.concatenate([first, first, first + 1, first + 2])
    target = np.concatenate([first + 1, first + 2, first + 3, first + 3])

    with pytest.raises(LimitError, match=r"more than 1e308.*sk:closeness"):
        by_name["betweenness"].solve(Graph.from_edges(source, target))


def test_triangles_are_counted_some_rows_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    peer = nx.gnp_random_graph(40, 0.3, seed=1)
    source, target = zip(*peer.edges(), strict=True)
    monkeypatch.setattr("semkg.analytics.cohesion._BLOCK", 8)

    found: Any = by_name["triangles"].solve(Graph.from_edges(source, target, n_nodes=40))

    assert found.scores.tolist() == [nx.triangles(peer)[node] for node in range(40)]
