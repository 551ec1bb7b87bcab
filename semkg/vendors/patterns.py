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
        title: what they are for, as people call it.
        namespace: where their predicates live.
        translate: writes what stands in one group in place of these statements.
        theirs: how they are written, for the docs.
        ours: what they mean here, for the docs.
        differs: what is different, for the docs.
        refused: what is an error, and what to do instead, for the docs.
    """

    vendor: str
    title: str
    namespace: str
    translate: Callable[[Text, list[Statement]], None]
    theirs: str
    ours: str
    differs: str
    refused: tuple[tuple[str, str], ...]


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
        "Similarity",
        SIMILARITY,
        translate_similarity,
        theirs="?search a inst:my_index ; similarity:searchDocumentID :a ; similarity:searchParameters "
        '"-numsearchresults 8" ; similarity:documentResult ?r . ?r similarity:value ?node ; similarity:score ?score',
        ours="(?node ?score) sk:similarTo (:a 8)",
        differs="Vectors are learned from edges, not from words, so every index is the store's default model; "
        "`psi:searchEntity` with `psi:entityResult` means the same.",
        refused=(
            ("`similarity:searchTerm`, search by text", "find the node first, by a FILTER on its label"),
            ("search by predicate or analogy (`psi:givenSubject`, ...)", "ask sk:predictObject what fits"),
            ("parameters other than `-numsearchresults`", "leave them out"),
            (
                "`similarity:rebuildIndex` and the like in updates",
                "kg.train(), or `semkg train`, trains a model; a small graph is trained on first use",
            ),
        ),
    ),
    PatternAlias(
        "GraphDB",
        "Proofs",
        PROOF,
        translate_proof,
        theirs="?ctx proof:explain (?s ?p ?o) ; proof:rule ?rule ; proof:subject ?s1 ; proof:predicate ?p1 ; "
        "proof:object ?o1",
        ours="{ (?rule [] [] [] 0) sk:explain (?s ?p ?o) . ([] ?s1 ?p1 ?o1 1) sk:explain (?s ?p ?o) } UNION "
        '{ ("asserted" ?s1 ?p1 ?o1 0) sk:explain (?s ?p ?o) BIND("explicit" AS ?rule) }',
        differs="The last step of one shortest proof, its rule by W3C id; a triple that was written is its own "
        "premise, with the rule explicit. `proof:context` is the named graph that a premise was written into, unbound "
        "for others. `sk:explain` alone gives the whole proof.",
        refused=(
            ("`proof:context` without subject, predicate and object", "ask for all three"),
            ("other `proof:` properties, or one without `proof:explain`", "ask for those above"),
        ),
    ),
    PatternAlias(
        "AllegroGraph",
        "Groups and their centralities",
        SNA,
        translate_centralities,
        theirs="?g sna:egoGroup (:knows :a 2) . (?actor ?score) sna:pageRankCentrality (:knows ?g)",
        ours="SERVICE sk:pageRank { [] sk:node ?actor ; sk:score ?score . { SELECT ?source ?target { ... } } }",
        differs="The name of a generator is read as the predicate whose edges are followed both ways. So run "
        "`sna:pageRankCentrality`, `sna:actorDegreeCentrality`, `sna:actorClosenessCentrality` and "
        "`sna:actorBetweennessCentrality`; their scores are those of our functions. `?m sna:members ?g` is what can be "
        "reached from the node in so many steps, `?n sna:nodalNeighbors (:knows ?m)` in one, both by `sk:reachable`.",
        refused=(
            ("a generator that is no predicate", "name the predicate; generators live inside AllegroGraph"),
            ("a group from elsewhere than `sna:egoGroup`", "make it by sna:egoGroup in the same pattern"),
            ("a centrality of an `sna:egoGroup` around a variable", "name the node"),
            (
                "other `sna:` properties",
                "sk:shortestPath and sk:allPaths give paths, sk:reachable distances, sk:component and sk:community "
                "groups",
            ),
        ),
    ),
    PatternAlias(
        "AllegroGraph",
        "Nearest neighbours",
        LLM,
        translate_neighbours,
        theirs='(?node ?score) llm:nearestNeighbor (:a "store" 10 0.5)',
        ours="(?node ?score) sk:similarTo (:a 10 0.5)",
        differs="It starts from a node, whose vector was learned from its edges. `kw:topN` and `kw:minScore` are taken "
        "as well; the name of the vector store makes no difference.",
        refused=(
            ("a text to start from", "start from a node: there are no vectors of texts"),
            ("a third output, the text", "ask for the label of the node by a triple pattern"),
            ("a selector, or other keywords", "filter what comes out"),
            ("other `llm:` properties", "leave them out"),
        ),
    ),
    PatternAlias(
        "Stardog",
        "Similarity",
        SPA,
        refuse_elsewhere,
        theirs="GRAPH spa:model { :m spa:arguments (?node) ; spa:predict ?other ; spa:confidence ?score ; "
        "spa:parameters [ spa:limit 3 ] }",
        ours="(?other ?score) sk:similarTo (?node 3 sk:model :m)",
        differs="The model is one trained here under that name (`kg.train(name=...)`), from the edges of nodes; its "
        "one argument is a node.",
        refused=(
            (
                "more arguments than a node, and sets of features (`spa:set`)",
                "give the node: what it is linked to is learned with it",
            ),
            (
                "training by INSERT into `spa:model`",
                "kg.train(name=...), `semkg train`, or INSERT into GRAPH sk:models",
            ),
            ("`spa:parameters` other than `spa:limit`", "leave them out"),
            ("classification and regression models", "sk:predictObject predicts things, not values"),
            (
                "`PATHS ... START ... END ... VIA`, which is no SPARQL",
                "sk:shortestPath, sk:allPaths and sk:cycle, by number of the path and place on it",
            ),
        ),
    ),
)
"""Predicates that compute, one declaration for each namespace."""
