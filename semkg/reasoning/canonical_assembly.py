"""Puts reduced edges and types together: nodes in the order of their names, facts, edges with a direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from semkg.graph import Projection
from semkg.kernels import Keys, pack, sort_unique, unpack
from semkg.reasoning.canonical_colours import Structure
from semkg.reasoning.canonical_graph import CliqueFacts, Facts, Places, PropertyClass
from semkg.reasoning.canonical_hash import fact_structure, node_colours
from semkg.reasoning.canonical_names import BlockNames
from semkg.reasoning.canonical_pairs import one_way


@dataclass(frozen=True, slots=True)
class Draft:
    """Facts of one property class before nodes are numbered.

    Nodes are codes: twice the representative id, plus one for a class.

    Attributes:
        property: the property class.
        subject: code of each fact's subject, shape ``(n,)``; symmetric facts stand both ways.
        object: code of each fact's object, shape ``(n,)``.
        cliques: codes of the members of each clique.
    """

    property: PropertyClass
    subject: Places
    object: Places
    cliques: tuple[Places, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """Facts over numbered nodes.

    Attributes:
        codes: code of each node, in canonical order, shape ``(n_nodes,)``.
        names: name of each node.
        properties: the property classes, sorted by name.
        facts: the facts; symmetric ones stand one way.
        cliques: the cliques.
    """

    codes: Places
    names: tuple[str, ...]
    properties: tuple[PropertyClass, ...]
    facts: Facts
    cliques: CliqueFacts


def number_nodes(drafts: list[Draft], names: BlockNames) -> Numbered:
    """Number nodes and property classes in canonical order.

    Nodes come sorted by name, blank nodes after all others by their colour; only blank nodes that the
    structure does not tell apart are in the order of their ids.
    """
    drafts = sorted(drafts, key=lambda draft: (draft.property.forward, draft.property.backward))
    ends = [column for draft in drafts for column in (draft.subject, draft.object, *draft.cliques)]
    codes = sort_unique(np.concatenate([np.empty(0, np.int64), *ends]))
    texts = names.texts(codes >> 1)
    properties = tuple(draft.property for draft in drafts)
    order = _canonical_order(codes, texts, fact_structure(properties, *_number(drafts, codes)))
    rank = np.empty(len(codes), dtype=np.int64)
    rank[order] = np.arange(len(codes))
    facts, cliques = _number(drafts, codes, rank)
    return Numbered(codes[order], tuple(texts[place] for place in order.tolist()), properties, facts, cliques)


def _canonical_order(codes: Places, texts: list[str], structure: Structure) -> Places:
    as_class = (codes & 1).astype(bool)
    blank = np.array([not text for text in texts], dtype=bool)
    named = sorted(np.flatnonzero(~blank).tolist(), key=lambda place: (texts[place], codes[place] & 1))
    others = np.flatnonzero(blank)
    if len(others):
        others = others[np.argsort(node_colours(texts, as_class, structure)[others], kind="stable")]
    return np.concatenate([np.array(named, dtype=np.int64), others])


def _number(drafts: list[Draft], codes: Places, rank: Places | None = None) -> tuple[Facts, CliqueFacts]:
    """Return facts and cliques over places of ``codes``, or over their ranks."""
    place = np.arange(len(codes)) if rank is None else rank
    none = np.empty(0, np.int64)
    parts = [_pairs(draft, codes, place) for draft in drafts]
    keys = np.concatenate([none, *parts])
    property_ = np.repeat(np.arange(len(drafts)), [len(part) for part in parts])
    groups = [
        (number, np.sort(place[np.searchsorted(codes, members)]))
        for number, draft in enumerate(drafts)
        for members in draft.cliques
    ]
    groups.sort(key=lambda group: (group[0], group[1].tolist()))
    pointer = np.cumsum([0, *(len(members) for _, members in groups)])
    owner = np.array([number for number, _ in groups], dtype=np.int64)
    members = np.concatenate([none, *(members for _, members in groups)])
    return Facts(property_, *unpack(keys)), CliqueFacts(owner, pointer, members)


def _pairs(draft: Draft, codes: Places, place: Places) -> Keys:
    subject, object_ = (place[np.searchsorted(codes, column)] for column in (draft.subject, draft.object))
    keys = np.sort(pack(subject, object_))
    return one_way(keys) if draft.property.symmetric else keys


@dataclass(frozen=True, slots=True)
class DirectedEdges:
    """Edges as they run, sorted by (property, source, target); each of shape ``(n_edges,)``."""

    property: Places
    source: Places
    target: Places


def direct_edges(numbered: Numbered, projection: Projection, prefer: frozenset[int]) -> DirectedEdges:
    """Give every fact its direction.

    Args:
        numbered: the facts.
        projection: says in which direction edges run.
        prefer: representative ids of properties whose direction is taken where both have names.
    """
    ways = np.array([_ways(one, projection, prefer) for one in numbered.properties], dtype=bool).reshape(
        -1, 2
    )
    literal = np.array([name[:1] == '"' for name in numbered.names], dtype=bool)
    facts = numbered.facts
    forward, backward = ways[facts.property].T
    if projection.direction != "both":
        # literals are only ever objects, whichever way a property is named
        forward = (forward & ~literal[facts.subject]) | literal[facts.object]
        backward = (backward & ~literal[facts.object]) | literal[facts.subject]
    property_ = np.concatenate([facts.property[forward], facts.property[backward]])
    source = np.concatenate([facts.subject[forward], facts.object[backward]])
    target = np.concatenate([facts.object[forward], facts.subject[backward]])
    if projection.direction == "reversed":
        source, target = target, source
    order = np.lexsort((target, source, property_))
    fresh = np.ones(len(order), dtype=bool)
    columns = [column[order] for column in (property_, source, target)]
    fresh[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return DirectedEdges(*(column[fresh] for column in columns))


def _ways(one: PropertyClass, projection: Projection, prefer: frozenset[int]) -> tuple[bool, bool]:
    """Return whether the facts of a class run as they are held, and whether they run the other way."""
    if projection.direction == "both" or one.symmetric:
        return True, True
    forward, backward = bool(one.predicates), bool(one.inverses)
    wanted = not prefer.isdisjoint(one.predicates), not prefer.isdisjoint(one.inverses)
    return wanted if forward and backward and any(wanted) else (forward, backward)
