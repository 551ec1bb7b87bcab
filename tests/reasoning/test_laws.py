"""Laws of closures: idempotent, monotone, blind to the order of rows, and equal however the triples came."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.reasoning import RULE_SETS, Closure, close, entails, extend, would_clash
from semkg.store import Rows, TermDictionary
from tests.reasoning.graphs import STATEMENTS, as_text, read

few = settings(max_examples=25, deadline=None)


def take(rows: Rows, mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Rows:
    return Rows(rows.s[mask], rows.p[mask], rows.o[mask])


def findings(closure: Closure) -> set[str]:
    return {clash.message for clash in closure.clashes}


def same(first: Closure, second: Closure, terms: TermDictionary) -> bool:
    return (
        as_text(first.rows, terms) == as_text(second.rows, terms)
        and np.array_equal(first.representative, second.representative)
        and findings(first) == findings(second)
    )


@pytest.mark.parametrize("rules", RULE_SETS)
@few
@given(statements=STATEMENTS)
def test_a_closure_is_closed(rules: str, statements: list[str]) -> None:
    terms = TermDictionary()
    once = close(read(statements, terms), terms, rules=rules)

    twice = close(once.expanded(), terms, rules=rules)

    assert as_text(twice.expanded(), terms) == as_text(once.expanded(), terms)


@pytest.mark.parametrize("rules", RULE_SETS)
@few
@given(statements=STATEMENTS, data=st.data())
def test_more_triples_never_take_a_consequence_away(
    rules: str, statements: list[str], data: st.DataObject
) -> None:
    terms = TermDictionary()
    rows = read(statements, terms)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))), dtype=bool)

    fewer, all_ = close(take(rows, mask), terms, rules=rules), close(rows, terms, rules=rules)

    # A list may be whole in part of the rows and broken in all of them; these statements never break one.
    part = fewer.expanded()
    assert all_.contains(part.s, part.p, part.o).all()


@few
@given(statements=STATEMENTS, data=st.data())
def test_the_order_of_statements_does_not_matter(statements: list[str], data: st.DataObject) -> None:
    # A fresh dictionary numbers the terms by first occurrence, so the ids differ too; blank nodes would be renamed.
    named = [line for line in statements if "[" not in line and "(" not in line]
    first, second = TermDictionary(), TermDictionary()
    shuffled = data.draw(st.permutations(named))

    one, other = close(read(named, first), first), close(read(shuffled, second), second)

    assert as_text(one.expanded(), first) == as_text(other.expanded(), second)
    assert one.consistent == other.consistent


@pytest.mark.parametrize("rules", RULE_SETS)
@few
@given(statements=STATEMENTS, data=st.data())
def test_extending_equals_closing_anew(rules: str, statements: list[str], data: st.DataObject) -> None:
    terms = TermDictionary()
    rows = read(statements, terms)
    turn = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(rows), max_size=len(rows))), dtype=int)

    grown = close(take(rows, turn == 0), terms, rules=rules)
    for number in (1, 2):
        grown = extend(grown, take(rows, turn == number), terms)

    assert same(grown, close(rows, terms, rules=rules), terms)


@few
@given(statements=STATEMENTS, later=STATEMENTS)
def test_extending_with_terms_that_came_later_equals_closing_anew(
    statements: list[str], later: list[str]
) -> None:
    terms = TermDictionary()
    first = close(read(statements, terms), terms)

    added = read(later, terms)
    grown = extend(first, added, terms)

    both = np.unique(
        np.stack([np.append(a, b) for a, b in zip(columns(first.asserted), columns(added), strict=True)]),
        axis=1,
    )
    p, s, o = both
    assert same(grown, close(Rows(s.copy(), p.copy(), o.copy()), terms), terms)


def columns(rows: Rows) -> tuple[np.ndarray[tuple[int], np.dtype[np.int32]], ...]:
    return rows.p, rows.s, rows.o


@few
@given(statements=STATEMENTS, candidates=STATEMENTS)
def test_would_clash_is_closing_with_each_candidate_and_comparing(
    statements: list[str], candidates: list[str]
) -> None:
    terms = TermDictionary()
    rows = read(statements, terms)
    closure = close(rows, terms)
    tried = read([line for line in candidates if "(" not in line and "[" not in line], terms)

    answer = would_clash(closure, tried.s, tried.p, tried.o, terms)

    if closure.consistent:
        expected = [
            not extend(closure, take(tried, np.arange(len(tried)) == number), terms).consistent
            for number in range(len(tried))
        ]
        assert answer.tolist() == expected


@few
@given(statements=STATEMENTS)
def test_what_follows_is_contained(statements: list[str]) -> None:
    terms = TermDictionary()
    rows = read(statements, terms)
    closure = close(rows, terms)
    written = closure.expanded()

    assert closure.contains(rows.s, rows.p, rows.o).all()
    assert closure.contains(written.s, written.p, written.o).all()


def grown(first: str, *later: str) -> tuple[Closure, TermDictionary]:
    terms = TermDictionary()
    closure = close(read(first, terms), terms)
    for text in later:
        closure = extend(closure, read(text, terms), terms)
    return closure, terms


@pytest.mark.parametrize(
    ("first", "later", "follows"),
    [
        # New rows of one atom must meet old rows of the other, also while that one has new rows too.
        (":R owl:onProperty :p ; owl:someValuesFrom :C . :x :p :y .", ":y a :C . :z :p :w .", ":x a :R ."),
        # What a rule knows of one name it has not yet seen of the other.
        (":x :r :y . :p rdfs:domain :C .", ":p owl:sameAs :r .", ":x a :C ."),
        (":x :r :y . :p owl:inverseOf :q .", ":p owl:sameAs :r .", ":y :q :x ."),
        (":x :r :y . :y :r :z . :p a owl:TransitiveProperty .", ":p owl:sameAs :r .", ":x :r :z ."),
        (":x :r :y . :s owl:propertyChainAxiom ( :p ) .", ":p owl:sameAs :r .", ":x :s :y ."),
        (":x a :A . :B rdfs:subClassOf :C .", ":B owl:sameAs :A .", ":x a :C ."),
        (":x a :A , :D . :C owl:intersectionOf ( :B :D ) .", ":B owl:sameAs :A .", ":x a :C ."),
        (
            ":R owl:onProperty :p ; owl:maxCardinality :one . :x a :R ; :p :y , :z .",
            ":one owl:sameAs 1 .",
            ":y owl:sameAs :z .",
        ),
        (":x :p :y , :z .", ":p a owl:FunctionalProperty .", ":y owl:sameAs :z ."),
        ("owl:Thing rdfs:subClassOf :C .", ":x :p :y .", ":x a :C . :y a :C ."),
        (":R owl:onProperty :p ; owl:someValuesFrom xsd:integer .", ":x :p 7 .", ":x a :R ."),
    ],
)
def test_what_comes_later_meets_what_was_there(first: str, later: str, follows: str) -> None:
    closure, terms = grown(first, later)

    assert entails(closure, read(follows, terms), terms)


def test_an_iri_stands_for_a_block_before_a_blank_node_and_a_literal_last() -> None:
    closure, terms = grown(
        '_:b owl:sameAs "v" . :late owl:sameAs _:b . :later owl:sameAs :late . [] owl:sameAs "w" .'
    )
    block = closure.members(ids(terms)["<http://ex/later>"])

    assert {terms.text(int(closure.representative[number])) for number in block} == {"<http://ex/late>"}
    assert terms.text(int(closure.representative[ids(terms)['"w"']])).startswith("_:")
    assert len(block) == 4


def ids(terms: TermDictionary) -> dict[str, int]:
    return {terms.text(number): number for number in range(len(terms))}


def test_the_pairs_of_a_group_are_told_as_if_it_had_come_whole() -> None:
    closure, terms = grown(
        "[] a owl:AllDisjointProperties ; owl:members ( :q :p :q ) . :a :q :b .", ":a :p :b ."
    )

    assert findings(closure) == findings(close(closure.asserted, terms))
