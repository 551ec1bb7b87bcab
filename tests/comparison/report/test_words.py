"""Axioms as sentences."""

from __future__ import annotations

import pytest

from semkg.comparison.report.naming import Names
from semkg.comparison.report.words import in_words
from tests.invariance.oracle import triples

SAID = {
    "near a owl:SymmetricProperty": "“near” holds in both directions",
    "host owl:inverseOf venue": "“host” and “venue” are one connection, seen from its two ends",
    "bus rdfs:subPropertyOf goes": "whatever is connected by “bus” is also connected by “goes”",
    "C rdfs:subClassOf D": "every “C” is a “D”",
    "p rdfs:domain C": "whatever has a “p” is a “C”",
    "p owl:propertyChainAxiom _:l . _:l rdf:first q . _:l rdf:rest _:m . _:m rdf:first r . _:m rdf:rest rdf:nil": (
        "“q”, then “r”: together they make a “p”"
    ),
    "C rdfs:subClassOf _:r . _:r owl:onProperty p": "C subClassOf _:r; _:r onProperty p",
}


@pytest.mark.parametrize("text", SAID)
def test_an_axiom_is_said_in_words_or_in_short(text: str) -> None:
    lines = [f"{s} {p} {o} ." for s, p, o in sorted(triples(text))]

    assert in_words(lines, Names(None, None)) == SAID[text]
