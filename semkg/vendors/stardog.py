"""Stardog's models of what is alike."""

from __future__ import annotations

import re

from lark import Tree

from semkg.query import Node, Source, UnreadError, begin, end, name_of, parse, subtrees, tokens
from semkg.vendors.making import Made, as_made, fill, joined
from semkg.vendors.reading import Statement, Text, body, members, properties, refuse_beside

SPA = "tag:stardog:api:analytics:"
_NAME = r"(?:<[^<>\s]*>|[\w.-]*:[\w.-]*)"
_PATHS = re.compile(
    rf"(?<![\w?$:<])PATHS\s+(?:(?:SHORTEST|ALL|CYCLIC)\s+)*(?:FROM\s+(?:NAMED\s+)?{_NAME}\s+)*START\b"
)


def refuse_paths(source: Source) -> None:
    """Refuse ``PATHS ALL START ?s = :a END ?e = :b VIA :p`` in a text that is no SPARQL.

    Raises:
        QueryError: it is such a query.
    """
    found = _PATHS.search(source.text)
    if found is None:
        return
    try:
        parse(source, "query_unit")
    except UnreadError:
        message = (
            "PATHS of Stardog is no SPARQL and does not run here; what does is: (?node ?index ?path) sk:shortestPath "
            "(:a :b), sk:allPaths (:a :b) for all paths, sk:cycle (:a) for cycles, with sk:edges and sk:maxLength"
        )
        raise source.error(message, found.start()) from None


def _search(text: Text, graph: Node) -> Made:
    """``GRAPH spa:model { :m spa:arguments (?x) ; spa:predict ?y ; spa:confidence ?c ; spa:parameters [...] }``."""
    refuse_beside(text, body(graph), "Stardog")
    statements = list(text.statements(body(graph)))
    known = ("arguments", "confidence", "parameters", "predict")
    given = properties(text, statements, (SPA,), known, "Stardog")
    nodes = members(given["arguments"]) if "arguments" in given else []
    if len(nodes) != 1 or "predict" not in given:
        text.refuse(
            "spa:model runs here for one argument, a node, whose neighbours are predicted: vectors are learned from "
            "the edges of nodes, not from sets of features",
            graph,
        )
    outputs = [text.at(given[name]) for name in ("predict", "confidence") if name in given]
    k = as_made("10")
    parameters = given.get("parameters")
    if parameters is not None and not (
        isinstance(parameters, Tree) and parameters.data == "blank_properties"
    ):
        text.refuse("spa:parameters of Stardog are read where they stand: [ spa:limit 3 ]", parameters)
    for pair in parameters.find_data("verb_objects") if isinstance(parameters, Tree) else ():
        verb, value = pair.children[0], pair.children[1]
        if not isinstance(verb, Tree) or text.iri(verb) != SPA + "limit":
            text.refuse("of Stardog's spa:parameters only spa:limit can be honoured here", pair)
        k = text.at(value)
    return fill(
        "{ ({outputs}) {verb} ({node} {k} sk:model {model}) }",
        outputs=joined(" ", outputs),
        verb=text.instead(name_of(graph), "sk:similarTo"),
        node=text.at(nodes[0]),
        k=k,
        model=text.at(statements[0].subject),
    )


def refuse_elsewhere(text: Text, statements: list[Statement]) -> None:
    """Refuse what stands outside of ``GRAPH spa:model``."""
    one = next(one for one in statements if one.iri.startswith(SPA))
    if not any(
        begin(graph) <= begin(one.verb) < end(graph)
        for graph in subtrees(text.tree, names=frozenset({"graph", "quads_graph"}))
    ):
        text.refuse(f"{text.of(one.verb)} of Stardog stands in GRAPH spa:model {{ ... }}", one.verb)


def translate_models(text: Text) -> None:
    """Translate every ``GRAPH spa:model``.

    Raises:
        QueryError: it trains, or asks for what cannot be honoured here.
    """
    for call in subtrees(text.tree, names=frozenset({"function_call"})):
        called = next(tokens(call))
        if text.names.iri(called) == SPA + "set":
            text.refuse(
                "sets of features are not compared here: give spa:arguments the node that has them", called
            )
    for graph in subtrees(text.tree, names=frozenset({"graph", "quads_graph"})):
        name = name_of(graph)
        if name.data == "iri" and text.names.iri(name) == SPA + "model":
            if graph.data == "quads_graph":
                text.refuse(
                    "Stardog's models are not trained here: kg.train(name=...) or `semkg train` does", graph
                )
            text.replace(graph, _search(text, graph))
