"""The pairs of each signed property class in the rows of a projection."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, Keys, flip, in_sorted, pack, union, unpack
from semkg.reasoning.canonical.signed import SignedProperties
from semkg.store import Rows


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
        self._held: dict[int, Keys] = {number: union(keys) for number, keys in parts.items()}
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


def _by_predicate(rows: Rows) -> list[tuple[int, Keys]]:
    begin = np.flatnonzero(np.diff(rows.p, prepend=-1))
    keys = np.split(pack(rows.s, rows.o), begin[1:]) if len(begin) else []
    return list(zip(rows.p[begin].tolist(), keys, strict=True))


def one_way(keys: Keys) -> Keys:
    """Return a symmetric set of pairs without the second of ``(a, b)`` and ``(b, a)``."""
    first, second = unpack(keys)
    # an edge to a literal has no opposite
    return keys[(first <= second) | ~in_sorted(flip(keys), keys)]
