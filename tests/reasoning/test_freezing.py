"""Schema axioms by freezing: which follow, that the batch equals one by one, and that frozen terms leave no trace."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.kernels import unpack
from semkg.reasoning import close, entails, extend
from semkg.reasoning.clash import has_new_clash
from semkg.reasoning.engine.engine import Engine, Produced
from semkg.reasoning.freezing.decide import decide_one_by_one, decide_together, new_axioms, settle
from semkg.reasoning.freezing.question import Question, Triple, questions_behind
from semkg.reasoning.freezing.schema import read_schema
from semkg.store import TermDictionary
from tests.reasoning.graphs import AXIOMS, DATA, STATEMENTS, as_text, closed_by_rules, read

FOLLOWS = [
    # (the schema, an axiom that follows)
    (":C rdfs:subClassOf :A , :B . :D owl:intersectionOf ( :A :B ) .", ":C rdfs:subClassOf :D ."),
    (":C owl:hasValue :v ; owl:onProperty :p . :p rdfs:domain :D .", ":C rdfs:subClassOf :D ."),
    (
        ":C owl:hasValue :v ; owl:onProperty :p . :v a :A . :D owl:someValuesFrom :A ; owl:onProperty :p .",
        ":C rdfs:subClassOf :D .",
    ),
    (
        ":C owl:hasValue :v ; owl:onProperty :p . :p rdfs:range owl:Nothing .",
        ":C rdfs:subClassOf owl:Nothing .",
    ),
    (":C rdfs:subClassOf :A , :B . :A owl:disjointWith :B .", ":C rdfs:subClassOf owl:Nothing ."),
    (
        "owl:Thing rdfs:subClassOf :A , :B . :D owl:intersectionOf ( :A :B ) .",
        "owl:Thing rdfs:subClassOf :D .",
    ),
    (  # what is found first leads to more by a rule, and that to more by freezing
        ":C rdfs:subClassOf :A , :B . :D owl:intersectionOf ( :A :B ) . :S owl:someValuesFrom :C ; owl:onProperty :p . "
        ":T owl:someValuesFrom :D ; owl:onProperty :p . :Y rdfs:subClassOf :S , :Z . :X owl:intersectionOf ( :T :Z ) .",
        ":Y rdfs:subClassOf :X .",
    ),
    (":p rdfs:subPropertyOf :r . :q owl:propertyChainAxiom ( :r ) .", ":p rdfs:subPropertyOf :q ."),
    (":p owl:inverseOf :i . :i owl:inverseOf :q .", ":p owl:equivalentProperty :q ."),
    (
        ":p rdfs:subPropertyOf :q . :q a owl:SymmetricProperty . :q rdfs:subPropertyOf :p .",
        ":p owl:inverseOf :q .",
    ),
    (":p rdfs:domain :A , :B . :D owl:intersectionOf ( :A :B ) .", ":p rdfs:domain :D ."),
    (":p rdfs:range :A . :D owl:someValuesFrom :A ; owl:onProperty :p .", ":p rdfs:domain :D ."),
    (":p owl:inverseOf :i . :D owl:someValuesFrom owl:Thing ; owl:onProperty :i .", ":p rdfs:range :D ."),
    (":p owl:equivalentProperty :q . :q a owl:SymmetricProperty .", ":p a owl:SymmetricProperty ."),
    (":p owl:propertyChainAxiom ( :q :q ) . :q owl:equivalentProperty :p .", ":q a owl:TransitiveProperty ."),
    (":p rdfs:subPropertyOf :q . :q a owl:FunctionalProperty .", ":p a owl:FunctionalProperty ."),
    (
        "owl:Thing rdfs:subClassOf :C . :C owl:maxCardinality 1 ; owl:onProperty :p .",
        ":p a owl:FunctionalProperty .",
    ),
    (":p rdfs:range :C . :C owl:hasKey ( :k ) . :k owl:inverseOf :p .", ":p a owl:FunctionalProperty ."),
    (":p rdfs:domain :C . :C owl:hasKey ( :p ) .", ":p a owl:InverseFunctionalProperty ."),
    (":p rdfs:domain :A ; rdfs:range :B . :A owl:disjointWith :B .", ":p a owl:AsymmetricProperty ."),
    (":p rdfs:domain :A ; rdfs:range :B . :A owl:disjointWith :B .", ":p a owl:IrreflexiveProperty ."),
    (":p rdfs:domain :A , :B . :A owl:disjointWith :B .", ":p owl:propertyDisjointWith :p ."),
    (":p rdfs:subPropertyOf :q , :r . :q owl:propertyDisjointWith :r .", ":p owl:propertyDisjointWith :p ."),
    (":A owl:disjointWith :B . :C rdfs:subClassOf :A . :D rdfs:subClassOf :B .", ":C owl:disjointWith :D ."),
    (
        ":A owl:hasValue :v ; owl:onProperty :p . :B owl:hasValue :w ; owl:onProperty :p . :v owl:differentFrom :w . "
        ":p a owl:FunctionalProperty .",
        ":A owl:disjointWith :B .",
    ),
    (":p owl:propertyDisjointWith :q . :r rdfs:subPropertyOf :q .", ":p owl:propertyDisjointWith :r ."),
    (":p rdfs:domain :A . :q rdfs:domain :B . :A owl:complementOf :B .", ":p owl:propertyDisjointWith :q ."),
    # An axiom that freezing finds lets a rule find another one.
    (
        ":C rdfs:subClassOf :A , :B . :D owl:intersectionOf ( :A :B ) . :R owl:someValuesFrom :C ; owl:onProperty :p . "
        ":S owl:someValuesFrom :D ; owl:onProperty :p .",
        ":R rdfs:subClassOf :S .",
    ),
    # A chain of three leads through the value that two classes share.
    (
        ":C owl:hasValue :v ; owl:onProperty :p . :v :q :w . :w :r :x . :D owl:oneOf ( :w :x ) . "
        ":s owl:propertyChainAxiom ( :p :q :r ) . :E owl:hasValue :x ; owl:onProperty :s .",
        ":C rdfs:subClassOf :E .",
    ),
]
SILENT = [
    (":C rdfs:subClassOf :A . :D owl:intersectionOf ( :A :B ) .", ":C rdfs:subClassOf :D ."),
    (":D owl:someValuesFrom :A ; owl:onProperty :p .", ":p rdfs:domain :D ."),
    (":p rdfs:subPropertyOf :q . :q a owl:SymmetricProperty .", ":p a owl:SymmetricProperty ."),
    (":p rdfs:subPropertyOf :q . :q a owl:TransitiveProperty .", ":p a owl:TransitiveProperty ."),
    (":p owl:propertyChainAxiom ( :q :q ) .", ":q a owl:TransitiveProperty ."),
    (":C owl:maxCardinality 1 ; owl:onProperty :p .", ":p a owl:FunctionalProperty ."),
    (":C owl:hasKey ( :p ) .", ":p a owl:InverseFunctionalProperty ."),
    (":p owl:inverseOf :q .", ":p rdfs:subPropertyOf :q ."),
    (":A owl:disjointWith :B . :C rdfs:subClassOf :A .", ":C rdfs:subClassOf owl:Nothing ."),
    (":A owl:disjointWith :B . :B rdfs:subClassOf :C .", ":A owl:disjointWith :C ."),
    (":p rdfs:domain :A . :q rdfs:range :B . :A owl:complementOf :B .", ":p owl:propertyDisjointWith :q ."),
    # Data about individuals that no axiom names is no schema.
    (":a :p :b . :a a :A .", ":p rdfs:domain :A ."),
    (
        ":C owl:hasValue :v ; owl:onProperty :p . :v :q :w . :D owl:someValuesFrom :A ; owl:onProperty :q . :w a :A .",
        ":C rdfs:subClassOf :D .",
    ),
    # A chain does not lead through the member of another class.
    (
        ":A rdfs:subClassOf :V . :B rdfs:subClassOf :V , :W . :V owl:hasValue :v ; owl:onProperty :p . "
        ":W owl:hasValue :w ; owl:onProperty :r . :p owl:inverseOf :i . :S owl:hasValue :w ; owl:onProperty :s . "
        ":s owl:propertyChainAxiom ( :p :i :r ) .",
        ":A rdfs:subClassOf :S .",
    ),
    # Two classes that share a value do not become one by it.
    (
        ":R owl:hasValue :v ; owl:onProperty :p . :A rdfs:subClassOf :R , :D . :B rdfs:subClassOf :R . "
        ":p a owl:InverseFunctionalProperty .",
        ":B rdfs:subClassOf :D .",
    ),
]


def follows(schema: str, axiom: str) -> bool:
    terms = TermDictionary()
    closure = close(read(schema, terms), terms)
    return entails(closure, read(axiom, terms), terms)


@pytest.mark.parametrize(("schema", "axiom"), FOLLOWS)
def test_an_axiom_follows_from_others(schema: str, axiom: str) -> None:
    assert follows(schema, axiom)


@pytest.mark.parametrize(("schema", "axiom"), SILENT)
def test_an_axiom_does_not_follow(schema: str, axiom: str) -> None:
    assert not follows(schema, axiom)


def _axiom(text: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries(parts).map(lambda values: text.format(**values))


_class, _property, _value = (
    st.sampled_from(names) for names in ([":A", ":B", ":C"], [":p", ":q"], [":v", ":w"])
)
SHARED = st.one_of(
    _axiom("{c} owl:hasValue {v} ; owl:onProperty {p}", c=_class, v=_value, p=_property),
    _axiom("{c} owl:oneOf ( {v} )", c=_class, v=_value),
    _axiom("{p} owl:propertyChainAxiom ( {q} {r} {s} )", p=_property, q=_property, r=_property, s=_property),
    _axiom("{c} owl:hasKey ( {p} )", c=_class, p=_property),
    _axiom(
        "{p} a owl:{k}Property",
        p=_property,
        k=st.sampled_from(["InverseFunctional", "Functional", "Symmetric"]),
    ),
    _axiom("{p} owl:inverseOf {q}", p=_property, q=_property),
    _axiom("{v} {p} {w}", v=_value, p=_property, w=_value),
    _axiom("{p} rdfs:range {c}", p=_property, c=_class),
    _axiom(
        "{p} rdfs:subPropertyOf {v}",
        p=_property,
        v=st.sampled_from(["rdfs:subClassOf", "rdf:type", "owl:sameAs"]),
    ),
)
"""Axioms through which frozen bodies could meet: shared individuals, keys, chains, vocabulary."""
MEETING = [
    ":R owl:hasValue :v ; owl:onProperty :p",
    ":A rdfs:subClassOf :R",
    ":B rdfs:subClassOf :R",
    ":B rdfs:subClassOf :C",
]
"""Two classes whose members all have one value in common."""
SCHEMAS = st.one_of(
    st.tuples(st.lists(AXIOMS, max_size=4), st.lists(SHARED, max_size=5)).map(
        lambda parts: parts[0] + parts[1]
    ),
    st.lists(SHARED, max_size=4).map(lambda axioms: MEETING + axioms),
)


def schema_of(statements: list[str]) -> Engine:
    terms = TermDictionary()
    engine = closed_by_rules(read(statements, terms), terms, "rl+")
    return engine.restricted(read_schema(engine))


def fresh(schema: Engine, found: Produced) -> set[tuple[int, int, int]]:
    rows = {
        (p, s, o)
        for p, parts in found.items()
        for keys in parts
        for s, o in zip(*map(np.ndarray.tolist, unpack(keys)), strict=True)
    }
    return {(p, s, o) for p, s, o in rows if (s << 32 | o) not in set(schema.facts.get(p).keys.tolist())}


@settings(max_examples=40, deadline=None)
@given(SCHEMAS)
def test_one_batch_finds_what_closures_one_by_one_find(statements: list[str]) -> None:
    schema = schema_of(statements)

    together = fresh(schema, decide_together(schema))

    assert together == fresh(schema, decide_one_by_one(schema))


@settings(max_examples=20, deadline=None)
@given(SCHEMAS)
def test_a_settled_schema_has_no_more_axioms(statements: list[str]) -> None:
    _, settled = settle(schema_of(statements), decide_together)

    assert fresh(settled, decide_together(settled)) == set()


def said_of_new_terms(question: Question, triples: tuple[Triple, ...], terms: TermDictionary) -> str:
    """Write the rows of a question as Turtle about terms that are named for the purpose."""
    named = (
        {slot: f":frozen-{slot}" for slot in "abc"}
        | {slot: terms.text(slot) for slot in triple if isinstance(slot, int)}
        for triple in triples
    )
    return "".join(
        " ".join(names[slot] for slot in triple) + " .\n"
        for names, triple in zip(named, triples, strict=True)
    )


@settings(max_examples=20, deadline=None)
@given(SCHEMAS, st.data())
def test_what_is_found_shows_in_data(statements: list[str], data: st.DataObject) -> None:
    statements = [line for line in statements if "[" not in line and "(" not in line]
    terms = TermDictionary()
    rows = read(statements, terms)
    engine = closed_by_rules(rows, terms, "rl+")
    found = sorted(
        (p, s, o)
        for p, (keys,) in new_axioms(engine).items()
        for s, o in zip(*map(np.ndarray.tolist, unpack(keys)), strict=True)
    )
    if not found:
        return
    p, s, o = data.draw(st.sampled_from(found))
    question, *_ = questions_behind(s, p, o, engine.representative)

    body = read(" .\n".join([*statements, said_of_new_terms(question, question.body, terms)]), terms)
    closure = close(body, terms)

    head = read(said_of_new_terms(question, question.head, terms), terms)
    assert has_new_clash(engine, closure.engine) or (question.head and entails(closure, head, terms))


@settings(max_examples=10, deadline=None)
@given(STATEMENTS)
def test_frozen_terms_leave_no_trace(statements: list[str]) -> None:
    terms = TermDictionary()
    rows = read(statements, terms)
    known = len(terms)

    closure = close(rows, terms)

    assert len(terms) == len(closure.representative) == known
    assert all(
        int(column.max(initial=0)) < known for column in (closure.rows.s, closure.rows.p, closure.rows.o)
    )


@settings(max_examples=15, deadline=None)
@given(st.lists(AXIOMS, max_size=5), st.lists(DATA, max_size=4))
def test_axioms_found_meet_data_that_comes_later(axioms: list[str], data: list[list[str]]) -> None:
    terms = TermDictionary()
    schema, later = read(axioms, terms), read([line for lines in data for line in lines], terms)

    grown = extend(close(schema, terms), later, terms)

    assert as_text(grown.rows, terms) == as_text(close(grown.asserted, terms).rows, terms)


def test_a_schema_that_clashes_says_no_more_than_before() -> None:
    clash = ":v a :A , :B . :A owl:disjointWith :B . :E owl:oneOf ( :v ) . "

    assert not follows(
        clash + ":C rdfs:subClassOf :D . :p a owl:SymmetricProperty .", ":C rdfs:subClassOf owl:Nothing ."
    )
    assert not follows(clash + ":p rdfs:domain :C .", ":p a owl:AsymmetricProperty .")
    assert follows(clash + ":C rdfs:subClassOf :A , :B .", ":C rdfs:subClassOf owl:Nothing .")
