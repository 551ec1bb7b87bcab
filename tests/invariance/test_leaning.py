"""The canonical graph of what is left when blank nodes that say nothing of their own are left out."""

from __future__ import annotations

import logging
import random

import numpy as np
import pytest
from hypothesis import given, settings

import semkg
from semkg import KnowledgeGraph
from semkg.analytics import pagerank
from semkg.graph import Projection
from semkg.reasoning import (
    Leaning,
    analytic_graph,
    canonical_digest,
    close,
    decode,
    described_canonical,
    edge_digest,
    entails,
    select_rows,
)
from tests.invariance.ontologies import GRAPHS
from tests.invariance.oracle import Graph, triples
from tests.invariance.pairs import Alone, union, without
from tests.invariance.rewritings import weaken
from tests.invariance.test_analytics import SEEDS, load
from tests.invariance.views import EVERYTHING, PROJECTIONS


def digests(kg: KnowledgeGraph, *, lean: bool) -> list[object]:
    graphs = [kg.canonical(projection, lean=lean) for projection in PROJECTIONS]
    return [(graph.digests, canonical_digest(graph), edge_digest(graph)) for graph in graphs]


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=6, deadline=None)
def test_copies_that_say_less_have_the_same_digests_when_leaned(graph: Graph, seed: int) -> None:
    with load(graph) as one, load(weaken(graph, random.Random(seed))) as other:
        leaned, weaker = one.canonical(lean=True), other.canonical(lean=True)

        assert (leaned.leaning.given_up, weaker.leaning.given_up) == (0, 0)  # type: ignore[union-attr]  # it was asked for
        assert digests(one, lean=True) == digests(other, lean=True)
        # where the copies followed anyway, as for a functional property, there is nothing to tell apart
        assert (digests(one, lean=False) == digests(other, lean=False)) == bool(semkg.same(one, other))


def test_copies_that_say_less_have_other_digests_unless_leaned() -> None:
    graph = triples("x p y . y p z . p rdfs:subPropertyOf q")
    weaker = graph | triples("x p _:1 . _:1 p _:2 . _:3 q y")
    with load(graph) as one, load(weaker) as other:
        plain = [(kg.canonical().digests, edge_digest(kg.canonical())) for kg in (one, other)]
        leaning = other.canonical(lean=True).leaning

        assert plain[0][0] != plain[1][0]
        assert plain[0][1] != plain[1][1]
        assert digests(one, lean=True) == digests(other, lean=True)
        # each x p y is an x q y as well
        assert (leaning.nodes, leaning.rows, leaning.given_up) == (3, 5, 0)  # type: ignore[union-attr]  # it was asked for


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=6, deadline=None)
def test_what_is_left_with_the_axioms_entails_all_that_was_said(graph: Graph, seed: int) -> None:
    weaker = Alone(weaken(graph, random.Random(seed)), seed)
    rows, terms = weaker.closure.rows, weaker.terms
    lean = described_canonical(weaker.closure, terms, EVERYTHING, leaned=True)
    facts = select_rows(rows, terms, EVERYTHING, weaker.closure.representative)

    again = close(union(without(rows, facts), decode(lean)), terms)

    assert entails(again, rows, terms)


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=4, deadline=None)
def test_analytics_of_a_lean_graph_do_not_see_copies_that_say_less(graph: Graph, seed: int) -> None:
    with load(graph) as one, load(weaken(graph, random.Random(seed))) as other:
        for projection in PROJECTIONS:
            leaned = [kg.canonical(projection, lean=True) for kg in (one, other)]
            ranks = [pagerank(analytic_graph(graph)) for graph in leaned]

            assert leaned[0].names == leaned[1].names
            named = sum(map(bool, leaned[0].names))
            np.testing.assert_allclose(ranks[0][:named], ranks[1][:named], rtol=0, atol=1e-12)
            np.testing.assert_allclose(np.sort(ranks[0]), np.sort(ranks[1]), rtol=0, atol=1e-12)


def test_a_lean_graph_is_what_it_was_and_says_that_nothing_was_left_out() -> None:
    with load(triples("x p y . x p _:1 . _:1 q z")) as kg:
        plain, lean = kg.canonical(), kg.canonical(lean=True)

        assert plain.digests == lean.digests
        assert (plain.notes()["lean"], plain.leaning) == ("false", None)
        assert lean.notes()["left_out"] == "0 blank nodes with 0 rows"


def test_leaning_that_is_given_up_is_told(caplog: pytest.LogCaptureFixture) -> None:
    cycle = triples(" . ".join(f"_:{at} p _:{(at + 1) % 9} . _:{(at + 1) % 9} p _:{at}" for at in range(9)))
    other = triples("x p _:x . x p y . _:x q z . y q z")
    with load(cycle | other) as kg, caplog.at_level(logging.WARNING):
        lean = kg.canonical(lean=True, steps=5)

    assert lean.leaning == Leaning(nodes=1, rows=2, given_up=1)
    assert lean.notes()["given_up"] == "1"
    assert "given up for 1 sets of blank nodes" in caplog.text


def test_the_notes_say_how_the_graph_was_made() -> None:
    projection = Projection(direction="both")
    with load(triples("x p y . x p _:1")) as kg:
        notes = kg.canonical(projection, lean=True).notes()

    assert {len(notes.pop(key)) for key in ("digest", "data_digest")} == {64}
    assert notes == {
        "epoch": "1",
        "rules": "rl+",
        "projection": projection.digest(),
        "direction": "both",
        "nodes": "2",
        "edges": "2",
        "consistent": "true",
        "exact": "true",
        "lean": "true",
        "left_out": "1 blank nodes with 1 rows",
        "given_up": "0",
    }


def test_leaning_takes_at_least_one_step() -> None:
    with load(triples("x p y")) as kg, pytest.raises(ValueError, match="steps is 0"):
        kg.canonical(lean=True, steps=0)
