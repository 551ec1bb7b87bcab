"""Random sequences of writes over one small vocabulary in which the rules meet each other, each made from a seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pyoxigraph as ox

from semkg import KnowledgeGraph
from tests.reasoning.graphs import HEAD

CLASSES, PROPERTIES, NODES = (
    (":A", ":B", ":C", ":D"),
    (":p", ":q", ":r", ":s"),
    (":a", ":b", ":c", ":d", ":e"),
)
LITERALS = ('"1"^^xsd:integer', '"01"^^xsd:int', '"1.0"^^xsd:decimal', '"x"', '"x"@en', '"300"^^xsd:byte')
GRAPHS = ("", "http://ex/g1", "http://ex/g2")
PREFIXES = HEAD.replace("@prefix", "PREFIX").replace(" .\n", "\n")
"""The prefixes of :data:`HEAD` as SPARQL."""

AXIOMS = (
    "{C} rdfs:subClassOf {D}",
    "{C} owl:equivalentClass {D}",
    "{C} owl:disjointWith {D}",
    "{C} owl:intersectionOf ( {C2} {D} )",
    "{C} owl:unionOf ( {C2} {D} )",
    "{C} owl:oneOf ( {x} {y} )",
    "{C} owl:someValuesFrom {D} ; owl:onProperty {p}",
    "{C} owl:someValuesFrom owl:Thing ; owl:onProperty {p}",
    "{C} owl:allValuesFrom {D} ; owl:onProperty {p}",
    "{C} owl:allValuesFrom xsd:integer ; owl:onProperty {p}",
    "{C} owl:hasValue {x} ; owl:onProperty {p}",
    "{C} owl:hasValue {v} ; owl:onProperty {p}",
    '{C} owl:maxCardinality "1"^^xsd:nonNegativeInteger ; owl:onProperty {p}',
    "{p} rdfs:subPropertyOf {q}",
    "{p} owl:equivalentProperty {q}",
    "{p} owl:inverseOf {q}",
    "{p} rdfs:domain {C}",
    "{p} rdfs:range {C}",
    "{p} a owl:TransitiveProperty",
    "{p} a owl:SymmetricProperty",
    "{p} a owl:FunctionalProperty",
    "{p} a owl:InverseFunctionalProperty",
    "{p} a owl:AsymmetricProperty",
    "{p} a owl:IrreflexiveProperty",
    "{p} owl:propertyDisjointWith {q}",
    "{p} owl:propertyChainAxiom ( {q} {r} )",
    "{p} owl:propertyChainAxiom ( {p} {p} )",
    "{C} owl:hasKey ( {p} {q} )",
    "{C} a owl:Class",
    "owl:Thing rdfs:subClassOf {C}",
    "{p} rdfs:subPropertyOf rdf:type",
    "{p} rdfs:subPropertyOf owl:sameAs",
    "owl:sameAs rdfs:subPropertyOf {p}",
    "{p} rdfs:subPropertyOf rdfs:subClassOf",
    "{C} owl:sameAs {D}",
    "{p} owl:sameAs {q}",
    "[] a owl:AllDifferent ; owl:members ( {x} {y} )",
    "{x} owl:differentFrom {y}",
)
FACTS = (
    "{x} {p} {y}",
    "{x} {p} {y}",
    "{x} {p} {y} . {y} {p} {z}",
    "{x} a {C}",
    "{x} a {C}",
    "{x} {p} {v}",
    "{x} owl:sameAs {y}",
    "_:n {p} {x}",
    "{x} {p} {C}",
)
UPDATES = (
    "INSERT DATA {{ {x} {p} {y} . {y} a {C} }}",
    "INSERT DATA {{ GRAPH <{g}> {{ {x} {p} {v} }} }}",
    "DELETE DATA {{ {x} {p} {y} . {x} {p} {z} }}",
    "DELETE WHERE {{ {x} {p} ?o }}",
    "DELETE WHERE {{ ?s {p} ?o }}",
    "DELETE {{ ?s {p} ?o }} INSERT {{ ?s {q} ?o }} WHERE {{ ?s {p} ?o }}",
    "DELETE {{ ?s a {C} }} INSERT {{ ?s a {D} }} WHERE {{ ?s a {C} }}",
    "DELETE {{ ?s ?p {x} }} INSERT {{ ?s ?p {y} }} WHERE {{ ?s ?p {x} }}",
    "DELETE WHERE {{ ?s owl:sameAs ?o }}",
    "CLEAR SILENT GRAPH <{g}>",
    "DROP SILENT GRAPH <{g}>",
    "CLEAR DEFAULT",
)


def fill(template: str, random: Random) -> str:
    """Return a template with names drawn for its places."""
    names = {place: random.choice(CLASSES) for place in ("C", "C2", "D")}
    names |= {place: random.choice(PROPERTIES) for place in ("p", "q", "r")}
    names |= {place: random.choice(NODES) for place in ("x", "y", "z")}
    return template.format(**names, v=random.choice(LITERALS), g=random.choice(GRAPHS[1:]))


def load(kg: KnowledgeGraph, random: Random, templates: tuple[str, ...], most: int) -> None:
    """Load some statements into the default graph or a named one."""
    lines = [fill(random.choice(templates), random) + " .\n" for _ in range(random.randint(1, most))]
    kg.load((HEAD + "".join(lines)).encode(), format="ttl", graph=random.choice(GRAPHS) or None)


def remove(kg: KnowledgeGraph, random: Random) -> None:
    """Remove some quads that are there, and sometimes add one of them again."""
    quads = sorted(user_quads(kg), key=str)
    chosen = random.sample(quads, min(len(quads), random.choice((1, 1, 2, 5))))
    kg.remove(chosen)
    if random.random() < 0.2:
        kg.add(chosen[:1])


def remove_fact(kg: KnowledgeGraph, random: Random) -> None:
    """Remove a quad whose predicate is no word of the vocabulary, or that says of a node that it is in a class."""
    quads = [
        quad for quad in user_quads(kg) if quad.predicate.value.startswith("http://ex/") or is_typing(quad)
    ]
    if quads:
        kg.remove([random.choice(sorted(quads, key=str))])


def is_typing(quad: ox.Quad) -> bool:
    """Say whether a quad puts something into one of our classes."""
    return quad.predicate.value.endswith("#type") and str(quad.object).startswith("<http://ex/")


def user_quads(kg: KnowledgeGraph) -> list[ox.Quad]:
    """Return what users wrote, in the form in which Oxigraph keeps it."""
    store = kg.store
    graphs = (ox.DefaultGraph(), *store.user_graphs())
    return [quad for graph in graphs for quad in store.oxigraph.quads_for_pattern(None, None, None, graph)]


STEPS: tuple[tuple[int, Callable[[KnowledgeGraph, Random], None]], ...] = (
    (4, lambda kg, random: load(kg, random, FACTS, 4)),
    (2, lambda kg, random: load(kg, random, AXIOMS, 2)),
    (5, remove_fact),
    (3, remove),
    (3, lambda kg, random: kg.update(PREFIXES + fill(random.choice(UPDATES), random))),
)


def begin(random: Random) -> KnowledgeGraph:
    """Return a graph with some axioms and facts."""
    kg = KnowledgeGraph(rules=random.choice(("rl+", "rl+", "rl+", "rl", "rdfs")))
    load(kg, random, AXIOMS, 6)
    load(kg, random, FACTS, 10)
    return kg


def step(kg: KnowledgeGraph, random: Random) -> None:
    """Write something."""
    [write] = random.choices([write for _, write in STEPS], [weight for weight, _ in STEPS])
    write(kg, random)
