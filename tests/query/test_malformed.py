"""Every malformed call has a message of its own, with its place and what to do."""

# ruff: noqa: E501  # one case a line

from __future__ import annotations

import pytest

from semkg.errors import QueryError
from tests.query.fakes import EX, engine, ring, rows

PREFIX = f"PREFIX ex: <{EX}>\n"

# Each case: the text (^ before the place of the error), and a part of the message.
CASES = [
    # unknown names
    ("SELECT * { ?n ^sk:scor ?r }", "unknown predicate sk:scor; did you mean sk:score? Valid: sk:alike, sk:broken, sk:near"),
    ("SELECT * { ?n ^<https://w3id.org/semkg#x> ?r }", "unknown predicate sk:x; Valid: "),
    ("SELECT * { ?n a ex:City ; ^sk:pageRank ?r }", "unknown predicate sk:pageRank; Valid: "),
    ("SELECT * { ?n ex:p [ ^sk:nearr ?r ] }", "unknown predicate sk:nearr; did you mean sk:near?"),
    ("SELECT (^sk:alik(?n, ?n) AS ?x) { ?n ?p ?o }", "unknown function sk:alik; did you mean sk:alike? Valid: sk:alike, sk:broken"),
    ("SELECT * { ?n ?p ?o FILTER(^sk:asserted(?n)) }", "unknown function sk:asserted"),
    ("CONSTRUCT { ?n ^sk:rank ?r } WHERE { ?n sk:score ?r }", "unknown predicate sk:rank"),
    ("SELECT * { ?n sk:near (ex:n1 ^sk:kk 3) }", "sk:near has no keyword sk:kk; did you mean sk:k? Valid: sk:k, sk:node, sk:regime"),
    ("SELECT * { (?n ?r) sk:score (^sk:dampin 0.9) }", "sk:score has no keyword sk:dampin; did you mean sk:damping?"),
    ("SELECT * { ?n sk:near (^sk:asserted) }", "sk:near has no keyword sk:asserted"),
    ("SELECT * { ?n sk:near (ex:n1 3 ^sk:damping 0.5) }", "sk:near has no keyword sk:damping"),
    ("SELECT * { (?n ?r) sk:score (sk:damping 0.5 ^ex:n1 3) }", "sk:score needs a keyword here: after the first one come only pairs"),
    ("SELECT * { (?n ?r) sk:score (sk:damping 0.5 ^?x 3) }", "sk:score needs a keyword here"),
    # how many
    ("SELECT * { ?n ^sk:near () }", "sk:near needs node: where to start"),
    ("SELECT * { ?n ^sk:near (sk:k 3) }", "sk:near needs node"),
    ("SELECT * { ?n sk:near (ex:n1 3 ^4) }", "sk:near takes at most 2 in a row (node, k); options come as keyword pairs"),
    ("SELECT * { (?n ?r) sk:score (^ex:n1) }", "sk:score takes at most 0 in a row (none)"),
    ("SELECT * { () ^sk:near ex:n1 }", "sk:near gives 1 to 2 outputs on the left (place, score), not 0"),
    ("SELECT * { (?a ?b ?c) ^sk:near ex:n1 }", "sk:near gives 1 to 2 outputs on the left (place, score), not 3"),
    ("SELECT * { (?v ?w) ^sk:alike (ex:n1 ex:n2) }", "sk:alike gives 1 output on the left (score), not 2"),
    ("SELECT * { (?n ?r) sk:score ^?x }", "sk:score takes no input: write () on the right, or a list of its keywords"),
    ("SELECT * { ?v ^sk:alike ex:n1 }", "sk:alike needs b: a node"),
    ("SELECT (^sk:alike(?n) AS ?x) { ?n ?p ?o }", "sk:alike needs b"),
    ("SELECT (^sk:score() AS ?x) { ?n ?p ?o }", "sk:score needs place: a place"),
    ("SELECT (sk:alike(?n, ?n, ^?n) AS ?x) { ?n ?p ?o }", "sk:alike takes at most 2 in a row (a, b)"),
    # keyword pairs
    ("SELECT * { ?n sk:near (ex:n1 ^sk:k) }", "sk:near has no value for the keyword sk:k"),
    ("SELECT * { ?n sk:near (ex:n1 3 ^sk:k 4) }", "sk:near gets k twice"),
    ("SELECT * { ?n sk:near (ex:n1 sk:k 3 ^sk:k 4) }", "sk:near gets k twice"),
    ("SELECT * { ?n sk:near (sk:node ex:n1 ^sk:node ex:n2) }", "sk:near gets node twice"),
    ("SELECT * { (?n ?r) sk:score (sk:damping 0.5 ^sk:damping 0.5) }", "sk:score gets damping twice"),
    ("SELECT * { (?n ?r) sk:score (sk:regime sk:asserted ^sk:regime sk:asserted) }", "sk:score gets regime twice"),
    ("SELECT * { (?n ?r) sk:score (sk:damping ^?d) . ?x ex:age ?d }", "sk:score needs a constant for sk:damping, not a variable"),
    ("SELECT * { (?n ?r) sk:score (sk:seed ^?d) . ?d ex:age ?x }", "sk:score needs a constant for sk:seed"),
    ("SELECT * { (?n ?r) sk:score (sk:regime ^?d) }", "sk:score needs a constant for sk:regime"),
    ("SELECT (sk:score(?n, sk:damping, ^?d) AS ?x) { ?n ex:age ?d }", "sk:score needs a constant for sk:damping"),
    ("SELECT (sk:score(?n, ^sk:damping) AS ?x) { ?n ex:age ?d }", "sk:score has no value for the keyword sk:damping"),
    ("SELECT (sk:score(?n, ^sk:dumping, 0.5) AS ?x) { ?n ex:age ?d }", "sk:score has no keyword sk:dumping; did you mean sk:damping"),
    # kinds and ranges
    ("SELECT * { ?n sk:near ^'n1' }", 'sk:near cannot take this: node must be a node (an IRI or a blank node), not "n1"'),
    ("SELECT * { ?n sk:near ^5 }", "sk:near cannot take this: node must be a node (an IRI or a blank node), not 5"),
    ("SELECT * { ?n sk:near (ex:n1 ^ex:n2) }", "k must be a whole number, not <http://example.org/n2>"),
    ("SELECT * { ?n sk:near (ex:n1 ^1.5) }", "k must be a whole number, not 1.5"),
    ("SELECT * { ?n sk:near (ex:n1 ^'3') }", 'k must be a whole number, not "3"'),
    ("SELECT * { ?n sk:near (ex:n1 ^true) }", "k must be a whole number"),
    ("SELECT * { ?n sk:near (ex:n1 ^0) }", "k must be at least 1, not 0"),
    ("SELECT * { ?n sk:near (ex:n1 ^-3) }", "k must be at least 1, not -3"),
    ("SELECT * { ?n sk:near (ex:n1 sk:k ^0) }", "k must be at least 1, not 0"),
    ("SELECT * { ?n sk:near (ex:n1 ^'x'^^xsd:integer) }", "k must be a whole number"),
    ("SELECT * { (?n ?r) sk:score (sk:damping ^-0.5) }", "damping must be at least 0 and at most 1, not -0.5"),
    ("SELECT * { (?n ?r) sk:score (sk:damping ^1.5) }", "damping must be at least 0 and at most 1, not 1.5"),
    ("SELECT * { (?n ?r) sk:score (sk:damping ^'NaN'^^xsd:double) }", "damping must be at least 0 and at most 1, not nan"),
    ("SELECT * { (?n ?r) sk:score (sk:damping ^'half') }", 'damping must be a number, not "half"'),
    ("SELECT * { (?n ?r) sk:score (sk:seed ^'n1') }", 'seed must be a node (an IRI or a blank node), not "n1"'),
    ("SELECT * { (?n ?r) sk:score (sk:regime ^sk:assertd) }", "regime must be one of sk:asserted, sk:entailed, sk:invariant, not sk:assertd"),
    ("SELECT * { (?n ?r) sk:score (sk:regime ^'asserted') }", "regime must be one of sk:asserted"),
    ("SELECT * { ^'n1' sk:near ex:n1 }", 'place must be a node (an IRI or a blank node), not "n1"'),
    ("SELECT * { (?n ^ex:n1) sk:near ex:n1 }", "score must be a number, not <http://example.org/n1>"),
    ("SELECT * { ?n sk:score ^ex:n1 }", "score must be a number"),
    ("SELECT (sk:alike(?n, ^'n1') AS ?x) { ?n ?p ?o }", 'b must be a node (an IRI or a blank node), not "n1"'),
    ("SELECT (sk:score(^5) AS ?x) { ?n ?p ?o }", "place must be a node"),
    ("SELECT (sk:score(?n, sk:damping, ^2) AS ?x) { ?n ?p ?o }", "damping must be at least 0 and at most 1, not 2"),
    # places
    ("SELECT * { ?n ^sk:near/ex:next ?r }", "sk:near cannot stand in a property path; give it a triple pattern of its own"),
    ("SELECT * { ?n ex:next|^sk:near ?r }", "sk:near cannot stand in a property path"),
    ("SELECT * { ?n ex:next/(^sk:near)* ?r }", "sk:near cannot stand in a property path"),
    ("SELECT * { ?n !(ex:next|^sk:near) ?r }", "sk:near cannot stand in a property path"),
    ("SELECT * { ?n ex:next ?r {| ^sk:near ?x |} }", "sk:near cannot stand in an annotation"),
    ("SELECT * { ?n sk:near ?r ^{| ex:p ?x |} }", "an annotation cannot follow sk:near"),
    ("SELECT * { <<( ?n ^sk:near ?r )>> ?p ?o }", "sk:near cannot stand in a triple term"),
    ("SELECT * { ?n sk:near (^(ex:n1)) }", "a list or triple term cannot stand in the arguments of a predicate of ours"),
    ("SELECT * { ?n sk:near ^<<( ex:n1 ex:p ex:n2 )>> }", "a list or triple term cannot stand in the arguments"),
    ("SELECT * { ^(?n ?r) sk:score () ; ex:age ?a }", "a list on the left belongs to predicates of ours alone"),
    ("SELECT (^sk:alike(DISTINCT ?n, ?n) AS ?x) { ?n ?p ?o }", "sk:alike is no aggregate"),
    ("SELECT (^sk:score(*) AS ?x) { ?n ?p ?o }", "sk:score is no aggregate"),
    ("SELECT (^sk:near(?n) AS ?x) { ?n ?p ?o }", "sk:near is a predicate, not a function: write (?place ?score) sk:near (...)"),
    ("CONSTRUCT WHERE { (?n) ^sk:near (ex:n1) }", "a list cannot stand in CONSTRUCT WHERE"),
    # LATERAL
    ("SELECT * { ex:n1 ex:next ?o OPTIONAL { ?o ex:near ?n } LATERAL { ?n ^sk:score ?r } }", "?n, a variable of sk:score, may be unbound on the left of LATERAL; bind it there in every solution"),
    ("SELECT * { ?n a ex:City LATERAL { SELECT ?o { ?o ^sk:near ?n } } }", "?n, an input of sk:near, is not bound"),
    # unbound inputs
    ("SELECT * { ?o ^sk:near ?n }", "?n, an input of sk:near, is not bound: bind it beside the call by a triple pattern, VALUES or BIND"),
    ("SELECT * { ?o ^sk:near [] }", "a blank node, an input of sk:near, is not bound"),
    ("SELECT * { VALUES ?n { ex:n1 UNDEF } ?o ^sk:near ?n }", "?n, an input of sk:near, is not bound in every solution"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "message"), CASES, ids=[marked for marked, _ in CASES])
def test_a_malformed_call_is_refused_with_its_place(marked: str, message: str) -> None:
    before, after = marked.split("^", 1) if "^^xsd" not in marked.split("^", 1)[0] else marked.rsplit("^", 1)

    with pytest.raises(QueryError) as caught:
        engine(ring()).query(PREFIX + before + after)

    first, shown, pointer = str(caught.value).split("\n")
    assert first.startswith(f"line 2, column {len(before) + 1}: ")
    assert message in first
    assert len(pointer) - 1 == 2 + len(before) or len(before) > 60
    assert shown.strip()


def test_there_are_many_cases_and_each_says_something_of_its_own() -> None:
    assert len(CASES) >= 60
    assert len({marked for marked, _ in CASES}) == len(CASES)


def test_values_that_the_data_bind_are_outside_the_relation_instead() -> None:
    text = (
        PREFIX
        + "SELECT * { VALUES (?n ?k) { (ex:n1 0) (ex:n1 1.5) ('n1' 1) (ex:n1 ex:n2) (ex:n1 1) } ?o a ?c . (?o) sk:near (?n ?k) }"
    )

    assert len(rows(engine(ring()).query(text))) == 1
