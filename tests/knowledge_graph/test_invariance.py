"""The same answers for every phrasing of the same graph."""

from __future__ import annotations

import networkx as nx
import pytest

from semkg import KnowledgeGraph
from semkg.graph import Projection
from tests.chile import PHRASINGS, chile


def scores(kg: KnowledgeGraph, regime: str) -> dict[str, float]:
    return {str(node): score for node, score in kg.pagerank(regime)}


@pytest.mark.parametrize("phrasing", PHRASINGS[1:])
def test_invariant_page_rank_is_the_same_for_every_phrasing(phrasing: str) -> None:
    first, other = scores(chile(), "invariant"), scores(chile(phrasing), "invariant")

    assert first.keys() == other.keys()
    assert max(abs(first[node] - other[node]) for node in first) < 1e-12


@pytest.mark.parametrize("phrasing", PHRASINGS[1:])
def test_page_rank_as_written_differs(phrasing: str) -> None:
    first, other = scores(chile(), "asserted"), scores(chile(phrasing), "asserted")

    assert max(abs(first.get(node, 0) - other.get(node, 0)) for node in {*first, *other}) > 1e-3


EVENTS = {"SantaLucia": ("EID15",), "PiscinaOlimpica": ("EID16",), "Sotomayor": ("EID16", "EID15")}
"""Which place hosts which event, after the event graph that opens the Knowledge Graphs book (Hogan et al. 2021)."""
FOUR_PHRASINGS = ("hosts", "venue", "mixed", "both")


def events(phrasing: str) -> KnowledgeGraph:
    """Say where the events are: by the place, by the event, in turns or both ways."""
    pairs = [(place, event) for place, hosted in EVENTS.items() for event in hosted]
    lines = ["<x:hosts> <http://www.w3.org/2002/07/owl#inverseOf> <x:venue> ."]
    for number, (place, event) in enumerate(pairs):
        if phrasing in ("hosts", "both") or (phrasing == "mixed" and number % 2):
            lines.append(f"<x:{place}> <x:hosts> <x:{event}> .")
        if phrasing in ("venue", "both") or (phrasing == "mixed" and not number % 2):
            lines.append(f"<x:{event}> <x:venue> <x:{place}> .")
    kg = KnowledgeGraph()
    kg.load("\n".join(lines).encode(), format="nt")
    return kg


@pytest.mark.parametrize("phrasing", FOUR_PHRASINGS)
def test_four_phrasings_of_hosts_and_venue_have_the_page_rank_of_one_graph(phrasing: str) -> None:
    edges = [(f"<x:{place}>", f"<x:{event}>") for place, hosted in EVENTS.items() for event in hosted]
    expected = nx.pagerank(nx.Graph(edges), alpha=0.85, tol=1e-13, max_iter=1000)

    assert scores(events(phrasing), "invariant") == pytest.approx(expected, abs=1e-10)


def test_four_phrasings_of_hosts_and_venue_mean_the_same_and_rank_differently_as_written() -> None:
    graphs = [events(phrasing) for phrasing in FOUR_PHRASINGS]

    first = [scores(kg, "asserted")["<x:EID16>"] for kg in graphs]

    assert all(graphs[0].same_as(other) for other in graphs[1:])
    assert len({kg.canonical().digests for kg in graphs}) == 1
    assert len({round(score, 6) for score in first}) == 4


def test_the_canonical_graph_of_some_named_graphs_is_that_of_a_graph_with_these_alone() -> None:
    said, other = "<x:a> <x:hosts> <x:b> <x:g> .", "<x:b> <x:hosts> <x:c> <x:h> ."
    schema = "<x:hosts> <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> <x:near> <x:g> ."
    kg, alone = KnowledgeGraph(), KnowledgeGraph()
    kg.load(f"{said}\n{schema}\n{other}".encode(), format="nq")
    alone.load(f"{said}\n{schema}".encode(), format="nq")

    found = kg.canonical(Projection(graphs=("x:g",)))

    assert found.digests == alone.canonical().digests != kg.canonical().digests
    assert found.names == alone.canonical().names
