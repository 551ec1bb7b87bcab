"""What each step does, on graphs small enough to see through."""

from __future__ import annotations

from itertools import pairwise

import pytest

from semkg.graph import Projection
from semkg.reasoning import analytic_graph, canonical, edge_digest
from semkg.reasoning.canonical.graph import CanonicalGraph
from semkg.reasoning.canonical.view import merge_edges
from tests.invariance.oracle import close, triples
from tests.invariance.views import Encoded, named_edges

TYPES = Projection(types=True)


def reduct(text: str, projection: Projection | None = None) -> CanonicalGraph:
    return Encoded.of(close(triples(text))).canonical(projection or Projection())


def edges(graph: CanonicalGraph) -> set[str]:
    """Edges as ``source target``, cliques written out."""
    return {f"{s[3:-1]} {t[3:-1]}" for s, t, _ in named_edges(graph)}


HOSTS = "hosts owl:inverseOf venue . "
PHRASINGS = (
    "SantaLucia hosts EID15 . OHiggins hosts EID15 . SantaLucia hosts EID16 . Sotomayor hosts EID16",
    "EID15 venue SantaLucia . EID15 venue OHiggins . EID16 venue SantaLucia . EID16 venue Sotomayor",
    "SantaLucia hosts EID15 . EID15 venue OHiggins . SantaLucia hosts EID16 . EID16 venue Sotomayor",
    "SantaLucia hosts EID15 . OHiggins hosts EID15 . EID15 venue SantaLucia . EID16 venue SantaLucia"
    " . EID16 venue Sotomayor",
)


@pytest.mark.parametrize("prefer", [(), ("x:hosts",), ("x:venue",)])
def test_events_and_venues_are_the_same_graph_in_all_four_phrasings(prefer: tuple[str, ...]) -> None:
    graphs = [reduct(HOSTS + text, Projection(prefer=prefer)) for text in PHRASINGS]

    assert len({edge_digest(graph) for graph in graphs}) == 1
    assert graphs[0].n_edges == (4 if prefer else 8)


def test_an_edge_runs_as_its_property_is_named() -> None:
    assert edges(reduct("s p o")) == {"s o"}
    assert edges(reduct("s p o", Projection(direction="reversed"))) == {"o s"}
    assert edges(reduct("s p o", Projection(direction="both"))) == {"s o", "o s"}


def test_an_edge_runs_both_ways_where_both_have_names_unless_one_is_preferred() -> None:
    text = "p owl:inverseOf q . s p o"

    assert edges(reduct(text)) == {"s o", "o s"}
    assert edges(reduct(text, Projection(prefer=("x:q",)))) == {"o s"}
    assert edges(reduct(text, Projection(edges=("x:q",)))) == {"o s"}
    assert edges(reduct(text, Projection(edges=("x:q",), prefer=("x:p",)))) == {"o s"}


def test_a_preferred_property_may_be_named_by_its_alias() -> None:
    text = "p owl:inverseOf q . p owl:sameAs alias . s p o"

    assert edges(reduct(text, Projection(prefer=("x:alias",)))) == {"s o"}


def test_a_block_of_equal_terms_is_one_node_with_its_least_name() -> None:
    graph = reduct("b p c . b owl:sameAs a . a p d")

    assert edges(graph) == {"a c", "a d"}
    assert graph.further_names == ((0, ("<x:b>",)),)
    assert graph.dropped.same_as == 2


def test_a_block_is_a_literal_only_if_all_its_members_are() -> None:
    text = 'p a owl:FunctionalProperty . s p "x" . s p o . t q "y"'

    assert edges(reduct(text)) == {"s o"}


def test_a_blank_node_that_is_a_literal_is_a_subject() -> None:
    encoded = Encoded.of(close(triples('f a owl:FunctionalProperty . r f "x" . r f _:b . _:b q o')))
    chosen = Projection(edges=("x:q",))

    assert named_edges(encoded.canonical(chosen)) == {('"x"', "<x:o>", 1.0)}
    assert encoded.decoded(chosen) == {("_:b", "<x:q>", "<x:o>")}


def test_what_a_narrower_property_gives_is_dropped() -> None:
    graph = reduct("p rdfs:subPropertyOf q . s p o . s q t")

    assert [one.forward for one in graph.properties] == [("<x:p>",), ("<x:q>",)]
    assert graph.n_edges == 2
    assert graph.dropped.sub_property == 1


def test_rows_are_selected_before_they_are_reduced() -> None:
    text = "p rdfs:subPropertyOf q . s p o"

    assert edges(reduct(text, Projection(edges=("x:q",)))) == {"s o"}


