"""The canonical graph: one representation for all graphs that mean the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Projection
from semkg.store import Rows

Places = NDArray[np.int64]
"""Positions of nodes or properties in the lists of a canonical graph."""


@dataclass(frozen=True, slots=True)
class PropertyClass:
    """A property up to synonyms and direction, as far as the projection keeps it.

    Attributes:
        forward: N-Triples names of the properties that run as the facts do, sorted; all that the schema has.
        backward: names of those that run against them; the same as ``forward`` if it is symmetric.
        predicates: representative ids of the properties of ``forward`` that the projection keeps, in the same
            order.
        inverses: those of ``backward``.
        symmetric: whether each fact holds both ways; then it is held one way only.
        transitive: whether the facts are a transitive reduction.
    """

    forward: tuple[str, ...]
    backward: tuple[str, ...]
    predicates: tuple[int, ...]
    inverses: tuple[int, ...]
    symmetric: bool
    transitive: bool


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Pairs of nodes with a property class, sorted by (property, subject, object).

    Attributes:
        property: place of the property class, shape ``(n,)``.
        subject: place of the subject's node, shape ``(n,)``.
        object: place of the object's node, shape ``(n,)``.
    """

    property: Places
    subject: Places
    object: Places

    def __len__(self) -> int:
        return len(self.property)


@dataclass(frozen=True, slots=True, eq=False)
class CliqueFacts:
    """Groups of nodes of which every two, and every one with itself, have a (transitive) property.

    Attributes:
        property: place of the property class, shape ``(n_cliques,)``.
        pointer: where each group's members begin, shape ``(n_cliques + 1,)``.
        member: places of nodes, ascending within a group, shape ``(pointer[-1],)``.
    """

    property: Places
    pointer: Places
    member: Places

    def __len__(self) -> int:
        return len(self.property)

    def groups(self) -> list[Places]:
        """Return the members of each group."""
        return np.split(self.member, self.pointer[1:-1]) if len(self) else []


@dataclass(frozen=True, slots=True)
class Dropped:
    """What each step left out, in triples.

    Attributes:
        same_as: triples that only repeat others under another name of a sameAs block.
        signed: triples that repeat others under a synonym or an inverse.
        sub_property: facts that a narrower property gives.
        transitive: facts that transitivity gives, those held as cliques included.
        chains: facts that property chains give.
        types: types that edges, narrower and equal classes, and other types give.
    """

    same_as: int
    signed: int
    sub_property: int
    transitive: int
    chains: int
    types: int


@dataclass(frozen=True, slots=True)
class Settings:
    """How a canonical graph was made.

    Attributes:
        projection: which rows were selected first, and how edges run.
        rules: the rule set of the closure.
        consistent: whether the closure has no clash.
    """

    projection: Projection
    rules: str
    consistent: bool


@dataclass(frozen=True, slots=True)
class Digests:
    """Two hashes of what a graph means, equal for all graphs that mean the same, on every machine.

    They see everything that follows, whatever a projection keeps. What differs in the names of blank nodes, in the
    spelling of values and in copies of class expressions has equal digests. A class expression that one graph mentions
    and the other does not makes two digests of one meaning: :func:`semkg.same` decides that too.

    Attributes:
        graph: of all axioms and rows.
        data: of the rows without the axioms: equal for graphs that hold the same facts for different reasons.
        exact: whether all blank nodes were told apart; if not, graphs that differ in them only may have equal digests.
    """

    graph: str
    data: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Leaning:
    """What leaning left out: blank nodes that say nothing which another node does not say.

    Attributes:
        nodes: how many blank nodes were left out.
        rows: how many rows of the closure went with them, counted over representatives.
        given_up: for how many sets of blank nodes that hang together the search was given up. They stay as they are,
            and unless it is 0, graphs that entail each other may have different canonical graphs and digests.
    """

    nodes: int
    rows: int
    given_up: int


