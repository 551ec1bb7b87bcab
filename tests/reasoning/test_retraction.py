"""What is taken back takes along what followed from it, and leaves alone what cannot have followed from it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.reasoning import Closure, close
from semkg.reasoning.closure import retract
from semkg.store import Rows, TermDictionary, lacking
from semkg.vocab import RDF_TYPE
from tests.reasoning.graphs import STATEMENTS, as_text, read

TWO_PARTS = """
:p a owl:TransitiveProperty ; rdfs:subPropertyOf :q . :q rdfs:domain :A . :A rdfs:subClassOf :B .
:r rdfs:subPropertyOf :s ; owl:inverseOf :t . :s rdfs:range :C . :C rdfs:subClassOf :D .
:a :p :b . :b :p :c . :a :r :b . :b :r :c . :a a :A . :e a :E . :f a :E .
"""


def retracted(text: str, removed: str) -> tuple[Closure, Closure, TermDictionary]:
    """Close a graph, take triples back, and return the closures before and after."""
    terms = TermDictionary()
    rows, gone = read(text, terms), read(removed, terms)
    before = close(rows, terms)
    return before, retract(before, lacking(rows, gone), gone, terms), terms


def number(terms: TermDictionary, name: str) -> int:
    return terms.add(ox.NamedNode(f"http://ex/{name}"))


def changed(before: Closure, after: Closure, terms: TermDictionary) -> set[str]:
    """Return the predicates whose partitions are other objects than before."""
    facts, earlier = after.engine.facts, before.engine.facts
    return {terms.text(p) for p in (*facts, *earlier) if facts.get(p) is not earlier.get(p)}


def test_partitions_that_do_not_depend_on_a_deleted_predicate_are_the_same_objects() -> None:
    before, after, terms = retracted(TWO_PARTS, ":b :r :c .")

    assert changed(before, after, terms) == {
        "<http://ex/r>",
        "<http://ex/s>",
        "<http://ex/t>",
        f"<{RDF_TYPE}>",
    }


def test_memberships_that_do_not_depend_on_a_deleted_predicate_are_not_derived_again() -> None:
    before, after, terms = retracted(TWO_PARTS, ":b :r :c .")

    [(_, come, gone)] = [
        found
        for found in after.engine.facts.differences(before.engine.facts)
        if terms.text(found[0]) == f"<{RDF_TYPE}>"
    ]
    assert not len(come)
    assert {terms.text(int(key & 0xFFFFFFFF)) for key in gone} == {"<http://ex/C>", "<http://ex/D>"}
    assert {terms.text(int(key >> 32)) for key in gone} == {"<http://ex/c>"}


def test_a_class_that_loses_a_stated_member_touches_no_property() -> None:
    before, after, terms = retracted(TWO_PARTS, ":e a :E .")

    assert changed(before, after, terms) <= {f"<{RDF_TYPE}>"}


@pytest.mark.parametrize("removed", [":p rdfs:subPropertyOf :q .", ":A rdfs:subClassOf :B ."])
def test_what_the_schema_says_less_of_is_closed_anew(removed: str) -> None:
    before, after, terms = retracted(TWO_PARTS, removed)

    assert changed(before, after, terms) >= {"<http://ex/r>", "<http://ex/p>"}


def test_an_equality_that_is_still_stated_in_other_words_keeps_the_rest() -> None:
    text = f"{TWO_PARTS} :a owl:sameAs :a1 . :a1 owl:sameAs :a2 . :a owl:sameAs :a2 ."

    before, after, terms = retracted(text, ":a owl:sameAs :a2 .")

    assert not changed(before, after, terms)
    assert after.members(number(terms, "a")).tolist() == [number(terms, name) for name in ("a", "a1", "a2")]


def test_an_equality_that_nothing_else_states_ends() -> None:
    _, after, terms = retracted(f"{TWO_PARTS} :a owl:sameAs :a1 .", ":a owl:sameAs :a1 .")

    assert after.members(number(terms, "a")).tolist() == [number(terms, "a")]


@settings(deadline=None, max_examples=20)
@given(STATEMENTS, st.data())
def test_any_part_taken_back_leaves_the_closure_of_the_rest(
    statements: list[str], data: st.DataObject
) -> None:
    terms = TermDictionary()
    rows = read(statements, terms)
    if not len(rows):
        return
    places = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=3, unique=True))
    gone = Rows(rows.s[places], rows.p[places], rows.o[places])
    left = lacking(rows, gone)

    after = retract(close(rows, terms), left, gone, terms)

    fresh = close(left, terms)
    assert as_text(after.expanded(), terms) == as_text(fresh.expanded(), terms)
    assert {clash.rule for clash in after.clashes} == {clash.rule for clash in fresh.clashes}


SMALL = {
    "domain and hierarchy": ":p rdfs:domain :A . :A rdfs:subClassOf :B . :x :p :y . :x a :A . :z a :A .",
    "intersection": ":C owl:intersectionOf ( :A :B ) . :p rdfs:domain :A . :x :p :y . :x a :B . :z a :A , :B , :C .",
    "one way of two": ":p rdfs:subPropertyOf :q . :r rdfs:subPropertyOf :q . :x :p :y . :x :r :y . :x :q :z .",
    "inverse and symmetric": ":p owl:inverseOf :q . :q a owl:SymmetricProperty . :x :p :y . :y :q :z .",
    "transitive": ":p a owl:TransitiveProperty . :q rdfs:subPropertyOf :p . :x :p :y . :y :q :z . :z :p :x .",
    "chain that is transitive": ":p owl:propertyChainAxiom ( :p :p ) . :x :p :y . :y :p :z . :z :p :w .",
    "chain": ":p owl:propertyChainAxiom ( :q :r ) . :p rdfs:domain :A . :x :q :y . :y :r :z . :w :q :y .",
    "restrictions": """:C owl:someValuesFrom :A ; owl:onProperty :p . :D owl:allValuesFrom :B ; owl:onProperty :p .
        :C rdfs:subClassOf :D . :x :p :y . :y a :A . :z :p :y .""",
    "a value": ":C owl:hasValue :v ; owl:onProperty :p . :x a :C . :y :p :v . :z a :C . :z :p :v .",
    "members by name": ":C owl:oneOf ( :x :y ) . :C rdfs:subClassOf :D . :x a :D . :z a :C . :x :p :z .",
    "functional": ":p a owl:FunctionalProperty . :x :p :y , :z . :y :q :w . :y owl:sameAs :z .",
    "key": ":C owl:hasKey ( :p ) . :x a :C ; :p :k . :y a :C ; :p :k . :x :q :z .",
    "everything is a Thing": "owl:Thing rdfs:subClassOf :C . :C owl:hasKey ( :q ) . :x :p :y . :z :p :w .",
    "typing by property": ":p rdfs:subPropertyOf rdf:type . :C rdfs:subClassOf :D . :x :p :C . :y a :C .",
    "schema by property": ":p rdfs:subPropertyOf rdfs:subClassOf . :x :p :y . :i a :x . :q :p :r .",
    "disjoint": ":A owl:disjointWith :B . :p rdfs:domain :A . :x :p :y . :x a :B . :z a :A , :B .",
    "irreflexive": ":p a owl:IrreflexiveProperty , owl:TransitiveProperty . :x :p :y . :y :p :x . :z :p :z .",
    "values": """:C owl:allValuesFrom xsd:integer ; owl:onProperty :p . :x a :C ; :p "1"^^xsd:integer , "01"^^xsd:int .
        :D owl:someValuesFrom xsd:integer ; owl:onProperty :p . :y :p "1"^^xsd:integer , "x" .""",
    "no such triple": "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y . :x :p :y .",
    "the last member of a class with two names": ":E owl:sameAs :F . :x a :E . :y :p :x .",
    "names": ":x owl:sameAs :y . :y owl:sameAs :z . :p owl:sameAs :q . :x :p :w . :z :q :w . :x :r :w .",
}


@pytest.mark.parametrize("rules", ["rl+", "rl", "rdfs"])
@pytest.mark.parametrize("name", SMALL)
def test_each_triple_taken_back_takes_along_what_followed_from_it(name: str, rules: str) -> None:
    terms = TermDictionary()
    rows = read(SMALL[name], terms)
    closure = close(rows, terms, rules=rules)
    for place in range(len(rows)):
        gone = Rows(rows.s[[place]], rows.p[[place]], rows.o[[place]])
        left = lacking(rows, gone)

        after = retract(closure, left, gone, terms)

        fresh = close(left, terms, rules=rules)
        assert as_text(after.expanded(), terms) == as_text(fresh.expanded(), terms), as_text(gone, terms)
        assert {clash.message for clash in after.clashes} == {clash.message for clash in fresh.clashes}
