"""Groups whose members all link each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.graph import Cliques, Graph, Pull
from tests.graph.graphs import EdgeList, edge_lists


@st.composite
def graphs_with_cliques(draw: st.DrawFn) -> Graph:
    edges: EdgeList = draw(edge_lists())
    sizes = draw(st.lists(st.integers(1, edges.n_nodes), max_size=3))
    groups = [draw(st.permutations(range(edges.n_nodes)))[:size] for size in sizes]
    cliques = Cliques.from_groups(groups, draw(st.sampled_from([None, [0.5] * len(groups)])))
    return Graph.from_edges(edges.source, edges.target, edges.weight, edges.n_nodes, cliques=cliques)


def test_every_member_links_every_member_and_itself() -> None:
    graph = Graph.from_edges([], [], cliques=Cliques.from_groups([[2, 0]])).expanded()

    assert list(zip(graph.source.tolist(), graph.target.tolist(), strict=True)) == [
        (0, 0),
        (2, 0),
        (0, 2),
        (2, 2),
    ]
    assert graph.n_nodes == 3


@settings(max_examples=60, deadline=None)
@given(graphs_with_cliques())
def test_a_graph_with_cliques_behaves_as_its_expansion(graph: Graph) -> None:
    written_out = graph.expanded()
    x = np.linspace(1.0, 2.0, graph.n_nodes)

    for short, long in [
        (graph, written_out),
        (graph.reversed(), written_out.reversed()),
        (graph.undirected(), written_out.undirected()),
    ]:
        np.testing.assert_allclose(Pull(short)(x), Pull(long)(x), rtol=1e-13)
        np.testing.assert_allclose(short.out_weight(), long.out_weight(), rtol=1e-13)
        np.testing.assert_allclose(short.in_weight(), long.in_weight(), rtol=1e-13)


def test_cliques_are_part_of_the_digest() -> None:
    plain = Graph.from_edges([0], [1], n_nodes=3)
    with_clique = Graph.from_edges([0], [1], n_nodes=3, cliques=Cliques.from_groups([[1, 2]]))

    assert plain.digest() != with_clique.digest()


def test_a_member_outside_the_graph_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"cliques.member\[1\] is 7: with n_nodes=3 the last node is 2"):
        Graph.from_edges([0], [1], n_nodes=3, cliques=Cliques.from_groups([[1, 7]]))


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ([[0, 1], [4, 2, 4]], r"groups\[1\] has 4 twice"),
        ([[0, 1], []], r"groups\[1\] has no members: leave it out"),
        ([[-1]], r"groups\[0\]\[0\] is -1"),
        ([[0.5]], "dtype float64"),
    ],
)
def test_wrong_groups_are_errors_that_name_the_place(groups: list[list[int]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Cliques.from_groups(groups)
