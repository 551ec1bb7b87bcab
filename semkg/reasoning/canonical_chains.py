"""Property chains of a canonical graph: what they give from properties that do not depend on their result."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, Keys, components, compose, sort_unique, union, unpack
from semkg.reasoning.canonical_schema import Chain
from semkg.reasoning.signed import SignedProperties


class ChainRules:
    """The chains that may drop pairs: all links lie in strictly lower strata than the head.

    Property classes depend on each other by sub-properties and chains; a stratum is a set of classes that
    depend on each other. A chain inside a stratum drops nothing: which pairs to keep there would be an
    arbitrary choice.
    """

    def __init__(self, signed: SignedProperties) -> None:
        stratum = _strata(signed)
        usable = [
            chain
            for chain in signed.chains
            if all(stratum[link] != stratum[chain.head] for link in chain.links)
        ]
        self._inverse = signed.inverse
        self._by_head: dict[int, list[Chain]] = {}
        for chain in usable:
            self._by_head.setdefault(chain.head, []).append(chain)

    def derive(self, number: int, pairs: Callable[[int], Keys]) -> Keys:
        """Return the pairs that chains give to a class.

        Args:
            number: the class.
            pairs: returns the key set of a class.
        """
        inverse = int(self._inverse[number])
        forward = [_follow(chain.links, pairs) for chain in self._by_head.get(number, ())]
        turned = [
            tuple(int(self._inverse[link]) for link in reversed(c.links))
            for c in self._by_head.get(inverse, ())
        ]
        return union(forward + [_follow(links, pairs) for links in turned])


def _follow(links: tuple[int, ...], pairs: Callable[[int], Keys]) -> Keys:
    keys = pairs(links[0])
    for link in links[1:]:
        keys = sort_unique(compose(keys, pairs(link))) if len(keys) else EMPTY
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
