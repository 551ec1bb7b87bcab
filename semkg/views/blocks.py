"""Which terms are the same: the blocks of owl:sameAs."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class Blocks:
    """Blocks of equal terms over the ids of one dictionary; ids beyond the array are blocks of their own."""

    def __init__(self, representative: NDArray[np.int32] | None = None) -> None:
        """Take the representative of each term id, shape ``(n_terms,)``; without one, every term stands alone."""
        self._representative = np.zeros(0, np.int32) if representative is None else representative

    def representative(self, number: int) -> int:
        """Return the id that stands for the block of a term."""
        return int(self._representative[number]) if number < len(self._representative) else number

    def members(self, representative: int) -> tuple[int, ...]:
        """Return the ids of all terms of the block that ``representative`` stands for."""
        return self._aliased.get(representative, (representative,))

    @cached_property
    def _aliased(self) -> dict[int, tuple[int, ...]]:
        aliases = np.flatnonzero(self._representative != np.arange(len(self._representative)))
        found: defaultdict[int, list[int]] = defaultdict(list)
        for alias in aliases.tolist():
            found[int(self._representative[alias])].append(alias)
        return {first: (first, *others) for first, others in found.items()}
