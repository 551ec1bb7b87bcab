"""What a model is trained on: the edges between entities, and their types."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Projection
from semkg.reasoning import select_rows
from semkg.store import Rows, TermDictionary
from semkg.views.blocks import Blocks
from semkg.vocab import BUILTIN, BUILTIN_ID, RDF_TYPE

_TRAINING = Projection(types=True)


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Triples over entities and predicates numbered in the order of their names.

    Two graphs with the same rows, blocks and names give the same training set, whatever their term ids.

    Attributes:
        triples: rows of (subject, predicate, object) numbers, shape ``(n, 3)``, int64, sorted.
        entities: N-Triples text of each entity, sorted; of a sameAs block the least.
        predicates: N-Triples text of each predicate, sorted.
        individuals: whether each entity is more than a class, shape ``(n_entities,)``, bool.
    """

    triples: NDArray[np.int64]
    entities: tuple[str, ...]
    predicates: tuple[str, ...]
    individuals: NDArray[np.bool_]


def training_set(
    rows: Rows, terms: TermDictionary, blocks: Blocks, projection: Projection = _TRAINING
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
    s, p, o = kept.s, kept.p, kept.o
    is_type = p == BUILTIN_ID[RDF_TYPE]
    users = ~is_type | (o >= len(BUILTIN))
    s, p, o, is_type = s[users], p[users], o[users], is_type[users]
    entity_ids, entities = _named(np.concatenate([s, o]), terms, blocks)
    predicate_ids, predicates = _named(p, terms, blocks)
    subject, object_ = entity_ids[s], entity_ids[o]
    triples = np.stack([subject, predicate_ids[p], object_], axis=1)
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
    used = np.flatnonzero(seen).tolist()
    named = sorted((min(terms.text(name) for name in blocks.members(number)), number) for number in used)
    place = np.zeros(len(terms), dtype=np.int64)
    place[[number for _, number in named]] = np.arange(len(named))
    return place, tuple(text for text, _ in named)
