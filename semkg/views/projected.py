"""One graph as an analytic sees it, and the way back from its nodes to terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Graph, Projection
from semkg.store import Term, TermDictionary
from semkg.views.blocks import Blocks


@dataclass(frozen=True, slots=True)
class ProjectedGraph:
    """A graph whose nodes are terms, or blocks of terms that are the same.

    Attributes:
        graph: the edges, over positions ``0 .. n_nodes - 1``.
        nodes: representative term id of each node, shape ``(n_nodes,)``, int32.
        by_id: node positions in ascending order of those ids, shape ``(n_nodes,)``.
        sorted_nodes: ``nodes[by_id]``.
        terms: the dictionary behind the ids.
        blocks: which terms are one node.
        regime: ``asserted``, ``entailed`` or ``invariant``.
        projection: which edges were kept.
        epoch: the epoch of the store that was read.
        rules: the rule set behind the closure (``none`` under ``asserted``).
        consistent: whether the closure has no clash; under ``asserted`` always true, since nobody looked.
    """

    graph: Graph
    nodes: NDArray[np.int32]
    by_id: NDArray[np.intp]
    sorted_nodes: NDArray[np.int32]
    terms: TermDictionary
    blocks: Blocks
    regime: str
    projection: Projection
    epoch: int
    rules: str
    consistent: bool

    def position(self, term: Term) -> int | None:
        """Return the node of a term, or ``None`` if it is no end of a kept edge."""
        number = self.terms.find(term)
        if number is None:
            return None
        representative = self.blocks.representative(number)
        place = int(np.searchsorted(self.sorted_nodes, representative))
        if place == len(self.sorted_nodes) or self.sorted_nodes[place] != representative:
            return None
        return int(self.by_id[place])

    def texts(self, node: int) -> list[str]:
        """Return the N-Triples texts of every name of a node, sorted."""
        return sorted(self.terms.text(name) for name in self.blocks.members(int(self.nodes[node])))

    def names(self, node: int) -> list[Term]:
        """Return every name of a node as a term, sorted by text."""
        names = sorted((self.terms.text(name), name) for name in self.blocks.members(int(self.nodes[node])))
        return [self.terms.term(name) for _, name in names]
