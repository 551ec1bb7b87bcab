"""What one more triple would contradict."""

from __future__ import annotations

import numpy as np
import pytest

from semkg.reasoning import close, would_clash
from semkg.store import TermDictionary
from tests.reasoning.graphs import read

DISJOINT = ":A owl:disjointWith :B . :y a :B ."

CLASHING = [
    (DISJOINT, ":y a :A ."),
    (f"{DISJOINT} :C rdfs:subClassOf :A .", ":y a :C ."),
    (f"{DISJOINT} :p rdfs:domain :A .", ":y :p :z ."),
    (f"{DISJOINT} :p rdfs:range :A .", ":x :p :y ."),
    (f"{DISJOINT} :p rdfs:subPropertyOf :q . :q rdfs:range :A .", ":x :p :y ."),
    (f"{DISJOINT} :p owl:inverseOf :q . :q rdfs:domain :A .", ":x :p :y ."),
    (f"{DISJOINT} :p a owl:SymmetricProperty ; rdfs:domain :A .", ":x :p :y ."),
    (":A owl:disjointWith :B . :p rdfs:domain :A ; rdfs:range :B .", ":x :p :x ."),
    ("[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :y a :C .", ":y a :A ."),
    (":A owl:complementOf :B . :y a :B .", ":y a :A ."),
    (":p rdfs:range owl:Nothing .", ":x :p :y ."),
    (":p rdfs:range xsd:integer .", ':x :p "many" .'),
    (":p owl:propertyDisjointWith :q . :x :q :y .", ":x :p :y ."),
    (":p owl:inverseOf :r . :r owl:propertyDisjointWith :q . :y :q :x .", ":x :p :y ."),
    (":p a owl:AsymmetricProperty . :y :p :x .", ":x :p :y ."),
    (":p a owl:AsymmetricProperty .", ":x :p :x ."),
    (":p a owl:IrreflexiveProperty .", ":x :p :x ."),
    (":p a owl:FunctionalProperty . :x :p 1 .", ":x :p 2 ."),
    (":p a owl:FunctionalProperty . :x :p :y . :y owl:differentFrom :z .", ":x :p :z ."),
    (":x owl:differentFrom :y .", ":y owl:sameAs :x ."),
    ("[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y .", ":x :p :y ."),
    (":y a :A , :B .", ":B owl:disjointWith :A ."),
    (":p a owl:TransitiveProperty , owl:IrreflexiveProperty . :x :p :y . :y :p :z .", ":z :p :x ."),
    (
        f"{DISJOINT} :R owl:onProperty :p ; owl:someValuesFrom :B ; rdfs:subClassOf :A . :x a :B .",
        ":x :p :y .",
    ),
]
PEACEFUL = [
    (DISJOINT, ":y a :B ."),
    (DISJOINT, ":x a :A ."),
    (f"{DISJOINT} :p rdfs:domain :A .", ":x :p :y ."),
    (f"{DISJOINT} :p owl:inverseOf :q . :q rdfs:domain :A .", ":y :p :x ."),
    (":p owl:propertyDisjointWith :q . :x :q :y .", ":y :p :x ."),
    (":p owl:inverseOf :r . :r owl:propertyDisjointWith :q . :x :q :y .", ":x :p :y ."),
    (":p a owl:AsymmetricProperty . :x :p :y .", ":x :p :y ."),
    (":p a owl:FunctionalProperty . :x :p 1 .", ":x :p 1.0 ."),
    (":p rdfs:range xsd:decimal .", ":x :p 7 ."),
    ("", ":new :relation :node ."),
]


def answers(given: str, candidates: str, rules: str = "rl+") -> list[bool]:
    terms = TermDictionary()
    closure = close(read(given, terms), terms, rules=rules)
    rows = read(candidates, terms)
    found: list[bool] = would_clash(closure, rows.s, rows.p, rows.o, terms).tolist()
    return found


@pytest.mark.parametrize(("given", "candidate"), CLASHING)
def test_a_candidate_that_contradicts_is_found(given: str, candidate: str) -> None:
    assert answers(given, candidate) == [True]


@pytest.mark.parametrize(("given", "candidate"), PEACEFUL)
def test_a_candidate_that_fits_is_left_alone(given: str, candidate: str) -> None:
    assert answers(given, candidate) == [False]


def test_candidates_that_contradict_only_each_other_are_each_left_alone() -> None:
    assert answers(":A owl:disjointWith :B .", ":x a :A , :B . :y a :A .") == [False, False, False]


def test_a_candidate_is_blamed_only_for_clashes_that_were_not_there() -> None:
    given = ":A owl:disjointWith :B . :y a :A , :B . :z a :B ."

    assert answers(given, ":z a :A .") == [True]
    assert answers(given, ":x a :A .") == [False]
    assert answers(given, ":y a :A .") == [False]


def test_without_owl_nothing_clashes() -> None:
    for rules in ("rdfs", "none"):
        assert answers(DISJOINT, ":y a :A .", rules) == [False]


def test_repeated_candidates_get_the_same_answer_in_their_places() -> None:
    terms = TermDictionary()
    closure = close(read(DISJOINT, terms), terms)
    tried = read(":y a :A . :z a :A .", terms)
    order = np.array([1, 0, 1, 0, 0])

    found = would_clash(closure, tried.s[order], tried.p[order], tried.o[order], terms)

    clashing = [terms.text(int(tried.s[row])) == "<http://ex/y>" for row in order]
    assert found.tolist() == clashing


def test_no_candidates_have_no_answers() -> None:
    assert answers(DISJOINT, "") == []
