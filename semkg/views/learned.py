"""Learned vectors and the terms that they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from semkg import embedding
from semkg.embedding import Model
from semkg.store import Term, TermDictionary, parse_term
from semkg.views.blocks import Blocks
from semkg.vocab import RDF_TYPE

Triple = tuple[Term, Term, Term]


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
        notes: epoch, regime, rules and training edges: where the model comes from.
    """

    model: Model
    entities: tuple[str, ...]
    predicates: tuple[str, ...]
    individuals: NDArray[np.bool_]
    terms: TermDictionary
    blocks: Blocks
    notes: dict[str, str]
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
        self, entities: Sequence[int], k: int, least: float | None = None
    ) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Return, for each entity, the ``k`` entities of the highest cosine and the cosines, best first.

        Individuals are compared with individuals only, a class with everything.
        """
        ids = np.asarray(entities, dtype=np.int64)
        among = np.flatnonzero(self.individuals)
        found: dict[int, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
        for mask, candidates in ((self.individuals[ids], among), (~self.individuals[ids], None)):
            asked = ids[mask]
            if len(asked):
                tops = embedding.top_similar(self.model, asked, k, least=least, candidates=candidates)
                found.update(zip(asked.tolist(), zip(*tops, strict=True), strict=True))
        return [found[entity] for entity in ids.tolist()]

    def cosine(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the cosine of the vectors of each pair of entities, shape ``(n,)``, in [-1, 1]."""
        return embedding.cosine(self.model, a, b)

    def believe(
        self, s: NDArray[np.int64], p: NDArray[np.int64], o: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return the calibrated probability of triples of rows, shape ``(n,)``, in (0, 1)."""
        return embedding.plausibility(self.model, s, p, o)

    def plausibility(self, triples: Sequence[Triple]) -> list[float | None]:
        """Return the calibrated probability of each triple, ``None`` where the model has not seen a term of it."""
        rows = [(self.entity(s), self.predicate(p), self.entity(o)) for s, p, o in triples]
        known = [place for place, row in enumerate(rows) if None not in row]
        ids = np.array([rows[place] for place in known], dtype=np.int64).reshape(-1, 3)
        values = dict(zip(known, self.believe(ids[:, 0], ids[:, 1], ids[:, 2]).tolist(), strict=True))
        return [values.get(place) for place in range(len(triples))]

    def objects(self, subject: int, predicate: int, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the ``k`` most plausible objects, known ones among them, and their plausibility, best first.

        Only classes are objects of rdf:type, and only individuals of anything else.
        """
        is_type = self.predicates[predicate] == f"<{RDF_TYPE}>"
        among = np.flatnonzero(self.individuals != is_type)
        [best], _ = embedding.top_objects(self.model, subject, predicate, k, candidates=among)
        return best, self.believe(np.full(len(best), subject), np.full(len(best), predicate), best)

    def subjects(self, predicate: int, object_: int, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the ``k`` most plausible subjects, known ones among them, and their plausibility, best first.

        Only individuals are subjects. The order is that of the vectors of the predicate read backwards.
        """
        [best], _ = embedding.top_subjects(
            self.model, predicate, object_, k, candidates=np.flatnonzero(self.individuals)
        )
        return best, self.believe(best, np.full(len(best), predicate), np.full(len(best), object_))

    def relations(self, subject: int, object_: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return every predicate that could stand between two entities and its plausibility, best first.

        Only rdf:type leads to what is a class alone, and it leads to nothing else.
        """
        is_type = np.array([text == f"<{RDF_TYPE}>" for text in self.predicates], dtype=bool)
        among = np.flatnonzero(is_type != self.individuals[object_])
        values = self.believe(np.full(len(among), subject), among, np.full(len(among), object_))
        order = np.argsort(-values, kind="stable")
        return among[order], values[order]

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
