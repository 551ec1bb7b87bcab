"""PageRank against its definition, against networkx, and its laws."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from semkg.analytics import Dangling, pagerank, solve_pagerank
from semkg.graph import Cliques, Graph
from tests.data import require_data
from tests.graph.graphs import EdgeList, edge_lists

FEW = settings(max_examples=60, deadline=None)
EXACT = 1e-14


def textbook(
    matrix: NDArray[np.float64], damping: float, start: NDArray[np.float64], towards: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The linear system of the definition, solved directly: row = source, column = target."""
    out = matrix.sum(axis=1, keepdims=True)
    follow = np.divide(matrix, out, out=np.zeros_like(matrix), where=out > 0)
    follow += (out == 0) * towards
    return np.linalg.solve(np.eye(len(matrix)) - damping * follow.T, (1 - damping) * start)


def starts(n_nodes: int) -> st.SearchStrategy[list[float]]:
    values = st.sampled_from([0.0, 0.0, 1.0, 2.5])
    return st.lists(values, min_size=n_nodes, max_size=n_nodes).filter(any)


def normal(values: Sequence[float]) -> NDArray[np.float64]:
    return np.array(values) / sum(values)


@FEW
@given(edge_lists(), st.sampled_from([0.0, 0.5, 0.85, 0.95]), st.data())
def test_scores_are_those_of_networkx(edges: EdgeList, damping: float, data: st.DataObject) -> None:
    start = data.draw(st.none() | starts(edges.n_nodes))
    peer: Any = nx.MultiDiGraph()
    peer.add_nodes_from(range(edges.n_nodes))
    peer.add_weighted_edges_from((s, t, w) for (s, t), w in zip(edges.edges, edges.weight, strict=True))

    ours = pagerank(edges.graph(), damping, EXACT, start)

    theirs = nx.pagerank(
        peer,
        damping,
        None if start is None else dict(enumerate(start)),
        max_iter=10_000,
        tol=EXACT / edges.n_nodes,
    )
    np.testing.assert_allclose(ours, [theirs[node] for node in range(edges.n_nodes)], rtol=0, atol=1e-10)


@FEW
@given(edge_lists(), st.sampled_from(["personalisation", "uniform", "none"]), st.data())
def test_scores_solve_the_definition_under_every_dangling_policy(
    edges: EdgeList, dangling: Dangling, data: st.DataObject
) -> None:
    start = normal(data.draw(starts(edges.n_nodes)))
    towards = {"personalisation": start, "uniform": np.full_like(start, 1 / len(start)), "none": 0 * start}

    ours = pagerank(edges.graph(), tolerance=EXACT, personalisation=start, dangling=dangling)

    np.testing.assert_allclose(ours, textbook(edges.matrix(), 0.85, start, towards[dangling]), atol=1e-12)


@FEW
@given(edge_lists(), st.data())
def test_scores_sum_to_one(edges: EdgeList, data: st.DataObject) -> None:
    scores = pagerank(edges.graph(), personalisation=data.draw(st.none() | starts(edges.n_nodes)))

    assert scores.sum() == pytest.approx(1, abs=1e-12)
    assert (scores >= 0).all()


@FEW
@given(edge_lists(), st.sampled_from(["uniform", "none"]), st.data())
def test_scores_are_linear_in_the_personalisation(
    edges: EdgeList, dangling: Dangling, data: st.DataObject
) -> None:
    graph = edges.graph()
    one, other = (normal(data.draw(starts(edges.n_nodes))) for _ in range(2))

    mixed, first, second = (
        pagerank(graph, tolerance=EXACT, personalisation=vector, dangling=dangling)
        for vector in (0.25 * one + 0.75 * other, one, other)
    )

    np.testing.assert_allclose(mixed, 0.25 * first + 0.75 * second, rtol=0, atol=1e-12)


@FEW
@given(edge_lists(), st.data())
def test_renaming_nodes_renames_scores(edges: EdgeList, data: st.DataObject) -> None:
    names = np.array(data.draw(st.permutations(range(edges.n_nodes))))
    renamed = EdgeList([(names[s], names[t]) for s, t in edges.edges], edges.weight, edges.n_nodes)

    scores = pagerank(edges.graph(), tolerance=1e-13)

    np.testing.assert_allclose(pagerank(renamed.graph(), tolerance=1e-13)[names], scores, rtol=0, atol=1e-12)


@FEW
@given(edge_lists())
def test_equal_graphs_give_equal_bits(edges: EdgeList) -> None:
    turned = EdgeList(edges.edges[::-1], edges.weight[::-1], edges.n_nodes)

    assert pagerank(edges.graph()).tobytes() == pagerank(turned.graph()).tobytes()


@FEW
@given(edge_lists(), st.data())
def test_cliques_count_as_if_their_edges_were_written_out(edges: EdgeList, data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, edges.n_nodes), min_size=1, max_size=3))
    groups = [data.draw(st.permutations(range(edges.n_nodes)))[:size] for size in sizes]
    cliques = Cliques.from_groups(groups, [0.5] * len(groups))
    graph = Graph.from_edges(edges.source, edges.target, edges.weight, edges.n_nodes, cliques=cliques)

    scores = pagerank(graph, tolerance=EXACT)

    np.testing.assert_allclose(scores, pagerank(graph.expanded(), tolerance=EXACT), rtol=0, atol=1e-12)


