"""What a console and a notebook show of results: a line or a table, never arrays."""

from __future__ import annotations

from html import escape

from semkg import KnowledgeGraph
from semkg.comparison import Neighbours, Predictions, compare_neighbours, compare_predictions
from tests.chile import place, shared_chile


def test_a_ranking_shows_its_best_nodes() -> None:
    assert repr(shared_chile().degree()).startswith("<degree of 86 nodes, invariant, epoch ")
    assert repr(shared_chile().degree()).endswith(", ...>")
    assert repr(KnowledgeGraph().degree()) == "<degree of 0 nodes, invariant, epoch 0: >"


def test_groups_show_how_many_they_are() -> None:
    found = shared_chile().components("asserted")

    assert repr(found) == f"<component of {found.projected.named}: {len(found)} groups>"
    assert repr(found.projected) == f"<{found.projected.named}, {found.projected.graph.n_edges} edges>"


def test_edges_show_how_many_they_are() -> None:
    edges = shared_chile().edges()

    assert (
        repr(edges) == f"<{len(edges)} edges of {len(edges.nodes)} nodes, {len(edges.predicates)} predicates>"
    )


def test_a_comparison_is_a_table_in_a_notebook() -> None:
    found = shared_chile().compare("degree", regimes=("asserted", "invariant"))

    assert repr(found) == f"<{found.analytic} of {len(found)} nodes: asserted, invariant>"
    assert found._repr_html_().startswith("<pre>")
    assert "asserted -&gt; invariant" in found._repr_html_()


def test_comparisons_of_groups_paths_and_models_are_tables_in_a_notebook() -> None:
    groups = shared_chile().compare_groups("component")
    paths = shared_chile().compare_paths(place("Arica"), place("Lima"))
    alike = compare_neighbours({"one": Neighbours({"a": ("b",)}, {}), "other": Neighbours({}, {})}, k=1)
    ranks = {"one": Predictions((1, 2), {}), "other": Predictions((2, 2), {})}
    asked = compare_predictions(ranks, [("a", "p", "b", "subject"), ("a", "p", "b", "object")])

    assert [repr(one) for one in (groups, alike, asked)] == [
        f"<{groups.analytic}: asserted, entailed, invariant>",
        "<the 1 that are most alike: one, other>",
        "<prediction of 1 triples: one, other>",
    ]
    assert repr(paths).endswith("chile#Lima>: asserted, entailed, invariant>")
    for found in (groups, paths, alike, asked):
        assert found._repr_html_() == f"<pre>{escape(found.to_table(10))}</pre>"
