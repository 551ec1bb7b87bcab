"""Random queries with calls against the same queries over the relations written out as triples."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from tests.query import fuzz
from tests.query.fakes import solutions
from tests.query.fuzz import ENGINE, MISMATCH, PREFIX, WRITTEN_OUT, outcome


@settings(deadline=None, max_examples=150)
@given(st.randoms(use_true_random=False))
def test_random_queries_answer_like_their_relations(choose: random.Random) -> None:
    found = outcome(choose)

    assume(found.kind != "no query")
    event(found.kind)
    assert found.kind != MISMATCH, found.text


@pytest.mark.parametrize("chunk", range(10))
def test_a_thousand_fixed_queries_answer_like_their_relations(chunk: int) -> None:
    found = [outcome(random.Random(seed)) for seed in range(chunk, 1000, 10)]

    assert not [one.text for one in found if one.kind == MISMATCH]


def test_enough_random_queries_have_answers() -> None:
    counts = Counter(outcome(random.Random(seed)).kind for seed in range(200))

    assert counts["calls, some solutions"] >= 20
    assert counts["no calls, some solutions"] >= 10


def test_many_queries_are_counted_by_what_became_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz.main(["--queries", "20", "--seed", "3"]) == 0

    assert capsys.readouterr().out.startswith("20 random queries (")


def test_a_fault_in_the_code_is_a_mismatch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # as if the relations that are written out had no rows
    monkeypatch.setattr(fuzz, "WRITTEN_OUT", fuzz.PLAIN)

    assert fuzz.main(["--queries", "40"]) == 1
    assert "MISMATCH, seed " in capsys.readouterr().out


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
