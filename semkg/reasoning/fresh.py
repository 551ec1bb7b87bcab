"""What a phase has not seen yet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import Keys, union, unpack
from semkg.reasoning.facts import Facts, Partition


class Fresh:
    """The facts that one phase has not seen yet."""

    def __init__(self) -> None:
        self._parts: dict[int, list[Keys]] = {}

    def __bool__(self) -> bool:
        return bool(self._parts)

    def touches(self, *predicates: int) -> bool:
        """Say whether one of these predicates has new triples."""
        return any(predicate in self._parts for predicate in predicates)

    def append(self, predicate: int, keys: Keys) -> None:
        """Note new triples (disjoint from those noted before)."""
        self._parts.setdefault(predicate, []).append(keys)

    def take(self) -> Facts:
        """Return what is noted and forget it."""
        facts = Facts({predicate: Partition(union(parts)) for predicate, parts in self._parts.items()})
        self._parts = {}
        return facts

    def drop(self, moved: frozenset[int], changed: NDArray[np.bool_]) -> None:
        """Forget triples that are about to be rewritten."""
        for predicate in [p for p in self._parts if p in moved]:
            del self._parts[predicate]
        for predicate, parts in self._parts.items():
            self._parts[predicate] = [keys[~touches(keys, changed)] for keys in parts]

    def copy(self) -> Fresh:
        """Return an independent note of the same facts."""
        other = Fresh()
        other._parts = {predicate: list(parts) for predicate, parts in self._parts.items()}
        return other


def touches(keys: Keys, changed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say of each key whether one of its ids is marked."""
    s, o = unpack(keys)
    found: NDArray[np.bool_] = changed[s] | changed[o]
    return found
