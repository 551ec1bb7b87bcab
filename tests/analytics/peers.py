"""Graphs for tests of analytics: with structure, with cliques, and as networkx has them."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from semkg.graph import Cliques, Graph
from tests.graph.graphs import edge_lists


@st.composite
def graphs(draw: st.DrawFn, *, weighted: bool = True) -> Graph:
    """Chains, cycles, stars, diamonds, loops, parallel edges, and groups in which everything links everything."""
    edges = draw(edge_lists())
    groups = draw(
        st.lists(st.lists(st.integers(0, edges.n_nodes - 1), min_size=1, max_size=6, unique=True), max_size=2)
    )
    weights = draw(st.lists(st.sampled_from([1.0, 2.0, 0.5]), min_size=len(groups), max_size=len(groups)))
    cliques = Cliques.from_groups(groups, weights if weighted else None) if groups else None
    weight = edges.weight if weighted else None
    return Graph.from_edges(edges.source, edges.target, weight, edges.n_nodes, cliques=cliques)


def as_networkx(graph: Graph) -> Any:
    """Return the graph, its cliques written out, with weights."""
    whole = graph.expanded()
    peer: Any = nx.DiGraph()
    peer.add_nodes_from(range(whole.n_nodes))
    ends = zip(whole.source.tolist(), whole.target.tolist(), whole.weight.tolist(), strict=True)
    peer.add_weighted_edges_from(ends)
    return peer


def as_undirected(graph: Graph) -> Any:
    """Return which nodes the graph links in either direction, without loops."""
    peer = nx.Graph(as_networkx(graph).to_undirected())
    peer.remove_edges_from(list(nx.selfloop_edges(peer)))
    return peer


def renumbered(graph: Graph, order: NDArray[np.int64]) -> Graph:
    """Return the graph with node ``v`` called ``order[v]``."""
    cliques = graph.cliques
    if cliques is not None:
        groups = np.split(cliques.member, cliques.pointer[1:-1])
        cliques = Cliques.from_groups([order[group] for group in groups], cliques.weight)
    return Graph.from_edges(
        order[graph.source], order[graph.target], graph.weight, graph.n_nodes, cliques=cliques
    )


def sets(groups: NDArray[np.int64], names: NDArray[np.int64] | None = None) -> set[frozenset[int]]:
    """Return a partition as sets of nodes, ``names[v]`` standing for node ``v``."""
    names = np.arange(len(groups)) if names is None else names
    return {frozenset(names[groups == group].tolist()) for group in np.unique(groups)}
