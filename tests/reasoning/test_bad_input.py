"""Input that no specification foresees: no crash, no endless loop, and what is ignored is reported."""

from __future__ import annotations

import pytest

from semkg.errors import LimitError
from semkg.reasoning import Closure, close, extend
from semkg.reasoning.closure import retract
from semkg.store import TermDictionary
from tests.reasoning.graphs import Triple, as_text, read


def closed(text: str, rules: str = "rl+") -> tuple[Closure, set[Triple]]:
    terms = TermDictionary()
    closure = close(read(text, terms), terms, rules=rules)
    return closure, as_text(closure.expanded(), terms)


def ex(*names: str) -> Triple:
    s, p, o = (f"<http://ex/{name}>" for name in names)
    return s, p, o


def typed(node: str, of: str) -> Triple:
    return f"<http://ex/{node}>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<http://ex/{of}>"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (":l rdf:first :A ; rdf:rest :m . :m rdf:first :B ; rdf:rest :l .", "cyclic"),
        (":l rdf:first :A ; rdf:rest :l .", "cyclic"),
        (":l rdf:first :A .", "a cell has 0 rdf:rest"),
        (":l rdf:first :A ; rdf:rest :m .", "a cell has 0 rdf:first"),
        (":l rdf:first :A , :B ; rdf:rest rdf:nil .", "a cell has 2 rdf:first"),
        (":l rdf:first :A ; rdf:rest rdf:nil , :m .", "a cell has 2 rdf:rest"),
        (":l rdf:rest rdf:nil .", "a cell has 0 rdf:first"),
    ],
)
def test_a_broken_list_is_ignored_and_reported(cells: str, reason: str) -> None:
    closure, triples = closed(f":C owl:unionOf :l . :x a :A , :B . {cells}")

    assert typed("x", "C") not in triples
    assert len(closure.ignored) == 1
    assert reason in closure.ignored[0]
    assert "<http://ex/l>" in closure.ignored[0]


def test_a_list_that_a_later_triple_breaks_is_forgotten_when_extending() -> None:
    terms = TermDictionary()
    whole = close(read(":C owl:unionOf :l . :l rdf:first :A ; rdf:rest rdf:nil . :x a :A .", terms), terms)

    broken = extend(whole, read(":l rdf:first :B .", terms), terms)

    assert whole.ignored == ()
    assert len(broken.ignored) == 1


@pytest.mark.parametrize(
    "cells", [":l rdf:first :A , :B ; rdf:rest rdf:nil .", ":l rdf:first :A ; rdf:rest :m , :n ."]
)
@pytest.mark.parametrize(
    "equal", [":A owl:sameAs :B . :m owl:sameAs :n .", ":A :key 1 . :B :key 1 . :m :key 2 . :n :key 2 ."]
)
def test_a_list_is_read_once_what_its_cells_say_twice_is_the_same(cells: str, equal: str) -> None:
    terms = TermDictionary()
    text = (
        ":C owl:unionOf :l . :x a :A . :key a owl:InverseFunctionalProperty . "
        f":m rdf:first :E ; rdf:rest rdf:nil . :n rdf:first :E ; rdf:rest rdf:nil . {cells}"
    )
    broken = close(read(text, terms), terms, rules="rl+")

    mended = extend(broken, read(equal, terms), terms)
    whole = close(read(f"{text} {equal}", terms), terms, rules="rl+")
    again = retract(whole, read(text, terms), read(equal, terms), terms)

    for closure in (mended, whole):
        assert typed("x", "C") in as_text(closure.expanded(), terms)
        assert closure.ignored == ()
    assert as_text(mended.expanded(), terms) == as_text(whole.expanded(), terms)
    assert as_text(again.expanded(), terms) == as_text(broken.expanded(), terms)
    assert again.ignored == broken.ignored != ()


def test_lists_may_share_a_tail_and_members_may_repeat() -> None:
    _, triples = closed(
        ":m rdf:first :B ; rdf:rest rdf:nil . :l rdf:first :A ; rdf:rest :m . "
        ":C owl:intersectionOf :l . :D owl:intersectionOf ( :A :A ) . :E owl:unionOf :m . :x a :A , :B ."
    )

    assert {typed("x", "C"), typed("x", "D"), typed("x", "E")} <= triples


def test_an_empty_list_says_nothing() -> None:
    closure, triples = closed(
        ":C owl:intersectionOf () . :p owl:propertyChainAxiom () . :K owl:hasKey () . :x :q :y ."
    )

    assert typed("x", "C") not in triples
    assert closure.ignored == ()


def test_a_literal_as_a_subject_stays_inside() -> None:
    closure, triples = closed(':p rdfs:range :C . :C rdfs:subClassOf :D . :x :p "v" . :q owl:inverseOf :p .')

    assert closure.consistent
    assert not [triple for triple in triples if triple[0].startswith('"')]


def test_a_blank_node_as_a_property_stays_inside_and_still_works() -> None:
    _, triples = closed("[] owl:inverseOf :p ; rdfs:subPropertyOf :q . :x :p :y .")

    assert ex("y", "q", "x") in triples
    assert not [triple for triple in triples if triple[1].startswith("_:")]


def test_same_properties_and_same_classes_are_exchanged_everywhere() -> None:
    _, triples = closed(
        ":p owl:sameAs :q . :q a owl:TransitiveProperty . :a :p :b . :b :q :c . :C owl:sameAs :D . :a a :C ."
    )

    assert {ex("a", "p", "c"), ex("a", "q", "c"), typed("a", "D")} <= triples


