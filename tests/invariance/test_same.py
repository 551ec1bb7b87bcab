"""Whether two graphs mean the same: every rewriting says yes, every control no."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import semkg
from semkg import KnowledgeGraph
from semkg.reasoning import Sameness, meaning_digests
from semkg.store import TermDictionary
from semkg.vocab import XSD
from tests.invariance.ontologies import CLASSES, GRAPHS, PROPERTIES, THINGS, A
from tests.invariance.oracle import Graph, Triple, name, triples
from tests.invariance.pairs import Alone
from tests.invariance.rewritings import REWRITINGS, SAME, Case, Rewriting, compose
from tests.invariance.test_analytics import SEEDS, load


def same(one: Graph, other: Graph, *, lean: bool = False) -> Sameness:
    with load(one) as first, load(other) as second:
        return semkg.same(first, second, lean=lean)


def texts(*lines: str) -> Graph:
    return triples(" . ".join(lines))


@pytest.mark.parametrize("rewriting", REWRITINGS, ids=lambda rewriting: str(rewriting.__name__))
@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=2, deadline=None)
def test_a_rewriting_means_the_same(rewriting: Rewriting, graph: Graph, seed: int) -> None:
    rewritten = rewriting(Case.of(graph), random.Random(seed))

    found = same(graph, rewritten)

    assert (found.verdict, found.first, found.second) == ("yes", found.first, found.first)


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=5, deadline=None)
def test_three_rewritings_in_a_row_mean_the_same(graph: Graph, seed: int) -> None:
    assert same(graph, compose(Case.of(graph), random.Random(seed))).verdict == "yes"


def random_fact(rng: random.Random) -> Triple:
    s, o = rng.choice(THINGS), rng.choice(THINGS)
    return rng.choice(((s, rng.choice(PROPERTIES), o), (s, A, rng.choice(CLASSES)), (s, SAME, o)))


def random_axiom(rng: random.Random) -> Triple:
    p, q = rng.choice(PROPERTIES), rng.choice(PROPERTIES)
    c, d = rng.choice(CLASSES), rng.choice(CLASSES)
    kinds = ("Symmetric", "Transitive", "Functional", "InverseFunctional")
    return rng.choice(
        (
            (p, name("rdfs:subPropertyOf"), q),
            (p, name("owl:inverseOf"), q),
            (p, name("rdfs:domain"), c),
            (p, name("rdfs:range"), c),
            (c, name("rdfs:subClassOf"), d),
            (c, name("owl:disjointWith"), d),
            (p, A, name(f"owl:{rng.choice(kinds)}Property")),
        )
    )


@given(graph=GRAPHS, seed=SEEDS, axiom=st.booleans())
@settings(max_examples=5, deadline=None)
def test_a_triple_that_does_not_follow_is_a_difference(graph: Graph, seed: int, axiom: bool) -> None:
    more = (random_axiom if axiom else random_fact)(random.Random(seed))
    # that something is below itself says nothing, though it follows of declared classes only
    assume(more[0] != more[2])
    with load(graph) as kg:
        assume(not kg.entails(f"{' '.join(more)} .".encode(), format="nt"))

    found = same(graph, graph | {more})

    assert found.verdict == "no"
    assert found.digests[0].graph != found.digests[1].graph
    assert [one.triples for one in found.second.statements] == [(f"{' '.join(more)} .",)]
    assert found.first.statements == ()


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=5, deadline=None)
def test_a_triple_less_that_the_rest_does_not_give_is_a_difference(graph: Graph, seed: int) -> None:
    # to leave a part of a list or of a restriction out makes another graph, but maybe none that says less
    candidates = sorted(t for t in graph if not any(text[0] == "_" for text in t))
    assume(candidates)
    less = random.Random(seed).choice(candidates)
    with load(graph - {less}) as kg:
        assume(not kg.entails(f"{' '.join(less)} .".encode(), format="nt"))

    found = same(graph, graph - {less})

    assert found.verdict == "no"
    assert found.digests[0].graph != found.digests[1].graph
    assert found.second.statements == ()


@pytest.mark.parametrize(
    ("axioms", "others", "data"),
    [
        ("C rdfs:subClassOf D", "C rdfs:subClassOf E", "x a C . x a D . x a E"),
        ("p owl:inverseOf q", "q rdfs:subPropertyOf r", "x p y . y q x . y r x"),
        ("p a owl:TransitiveProperty", "p a owl:SymmetricProperty", "x p y . y p x . x p x . y p y"),
        ("p rdfs:domain C", "p rdfs:range C", "x p y . x a C . y a C"),
        ("p a owl:FunctionalProperty", "p a owl:InverseFunctionalProperty", "x p y"),
        ("p owl:propertyChainAxiom _:l . _:l rdf:first q . _:l rdf:rest _:m . _:m rdf:first r . _:m rdf:rest rdf:nil",
         "p owl:propertyChainAxiom _:l . _:l rdf:first r . _:l rdf:rest _:m . _:m rdf:first q . _:m rdf:rest rdf:nil",
         "x q y"),
        ("C owl:disjointWith D", "C owl:disjointWith E", "x a C"),
        ("C owl:complementOf D", "D owl:complementOf E", "x a C"),
        ("note a owl:AnnotationProperty", "other a owl:AnnotationProperty", "x note y"),
    ],
)  # fmt: skip
def test_equal_data_under_other_axioms_is_a_difference(axioms: str, others: str, data: str) -> None:
    found = same(texts(axioms, data), texts(others, data))

    assert (found.verdict, found.because) == ("no", "axioms")
    assert found.digests[0].data == found.digests[1].data
    assert found.digests[0].graph != found.digests[1].graph
    assert len(found.first.statements) == len(found.second.statements) == 1


SOME = "{0} owl:onProperty p . {0} owl:someValuesFrom D"
LIST = "{0} rdf:first {1} . {0} rdf:rest {0}m . {0}m rdf:first {2} . {0}m rdf:rest rdf:nil"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # an expression shared and copied, with a copy that nobody uses
        (
            f"C rdfs:subClassOf _:r . x a _:r . {SOME.format('_:r')}",
            f"C rdfs:subClassOf _:r . x a _:s . {SOME.format('_:r')} . {SOME.format('_:s')} . {SOME.format('_:t')}",
        ),
        # the members of a union in another order, and twice
        (
            f"C owl:unionOf _:l . {LIST.format('_:l', 'D', 'E')}",
            f"C owl:unionOf _:l . {LIST.format('_:l', 'E', 'D')}",
        ),
        # an intersection as a definition and as an equivalence
        (
            f"C owl:intersectionOf _:l . {LIST.format('_:l', 'D', 'E')}",
            f"C owl:equivalentClass _:i . _:i owl:intersectionOf _:l . {LIST.format('_:l', 'E', 'D')}",
        ),
        # all different, all disjoint, and pair by pair
        (
            f"_:d a owl:AllDifferent . _:d owl:members _:l . {LIST.format('_:l', 'x', 'y')}",
            "y owl:differentFrom x . x owl:differentFrom y",
        ),
        (
            f"_:d a owl:AllDisjointClasses . _:d owl:members _:l . {LIST.format('_:l', 'C', 'D')}",
            "C owl:disjointWith D . D owl:disjointWith C",
        ),
        # a transitive property, and one that is chained with itself
        (
            "p a owl:TransitiveProperty . x p y",
            f"p owl:propertyChainAxiom _:l . x p y . {LIST.format('_:l', 'p', 'p')}",
        ),
        # an expression that nobody uses
        ("x p y . y a D", f"x p y . y a D . {SOME.format('_:r')}"),
        # names of blank nodes, spellings of values
        (f'_:a p _:b . _:b q "01"^^<{XSD}int>', f'_:z q "1"^^<{XSD}integer> . _:y p _:z'),
        # what says nothing
        ("x p y", "x p y . p a owl:ObjectProperty . x a owl:Thing . p rdfs:subPropertyOf p . x owl:sameAs x"),
    ],
)
def test_other_words_for_the_same_are_no_difference(one: str, other: str) -> None:
    assert same(texts(one), texts(other)).verdict == "yes"


def test_a_restriction_written_twice_has_the_digests_of_one() -> None:
    one = f"C rdfs:subClassOf _:r . D rdfs:subClassOf _:r . {SOME.format('_:r')}"
    two = f"C rdfs:subClassOf _:r . D rdfs:subClassOf _:s . {SOME.format('_:r')} . {SOME.format('_:s')}"

    found = same(texts(one), texts(two))

    assert found.digests[0] == found.digests[1]


def test_blank_nodes_that_say_nothing_are_a_difference_unless_leaned() -> None:
    one, other = (
        texts("x p y . x p _:a . _:a q _:b"),
        texts("x p y . x p _:c . _:c q _:d . x p _:e . _:e q _:f . x p _:g"),
    )

    plain, leaned = same(one, other), same(one, other, lean=True)

    assert (plain.verdict, plain.because) == ("no", "blank nodes only")
    assert plain.first.statements == ()
    assert plain.second.rows == len(plain.second.statements) == 3
    assert leaned.verdict == "yes"


def test_a_blank_node_that_says_something_is_kept_by_leaning() -> None:
    assert same(texts("x p _:a . _:a q z"), texts("x p y . x p _:a . _:a q z"), lean=True).verdict == "no"
    assert same(texts("x p _:a . _:a p x"), texts("x p _:a . _:b p x"), lean=True).verdict == "no"


def test_two_names_that_occur_nowhere_else_are_a_difference() -> None:
    found = same(texts("x p y"), texts("x p y", "a owl:sameAs b"))

    assert (found.verdict, found.because) == ("no", "data")
    assert [one.triples for one in found.second.statements] == [(f"<x:a> {SAME} <x:b> .",)]


def test_an_equality_within_an_expression_is_the_difference_and_not_the_expression() -> None:
    value = "C owl:equivalentClass _:r . _:r owl:onProperty p . _:r owl:hasValue x . y a C"

    found = same(texts(value), texts(value, "x owl:sameAs z"))

    assert [one.triples for one in found.second.statements] == [(f"<x:x> {SAME} <x:z> .",)]
    assert found.first.statements == ()


def test_a_difference_in_an_expression_is_shown_with_its_spelling() -> None:
    some = texts("C rdfs:subClassOf _:r", "_:r a owl:Restriction", SOME.format("_:r"))
    every = texts("C rdfs:subClassOf _:r", "_:r owl:onProperty p", "_:r owl:allValuesFrom D")

    found = same(some, every)

    assert found.because == "axioms"
    assert [one.triples for one in found.first.statements] == [
        (
            f"<x:C> {name('rdfs:subClassOf')} _:b0 .",
            f"_:b0 {name('owl:onProperty')} <x:p> .",
            f"_:b0 {name('owl:someValuesFrom')} <x:D> .",
        )
    ]
    assert len(found.second.statements) == 1


def test_one_axiom_that_gives_many_rows_is_all_of_the_difference() -> None:
    data = " . ".join(f"n{i} p n{i + 1}" for i in range(20))

    found = same(texts(data), texts(data, "p a owl:TransitiveProperty", "n0 p n7"))

    assert [one.triples for one in found.second.statements] == [
        (f"<x:p> {A} {name('owl:TransitiveProperty')} .",)
    ]
    assert (found.second.axioms, found.second.rows) == (1, 190)


def test_the_answer_says_whether_data_contradict_themselves() -> None:
    clash = texts("C owl:disjointWith D", "x a C", "x a D")

    assert same(clash, clash | texts("y a C")).consistent == (False, False)


def test_graphs_under_other_rules_are_not_compared() -> None:
    with (
        KnowledgeGraph(rules="rl") as first,
        KnowledgeGraph(rules="none") as second,
        pytest.raises(ValueError, match="rl and none"),
    ):
        first.same_as(second)


def test_a_canonical_graph_carries_the_digests_of_all_that_is_meant() -> None:
    one, other = texts("p owl:inverseOf q", "x p y"), texts("q owl:inverseOf p", "y q x")
    third = texts("x p y", "y q x")
    with load(one) as first, load(other) as second, load(third) as last:
        digests = [kg.canonical().digests for kg in (first, second, last)]

    assert digests[0] == digests[1]
    assert digests[0] is not None
    assert digests[2] is not None
    assert digests[0].data == digests[2].data
    assert digests[0].graph != digests[2].graph


class Loading(TermDictionary):
    """There is one term more whenever somebody counts, as while another thread loads."""

    def __len__(self) -> int:
        count = super().__len__()
        self.add(ox.NamedNode(f"x:loaded{count}"))
        return count


def test_digests_do_not_see_terms_that_are_added_meanwhile() -> None:
    graph = texts(
        "x p y", "_:e owl:oneOf _:l", "_:l rdf:first x", "_:l rdf:rest rdf:nil", "_:e rdfs:subClassOf C"
    )
    alone = Alone(graph, 0)

    loading = Loading.from_texts(alone.terms.texts())

    assert meaning_digests(alone.closure, loading) == meaning_digests(alone.closure, alone.terms)
