"""Transitive closure against a naive one, on chains, cycles, diamonds and trees."""

from __future__ import annotations

import tracemalloc

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.errors import LimitError
from semkg.kernels import (
    Keys,
    bit_rows,
    components,
    diff_sorted,
    extend_transitive,
    in_sorted,
    merge_sorted,
    pack,
    transitive,
    unpack,
)
from semkg.kernels import keys as keys_module
from semkg.kernels import transitive_closure as close
from tests.kernels.test_keys import as_pairs, key_set

Pairs = list[tuple[int, int]]


def shape(kind: str, start: int, size: int) -> Pairs:
    if kind == "cycle":
        return [(start + i, start + (i + 1) % size) for i in range(size)]
    if kind == "diamond":
        return [(start, start + 1), (start, start + 2), (start + 1, start + 3), (start + 2, start + 3)]
    if kind == "star":
        return [(start, start + i) for i in range(1, size)]
    return [(start + i, start + i + 1) for i in range(size)]


shapes = st.builds(
    shape, st.sampled_from(["chain", "cycle", "diamond", "star"]), st.integers(0, 8), st.integers(1, 6)
)
graphs = st.tuples(
    st.lists(shapes, max_size=3), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=5)
).map(lambda parts: [edge for part in parts[0] for edge in part] + parts[1])


def naive(edges: Pairs) -> set[tuple[int, int]]:
    closed = set(edges)
    while True:
        more = {(a, d) for a, b in closed for c, d in closed if b == c} - closed
        if not more:
            return closed
        closed |= more


@given(graphs)
def test_the_closure_is_the_naive_one(edges: Pairs) -> None:
    assert as_pairs(close(key_set(edges))) == sorted(naive(edges))


@given(graphs)
def test_closing_by_bit_rows_gives_the_same(edges: Pairs) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transitive, "LEVELS_BY_JOIN", 0)
        patch.setattr(bit_rows, "BLOCK_BYTES", 1)

        assert as_pairs(close(key_set(edges))) == sorted(naive(edges))


@settings(max_examples=200)
@given(graphs, graphs)
def test_extending_equals_closing_anew(before: Pairs, added: Pairs) -> None:
    closed = close(key_set(before))
    fresh = diff_sorted(key_set(added), closed)

    new = extend_transitive(closed, fresh)

    assert as_pairs(merge_sorted(closed, new)) == sorted(naive(before + added))


def test_a_long_path_takes_bit_rows_in_several_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bit_rows, "BLOCK_BYTES", 1 << 12)
    n = 300
    path = pack(np.arange(n - 1), np.arange(1, n))

    source, target = unpack(close(path))

    assert len(source) == n * (n - 1) // 2
    assert (source < target).all()


def test_a_tree_is_closed_to_its_ancestors() -> None:
    child = np.arange(1, 2000)
    closed: Keys = close(pack(child, (child - 1) // 2))

    depth = np.floor(np.log2(child + 1)).astype(int)
    assert len(closed) == depth.sum()


@given(graphs.filter(bool))
def test_components_agree_with_networkx(edges: Pairs) -> None:
    graph = nx.DiGraph(edges)
    nodes = sorted(graph)
    source, target = (np.searchsorted(nodes, column) for column in np.array(edges).T)

    weak, label = components(source, target, n_nodes=len(nodes))
    strong, _ = components(source, target, n_nodes=len(nodes), connection="strong")

    assert weak == nx.number_weakly_connected_components(graph)
    assert strong == nx.number_strongly_connected_components(graph)
    assert all(label[a] == label[b] for a, b in zip(source, target, strict=True))


@given(graphs, st.integers(0, 40))
def test_a_limit_is_exact(edges: Pairs, limit: int) -> None:
    pairs = len(naive(edges))
    given_pairs = len(set(edges))

    if pairs > limit and pairs > given_pairs:
        with pytest.raises(LimitError, match=f"{limit} are allowed"):
            close(key_set(edges), limit=limit)
    else:
        assert len(close(key_set(edges), limit=limit)) == pairs


@pytest.mark.parametrize("kind", ["chain", "cycle"])
def test_pairs_are_counted_before_they_are_written_out(kind: str) -> None:
    edges = key_set(shape(kind, 0, 6000))

    tracemalloc.start()
    with pytest.raises(LimitError):
        close(edges, limit=1000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 40 * 2**20, "18 or 36 million pairs take at least 144 MB"


def test_many_blocks_of_values_are_looked_up_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_module, "BLOCK", 7)
    keys = np.arange(0, 90, 3)

    assert in_sorted(np.arange(100), keys).tolist() == [n < 90 and n % 3 == 0 for n in range(100)]
