"""Predicates of other stores that compute, and what is written in place of the statements with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lark import Token, Tree

from semkg.query import Node, begin, end, subtrees
from semkg.vendors.reading import Statement, Text, body, groups, members, named

Part = Node | Token
_NOTHING = "{}"

_SIM = "http://www.ontotext.com/graphdb/similarity/"
_PSI = _SIM + "psi/"
_PROOF = "http://www.ontotext.com/proof/"
_SNA = "http://franz.com/ns/allegrograph/4.11/sna/"
_LLM = "http://franz.com/ns/allegrograph/8.0.0/llm/"
_KEYWORD = "http://franz.com/ns/keyword#"
_SPA = "tag:stardog:api:analytics:"

CENTRALITIES: Mapping[str, str] = {
    "pageRankCentrality": "pageRank",
    "actorDegreeCentrality": "degree",
    "actorClosenessCentrality": "closeness",
    "actorBetweennessCentrality": "betweenness",
}
"""Centralities of AllegroGraph, and ours."""


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
    for graph in subtrees(text.tree, names=frozenset({"graph", "quads_graph"})):
        name = named(graph)
        if name.data == "iri" and text.names.iri(name) == _SPA + "model":
            if graph.data == "quads_graph":
                text.refuse(
                    "Stardog's models are not trained here: kg.train(name=...) or `semkg train` does", graph
                )
            text.replace(graph, _stardog(text, graph))
    for group in groups(text.tree):
        statements = list(text.statements(group))
        for alias in PATTERNS:
            if any(one.iri.startswith(alias.namespace) for one in statements):
                alias.translate(text, statements)


def _by_subject(text: Text, statements: Sequence[Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        found.setdefault(text.of(statement.subject), []).append(statement)
    return found


def _drop(text: Text, statements: Sequence[Statement], instead: str) -> None:
    """Write something in place of the first of some statements, and nothing in place of the others."""
    wholes = sorted({id(one.whole): one.whole for one in statements}.values(), key=begin)
    for place, whole in enumerate(wholes):
        text.replace(whole, instead if place == 0 else _NOTHING)


def _properties(
    text: Text,
    statements: Sequence[Statement],
    namespaces: tuple[str, ...],
    known: Sequence[str],
    vendor: str,
) -> dict[str, Part]:
    """Return what each property is given; properties that are not known are refused."""
    found: dict[str, Part] = {}
    for one in statements:
        local = one.iri
        for namespace in namespaces:
            local = local.removeprefix(namespace)
        if local not in known:
            valid = ", ".join(known)
            text.refuse(
                f"{text.of(one.verb)} of {vendor} cannot be honoured here; known are: {valid}", one.verb
            )
        found[local] = one.object
    return found


def _refuse_others(
    text: Text, statements: Sequence[Statement], read: Sequence[Statement], namespace: str
) -> None:
    """Refuse the statements with predicates of a namespace that belong to nothing that was read."""
    for one in statements:
        if one.iri.startswith(namespace) and one not in read:
            text.refuse(
                f"{text.of(one.verb)} cannot be honoured here: it belongs to no search that runs", one.verb
            )


def _similarity(text: Text, statements: list[Statement]) -> None:
    """``?search a inst:index ; sim:searchDocumentID X ; sim:documentResult ?r . ?r sim:value ?n ; sim:score ?s``."""
    known = (
        "a",
        "searchParameters",
        "searchDocumentID",
        "documentResult",
        "searchEntity",
        "searchPredicate",
        "entityResult",
    )
    by_subject, read = _by_subject(text, statements), list[Statement]()
    for mine in by_subject.values():
        if not any(one.iri in (_SIM + "documentResult", _PSI + "entityResult") for one in mine):
            continue
        given = _properties(text, mine, (_PSI, _SIM), known, "GraphDB similarity")
        node = given.get("searchDocumentID") or given.get("searchEntity")
        if node is None:
            text.refuse(
                "GraphDB similarity runs here from a node: searchDocumentID or psi:searchEntity", mine[0].verb
            )
        result = given.get("documentResult") or given["entityResult"]
        theirs = by_subject.get(text.of(result), [])
        out = _properties(text, theirs, (_SIM,), ("value", "score"), "GraphDB similarity")
        left = " ".join(text.of(out[name]) if name in out else "[]" for name in ("value", "score"))
        k = _count(text, given.get("searchParameters"))
        _drop(text, [*mine, *theirs], f"({left}) sk:similarTo ({text.of(node)} {k})")
        read += [*mine, *theirs]
    _refuse_others(text, statements, read, _SIM)


def _count(text: Text, parameters: Part | None) -> int:
    """Read how many results GraphDB's search parameters ask for; 20 when they do not say."""
    if parameters is None:
        return 20
    if not (isinstance(parameters, Tree) and parameters.data == "literal"):
        text.refuse("searchParameters of GraphDB must be a constant", parameters)
    words = text.names.term(parameters).value.split()  # type: ignore[union-attr]  # a literal has a value
    count = 20
    for key, value in zip(words[::2], words[1::2], strict=False):
        if key != "-numsearchresults" or not value.isdigit():
            text.refuse(f"{key} {value} of GraphDB's searchParameters cannot be honoured here", parameters)
        count = int(value)
    return count


