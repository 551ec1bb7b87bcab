"""What a fit steps through: the distinct queries of a graph, each with all its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    """

    s: torch.Tensor
    p: torch.Tensor
    row: torch.Tensor
    o: torch.Tensor


@dataclass(frozen=True, slots=True)
class Queries:
    """All queries of a graph, in both directions, with their answers as compressed sparse rows.

    Attributes:
        s: subject of each query, int64, shape ``(n_queries,)``.
        p: predicate of each query, which may be a reciprocal one; same shape.
        pointer: where the answers of each query begin, shape ``(n_queries + 1,)``.
        answers: entities, shape ``(2 * n_triples,)``.
    """

    s: torch.Tensor
    p: torch.Tensor
    pointer: torch.Tensor
    answers: torch.Tensor

    @classmethod
    def of(cls, triples: Triples, n_predicates: int, device: str) -> Queries:
        """Collect the queries that triples answer, on a device."""
        torch = load_torch()
        index = TripleIndex.of(triples, n_predicates)
        s, p = divmod(index.keys, 2 * n_predicates)
        return cls(*(torch.from_numpy(column).to(device) for column in (s, p, index.pointer, index.objects)))

    def __len__(self) -> int:
        return len(self.s)

    def batches(self, order: torch.Tensor, size: int) -> Iterator[Batch]:
        """Yield the queries in the order of these rows, a few at a time."""
        for first in range(0, len(order), size):
            yield self._batch(order[first : first + size].to(self.s.device))

    def _batch(self, chosen: torch.Tensor) -> Batch:
        begin = self.pointer[chosen]
        count = self.pointer[chosen + 1] - begin
        row = load_torch().repeat_interleave(count)
        place = load_torch().arange(len(row), device=row.device) - (count.cumsum(0) - count)[row]
        return Batch(self.s[chosen], self.p[chosen], row, self.answers[begin[row] + place])
