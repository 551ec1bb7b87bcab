"""Digests of a canonical graph: of everything it says, and of what an analytic sees of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Cliques, Graph
from semkg.reasoning.canonical.colours import (
    Colours,
    Structure,
    combine,
    refine,
    structure_colours,
)
from semkg.reasoning.canonical.graph import CanonicalGraph, CliqueFacts, Facts, Places, PropertyClass
from semkg.reasoning.canonical.names import hash_name
from semkg.reasoning.canonical.view import merge_edges


def canonical_digest(canonical: CanonicalGraph) -> str:
    """Return a hash of all that the graph says: facts, cliques, and every name of their nodes and properties.

    Equal for graphs of the same meaning, on every machine. Blank nodes count by their place in the structure.
    """
    further = dict(canonical.further_names)
    names = ["\n".join([name, *further.get(place, ())]) for place, name in enumerate(canonical.names)]
    return _digest(
        names, canonical.as_class, fact_structure(canonical.properties, canonical.facts, canonical.cliques)
    )


def edge_digest(canonical: CanonicalGraph) -> str:
    """Return a hash of what an analytic sees: nodes by their least name, edges with their weights, cliques.

    Names of properties do not count, so a synonym or a wider property without a new fact changes nothing.
    """
    # cliques are left out here: how many members are written out is no matter of what the graph is
    merged = merge_edges(canonical, written_out=0)
    members = np.concatenate([np.empty(0, np.int64), *merged.groups])
    pointer = np.cumsum([0, *map(len, merged.groups)])
    groups = np.ones(len(merged.groups)).view(np.uint64)
    structure = Structure(
        merged.weight.view(np.uint64), merged.source, merged.target, groups, pointer, members
    )
    return _digest(canonical.names, canonical.as_class, structure)


def named_digest(graph: Graph, names: Sequence[str]) -> str:
    """Return a hash of any graph over named nodes, whatever their order.

    Args:
        graph: edges and cliques.
        names: name of each node, empty for a blank node, which counts by its place in the structure.
    """
    cliques = graph.cliques or Cliques.from_groups([])
    structure = Structure(
        graph.weight.view(np.uint64),
        graph.source.astype(np.int64),
        graph.target.astype(np.int64),
        cliques.weight.view(np.uint64),
        cliques.pointer,
        cliques.member.astype(np.int64),
    )
    return _digest(names, np.zeros(graph.n_nodes, dtype=bool), structure)


def triples_digest(names: Sequence[str], predicates: Sequence[str], triples: Places) -> str:
    """Return a hash of triples over named nodes and predicates, whatever their order.

    Args:
        names: name of each node, empty for a blank node, which counts by its place in the structure.
        predicates: name of each predicate.
        triples: places of subject, predicate and object, shape ``(n, 3)``.
    """
    subject, predicate, object_ = triples.T
    links = np.array([hash_name(name) for name in predicates], dtype=np.uint64)[predicate]
    return _digest(names, np.zeros(len(names), dtype=bool), Structure.of_links(links, subject, object_))


def fact_structure(properties: Sequence[PropertyClass], facts: Facts, cliques: CliqueFacts) -> Structure:
    """Return facts, symmetric ones both ways, and cliques, with properties told apart by all their names."""
    colour = np.array([hash_name(_spelled(one)) for one in properties], dtype=np.uint64)
    both_ways = np.array([one.symmetric for one in properties], dtype=bool)[facts.property]
    links = np.concatenate([colour[facts.property], colour[facts.property[both_ways]]])
    source = np.concatenate([facts.subject, facts.object[both_ways]])
    target = np.concatenate([facts.object, facts.subject[both_ways]])
    return Structure(links, source, target, colour[cliques.property], cliques.pointer, cliques.member)


def node_colours(names: Sequence[str], as_class: NDArray[np.bool_], structure: Structure) -> Colours:
    """Return a colour for each node: from its name, or for a blank node from its place in the structure."""
    blank = np.array([not name.strip() for name in names], dtype=bool)
    seeds = np.array([0 if not name.strip() else hash_name(name) for name in names], dtype=np.uint64)
    return refine(combine(seeds, as_class.astype(np.uint64)), blank, structure)


def _spelled(one: PropertyClass) -> str:
    return " ".join((*one.forward, "^", *one.backward, "transitive" if one.transitive else ""))


def _digest(names: Sequence[str], as_class: NDArray[np.bool_], structure: Structure) -> str:
    colours = node_colours(names, as_class, structure)
    text = np.concatenate([np.sort(colours), structure_colours(structure, colours)])
    return hashlib.sha256(text.astype("<u8").tobytes()).hexdigest()