@dataclass(frozen=True, slots=True, eq=False)
class CanonicalGraph:
    """A graph that is the same for all graphs of the same meaning.

    Nodes are sorted by name, blank nodes last, by their place in the structure. An edge is one way of one
    property class; several between the same nodes are parallel edges, which :func:`analytic_graph` merges.

    Attributes:
        nodes: representative id of each node, shape ``(n_nodes,)``, int32.
        as_class: whether a node is a term taken as a class, shape ``(n_nodes,)``; a term that is also an
            individual then has two nodes.
        literal: whether a node is a literal, shape ``(n_nodes,)``; a blank node that is the same as a literal is none,
            though it has its name.
        names: N-Triples name of each node, the least of its block; empty for a blank node.
        further_names: place and other IRIs of each node that has several: aliases, or equivalent classes.
        properties: the property classes, sorted by name.
        edge_property: place of each edge's property class, shape ``(n_edges,)``.
        source: node where each edge begins, shape ``(n_edges,)``.
        target: node where each edge ends, shape ``(n_edges,)``.
        weight: weight of each edge, shape ``(n_edges,)``, float64: 1.
        facts: the same without direction: what the edges say.
        cliques: what is said of all pairs of a group, beside ``facts`` and the edges.
        basis: facts from which, with the axioms, the rules give all others and the cliques back: where facts give
            each other, one of them, and of a clique what connects it. Which one has no meaning.
        dropped: what each step left out.
        settings: how the graph was made.
        digests: of all that the graph means, where they were asked for; after leaning, if there was any.
        leaning: what leaning left out first, ``None`` where it was not asked for.
        epoch: the epoch of the store that was read, where there is one.
    """

    nodes: NDArray[np.int32]
    as_class: NDArray[np.bool_]
    literal: NDArray[np.bool_]
    names: tuple[str, ...]
    further_names: tuple[tuple[int, tuple[str, ...]], ...]
    properties: tuple[PropertyClass, ...]
    edge_property: Places
    source: Places
    target: Places
    weight: NDArray[np.float64]
    facts: Facts
    cliques: CliqueFacts
    basis: Facts
    dropped: Dropped
    settings: Settings
    digests: Digests | None = None
    leaning: Leaning | None = None
    epoch: int | None = None

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    @property
    def n_edges(self) -> int:
        """Number of edges, parallel ones counted apart and those of cliques not at all."""
        return len(self.source)

    def __repr__(self) -> str:
        cliques = f", {len(self.cliques)} cliques" if len(self.cliques) else ""
        return f"<CanonicalGraph of {self.n_nodes:,} nodes and {self.n_edges:,} edges{cliques}>"

    def notes(self) -> dict[str, str]:
        """Return what a reader should know beside the graph: how it was made, from what, and its digests."""
        projection = self.settings.projection
        prefer = " ".join(f"<{iri}>" for iri in projection.prefer)
        return {
            **({} if self.epoch is None else {"epoch": str(self.epoch)}),
            "rules": self.settings.rules,
            "projection": projection.digest(),
            "direction": projection.direction,
            **({"prefer": prefer} if prefer else {}),
            "nodes": str(self.n_nodes),
            "edges": str(self.n_edges),
            "consistent": str(self.settings.consistent).lower(),
            **_digest_notes(self.digests),
            **_leaning_notes(self.leaning),
        }


def _digest_notes(digests: Digests | None) -> dict[str, str]:
    if digests is None:
        return {}
    return {"digest": digests.graph, "data_digest": digests.data, "exact": str(digests.exact).lower()}


def _leaning_notes(leaning: Leaning | None) -> dict[str, str]:
    if leaning is None:
        return {"lean": "false"}
    left_out = f"{leaning.nodes} blank nodes with {leaning.rows} rows"
    return {"lean": "true", "left_out": left_out, "given_up": str(leaning.given_up)}


def decode(canonical: CanonicalGraph) -> Rows:
    """Write a canonical graph as triples from which, with the schema, the rules give all its rows back.

    Returns:
        Rows over representatives, one for each fact of the basis.
    """
    subject, object_, property_ = canonical.basis.subject, canonical.basis.object, canonical.basis.property
    forward, backward = _predicates(canonical)
    turned = (forward[property_] < 0) | canonical.literal[subject]
    p = np.where(turned, backward[property_], forward[property_])
    s, o = np.where(turned, object_, subject), np.where(turned, subject, object_)
    order = np.lexsort((canonical.nodes[o], canonical.nodes[s], p))
    return Rows(canonical.nodes[s][order], p[order].astype(np.int32), canonical.nodes[o][order])


def _predicates(canonical: CanonicalGraph) -> tuple[Places, Places]:
    """Return predicate and inverse predicate of each property class, -1 where there is none."""
    forward = [next(iter(one.predicates), -1) for one in canonical.properties]
    backward = [next(iter(one.inverses), -1) for one in canonical.properties]
    return np.array(forward, dtype=np.int64), np.array(backward, dtype=np.int64)
