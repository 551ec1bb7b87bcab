"""Predicates of other stores that compute, and what is written in place of the statements with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from semkg.vendors.allegrograph import LLM, SNA, translate_centralities, translate_neighbours
from semkg.vendors.graphdb import PROOF, SIMILARITY, translate_proof, translate_similarity
from semkg.vendors.reading import Statement, Text, groups
from semkg.vendors.stardog import SPA, refuse_elsewhere, translate_models


@dataclass(frozen=True, slots=True)
class PatternAlias:
    """Statements of another store that belong together.

    Attributes:
        vendor: the store.
        namespace: where their predicates live.
        translate: writes what stands in one group in place of these statements.
        theirs: how they are written, for the docs.
        ours: what they mean here, for the docs.
        differs: what is different or cannot be honoured, for the docs.
    """

    vendor: str
    namespace: str
    translate: Callable[[Text, list[Statement]], None]
    theirs: str
    ours: str
    differs: str


def translate_patterns(text: Text) -> None:
    """Translate every statement with a predicate of another store that computes.

    Raises:
        QueryError: an alias cannot honour it; the message says so, with the place.
    """
    translate_models(text)
    for group in groups(text.tree):
        statements = list(text.statements(group))
        for alias in PATTERNS:
            if any(one.iri.startswith(alias.namespace) for one in statements):
                alias.translate(text, statements)


PATTERNS: tuple[PatternAlias, ...] = (
    PatternAlias(
        "GraphDB",
        SIMILARITY,
        translate_similarity,
        theirs="?search a inst:my_index ; similarity:searchDocumentID :a ; similarity:searchParameters "
        '"-numsearchresults 8" ; similarity:documentResult ?r . ?r similarity:value ?node ; similarity:score ?score',
        ours="(?node ?score) sk:similarTo (:a 8)",
        differs="Vectors are learned from edges, not from words, so every index is the store's default model; "
        "psi:searchEntity with psi:entityResult means the same. Search by text, by predicate or by analogy, and "
        "parameters other than -numsearchresults, are errors.",
    ),
    PatternAlias(
        "GraphDB",
        PROOF,
        translate_proof,
        theirs="?ctx proof:explain (?s ?p ?o) ; proof:rule ?rule ; proof:subject ?s1 ; proof:predicate ?p1 ; "
        "proof:object ?o1",
        ours="{ (?rule [] [] [] 0) sk:explain (?s ?p ?o) . ([] ?s1 ?p1 ?o1 1) sk:explain (?s ?p ?o) } UNION "
        '{ ("asserted" ?s1 ?p1 ?o1 0) sk:explain (?s ?p ?o) BIND("explicit" AS ?rule) }',
        differs="The last step of one shortest proof, its rule by W3C id; a triple that was written is its own "
        "premise, with the rule explicit. proof:context is the named graph that a premise was written into, unbound "
        "for others. sk:explain alone gives the whole proof.",
    ),
    PatternAlias(
        "AllegroGraph",
        SNA,
        translate_centralities,
        theirs="?g sna:egoGroup (:knows :a 2) . (?actor ?score) sna:pageRankCentrality (:knows ?g)",
        ours="SERVICE sk:pageRank { [] sk:node ?actor ; sk:score ?score . { SELECT ?source ?target { ... } } }",
        differs="The name of a generator is read as the predicate whose edges are followed both ways; any other name "
        "is an error. Centralities run for a group by sna:egoGroup around a constant node; scores are those of our "
        "functions. Other sna: properties are errors.",
    ),
    PatternAlias(
        "AllegroGraph",
        LLM,
        translate_neighbours,
        theirs='(?node ?score) llm:nearestNeighbor (:a "store" 10 0.5)',
        ours="(?node ?score) sk:similarTo (:a 10 0.5)",
        differs="It starts from a node: there are no vectors of texts, so a text, a third output and a selector are "
        "errors. kw:topN and kw:minScore are taken as well; the store's name makes no difference.",
    ),
    PatternAlias(
        "Stardog",
        SPA,
        refuse_elsewhere,
        theirs="GRAPH spa:model { :m spa:arguments (?node) ; spa:predict ?other ; spa:confidence ?score ; "
        "spa:parameters [ spa:limit 3 ] }",
        ours="(?other ?score) sk:similarTo (?node 3 sk:model :m)",
        differs="The model is one trained here under that name (kg.train(name=...)); its one argument is a node. Sets "
        "of features, and training by INSERT into spa:model, are errors.",
    ),
)
"""Predicates that compute, one declaration for each namespace."""