def test_an_edge_of_a_narrower_property_in_the_other_direction_stands_for_both() -> None:
    text = "i owl:inverseOf p . i rdfs:subPropertyOf q . s p o"

    assert edges(reduct(text, Projection(edges=("x:p", "x:q")))) == {"s o"}


def test_parallel_edges_are_one_edge_or_are_counted() -> None:
    one = reduct("s p o . s q o", Projection(parallel="one"))
    count = reduct("s p o . s q o", Projection(parallel="count"))

    assert {weight for _, _, weight in named_edges(one)} == {1.0}
    assert {weight for _, _, weight in named_edges(count)} == {2.0}


def test_a_symmetric_edge_runs_both_ways_and_is_one_fact() -> None:
    graph = reduct("p a owl:SymmetricProperty . s p o . o p s . s p s")

    assert edges(graph) == {"s o", "o s", "s s"}
    assert len(graph.facts) == 2


def test_a_transitive_order_is_its_reduction() -> None:
    graph = reduct("p a owl:TransitiveProperty . a p b . b p c . a p c . c p d")

    assert edges(graph) == {"a b", "b c", "c d"}
    assert graph.dropped.transitive == 3


def test_a_transitive_cycle_is_a_clique_with_its_loops() -> None:
    graph = reduct("p a owl:TransitiveProperty . x p y . y p z . z p x . z p w")

    assert len(graph.cliques) == 1
    assert edges(graph) == {f"{s} {o}" for s in "xyz" for o in "xyzw"}


def test_a_cycle_of_a_narrower_property_makes_the_clique_superfluous() -> None:
    text = "q rdfs:subPropertyOf p . p a owl:TransitiveProperty . x q y . y q z . z q x"

    assert edges(reduct(text)) == {"x y", "y z", "z x"}


def test_a_loop_is_kept_if_it_was_said() -> None:
    assert edges(reduct("p a owl:TransitiveProperty . x p x . x p y")) == {"x x", "x y"}


def ring(p: str, members: list[str]) -> str:
    return " . ".join(f"{s} {p} {o}" for s, o in pairwise([*members, members[0]]))


def test_a_large_clique_stays_whole_and_weighs_the_same_as_its_edges() -> None:
    members = [f"m{i:02}" for i in range(20)]
    graph = reduct(f"p a owl:TransitiveProperty . {ring('p', members)} . m00 q m01 . m00 p x")
    whole, written = analytic_graph(graph), merge_edges(graph, written_out=100)
    expanded = whole.expanded()

    assert whole.n_edges == 20  # every member links x; the edge of q lies within the clique
    assert sorted(zip(expanded.source, expanded.target, expanded.weight, strict=True)) == sorted(
        zip(written.source, written.target, written.weight, strict=True)
    )


def test_overlapping_cliques_count_no_edge_twice() -> None:
    first, second = [f"m{i:02}" for i in range(20)], [f"m{i:02}" for i in range(19, 40)]
    both = "p a owl:TransitiveProperty . q a owl:TransitiveProperty . "
    graph = reduct(both + ring("p", first) + " . " + ring("q", second))
    expanded = analytic_graph(graph).expanded()

    assert expanded.n_edges == 20 * 20 + 21 * 21 - 1
    assert set(expanded.weight.tolist()) == {1.0}


def test_a_chain_over_other_properties_drops_what_it_gives() -> None:
    chain = "r owl:propertyChainAxiom _:l . _:l rdf:first p . _:l rdf:rest _:m . _:m rdf:first q . _:m rdf:rest rdf:nil"
    graph = reduct(f"{chain} . x p y . y q z . v r w")

    assert edges(graph) == {"x y", "y z", "v w"}
    assert graph.dropped.chains == 1


def test_a_chain_that_leads_back_drops_what_follows_step_by_step() -> None:
    chain = "p owl:propertyChainAxiom _:l . _:l rdf:first p . _:l rdf:rest _:m . _:m rdf:first q . _:m rdf:rest rdf:nil"
    graph = reduct(f"{chain} . x p a . a q b . b q c")

    assert edges(graph) == {"x a", "a b", "b c"}


def test_a_chain_that_leads_back_over_a_cycle_keeps_the_cycle() -> None:
    chain = "p owl:propertyChainAxiom _:l . _:l rdf:first p . _:l rdf:rest _:m . _:m rdf:first q . _:m rdf:rest rdf:nil"
    graph = reduct(f"{chain} . x p a . a q b . b q a")

    assert edges(graph) == {"x a", "x b", "a b", "b a"}


