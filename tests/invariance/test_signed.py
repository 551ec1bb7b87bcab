"""Signed property classes: what the schema makes one property."""

from __future__ import annotations

import numpy as np
import pytest

from semkg.reasoning.canonical.schema import read_schema
from semkg.reasoning.canonical.signed import SignedProperties, signed_properties
from tests.invariance.oracle import Graph, name, triples
from tests.invariance.views import Encoded


class Compiled:
    """The classes of some axioms, by short names; ``-p`` is the inverse of ``p``."""

    def __init__(self, axioms: str, rules: str = "rl+") -> None:
        graph: Graph = triples(axioms)
        encoded = Encoded.of(graph)
        self._ids = {text: number for number, text in enumerate(encoded.terms.texts())}
        used = np.array([self._ids[text] for triple in graph for text in triple])
        self.signed: SignedProperties = signed_properties(read_schema(encoded.closure.rows, rules), used)

    def __getitem__(self, short: str) -> int:
        number = self.signed.of(self._ids[name(short.removeprefix("-"))])
        return int(self.signed.inverse[number]) if short[0] == "-" else number

    def below(self, short: str) -> set[int]:
        return set(self.signed.lower(self[short]).tolist())


@pytest.mark.parametrize(
    "axioms",
    [
        "p owl:equivalentProperty q",
        "p rdfs:subPropertyOf q . q rdfs:subPropertyOf p",
        "p owl:inverseOf i . q owl:inverseOf i",
        "p rdfs:subPropertyOf r . r rdfs:subPropertyOf q . q rdfs:subPropertyOf p",
        "_:i owl:inverseOf p . _:i owl:equivalentProperty j . j owl:inverseOf q",
    ],
)
def test_synonyms_are_one_class(axioms: str) -> None:
    compiled = Compiled(axioms)

    assert compiled["p"] == compiled["q"] != compiled["-p"]


@pytest.mark.parametrize(
    "axioms",
    [
        "p a owl:SymmetricProperty",
        "p owl:inverseOf p",
        "p owl:inverseOf q . p owl:equivalentProperty q",
        "p owl:inverseOf q . p rdfs:subPropertyOf q",
        "p owl:equivalentProperty q . q a owl:SymmetricProperty",
    ],
)
def test_a_class_equal_to_its_inverse_is_symmetric(axioms: str) -> None:
    compiled = Compiled(axioms)

    assert compiled["p"] == compiled["-p"]


def test_a_named_inverse_is_the_inverse() -> None:
    compiled = Compiled("p owl:inverseOf q")

    assert compiled["q"] == compiled["-p"] != compiled["p"]


def test_wider_properties_lie_above_in_both_directions() -> None:
    compiled = Compiled(
        "p rdfs:subPropertyOf q . q rdfs:subPropertyOf r . i owl:inverseOf r . i rdfs:subPropertyOf s"
    )

    assert compiled.below("r") == {compiled["p"], compiled["q"]}
    assert compiled.below("s") == {compiled["-p"], compiled["-q"], compiled["-r"]}
    assert compiled.below("p") == set()


@pytest.mark.parametrize(
    "axioms",
    [
        "p a owl:TransitiveProperty",
        "q a owl:TransitiveProperty . q owl:inverseOf p",
        "q a owl:TransitiveProperty . q owl:equivalentProperty p",
        "p owl:propertyChainAxiom _:l . _:l rdf:first p . _:l rdf:rest _:m . _:m rdf:first p . _:m rdf:rest rdf:nil",
        "p owl:propertyChainAxiom _:l . _:l rdf:first q . _:l rdf:rest _:m . _:m rdf:first p . _:m rdf:rest rdf:nil"
        " . p rdfs:subPropertyOf q",
    ],
)
def test_a_class_is_transitive_by_any_of_its_names(axioms: str) -> None:
    compiled = Compiled(axioms)

    assert compiled.signed.transitive[[compiled["p"], compiled["-p"]]].all()


def test_a_wider_property_is_not_transitive_for_it() -> None:
    compiled = Compiled("p a owl:TransitiveProperty . p rdfs:subPropertyOf q")

    assert not compiled.signed.transitive[compiled["q"]]


def test_a_chain_of_one_link_is_a_narrower_property() -> None:
    compiled = Compiled("q owl:propertyChainAxiom _:l . _:l rdf:first p . _:l rdf:rest rdf:nil")

    assert compiled.below("q") == {compiled["p"]}


@pytest.mark.parametrize(
    "broken",
    [
        "_:l rdf:first p . _:l rdf:rest _:l",
        "_:l rdf:first p",
        "_:l rdf:rest rdf:nil",
        "_:l rdf:first p . _:l rdf:first q . _:l rdf:rest rdf:nil",
    ],
)
def test_a_broken_list_is_no_chain(broken: str) -> None:
    compiled = Compiled(f"r owl:propertyChainAxiom _:l . {broken}")

    assert compiled.signed.chains == ()
    assert compiled.below("r") == set()


def test_a_rule_set_acts_on_its_own_axioms_only() -> None:
    axioms = "p rdfs:subPropertyOf q . q owl:equivalentProperty r . r a owl:TransitiveProperty"

    assert Compiled(axioms, "rdfs").below("q") != set()
    assert Compiled(axioms, "rdfs")["q"] != Compiled(axioms, "rdfs")["r"]
    assert Compiled(axioms, "none").below("q") == set()
    assert not Compiled(axioms, "rdfs").signed.transitive[Compiled(axioms, "rdfs")["r"]]
