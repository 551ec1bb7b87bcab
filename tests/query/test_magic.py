"""A magic predicate is a fixed relation: a query answers like the same query over the relation written out."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from semkg.errors import QueryError
from semkg.query import GraphResult
from tests.query.fakes import BLANK, EX, PLACES, Fakes, engine, ex, materialised, ring, rows, solutions

PREFIX = f"PREFIX ex: <{EX}> "

# Each case: the query as users write it, and the same over rows [] ex:score1 place ; ex:score2 score,
# [] ex:near1 node ; ex:near2 k ; ex:near3 place ; ex:near4 score, and [] ex:alike1 a ; ex:alike2 b ; ex:alike3 value.
CASES = {
    "plain predicate": (
        "SELECT * { ?n sk:score ?r }",
        "SELECT * { [] ex:score1 ?n ; ex:score2 ?r }",
    ),
    "list form with outputs left": (
        "SELECT * { (?n ?r) sk:score () }",
        "SELECT * { [] ex:score1 ?n ; ex:score2 ?r }",
    ),
    "one output of two": (
        "SELECT * { (?n) sk:score () }",
        "SELECT * { [] ex:score1 ?n }",
    ),
    "short form": (
        "SELECT * { ?o sk:near ex:n1 }",
        "SELECT * { [] ex:near1 ex:n1 ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "input given as a keyword": (
        "SELECT * { (?o ?s) sk:near (ex:n1 sk:k 3) }",
        "SELECT * { [] ex:near1 ex:n1 ; ex:near2 3 ; ex:near3 ?o ; ex:near4 ?s }",
    ),
    "input bound by a triple before": (
        "SELECT * { ?n a ex:City . (?o ?s) sk:near (?n 3) }",
        "SELECT * { ?n a ex:City . [] ex:near1 ?n ; ex:near2 3 ; ex:near3 ?o ; ex:near4 ?s }",
    ),
    "input bound by a triple after": (
        "SELECT * { (?o ?s) sk:near (?n 3) . ?n a ex:City }",
        "SELECT * { ?n a ex:City . [] ex:near1 ?n ; ex:near2 3 ; ex:near3 ?o ; ex:near4 ?s }",
    ),
    "two inputs bound by the data": (
        "SELECT * { ?n ex:age ?k ; a ex:City . (?o ?s) sk:near (?n ?k) }",
        "SELECT * { ?n ex:age ?k ; a ex:City . [] ex:near1 ?n ; ex:near2 ?k ; ex:near3 ?o ; ex:near4 ?s }",
    ),
    "literals among the inputs are no nodes": (
        "SELECT * { ?x ex:near ?n . ?o sk:near ?n }",
        "SELECT * { ?x ex:near ?n . [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "input bound by BIND": (
        "SELECT * { BIND(ex:n3 AS ?n) ?o sk:near ?n }",
        "SELECT * { BIND(ex:n3 AS ?n) [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "input bound by BIND over the data": (
        "SELECT * { ?n ex:age ?a BIND(?a + 1 AS ?k) (?o) sk:near (?n ?k) }",
        "SELECT * { ?n ex:age ?a BIND(?a + 1 AS ?k) [] ex:near1 ?n ; ex:near2 ?k ; ex:near3 ?o }",
    ),
    "input bound by VALUES": (
        "SELECT * { VALUES ?n { ex:n1 ex:n4 ex:unknown } ?o sk:near ?n }",
        "SELECT * { VALUES ?n { ex:n1 ex:n4 ex:unknown } [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "input bound by VALUES after the query": (
        "SELECT * { ?o sk:near ?n } VALUES ?n { ex:n1 ex:n4 }",
        "SELECT * { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o } VALUES ?n { ex:n1 ex:n4 }",
    ),
    "output feeds the next input": (
        "SELECT * { ?b sk:near ?a . ?c sk:near ?b . ?a ex:label ?l }",
        "SELECT * { [] ex:near1 ?a ; ex:near2 2 ; ex:near3 ?b ."
        " [] ex:near1 ?b ; ex:near2 2 ; ex:near3 ?c . ?a ex:label ?l }",
    ),
    "chain written backwards": (
        "SELECT * { (?v) sk:alike (?b ?c) . ?c sk:near ?b . ?b sk:near ex:n0 }",
        "SELECT * { [] ex:alike1 ?b ; ex:alike2 ?c ; ex:alike3 ?v . [] ex:near1 ?b ; ex:near2 2 ; ex:near3 ?c ."
        " [] ex:near1 ex:n0 ; ex:near2 2 ; ex:near3 ?b }",
    ),
    "constant output": (
        "SELECT * { ?n a ex:City . ex:n2 sk:near ?n }",
        "SELECT * { ?n a ex:City . [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ex:n2 }",
    ),
    "constant score": (
        "SELECT * { ?n sk:score 2.005e2 }",
        "SELECT * { [] ex:score1 ?n ; ex:score2 2.005e2 }",
    ),
    "all constant and true": (
        "SELECT * { ex:n2 sk:near ex:n1 . ?x ex:label ?l }",
        "SELECT * { [] ex:near1 ex:n1 ; ex:near2 2 ; ex:near3 ex:n2 . ?x ex:label ?l }",
    ),
    "all constant and false": (
        "SELECT * { ex:n1 sk:near ex:n2 . ?x ex:label ?l }",
        "SELECT * { [] ex:near1 ex:n2 ; ex:near2 2 ; ex:near3 ex:n1 . ?x ex:label ?l }",
    ),
    "output joins with the data": (
        "SELECT * { ?n ex:next ?o . ?o sk:near ?n }",
        "SELECT * { ?n ex:next ?o . [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "one variable as input and output": (
        "SELECT * { ?n a ex:Town . (?n) sk:near (?n 7) }",
        "SELECT * { ?n a ex:Town . [] ex:near1 ?n ; ex:near2 7 ; ex:near3 ?n }",
    ),
    "one variable as two inputs": (
        "SELECT * { ?n a ex:Town . (?v) sk:alike (?n ?n) }",
        "SELECT * { ?n a ex:Town . [] ex:alike1 ?n ; ex:alike2 ?n ; ex:alike3 ?v }",
    ),
    "all constant but the score": (
        "SELECT * { (ex:n2 1.0e0) sk:near (ex:n1) . ?x ex:label ?l }",
        "SELECT * { [] ex:near1 ex:n1 ; ex:near2 2 ; ex:near3 ex:n2 ; ex:near4 1e0 . ?x ex:label ?l }",
    ),
    "an output that nobody names beside a constant": (
        "SELECT * { ([] 5e-1) sk:near (ex:n1) . ?x ex:label ?l }",
        "SELECT * { [] ex:near1 ex:n1 ; ex:near2 2 ; ex:near4 5e-1 . ?x ex:label ?l }",
    ),
    "one variable as two outputs": (
        "SELECT * { (?x ?x) sk:near (ex:n1) }",
        "SELECT * { [] ex:near1 ex:n1 ; ex:near2 2 ; ex:near3 ?x ; ex:near4 ?x }",
    ),
    "beside LATERAL, fed by it": (
        "SELECT * { ?n a ex:City LATERAL { ?o sk:near ?n } }",
        "SELECT * { ?n a ex:City LATERAL { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o } }",
    ),
    "in a sub-query of LATERAL": (
        "SELECT * { ?n a ex:City LATERAL { SELECT * { (?o ?s) sk:near (?n 3) } ORDER BY ?s LIMIT 1 } }",
        "SELECT * { ?n a ex:City LATERAL { SELECT * { [] ex:near1 ?n ; ex:near2 3 ; ex:near3 ?o ; ex:near4 ?s }"
        " ORDER BY ?s LIMIT 1 } }",
    ),
    "grouped in LATERAL": (
        "SELECT * { ?n a ex:City ; ex:age ?k LATERAL { SELECT ?n ?k (MAX(?s) AS ?m) { (?o ?s) sk:near (?n ?k) }"
        " GROUP BY ?n ?k } }",
        "SELECT * { ?n a ex:City ; ex:age ?k LATERAL { SELECT ?n ?k (MAX(?s) AS ?m) { [] ex:near1 ?n ; ex:near2 ?k ;"
        " ex:near3 ?o ; ex:near4 ?s } GROUP BY ?n ?k } }",
    ),
    "an output given by the left of LATERAL": (
        "SELECT * { ?n ex:next ?o LATERAL { OPTIONAL { (?o ?s) sk:near (?n) } } }",
        "SELECT * { ?n ex:next ?o LATERAL { OPTIONAL { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o ; ex:near4 ?s } } }",
    ),
    "LATERAL in LATERAL": (
        "SELECT * { ?n a ex:City LATERAL { ?o sk:near ?n LATERAL { SELECT ?o ?q { ?q sk:near ?o ; ex:age ?a }"
        " ORDER BY ?a LIMIT 1 } } }",
        "SELECT * { ?n a ex:City LATERAL { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o LATERAL { SELECT ?o ?q {"
        " [] ex:near1 ?o ; ex:near2 2 ; ex:near3 ?q . ?q ex:age ?a } ORDER BY ?a LIMIT 1 } } }",
    ),
    "calls on both sides of LATERAL": (
        "SELECT * { ?n a ex:City ; sk:score ?r LATERAL { SELECT ?n ?r ?o { (?o ?s) sk:near (?n) } LIMIT 5 } }",
        "SELECT * { ?n a ex:City . [] ex:score1 ?n ; ex:score2 ?r LATERAL { SELECT ?n ?r ?o { [] ex:near1 ?n ;"
        " ex:near2 2 ; ex:near3 ?o ; ex:near4 ?s } LIMIT 5 } }",
    ),
    "a list of predicates": (
        "SELECT * { ?n a ex:City ; sk:score ?r ; ex:age ?a . }",
        "SELECT * { ?n a ex:City ; ex:age ?a . [] ex:score1 ?n ; ex:score2 ?r }",
    ),
    "first in a list of predicates": (
        "SELECT * { ?n sk:score ?r ; a ex:City ; ex:age ?a }",
        "SELECT * { ?n a ex:City ; ex:age ?a . [] ex:score1 ?n ; ex:score2 ?r }",
    ),
    "last in a list of predicates, with a stray semicolon": (
        "SELECT * { ?n a ex:City ; sk:score ?r ; . ?n ex:age ?a }",
        "SELECT * { ?n a ex:City ; ex:age ?a . [] ex:score1 ?n ; ex:score2 ?r }",
    ),
    "only ours in a list of predicates": (
        "SELECT * { (?n) sk:score () ; sk:near (ex:n2 3) . }",
        "SELECT * { [] ex:score1 ?n . [] ex:near1 ex:n2 ; ex:near2 3 ; ex:near3 ?n }",
    ),
    "a list of objects": (
        "SELECT * { ?o sk:near ex:n1 , ex:n2 }",
        "SELECT * { [] ex:near1 ex:n1 ; ex:near2 2 ; ex:near3 ?o . [] ex:near1 ex:n2 ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "several in one group": (
        "SELECT * { ?n sk:score ?r . ?n a ex:City . ?o sk:near ?n . ?o sk:score ?q }",
        "SELECT * { [] ex:score1 ?n ; ex:score2 ?r . ?n a ex:City . [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o ."
        " [] ex:score1 ?o ; ex:score2 ?q }",
    ),
    "OPTIONAL with a filter inside": (
        "SELECT * { ?n ex:age ?a OPTIONAL { (?o ?s) sk:near (?n 3) FILTER(?s < 0.4 && ?a > 1) } }",
        "SELECT * { ?n ex:age ?a OPTIONAL { [] ex:near1 ?n ; ex:near2 3 ; ex:near3 ?o ; ex:near4 ?s"
        " FILTER(?s < 0.4 && ?a > 1) } }",
    ),
    "OPTIONAL before the call": (
        "SELECT * { ?n a ex:City OPTIONAL { ?n ex:label ?l } ?o sk:near ?n }",
        "SELECT * { ?n a ex:City OPTIONAL { ?n ex:label ?l } [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "OPTIONAL after the call that uses its output": (
        "SELECT * { ?n a ex:City . ?o sk:near ?n OPTIONAL { ?o ex:label ?l } }",
        "SELECT * { ?n a ex:City . [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o OPTIONAL { ?o ex:label ?l } }",
    ),
    "input bound by an OPTIONAL that always matches": (
        "SELECT * { ?n a ex:City OPTIONAL { ?n ex:next ?m } ?o sk:near ?m }",
        "SELECT * { ?n a ex:City OPTIONAL { ?n ex:next ?m } [] ex:near1 ?m ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "input computed from an OPTIONAL": (
        "SELECT * { ?n a ex:City OPTIONAL { ?n ex:label ?l } BIND(IF(BOUND(?l), ex:n4, ?n) AS ?m) ?o sk:near ?m }",
        "SELECT * { ?n a ex:City OPTIONAL { ?n ex:label ?l } BIND(IF(BOUND(?l), ex:n4, ?n) AS ?m)"
        " [] ex:near1 ?m ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "input of an OPTIONAL that a filter makes certain": (
        "SELECT * { { ?n a ex:City OPTIONAL { ?n ex:near ?m } FILTER(BOUND(?m)) } ?o sk:near ?m }",
        "SELECT * { { ?n a ex:City OPTIONAL { ?n ex:near ?m } FILTER(BOUND(?m)) }"
        " [] ex:near1 ?m ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "output that one branch of a UNION binds": (
        "SELECT * { { ?n a ex:City } UNION { ?x ex:label ?l } ?n sk:score ?r }",
        "SELECT * { { ?n a ex:City } UNION { ?x ex:label ?l } [] ex:score1 ?n ; ex:score2 ?r }",
    ),
    "one number written in three ways": (
        "SELECT * { VALUES ?d { 1 1.0 1e0 } ?o sk:within ?d }",
        "SELECT * { VALUES ?d { 1 1.0 1e0 } [] ex:within1 ?d ; ex:within2 ?o }",
    ),
    "nested OPTIONAL": (
        "SELECT * { ?n a ex:City OPTIONAL { ?n ex:next ?m OPTIONAL { ?o sk:near ?m . ?o ex:label ?l } } }",
        "SELECT * { ?n a ex:City OPTIONAL { ?n ex:next ?m OPTIONAL { [] ex:near1 ?m ; ex:near2 2 ; ex:near3 ?o ."
        " ?o ex:label ?l } } }",
    ),
    "UNION": (
        "SELECT * { ?n a ex:City { ?o sk:near ?n } UNION { ?n ex:next ?o } UNION { ?o sk:score ?r } }",
        "SELECT * { ?n a ex:City { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o } UNION { ?n ex:next ?o }"
        " UNION { [] ex:score1 ?o ; ex:score2 ?r } }",
    ),
    "input bound by both branches of a UNION": (
        "SELECT * { { ?n a ex:City } UNION { ?n ex:label ?l } ?o sk:near ?n }",
        "SELECT * { { ?n a ex:City } UNION { ?n ex:label ?l } [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "MINUS": (
        "SELECT * { ?n ex:next ?o MINUS { ?o sk:near ?n . ?n a ex:City } }",
        "SELECT * { ?n ex:next ?o MINUS { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o . ?n a ex:City } }",
    ),
    "MINUS with an input from outside": (
        "SELECT * { ?n ex:near ?o MINUS { ?o sk:near ?n } }",
        "SELECT * { ?n ex:near ?o MINUS { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o } }",
    ),
    "EXISTS": (
        "SELECT * { ?n a ex:City FILTER EXISTS { ?o sk:near ?n . ?o ex:age 0 } }",
        "SELECT * { ?n a ex:City FILTER EXISTS { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o . ?o ex:age 0 } }",
    ),
    "NOT EXISTS inside a condition": (
        "SELECT * { ?n a ex:City FILTER(?n = ex:n1 || NOT EXISTS { ex:n5 sk:near ?n }) }",
        "SELECT * { ?n a ex:City FILTER(?n = ex:n1 || NOT EXISTS { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ex:n5 }) }",
    ),
    "EXISTS in BIND": (
        "SELECT * { ?n a ex:City BIND(EXISTS { ex:n5 sk:near ?n } AS ?e) }",
        "SELECT * { ?n a ex:City BIND(EXISTS { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ex:n5 } AS ?e) }",
    ),
    "EXISTS in the SELECT clause": (
        "SELECT ?n (EXISTS { ex:n5 sk:near ?n } AS ?e) { ?n a ex:City }",
        "SELECT ?n (EXISTS { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ex:n5 } AS ?e) { ?n a ex:City }",
    ),
    "sub-query with grouping": (
        "SELECT * { ?n a ex:City { SELECT ?n (COUNT(?o) AS ?c) { ?n ex:age ?a . ?o sk:near ?n } GROUP BY ?n } }",
        "SELECT * { ?n a ex:City { SELECT ?n (COUNT(?o) AS ?c) { ?n ex:age ?a ."
        " [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o } GROUP BY ?n } }",
    ),
    "sub-query with ORDER and LIMIT": (
        "SELECT * { ?o a ex:City { SELECT ?o ?r { ?o sk:score ?r } ORDER BY DESC(?r) LIMIT 3 } }",
        "SELECT * { ?o a ex:City { SELECT ?o ?r { [] ex:score1 ?o ; ex:score2 ?r } ORDER BY DESC(?r) LIMIT 3 } }",
    ),
    "sub-query that projects its input": (
        "SELECT * { ?n a ex:City { SELECT ?n ?o { ?o sk:near ?n } } }",
        "SELECT * { ?n a ex:City { SELECT ?n ?o { [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o } } }",
    ),
    "a name that is another variable inside a sub-query": (
        "SELECT * { ?n a ex:City . ?x ex:age ?n2 { SELECT ?n { ?x ex:label ?l . ?n sk:near ?x } } }",
        "SELECT * { ?n a ex:City . ?x ex:age ?n2 { SELECT ?n { ?x ex:label ?l ."
        " [] ex:near1 ?x ; ex:near2 2 ; ex:near3 ?n } } }",
    ),
    "aggregates and HAVING": (
        "SELECT ?a (SUM(?s) AS ?t) { ?n ex:age ?a . (?o ?s) sk:near (?n 3) } GROUP BY ?a HAVING(COUNT(*) > 3)",
        "SELECT ?a (SUM(?s) AS ?t) { ?n ex:age ?a . [] ex:near1 ?n ; ex:near2 3 ; ex:near3 ?o ; ex:near4 ?s }"
        " GROUP BY ?a HAVING(COUNT(*) > 3)",
    ),
    "a filter far from the call": (
        "SELECT * { FILTER(?r > 201) ?n sk:score ?r ; ex:age ?a FILTER(?a < 3) }",
        "SELECT * { FILTER(?r > 201) [] ex:score1 ?n ; ex:score2 ?r . ?n ex:age ?a FILTER(?a < 3) }",
    ),
    "a property path beside the call": (
        "SELECT * { ex:n1 ex:next+ ?n . ?n sk:score ?r ; ^ex:next/ex:age ?a }",
        "SELECT * { ex:n1 ex:next+ ?n . ?n ^ex:next/ex:age ?a . [] ex:score1 ?n ; ex:score2 ?r }",
    ),
    "a blank node label shared with other triples": (
        "SELECT * { _:b sk:score ?r . FILTER(?r > 201) _:b ex:age ?a . ?x ex:next _:b }",
        "SELECT ?r ?a ?x { _:c ex:score1 ?b ; ex:score2 ?r . FILTER(?r > 201) ?b ex:age ?a . ?x ex:next ?b }",
    ),
    "blank node labels around a call": (
        "SELECT * { _:b ex:next ?x . ?x sk:score ?r . _:b ex:age ?a }",
        "SELECT ?x ?r ?a { ?b ex:next ?x . [] ex:score1 ?x ; ex:score2 ?r . ?b ex:age ?a }",
    ),
    "a blank node label on both sides of a filter": (
        "SELECT * { _:b ex:next ?x . ?x sk:score ?r FILTER(?r > 201) _:b ex:age ?a }",
        "SELECT ?x ?r ?a { ?b ex:next ?x . [] ex:score1 ?x ; ex:score2 ?r FILTER(?r > 201) ?b ex:age ?a }",
    ),
    "square brackets as the subject": (
        "SELECT * { [] sk:score ?r ; ex:age ?a }",
        "SELECT ?r ?a { ?b ex:age ?a . [] ex:score1 ?b ; ex:score2 ?r }",
    ),
    "properties in square brackets as the subject": (
        "SELECT * { [ sk:score ?r ; ex:age ?a ] ex:next ?n }",
        "SELECT ?r ?a ?n { ?b ex:age ?a ; ex:next ?n . [] ex:score1 ?b ; ex:score2 ?r }",
    ),
    "properties in square brackets alone": (
        "SELECT * { [ ex:age ?a ; sk:score ?r ] . ?x ex:label ?l }",
        "SELECT ?r ?a ?x ?l { ?b ex:age ?a . [] ex:score1 ?b ; ex:score2 ?r . ?x ex:label ?l }",
    ),
    "properties in square brackets as the object": (
        "SELECT * { ?n ex:next [ ex:age ?a ; sk:score ?r ; ex:next [ sk:score ?q ] ] }",
        "SELECT ?n ?a ?r ?q { ?n ex:next ?b . ?b ex:age ?a ; ex:next ?c . [] ex:score1 ?b ; ex:score2 ?r ."
        " [] ex:score1 ?c ; ex:score2 ?q }",
    ),
    "properties in square brackets as an input": (
        "SELECT * { ?o sk:near [ ex:label ?l ] }",
        "SELECT ?o ?l { ?b ex:label ?l . [] ex:near1 ?b ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "an output that nobody names": (
        "SELECT ?s { ([] ?s) sk:near (ex:n1 3) }",
        "SELECT ?s { [] ex:near1 ex:n1 ; ex:near2 3 ; ex:near4 ?s }",
    ),
    "an ordinary list beside the call": (
        "SELECT * { ?n sk:score ?r . ?n ex:list (1 2) }",
        "SELECT * { [] ex:score1 ?n ; ex:score2 ?r . ?n ex:list (1 2) }",
    ),
    "DISTINCT": (
        "SELECT DISTINCT ?o { ?n a ex:City . ?o sk:near ?n }",
        "SELECT DISTINCT ?o { ?n a ex:City . [] ex:near1 ?n ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "parts that have nothing to do with the input": (
        "SELECT * { ?x ex:label ?l . ?y a ex:Town . ?o sk:near ?x }",
        "SELECT * { ?x ex:label ?l . ?y a ex:Town . [] ex:near1 ?x ; ex:near2 2 ; ex:near3 ?o }",
    ),
    "comments and odd spacing": (
        "SELECT*{?n#one\n sk:score#two\n?r;a#three ; .\n ex:City.}",
        "SELECT * { ?n a ex:City . [] ex:score1 ?n ; ex:score2 ?r }",
    ),
}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return materialised()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_call_answers_like_its_relation(case: tuple[str, str], store: ox.Store) -> None:
    ours, oracle = case

    found = solutions(engine(ring()).query(PREFIX + ours))

    assert found == solutions(store.query(PREFIX + oracle))


def test_few_cases_are_empty(store: ox.Store) -> None:
    empty = [name for name, (_, oracle) in CASES.items() if not solutions(store.query(PREFIX + oracle))]

    assert set(empty) == {
        "all constant and false",
        "one variable as two outputs",
        "an ordinary list beside the call",
    }


def test_a_function_is_called_once_for_all_distinct_inputs() -> None:
    fakes = Fakes()
    text = PREFIX + "SELECT * { ?x ex:next ?n . ?n a ex:City . ?o sk:near ?n . ?n ex:age ?a }"

    rows(engine(ring(), fakes).query(text))

    (call,) = fakes.calls
    assert sorted(str(node) for node, _ in call.inputs) == [str(ex(f"n{number}")) for number in (1, 3, 5)]


def test_filters_and_joins_narrow_the_inputs_down() -> None:
    fakes = Fakes()
    text = "SELECT * { ?n ex:age ?a FILTER(?a = 1) OPTIONAL { ?o sk:near ?n } { ?n a ex:City } }"

    rows(engine(ring(), fakes).query(PREFIX + text))

    assert sorted(str(node) for node, _ in fakes.calls[0].inputs) == [str(ex("n1")), str(ex("n5"))]


def test_a_call_gets_the_inputs_that_another_call_leaves() -> None:
    fakes = Fakes()

    rows(engine(ring(), fakes).query(PREFIX + "SELECT * { ?o a ex:City . ?p sk:near ?o . ?o sk:near ex:n0 }"))

    first, second = fakes.calls
    assert [node for node, _ in first.inputs] == [ex("n0")]
    assert [node for node, _ in second.inputs] == [ex("n1")]


def test_values_that_outputs_can_take_are_passed_on() -> None:
    fakes = Fakes()

    rows(engine(ring(), fakes).query(PREFIX + "SELECT * { ?n a ex:City ; sk:score ?r }"))

    assert fakes.calls[0].wanted == {"place": frozenset({ex("n1"), ex("n3"), ex("n5")})}


def test_blank_nodes_are_inputs_and_outputs() -> None:
    text = "SELECT * { ?n sk:near ex:n5 . ?n sk:score ?r . ?n ex:age ?a }"

    found = rows(engine(ring()).query(PREFIX + text))

    assert {str(row["n"]) for row in found} == {str(BLANK), str(ex("n0"))}


def test_a_call_in_graph_holds_in_every_named_graph() -> None:
    store = ring()
    for name in ("g1", "g2"):
        store.add(ox.Quad(ex("n1"), ex("seen"), ex("n2"), ex(name)))
    asked = engine(store, named=[ex("g1"), ex("g2")])

    alone = rows(asked.query(PREFIX + "SELECT * { GRAPH ?g { ?o sk:near ex:n1 } }"))
    joined = rows(asked.query(PREFIX + "SELECT * { GRAPH ?g { ?n ex:seen ?o . ?o sk:near ?n } }"))
    fixed = rows(asked.query(PREFIX + "SELECT * { GRAPH ex:g1 { ?n ex:seen ?x . ?o sk:near ?n } }"))

    assert len(alone) == 4
    assert (
        {str(row["g"]) for row in alone}
        == {str(row["g"]) for row in joined}
        == {str(ex("g1")), str(ex("g2"))}
    )
    assert len(joined) == len(fixed) == 2


def test_other_forms_of_query_take_calls_too() -> None:
    asked = engine(ring())

    assert asked.query(PREFIX + "ASK { ex:n2 sk:near ex:n1 }")
    assert not asked.query(PREFIX + "ASK { ex:n1 sk:near ex:n2 }")
    built = asked.query(PREFIX + "CONSTRUCT { ?n ex:rank ?r } WHERE { ?n a ex:City ; sk:score ?r }")
    short = asked.query(PREFIX + "CONSTRUCT WHERE { ?n a ex:City ; sk:score ?r }")
    described = asked.query(PREFIX + "DESCRIBE ?n WHERE { ?n sk:near ex:n0 . ?n a ex:City }")
    assert isinstance(built, GraphResult)
    assert isinstance(short, GraphResult)
    assert isinstance(described, GraphResult)
    assert len(list(built)) == 3
    assert len(list(short)) == 6
    assert {triple.subject for triple in described} == {ex("n1")}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?o sk:near ?n }",
        "SELECT * { ?x a ex:City . ?o sk:near ?n }",
        "SELECT * { ?x a ex:City OPTIONAL { ?x ex:near ?n } ?o sk:near ?n }",
        "SELECT * { ?x a ex:City OPTIONAL { ?x ex:near ?n } FILTER(BOUND(?n)) ?o sk:near ?n }",
        "SELECT * { ?o sk:near ?n OPTIONAL { ?n a ex:City } }",
        "SELECT * { { ?o sk:near ?n } OPTIONAL { ?n a ex:City } }",
        "SELECT * { ?x a ex:City { ?o sk:near ?n } OPTIONAL { ?n a ex:City } }",
        "SELECT * { ?o a ex:City MINUS { ?n ex:next ?o } ?o sk:near ?n }",
        "SELECT * { { ?n a ex:City } UNION { ?x a ex:Town } ?o sk:near ?n }",
        "SELECT * { VALUES ?n { ex:n1 UNDEF } ?o sk:near ?n }",
        "SELECT * { BIND(1/0 AS ?n) ?o sk:near ?n }",
        "SELECT * { BIND(?x AS ?n) ?o sk:near ?n . ?x a ex:City }",
        "SELECT * { ?x a ex:City { BIND(?x AS ?n) ?o sk:near ?n } }",
        "SELECT * { ?n a ex:City { SELECT ?o { ?o sk:near ?n } } }",
        "SELECT * { ?n a ex:City { SELECT ?n ?o { ?o sk:near ?n } LIMIT 3 } }",
        "SELECT * { ?n sk:near ?m . ?m sk:near ?n }",
        "SELECT * { (?r) sk:alike (?m ex:n0) BIND(IF(BOUND(?r), ex:n1, ex:n2) AS ?n) ?m sk:near ?n }",
        "SELECT * { ?n a ex:City FILTER EXISTS { ?o sk:near ?x } }",
    ],
)
def test_an_input_that_stays_unbound_is_an_error_that_names_it(text: str) -> None:
    with pytest.raises(QueryError, match=r"line 1, column \d+: \?[nmx], an input of sk:\w+, is not bound"):
        rows(engine(ring()).query(PREFIX + text))


def test_rows_are_distinct_for_the_outputs_that_were_written() -> None:
    found = solutions(engine(ring()).query(PREFIX + "SELECT * { (?n) sk:score () }"))

    assert len(found) == len(PLACES)


def test_a_call_without_inputs_to_work_on_is_not_made() -> None:
    fakes = Fakes()

    found = rows(engine(ring(), fakes).query(PREFIX + "SELECT * { ?n ex:nothing ?x . ?o sk:near ?n }"))

    assert found == []
    assert fakes.calls == []
