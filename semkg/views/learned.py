"""Learned vectors and the terms that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from semkg import embedding
from semkg.embedding import Model
from semkg.errors import ModelError
from semkg.store import Term, TermDictionary, parse_term
from semkg.views.blocks import Blocks
from semkg.vocab import RDF_TYPE


@dataclass(frozen=True, slots=True)
class Learned:
    """A model with the names of its rows.

    Attributes:
        model: the trained vectors.
        entities: N-Triples text of each entity (its block's least name), shape ``(n_entities,)``, sorted.
        predicates: N-Triples text of each predicate, shape ``(n_predicates,)``, sorted.
        individuals: whether each entity is more than a class, shape ``(n_entities,)``, bool.
        terms: the dictionary of the store.
        blocks: which terms are one entity.
        provenance: name, epoch, regime, rules: where the model comes from.
    """

    model: Model
    entities: tuple[str, ...]
    predicates: tuple[str, ...]
    individuals: NDArray[np.bool_]
    terms: TermDictionary
    blocks: Blocks
    provenance: dict[str, str]
    _entity: dict[str, int] = field(init=False, repr=False, default_factory=dict)
    _predicate: dict[str, int] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._entity.update((text, row) for row, text in enumerate(self.entities))
        self._predicate.update((text, row) for row, text in enumerate(self.predicates))

    def entity(self, term: Term) -> int | None:
        """Return the row of a term's vector, or ``None`` if the model has not seen it."""
        return self._row(self._entity, term)

    def predicate(self, term: Term) -> int | None:
        """Return the row of a predicate's vector, or ``None`` if the model has not seen it."""
        return self._row(self._predicate, term)

    def names(self, entity: int) -> list[Term]:
        """Return every name of an entity, sorted by text."""
        return [parse_term(text) for text in sorted(self._names_of(self.entities[entity]))]

    def nearest(
        self, entities: Sequence[int], k: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Yield, for each entity, the ``k`` entities of the highest cosine and the cosines, best first.

        Individuals are compared with individuals only, a class with everything.
        """
        ids = np.asarray(entities, dtype=np.int64)
        among = np.flatnonzero(self.individuals)
        found: dict[int, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
        for mask, candidates in ((self.individuals[ids], among), (~self.individuals[ids], None)):
            if mask.any():
                rows, cosines = embedding.top_similar(self.model, ids[mask], k, candidates=candidates)
                found.update(zip(ids[mask].tolist(), zip(rows, cosines, strict=True), strict=True))
        for entity in ids.tolist():
            rows, cosines = found[entity]
            yield rows[rows >= 0], cosines[rows >= 0]

    def _row(self, table: dict[str, int], term: Term) -> int | None:
        row = table.get(str(term))
        if row is not None:
            return row
        return next((table[name] for name in self._names_of(str(term)) if name in table), None)

    def _names_of(self, text: str) -> list[str]:
        number = self.terms.find(parse_term(text))
        if number is None:
            return [text]
        return [self.terms.text(name) for name in self.blocks.members(self.blocks.representative(number))]
