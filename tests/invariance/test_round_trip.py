"""A canonical graph loses nothing and holds little twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from semkg.graph import Projection
from semkg.reasoning import canonical_digest
from tests.invariance import irredundancy
from tests.invariance.ontologies import GRAPHS
from tests.invariance.oracle import Graph, close
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


def test_few_facts_follow_from_the_others() -> None:
    found = dict(irredundancy.shares(25))

    assert all(share.total > 100 for share in found.values())
    assert found["without chains"].part < 0.04
    assert found["also without classes by a value and intersections"].removable == 0


@given(graph=GRAPHS)
@settings(max_examples=15, deadline=None)
def test_no_property_class_has_a_twin(graph: Graph) -> None:
    properties = Encoded.of(close(graph)).canonical().properties
    names = [set(one.forward) | set(one.backward) for one in properties]

    assert sum(map(len, names)) == len(set().union(*names))
