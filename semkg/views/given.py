"""The graph of edges that a query gives itself."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Graph, Projection
from semkg.query import Edges
from semkg.store import Snapshot, TermDictionary, parse_term, term_text
from semkg.views.blocks import Blocks
from semkg.views.names import NodeNames, digest_by_name
from semkg.views.projected import ProjectedGraph
from semkg.vocab import BUILTIN


def project_given(
    edges: Edges,
    blocks: Blocks | None,
    snapshot: Snapshot,
    projection: Projection,
    *,
    regime: str,
    rules: str,
    consistent: bool,
) -> ProjectedGraph:
    """Return the graph of some edges; the order in which they are given makes no difference.

    Rows that are the same edge with the same weight count once; the weights of other parallel edges add up.

    Args:
        edges: the edges; their ends may be terms that no triple uses.
        blocks: which terms are one node; ``None`` makes every term a node of its own.
        snapshot: the epoch that the terms belong to.
        projection: whether edges with a literal at an end are kept; the rest of it has no say.
        regime: the regime that the graph is looked at under.
        rules: the rule set behind it.
        consistent: whether the closure behind it has no clash.
    """
    names = _Names(blocks, snapshot.terms)
    kept = sorted(set(_rows(edges, names, literals=projection.literals)))
    nodes = sorted({name for source, target, _ in kept for name in (source, target)})
    graph = _graph(kept, nodes, weighted=edges.weight is not None)
    pairs = [(text, node) for node, first in enumerate(nodes) for text in names.all(first)]
    terms = TermDictionary.from_texts([*TermDictionary().texts(), *(text for text, _ in pairs)])
    node_names = NodeNames.from_pairs(
        np.arange(len(BUILTIN), len(terms)), np.array([node for _, node in pairs], dtype=np.int64), len(nodes)
    )
    return ProjectedGraph(
        graph=graph,
        node_names=node_names,
        terms=terms,
        regime=regime,
        projection=projection,
        epoch=snapshot.epoch,
        rules=rules,
        consistent=consistent,
        find_digest=digest_by_name(graph, node_names, terms),
    )


class _Names:
    """Which texts name the same node; the first of them, in their order, stands for it."""

    def __init__(self, blocks: Blocks | None, terms: TermDictionary) -> None:
        self._blocks = blocks
        self._terms = terms
        self.first = functools.cache(lambda text: self.all(text)[0])

    def all(self, text: str) -> list[str]:
        number = None if self._blocks is None else self._terms.find(parse_term(text))
        if self._blocks is None or number is None or self._blocks.is_gone(number):
            return [text]
        members = self._blocks.members(self._blocks.representative(number))
        return sorted(self._terms.text(member) for member in members)


def _rows(edges: Edges, names: _Names, *, literals: bool) -> Iterator[tuple[str, str, float]]:
    weights = edges.weight or (1.0,) * len(edges.source)
    for source, target, weight in zip(
        map(term_text, edges.source), map(term_text, edges.target), weights, strict=True
    ):
        if literals or not (source[0] == '"' or target[0] == '"'):
            yield names.first(source), names.first(target), weight


def _graph(kept: list[tuple[str, str, float]], nodes: list[str], *, weighted: bool) -> Graph:
    place = {name: number for number, name in enumerate(nodes)}
    source: NDArray[np.int64] = np.array([place[source] for source, _, _ in kept], dtype=np.int64)
    target: NDArray[np.int64] = np.array([place[target] for _, target, _ in kept], dtype=np.int64)
    weight = np.array([weight for _, _, weight in kept]) if weighted else None
    return Graph.from_edges(source, target, weight, n_nodes=len(nodes))
