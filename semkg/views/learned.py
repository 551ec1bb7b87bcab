"""Learned vectors and the terms that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from semkg import embedding
from semkg.embedding import Model
from semkg.store import Term, TermDictionary, parse_term
from semkg.views.blocks import Blocks
from semkg.views.reading import Reading
from semkg.vocab import RDF_TYPE

Triple = tuple[Term, Term, Term]
_T = TypeVar("_T")
_Measure = Callable[..., NDArray[np.float64]]
"""Of a model and of triples as ids of subjects, predicates and objects."""
_TYPE = f"<{RDF_TYPE}>"


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
        notes: where the model comes from: epoch, regime, rules, number of training edges, projection, direction,
            consistency, and digest of the graph.
        readings: by name, which predicates answer for a property; empty if each answers for itself.
        classes: by name, which entities answer for a class; empty if each answers for itself.
    """

    model: Model
    entities: tuple[str, ...]
    predicates: tuple[str, ...]
    individuals: NDArray[np.bool_]
    terms: TermDictionary
    blocks: Blocks
    notes: dict[str, str]
    readings: Mapping[str, Reading] = field(default_factory=dict)
    classes: Mapping[str, Reading] = field(default_factory=dict)
    _entity: dict[str, int] = field(init=False, repr=False, default_factory=dict)
    _predicate: dict[str, Reading] = field(init=False, repr=False, default_factory=dict)
    _class_names: dict[int, list[str]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        things = (row for row in range(len(self.entities)) if self.individuals[row] or not self.classes)
        self._entity.update((self.entities[row], row) for row in things)
        plain = {text: Reading(own=True, rows=(row,)) for row, text in enumerate(self.predicates)}
        self._predicate.update(self.readings or plain)
        for text, reading in self.classes.items():
            if reading.own:
                self._class_names.setdefault(reading.rows[0], []).append(text)

    def entity(self, term: Term) -> int | None:
        """Return the row of a term's vector, or ``None`` if the model has not seen it."""
        row = self._look_up(self._entity, term)
        reading = self._look_up(self.classes, term) if row is None else None
        return reading.rows[0] if reading is not None and reading.own else row

    def entities_of(self, terms: Sequence[Term]) -> NDArray[np.int64]:
        """Return the rows of the vectors of terms that may repeat, shape ``(n,)``, -1 where there is none."""
        rows = {term: self.entity(term) for term in dict.fromkeys(terms)}
        numbers = {term: -1 if row is None else row for term, row in rows.items()}
        return np.fromiter(map(numbers.__getitem__, terms), dtype=np.int64, count=len(terms))

    def names(self, entity: int) -> list[Term]:
        """Return every name of an entity, sorted by text."""
        names = self._class_names.get(entity) or self._names_of(self.entities[entity])
        return [parse_term(text) for text in sorted(names)]

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

    def plausibility(self, triples: Sequence[Triple]) -> list[float | None]:
        """Return the calibrated probability of each triple, ``None`` where the model has not seen a term of it.

        Where several vectors answer for its property or its class, the most plausible answer counts.
        """
        return self._most_of(triples, embedding.plausibility)

    def evidence(self, triples: Sequence[Triple]) -> list[float | None]:
        """Return how much speaks for each triple, unbounded; ``None`` where the model has not seen a term of it.

        Triples are in this order by plausibility too, where its curve tells them apart. As for plausibility, the
        greatest of several answers counts.
        """
        return self._most_of(triples, embedding.evidence)

    def objects(self, subject: Term, predicate: Term, k: int) -> list[tuple[int, float]]:
        """Return the ``k`` most plausible objects, known ones among them, and their plausibility, best first.

        Only classes are objects of rdf:type, and only individuals of anything else.
        """
        entity = self.entity(subject)
        if entity is None:
            return []
        among = np.flatnonzero(self.individuals != _is_type(predicate))
        return self._best([(entity, row) for row in self.rows(predicate)], k, among)

    def subjects(self, predicate: Term, object_: Term, k: int) -> list[tuple[int, float]]:
        """Return the ``k`` most plausible subjects, known ones among them, and their plausibility, best first.

        Only individuals are subjects. The order is that of the vectors of the predicate read backwards.
        """
        ends = self.ends(predicate, object_)
        turned = self.model.reverse(np.array(self.rows(predicate), dtype=np.int64)).tolist()
        return self._best([(end, row) for end in ends for row in turned], k, np.flatnonzero(self.individuals))

    def relations(self, subject: Term, object_: Term) -> list[tuple[str, float]]:
        """Return every predicate that could stand between two entities and its plausibility, best first.

        Only rdf:type leads to what is a class alone, and it leads to nothing else. Predicates without vectors of their
        own are left out: they are as plausible as the best of the narrower ones.
        """
        entity = self.entity(object_)
        if entity is None or self.entity(subject) is None:
            return []
        wanted = [
            text
            for text, reading in self._predicate.items()
            if reading.own and (text == _TYPE) != bool(self.individuals[entity])
        ]
        values = self.plausibility([(subject, parse_term(text), object_) for text in wanted])
        found = [(text, value) for text, value in zip(wanted, values, strict=True) if value is not None]
        return sorted(found, key=lambda pair: -pair[1])

    def _cases(self, triples: Sequence[Triple]) -> Iterator[list[tuple[int, int, int]]]:
        """Yield, for each triple, the triples of rows that answer for it; equal terms are looked up once."""
        entity, rows = cache(self.entity), cache(self.rows)
        n = self.model.n_predicates

        @cache
        def ways(p: Term, o: Term) -> list[tuple[int, int]]:
            return list(product(rows(p), self.ends(p, o)))

        for s, p, o in triples:
            subject = entity(s)
            yield [
                (subject, row, end) if row < n else (end, row - n, subject)
                for row, end in ways(p, o)
                if subject is not None
            ]

    def rows(self, predicate: Term) -> tuple[int, ...]:
        """Return the rows of vectors that answer for a predicate; none if the model has not seen it."""
        reading = self._look_up(self._predicate, predicate)
        return () if reading is None else reading.rows

    def ends(self, predicate: Term, object_: Term) -> tuple[int, ...]:
        """Return the entities that answer for an object: for a class after rdf:type the narrower ones too."""
        reading = self._look_up(self.classes, object_) if _is_type(predicate) else None
        if reading is not None:
            return reading.rows
        entity = self.entity(object_)
        return () if entity is None else (entity,)

    def _most_of(self, triples: Sequence[Triple], measure: _Measure) -> list[float | None]:
        """Return the greatest measure of the triples of rows that answer for each triple."""
        cases = list(self._cases(triples))
        rows = np.array([case for some in cases for case in some], dtype=np.int64).reshape(-1, 3)
        begin = np.cumsum([0, *(len(some) for some in cases if some)])[:-1]
        best = iter(np.maximum.reduceat(measure(self.model, *rows.T), begin).tolist())
        return [next(best) if some else None for some in cases]

    def _believe(self, cases: Sequence[tuple[int, int, int]]) -> NDArray[np.float64]:
        """Return the calibrated probability of triples of rows, shape ``(n,)``, in (0, 1)."""
        return embedding.plausibility(self.model, *np.array(cases, dtype=np.int64).reshape(-1, 3).T)

    def _best(
        self, questions: Sequence[tuple[int, int]], k: int, among: NDArray[np.int64]
    ) -> list[tuple[int, float]]:
        """Return the candidates that answer any of some questions, an entity and a row of a predicate, best."""
        found: dict[int, float] = {}
        for entity, row in questions:
            for candidate, value in self._answers(entity, row, k, among):
                found[candidate] = max(value, found.get(candidate, 0.0))
        if len(questions) == 1:
            return list(found.items())
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:k]

    def _answers(
        self, entity: int, row: int, k: int, among: NDArray[np.int64]
    ) -> Iterable[tuple[int, float]]:
        n = self.model.n_predicates
        if row < n:
            [best], _ = embedding.top_objects(self.model, entity, row, k, candidates=among)
            cases = [(entity, row, candidate) for candidate in best.tolist()]
        else:
            [best], _ = embedding.top_subjects(self.model, row - n, entity, k, candidates=among)
            cases = [(candidate, row - n, entity) for candidate in best.tolist()]
        return zip(best.tolist(), self._believe(cases).tolist(), strict=True)

    def _look_up(self, table: Mapping[str, _T], term: Term) -> _T | None:
        found = table.get(str(term))
        if found is not None:
            return found
        return next((table[name] for name in self._names_of(str(term)) if name in table), None)

    def _names_of(self, text: str) -> list[str]:
        number = self.terms.find(parse_term(text))
        if number is None:
            return [text]
        return [self.terms.text(name) for name in self.blocks.members(self.blocks.representative(number))]


def _is_type(predicate: Term) -> bool:
    return str(predicate) == _TYPE
