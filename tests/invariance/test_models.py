"""A model that is trained on a graph in other words, or with new names for what is there, is the same, to the bit."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from semkg import KnowledgeGraph
from semkg.embedding import Calibration
from semkg.store import Term, parse_term
from semkg.views import Learned
from tests.invariance.ontologies import GRAPHS
from tests.invariance.oracle import Graph, name, triples
from tests.invariance.rewritings import (
    EXTENSIONS,
    EXTENSIONS_OF_BOTH_WAYS,
    IN_OTHER_WORDS,
    REWRITINGS,
    Case,
    Rewriting,
    compose,
    rename_blanks,
)
from tests.invariance.test_analytics import SEEDS, load

pytest.importorskip("torch")

DATA = triples(
    "p owl:inverseOf q . p rdfs:subPropertyOf r . s a owl:SymmetricProperty . t a owl:TransitiveProperty"
    " . C rdfs:subClassOf D . r rdfs:domain D . a p b . b p c . c p d . d q a . a s e . e s f . f t g . g t h . h t a"
    " . a a C . c a D . e owl:sameAs alias . alias p g . _:x p a . _:x s _:y . _:y t c . _:z r _:y"
)


EXTENDED = (
    "aa owl:equivalentProperty p . zz owl:equivalentProperty t",
    "zz owl:equivalentProperty p . aa rdfs:subPropertyOf s . s rdfs:subPropertyOf aa",
    "p rdfs:subPropertyOf aa . t rdfs:subPropertyOf zz . zz a owl:TransitiveProperty",
    "q rdfs:subPropertyOf aa . r rdfs:subPropertyOf zz . s rdfs:subPropertyOf zz . zz a owl:SymmetricProperty",
    "aa owl:inverseOf r . zz owl:inverseOf t . p owl:inverseOf ab",
    "_:i owl:inverseOf p . _:i rdfs:subPropertyOf aa",
    "A owl:equivalentClass D . zz owl:equivalentClass C . C rdfs:subClassOf Z . Z rdfs:subClassOf Y",
)
"""New names for properties and classes, before and after the old ones in the order of names."""


def vectors(kg: KnowledgeGraph, regime: str = "invariant") -> tuple[dict[str, bytes], list[bytes]]:
    """Train a small model; return the bytes of the vector of each node with a name, and of all predicates."""
    learned = kg.train(dim=4, epochs=3, valid_fraction=0.0, regularisation=0.01, regime=regime)
    model = learned.model
    rows = zip(learned.entities, learned.individuals, model.entities, strict=True)
    found = {
        text: np.ascontiguousarray(row).tobytes() for text, thing, row in rows if thing and text[0] == "<"
    }
    return found, sorted(np.ascontiguousarray(row).tobytes() for row in model.predicates)


def trained(graph: Graph, regime: str = "invariant") -> tuple[dict[str, bytes], list[bytes]]:
    with load(graph) as kg:
        return vectors(kg, regime)


@pytest.mark.parametrize("rewriting", [*REWRITINGS[:12:3], rename_blanks, compose])
def test_a_model_of_the_same_in_other_words_has_equal_vectors(rewriting: Rewriting) -> None:
    other = rewriting(Case.of(DATA), random.Random(7))

    assert trained(other) == trained(DATA)


@pytest.mark.parametrize("axioms", EXTENDED)
def test_new_names_for_what_is_there_change_no_vector(axioms: str) -> None:
    assert trained(DATA | triples(axioms)) == trained(DATA)


@pytest.mark.parametrize("axioms", EXTENDED)
def test_new_names_change_the_vectors_of_the_closure(axioms: str) -> None:
    assert trained(DATA | triples(axioms), "entailed") != trained(DATA, "entailed")


def test_another_fact_makes_another_model() -> None:
    assert trained(DATA | triples("h p b")) != trained(DATA)
    assert training_rows(DATA | triples("h p b"))[-1] != training_rows(DATA)[-1]


def training_rows(graph: Graph) -> tuple[bytes, bytes, list[str], str]:
    """Return what is learned and what is known, the names of the individuals that have any, and the digest."""
    with load(graph) as kg:
        data = kg.views().training_set("invariant")
    assert data.known is not None
    known = {tuple(row) for row in data.known.tolist()}
    assert known >= {tuple(row) for row in data.triples.tolist()}
    named = [text for text, thing in zip(data.entities, data.individuals, strict=True) if thing]
    names = [text for text in named if text[0] == "<"]
    return data.triples.tobytes(), repr(sorted(known)).encode(), names, data.digest()


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=40, deadline=None)
def test_the_same_graph_in_other_words_is_learned_from_the_same_rows(graph: Graph, seed: int) -> None:
    rng = random.Random(seed)
    rewriting = rng.choice((*REWRITINGS, *IN_OTHER_WORDS, compose))

    assert training_rows(rewriting(Case.of(graph), rng)) == training_rows(graph)


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_new_names_without_new_facts_change_no_row_to_learn_from(graph: Graph, seed: int) -> None:
    rng = random.Random(seed)
    extension = rng.choice((*EXTENSIONS, *EXTENSIONS_OF_BOTH_WAYS))

    assert training_rows(extension(Case.of(graph), rng))[::2] == training_rows(graph)[::2]


# What such a model answers


FAMILY = triples(
    "parent rdfs:subPropertyOf kin . kin rdfs:subPropertyOf knows . parent owl:equivalentProperty begot"
    " . parent owl:inverseOf child . knows a owl:SymmetricProperty . a parent b . b parent c . c parent d . d parent e"
    " . a kin f . f kin g . g knows h . h knows b . e livesIn i . d livesIn i . c livesIn j"
    " . City rdfs:subClassOf Place . Place owl:equivalentClass Spot . livesIn rdfs:range Home"
    " . i a City . j a Place . a a Person . b a Person"
)
CURVE = Calibration(slope=1.0, intercept=0.0, prior=0.5, positives=100, brier=0.1)
PEOPLE = tuple(map(name, "abcdefgh"))


@pytest.fixture(scope="module")
def family() -> Learned:
    return learn(FAMILY)


def learn(graph: Graph) -> Learned:
    """Train a model that is sure of itself: a curve found on so few triples may say nothing."""
    with load(graph) as kg:
        learned = kg.train(dim=8, epochs=20, regularisation=0.01)
    return replace(learned, model=replace(learned.model, calibration=CURVE))


def believed(learned: Learned, predicate: str, *, turned: bool = False) -> list[float]:
    found = learned.plausibility(
        [
            (term(o), term(name(predicate)), term(s)) if turned else (term(s), term(name(predicate)), term(o))
            for s in PEOPLE
            for o in PEOPLE
        ]
    )
    return [-1.0 if value is None else value for value in found]


def term(text: str) -> Term:
    return parse_term(text)


def test_a_synonym_answers_as_its_property_and_an_inverse_with_the_ends_swapped(family: Learned) -> None:
    assert min(believed(family, "parent")) > 0
    assert believed(family, "begot") == believed(family, "parent")
    assert believed(family, "child", turned=True) == believed(family, "parent")
    assert believed(family, "parent", turned=True) != believed(family, "parent")


def test_a_symmetric_property_is_as_plausible_both_ways(family: Learned) -> None:
    assert believed(family, "knows", turned=True) == believed(family, "knows")


def test_a_wider_property_is_at_least_as_plausible_as_each_narrower_one(family: Learned) -> None:
    parent, kin, knows = (np.array(believed(family, name)) for name in ("parent", "kin", "knows"))

    assert (kin >= parent).all()
    assert (knows >= kin).all()
    assert (kin > parent).any()


def test_a_property_that_only_narrower_ones_give_is_as_plausible_as_the_best_of_them() -> None:
    wide = triples("parent rdfs:subPropertyOf w . livesIn rdfs:subPropertyOf w")
    learned = learn(FAMILY | wide)

    best = np.maximum(believed(learned, "parent"), believed(learned, "livesIn"))
    assert believed(learned, "w") == best.tolist()
    assert name("w") not in dict(learned.relations(term(name("a")), term(name("c"))))


def test_classes_answer_by_their_narrower_ones_also_those_that_only_a_range_gives(family: Learned) -> None:
    def chance(thing: str, class_: str) -> float | None:
        [value] = family.plausibility([(term(name(thing)), term(name("rdf:type")), term(name(class_)))])
        return value

    place, spot, city = (chance("a", class_) for class_ in ("Place", "Spot", "City"))
    assert place is not None
    assert city is not None
    assert spot == place >= city
    assert chance("a", "Home") is not None
    assert chance("a", "NoClass") is None


def test_a_stored_model_answers_as_before(tmp_path: Path) -> None:
    with KnowledgeGraph(tmp_path / "store") as kg:
        kg.load("\n".join(f"{s} {p} {o} ." for s, p, o in sorted(FAMILY)).encode(), format="nt")
        first = believed(kg.train(dim=8, epochs=5, regularisation=0.01), "knows")

    with KnowledgeGraph(tmp_path / "store") as kg:
        assert believed(kg.views().learned("invariant"), "knows") == first