@FEW
@given(edge_lists(), st.sampled_from([1e-3, 1e-6, 1e-9]))
def test_the_tolerance_bounds_the_distance_from_the_exact_scores(edges: EdgeList, tolerance: float) -> None:
    result = solve_pagerank(edges.graph(), tolerance=tolerance)
    uniform = np.full(edges.n_nodes, 1 / edges.n_nodes)

    exact = textbook(edges.matrix(), 0.85, uniform, uniform)
    assert result.residual <= tolerance
    assert np.abs(result.scores - exact).sum() <= 0.85 / 0.15 * tolerance + 1e-14


def bus_graph() -> tuple[list[str], Graph]:
    rdflib = pytest.importorskip("rdflib")
    figure = rdflib.Graph().parse(require_data("kgbook", "figure_5_3.ttl"))
    edges = sorted((str(s).rsplit("/", 1)[1], str(o).rsplit("/", 1)[1]) for s, _, o in figure)
    names = sorted({name for edge in edges for name in edge})
    return names, Graph.from_edges([names.index(s) for s, _ in edges], [names.index(o) for _, o in edges])


def test_figure_5_3_of_the_knowledge_graphs_book_has_its_known_scores() -> None:
    names, graph = bus_graph()

    scores = dict(zip(names, pagerank(graph).round(4).tolist(), strict=True))

    assert scores == {
        "Arica": 0.1042,
        "Calama": 0.1042,
        "LosFlamencos": 0.2008,
        "MoonValley": 0.1042,
        "PiedrasRojas": 0.1136,
        "SanPedro": 0.3729,
    }


def test_figure_5_3_after_one_step_has_its_known_scores() -> None:
    names, graph = bus_graph()

    scores = dict(zip(names, pagerank(graph, max_iterations=1).round(4).tolist(), strict=True))

    assert scores["SanPedro"] == 0.45
    assert scores["LosFlamencos"] == 0.2021
    assert scores["PiedrasRojas"] == 0.1667
    assert scores["Arica"] == scores["Calama"] == scores["MoonValley"] == 0.0604


def test_dangling_mass_goes_where_the_walks_start_unless_told_otherwise() -> None:
    chain = Graph.from_edges([0], [1], n_nodes=3)

    home = pagerank(chain, personalisation=[1, 0, 0])
    anywhere = pagerank(chain, personalisation=[1, 0, 0], dangling="uniform")
    lost = pagerank(chain, personalisation=[1, 0, 0], dangling="none")

    assert home[2] == 0
    assert anywhere[2] > 0.1
    np.testing.assert_allclose(lost, [0.15, 0.85 * 0.15, 0], atol=1e-15)


def test_heavier_edges_are_followed_more_often() -> None:
    scores = pagerank(Graph.from_edges([0, 0], [1, 2], [3, 1]), tolerance=EXACT, dangling="none")

    assert scores[1] - 0.05 == pytest.approx(3 * (scores[2] - 0.05))


def test_personalisation_far_from_one_does_not_overflow() -> None:
    chain = Graph.from_edges([0, 1], [1, 2])

    np.testing.assert_allclose(pagerank(chain, personalisation=[1e308] * 3), pagerank(chain), atol=1e-15)
    np.testing.assert_allclose(pagerank(chain, personalisation=[1e-310] * 3), pagerank(chain), atol=1e-12)


def test_an_empty_graph_has_no_scores() -> None:
    result = solve_pagerank(Graph.from_edges([], []))

    assert result.scores.shape == (0,)
    assert result.converged


def test_a_result_says_how_it_came_about() -> None:
    result = solve_pagerank(Graph.from_edges([0], [1]), tolerance=1e-6, personalisation=[1, 0])

    assert re.fullmatch(
        r"personalised PageRank of 2 nodes and 1 edges: converged, iterations \d+, residual \d\.\de-07, "
        r"tolerance 1e-06, damping 0.85, dangling personalisation",
        result.summary(),
    )


def test_stopping_early_is_said_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    graph = Graph.from_edges([0, 1], [1, 2])

    with caplog.at_level(logging.WARNING, logger="semkg"):
        result = solve_pagerank(graph, max_iterations=2)

    assert not result.converged
    assert result.iterations == 2
    assert "NOT converged, iterations 2" in caplog.text
    assert "allow more iterations" in caplog.text


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"damping": 1.0}, "damping is 1.0: it is at least 0 and less than 1"),
        ({"damping": float("nan")}, "damping is nan"),
        ({"tolerance": 0.0}, "tolerance is 0.0"),
        ({"tolerance": float("inf")}, "tolerance is inf"),
        ({"dangling": "elsewhere"}, "dangling is 'elsewhere': it is one of personalisation, uniform, none"),
        ({"max_iterations": 0}, "max_iterations is 0"),
        ({"personalisation": [1.0]}, r"personalisation has shape \(1,\): one number for each of the 2 nodes"),
        ({"personalisation": [0.0, 0.0]}, "personalisation is 0 everywhere"),
        ({"personalisation": [1.0, -1.0]}, r"personalisation\[1\] is -1.0"),
        ({"personalisation": [float("nan"), 1.0]}, r"personalisation\[0\] is nan"),
    ],
)
def test_wrong_settings_are_errors_that_name_the_value(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        solve_pagerank(Graph.from_edges([0], [1]), **settings)
