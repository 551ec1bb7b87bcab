"""Graphs in compressed sparse rows."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from semkg.graph import Graph, Pull
from tests.graph.graphs import EdgeList, edge_lists

FEW = settings(max_examples=60, deadline=None)


def dense(graph: Graph) -> NDArray[np.float64]:
    matrix = np.zeros((graph.n_nodes, graph.n_nodes))
    matrix[graph.source, graph.target] = graph.weight
    return matrix


@FEW
@given(edge_lists())
def test_a_graph_is_the_matrix_of_its_edges(edges: EdgeList) -> None:
    graph = edges.graph()

    np.testing.assert_allclose(dense(graph), edges.matrix(), rtol=1e-14)
    assert graph.n_edges == np.count_nonzero(edges.matrix())


@FEW
@given(edge_lists(), st.randoms(use_true_random=False))
def test_the_order_of_the_edges_makes_no_difference_to_any_bit(edges: EdgeList, random: object) -> None:
    order = np.random.default_rng(len(edges.edges)).permutation(len(edges.edges))
    shuffled = EdgeList([edges.edges[i] for i in order], [edges.weight[i] for i in order], edges.n_nodes)

    assert shuffled.graph().digest() == edges.graph().digest()


@FEW
@given(edge_lists())
def test_reversing_transposes_and_undirected_adds_both(edges: EdgeList) -> None:
    graph = edges.graph()

    assert np.array_equal(dense(graph.reversed()), dense(graph).T)
    assert np.array_equal(dense(graph.undirected()), dense(graph) + dense(graph).T)
    assert graph.reversed().reversed().digest() == graph.digest()


@FEW
@given(edge_lists())
def test_node_weights_are_the_sums_of_rows_and_columns(edges: EdgeList) -> None:
    graph = edges.graph()

    np.testing.assert_allclose(graph.out_weight(), dense(graph).sum(axis=1), rtol=1e-14)
    np.testing.assert_allclose(graph.in_weight(), dense(graph).sum(axis=0), rtol=1e-14)


@FEW
@given(edge_lists())
def test_pulling_is_the_product_with_the_transposed_matrix(edges: EdgeList) -> None:
    x = np.linspace(1.0, 2.0, edges.n_nodes)

    np.testing.assert_allclose(Pull(edges.graph())(x), edges.matrix().T @ x, rtol=1e-13)


@FEW
@given(edge_lists(), st.integers(1, 5))
def test_the_number_of_threads_changes_no_bit(edges: EdgeList, columns: int) -> None:
    x = np.random.default_rng(columns).random((edges.n_nodes, columns))

    alone = Pull(edges.graph())(x)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("semkg.graph.pull.BLOCK_EDGES", 1)
        patch.setattr("semkg.graph.pull._processors", lambda: 3)
        shared = Pull(edges.graph())(x)

    assert shared.tobytes() == alone.tobytes()


def test_the_sources_of_a_target_ascend() -> None:
    graph = Graph.from_edges([2, 0, 1, 2], [0, 0, 0, 1])

    assert graph.source.tolist() == [0, 1, 2, 2]
    assert graph.target.tolist() == [0, 0, 0, 1]
    assert graph.pointer.tolist() == [0, 3, 4, 4]


def test_parallel_edges_add_their_weights_up_or_count_as_one() -> None:
    assert Graph.from_edges([0, 0, 0], [1, 1, 1]).weight.tolist() == [3.0]
    assert Graph.from_edges([0, 0], [1, 1], [0.5, 0.25]).weight.tolist() == [0.75]
    assert Graph.from_edges([0, 0], [1, 1], parallel="one").weight.tolist() == [1.0]


def test_the_weights_of_parallel_edges_add_up_to_the_same_bits_in_any_order() -> None:
    sums = {Graph.from_edges([0] * 3, [1] * 3, order).weight[0] for order in permutations([0.1, 0.2, 0.3])}

    assert len(sums) == 1


def test_an_empty_graph_is_fine() -> None:
    graph = Graph.from_edges([], [])

    assert (graph.n_nodes, graph.n_edges) == (0, 0)
    assert graph.undirected().reversed().n_nodes == 0
    assert graph.out_weight().shape == (0,)


def test_nodes_without_edges_count_when_the_number_of_nodes_is_given() -> None:
    graph = Graph.from_edges([0], [1], n_nodes=5)

    assert graph.n_nodes == 5
    assert graph.in_weight().tolist() == [0, 1, 0, 0, 0]


def test_the_arrays_given_are_left_as_they_were() -> None:
    source, target = np.array([2, 1, 0]), np.array([0, 0, 1])

    Graph.from_edges(source, target)

    assert source.tolist() == [2, 1, 0]
    assert target.tolist() == [0, 0, 1]


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.int32, np.int64, np.uint64])
def test_every_integer_type_gives_the_same_graph(dtype: type[np.integer]) -> None:
    graph = Graph.from_edges(np.array([0, 2], dtype), np.array([1, 0], dtype))

    assert graph.digest() == Graph.from_edges([0, 2], [1, 0]).digest()


def test_equal_graphs_have_equal_digests_and_others_do_not() -> None:
    graph = Graph.from_edges([0, 1], [1, 2])

    assert graph.digest() == Graph.from_edges([1, 0], [2, 1]).digest()
    assert graph.digest() != Graph.from_edges([0, 1], [1, 2], n_nodes=4).digest()
    assert graph.digest() != Graph.from_edges([0, 1], [1, 2], [1, 2]).digest()


@pytest.mark.parametrize(
    ("source", "target", "weight", "n_nodes", "message"),
    [
        ([0, -3], [1, 1], None, None, r"source\[1\] is -3: node numbers run from 0"),
        ([0], [2**31], None, None, r"target\[0\] is 2147483648: node numbers run from 0"),
        (np.array([2**64 - 1], np.uint64), [0], None, None, r"source\[0\] is 18446744073709551615"),
        ([0, 5], [1, 1], None, 3, r"source\[1\] is 5: with n_nodes=3 the last node is 2"),
        ([0], [1], None, -1, "n_nodes is -1"),
        (
            [0.5],
            [1],
            None,
            None,
            r"source has dtype float64, source\[0\] is .*0.5.*: node numbers are integers",
        ),
        ([True], [1], None, None, "source has dtype bool"),
        (["a"], [1], None, None, "source has dtype <U1"),
        ([[0]], [1], None, None, r"source has shape \(1, 1\): one dimension"),
        (0, [1], None, None, r"source has shape \(\): one dimension"),
        ([0, 1], [1], None, None, "source has 2 values, target 1"),
        ([0], [1], [1, 2], None, "weight has 2 values: 1 are needed"),
        ([0, 1], [1, 0], [1, 0], None, r"weight\[1\] is 0.0: weights are finite and greater than 0"),
        ([0], [1], [-2], None, r"weight\[0\] is -2.0"),
        ([0], [1], [np.nan], None, r"weight\[0\] is nan"),
        ([0], [1], [np.inf], None, r"weight\[0\] is inf"),
        ([0], [1], ["x"], None, "weight has dtype <U1"),
    ],
)
def test_wrong_edges_are_errors_that_name_value_and_place(
    source: ArrayLike, target: ArrayLike, weight: ArrayLike | None, n_nodes: int | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Graph.from_edges(source, target, weight, n_nodes)


def test_weights_and_parallel_one_contradict_each_other() -> None:
    with pytest.raises(ValueError, match="leave weight out"):
        Graph.from_edges([0], [1], [2.0], parallel="one")
