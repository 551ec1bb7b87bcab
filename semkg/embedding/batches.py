"""What a fit steps through: the distinct queries of a graph, each with all its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from semkg.embedding.extra import load_torch
from semkg.embedding.triples import TripleIndex, Triples

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Batch:
    """Some queries (s, p, ?) and their answers.

    Attributes:
        s: subject of each query, int64, shape ``(n_queries,)``.
        p: predicate of each query, which may be a reciprocal one; same shape.
        row: the query of each answer, int64, shape ``(n_answers,)``.
        o: the entity of each answer; same shape.
        hidden: query and entity of what is true as well but no answer to learn, two columns; ``None`` for nothing.
    """

    s: torch.Tensor
    p: torch.Tensor
    row: torch.Tensor
    o: torch.Tensor
    hidden: tuple[torch.Tensor, torch.Tensor] | None = None


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of entities, one for each query, as compressed sparse rows.

    Attributes:
        pointer: where the list of each query begins, shape ``(n_queries + 1,)``.
        entities: shape ``(pointer[-1],)``.
    """

    pointer: torch.Tensor
    entities: torch.Tensor

    def of(self, chosen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the lists of some queries as two columns: place of the query among these, entity."""
        begin = self.pointer[chosen]
        count = self.pointer[chosen + 1] - begin
        row = load_torch().repeat_interleave(count)
        place = load_torch().arange(len(row), device=row.device) - (count.cumsum(0) - count)[row]
        return row, self.entities[begin[row] + place]


@dataclass(frozen=True, slots=True)
class Queries:
    """All queries of a graph, in both directions, with their answers.

    Attributes:
        s: subject of each query, int64, shape ``(n_queries,)``.
        p: predicate of each query, which may be a reciprocal one; same shape.
        answers: entities to learn.
        hidden: entities that are right as well, but not to be learned; ``None`` where there are none.
    """

    s: torch.Tensor
    p: torch.Tensor
    answers: Lists
    hidden: Lists | None

    @classmethod
    def of(cls, triples: Triples, n_predicates: int, device: str, known: Triples | None = None) -> Queries:
        """Collect the queries that triples answer, on a device.

        Args:
            triples: what is to be learned.
            n_predicates: number of predicates.
            device: where the queries are kept.
            known: further true triples: their ends are no wrong answers.
        """
        torch = load_torch()
        index = TripleIndex.of(triples, n_predicates)
        s, p = divmod(index.keys, 2 * n_predicates)

        def lists(pointer: NDArray[np.int64], entities: NDArray[np.int64]) -> Lists:
            return Lists(*(torch.from_numpy(column).to(device) for column in (pointer, entities)))

        hidden = None
        if known is not None and len(known):
            rows, entities = TripleIndex.of(known, n_predicates).answers(s, p)
            further = ~index.contains(np.column_stack((s[rows], p[rows], entities)))
            pointer = np.searchsorted(rows[further], np.arange(len(s) + 1))
            hidden = lists(pointer, entities[further])
        subjects, predicates = (torch.from_numpy(column).to(device) for column in (s, p))
        return cls(subjects, predicates, lists(index.pointer, index.objects), hidden)

    def __len__(self) -> int:
        return len(self.s)

    def batches(self, order: torch.Tensor, size: int) -> Iterator[Batch]:
        """Yield the queries in the order of these rows, a few at a time."""
        for first in range(0, len(order), size):
            chosen = order[first : first + size].to(self.s.device)
            hidden = None if self.hidden is None else self.hidden.of(chosen)
            yield Batch(self.s[chosen], self.p[chosen], *self.answers.of(chosen), hidden)
