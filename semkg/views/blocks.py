"""Which terms are the same: the blocks of owl:sameAs."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class Blocks:
    """Blocks of equal terms over the ids of one dictionary; ids beyond the array are blocks of their own."""

    def __init__(self, representative: NDArray[np.int32], gone: NDArray[np.bool_] | None = None) -> None:
        """Take what is the same.

        Args:
            representative: the representative of each term id, shape ``(n_terms,)``.
            gone: which terms the dictionary knows although no triple has them; they name no block of other terms.
        """
        self._representative = representative
        self._gone = np.zeros(len(representative), dtype=np.bool_) if gone is None else gone

    @property
    def representatives(self) -> NDArray[np.int32]:
        """The representative of each term id, shape ``(n_terms,)``."""
        return self._representative

    def representative(self, number: int) -> int:
        """Return the id that stands for the block of a term."""
        return int(self._representative[number]) if number < len(self._representative) else number

    def is_gone(self, number: int) -> bool:
        """Return whether no triple has a term, as far as that is known."""
        return number < len(self._gone) and bool(self._gone[number])

    def members(self, representative: int) -> tuple[int, ...]:
        """Return the ids of all terms of the block that ``representative`` stands for."""
        return self._aliased.get(representative, (representative,))

    def spread(self, representatives: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return every member of each block and the place of its block in the argument, first members first."""
        place = np.arange(len(representatives))
        first = representatives.astype(np.int64)
        several: list[tuple[int, int]] = []
        for position in np.flatnonzero(np.isin(representatives, list(self._aliased))).tolist():
            first[position], *others = self._aliased[int(representatives[position])]
            several += [(alias, position) for alias in others]
        more = np.array(several, dtype=np.int64).reshape(-1, 2)
        return np.concatenate([first, more[:, 0]]), np.concatenate([place, more[:, 1]])

    @cached_property
    def _aliased(self) -> dict[int, tuple[int, ...]]:
        aliases = np.flatnonzero(self._representative != np.arange(len(self._representative)))
        found: defaultdict[int, list[int]] = defaultdict(list)
        for alias in aliases.tolist():
            found[int(self._representative[alias])].append(alias)
        blocks = {first: (first, *others) for first, others in found.items()}
        return {
            first: tuple(m for m in block if not self.is_gone(m)) or block for first, block in blocks.items()
        }
