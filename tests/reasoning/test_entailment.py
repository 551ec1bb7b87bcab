"""Whether a graph follows: blank nodes are variables, and what holds of everything counts."""

from __future__ import annotations

import pytest

from semkg.reasoning import close, entails
from semkg.store import TermDictionary
from tests.reasoning.graphs import read


def follows(given: str, then: str, rules: str = "rl+") -> bool:
    terms = TermDictionary()
    closure = close(read(given, terms), terms, rules=rules)
    return entails(closure, read(then, terms), terms)


@pytest.mark.parametrize(
    ("given", "then"),
    [
        (":a :p :b .", "_:x :p _:y ."),
        (":a :p :a .", "_:x :p _:y . _:y :p _:x ."),
        (":a :p :b . :b :q :c .", "_:x :p [ :q :c ] ."),
        (":a :p :b . :c :q :d .", "_:x :p :b . _:y :q :d ."),
        (":a :p :b .", "_:x a owl:Thing ; owl:sameAs _:x ."),
        (":a :p :b .", ":unseen a owl:Thing ; owl:sameAs :unseen ."),
        (":a :p 1 .", ":a :p 1.0 ."),
        (":C rdfs:subClassOf :D .", "_:c rdfs:subClassOf :D , owl:Thing ."),
        (":C rdfs:subClassOf owl:Nothing . :D a owl:Class .", ":C rdfs:subClassOf :D ."),
        (":a owl:sameAs 1 . :b owl:sameAs 2 .", ":a owl:differentFrom :b ; a xsd:byte , rdfs:Literal ."),
        ("", ""),
    ],
)
def test_what_follows(given: str, then: str) -> None:
    assert follows(given, then)


@pytest.mark.parametrize(
    ("given", "then"),
    [
        (":a :p :b .", "_:x :p _:x ."),
        (":a :p :b . :c :q :d .", "_:x :p _:y . _:y :q :d ."),
        (":a :p :b . :a :q :c .", "_:x :p [ :q _:y ] ."),
        (":a :p 1 .", ":a :p 2 ."),
        (":a owl:sameAs 1 .", ":a a xsd:boolean ."),
        ("", ":a :p :b ."),
        (":a :p :b .", ":a owl:sameAs :b ."),
    ],
)
def test_what_does_not_follow(given: str, then: str) -> None:
    assert not follows(given, then)


def test_without_rules_only_what_is_written_follows() -> None:
    assert follows(":C rdfs:subClassOf :D . :x a :C .", "_:y a :C .", rules="none")
    assert not follows(":C rdfs:subClassOf :D . :x a :C .", ":x a :D .", rules="none")
