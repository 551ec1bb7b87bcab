"""The store at one epoch as integer columns, and the difference between two epochs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.store.terms import TermDictionary


@dataclass(frozen=True, slots=True)
class Rows:
    """Triples as three equally long columns of term ids, sorted by (p, s, o) and without duplicates.

    Attributes:
        s: subject ids, shape ``(n,)``.
        p: predicate ids, shape ``(n,)``.
        o: object ids, shape ``(n,)``.
    """

    s: NDArray[np.int32]
    p: NDArray[np.int32]
    o: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.s)

    def part(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Rows:
        """Return some of the rows.

        Args:
            which: whether each row is kept, shape ``(n,)``, or the places of those that are, ascending.
        """
        return Rows(self.s[which], self.p[which], self.o[which])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What users wrote, at one epoch.

    Attributes:
        epoch: the epoch of the store.
        terms: the dictionary behind the ids; it only grows, so later epochs share it.
        rows: the union of the default graph and the user's named graphs, as a set.
        graph_rows: the same triples with the graph of each, one row a quad: columns ``s p o g``, sorted by
            (p, s, o, g), shape ``(4, n)``. ``g`` is the id of the graph's name, that of ``sk:asserted``
            for the default graph.
    """

    epoch: int
    terms: TermDictionary
    rows: Rows
    graph_rows: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed in the union of the graphs between two epochs.

    Attributes:
        since: the earlier epoch.
        epoch: the later epoch.
        added: triples that stand at ``epoch`` and did not at ``since``.
        removed: triples that stood at ``since`` and do not at ``epoch``.
    """

    since: int
    epoch: int
    added: Rows
    removed: Rows
