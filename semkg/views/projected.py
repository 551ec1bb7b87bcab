"""One graph as an analytic sees it, and the way back from its nodes to terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Graph, Projection
from semkg.store import Term, TermDictionary
from semkg.views.names import NodeNames


@dataclass(frozen=True, slots=True, eq=False)
class ProjectedGraph:
    """A graph whose nodes are terms, or blocks of terms that are the same.

    Attributes:
        graph: the edges, over positions ``0 .. n_nodes - 1``.
        node_names: which terms name which node.
        terms: the dictionary behind the ids.
        regime: ``asserted``, ``entailed`` or ``invariant``.
        projection: which edges were kept.
        epoch: the epoch of the store that was read.
        rules: the rule set behind the closure (``none`` under ``asserted``).
        consistent: whether the closure has no clash; under ``asserted`` always true, since nobody looked.
        find_digest: works out :attr:`digest`, once.
    """

    graph: Graph
    node_names: NodeNames
    terms: TermDictionary
    regime: str
    projection: Projection
    epoch: int
    rules: str
    consistent: bool
    find_digest: Callable[[], str]

    def __repr__(self) -> str:
        return f"<{self.named}, {self.graph.n_edges:,} edges>"

    @property
    def named(self) -> str:
        """How a message calls it."""
        return f"{self.graph.n_nodes:,} nodes, {self.regime}, epoch {self.epoch}"

    @property
    def digest(self) -> str:
        """Digest of the canonical graph under ``invariant``, else of nodes and edges by name; found when asked for."""
        return self.find_digest()

    def position(self, term: Term) -> int | None:
        """Return the node of a term, or ``None`` if it is no end of a kept edge."""
        number = self.terms.find(term)
        return None if number is None else self.node_names.find(number)

    def positions(self, term: Term) -> list[int]:
        """Return every node of a term: it may be one as an individual and another one as a class."""
        number = self.terms.find(term)
        return [] if number is None else self.node_names.find_all(number)

    def ranks(self) -> NDArray[np.int64]:
        """Return the place of each node in the order of first names, see :meth:`place`, shape ``(n_nodes,)``."""
        order = sorted(range(self.graph.n_nodes), key=self.place)
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return ranks

    def place(self, node: int) -> tuple[bool, str, int]:
        """Return what sorts nodes by their first names; blank nodes come last, by number: their names say nothing."""
        name = self.texts(node)[0]
        blank = name.startswith("_:")
        return blank, "" if blank else name, node

    def texts(self, node: int) -> list[str]:
        """Return the N-Triples texts of every name of a node, sorted."""
        return sorted(self.terms.text(name) for name in self.node_names.of(node))

    def names(self, node: int) -> list[Term]:
        """Return every name of a node as a term, sorted by text."""
        names = sorted((self.terms.text(name), name) for name in self.node_names.of(node))
        return [self.terms.term(name) for _, name in names]

    def notes(self) -> dict[str, str]:
        """Return what a reader should know of the graph beside a result."""
        return {
            "epoch": str(self.epoch),
            "rules": self.rules,
            "projection": self.projection.digest(),
            "direction": self.projection.direction,
            **self._preferred(),
            "nodes": str(self.graph.n_nodes),
            "edges": str(self.graph.n_edges),
            "consistent": str(self.consistent).lower(),
            "digest": self.digest,
        }

    def _preferred(self) -> dict[str, str]:
        """Return which predicates turned edges, where any could."""
        chosen = self.projection.prefer if self.regime == "invariant" else ()
        return {"prefer": " ".join(f"<{iri}>" for iri in chosen)} if chosen else {}
