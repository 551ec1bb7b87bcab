"""Closures compared with those of owlrl: every difference has a reason, and one without is reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from semkg import verification
from semkg.cli import main
from semkg.errors import LimitError
from semkg.store import Store
from semkg.verification import KEYS, TAUTOLOGY, UNEXPLAINED, Verification, verify
from tests.chile import CHILE
from tests.reasoning.graphs import HEAD, STATEMENTS


def verified(text: str) -> Verification:
    store = Store()
    store.load((HEAD + text).encode(), format="ttl")
    return verify(store.snapshot())


def test_what_holds_of_everything_is_named_as_that() -> None:
    found = verified(":A rdfs:subClassOf :B . :x a :A .")

    assert found.explained
    assert found.causes[TAUTOLOGY] > 0


def test_a_users_blank_node_with_an_error_in_a_name_is_no_message_of_owlrl() -> None:
    found = verified("_:b :mirror :x . :x :error _:b . :a owl:differentFrom :a .")

    assert not any(difference.ours for difference in found.differences)
    assert found.explained


def test_the_faulty_keys_of_owlrl_are_recognised() -> None:
    found = verified(
        ":C owl:hasKey ( :p :q ) . :x a :C ; :p 1 ; :q 2 . :y a :C ; :p 1 ; :q 3 . :x :r :z . :C a owl:Class ."
    )

    assert found.causes[KEYS] > 0
    assert found.explained


def test_disjoint_properties_that_owlrl_misses_are_recognised() -> None:
    found = verified(
        "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) . :x :p :y ; :q :y . :p a owl:ObjectProperty ."
    )

    assert found.consistent == (False, True)
    assert "prp-adp" in found.consistency
    assert found.explained


def test_a_row_of_ours_comes_with_its_proof() -> None:
    found = verified(':p a owl:InverseFunctionalProperty . :x :p "a" . :y :p "a"^^xsd:token .')

    ours = [difference for difference in found.differences if difference.ours]
    assert ours
    assert all(difference.proof is not None for difference in ours)
    assert found.explained


def test_a_row_that_does_not_follow_is_unexplained(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ("<http://ex/x>", "<http://ex/p>", "<http://ex/never>")
    right = verification._close_by_owlrl
    monkeypatch.setattr(
        verification, "_close_by_owlrl", lambda given: (right(given)[0] | {wrong}, right(given)[1])
    )

    found = verified(":x :p :y .")

    assert not found.explained
    assert [difference.row for difference in found.differences if difference.cause == UNEXPLAINED] == [wrong]


def test_too_many_triples_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "MOST", 1)

    with pytest.raises(LimitError, match="too many for owlrl"):
        verified(":x :p :y , :z .")


@settings(max_examples=8)
@given(STATEMENTS)
def test_every_difference_on_small_graphs_has_a_reason(statements: list[str]) -> None:
    # From `c equivalent to c` owlrl draws nothing; a key whose list is shared with another is read in two ways.
    kept = [line for line in statements if "hasKey" not in line]
    found = verified("".join(f"{line} .\n" for line in kept))

    assert [d.row for d in found.differences if d.cause == UNEXPLAINED] == []


def test_the_command_reports_and_ends_with_0(tmp_path: Path) -> None:
    out = tmp_path / "report.json"

    code = main(["verify", str(CHILE / "ontology.ttl"), str(CHILE / "chile.ttl"), "-o", str(out), "-q"])

    report = json.loads(out.read_text())
    assert code == 0
    assert report["explained"]
    assert report["common"] > 1000
