"""Property chains of a canonical graph: which pairs follow from others that do not follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    EMPTY,
    Ids,
    Keys,
    components,
    compose,
    flip,
    in_sorted,
    pack,
    range_join,
    sort_unique,
    union,
    unpack,
)
from semkg.reasoning.canonical.instances import (
    Instances,
    derive_from_earlier,
    give_each_other,
    group_facts,
    spare_facts,
)
from semkg.reasoning.canonical.pairs import PairsOfClasses
from semkg.reasoning.canonical.schema import Chain
from semkg.reasoning.canonical.signed import SignedProperties


@dataclass(frozen=True, slots=True)
class Chained:
    """What chains give to a class.

    Attributes:
        given: key set of the pairs that follow from earlier ones.
        spare: key set of further pairs, each of which gives a pair that is in neither set, and is given by it.
    """

    given: Keys
    spare: Keys


class ChainRules:
    """The chains of a schema, with the strata of the properties that they connect.

    Property classes depend on each other by sub-properties and chains; a stratum is a set of classes that
    depend on each other. A chain whose links all lie in lower strata drops every pair that it gives. Within a
    stratum it drops the pairs that follow from earlier ones, pair by pair; where one of its classes is
    transitive, it drops nothing, since which pairs to keep would be an arbitrary choice.
    """

    def __init__(self, signed: SignedProperties) -> None:
        self._signed = signed
        self._stratum = _strata(signed)
        self._recursive = [chain for chain in signed.chains if self._leads_back(chain)]
        self._plain = [chain for chain in signed.chains if not self._leads_back(chain)]

    def _leads_back(self, chain: Chain) -> bool:
        return any(self._stratum[link] == self._stratum[chain.head] for link in chain.links)

    def derive(self, number: int, pairs: PairsOfClasses) -> Keys:
        """Return the pairs that chains over lower strata give to a class."""
        inverse = int(self._signed.inverse[number])
        found = [_follow(chain.links, pairs) for chain in self._plain if chain.head == number]
        found += [
            np.sort(flip(_follow(chain.links, pairs))) for chain in self._plain if chain.head == inverse
        ]
        return union(found)

    def derive_within_strata(self, pairs: PairsOfClasses, given: dict[int, Keys]) -> dict[int, Chained]:
        """Return the pairs that follow from earlier ones by rules that lead back to where they start.

        Args:
            pairs: the pairs of each class.
            given: pairs of each class that chains over lower strata give.

        Returns:
            For held classes; the pairs of ``given`` and those that narrower classes of lower strata give are
            among those that follow.
        """
        chains = [chain for chain in self._recursive if not self._transitive(self._stratum[chain.head])]
        strata = {self._stratum[chain.head] for chain in chains}
        facts = Facts(pairs, self._signed, [n for n in pairs.numbers() if self._stratum[n] in strata])
        if not facts.total:
            return {}
        steps = list(self._steps(facts))
        instances = [*steps, *(self._instances(chain, facts) for chain in chains)]
        found = np.zeros(facts.total, dtype=bool)
        for number in facts.numbers:
            found[facts.places(number, given[number])] = True
        group = group_facts(instances, facts.total)
        found = derive_from_earlier(instances, group, found)
        kept = ~found
        for step in steps:
            kept[step.head] = False
        spare = spare_facts(kept, give_each_other(instances, group, found))
        places = {number: facts.places(number, pairs.of(number)) for number in facts.numbers}
        return {
            number: Chained(*(pairs.of(number)[mask[at]] for mask in (found, spare)))
            for number, at in places.items()
        }

    def _transitive(self, stratum: int) -> bool:
        return bool(self._signed.transitive[self._stratum == stratum].any())

    def _steps(self, facts: Facts) -> Iterator[Instances]:
        """Yield what narrower classes give; those of lower strata are no facts here."""
        for wide in facts.numbers:
            for narrow in self._signed.lower(wide).tolist():
                keys = facts.pairs.of(narrow)
                inside = self._stratum[narrow] == self._stratum[wide]
                yield facts.instances(wide, keys, [(narrow, keys)] if inside else [])

    def _instances(self, chain: Chain, facts: Facts) -> Instances:
        nodes = _paths(chain.links, facts.pairs)
        links = zip(chain.links, nodes[:-1], nodes[1:], strict=True)
        inside = [
            (link, pack(s, o)) for link, s, o in links if self._stratum[link] == self._stratum[chain.head]
        ]
        return facts.instances(chain.head, pack(nodes[0], nodes[-1]), inside)


class Facts:
    """Numbers for the pairs of some classes; a pair and the same pair of the inverse class are one fact."""

    def __init__(self, pairs: PairsOfClasses, signed: SignedProperties, numbers: list[int]) -> None:
        self.pairs = pairs
        self.numbers = numbers
        self._signed = signed
        sizes = [len(pairs.of(number)) for number in numbers]
        self._offset = dict(zip(numbers, np.cumsum([0, *sizes]).tolist(), strict=False))
        self.total = sum(sizes)

    def instances(self, head: int, keys: Keys, premises: list[tuple[int, Keys]]) -> Instances:
        """Return applications of a rule, as far as the projection keeps the pairs that they give.

        Args:
            head: class of the pairs that are given.
            keys: those pairs, shape ``(m,)``.
            premises: class and pairs of each premise, shape ``(m,)`` each.
        """
        kept = in_sorted(keys, self.pairs.of(head))
        if not kept.any():
            return Instances(EMPTY, ())
        return Instances(
            self.places(head, keys[kept]), tuple(self.places(number, part[kept]) for number, part in premises)
        )

    def places(self, number: int, keys: Keys) -> Ids:
        """Return the numbers of pairs of a class, which must be among its pairs."""
        held = number if number in self._offset else int(self._signed.inverse[number])
        keys = keys if held == number else flip(keys)
        known = self.pairs.of(held)
        if self._signed.inverse[held] == held:
            turned = flip(keys)
            keys = np.where(in_sorted(turned, known), np.minimum(keys, turned), keys)
        places: Ids = np.searchsorted(known, keys) + self._offset[held]
        return places


def _paths(links: tuple[int, ...], pairs: PairsOfClasses) -> list[Ids]:
    """Return all paths along a chain, as one column for each node on the way."""
    nodes = list(unpack(pairs.of(links[0])))
    for link in links[1:]:
        parent, partner = range_join(nodes[-1], pairs.of(link))
        nodes = [*(column[parent] for column in nodes), partner]
    return nodes


def _follow(links: tuple[int, ...], pairs: PairsOfClasses) -> Keys:
    """Return the ends of all paths along a chain."""
    keys = pairs.of(links[0])
    for link in links[1:]:
        keys = sort_unique(compose(keys, pairs.of(link))) if len(keys) else EMPTY
    return keys


def _strata(signed: SignedProperties) -> NDArray[np.int32]:
    """Return the stratum of each class; a class and its inverse share one."""
    upper, lower = unpack(signed.below)
    heads = np.array([chain.head for chain in signed.chains for _ in chain.links], dtype=np.int64)
    links = np.array([link for chain in signed.chains for link in chain.links], dtype=np.int64)
    every = np.arange(len(signed.inverse))
    source = np.concatenate([lower, links, every, signed.inverse])
    target = np.concatenate([upper, heads, signed.inverse, every])
    return components(source, target, n_nodes=len(every), connection="strong")[1]
