"""What changed between two closures is what a comparison of both, written out in full, shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.reasoning import Closure, close, extend
from semkg.store import TermDictionary
from tests.reasoning.graphs import STATEMENTS, as_text, read

FEW_EXAMPLES = settings(deadline=None, max_examples=25)


def assert_differences_are_right(now: Closure, before: Closure, terms: TermDictionary) -> None:
    after, earlier = (as_text(closure.expanded(), terms) for closure in (now, before))

    come, gone = now.difference(before)

    assert as_text(come, terms) == after - earlier
    assert as_text(gone, terms) == earlier - after


@pytest.mark.parametrize("rules", ["rl+", "rdfs"])
@FEW_EXAMPLES
@given(statements=STATEMENTS, more=STATEMENTS)
def test_an_extension_differs_by_what_it_adds(rules: str, statements: list[str], more: list[str]) -> None:
    terms = TermDictionary()
    before = close(read(statements, terms), terms, rules=rules)

    now = extend(before, read(more, terms), terms)

    assert_differences_are_right(now, before, terms)


@FEW_EXAMPLES
@given(STATEMENTS, STATEMENTS, st.booleans())
def test_any_two_closures_of_one_dictionary_are_compared(
    statements: list[str], other: list[str], kept: bool
) -> None:
    terms = TermDictionary()
    before = close(read(statements, terms), terms)

    now = close(read([*other, *(statements if kept else ())], terms), terms)

    assert_differences_are_right(now, before, terms)


def test_a_literal_that_comes_back_in_another_form_is_written_in_that_form_only() -> None:
    terms = TermDictionary()
    axiom = ":p rdfs:subPropertyOf :q . "
    before = close(read(axiom + ':a :p "1"^^xsd:integer .', terms), terms)

    now = close(read(axiom + ':a :p "1.0"^^xsd:decimal .', terms), terms)

    assert_differences_are_right(now, before, terms)
    assert all("integer" not in o for _, _, o in as_text(now.expanded(), terms))


@FEW_EXAMPLES
@given(STATEMENTS, st.data())
def test_what_shares_subject_and_predicate_is_written_for_every_name(
    statements: list[str], data: st.DataObject
) -> None:
    terms = TermDictionary()
    rows = read(statements, terms)
    closure = close(rows, terms)
    full = as_text(closure.expanded(), terms)

    found = as_text(closure.written_like(rows), terms)

    asked = {(s, p) for s, p, _ in as_text(rows, terms)}
    assert found <= full
    assert {triple for triple in full if triple[:2] in asked} <= found
