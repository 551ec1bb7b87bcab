"""What the tests look at: canonical graphs of text graphs, and their parts as text again."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from semkg.graph import Projection
from semkg.reasoning.canonical.canonicalise import canonical
from semkg.reasoning.canonical.digests import canonical_digest, edge_digest
from semkg.reasoning.canonical.graph import CanonicalGraph, decode
from semkg.reasoning.canonical.select import select_rows
from semkg.reasoning.canonical.view import merge_edges
from semkg.store import Rows, TermDictionary
from tests.invariance.oracle import Graph, NaiveClosure, encode

EVERYTHING = Projection(types=True, literals=True)
PROJECTIONS = (
    EVERYTHING,
    Projection(),
    Projection(types=True, direction="both", parallel="count"),
    Projection(edges=("x:p0", "x:p1"), direction="reversed"),
)
ORIGIN = random.Random(0)


@dataclass(frozen=True)
class Encoded:
    """A closure as integers."""

    closure: NaiveClosure
    terms: TermDictionary

    @classmethod
    def of(cls, closed: Graph, seed: int = 0) -> Encoded:
        return cls(*encode(closed, random.Random(seed)))

    def canonical(self, projection: Projection = EVERYTHING) -> CanonicalGraph:
        return canonical(self.closure, self.terms, projection)

    def selected(self, projection: Projection = EVERYTHING) -> Graph:
        """The rows that a projection keeps, over representatives, as text."""
        rows = select_rows(self.closure.rows, self.terms, projection, self.closure.representative)
        return self.as_text(rows)

    def rows(self) -> Graph:
        return self.as_text(self.closure.rows)

    def as_text(self, rows: Rows) -> Graph:
        columns = (rows.s.tolist(), rows.p.tolist(), rows.o.tolist())
        return frozenset(
            (self.terms.text(s), self.terms.text(p), self.terms.text(o))
            for s, p, o in zip(*columns, strict=True)
        )

    def facts(self, projection: Projection = EVERYTHING) -> Graph:
        """Everything that the canonical graph shows, cliques apart."""
        graph = self.canonical(projection)
        return self.as_text(decode(replace(graph, basis=graph.facts)))

    def decoded(self, projection: Projection = EVERYTHING) -> Graph:
        return self.as_text(decode(self.canonical(projection)))


def digests(closed: Graph, seed: int = 0) -> list[str]:
    """Both digests under every projection; the seed draws ids and representatives."""
    graphs = [Encoded.of(closed, seed).canonical(projection) for projection in PROJECTIONS]
    return [make(graph) for graph in graphs for make in (canonical_digest, edge_digest)]


def named_edges(graph: CanonicalGraph) -> set[tuple[str, str, float]]:
    """Edges between named nodes as an analytic sees them, all cliques written out."""
    merged = merge_edges(graph, written_out=1 << 30)
    ends = zip(merged.source.tolist(), merged.target.tolist(), merged.weight.tolist(), strict=True)
    return {(graph.names[s], graph.names[t], w) for s, t, w in ends if graph.names[s] and graph.names[t]}
