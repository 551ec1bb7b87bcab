"""The small graph around one node, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.comparison.origin import Origin
from semkg.comparison.why import Flow, names_of
from semkg.graph import Graph
from semkg.store import parse_term
from semkg.views import ProjectedGraph, Ranking, Views
from semkg.vocab import RDF_TYPE, VOCABULARY

MOST = 11
"""Neighbours that are shown at most."""
MOST_PREDICATES = 2


@dataclass(frozen=True, slots=True)
class Link:
    """A connection between the node and a neighbour, in one direction.

    Attributes:
        before: whether it is an edge of the graph before.
        after: whether it is an edge of the graph after.
        carried_before: score that it carries before; 0 where that is not known.
        carried_after: likewise after.
    """

    before: bool
    after: bool
    carried_before: float = 0.0
    carried_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A neighbour of the node.

    Attributes:
        name: N-Triples text of its first name.
        predicates: names of properties that connect the two, at most two.
        inward: the connection from it to the node, ``None`` for none.
        outward: the connection from the node to it, likewise.
    """

    name: str
    predicates: tuple[str, ...]
    inward: Link | None
    outward: Link | None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why the score of the node changes, as far as neighbours hand it on.

    Attributes:
        source: N-Triples text of the neighbour whose part changes most.
        before: what it hands on before.
        after: likewise after.
        ends_before: how many things it points to before.
        ends_after: likewise after.
        share: its part of all such changes, in [0, 1].
        more: how many neighbours hand on more than before.
        less: likewise less.
    """

    source: str
    before: float
    after: float
    ends_before: int
    ends_after: int
    share: float
    more: int
    less: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The node with the neighbours that matter most to it.

    Attributes:
        node: N-Triples text of the node.
        aliases: its other names after.
        neighbours: those shown, those that change its score most first.
        more: how many further neighbours it has.
        cause: why its score changes, where that is known.
    """

    node: str
    aliases: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    more: int
    cause: Cause | None = None


def surroundings(origin: Origin, node: str, flows: Sequence[Flow], most: int = MOST) -> Surroundings:
    """Return the graph around a node before and after.

    Args:
        origin: the graph behind the comparison.
        node: N-Triples text of the node.
        flows: what each neighbour hands on to it, where that is known.
        most: how many neighbours to show.
    """
    before, after = origin.first, origin.last
    names = names_of(after, node) or (node,)
    into = _Ends(before, after, names, inward=True)
    out = _Ends(before, after, names, inward=False)
    carried = {flow.source: flow for flow in flows}
    every = sorted(
        into.all | out.all, key=lambda name: (-_weight(carried.get(name)), name not in into.all, name)
    )
    shown = [name for name in every if name not in names][:most]
    properties = _properties(origin, names, shown)
    return Surroundings(
        node=node,
        aliases=tuple(name for name in names if name != node),
        neighbours=tuple(
            Neighbour(
                name, properties.get(name, ()), into.link(name, carried.get(name)), out.link(name, None)
            )
            for name in shown
        ),
        more=len(every) - len(shown) - len(set(names) & set(every)),
        cause=_cause(origin, flows) if flows else None,
    )


def _cause(origin: Origin, flows: Sequence[Flow]) -> Cause:
    first = max(flows, key=lambda flow: abs(flow.after - flow.before))
    total = sum(abs(flow.after - flow.before) for flow in flows)
    names = names_of(origin.last, first.source) or (first.source,)
    before = {end for name in names for end in _ends(origin.first.projected, name, inward=False)}
    return Cause(
        first.source,
        first.before,
        first.after,
        ends_before=len(before),
        ends_after=len(_ends(origin.last.projected, first.source, inward=False)),
        share=abs(first.after - first.before) / total if total else 0.0,
        more=sum(flow.after > flow.before for flow in flows),
        less=sum(flow.after < flow.before for flow in flows),
    )


def _weight(flow: Flow | None) -> float:
    return 0.0 if flow is None else abs(flow.after - flow.before)


class _Ends:
    """The other ends of the edges of a node, before and after, by their first name after."""

    def __init__(self, before: Ranking, after: Ranking, names: Iterable[str], *, inward: bool) -> None:
        self.before = {
            (names_of(after, end) or (end,))[0]
            for name in names
            for end in _ends(before.projected, name, inward=inward)
        }
        self.after = {end for name in list(names)[:1] for end in _ends(after.projected, name, inward=inward)}
        self.all = self.before | self.after

    def link(self, name: str, flow: Flow | None) -> Link | None:
        if name not in self.all:
            return None
        carried = (0.0, 0.0) if flow is None else (flow.before, flow.after)
        return Link(name in self.before, name in self.after, *carried)


def _ends(projected: ProjectedGraph, name: str, *, inward: bool) -> list[str]:
    """Return the first name of each node at the other end of an edge of a node."""
    place = projected.position(parse_term(name))
    if place is None:
        return []
    return [projected.texts(end)[0] for end in other_ends(projected.graph, place, inward=inward).tolist()]


def other_ends(graph: Graph, place: int, *, inward: bool) -> NDArray[np.int64]:
    """Return the nodes at the other ends of the edges of a node, those of its cliques among them, ascending."""
    if inward:
        ends = graph.source[graph.pointer[place] : graph.pointer[place + 1]]
    else:
        ends = graph.target[graph.source == place]
    groups = [] if graph.cliques is None else np.split(graph.cliques.member, graph.cliques.pointer[1:-1])
    mates = [group for group in groups if place in group]
    return np.unique(np.concatenate([ends, *mates]).astype(np.int64))


def _properties(origin: Origin, names: Sequence[str], shown: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the properties that connect the node with each neighbour, in either direction."""
    views, projected = origin.views, origin.last.projected
    rows = views.closure(projected.regime).rows
    own = _representatives(views, projected.regime, names)
    others = {
        number: name
        for name in shown
        for number in _representatives(views, projected.regime, names_of(origin.last, name) or (name,))
    }
    ends = np.array([*own, *others], dtype=np.int64)
    near = np.flatnonzero(np.isin(rows.s, ends) & np.isin(rows.o, ends))
    found: dict[str, list[str]] = {}
    for s, p, o in zip(rows.s[near].tolist(), rows.p[near].tolist(), rows.o[near].tolist(), strict=True):
        other = others.get(o) if s in own else others.get(s) if o in own else None
        text = views.snapshot.terms.text(p)
        if other is not None and _says_something(text, types=projected.projection.types):
            found.setdefault(other, []).append(text)
    return {name: tuple(sorted(set(texts))[:MOST_PREDICATES]) for name, texts in found.items()}


def _representatives(views: Views, regime: str, names: Iterable[str]) -> set[int]:
    numbers = (views.snapshot.terms.find(parse_term(name)) for name in names)
    blocks = views.blocks(regime)
    return {blocks.representative(number) for number in numbers if number is not None}


def _says_something(predicate: str, *, types: bool) -> bool:
    """Say whether a property is one of the data, or types where they are looked at."""
    return predicate[1:-1] not in VOCABULARY or (types and predicate[1:-1] == RDF_TYPE)