def _proof(text: Text, statements: list[Statement]) -> None:
    """``?ctx proof:explain (?s ?p ?o) ; proof:rule ?rule ; proof:subject ?s1 ; ...``: one step of a proof."""
    known, read = ("explain", "rule", "subject", "predicate", "object"), list[Statement]()
    for mine in _by_subject(text, statements).values():
        if not any(one.iri == _PROOF + "explain" for one in mine):
            continue
        if any(one.iri == _PROOF + "context" for one in mine):
            one = next(one for one in mine if one.iri == _PROOF + "context")
            text.refuse(
                "proof:context is not known here: ask GRAPH ?g { ... } for where a premise stands", one.verb
            )
        given = _properties(text, mine, (_PROOF,), known, "GraphDB's proofs")
        triple = " ".join(text.of(part) for part in members(given["explain"]))
        rule, *premise = (text.of(given[name]) if name in given else "[]" for name in known[1:])
        _drop(
            text,
            mine,
            f"({rule} [] [] [] 0) sk:explain ({triple}) . ([] {' '.join(premise)} 1) sk:explain ({triple})",
        )
        read += mine
    _refuse_others(text, statements, read, _PROOF)


def _sna(text: Text, statements: list[Statement]) -> None:
    """``?g sna:egoGroup (gen node depth) . (?n ?c) sna:pageRankCentrality (gen ?g)``."""
    egos = {text.of(one.subject): one for one in statements if one.iri == _SNA + "egoGroup"}
    for one in statements:
        name = one.iri.removeprefix(_SNA)
        if not one.iri.startswith(_SNA) or name == "egoGroup":
            continue
        if name not in CENTRALITIES:
            valid = ", ".join(f"sna:{known}" for known in CENTRALITIES)
            text.refuse(
                f"sna:{name} of AllegroGraph does not run here; what does is: sna:egoGroup, {valid}", one.verb
            )
        text.replace(one.whole, _centrality(text, one, name, egos))
    for ego in egos.values():
        text.replace(ego.whole, _NOTHING)