def test_what_two_names_of_a_property_say_meets() -> None:
    _, triples = closed(
        ":r a owl:FunctionalProperty . :a :r :b . :a :p :c . :d :p :e . :d :r :f . :p owl:sameAs :r ."
    )

    same = "<http://www.w3.org/2002/07/owl#sameAs>"
    assert {("<http://ex/b>", same, "<http://ex/c>"), ("<http://ex/e>", same, "<http://ex/f>")} <= triples


@pytest.mark.parametrize(
    "text",
    [
        "rdf:type a rdf:type . rdf:type rdfs:subPropertyOf rdf:type .",
        "owl:sameAs owl:sameAs owl:sameAs .",
        "owl:sameAs owl:sameAs owl:equivalentClass . :a owl:sameAs :b . :a a :C .",
        "rdf:type owl:sameAs rdfs:subClassOf . :a a :b . :b a :c .",
        "rdfs:subClassOf owl:sameAs rdfs:subPropertyOf . :a rdfs:subClassOf :b . :b rdfs:subPropertyOf :c . :x :a :y .",
        "owl:Thing rdfs:subClassOf owl:Nothing . :a :p :b .",
        "owl:Thing owl:sameAs owl:Nothing . :a :p :b .",
        "rdf:first owl:sameAs rdf:rest . :C owl:unionOf ( :A :B ) . :x a :A .",
        "rdf:nil rdf:rest rdf:nil ; rdf:first :a . :C owl:unionOf ( :A :B ) . :x a :A .",
        "owl:sameAs rdfs:subPropertyOf :p ; a owl:FunctionalProperty . :a :q :b .",
        "owl:TransitiveProperty rdfs:subClassOf owl:SymmetricProperty . :p a owl:TransitiveProperty . :a :p :b .",
        "rdf:type a owl:SymmetricProperty , owl:TransitiveProperty . :a a :B .",
        "rdfs:subPropertyOf rdfs:subPropertyOf rdf:type . :p rdfs:subPropertyOf owl:TransitiveProperty . :a :p :b .",
        ":p owl:inverseOf :p ; a owl:AsymmetricProperty . :a :p :a .",
        "owl:differentFrom rdfs:subPropertyOf owl:sameAs . :a owl:differentFrom :b .",
    ],
)
def test_vocabulary_that_is_turned_on_itself_ends(text: str) -> None:
    for rules in ("rl+", "rl", "rdfs", "none"):
        terms = TermDictionary()
        closure = close(read(text, terms), terms, rules=rules)

        again = close(closure.expanded(), terms, rules=rules)

        assert as_text(again.expanded(), terms) == as_text(closure.expanded(), terms)


def test_everything_that_is_asked_of_thing_is_answered() -> None:
    _, triples = closed("owl:Thing rdfs:subClassOf :C . :x :p :y .")

    assert {typed("x", "C"), typed("y", "C"), typed("p", "C")} <= triples


def test_a_key_of_thing_identifies_everything() -> None:
    _, triples = closed("owl:Thing owl:hasKey ( :p ) . :x :p 1 . :y :p 1 .")

    assert ("<http://ex/x>", "<http://www.w3.org/2002/07/owl#sameAs>", "<http://ex/y>") in triples


def test_an_asserted_thing_counts_under_rl() -> None:
    _, triples = closed("owl:Thing rdfs:subClassOf :C . :x a owl:Thing .", rules="rl")

    assert typed("x", "C") in triples


def test_a_deep_chain_of_classes_is_closed() -> None:
    depth = 800
    chain = " ".join(f":C{i} rdfs:subClassOf :C{i + 1} ." for i in range(depth))
    closure, _ = closed(f"{chain} :x a :C0 .", rules="rdfs")

    types = closure.rows.p == 0
    assert types.sum() == depth + 1
    assert len(closure.rows) == depth + 1 + depth * (depth + 1) // 2


@pytest.mark.parametrize("rules", ["rdfs", "rl", "rl+"])
def test_a_chain_of_ten_thousand_classes_is_counted_before_it_is_written_out(rules: str) -> None:
    terms = TermDictionary()
    rows = read(" ".join(f":C{i} rdfs:subClassOf :C{i + 1} ." for i in range(10_000)), terms)

    with pytest.raises(LimitError, match=r"more than 20,000,000 .*subClassOf> \([2-5]\d,\d\d\d,\d\d\d\)"):
        close(rows, terms, rules=rules, max_inferred=20_000_000)


def test_a_limit_stops_with_the_predicates_that_grew() -> None:
    terms = TermDictionary()
    links = " ".join(f":n{i} :p :n{i + 1} ." for i in range(100))
    rows = read(f":p a owl:TransitiveProperty . {links}", terms)

    with pytest.raises(LimitError, match=r"more than 50 .*<http://ex/p>"):
        close(rows, terms, max_inferred=50)


def test_an_unknown_rule_set_is_refused_with_the_known_ones() -> None:
    terms = TermDictionary()

    with pytest.raises(ValueError, match=r"owl-full.*rl\+, rl, rdfs, none"):
        close(read("", terms), terms, rules="owl-full")


def test_no_triples_have_an_empty_closure() -> None:
    terms = TermDictionary()
    for rules in ("rl+", "rl", "rdfs", "none"):
        closure = close(read("", terms), terms, rules=rules)

        assert len(closure.rows) == 0
        assert closure.consistent


@pytest.mark.parametrize("rules", ["rl", "rl+"])
def test_a_property_chained_with_itself_is_closed_like_a_transitive_one(rules: str) -> None:
    links = " ".join(f":n{i} :p :n{i + 1} ." for i in range(300))
    closure, triples = closed(f":p owl:propertyChainAxiom ( :p :p ) . {links}", rules)

    assert ex("n0", "p", "n300") in triples
    assert sum(p == "<http://ex/p>" for _, p, _ in triples) == 300 * 301 // 2
    assert closure.engine.rounds < 100
