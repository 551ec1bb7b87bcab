"""How many statements each step of the canonical graph leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from semkg.comparison.origin import Origin
from semkg.reasoning import analytic_graph, canonical, select_rows
from semkg.reasoning.canonical.graph import Dropped


@dataclass(frozen=True, slots=True)
class Steps:
    """The way from what was written to what an analytic sees.

    Attributes:
        written: triples that were written.
        follow: triples that follow, those among them, equal things taken as one.
        selected: those of them that the projection keeps.
        dropped: what each step left out of those.
        facts: triples that are left.
        edges: edges that they make, in the direction that was asked for.
        merged: distinct edges between nodes, beside cliques.
        cliques: groups of which every two are connected.
        nodes: things that are connected.
    """

    written: int
    follow: int
    selected: int
    dropped: Dropped
    facts: int
    edges: int
    merged: int
    cliques: int
    nodes: int


def canonical_steps(origin: Origin) -> Steps:
    """Count the steps from the closure to the canonical graph of a comparison's projection."""
    views, projection = origin.views, origin.last.projected.projection
    closure, terms = views.closure("invariant"), views.snapshot.terms
    graph = canonical(closure, terms, projection)
    return Steps(
        written=len(views.snapshot.rows),
        follow=len(closure.rows),
        selected=len(select_rows(closure.rows, terms, projection, closure.representative)),
        dropped=graph.dropped,
        facts=len(graph.facts),
        edges=graph.n_edges,
        merged=analytic_graph(graph).n_edges,
        cliques=len(graph.cliques),
        nodes=graph.n_nodes,
    )
