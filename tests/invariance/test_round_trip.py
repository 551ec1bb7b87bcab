"""A canonical graph loses nothing and holds little twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from semkg.graph import Projection
from tests.invariance.ontologies import GRAPHS
from tests.invariance.oracle import Graph, close
from tests.invariance.views import PROJECTIONS, Encoded


@pytest.mark.parametrize("projection", PROJECTIONS, ids=("everything", "edges", "count", "two"))
@given(graph=GRAPHS)
@settings(max_examples=60, deadline=None)
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
@settings(max_examples=30, deadline=None)
def test_the_canonical_graph_of_what_is_decoded_is_the_same(graph: Graph) -> None:
    encoded = Encoded.of(close(graph))
    schema = encoded.rows() - encoded.selected()
    again = Encoded.of(close(schema | encoded.decoded()))

    assert again.decoded() == encoded.decoded()