def test_types_are_the_most_specific_ones() -> None:
    assert edges(reduct("C rdfs:subClassOf D . x a C . y a D", TYPES)) == {"x C", "y D"}


@pytest.mark.parametrize(
    "axioms",
    [
        "p rdfs:domain C",
        "_:r owl:onProperty p . _:r owl:hasValue y . _:r rdfs:subClassOf C",
        "_:r owl:onProperty p . _:r owl:someValuesFrom owl:Thing . _:r rdfs:subClassOf C",
        "_:r owl:onProperty p . _:r owl:someValuesFrom D . _:r rdfs:subClassOf C",
    ],
)
def test_types_that_edges_give_are_dropped(axioms: str) -> None:
    graph = reduct(f"{axioms} . x p y . y a D", TYPES)

    assert edges(graph) == {"x y", "y D"}


def test_a_type_never_drops_an_edge() -> None:
    text = "_:r owl:onProperty p . _:r owl:hasValue y . C rdfs:subClassOf _:r . x a C"

    assert edges(reduct(text, TYPES)) == {"x y", "x C"}


def test_the_type_of_an_intersection_is_dropped_for_its_parts() -> None:
    parts = "I owl:intersectionOf _:l . _:l rdf:first C . _:l rdf:rest _:m . _:m rdf:first D . _:m rdf:rest rdf:nil"

    assert edges(reduct(f"{parts} . x a I", TYPES)) == {"x C", "x D"}


def test_to_name_an_intersection_changes_no_type_where_one_part_follows_from_the_other() -> None:
    some = "_:r owl:onProperty p . _:r owl:someValuesFrom C . _:r rdfs:subClassOf F"
    every = "_:s owl:onProperty p . _:s owl:allValuesFrom D . F rdfs:subClassOf _:s"
    named = "I owl:intersectionOf _:l . _:l rdf:first C . _:l rdf:rest _:m . _:m rdf:first D . _:m rdf:rest rdf:nil"
    text = f"{some} . {every} . y p x . x a C"

    assert edges(reduct(text, TYPES)) == edges(reduct(f"{text} . {named}", TYPES)) == {"y x", "x C"}


def test_a_recursive_class_over_a_cycle_is_not_forgotten() -> None:
    text = "_:r owl:onProperty p . _:r owl:someValuesFrom C . _:r rdfs:subClassOf C . x p y . y p x . z p x . y a C"

    assert edges(reduct(text, TYPES)) == {"x y", "y x", "z x", "x C", "y C"}


def written(graph: CanonicalGraph) -> set[str]:
    """Facts of the basis as ``subject object``."""
    ends = zip(graph.basis.subject.tolist(), graph.basis.object.tolist(), strict=True)
    return {f"{graph.names[s][3:-1]} {graph.names[o][3:-1]}" for s, o in ends}


def test_of_types_that_give_each_other_all_are_shown_and_one_is_written_down() -> None:
    recursive = "_:r owl:onProperty p . _:r owl:someValuesFrom C . _:r rdfs:subClassOf C"
    graph = reduct(f"{recursive} . x p y . y p z . z p x . v p w . x a C . v a C", TYPES)

    assert edges(graph) == {"x y", "y z", "z x", "v w", "x C", "y C", "z C", "v C"}
    assert written(graph) in [{"x y", "y z", "z x", "v w", f"{node} C", "v C"} for node in "xyz"]


RECURSIVE = "_:r owl:onProperty p . _:r owl:someValuesFrom C . _:r rdfs:subClassOf C . x p y . y p x . x a C"


@pytest.mark.parametrize("new", ["zz", "_:zz"])
def test_a_class_by_a_value_changes_no_type_of_a_recursive_class(new: str) -> None:
    # the axiom is what follows from the type of y
    by_value = f"{new} owl:onProperty p . {new} owl:hasValue y . {new} rdfs:subClassOf C"

    assert edges(reduct(f"{RECURSIVE} . {by_value}", TYPES)) == {"x y", "y x", "x C", "y C"}


def test_a_class_by_a_value_is_a_reason_where_there_is_no_other() -> None:
    by_value = "_:z owl:onProperty q . _:z owl:hasValue v . _:z rdfs:subClassOf C . s q v . t q v"

    assert edges(reduct(f"{RECURSIVE} . {by_value}", TYPES)) == {"x y", "y x", "x C", "y C", "s v", "t v"}


