"""What a phase has not seen yet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import Keys, unpack
from semkg.reasoning.engine.facts import Facts, Partition


class Fresh:
    """The facts that one phase has not seen yet.

    Of a predicate of which it has seen nothing at all only that is noted: its triples are those of the facts.
    """

    def __init__(self) -> None:
        self._whole: set[int] = set()
        self._parts: dict[int, list[Partition]] = {}

    def __bool__(self) -> bool:
        return bool(self._parts or self._whole)

    def touches(self, *predicates: int) -> bool:
        """Say whether one of these predicates has new triples."""
        return any(predicate in self._parts or predicate in self._whole for predicate in predicates)

    def append(self, predicate: int, fresh: Partition, *, whole: bool) -> None:
        """Note new triples (disjoint from those noted before).

        Args:
            predicate: their predicate.
            fresh: the triples.
            whole: whether they are all triples that the predicate has.
        """
        if whole:
            self._whole.add(predicate)
            self._parts.pop(predicate, None)
        elif predicate not in self._whole:
            self._parts.setdefault(predicate, []).append(fresh)

    def take(self, facts: Facts) -> Facts:
        """Return what is noted and forget it.

        Args:
            facts: all facts.
        """
        found = {predicate: _together(parts) for predicate, parts in self._parts.items()}
        found |= {predicate: facts.get(predicate) for predicate in self._whole}
        self._parts, self._whole = {}, set()
        return Facts(found)

    def drop(self, moved: frozenset[int], changed: NDArray[np.bool_]) -> None:
        """Forget triples that are about to be rewritten."""
        self._whole -= moved
        for predicate in [p for p in self._parts if p in moved]:
            del self._parts[predicate]
        for predicate, parts in self._parts.items():
            kept = (part.keys[~touches(part.keys, changed)] for part in parts)
            self._parts[predicate] = [Partition(keys) for keys in kept]

    def copy(self) -> Fresh:
        """Return an independent note of the same facts."""
        other = Fresh()
        other._whole = set(self._whole)
        other._parts = {predicate: list(parts) for predicate, parts in self._parts.items()}
        return other


def _together(parts: list[Partition]) -> Partition:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.plus(part)
    return whole


def touches(keys: Keys, changed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say of each key whether one of its ids is marked."""
    s, o = unpack(keys)
    found: NDArray[np.bool_] = changed[s] | changed[o]
    return found
