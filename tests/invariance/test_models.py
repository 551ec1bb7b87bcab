"""A model that is trained on a graph in other words is the same model, to the bit."""

from __future__ import annotations

import random

import numpy as np
import pytest

from semkg import KnowledgeGraph
from tests.invariance.oracle import Graph, triples
from tests.invariance.rewritings import REWRITINGS, Case, Rewriting, compose, rename_blanks
from tests.invariance.test_analytics import load

pytest.importorskip("torch")

DATA = triples(
    "p owl:inverseOf q . p rdfs:subPropertyOf r . s a owl:SymmetricProperty . t a owl:TransitiveProperty"
    " . C rdfs:subClassOf D . r rdfs:domain D . a p b . b p c . c p d . d q a . a s e . e s f . f t g . g t h . h t a"
    " . a a C . c a D . e owl:sameAs alias . alias p g . _:x p a . _:x s _:y . _:y t c . _:z r _:y"
)


def vectors(kg: KnowledgeGraph) -> dict[str, bytes]:
    """Train a small model; return the bytes of the vector of each node with a name."""
    learned = kg.train(dim=4, epochs=3, valid_fraction=0.0, regularisation=0.01)
    rows = zip(learned.entities, learned.model.entities, strict=True)
    return {text: np.ascontiguousarray(row).tobytes() for text, row in rows if text[0] == "<"}


def trained(graph: Graph) -> dict[str, bytes]:
    with load(graph) as kg:
        return vectors(kg)


@pytest.mark.parametrize("rewriting", [*REWRITINGS[:12:3], rename_blanks, compose])
def test_a_model_of_the_same_in_other_words_has_equal_vectors(rewriting: Rewriting) -> None:
    other = rewriting(Case.of(DATA), random.Random(7))

    assert trained(other) == trained(DATA)


def test_another_fact_makes_another_model() -> None:
    assert trained(DATA | triples("h p b")) != trained(DATA)