@pytest.mark.parametrize("text", ["x p x", "x p x . s p x", "s p x", "s p x . t p x"])
def test_a_class_above_a_class_by_a_value_gets_no_types(text: str) -> None:
    by_value = f"B owl:onProperty p . B owl:hasValue x . {text}"

    assert edges(reduct(f"{by_value} . B rdfs:subClassOf zz", TYPES)) == edges(reduct(by_value, TYPES))


def test_types_that_need_two_of_their_group_are_all_written_down() -> None:
    recursive = (
        "_:r owl:onProperty p . _:r owl:someValuesFrom I . _:r rdfs:subClassOf C . _:r rdfs:subClassOf D"
    )
    parts = "I owl:intersectionOf _:l . _:l rdf:first C . _:l rdf:rest _:m . _:m rdf:first D . _:m rdf:rest rdf:nil"
    graph = reduct(f"{recursive} . {parts} . x p x . x a C . x a D", TYPES)

    assert written(graph) == edges(graph) == {"x x", "x C", "x D"}


def test_of_edges_that_chains_give_each_other_one_is_written_down() -> None:
    chain = "p owl:propertyChainAxiom _:l . _:l rdf:first q . _:l rdf:rest _:m . _:m rdf:first p . _:m rdf:rest rdf:nil"
    graph = reduct(f"{chain} . x q y . y q x . y p z")

    assert edges(graph) == {"x y", "y x", "x z", "y z"}
    assert written(graph) in [{"x y", "y x", f"{node} z"} for node in "xy"]


def test_of_the_pairs_between_two_cliques_all_are_shown_and_one_is_written_down() -> None:
    graph = reduct("p a owl:TransitiveProperty . w p x . x p w . x p y . y p z . z p y")

    assert len(edges(graph)) == 12
    assert len(written(graph)) == 5


def test_equal_classes_are_one_node() -> None:
    graph = reduct("C owl:equivalentClass B . x a C . y a B", TYPES)

    assert edges(graph) == {"x B", "y B"}
    assert graph.further_names == ((0, ("<x:C>",)),)


def test_a_term_is_two_nodes_as_a_class_and_as_a_thing() -> None:
    graph = reduct("x a C . C p x", TYPES)

    assert graph.names == ("<x:C>", "<x:C>", "<x:x>")
    assert graph.as_class.tolist() == [False, True, False]


def test_declarations_and_annotations_are_no_edges() -> None:
    declared = "p a owl:ObjectProperty . note a owl:AnnotationProperty . x a owl:Thing"
    text = f'{declared} . x note y . x rdfs:label "x" . x p y'

    assert edges(reduct(text, TYPES)) == {"x y"}


def test_vocabulary_is_a_list_of_names_and_not_a_namespace() -> None:
    edges_of_data = "bag rdf:_1 x . x rdf:value y . y owl:madeUp z"

    assert edges(reduct(f"{edges_of_data} . x rdfs:seeAlso z . x owl:differentFrom z . l rdf:rest m")) == {
        "bag x",
        "x y",
        "y z",
    }


def test_the_class_hierarchy_is_reduced_when_it_is_asked_for() -> None:
    hierarchy = Projection(edges=("http://www.w3.org/2000/01/rdf-schema#subClassOf",))
    graph = reduct(
        "C rdfs:subClassOf D . D rdfs:subClassOf E . C rdfs:subClassOf E . E owl:equivalentClass F", hierarchy
    )

    assert edges(graph) == {"C D", "D E"}
    assert graph.as_class.all()


def test_blank_nodes_that_differ_in_structure_have_one_order() -> None:
    closed = close(triples("_:a p _:b . _:b p x . _:c p x"))
    graphs = [Encoded.of(closed, seed).canonical(Projection()) for seed in range(8)]

    assert len({(*graph.facts.subject.tolist(), *graph.facts.object.tolist()) for graph in graphs}) == 1


def test_a_literal_is_no_subject_even_if_a_row_says_so() -> None:
    encoded = Encoded.of(triples('"x" p o . s p "x" . s p o'))

    assert edges(encoded.canonical(Projection(literals=True))) == {"s o", "s "}


def test_without_rules_no_axiom_is_acted_on() -> None:
    encoded = Encoded.of(
        triples("p rdfs:subPropertyOf q . p a owl:TransitiveProperty . a p b . b p c . a p c . a q b")
    )
    asserted = type(encoded.closure)("none", encoded.closure.rows, encoded.closure.representative)
    graph = canonical(asserted, encoded.terms)

    assert graph.n_edges == 4


def test_nothing_makes_an_empty_graph() -> None:
    graph = reduct("p a owl:ObjectProperty")

    assert (graph.n_nodes, graph.n_edges) == (0, 0)
    assert analytic_graph(graph).n_nodes == 0