def _centrality(text: Text, one: Statement, name: str, egos: Mapping[str, Statement]) -> str:
    outputs, (generator, group, *more) = members(one.subject), members(one.object)
    ego = egos.get(text.of(group))
    if ego is None:
        text.refuse(
            "AllegroGraph's centralities run here for a group by sna:egoGroup in the same pattern", group
        )
    if len(outputs) != 2 or len(more) > (name == "pageRankCentrality"):
        text.refuse(f"sna:{name} takes (?actor ?centrality) and (generator ?group)", one.verb)
    _, node, *depth = members(ego.object)
    if text.of(node).startswith(("?", "$")):
        text.refuse("sna:egoGroup runs here around a constant node: name it", node)
    if not (
        isinstance(generator, Tree)
        and generator.data == "iri"
        and text.is_predicate(text.names.iri(generator))
    ):
        text.refuse(
            f"{text.of(generator)} is no predicate of this graph: generators are defined inside AllegroGraph, here the "
            f"name of one is read as the predicate whose edges are followed both ways",
            generator,
        )
    actor, centrality = map(text.of, outputs)
    predicate = text.of(generator)
    far = f"sk:edges {predicate} sk:direction sk:both sk:maxLength {text.of(depth[0]) if depth else 1}"
    within = " . ".join(f"?{end} sk:reachable ({text.of(node)} {far})" for end in ("source", "target"))
    damping = f" ; sk:damping {text.of(more[0])}" if more else ""
    both = f"{{ ?source {predicate} ?target }} UNION {{ ?target {predicate} ?source }}"
    edges = f"SELECT DISTINCT ?source ?target {{ {within} . {both} }}"
    places = f"[] sk:node {actor} ; sk:score {centrality}{damping}"
    return f"SERVICE sk:{CENTRALITIES[name]} {{ {places} . {{ {edges} }} }}"


def _nearest(text: Text, statements: list[Statement]) -> None:
    """``(?uri ?score) llm:nearestNeighbor (node "store" 10 0.8)``, or with ``kw:topN 10 kw:minScore 0.8``."""
    for one in statements:
        if not one.iri.startswith(_LLM):
            continue
        if one.iri != _LLM + "nearestNeighbor":
            text.refuse(f"{text.of(one.verb)} of AllegroGraph does not run here", one.verb)
        outputs, (node, *rest) = members(one.subject), members(one.object)
        if isinstance(node, Tree) and node.data == "literal":
            text.refuse("there are no vectors of texts here: llm:nearestNeighbor starts from a node", node)
        if len(outputs) > 2:
            text.refuse("there are no texts here: (?uri ?score) llm:nearestNeighbor (...)", outputs[2])
        k, least = _numbers(text, rest)
        shown = " ".join(map(text.of, outputs))
        text.replace(one.whole, f"({shown}) sk:similarTo ({text.of(node)} {k}{least})")


def _numbers(text: Text, rest: list[Part]) -> tuple[str, str]:
    """Read how many neighbours are wanted and how near, by position after the name of the store or by keyword."""
    values: dict[str, Part] = {}
    positional = ["store", "topN", "minScore"]
    parts = iter(rest)
    for part in parts:
        iri = text.names.iri(part) if isinstance(part, Tree) and part.data == "iri" else ""
        if iri.startswith(_KEYWORD):
            name, part = iri.removeprefix(_KEYWORD), next(parts, part)
        elif positional:
            name = positional.pop(0)
        else:
            text.refuse("a selector of AllegroGraph cannot be honoured here: filter what comes out", part)
        if name not in ("store", "topN", "minScore"):
            text.refuse(f"kw:{name} of AllegroGraph cannot be honoured here", part)
        values[name] = part
    least = f" {text.of(values['minScore'])}" if "minScore" in values else ""
    return (text.of(values["topN"]) if "topN" in values else "10"), least


def _stardog(text: Text, graph: Node) -> str:
    """``GRAPH spa:model { :m spa:arguments (?x) ; spa:predict ?y ; spa:confidence ?c ; spa:parameters [...] }``."""
    statements = list(text.statements(body(graph)))
    known = ("arguments", "confidence", "parameters", "predict")
    given = _properties(text, statements, (_SPA,), known, "Stardog")
    nodes = members(given["arguments"]) if "arguments" in given else []
    if len(nodes) != 1 or "predict" not in given:
        text.refuse(
            "spa:model runs here for one argument, a node, whose neighbours are predicted: vectors are learned from "
            "the edges of nodes, not from sets of features",
            graph,
        )
    outputs = [text.of(given[name]) for name in ("predict", "confidence") if name in given]
    k = 10
    parameters = given.get("parameters")
    for pair in parameters.find_data("verb_objects") if isinstance(parameters, Tree) else ():
        verb, value = pair.children[0], pair.children[1]
        if not isinstance(verb, Tree) or text.iri(verb) != _SPA + "limit":
            text.refuse("of Stardog's spa:parameters only spa:limit can be honoured here", pair)
        k = int(text.of(value))
    model = text.of(statements[0].subject)
    return f"{{ ({' '.join(outputs)}) sk:similarTo ({text.of(nodes[0])} {k} sk:model {model}) }}"


