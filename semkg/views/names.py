"""Which terms name which node of a graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Graph
from semkg.reasoning import named_digest
from semkg.store import TermDictionary

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

    def by_text(self, terms: TermDictionary) -> list[str]:
        """Return the names of each node as sorted lines; those of blank nodes are left out."""
        texts = terms.texts(self.by_node)
        pairs = zip(self.pointer[:-1].tolist(), self.pointer[1:].tolist(), strict=True)
        return [
            "\n".join(sorted(text for text in texts[begin:end] if text[:2] != "_:")) for begin, end in pairs
        ]

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


def digest_by_name(graph: Graph, names: NodeNames, terms: TermDictionary) -> Callable[[], str]:
    """Return what works out a hash of a graph by the names of its nodes, once."""
    return cache(lambda: named_digest(graph, names.by_text(terms)))
