"""Graphs with structure for property tests: chains, cycles, stars, diamonds, loops, parallel edges."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from semkg.graph import Graph

Edge = tuple[int, int]


@dataclass(frozen=True)
class EdgeList:
    edges: list[Edge]
    weight: list[float]
    n_nodes: int

    @property
    def source(self) -> list[int]:
        return [source for source, _ in self.edges]

    @property
    def target(self) -> list[int]:
        return [target for _, target in self.edges]

    def graph(self) -> Graph:
        return Graph.from_edges(self.source, self.target, self.weight, self.n_nodes)

    def matrix(self) -> NDArray[np.float64]:
        """The textbook form: row = source, column = target."""
        matrix = np.zeros((self.n_nodes, self.n_nodes))
        for (source, target), weight in zip(self.edges, self.weight, strict=True):
            matrix[source, target] += weight
        return matrix


def _chain(nodes: list[int]) -> list[Edge]:
    return list(itertools.pairwise(nodes))


def _cycle(nodes: list[int]) -> list[Edge]:
    return list(zip(nodes, nodes[1:] + nodes[:1], strict=True))


def _star_out(nodes: list[int]) -> list[Edge]:
    return [(nodes[0], leaf) for leaf in nodes[1:]]


def _star_in(nodes: list[int]) -> list[Edge]:
    return [(leaf, nodes[0]) for leaf in nodes[1:]]


def _diamond(nodes: list[int]) -> list[Edge]:
    middle = nodes[1:-1]
    return [(nodes[0], node) for node in middle] + [(node, nodes[-1]) for node in middle]


def _loops(nodes: list[int]) -> list[Edge]:
    return [(node, node) for node in nodes]


def _twice(nodes: list[int]) -> list[Edge]:
    return _chain(nodes) * 2


SHAPES = (_chain, _cycle, _star_out, _star_in, _diamond, _loops, _twice)
WEIGHTS = st.sampled_from([1.0, 1.0, 2.0, 0.5, 0.1, 7.25, 1e-3])


@st.composite
def edge_lists(draw: st.DrawFn, max_nodes: int = 12) -> EdgeList:
    n_nodes = draw(st.integers(1, max_nodes))
    edges: list[Edge] = []
    for shape in draw(st.lists(st.sampled_from(SHAPES), max_size=4)):
        size = draw(st.integers(1, n_nodes))
        nodes = draw(st.permutations(range(n_nodes)))[:size]
        edges += shape(list(nodes))
    weighted = draw(st.booleans())
    weight = (
        draw(st.lists(WEIGHTS, min_size=len(edges), max_size=len(edges))) if weighted else [1.0] * len(edges)
    )
    return EdgeList(edges, weight, n_nodes)
