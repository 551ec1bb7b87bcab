"""Puts reduced edges and types together: nodes in the order of their names, facts, edges with a direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Direction, Projection
from semkg.kernels import EMPTY, Keys, flip, pack, sort_unique, unpack
from semkg.reasoning.canonical.colours import Structure
from semkg.reasoning.canonical.digests import fact_structure, node_colours
from semkg.reasoning.canonical.graph import CliqueFacts, Facts, Places, PropertyClass
from semkg.reasoning.canonical.names import BlockNames
from semkg.reasoning.canonical.pairs import one_way
from semkg.store import TermKind


@dataclass(frozen=True, slots=True)
class Draft:
    """Facts of one property class before nodes are numbered.

    Nodes are codes: twice the representative id, plus one for a class.

    Attributes:
        property: the property class.
        subject: code of each fact's subject, shape ``(n,)``; symmetric facts stand both ways.
        object: code of each fact's object, shape ``(n,)``.
        cliques: codes of the members of each clique.
        basis: codes of the subjects and the objects of facts that give all others and the cliques back; unset where
            these are the facts themselves.
    """

    property: PropertyClass
    subject: Places
    object: Places
    cliques: tuple[Places, ...] = ()
    basis: tuple[Places, Places] | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """Facts over numbered nodes.

    Attributes:
        codes: code of each node, in canonical order, shape ``(n_nodes,)``.
        literal: whether each node is a literal, shape ``(n_nodes,)``.
        names: name of each node.
        properties: the property classes, sorted by name.
        facts: the facts; symmetric ones stand one way.
        cliques: the cliques.
        basis: facts that give all others and the cliques back.
    """

    codes: Places
    literal: NDArray[np.bool_]
    names: tuple[str, ...]
    properties: tuple[PropertyClass, ...]
    facts: Facts
    cliques: CliqueFacts
    basis: Facts


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
    codes, named = codes[order], tuple(texts[place] for place in order.tolist())
    facts, cliques = _number(drafts, codes)
    literal = names.kinds(codes >> 1) == TermKind.LITERAL
    return Numbered(codes, literal, named, properties, facts, cliques, _number_basis(drafts, codes, facts))


def _canonical_order(codes: Places, texts: list[str], structure: Structure) -> Places:
    """Return the places of the nodes, those with a name by name, then the others by colour."""
    blank = np.array([not text for text in texts], dtype=bool)
    # stable: of the two nodes that one name may have, the individual comes before the class
    named = sorted(np.flatnonzero(~blank).tolist(), key=texts.__getitem__)
    others = np.flatnonzero(blank)
    if len(others):
        colours = node_colours(texts, (codes & 1).astype(bool), structure)
        others = others[np.argsort(colours[others], kind="stable")]
    return np.concatenate([np.array(named, dtype=np.int64), others])


def _number(drafts: list[Draft], codes: Places) -> tuple[Facts, CliqueFacts]:
    """Return facts and cliques over the places of codes."""
    place = _places(codes)
    groups = [
        (number, np.sort(place[members])) for number, draft in enumerate(drafts) for members in draft.cliques
    ]
    groups.sort(key=lambda group: (group[0], group[1].tolist()))
    pointer = np.cumsum([0, *(len(members) for _, members in groups)])
    owner = np.array([number for number, _ in groups], dtype=np.int64)
    members = np.concatenate([EMPTY, *(members for _, members in groups)])
    facts = [_pairs(draft, (draft.subject, draft.object), place) for draft in drafts]
    return _facts(facts), CliqueFacts(owner, pointer, members)


def _number_basis(drafts: list[Draft], codes: Places, facts: Facts) -> Facts:
    """Return the facts of the basis over the places of codes."""
    if all(draft.basis is None for draft in drafts):
        return facts
    place = _places(codes)
    return _facts([_pairs(draft, draft.basis or (draft.subject, draft.object), place) for draft in drafts])


def _places(codes: Places) -> Places:
    """Return the place of each code, as an array over all codes up to the largest."""
    place = np.empty(int(codes.max(initial=-1)) + 1, dtype=np.int64)
    place[codes] = np.arange(len(codes))
    return place


def _pairs(draft: Draft, ends: tuple[Places, Places], place: Places) -> Keys:
    keys = np.sort(pack(*(place[end] for end in ends)))
    return one_way(keys) if draft.property.symmetric else keys


def _facts(parts: list[Keys]) -> Facts:
    property_ = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return Facts(property_, *unpack(np.concatenate([EMPTY, *parts])))


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
    begin = np.searchsorted(numbered.facts.property, np.arange(1, len(numbered.properties)))
    parts = np.split(pack(numbered.facts.subject, numbered.facts.object), begin)
    keys = [
        _direct(part, _ways(one, projection, prefer), numbered.literal, projection.direction)
        for one, part in zip(numbered.properties, parts, strict=False)
    ]
    source, target = unpack(np.concatenate([np.empty(0, np.int64), *keys]))
    return DirectedEdges(np.repeat(np.arange(len(keys)), [len(part) for part in keys]), source, target)


def _direct(keys: Keys, ways: tuple[bool, bool], literal: NDArray[np.bool_], direction: Direction) -> Keys:
    """Return the edges of one property class, given its facts and the ways in which they run."""
    forward, backward = keys, flip(keys)
    if direction != "both":
        # literals are only ever objects, whichever way a property is named
        subject, object_ = (literal[end] for end in unpack(keys))
        forward = keys[(ways[0] & ~subject) | object_]
        backward = flip(keys[(ways[1] & ~object_) | subject])
    runs = sort_unique(np.concatenate([forward, backward])) if len(backward) else forward
    return np.sort(flip(runs)) if direction == "reversed" else runs


def _ways(one: PropertyClass, projection: Projection, prefer: frozenset[int]) -> tuple[bool, bool]:
    """Return whether the facts of a class run as they are held, and whether they run the other way."""
    if projection.direction == "both" or one.symmetric:
        return True, True
    forward, backward = bool(one.predicates), bool(one.inverses)
    wanted = not prefer.isdisjoint(one.predicates), not prefer.isdisjoint(one.inverses)
    return wanted if forward and backward and any(wanted) else (forward, backward)
