"""What a model is trained on: the edges between entities, and their types."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.graph import Projection
from semkg.reasoning import node_order, select_rows, triples_digest
from semkg.store import Rows, Term, TermDictionary, term_text
from semkg.views.blocks import Blocks
from semkg.views.reading import Reading
from semkg.vocab import BUILTIN, BUILTIN_ID, RDF_TYPE

TRAINING = Projection(types=True)
"""What a model is trained on by default: edges between entities, and types."""

_ENTITIES = (ox.NamedNode, ox.BlankNode)


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Triples over entities and predicates numbered in the order of their names.

    Two graphs with the same rows, blocks and names give the same training set, whatever their term ids.

    Attributes:
        triples: rows of (subject, predicate, object) numbers, shape ``(n, 3)``, int64, sorted.
        entities: N-Triples text of each entity, sorted; of a sameAs block the least. Blank nodes come last, in the
            order of their place in the graph.
        predicates: N-Triples text of each predicate, sorted.
        individuals: whether each entity is more than a class, shape ``(n_entities,)``, bool.
        known: further rows that are true, any order; ``None`` if there are none.
        readings: by name, which predicates answer for a property; empty if each answers for itself.
        classes: by name, which entities answer for a class; empty if each answers for itself.
        projection: which edges were kept, ``None`` where they were given.
        consistent: whether what follows has no clash; under ``asserted`` always true, since nobody looked.
    """

    triples: NDArray[np.int64]
    entities: tuple[str, ...]
    predicates: tuple[str, ...]
    individuals: NDArray[np.bool_]
    known: NDArray[np.int64] | None = None
    readings: Mapping[str, Reading] = field(default_factory=dict)
    classes: Mapping[str, Reading] = field(default_factory=dict)
    projection: Projection | None = None
    consistent: bool = True

    def notes(self) -> dict[str, str]:
        """Return what a reader should know of the graph beside a model that learned from it."""
        return {
            "training_edges": str(len(self.triples)),
            "projection": self.projection.digest() if self.projection else "given edges",
            "direction": "natural",
            "consistent": str(self.consistent).lower(),
            "digest": self.digest(),
        }

    def digest(self) -> str:
        """Return a hash of the edges by the names of their ends and predicates; blank nodes count by their place."""
        names = ["" if text[0] == "_" else text for text in self.entities]
        return triples_digest(names, self.predicates, self.triples)


def training_set(
    rows: Rows, terms: TermDictionary, blocks: Blocks, projection: Projection = TRAINING
) -> TrainingSet:
    """Select and number what a model is trained on.

    Args:
        rows: the rows of one regime, over representatives of blocks.
        terms: the dictionary behind the ids.
        blocks: which terms are one entity.
        projection: which edges to keep; by default those between entities (no literals, no annotations) and types.

    Returns:
        The edges; of rdf:type those to the user's own classes.
    """
    kept = select_rows(rows, terms, projection, blocks.representatives)
    is_type = kept.p == BUILTIN_ID[RDF_TYPE]
    users = ~is_type | (kept.o >= len(BUILTIN))
    return _numbered(kept.s[users], kept.p[users], kept.o[users], terms, blocks)


def training_set_of(
    edges: Sequence[tuple[Term, Term, Term]], terms: TermDictionary, blocks: Blocks
) -> TrainingSet:
    """Return edges that a query gives as what a model is trained on; each counts once.

    Args:
        edges: subject, predicate, object; those with a literal at an end, or a predicate that is no IRI, are left out.
        terms: the dictionary of the store; new terms are added to it.
        blocks: which terms are one entity.
    """
    kept = [
        (s, p, o)
        for s, p, o in edges
        if isinstance(s, _ENTITIES) and isinstance(p, ox.NamedNode) and isinstance(o, _ENTITIES)
    ]
    numbers = terms.add_texts([term_text(term) for edge in kept for term in edge])
    first = functools.cache(blocks.representative)
    rows = sorted(set(zip(*[map(first, numbers)] * 3, strict=True)))
    s, p, o = np.array(rows, dtype=np.int32).reshape(-1, 3).T
    return _numbered(s, p, o, terms, blocks)


def _numbered(
    s: NDArray[np.int32],
    p: NDArray[np.int32],
    o: NDArray[np.int32],
    terms: TermDictionary,
    blocks: Blocks,
) -> TrainingSet:
    is_type = p == BUILTIN_ID[RDF_TYPE]
    entity_ids, entities = _named(np.concatenate([s, o]), terms, blocks)
    predicate_ids, predicates = _named(p, terms, blocks)
    triples = np.stack([entity_ids[s], predicate_ids[p], entity_ids[o]], axis=1)
    triples, entities = _by_structure(triples, entities, predicates)
    subject, _, object_ = triples.T
    individuals = np.zeros(len(entities), dtype=bool)
    individuals[subject] = True
    individuals[object_[~is_type]] = True
    order = np.lexsort((triples[:, 2], triples[:, 1], triples[:, 0]))
    return TrainingSet(triples[order], entities, predicates, individuals)


def _named(
    numbers: NDArray[np.int32], terms: TermDictionary, blocks: Blocks
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return the place of each term id in the sorted list of names, and that list."""
    seen = np.zeros(len(terms), dtype=bool)
    seen[numbers] = True
    used = np.flatnonzero(seen)
    texts = [min(terms.text(name) for name in blocks.members(number)) for number in used.tolist()]
    order = np.array(sorted(range(len(used)), key=texts.__getitem__), dtype=np.int64)
    place = np.zeros(len(terms), dtype=np.int64)
    place[used[order]] = np.arange(len(used))
    return place, tuple(texts[at] for at in order.tolist())


def _by_structure(
    triples: NDArray[np.int64], entities: tuple[str, ...], predicates: tuple[str, ...]
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Number blank nodes by their place in the graph, not by their labels, which say nothing."""
    if not any(text[0] == "_" for text in entities):
        return triples, entities
    names = ["" if text[0] == "_" else text for text in entities]
    links = [predicates[p] for p in triples[:, 1].tolist()]
    order = node_order(names, triples[:, 0], links, triples[:, 2])
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    renumbered = np.stack([place[triples[:, 0]], triples[:, 1], place[triples[:, 2]]], axis=1)
    return renumbered, tuple(entities[at] for at in order.tolist())
