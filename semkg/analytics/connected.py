"""Components: which nodes hang together."""

from __future__ import annotations

from typing import Literal

import numpy as np

from semkg.analytics.analytic import Analytic
from semkg.analytics.results import Groups, number_groups
from semkg.graph import Graph
from semkg.kernels import components


def component(graph: Graph) -> Groups:
    """Find the weakly connected components: nodes that edges connect, whichever way these run."""
    return _components(graph, "weak", "components")


def strong_component(graph: Graph) -> Groups:
    """Find the strongly connected components: nodes that lead to each other."""
    return _components(graph, "strong", "strong components")


def _components(graph: Graph, connection: Literal["weak", "strong"], title: str) -> Groups:
    source, target = graph.source.astype(np.int64), graph.target.astype(np.int64)
    n_nodes = graph.n_nodes
    if graph.cliques is not None:
        # a node more for each clique, with edges to and from its members, connects the same nodes
        hub, member = n_nodes + graph.cliques.group, graph.cliques.member
        source, target = np.concatenate([source, hub, member]), np.concatenate([target, member, hub])
        n_nodes += len(graph.cliques)
    _, label = components(source, target, n_nodes=n_nodes, connection=connection)
    return Groups(number_groups(label[: graph.n_nodes]), title)


COMPONENT = Analytic(
    name="component",
    title="components",
    doc="What hangs together: nodes that edges connect, whichever way these run.",
    score="the first by name of the nodes that it is connected with",
    gives="groups",
    solve=component,
)
STRONG_COMPONENT = Analytic(
    name="strongComponent",
    title="strong components",
    doc="What leads to each other: nodes of which each can be reached from every other.",
    score="the first by name of the nodes that it leads to and that lead to it",
    gives="groups",
    solve=strong_component,
)
