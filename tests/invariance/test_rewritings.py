"""Graphs that mean the same have the same canonical graph."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invariance.ontologies import GRAPHS, A
from tests.invariance.oracle import LOOPS, Graph, close, name
from tests.invariance.rewritings import REWRITINGS, SAME, Case, Rewriting, compose, is_fact
from tests.invariance.views import Encoded, digests

SEEDS = st.integers(0, 1 << 20)


def meaning(closed: Graph) -> Graph:
    """What a rewriting must not change: all that follows, without lists, declarations and loops over a block."""
    left_out = {name("rdf:first"), name("rdf:rest")}
    same = {(s, o) for s, p, o in closed if p == SAME}
    return frozenset(
        (s, p, o)
        for s, p, o in closed
        if p not in left_out
        and (is_fact((s, p, o)) or p != A)
        and not (p in LOOPS and p != SAME and (s, o) in same)
    )


@pytest.mark.parametrize("rewriting", REWRITINGS, ids=lambda rewriting: str(rewriting.__name__))
@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=3, deadline=None)
def test_a_rewriting_leaves_the_canonical_graph_as_it_is(
    rewriting: Rewriting, graph: Graph, seed: int
) -> None:
    case = Case.of(graph)
    rewritten = close(rewriting(case, random.Random(seed)))

    assert meaning(rewritten) == meaning(case.closed)
    assert digests(rewritten, seed) == digests(case.closed)


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_three_rewritings_in_a_row_leave_the_canonical_graph_as_it_is(graph: Graph, seed: int) -> None:
    case = Case.of(graph)
    rewritten = close(compose(case, random.Random(seed)))

    assert digests(rewritten, seed) == digests(case.closed)


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=12, deadline=None)
def test_ids_and_representatives_make_no_difference(graph: Graph, seed: int) -> None:
    closed = close(graph)

    assert digests(closed, seed) == digests(closed, seed + 1)


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=12, deadline=None)
def test_labels_of_blank_nodes_make_no_difference(graph: Graph, seed: int) -> None:
    labels = {text for triple in graph for text in triple if text[0] == "_"}
    order = random.Random(seed).sample(sorted(labels), len(labels))
    renamed = {label: f"_:x{place}" for place, label in enumerate(order)}
    other = frozenset((renamed.get(s, s), renamed.get(p, p), renamed.get(o, o)) for s, p, o in graph)

    assert digests(close(other), seed) == digests(close(graph))


@given(graph=GRAPHS)
@settings(max_examples=12, deadline=None)
def test_nodes_are_in_the_order_of_their_names(graph: Graph) -> None:
    found = Encoded.of(close(graph)).canonical()
    named = [text for text in found.names if text]

    assert named == sorted(named)
    assert list(found.names) == named + [""] * (found.n_nodes - len(named))
