"""How well models of several regimes find what was held out."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from semkg import KnowledgeGraph
from semkg.comparison import Predictions, compare_predictions
from semkg.comparison.heldout import hold_out
from semkg.embedding.model import Calibration
from semkg.errors import NothingToLearnError
from semkg.graph import Projection
from semkg.vocab import OWL, RDFS

EX = "http://x/"
SETTINGS: dict[str, Any] = {"dim": 8, "epochs": 5, "regularisation": 0.01}
ASKED = [("<a>", "<p>", "<b>", "subject"), ("<a>", "<p>", "<b>", "object")]


def test_measures_are_those_of_the_ranks() -> None:
    found = Predictions((1, 2, 4, 12.5), {}).measures()

    assert found == {
        "mrr": pytest.approx((1 + 1 / 2 + 1 / 4 + 1 / 12.5) / 4),
        "hits@1": 1 / 4,
        "hits@3": 2 / 4,
        "hits@10": 3 / 4,
        "mean rank": 19.5 / 4,
    }


def test_questions_are_compared_one_by_one() -> None:
    ranks = {"asserted": Predictions((3, 1), {}), "entailed": Predictions((1, 1), {})}

    found = compare_predictions(ranks, ASKED)

    [pair] = found.pairs
    assert (pair.better, pair.worse, pair.same) == (1, 0, 1)
    assert pair.mrr == pytest.approx(1 - (1 / 3 + 1) / 2)
    assert "[a] p b" in found.to_table(1).replace("<", "").replace(">", "")


def graph(more: str = "") -> KnowledgeGraph:
    kg = KnowledgeGraph()
    lines = " ".join(
        f":n{at} :p :n{(at + 1) % 9} ; :q :n{(at * 2) % 9} , :n{(at + 4) % 9} ." for at in range(9)
    )
    kg.load(f"@prefix : <{EX}> . @prefix owl: <{OWL}> . {lines} {more}".encode(), "ttl")
    return kg


@pytest.mark.parametrize("seed", range(10))
def test_what_is_held_out_neither_stands_in_the_rest_nor_follows_from_it(seed: int) -> None:
    said_twice = " ".join(f":n{(at + 1) % 9} :r :n{at} ." for at in range(9))
    others = " ".join(f":n{at} :q :n{(at + step) % 9} ." for at in range(9) for step in (2, 3, 5))
    views = graph(f":p owl:inverseOf :r . {said_twice} {others}").views()

    rest, asked = hold_out(views, most=100, seed=seed)

    ids = [[views.snapshot.terms.find(term) for term in one.triple] for one in asked]
    assert views.closure("asserted").contains(*zip(*ids, strict=True)).all()
    assert not rest.closure("entailed").contains(*zip(*ids, strict=True)).any()


@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_asked_of_stands_in_what_is_kept(seed: int) -> None:
    leaves = " ".join(f":n{at} :q :leaf{at} ." for at in range(9))
    views = graph(leaves).views()

    rest, asked = hold_out(views, most=100, seed=seed)

    kept = rest.triples("asserted", Projection())
    assert {str(term) for one in asked for term in one.triple} <= {*kept.entities, *kept.predicates}


def test_what_is_held_out_does_not_depend_on_the_order_of_loading() -> None:
    lines = graph().dump(format="nt")
    assert lines is not None
    turned = KnowledgeGraph()
    turned.load(b"\n".join(reversed(lines.splitlines())), "nt")

    both = [hold_out(kg.views(), most=2, seed=0)[1] for kg in (graph(), turned)]

    assert [one.triple for one in both[0]] == [one.triple for one in both[1]]
    assert [set(one.candidates) for one in both[0]] == [set(one.candidates) for one in both[1]]


def test_further_right_answers_are_no_candidates() -> None:
    kg = graph(":n0 owl:sameAs :alias . :alias :q :n5 .")
    _, asked = hold_out(kg.views(), most=100, seed=2)

    for one in asked:
        right, *others = one.answered()
        assert right == one.triple
        assert not any(kg.entails(f"{s} {p} {o} .".encode(), "nt") for s, p, o in others)
        assert len(others) == len(set(others)) > 0


def test_a_graph_in_which_everything_follows_has_nothing_to_ask() -> None:
    kg = KnowledgeGraph()
    kg.load(f"@prefix : <{EX}> . :a :p :b . :b :p :c .".encode(), "ttl")

    with pytest.raises(NothingToLearnError, match="nothing to ask: of 2 triples"):
        kg.compare_predictions()


def test_all_regimes_answer_the_same_questions() -> None:
    pytest.importorskip("torch")
    kg = graph(f":p <{RDFS}subPropertyOf> :wide .")

    found = kg.compare_predictions(("asserted", "entailed"), most=2, **SETTINGS)

    data = json.loads(found.to_json())
    assert [len(one.ranks) for one in found.found.values()] == [4, 4]
    assert all(1 <= rank <= 9 for one in found.found.values() for rank in one.ranks)
    assert [one["measures"]["mrr"] for one in data["regimes"]] == [one.mrr for one in found.found.values()]
    assert f"{found.found['asserted'].mrr:.3f}" in found.to_table()
    assert data["regimes"][1]["notes"]["regime"] == "entailed"
    edges = {regime: int(one.notes["training_edges"]) for regime, one in found.found.items()}
    assert edges["entailed"] > edges["asserted"]
    for before, after in pairwise(found.found.values()):
        assert found.pairs[0].mrr == pytest.approx(after.mrr - before.mrr)


def test_ranks_do_not_need_a_curve_that_tells_scores_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    asked: dict[str, Any] = {"most": 3, **SETTINGS}
    before = graph().compare_predictions(("asserted", "entailed"), **asked)
    monkeypatch.setattr(
        Calibration, "probability", lambda self, evidence: np.full(evidence.shape, self.prior)
    )

    after = graph().compare_predictions(("asserted", "entailed"), **asked)

    assert {name: one.ranks for name, one in after.found.items()} == {
        name: one.ranks for name, one in before.found.items()
    }
    assert len(set(after.found["asserted"].ranks)) > 1
