"""Models and graphs for tests: made, not trained, where the vectors do not matter."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from semkg.embedding import Calibration, Model, TrainingOptions
from semkg.embedding.interaction import interaction_named
from tests.data import require_data

Triples = NDArray[np.int64]


def random_model(
    name: str = "complex", *, n_entities: int = 12, n_predicates: int = 3, rank: int = 5, seed: int = 0
) -> Model:
    interaction = interaction_named(name)
    generator = np.random.default_rng(seed)
    entities = generator.normal(size=(n_entities, interaction.entity_blocks * rank))
    predicates = generator.normal(size=(2 * n_predicates, interaction.predicate_blocks * rank))
    return Model(
        name=name,
        entities=entities.astype(np.float32),
        predicates=predicates.astype(np.float32),
        entity_count=np.ones(n_entities, dtype=np.int64),
        predicate_count=np.ones(n_predicates, dtype=np.int64),
        options=TrainingOptions(dim=interaction.entity_blocks * rank),
        epochs=1,
        metrics=None,
        calibration=Calibration(slope=0.7, intercept=-0.2, prior=0.5, positives=40, brier=0.1),
    )


def blocks(vectors: NDArray[np.float32], n_blocks: int) -> NDArray[np.float64]:
    """Vectors as (n, blocks, rank) in double precision."""
    return vectors.astype(np.float64).reshape(len(vectors), n_blocks, -1)


def family_graph(n_families: int = 60, *, per_family: int = 5) -> Triples:
    """Families: symmetric `knows` (0) within one, `parentOf` (1) and its inverse (2)."""
    rows = []
    for family in range(n_families):
        first = family * per_family
        members = range(first, first + per_family)
        rows += [(a, 0, b) for a in members for b in members if a != b]
        rows += [(first, 1, child) for child in members[1:]] + [(child, 2, first) for child in members[1:]]
    return np.array(rows)


@dataclass(frozen=True)
class Benchmark:
    train: Triples
    valid: Triples
    test: Triples
    n_entities: int
    n_predicates: int


@cache
def umls() -> Benchmark:
    path = require_data("linkpred", "umls.tar.xz")
    entities: dict[str, int] = {}
    predicates: dict[str, int] = {}
    parts = {}
    with tarfile.open(path) as archive:
        for part in ("train", "valid", "test"):
            file = archive.extractfile(f"umls/{part}.txt")
            assert file is not None
            lines = (line.split("\t") for line in file.read().decode().splitlines() if line)
            parts[part] = np.array(
                [
                    (
                        entities.setdefault(s, len(entities)),
                        predicates.setdefault(p, len(predicates)),
                        entities.setdefault(o, len(entities)),
                    )
                    for s, p, o in lines
                ]
            )
    return Benchmark(**parts, n_entities=len(entities), n_predicates=len(predicates))
