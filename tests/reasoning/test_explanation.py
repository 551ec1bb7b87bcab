"""Proofs: what they show, that a checker accepts each, and that it refuses wrong ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain, pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from semkg.reasoning import close
from semkg.reasoning.explanation import ASSERTED, CONTRADICTION, Explainer, Proof, Step, check_proof
from semkg.reasoning.explanation.search import Search
from semkg.reasoning.explanation.written import Written
from semkg.store import TermDictionary
from tests.chile import CHILE
from tests.reasoning.graphs import STATEMENTS, Triple, as_text, read, rows_of
from tests.reasoning.proofs import faults, inferred
from tests.reasoning.test_real_ontologies import brick, pizza, wine
from tests.reasoning.test_rules import Case, of_kind, rule_set

EX = "http://ex/"


def explain(text: str, claim: str, rules: str = "rl") -> tuple[Proof | None, set[Triple]]:
    """Explain one triple, given as Turtle; return the proof and what was asserted."""
    terms = TermDictionary()
    closure = close(read(text, terms), terms, rules=rules)
    row = read(claim, terms)
    triple = (int(row.s[0]), int(row.p[0]), int(row.o[0]))
    return Explainer(closure, terms).explain([triple])[0], as_text(closure.asserted, terms)


def proved(text: str, claim: str, rules: str = "rl") -> Proof:
    """Explain one triple and have the proof checked."""
    proof, asserted = explain(text, claim, rules)
    assert proof is not None
    assert check_proof(proof, asserted) is None
    return proof


def rules_of(proof: Proof) -> list[str]:
    return [step.rule for step in proof if step.rule != ASSERTED]


# What a proof shows


def test_an_asserted_triple_is_its_own_proof() -> None:
    proof = proved(":a :p :b .", ":a :p :b .")

    assert [step.rule for step in proof.steps] == [ASSERTED]


def test_what_does_not_follow_has_no_proof() -> None:
    assert explain(":a :p :b .", ":b :p :a .")[0] is None
    assert explain(":a :p :b .", ":unseen :p :b .")[0] is None


def test_a_proof_leads_down_to_what_was_written_in_the_fewest_steps() -> None:
    text = """
    :p rdfs:domain :A . :A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :x :p :y .
    :q rdfs:domain :C . :r rdfs:subPropertyOf :q . :x :r :y .
    """
    proof = proved(text, ":x a :C .")

    assert proof.shortest
    assert len(rules_of(proof)) == 2


def test_equality_is_explained_by_the_chain_of_equalities() -> None:
    text = ":f a owl:FunctionalProperty . :x :f :a , :b . :b owl:sameAs :c . :c owl:sameAs :d . :d :p :e ."

    proof = proved(text, ":a :p :e .")

    assert {"eq-rep-s", "eq-trans", "prp-fp"} <= set(rules_of(proof))


def test_a_chain_of_a_transitive_property_is_contracted_in_halves() -> None:
    links = " ".join(f":n{i} :p :n{i + 1} ." for i in range(64))

    proof = proved(f":p a owl:TransitiveProperty . {links}", ":n0 :p :n64 .")

    assert rules_of(proof) == ["prp-trp"] * 63
    assert proof.depth == 6


def test_a_chain_may_run_over_links_that_were_inferred() -> None:
    links = " ".join(f":n{i + 1} :q :n{i} ." for i in range(40))
    text = f":p a owl:TransitiveProperty ; owl:inverseOf :q . {links}"

    proof = proved(text, ":n0 :p :n40 .")

    assert rules_of(proof).count("prp-inv2") == 40


def test_a_list_rule_shows_the_list() -> None:
    proof = proved(":C owl:intersectionOf ( :A :B ) . :x a :A , :B .", ":x a :C .")

    assert rules_of(proof) == ["cls-int1"]
    assert sum(step.fact[1].endswith("#rest>") for step in proof.asserted) == 2
    assert sum(step.fact[1].endswith("#first>") for step in proof.asserted) == 2


def test_a_literal_is_known_by_its_value() -> None:
    proof = proved(':x :p "01"^^xsd:int .', ":x :p 1 .")

    assert set(rules_of(proof)) == {"eq-rep-o", "dt-eq"}


def test_a_tautology_has_a_proof_of_one_line() -> None:
    assert rules_of(proved(":a :p :b .", ":b a owl:Thing .")) == ["plus-thing"]
    assert rules_of(proved(":a :p :b .", ":b owl:sameAs :b .")) == ["eq-ref"]


def test_a_proof_is_read_as_an_indented_tree() -> None:
    proof = proved(":A rdfs:subClassOf :B . :x a :A .", ":x a :B .")

    assert proof.to_text({"": EX}) == (
        ":x a :B  [cax-sco]\n  :A rdfs:subClassOf :B  [asserted]\n  :x a :A  [asserted]\n"
    )
    assert str(proof).startswith("<http://ex/x> a <http://ex/B>  [cax-sco]")


def test_a_proof_is_written_as_json() -> None:
    found = json.loads(proved(":A rdfs:subClassOf :B . :x a :A .", ":x a :B .").to_json())

    assert found["steps"][-1]["rule"] == "cax-sco"
    assert found["steps"][-1]["premises"] == [0, 1]
    assert found["steps"][0]["object"] == "<http://ex/B>"


def test_the_same_proof_is_given_whatever_the_order_of_the_data() -> None:
    lines = [":A rdfs:subClassOf :C .", ":B rdfs:subClassOf :C .", ":x a :B .", ":x a :A ."]

    proofs = {str(proved(" ".join(order), ":x a :C .")) for order in (lines, lines[::-1])}

    assert len(proofs) == 1


def test_a_reason_of_transitivity_that_rests_on_the_chain_is_not_used_for_it() -> None:
    text = """
    :t owl:onProperty :p ; owl:hasValue :z . :t rdfs:subClassOf :u .
    :x :p :y . :y :p :z . :q a owl:TransitiveProperty . :p rdfs:subPropertyOf :q .
    """

    assert rules_of(proved(text, ":x :q :z .")) == ["prp-trp", "prp-spo1", "prp-spo1"]


@of_kind("then")
def test_every_rule_that_fires_is_explained(case: Case) -> None:
    terms = TermDictionary()
    closure = close(read(case.given, terms), terms, rules=rule_set(case.rule))
    rows = read(case.text, terms)

    assert faults(closure, terms) == []
    triples = list(zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True))
    proofs = Explainer(closure, terms).explain(triples)
    blank = [any("_:" in terms.text(number) for number in triple) for triple in triples]
    asserted = as_text(closure.asserted, terms)
    assert all(
        free or (proof is not None and check_proof(proof, asserted) is None)
        for free, proof in zip(blank, proofs, strict=True)
    )


# Everything that is inferred


@pytest.mark.parametrize("rules", ["rl", "rl+", "rdfs"])
@settings(max_examples=20)
@given(statements=STATEMENTS)
def test_every_inferred_triple_has_a_proof_that_the_checker_accepts(
    rules: str, statements: list[str]
) -> None:
    terms = TermDictionary()
    closure = close(read(statements, terms), terms, rules=rules)

    assert faults(closure, terms) == []


@pytest.mark.parametrize("rules", ["rl", "rl+"])
@settings(max_examples=20)
@given(statements=STATEMENTS)
def test_every_clash_has_a_proof_that_the_checker_accepts(rules: str, statements: list[str]) -> None:
    terms = TermDictionary()
    closure = close(read(statements, terms), terms, rules=rules)
    explainer = Explainer(closure, terms)
    asserted = as_text(closure.asserted, terms)

    proofs = [explainer.explain_clash(clash) for clash in closure.clashes]

    assert [check_proof(proof, asserted, CONTRADICTION) for proof in proofs] == [None] * len(proofs)


@settings(max_examples=15)
@given(statements=STATEMENTS)
def test_an_exhaustive_search_finds_no_proof_of_more_and_none_with_fewer_steps(statements: list[str]) -> None:
    terms = TermDictionary()
    closure = close(read(statements, terms), terms, rules="rl")
    written = Written(closure, terms)
    triples = inferred(closure)[:20]

    quick, slow = (Search(written, direct=direct).prove(triples) for direct in (True, False))

    for proof, other in zip(quick, slow, strict=True):
        assert other is not None
        assert proof is None or not other.shortest or size(proof) >= size(other)


def size(proof: Proof) -> int:
    """Count the rule applications of a proof as a tree."""
    counts: list[int] = []
    for step in proof.steps:
        counts.append((step.rule != ASSERTED) + sum(counts[premise] for premise in step.premises))
    return counts[-1]


def chile() -> Iterable[ox.Quad]:
    files = (CHILE / name for name in ("ontology.ttl", "chile.ttl"))
    return chain.from_iterable(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE) for file in files)


REAL = [(quads, rules) for quads in (chile, pizza, wine) for rules in ("rl", "rl+", "rdfs")]


@pytest.mark.parametrize(("quads", "rules"), [*REAL, (brick, "rl")])
def test_inferred_triples_of_real_ontologies_have_proofs(
    quads: Callable[[], Iterable[ox.Quad]], rules: str
) -> None:
    terms = TermDictionary()
    closure = close(rows_of(quads(), terms), terms, rules=rules)

    assert faults(closure, terms, sample=30, batch=30) == []


def test_frozen_axioms_that_rest_on_frozen_axioms_have_proofs() -> None:
    terms = TermDictionary()
    closure = close(rows_of(pizza(), terms), terms, rules="rl+")
    triples = [triple for triple in inferred(closure) if terms.text(triple[0]).endswith("AmericanHot>")]
    asserted = as_text(closure.asserted, terms)

    proofs = Explainer(closure, terms).explain(triples)

    assert any(proof is not None and nested(proof) > 1 for proof in proofs)
    assert [proof is None or check_proof(proof, asserted) for proof in proofs] == [None] * len(proofs)


def nested(proof: Proof) -> int:
    """Return how many proofs of frozen axioms stand inside each other."""
    return max((1 + nested(behind) for step in proof.steps for behind in step.frozen), default=0)


MEETING = """
:p a owl:InverseFunctionalProperty . :C rdfs:subClassOf _:v . :E rdfs:subClassOf _:v .
_:v owl:onProperty :p ; owl:hasValue :v .
""" + "".join(
    f"""
    {start} rdfs:subClassOf _:w{number} . _:w{number} owl:onProperty :q{number} ; owl:hasValue :w{number} .
    :q{number} rdfs:domain {end} .
    """
    for number, (start, end) in enumerate(pairwise([":C", ":D1", ":D2", ":E", ":X"]))
)
"""What is a ``:C`` is an ``:E`` by a long way; the fresh ``:C`` would be the fresh ``:E`` if there was one."""


def test_axioms_that_are_proved_together_do_not_use_the_bodies_of_each_other() -> None:
    terms = TermDictionary()
    closure = close(read(MEETING, terms), terms, rules="rl+")
    asserted = as_text(closure.asserted, terms)
    row = read(":C rdfs:subClassOf :E . :E rdfs:subClassOf :X .", terms)
    triples = list(zip(row.s.tolist(), row.p.tolist(), row.o.tolist(), strict=True))

    proofs = Explainer(closure, terms).explain(triples)

    assert [proof is None or check_proof(proof, asserted) for proof in proofs] == [None, None]


# The checker refuses what is wrong

GIVEN = """
:p a owl:TransitiveProperty . :a :p :b . :b :p :c . :q owl:inverseOf :p .
:C owl:unionOf ( :A :B ) . :x a :B . :C rdfs:subClassOf :D .
"""


def steps_of(claim: str) -> tuple[Proof, set[Triple]]:
    proof, asserted = explain(GIVEN, claim)
    assert proof is not None
    return proof, asserted


def changed(proof: Proof, place: int, step: Step) -> Proof:
    return replace(proof, steps=(*proof.steps[:place], step, *proof.steps[place + 1 :]))


def mutants(proof: Proof) -> Iterable[Proof]:
    """Yield proofs in which one thing is wrong."""
    for place, step in enumerate(proof.steps):
        if step.rule == ASSERTED:
            yield changed(proof, place, replace(step, fact=(step.fact[2], *step.fact[1:])))
            continue
        yield changed(proof, place, replace(step, rule=ASSERTED, premises=()))
        yield changed(proof, place, replace(step, rule="prp-fp"))
        yield changed(proof, place, replace(step, rule="no-rule"))
        yield changed(proof, place, replace(step, premises=(*step.premises[:-1], place)))
        yield changed(proof, place, replace(step, fact=(*step.fact[:2], "<http://ex/other>")))
        for dropped in range(len(step.premises)):
            yield changed(
                proof, place, replace(step, premises=step.premises[:dropped] + step.premises[dropped + 1 :])
            )
        for more in set(range(place)) - set(step.premises):
            yield changed(proof, place, replace(step, premises=(*step.premises, more)))


@pytest.mark.parametrize("claim", [":c :q :a .", ":x a :D .", ":a :p :c ."])
def test_the_checker_refuses_every_proof_with_one_fault(claim: str) -> None:
    proof, asserted = steps_of(claim)
    wrong = list(mutants(proof))

    assert len(wrong) > 8
    assert [str(mutant) for mutant in wrong if check_proof(mutant, asserted, proof.goal.fact) is None] == []


def test_the_checker_refuses_a_proof_of_something_else() -> None:
    proof, asserted = steps_of(":a :p :c .")

    assert check_proof(proof, asserted, ("<http://ex/a>", "<http://ex/p>", "<http://ex/d>")) is not None
    assert check_proof(Proof(()), asserted) == "there are no steps"


def test_the_checker_refuses_a_list_with_a_member_left_out() -> None:
    proof, asserted = explain(":C owl:intersectionOf ( :A :B ) . :x a :A , :B .", ":x a :C .")
    assert proof is not None
    goal = proof.goal
    kept = tuple(
        place
        for place in goal.premises
        if not (
            proof.steps[place].fact[1].endswith("#type>") and proof.steps[place].fact[2] == "<http://ex/B>"
        )
    )

    assert len(kept) == len(goal.premises) - 1
    assert (
        check_proof(changed(proof, len(proof.steps) - 1, replace(goal, premises=kept)), asserted) is not None
    )
