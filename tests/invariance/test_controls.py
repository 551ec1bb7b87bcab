"""What must change a canonical graph."""

from __future__ import annotations

import random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from semkg.reasoning import canonical_digest
from tests.invariance.ontologies import CLASSES, GRAPHS, PROPERTIES, THINGS, A
from tests.invariance.oracle import Graph, Triple, close
from tests.invariance.rewritings import SAME, is_fact
from tests.invariance.views import Encoded

SEEDS = st.integers(0, 1 << 20)


def digest(closed: Graph) -> str:
    return canonical_digest(Encoded.of(closed).canonical())


def random_fact(rng: random.Random) -> Triple:
    s, o = rng.choice(THINGS), rng.choice(THINGS)
    return rng.choice(((s, rng.choice(PROPERTIES), o), (s, A, rng.choice(CLASSES)), (s, SAME, o)))


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_a_fact_that_does_not_follow_changes_the_digest(graph: Graph, seed: int) -> None:
    closed, rng = close(graph), random.Random(seed)
    fact = random_fact(rng)
    assume(fact not in closed and not (fact[1] == SAME and fact[0] == fact[2]))
    # two names that occur nowhere else say nothing of any edge
    assume(
        fact[1] != SAME or any(fact[0] in triple or fact[2] in triple for triple in closed if is_fact(triple))
    )

    assert digest(close(graph | {fact})) != digest(closed)


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_leaving_out_what_the_rest_does_not_give_changes_the_digest(graph: Graph, seed: int) -> None:
    # that something unnamed has a name says nothing of things with names
    facts = sorted(
        triple for triple in graph if is_fact(triple) and not any(text[0] == "_" for text in triple)
    )
    assume(facts)
    fact = random.Random(seed).choice(facts)
    rest = close(graph - {fact})
    assume(fact not in rest)

    assert digest(rest) != digest(close(graph))


@given(graph=GRAPHS)
@settings(max_examples=15, deadline=None)
def test_an_edge_turned_round_changes_the_digest(graph: Graph) -> None:
    fact = ("<x:one>", "<x:new>", "<x:other>")

    assert digest(close(graph | {fact})) != digest(close(graph | {(fact[2], fact[1], fact[0])}))