def _models(text: Text, statements: list[Statement]) -> None:
    """Refuse what stands outside of ``GRAPH spa:model``."""
    one = next(one for one in statements if one.iri.startswith(_SPA))
    if not any(
        begin(graph) <= begin(one.verb) < end(graph)
        for graph in subtrees(text.tree, names=frozenset({"graph", "quads_graph"}))
    ):
        text.refuse(f"{text.of(one.verb)} of Stardog stands in GRAPH spa:model {{ ... }}", one.verb)


PATTERNS: tuple[PatternAlias, ...] = (
    PatternAlias(
        "GraphDB",
        _SIM,
        _similarity,
        theirs="?search a inst:my_index ; similarity:searchDocumentID :a ; similarity:searchParameters "
        '"-numsearchresults 8" ; similarity:documentResult ?r . ?r similarity:value ?node ; similarity:score ?score',
        ours="(?node ?score) sk:similarTo (:a 8)",
        differs="Vectors are learned from edges, not from words, so every index is the store's default model; "
        "psi:searchEntity with psi:entityResult means the same. Search by text, by predicate or by analogy, and "
        "parameters other than -numsearchresults, are errors.",
    ),
    PatternAlias(
        "GraphDB",
        _PROOF,
        _proof,
        theirs="?ctx proof:explain (?s ?p ?o) ; proof:rule ?rule ; proof:subject ?s1 ; proof:predicate ?p1 ; "
        "proof:object ?o1",
        ours="(?rule [] [] [] 0) sk:explain (?s ?p ?o) . ([] ?s1 ?p1 ?o1 1) sk:explain (?s ?p ?o)",
        differs="One step of one shortest proof, its rule by W3C id; a triple that was written has no premises, so no "
        "rows. sk:explain alone gives the whole proof. proof:context is an error.",
    ),
    PatternAlias(
        "AllegroGraph",
        _SNA,
        _sna,
        theirs="?g sna:egoGroup (:knows :a 2) . (?actor ?score) sna:pageRankCentrality (:knows ?g)",
        ours="SERVICE sk:pageRank { [] sk:node ?actor ; sk:score ?score . { SELECT ?source ?target { ... } } }",
        differs="The name of a generator is read as the predicate whose edges are followed both ways; any other name "
        "is an error. Centralities run for a group by sna:egoGroup around a constant node; scores are those of our "
        "functions. Other sna: properties are errors.",
    ),
    PatternAlias(
        "AllegroGraph",
        _LLM,
        _nearest,
        theirs='(?node ?score) llm:nearestNeighbor (:a "store" 10 0.5)',
        ours="(?node ?score) sk:similarTo (:a 10 0.5)",
        differs="It starts from a node: there are no vectors of texts, so a text, a third output and a selector are "
        "errors. kw:topN and kw:minScore are taken as well; the store's name makes no difference.",
    ),
    PatternAlias(
        "Stardog",
        _SPA,
        _models,
        theirs="GRAPH spa:model { :m spa:arguments (?node) ; spa:predict ?other ; spa:confidence ?score ; "
        "spa:parameters [ spa:limit 3 ] }",
        ours="(?other ?score) sk:similarTo (?node 3 sk:model :m)",
        differs="The model is one trained here under that name (kg.train(name=...)); its one argument is a node. Sets "
        "of features, and training by INSERT into spa:model, are errors.",
    ),
)
"""Predicates that compute, one declaration for each namespace."""
