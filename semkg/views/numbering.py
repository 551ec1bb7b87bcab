"""Numbers of entities and predicates of a model that names of properties and classes have no part in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from semkg.kernels import pack
from semkg.reasoning import Way, node_order
from semkg.views.facts import NodeFacts, Pairs, Places


@dataclass(frozen=True, slots=True)
class Numbering:
    """Numbers of nodes and property classes.

    Attributes:
        order: the places of the nodes in order, shape ``(n_nodes,)``.
        rank: the number of each node, shape ``(n_nodes,)``.
        row: the predicate of each property class; those with the same facts share one.
        turned: whether the facts of each property class are read the other way there.
        symmetric: whether each predicate is symmetric.
    """

    order: Places
    rank: Places
    row: tuple[int, ...]
    turned: tuple[bool, ...]
    symmetric: tuple[bool, ...]

    @property
    def n_rows(self) -> int:
        """Number of predicates."""
        return len(self.symmetric)

    def signed(self, way: Way) -> list[int]:
        """Return the predicates that answer for a property class; one plus the number of all is read backwards."""
        row = self.row[way.place]
        if self.symmetric[row]:
            return [row, row + self.n_rows]
        return [row + self.n_rows * (way.turned != self.turned[way.place])]


def number_facts(facts: NodeFacts) -> Numbering:
    """Number nodes and property classes.

    Individuals come by name, then blank nodes, then classes, both by their place in the graph; classes with the same
    place by name. Predicates are in the order of a hash of their pairs, in that direction in which it is the less.
    """
    names = [
        "" if as_class else name for name, as_class in zip(facts.names, facts.as_class.tolist(), strict=True)
    ]
    known = sorted((place for place, name in enumerate(names) if name), key=names.__getitem__)
    rank = np.full(len(names), len(known))
    rank[known] = np.arange(len(known))
    order = _order(names, list(_links(facts, rank)))
    order = order[np.argsort(facts.as_class[order], kind="stable")]
    rank[order] = np.arange(len(order))
    spelled = [_spell(pairs, rank, fixed=facts.types == place) for place, pairs in enumerate(facts.pairs)]
    number = {text: row for row, text in enumerate(sorted({text for text, _ in spelled}))}
    row = tuple(number[text] for text, _ in spelled)
    both_ways = {row[place] for place, way in enumerate(facts.symmetric) if way}
    symmetric = tuple(one in both_ways for one in range(len(number)))
    return Numbering(order, rank, row, tuple(turned for _, turned in spelled), symmetric)


def _order(names: list[str], links: list[tuple[str, Pairs]]) -> Places:
    empty = np.empty(0, np.int64)
    source, target = (np.concatenate([empty, *(pairs[end] for _, pairs in links)]) for end in (0, 1))
    return node_order(names, source, [text for text, pairs in links for _ in pairs[0]], target)


def _links(facts: NodeFacts, rank: Places) -> Iterator[tuple[str, Pairs]]:
    """Yield the pairs of each property class with a name by content; both ways if it has no direction yet."""
    for place, pairs in enumerate(facts.pairs):
        text, turned = _spell(pairs, rank, fixed=facts.types == place)
        undecided = _content(pairs, rank) == _content(pairs[::-1], rank)
        if undecided or not turned:
            yield text, pairs
        if undecided or turned:
            yield text, (pairs[1], pairs[0])


def _spell(pairs: Pairs, rank: Places, *, fixed: bool) -> tuple[str, bool]:
    """Return a text for pairs, the same for these pairs turned round, and whether they are to be turned."""
    forward, backward = _content(pairs, rank), _content(pairs[::-1], rank)
    return (forward, False) if fixed or forward <= backward else (backward, True)


def _content(pairs: tuple[Places, ...], rank: Places) -> str:
    source, target = pairs
    return sha256(np.sort(pack(rank[source], rank[target])).tobytes()).hexdigest()
