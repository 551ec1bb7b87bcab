"""The three phrasings of the Chile example mean the same and look different."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS
from rdflib.term import Node

from semkg.reasoning import Closure, close
from semkg.store import Store
from tests.data import ROOT

FOLDER = ROOT / "examples" / "chile"
NS = rdflib.Namespace("https://w3id.org/semkg/example/chile#")
PHRASINGS = ("chile.ttl", "chile-venue.ttl", "chile-union.ttl")
Triple = tuple[Node, Node, Node]


def read(*files: str | Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in files:
        graph.parse(FOLDER / file)
    return graph


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return read("ontology.ttl")


@pytest.fixture(scope="module")
def closures(ontology: rdflib.Graph) -> dict[str, frozenset[Triple]]:
    return {name: oracle_closure(ontology, name) for name in PHRASINGS}


def oracle_closure(ontology: rdflib.Graph, name: str) -> frozenset[Triple]:
    """Close a phrasing with owlrl; what it says of literals as subjects is no RDF and left out.

    The ontology is parsed once, so its blank nodes are the same in all closures and triples compare as a set.
    """
    graph = rdflib.Graph()
    for triple in [*ontology, *read(name)]:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return frozenset(triple for triple in graph if not isinstance(triple[0], rdflib.Literal))


def test_every_phrasing_with_the_ontology_has_the_same_closure(
    closures: dict[str, frozenset[Triple]],
) -> None:
    first = closures["chile.ttl"]

    assert {name: first ^ closure for name, closure in closures.items()} == dict.fromkeys(
        PHRASINGS, frozenset()
    )


def test_no_phrasing_is_inconsistent(closures: dict[str, frozenset[Triple]]) -> None:
    errors = [
        triple for closure in closures.values() for triple in closure if str(triple[1]).endswith("#error")
    ]

    assert errors == []


def own_closure(axioms: list[ox.Quad], name: str) -> tuple[Closure, frozenset[str]]:
    with Store() as store:
        store.add(axioms)
        store.load(FOLDER / name)
        snapshot = store.snapshot()
        closure = close(snapshot.rows, snapshot.terms)
    rows, text = closure.expanded(), snapshot.terms.text
    triples = zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True)
    return closure, frozenset(f"{text(s)} {text(p)} {text(o)}" for s, p, o in triples)


def test_the_engine_gives_every_phrasing_the_same_consistent_closure() -> None:
    axioms = list(ox.parse(path=FOLDER / "ontology.ttl"))

    closures = {name: own_closure(axioms, name) for name in PHRASINGS}

    first = closures["chile.ttl"][1]
    assert len(first) > 1000
    assert {name: triples ^ first for name, (_, triples) in closures.items()} == dict.fromkeys(
        PHRASINGS, frozenset()
    )
    assert all(closure.consistent for closure, _ in closures.values())


@pytest.mark.parametrize(
    ("subject", "predicate", "object_"),
    [
        ("Arica", "connectsTo", "Iquique"),
        ("Santiago", "connectsTo", "Lima"),
        ("Nam", "heldIn", "Santiago"),
        ("StarWeek", "heldIn", "Antofagasta"),
        ("StarWeek", "heldIn", "Chile"),
        ("RapaNui", "hosts", "IslandRace"),
        ("SanPedro", "partOf", "Chile"),
        ("SanPedro", "near", "MoonValley"),
    ],
)
def test_the_ontology_adds_what_nobody_wrote(
    closures: dict[str, frozenset[Triple]], subject: str, predicate: str, object_: str
) -> None:
    triple = (NS[subject], NS[predicate], NS[object_])

    assert triple not in read("chile.ttl")
    assert triple in closures["chile.ttl"]


def test_the_venue_phrasing_says_no_event_by_its_host() -> None:
    graph = read("chile-venue.ttl")

    assert list(graph.subject_objects(NS.hosts)) == []
    assert len(list(graph.subject_objects(NS.venue))) > 30


def test_the_union_contains_the_first_phrasing_and_much_more() -> None:
    first, union = set(read("chile.ttl")), set(read("chile-union.ttl"))

    assert first < union
    assert len(union) > 1.5 * len(first)


def test_the_phrasings_share_few_of_their_statements() -> None:
    first, venue = set(read("chile.ttl")), set(read("chile-venue.ttl"))

    assert len(first - venue) > 80
    assert len(venue - first) > 80


def test_pagerank_over_what_was_written_ranks_the_phrasings_differently() -> None:
    orders = [ranking(name) for name in PHRASINGS]

    assert orders[0][:3] != orders[1][:3]
    assert len({tuple(order[:10]) for order in orders}) == 3
    assert len(set(orders[0][:10]) & set(orders[1][:10])) <= 7


def ranking(name: str) -> list[str]:
    edges = [(s, o) for s, p, o in read(name) if str(p).startswith(NS) and isinstance(o, rdflib.URIRef)]
    scores = nx.pagerank(nx.DiGraph(edges))
    return [str(node) for node, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0]))]


def test_the_ontology_has_every_kind_of_axiom_that_the_example_promises(ontology: rdflib.Graph) -> None:
    assert (NS.hosts, OWL.inverseOf, NS.venue) in ontology
    assert {NS.bus, NS.flight} <= set(ontology.subjects(RDFS.subPropertyOf, NS.connectsTo))
    assert {NS.domesticFlight, NS.internationalFlight} <= set(
        ontology.subjects(RDFS.subPropertyOf, NS.flight)
    )
    assert (NS.near, RDF.type, OWL.SymmetricProperty) in ontology
    assert (NS.partOf, RDF.type, OWL.TransitiveProperty) in ontology
    used = set(ontology.predicates())
    assert {OWL.propertyChainAxiom, OWL.equivalentClass, OWL.sameAs, OWL.disjointWith} <= used
    assert {RDFS.domain, RDFS.range} <= used


def test_the_readme_names_every_file_of_the_folder() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [
        file.name for file in FOLDER.iterdir() if file.name not in text and file.name != "README.md"
    ] == []
