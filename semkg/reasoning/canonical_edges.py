"""Edges of a canonical graph: the pairs of each signed property class, without those that others give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, Ids, Keys, diff_sorted, flip, in_sorted, pack, union, unpack
from semkg.reasoning.canonical_chains import ChainRules
from semkg.reasoning.canonical_transitive import reduce_transitive
from semkg.reasoning.signed import SignedProperties
from semkg.store import Rows


@dataclass(frozen=True, slots=True)
class ClassEdges:
    """What is kept of one signed property class.

    Attributes:
        number: the class.
        symmetric: whether the class is its own inverse.
        pairs: key set over representatives; both ways for a symmetric class.
        cliques: groups of nodes of which all pairs hold, beside ``pairs``.
        held: number of facts before anything was dropped; a symmetric fact is one.
        from_below: number of facts dropped because narrower properties give them.
        from_chains: number of further facts dropped because chains of properties of lower strata give them.
    """

    number: int
    symmetric: bool
    pairs: Keys
    cliques: tuple[Ids, ...]
    held: int
    from_below: int
    from_chains: int


class PairsOfClasses:
    """The pairs of each signed property class in the rows of a projection."""

    def __init__(self, rows: Rows, signed: SignedProperties, forward: NDArray[np.bool_]) -> None:
        """Group rows by class.

        Args:
            rows: the selected rows, without types.
            signed: the signed property classes.
            forward: for each class whether its pairs, and not those of its inverse, are held.
        """
        parts: dict[int, list[Keys]] = {}
        for number, keys in _by_predicate(rows):
            found = signed.of(number)
            held, turned = (
                (found, keys) if forward[found] else (int(signed.inverse[found]), np.sort(flip(keys)))
            )
            parts.setdefault(held, []).append(turned)
        self._signed = signed
        self._held = {number: union(keys) for number, keys in parts.items()}
        self.of = cache(self._of)

    def numbers(self) -> tuple[int, ...]:
        """Return the classes that are held."""
        return tuple(self._held)

    def _of(self, number: int) -> Keys:
        """Return the key set of a class, empty if it has no rows."""
        if number in self._held:
            return self._held[number]
        inverse = self._held.get(int(self._signed.inverse[number]), EMPTY)
        return np.sort(flip(inverse))

    def of_all(self, numbers: Iterable[int]) -> Keys:
        """Return the union of the key sets of some classes."""
        return union([self.of(number) for number in numbers])


def _by_predicate(rows: Rows) -> list[tuple[int, Keys]]:
    begin = np.flatnonzero(np.diff(rows.p, prepend=-1))
    keys = np.split(pack(rows.s, rows.o), begin[1:]) if len(begin) else []
    return list(zip(rows.p[begin].tolist(), keys, strict=True))


def reduce_edges(pairs: PairsOfClasses, signed: SignedProperties, chains: ChainRules) -> list[ClassEdges]:
    """Drop from every class what narrower classes, chains of lower strata and its own transitivity give.

    Every pair is dropped for the sake of pairs that come before it in one fixed order (stratum of the chain
    dependencies, then width of the class), so that the kept pairs give all others back.
    """
    return [_reduce_class(number, pairs, signed, chains) for number in pairs.numbers()]


def _reduce_class(
    number: int, pairs: PairsOfClasses, signed: SignedProperties, chains: ChainRules
) -> ClassEdges:
    keys = pairs.of(number)
    below = pairs.of_all(signed.lower(number).tolist())
    chained = chains.derive(number, pairs.of)
    given = union([below, chained])
    if signed.transitive[number]:
        reduct = reduce_transitive(keys, given)
        kept, cliques = reduct.pairs, reduct.cliques
    else:
        kept, cliques = diff_sorted(keys, given), ()
    symmetric = bool(signed.inverse[number] == number)
    held, narrower, all_given = (
        _count_facts(part, symmetric=symmetric)
        for part in (keys, keys[in_sorted(keys, below)], keys[in_sorted(keys, given)])
    )
    return ClassEdges(number, symmetric, kept, cliques, held, narrower, all_given - narrower)


def _count_facts(keys: Keys, *, symmetric: bool) -> int:
    return len(one_way(keys)) if symmetric else len(keys)


def one_way(keys: Keys) -> Keys:
    """Return a symmetric set of pairs without the second of ``(a, b)`` and ``(b, a)``."""
    first, second = unpack(keys)
    # an edge to a literal has no opposite
    return keys[(first <= second) | ~in_sorted(flip(keys), keys)]
