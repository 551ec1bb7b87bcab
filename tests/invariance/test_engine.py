"""Canonical graphs over the closures of the real engine."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings

from semkg.graph import Projection
from semkg.reasoning import CanonicalGraph, canonical, canonical_digest, close, edge_digest
from semkg.vocab import XSD
from tests.invariance import oracle
from tests.invariance.copies import as_rows
from tests.invariance.ontologies import GRAPHS
from tests.invariance.oracle import Graph, triples
from tests.invariance.views import PROJECTIONS, digests


def canonical_of(
    graph: Graph, projection: Projection, *, rules: str = "rl+", seed: int = 0
) -> CanonicalGraph:
    rows, terms = as_rows(graph, random.Random(seed))
    return canonical(close(rows, terms, rules=rules), terms, projection)


@given(graph=GRAPHS)
@settings(max_examples=6, deadline=None)
def test_the_engine_and_the_slow_closure_give_the_same_canonical_graph(graph: Graph) -> None:
    fast = [canonical_of(graph, projection) for projection in PROJECTIONS]

    assert [make(one) for one in fast for make in (canonical_digest, edge_digest)] == digests(
        oracle.close(graph)
    )


@given(graph=GRAPHS)
@settings(max_examples=4, deadline=None)
@pytest.mark.parametrize("rules", ["rl", "rdfs", "none"])
def test_every_rule_set_gives_one_canonical_graph_whatever_the_ids(rules: str, graph: Graph) -> None:
    one, other = (canonical_of(graph, PROJECTIONS[0], rules=rules, seed=seed) for seed in (1, 2))

    assert canonical_digest(one) == canonical_digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("01", "int"), ("1", "decimal"), ("1.0", "decimal"), ("+1", "byte")],
)
def test_another_spelling_of_a_number_is_the_same_graph(one: str, other: str) -> None:
    values = Projection(literals=True)
    plain = canonical_of(triples(f'x p "1"^^<{XSD}integer> . y p z'), values)
    spelled = canonical_of(triples(f'x p "{one}"^^<{XSD}{other}> . y p z'), values)

    assert canonical_digest(spelled) == canonical_digest(plain)


def test_two_spellings_of_a_number_are_one_node() -> None:
    graph = canonical_of(
        triples(f'x p "1"^^<{XSD}integer> . y p "01"^^<{XSD}int> . z p "1"^^<{XSD}double>'),
        Projection(literals=True),
    )

    assert graph.n_nodes == 5


def test_a_closure_with_a_clash_is_marked() -> None:
    text = "C owl:disjointWith D . x a C . x a D . x p y"

    assert not canonical_of(triples(text), Projection()).settings.consistent
    assert canonical_of(triples("x p y"), Projection()).settings.consistent
