"""Nodes that spell several expressions at once: they are each of them, and say that these are equal."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invariance.pairs import check
from tests.invariance.test_same import LIST, SOME, same, texts

SEVERAL = {
    "two properties": "{0} owl:onProperty p . {0} owl:onProperty q . {0} owl:someValuesFrom C",
    "two fillers": "{0} owl:onProperty p . {0} owl:someValuesFrom C . {0} owl:someValuesFrom D",
    "two universal fillers": "{0} owl:onProperty p . {0} owl:allValuesFrom C . {0} owl:allValuesFrom D",
    "two values": "{0} owl:onProperty p . {0} owl:hasValue x . {0} owl:hasValue y",
    "two quantifiers": "{0} owl:onProperty p . {0} owl:someValuesFrom C . {0} owl:allValuesFrom D",
    "two bounds": '{0} owl:onProperty p . {0} owl:maxCardinality "0" . {0} owl:maxCardinality "1"',
    "two qualifiers": "{0} owl:onProperty p . {0} owl:onClass C . {0} owl:onClass D . "
    '{0} owl:maxQualifiedCardinality "1"',
    "two intersections": "{0} owl:intersectionOf {0}l . {0} owl:intersectionOf {0}k . "
    + " . ".join((LIST.format("{0}l", "C", "D"), LIST.format("{0}k", "D", "E"))),
    "two complements": "{0} owl:complementOf C . {0} owl:complementOf D",
    "a complement and a restriction": "{0} owl:complementOf C . {0} owl:onProperty p . {0} owl:someValuesFrom D",
    "two inverses": "{0} owl:inverseOf p . {0} owl:inverseOf q",
}
BELOW = dict.fromkeys(SEVERAL, "{1} rdfs:subClassOf {0}") | {"two inverses": "{1} rdfs:subPropertyOf {0}"}


@pytest.mark.parametrize("kind", SEVERAL)
def test_a_node_that_spells_several_expressions_means_the_same_as_two_of_it(kind: str) -> None:
    first, second = (SEVERAL[kind].format(node) for node in ("_:r", "_:s"))
    below = BELOW[kind]

    one = texts(first, below.format("_:r", "a"), below.format("_:r", "b"))
    two = texts(first, second, below.format("_:r", "a"), below.format("_:s", "b"))
    found = same(one, two)

    assert found.digests[0] == found.digests[1]
    assert found.verdict == "yes"


@pytest.mark.parametrize("kind", SEVERAL)
def test_that_several_expressions_are_equal_is_an_axiom_even_if_nothing_uses_them(kind: str) -> None:
    spelled = texts(SEVERAL[kind].format("_:r"))

    found = same(texts("x p y . x q y"), texts("x p y . x q y") | spelled)

    assert (found.verdict, found.because) == ("no", "axioms")
    assert [len(one.triples) for one in found.second.statements] == [len(spelled)]


@given(
    properties=st.sets(st.sampled_from("pqr"), min_size=1, max_size=2),
    classes=st.sets(st.sampled_from("CDE"), min_size=1, max_size=2),
    data=st.data(),
)
@settings(max_examples=5, deadline=None)
def test_several_expressions_of_one_node_may_be_nodes_that_are_equal(
    properties: set[str], classes: set[str], data: st.DataObject
) -> None:
    pairs = list(product(sorted(properties), sorted(classes)))
    one = [f"_:r owl:onProperty {p} . _:r owl:someValuesFrom {c}" for p, c in pairs]
    apart = [
        f"_:s{at} owl:onProperty {p} . _:s{at} owl:someValuesFrom {c}" for at, (p, c) in enumerate(pairs)
    ]
    equal = [f"_:s0 owl:equivalentClass _:s{at}" for at in range(1, len(pairs))]

    together = texts("A rdfs:subClassOf _:r", *one)

    assert same(together, texts("A rdfs:subClassOf _:s0", *apart, *equal)).verdict == "yes"
    if equal:
        equal.remove(data.draw(st.sampled_from(equal)))
        assert same(together, texts("A rdfs:subClassOf _:s0", *apart, *equal)).verdict == "no"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # a complement makes its anonymous class a complement too
        (
            f"A rdfs:subClassOf _:n . _:n owl:complementOf _:r . {SOME.format('_:r')}",
            f"A rdfs:subClassOf _:n . _:n owl:complementOf _:r . {SOME.format('_:r')} . "
            f"_:m owl:complementOf _:s . {SOME.format('_:s')}",
        ),
        (
            "p rdfs:subPropertyOf _:i . _:i owl:inverseOf _:j . _:j owl:inverseOf q",
            "p rdfs:subPropertyOf _:i . _:i owl:inverseOf _:j . _:k owl:inverseOf q . _:j owl:inverseOf q",
        ),
        # an expression over one that is several, under a synonym of its property
        (
            "p owl:equivalentProperty q . A rdfs:subClassOf _:n . _:n owl:onProperty r . _:n owl:someValuesFrom _:r . "
            + SEVERAL["two properties"].format("_:r"),
            "p owl:equivalentProperty q . A rdfs:subClassOf _:n . _:n owl:onProperty r . _:n owl:someValuesFrom _:r . "
            "_:r owl:onProperty q . _:r owl:someValuesFrom C",
        ),
        # a class that has a name
        (
            SEVERAL["two values"].format("A"),
            "A owl:equivalentClass _:r . _:r owl:onProperty p . _:r owl:hasValue x . "
            "A owl:equivalentClass _:s . _:s owl:onProperty p . _:s owl:hasValue y",
        ),
    ],
)
def test_several_expressions_in_other_words_are_no_difference(one: str, other: str) -> None:
    assert same(texts(one), texts(other)).verdict == "yes"


def test_a_copy_of_a_restriction_with_two_properties_and_fillers_passes_every_rewriting() -> None:
    assert check(1002940) == []
