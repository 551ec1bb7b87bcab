"""Which terms name which node of a graph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class NodeNames:
    """Pairs of a term id and a node, to be looked up from either side.

    Attributes:
        term: the term ids, ascending, shape ``(m,)``.
        node: the node that each names, shape ``(m,)``.
        by_node: the term ids again, node after node, shape ``(m,)``.
        pointer: where each node's names begin in ``by_node``, shape ``(n_nodes + 1,)``.
    """

    term: Numbers
    node: Numbers
    by_node: Numbers
    pointer: Numbers

    @classmethod
    def from_pairs(cls, term: Numbers, node: Numbers, n_nodes: int) -> NodeNames:
        """Take pairs in any order; a term that names several nodes is looked up as the first of them given."""
        upward = np.argsort(term, kind="stable")
        onward = np.lexsort((term, node))
        pointer = np.searchsorted(node[onward], np.arange(n_nodes + 1))
        return cls(term[upward], node[upward], term[onward], pointer)

    def find(self, term: int) -> int | None:
        """Return the node that a term names, the first if there are several, or ``None``."""
        place = int(np.searchsorted(self.term, term))
        found = place < len(self.term) and self.term[place] == term
        return int(self.node[place]) if found else None

    def find_all(self, term: int) -> list[int]:
        """Return every node that a term names."""
        begin = end = int(np.searchsorted(self.term, term))
        while end < len(self.term) and self.term[end] == term:
            end += 1
        nodes: list[int] = self.node[begin:end].tolist()
        return nodes

    def of(self, node: int) -> list[int]:
        """Return the ids of all terms that name a node, ascending."""
        names: list[int] = self.by_node[self.pointer[node] : self.pointer[node + 1]].tolist()
        return names
