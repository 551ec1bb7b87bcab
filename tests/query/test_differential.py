"""Random queries with calls against the same queries over the relations written out as triples."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from semkg.errors import QueryError
from tests.query.fakes import EX, engine, materialised, ring, solutions
from tests.query.generate import Generator

PREFIX = f"PREFIX ex: <{EX}> "
WRITTEN_OUT = materialised()
ENGINE = engine(ring())


def _compare(choose: random.Random) -> int:
    """Return the number of solutions; skip what has no call, no oracle, or an input that nothing binds."""
    ours, oracle = Generator(choose).query()
    assume("sk:" in ours)
    try:
        wanted = solutions(WRITTEN_OUT.query(PREFIX + oracle))
    except SyntaxError:
        assume(False)
    try:
        found = solutions(ENGINE.query(PREFIX + ours))
    except QueryError as error:
        _expect_unbound(error)
        event("an input is not bound")
        return 0
    assert found == wanted, ours
    event("some solutions" if found else "no solutions")
    return len(found)


def _expect_unbound(error: QueryError) -> None:
    """Let pass what may be refused in a random query: an input that nothing binds."""
    if "is not bound" not in str(error) and "may be unbound on the left of LATERAL" not in str(error):
        raise error


@settings(deadline=None, max_examples=150)
@given(st.randoms(use_true_random=False))
def test_random_queries_answer_like_their_relations(choose: random.Random) -> None:
    _compare(choose)


@pytest.mark.parametrize("seed", range(100))
def test_fixed_queries_answer_like_their_relations(seed: int) -> None:
    ours, oracle = Generator(random.Random(seed)).query()
    try:
        wanted = solutions(WRITTEN_OUT.query(PREFIX + oracle))
        found = solutions(ENGINE.query(PREFIX + ours))
    except SyntaxError:
        return
    except QueryError as error:
        _expect_unbound(error)
        return

    assert found == wanted, ours


def test_enough_random_queries_have_answers() -> None:
    counts = [_answers(seed) for seed in range(200)]

    assert sum(1 for count in counts if count) >= 30


def _answers(seed: int) -> int:
    try:
        return len(solutions(ENGINE.query(PREFIX + Generator(random.Random(seed)).query()[0])))
    except QueryError:
        return 0


@pytest.mark.parametrize(
    ("ours", "oracle"),
    [
        (  # what comes after an OPTIONAL must not decide whether it has rows
            "?a ex:label ?l OPTIONAL { ?b sk:score ?s } ?b ex:near ?c",
            "?a ex:label ?l OPTIONAL { [] ex:score1 ?b ; ex:score2 ?s } ?b ex:near ?c",
        ),
        (
            "?b ex:near ?c { ?a ex:label ?l OPTIONAL { ?b sk:score ?s ; ex:age 1 } }",
            "?b ex:near ?c { ?a ex:label ?l OPTIONAL { [] ex:score1 ?b ; ex:score2 ?s . ?b ex:age 1 } }",
        ),
        (
            "{ ?a ex:label ?l MINUS { ?a ex:next ?c . ?b sk:score ?s ; ex:age 1 } } ?b ex:near ?d",
            "{ ?a ex:label ?l MINUS { ?a ex:next ?c . [] ex:score1 ?b ; ex:score2 ?s . ?b ex:age 1 } } ?b ex:near ?d",
        ),
        (
            "?a ex:label ?l MINUS { ?a ex:next ?c . ?b sk:score ?s . ?b ex:age 1 } ?b ex:near ?d",
            "?a ex:label ?l MINUS { ?a ex:next ?c . [] ex:score1 ?b ; ex:score2 ?s . ?b ex:age 1 } ?b ex:near ?d",
        ),
        (
            "?b ex:near ?d { ?a ex:label ?l FILTER EXISTS { ?a ex:next ?c . ?b sk:score ?s } }",
            "?b ex:near ?d { ?a ex:label ?l FILTER EXISTS { ?a ex:next ?c . [] ex:score1 ?b ; ex:score2 ?s } }",
        ),
        (  # what stands in an EXISTS sees the values of what it filters
            "?a ex:next ex:n2 ; sk:score ?t"
            " FILTER EXISTS { ?a ex:age ?k OPTIONAL { (?t) sk:alike (?a ?a) } ?b sk:near ?a }",
            "?a ex:next ex:n2 . [] ex:score1 ?a ; ex:score2 ?t FILTER EXISTS { ?a ex:age ?k"
            " OPTIONAL { [] ex:alike1 ?a ; ex:alike2 ?a ; ex:alike3 ?t } [] ex:near1 ?a ; ex:near2 2 ; ex:near3 ?b }",
        ),
        (
            "?a ex:next ex:n2 ; sk:score ?t FILTER EXISTS { { ?a ex:age ?k FILTER(?t > 1) } ?b sk:near ?a }",
            "?a ex:next ex:n2 . [] ex:score1 ?a ; ex:score2 ?t"
            " FILTER EXISTS { { ?a ex:age ?k FILTER(?t > 1) } [] ex:near1 ?a ; ex:near2 2 ; ex:near3 ?b }",
        ),
        (  # random queries that an earlier rewriter answered wrongly
            "ex:n3 ex:next/ex:next ?c { ?c a ex:Town . (?s) sk:alike (?c ?c) } UNION { (?s) sk:alike (?c ex:n5) ."
            " (?s) sk:alike (?c ?c) FILTER NOT EXISTS { (ex:n0 ?s) sk:score () BIND(COALESCE(?t, 0) AS ?v1)"
            " ?c ex:next ?c . (?f ?s) sk:score () } { ?c ex:next ?e . ?c ex:next ?f . VALUES ?k { 1 2 3 } } }"
            " FILTER EXISTS { ?c sk:near ?c . ?e ex:age ?l . ?f ex:near ?e }",
            "ex:n3 ex:next/ex:next ?c { ?c a ex:Town . [] ex:alike1 ?c ; ex:alike2 ?c ; ex:alike3 ?s } UNION {"
            " [] ex:alike1 ?c ; ex:alike2 ex:n5 ; ex:alike3 ?s . [] ex:alike1 ?c ; ex:alike2 ?c ; ex:alike3 ?s"
            " FILTER NOT EXISTS { [] ex:score1 ex:n0 ; ex:score2 ?s BIND(COALESCE(?t, 0) AS ?v1) ?c ex:next ?c ."
            " [] ex:score1 ?f ; ex:score2 ?s } { ?c ex:next ?e . ?c ex:next ?f . VALUES ?k { 1 2 3 } } }"
            " FILTER EXISTS { [] ex:near1 ?c ; ex:near2 2 ; ex:near3 ?c . ?e ex:age ?l . ?f ex:near ?e }",
        ),
        (
            "ex:n3 ex:next/ex:next ?f { SELECT ?a ?c ?d ?f { VALUES ?k { 1 2 3 } { ?c sk:score ?t . ?b sk:score ?t ."
            " ?c a ex:City ; ex:next ?f } (?d ?t) sk:near (?b 3) . ?f sk:score ?s ; ex:next ?b . ?b a ex:Town } }",
            "ex:n3 ex:next/ex:next ?f { SELECT ?a ?c ?d ?f { VALUES ?k { 1 2 3 } { [] ex:score1 ?c ; ex:score2 ?t ."
            " [] ex:score1 ?b ; ex:score2 ?t . ?c a ex:City ; ex:next ?f } [] ex:near1 ?b ; ex:near2 3 ; ex:near3 ?d ;"
            " ex:near4 ?t . [] ex:score1 ?f ; ex:score2 ?s . ?f ex:next ?b . ?b a ex:Town } }",
        ),
        (
            "FILTER NOT EXISTS { ?d ex:next ?c OPTIONAL { (?t) sk:alike (?d ?d) } OPTIONAL { ?d sk:near ex:n2 ."
            " ?f ex:age 1 ; ex:near ?b } ?a ex:next ?b ; sk:near ?d } ?d ex:next ex:n2 FILTER EXISTS { ?e a ex:City ;"
            " ex:next/ex:next ?b . ?c sk:near ex:n3 . ?e sk:near ?c } ex:n3 sk:near ?d . ?d sk:score ?t ; ex:next ?a",
            "FILTER NOT EXISTS { ?d ex:next ?c OPTIONAL { [] ex:alike1 ?d ; ex:alike2 ?d ; ex:alike3 ?t } OPTIONAL {"
            " [] ex:near1 ex:n2 ; ex:near2 2 ; ex:near3 ?d . ?f ex:age 1 ; ex:near ?b } ?a ex:next ?b ."
            " [] ex:near1 ?d ; ex:near2 2 ; ex:near3 ?a } ?d ex:next ex:n2 FILTER EXISTS { ?e a ex:City ;"
            " ex:next/ex:next ?b . [] ex:near1 ex:n3 ; ex:near2 2 ; ex:near3 ?c . [] ex:near1 ?c ; ex:near2 2 ;"
            " ex:near3 ?e } [] ex:near1 ?d ; ex:near2 2 ; ex:near3 ex:n3 . [] ex:score1 ?d ; ex:score2 ?t ."
            " ?d ex:next ?a",
        ),
        (
            "?b ex:near ?d { SELECT (COUNT(*) AS ?n) { ?b sk:score ?s } }",
            "?b ex:near ?d { SELECT (COUNT(*) AS ?n) { [] ex:score1 ?b ; ex:score2 ?s } }",
        ),
    ],
)
def test_only_what_surely_meets_a_call_narrows_it_down(ours: str, oracle: str) -> None:
    found = solutions(ENGINE.query(f"{PREFIX} SELECT * {{ {ours} }}"))

    assert found == solutions(WRITTEN_OUT.query(f"{PREFIX} SELECT * {{ {oracle} }}"))
