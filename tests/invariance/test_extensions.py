"""New names without new facts, and other names for the same structure."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings

from semkg.graph import Projection
from semkg.reasoning import canonical, edge_digest
from tests.invariance.ontologies import GRAPHS
from tests.invariance.oracle import Graph, close, name, triples
from tests.invariance.pairs import Alone
from tests.invariance.rewritings import Case, define_by_value, is_of_one_that_axioms_name, rephrase_axioms
from tests.invariance.views import Encoded, named_edges

TYPED = Projection(types=True, literals=True)
NATURAL = (TYPED, Projection(), Projection(edges=("x:p0", "x:p3")), Projection(parallel="count"))
PREFERRED = Projection(types=True, literals=True, prefer=("x:p0",))
BOTH = (Projection(direction="both", types=True), Projection(direction="both", parallel="count"))


def assert_results_stay(graph: Graph, more: Graph, projections: tuple[Projection, ...]) -> None:
    before, after = Encoded.of(close(graph)), Encoded.of(close(graph | more), seed=1)

    assert [edge_digest(after.canonical(p)) for p in projections] == [
        edge_digest(before.canonical(p)) for p in projections
    ]


def a_list(first: str, second: str) -> str:
    return f" . _:l0 rdf:first {first} . _:l0 rdf:rest _:l1 . _:l1 rdf:first {second} . _:l1 rdf:rest rdf:nil"


@pytest.mark.parametrize(
    "axioms",
    [
        "zz owl:equivalentProperty p0",
        "zz rdfs:subPropertyOf p0 . p0 rdfs:subPropertyOf zz",
        "_:i owl:inverseOf p0 . zz owl:inverseOf _:i",
        "p0 rdfs:subPropertyOf zz",
        "p0 rdfs:subPropertyOf zz . zz a owl:SymmetricProperty",
        "p0 rdfs:subPropertyOf zz . zz a owl:TransitiveProperty . zz owl:equivalentProperty zy",
        "_:i owl:inverseOf p0 . _:i rdfs:subPropertyOf zz",
        "zz owl:propertyChainAxiom _:l0" + a_list("p0", "p1"),
    ],
)
@given(graph=GRAPHS)
@settings(max_examples=4, deadline=None)
def test_a_property_that_others_define_changes_no_edge(axioms: str, graph: Graph) -> None:
    assert_results_stay(graph, triples(axioms), NATURAL + BOTH)


@given(graph=GRAPHS)
@settings(max_examples=10, deadline=None)
def test_a_named_inverse_changes_no_edge_when_edges_run_both_ways(graph: Graph) -> None:
    assert_results_stay(graph, triples("zz owl:inverseOf p0"), BOTH)


@given(graph=GRAPHS)
@settings(max_examples=10, deadline=None)
def test_a_named_inverse_changes_no_edge_where_its_property_is_preferred(graph: Graph) -> None:
    before, after = (
        Encoded.of(close(one), seed).canonical(Projection(prefer=("x:p0",)))
        for seed, one in enumerate((graph, graph | triples("zz owl:inverseOf p0")))
    )

    assert edge_digest(after) == edge_digest(before)


def test_a_named_inverse_changes_no_edge_of_a_preferred_property() -> None:
    graph, inverse = triples("a p0 b . b p0 c . c p1 a"), triples("zz owl:inverseOf p0")
    before = Encoded.of(close(graph)).canonical(PREFERRED)
    after = Encoded.of(close(graph | inverse)).canonical(PREFERRED)

    assert edge_digest(after) == edge_digest(before)


@pytest.mark.parametrize(
    "axioms",
    [
        "zz owl:equivalentClass C0",
        "zz rdfs:subClassOf C0 . C0 rdfs:subClassOf zz",
        "C0 rdfs:subClassOf zz",
        "zz owl:unionOf _:l0" + a_list("C0", "C1"),
        "zz owl:intersectionOf _:l0" + a_list("C0", "C1"),
        "_:r owl:onProperty p0 . _:r owl:someValuesFrom C0",
        "_:r owl:onProperty p0 . _:r owl:someValuesFrom C0 . zz owl:equivalentClass _:r",
    ],
)
@given(graph=GRAPHS)
@settings(max_examples=4, deadline=None)
def test_a_class_that_others_define_changes_no_edge(axioms: str, graph: Graph) -> None:
    assert_results_stay(graph, triples(axioms), NATURAL + BOTH)


KEY = "key a owl:InverseFunctionalProperty . "
BY_VALUE = "zz owl:onProperty key . zz owl:hasValue v"
NAMED = " . E owl:oneOf _:l0" + a_list("x", "y")


def edges_by_rules(graph: Graph) -> str:
    """Return the digest of the edges after a closure in which axioms are decided."""
    alone = Alone(graph, seed=0)
    return edge_digest(canonical(alone.closure, alone.terms, TYPED))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (KEY + "x key v . x a C" + NAMED, True),
        (KEY + "v key v . v a C", True),
        (KEY + "x key v . x a C", False),
        ("x key v . x a C" + NAMED, False),
        ("key a owl:FunctionalProperty . x key v . x a C" + NAMED, False),
    ],
)
def test_a_class_by_a_value_moves_types_where_it_is_of_one_that_axioms_name_and_is_not_drawn_there(
    text: str, named: bool
) -> None:
    graph = triples(text)
    moves = edges_by_rules(graph | triples(BY_VALUE)) != edges_by_rules(graph)

    assert moves is named
    assert is_of_one_that_axioms_name(Case.of(graph), name("key"), name("v")) is named
    assert (define_by_value(Case.of(graph), random.Random(0)) == graph) is named


def test_to_define_a_class_by_a_value_and_to_put_a_class_above_it_may_end_in_one_closure() -> None:
    defined = triples(KEY + "v key v . v a C") | triples(BY_VALUE)
    above = triples(KEY + "v key v . " + BY_VALUE) | triples("zz rdfs:subClassOf C")

    assert Alone(defined, seed=0).digests() == Alone(above, seed=0).digests()


INVERSES = "p1 owl:inverseOf p0 . _:i owl:inverseOf p0 . _:i rdfs:domain C . _:i rdfs:range D . "
BY_RESTRICTION = "_:r owl:onProperty _:i . _:r owl:someValuesFrom owl:Thing . _:r rdfs:subClassOf C"


@pytest.mark.parametrize(("facts", "moves"), [('n p1 "x" . m p0 o', True), ("n p1 x . m p0 o", False)])
def test_a_domain_of_an_anonymous_inverse_stays_a_domain_where_the_inverse_has_values(
    facts: str, moves: bool
) -> None:
    graph = triples(INVERSES + facts)
    in_other_words = graph - triples("_:i rdfs:domain C") | triples(BY_RESTRICTION)
    types = Projection(types=True)
    seen = [
        edge_digest(canonical(one.closure, one.terms, types))
        for one in (Alone(graph, 0), Alone(in_other_words, 0))
    ]
    domain = next(iter(triples("_:i rdfs:domain C")))
    stays = all(domain in rephrase_axioms(Case.of(graph), random.Random(seed)) for seed in range(20))

    assert (seen[0] != seen[1]) is moves
    assert stays is moves


@given(graph=GRAPHS)
@settings(max_examples=12, deadline=None)
def test_the_same_structure_under_names_in_reverse_order_has_the_same_edges(graph: Graph) -> None:
    users = sorted({text for triple in graph for text in triple if text.startswith("<x:")})
    renamed = dict(zip(users, reversed(users), strict=True))
    other = frozenset((renamed.get(s, s), renamed.get(p, p), renamed.get(o, o)) for s, p, o in graph)
    for projection in (TYPED, Projection(), Projection(direction="both")):
        before = Encoded.of(close(graph)).canonical(projection)
        after = Encoded.of(close(other)).canonical(projection)

        assert (after.n_nodes, after.n_edges) == (before.n_nodes, before.n_edges)
        if not before.further_names:
            expected = {(renamed.get(s, s), renamed.get(t, t), w) for s, t, w in named_edges(before)}
            assert named_edges(after) == expected
