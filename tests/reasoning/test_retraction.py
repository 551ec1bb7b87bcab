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
