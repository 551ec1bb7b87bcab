"""A canonical graph loses nothing and holds little twice."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings

from semkg.graph import Projection
from semkg.reasoning import canonical_digest
from tests.invariance.ontologies import (
    GRAPHS,
    MOTIFS,
    Motif,
    build,
    chain,
    combination,
    recursive_some,
    restriction,
    transitive,
)
from tests.invariance.oracle import Graph, close, follows
from tests.invariance.rewritings import SAME
from tests.invariance.views import PROJECTIONS, Encoded


@pytest.mark.parametrize("projection", PROJECTIONS, ids=("everything", "edges", "count", "two"))
@given(graph=GRAPHS)
@settings(max_examples=15, deadline=None)
def test_the_rules_give_back_every_row_that_the_projection_keeps(
    projection: Projection, graph: Graph
) -> None:
    encoded = Encoded.of(close(graph))
    schema = encoded.rows() - encoded.selected()
    kept = encoded.selected(projection)
    decoded = encoded.decoded(projection)

    assert decoded <= kept
    assert kept <= close(schema | decoded)


@given(graph=GRAPHS)
@settings(max_examples=10, deadline=None)
def test_the_canonical_graph_of_what_is_decoded_is_the_same(graph: Graph) -> None:
    closed = close(graph)
    encoded = Encoded.of(closed)
    schema = encoded.rows() - encoded.selected()
    same = {triple for triple in closed if triple[1] == SAME}
    again = Encoded.of(close(schema | encoded.decoded() | same), seed=1)

    assert canonical_digest(again.canonical()) == canonical_digest(encoded.canonical())


@pytest.mark.parametrize(
    ("left_out", "share"),
    [
        ((recursive_some,), 0.04),
        ((recursive_some, chain, restriction, combination, transitive), 0.005),
    ],
    ids=("no recursive classes", "no cause of repetition"),
)
def test_few_facts_follow_from_the_others(left_out: tuple[Motif, ...], share: float) -> None:
    motifs = [motif for motif in MOTIFS if motif not in left_out]
    total = superfluous = 0
    for seed in range(70):
        rng = random.Random(seed)
        encoded = Encoded.of(close(build([(rng.choice(motifs), rng.randrange(1 << 16)) for _ in range(4)])))
        schema, decoded = encoded.rows() - encoded.selected(), encoded.decoded()
        total += len(decoded)
        superfluous += sum(follows(fact, (schema | decoded) - {fact}) for fact in decoded)

    assert total > 300
    assert superfluous <= share * total


@given(graph=GRAPHS)
@settings(max_examples=15, deadline=None)
def test_no_property_class_has_a_twin(graph: Graph) -> None:
    properties = Encoded.of(close(graph)).canonical().properties
    names = [set(one.forward) | set(one.backward) for one in properties]

    assert sum(map(len, names)) == len(set().union(*names))
