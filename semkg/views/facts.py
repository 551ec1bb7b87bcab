"""The facts of a canonical graph as rows to learn from: pairs of nodes for each property class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import pack, sort_unique, unpack
from semkg.reasoning import CanonicalGraph, ClassReading
from semkg.store import Rows, TermDictionary
from semkg.vocab import BUILTIN_ID, RDF_TYPE

Places = NDArray[np.int64]
Pairs = tuple[Places, Places]

TYPE = BUILTIN_ID[RDF_TYPE]

WRITTEN_OUT = 16
"""Members up to which all pairs of a clique are learned; of a larger one each member with the next, both ways."""


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """Pairs of nodes for each property class.

    Attributes:
        ids: term id of each node, shape ``(n_nodes,)``.
        names: N-Triples name of each node, empty for a blank node.
        as_class: whether each node is a term taken as a class, shape ``(n_nodes,)``.
        pairs: subjects and objects of each property class; symmetric ones both ways, of cliques all pairs.
        symmetric: whether each property class is symmetric.
        types: which property class is rdf:type, ``None`` if there are no types.
        further: nodes of classes that the canonical graph does not hold, by term id; equivalent ones share a node.
    """

    ids: Places
    names: tuple[str, ...]
    as_class: NDArray[np.bool_]
    pairs: tuple[Pairs, ...]
    symmetric: tuple[bool, ...]
    types: int | None
    further: Mapping[int, int]


def gather_facts(
    graph: CanonicalGraph, rows: Rows, classes: Mapping[int, ClassReading], terms: TermDictionary
) -> NodeFacts:
    """Return the facts of a canonical graph.

    A class that only domains and ranges give has no types in the canonical graph, nor have narrower ones. Without any
    there would be nothing to be learned of it, so that all its types are taken.

    Args:
        graph: the canonical graph.
        rows: the rows of the closure that its projection keeps.
        classes: how the classes of these rows are read in it.
        terms: the dictionary behind the ids.
    """
    further, names = _left_out(classes, terms, graph.n_nodes)
    symmetric = [one.symmetric for one in graph.properties]
    pairs = [_joined(parts, both_ways=way) for parts, way in zip(_parts(graph), symmetric, strict=True)]
    types = next((place for place, one in enumerate(graph.properties) if TYPE in one.predicates), None)
    if further and types is not None:
        pairs[types] = _joined([pairs[types], _types(graph, rows, further)], both_ways=False)
    elif further:
        types = len(pairs)
        pairs.append(_joined([_types(graph, rows, further)], both_ways=False))
    nodes = {node: class_ for class_, node in reversed(further.items())}
    return NodeFacts(
        ids=np.array([*graph.nodes.tolist(), *(nodes[node] for node in sorted(nodes))], dtype=np.int64),
        names=(*graph.names, *names),
        as_class=np.concatenate([graph.as_class, np.ones(len(names), dtype=bool)]),
        pairs=tuple(pairs),
        symmetric=tuple([*symmetric, False][: len(pairs)]),
        types=types,
        further=further,
    )


def _left_out(
    classes: Mapping[int, ClassReading], terms: TermDictionary, n_nodes: int
) -> tuple[dict[int, int], list[str]]:
    """Return nodes and names of the narrowest classes without a reading that have a name and no definition."""
    unread = {
        number: one
        for number, one in classes.items()
        if one.own is None and not one.narrower and not one.defined
    }
    numbers = {one.number for one in unread.values()}
    names: dict[int, str] = {}
    for text, one in sorted((terms.text(class_), one) for class_, one in unread.items()):
        if text[0] == "<" and numbers.isdisjoint(one.below):
            names.setdefault(one.number, text)
    node = {number: n_nodes + place for place, number in enumerate(names)}
    return {class_: node[one.number] for class_, one in unread.items() if one.number in node}, [
        *names.values()
    ]


def _types(graph: CanonicalGraph, rows: Rows, further: Mapping[int, int]) -> Pairs:
    """Return the members of some classes, as far as they are nodes."""
    size = 1 + max(int(rows.s.max(initial=-1)), int(rows.o.max(initial=-1)), int(graph.nodes.max(initial=-1)))
    node, class_ = np.full(size, -1), np.full(size, -1)
    node[graph.nodes[~graph.as_class]] = np.flatnonzero(~graph.as_class)
    class_[list(further)] = list(further.values())
    mine = rows.p == TYPE
    s, o = node[rows.s[mine]], class_[rows.o[mine]]
    kept = (s >= 0) & (o >= 0)
    return s[kept], o[kept]


def _parts(graph: CanonicalGraph) -> list[list[Pairs]]:
    """Return the facts of each property class and the pairs of its cliques."""
    facts = graph.facts
    begin = np.searchsorted(facts.property, np.arange(len(graph.properties) + 1)).tolist()
    parts: list[list[Pairs]] = [[(facts.subject[a:b], facts.object[a:b])] for a, b in pairwise(begin)]
    for number, group in zip(graph.cliques.property.tolist(), graph.cliques.groups(), strict=True):
        parts[number].append(_written_out(group))
    return parts


def _written_out(group: Places) -> Pairs:
    if len(group) <= WRITTEN_OUT:
        source, target = np.repeat(group, len(group)), np.tile(group, len(group))
        return source[source != target], target[source != target]
    following = np.roll(group, -1)
    return np.concatenate([group, following]), np.concatenate([following, group])


def _joined(parts: Sequence[Pairs], *, both_ways: bool) -> Pairs:
    source, target = (np.concatenate([part[end] for part in parts]) for end in (0, 1))
    if both_ways:
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
    return unpack(sort_unique(pack(source, target)))
