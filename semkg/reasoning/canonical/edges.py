"""Edges of a canonical graph: the pairs of each signed property class, without those that others give."""

from __future__ import annotations

from dataclasses import dataclass

from semkg.kernels import EMPTY, Ids, Keys, diff_sorted, in_sorted, union
from semkg.reasoning.canonical.chains import Chained, ChainRules
from semkg.reasoning.canonical.pairs import PairsOfClasses, one_way
from semkg.reasoning.canonical.signed import SignedProperties
from semkg.reasoning.canonical.transitive import TransitiveReduct, reduce_transitive


@dataclass(frozen=True, slots=True)
class ClassEdges:
    """What is kept of one signed property class.

    Attributes:
        number: the class.
        symmetric: whether the class is its own inverse.
        pairs: key set over representatives; both ways for a symmetric class.
        cliques: groups of nodes of which all pairs hold, beside ``pairs``.
        basis: key set that gives ``pairs`` and ``cliques`` back, ``pairs`` itself where no pairs give each other.
        held: number of facts before anything was dropped; a symmetric fact is one.
        from_below: number of facts dropped because narrower properties give them.
        from_chains: number of further facts dropped because chains of properties of lower strata give them.
    """

    number: int
    symmetric: bool
    pairs: Keys
    cliques: tuple[Ids, ...]
    basis: Keys
    held: int
    from_below: int
    from_chains: int


def reduce_edges(pairs: PairsOfClasses, signed: SignedProperties) -> list[ClassEdges]:
    """Drop from every class what narrower classes, chains and its own transitivity give.

    Every pair is dropped for the sake of pairs that come before it in one fixed order (see
    :class:`ChainRules`, then the width of the class), so that the kept pairs give all others back.
    """
    chains = ChainRules(signed)
    plain = {number: chains.derive(number, pairs) for number in pairs.numbers()}
    within = chains.derive_within_strata(pairs, plain)
    return [
        _reduce_class(number, pairs, signed, _with_plain(keys, within.get(number)))
        for number, keys in plain.items()
    ]


def _with_plain(plain: Keys, within: Chained | None) -> Chained:
    return Chained(plain, EMPTY) if within is None else Chained(union([plain, within.given]), within.spare)


def _reduce_class(
    number: int, pairs: PairsOfClasses, signed: SignedProperties, chained: Chained
) -> ClassEdges:
    keys, symmetric = pairs.of(number), bool(signed.inverse[number] == number)
    below = union([pairs.of(lower) for lower in signed.lower(number).tolist()])
    given = union([below, chained.given])
    if signed.transitive[number]:
        reduct = reduce_transitive(keys, given, symmetric=symmetric)
    else:
        kept = diff_sorted(keys, given)
        reduct = TransitiveReduct(kept, (), diff_sorted(kept, chained.spare) if len(chained.spare) else kept)
    held, narrower, all_given = (
        _count_facts(part, symmetric=symmetric)
        for part in (keys, keys[in_sorted(keys, below)], keys[in_sorted(keys, given)])
    )
    return ClassEdges(
        number, symmetric, reduct.pairs, reduct.cliques, reduct.basis, held, narrower, all_given - narrower
    )


def _count_facts(keys: Keys, *, symmetric: bool) -> int:
    return len(one_way(keys)) if symmetric else len(keys)
