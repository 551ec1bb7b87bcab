"""The engine against the rule table itself, read naively."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from semkg.reasoning.clash import list_clashes
from semkg.reasoning.export import Blocks, expanded_parts, rows_of
from semkg.store import TermDictionary
from semkg.vocab import OWL, RDF, RDFS
from tests.reasoning.graphs import STATEMENTS, Triple, as_text, closed_by_rules, read
from tests.reasoning.naive import naive_closure

REFLEXIVE = {
    f"<{RDFS}subClassOf>",
    f"<{RDFS}subPropertyOf>",
    f"<{OWL}equivalentClass>",
    f"<{OWL}equivalentProperty>",
}


def says_something(triple: Triple) -> bool:
    s, p, o = triple
    if p in REFLEXIVE | {f"<{OWL}sameAs>"} and s == o:
        return False
    if o == f"<{OWL}Thing>" and p in {
        f"<{name}>" for name in (RDF + "type", RDFS + "subClassOf", RDFS + "domain", RDFS + "range")
    }:
        return False
    # What holds of everything is written out for the users' terms, not for the vocabulary.
    return not s.startswith(('"', "<http://www.w3.org/"))


@pytest.mark.parametrize("rules", ["rl", "rl+"])
@settings(max_examples=60, deadline=None)
@given(statements=STATEMENTS)
def test_the_engine_derives_what_the_table_says(rules: str, statements: list[str]) -> None:
    # The naive program knows nothing about values.
    statements = [line for line in statements if '"01"' not in line and '"1"^^xsd:integer' not in line]
    terms = TermDictionary()
    rows = read(statements, terms)

    engine = closed_by_rules(rows, terms, rules)

    facts, clashes = naive_closure(as_text(rows, terms), rules)
    written = rows_of(expanded_parts(engine, Blocks(engine)))
    found = {triple for triple in as_text(written, terms) if says_something(triple)}
    assert found == {triple for triple in facts if says_something(triple)}
    # For owl:Thing there is a rule of its own, and a clash is told once.
    twin = {"cls-maxqc1"} if "cls-maxqc2" in clashes else set()
    assert {clash.rule for clash in list_clashes(engine)} | twin == clashes | twin
