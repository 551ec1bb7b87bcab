"""Which terms are the same: the blocks of owl:sameAs."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class Blocks:
    """Blocks of equal terms over the ids of one dictionary; ids beyond the array are blocks of their own."""

    def __init__(self, representative: NDArray[np.int32]) -> None:
        """Take the representative of each term id, shape ``(n_terms,)``."""
        self._representative = representative

    @property
    def representatives(self) -> NDArray[np.int32]:
        """The representative of each term id, shape ``(n_terms,)``."""
        return self._representative

    def representative(self, number: int) -> int:
        """Return the id that stands for the block of a term."""
        return int(self._representative[number]) if number < len(self._representative) else number

    def members(self, representative: int) -> tuple[int, ...]:
        """Return the ids of all terms of the block that ``representative`` stands for."""
        return self._aliased.get(representative, (representative,))

    def spread(self, representatives: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return every member of each block and the place of its block in the argument, the blocks' own ids first."""
        place = np.arange(len(representatives))
        several = [
            (alias, position)
            for position in np.flatnonzero(np.isin(representatives, list(self._aliased))).tolist()
            for alias in self._aliased[int(representatives[position])][1:]
        ]
        more = np.array(several, dtype=np.int64).reshape(-1, 2)
        return np.concatenate([representatives, more[:, 0]]), np.concatenate([place, more[:, 1]])

    @cached_property
    def _aliased(self) -> dict[int, tuple[int, ...]]:
        aliases = np.flatnonzero(self._representative != np.arange(len(self._representative)))
        found: defaultdict[int, list[int]] = defaultdict(list)
        for alias in aliases.tolist():
            found[int(self._representative[alias])].append(alias)
        return {first: (first, *others) for first, others in found.items()}
