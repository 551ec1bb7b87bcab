"""Graphs of ours that no triple is written for: ``GRAPH sk:models { ... }`` and ``GRAPH sk:progress { ... }``.

The pattern inside is answered by Oxigraph on its own, over the triples that the graph has just now, and its solutions
take its place in the query. That is what GRAPH with a constant means, so it joins like any other group; and as nothing
is written, no reader, dump or crash can meet these triples anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox
from lark import Tree

from semkg.query.analysis import Analysis
from semkg.query.names import short
from semkg.query.pattern import Element, Group
from semkg.query.results import FAILURES
from semkg.query.rows import Decoder, group_of_rows
from semkg.query.scope import mentions
from semkg.query.syntax import Node, begin, child, children, end, name_of, subtrees
from semkg.vocab import PREFIXES

Describe = Callable[[], Iterable[ox.Triple]]
"""Returns the triples that a graph has now."""
VirtualGraphs = Mapping[str, Describe]
"""What is in each virtual graph, by its IRI."""


def is_virtual(analysis: Analysis, node: Node) -> bool:
    """Return whether a part of a group is ``GRAPH`` with the name of a virtual graph."""
    if node.data != "graph":
        return False
    name = name_of(node)
    return name.data == "iri" and analysis.names.iri(name) in analysis.virtual


def reads_data(analysis: Analysis, form: Node) -> bool:
    """Return whether a query needs anything but virtual graphs: a triple of the store, or a function of ours."""
    if form.data in ("describe_query", "construct_where_query"):
        return True
    stack = [part for part in form.children if isinstance(part, Tree) and part.data != "template"]
    while stack:
        node = stack.pop()
        if is_virtual(analysis, node):
            continue
        if node.data in _DATA or (node.data == "function_call" and _is_ours(analysis, node)):
            return True
        stack += [part for part in node.children if isinstance(part, Tree)]
    return False


_DATA = frozenset({"triples", "graph", "service"})


def _is_ours(analysis: Analysis, call: Node) -> bool:
    return any(map(analysis.is_ours, map(analysis.names.iri, children(call, "iri"))))


def read_virtual(analysis: Analysis, node: Node, group: Group) -> Element:
    """Read ``GRAPH sk:models { ... }`` as an element that stands for its solutions.

    Raises:
        QueryError: another GRAPH, a SERVICE or a function of ours inside, which could not be answered there.
    """
    iri = analysis.names.iri(name_of(node))
    for inside in subtrees(node, names=frozenset({"graph", "service", "function_call"})):
        if inside is node:
            continue
        if inside.data != "function_call" or _is_ours(analysis, inside):
            message = (
                f"GRAPH {short(iri)} stands alone: no other GRAPH, SERVICE or function of ours fits inside"
            )
            raise analysis.source.error(message, begin(inside))
    element = Element("table", node, group, names=mentions(node))
    analysis.tables.append((iri, element))
    return element


def solutions_of(
    analysis: Analysis, element: Element, triples: Iterable[ox.Triple], prologue: str, decoder: Decoder
) -> str:
    """Return the group that stands for a virtual graph: its solutions, as often as they are found.

    Raises:
        QueryError: the pattern cannot be answered.
    """
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    body = child(element.node, "group")
    assert body is not None  # the grammar has one
    pattern = analysis.source.text[begin(body) : end(body)]
    try:
        found: ox.QuerySolutions = store.query(f"{prologue}\nSELECT * WHERE {pattern}", prefixes=PREFIXES)  # type: ignore[assignment]  # a SELECT
        names = [variable.value for variable in found.variables]
        rows = [(ox.Literal(number), *row) for number, row in enumerate(found)]
    except (SyntaxError, *FAILURES) as error:
        raise analysis.source.error(str(error), begin(element.node)) from error
    row = f"{analysis.prefix}_row"
    shown = " ".join(f"?{name}" for name in names)
    if not shown:
        return group_of_rows((), rows, decoder)
    return f" {{ SELECT {shown} WHERE {{ {group_of_rows([row, *names], rows, decoder)} }} }} "
