"""Queries and updates written for other stores, as ours."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from semkg.errors import QueryError
from semkg.query import Names, Node, Source, UnreadError, begin, children, parse, subtrees
from semkg.vendors.calling import alias_of, translate_service
from semkg.vendors.making import as_made
from semkg.vendors.patterns import translate_patterns
from semkg.vendors.reading import Text
from semkg.vendors.services import COMPUTES, DECLARED, INDEXES, NAMES, NAMESPACES, SERVICES
from semkg.vendors.stardog import refuse_paths
from semkg.vocab import PREFIXES, SK

_ANY_BASE = "http://base.invalid/"
"""What relative IRIs are read against here; they stay as they are written."""


def translate_query(query: str, is_predicate: Callable[[str], bool] = lambda _: True) -> Source:
    """Return a query as one of ours, which knows what was written; one without a name of another store is as it is.

    Args:
        query: the query.
        is_predicate: says whether an IRI is a predicate of the graph, where another store would have it name edges.

    Raises:
        QueryError: it asks for what cannot be honoured here; the message says so, with the place.
    """
    if "PATHS" in query:
        refuse_paths(Source(query))
    for namespace in NAMESPACES:  # any() makes a generator, which takes longer than all the rest
        if namespace in query:
            return _translate(query, "query_unit", is_predicate)
    return Source(query)


def is_theirs(query: str) -> bool:
    """Say whether a query has something of another store, be it translated or refused."""
    try:
        return translate_query(query).origin is not None
    except UnreadError:
        return False
    except QueryError:
        return True


def translate_update(update: str, is_predicate: Callable[[str], bool] = lambda _: True) -> Source:
    """Return an update as one of ours; see :func:`translate_query`."""
    theirs = any(name in update for name in NAMESPACES)
    return _translate(update, "update_unit", is_predicate) if theirs else Source(update)


def _translate(written: str, start: str, is_predicate: Callable[[str], bool]) -> Source:
    parsed = parse(Source(written), start)
    text = Text(parsed.source, parsed.tree, Names(parsed.source, _ANY_BASE), is_predicate)
    _declare(text)
    ours = {alias.iri: alias.ours for alias in NAMES}
    for node in subtrees(parsed.tree, names=frozenset({"iri"})):
        iri = text.names.iri(node)
        if iri in ours:
            text.replace(node, f"<{SK}{ours[iri]}>")
    translate_patterns(text)
    services = subtrees(parsed.tree, names=frozenset({"service"}))
    for node in sorted(
        services, key=begin, reverse=True
    ):  # inner ones first: outer ones copy what they became
        alias = alias_of(text, node, SERVICES)
        if alias is not None:
            text.replace(node, translate_service(text, node, alias))
    for node in subtrees(parsed.tree, names=frozenset({"insert_data"})):
        _read_data(text, node)
    return text.edited()


def _declare(text: Text) -> None:
    """Read the prefixes, and declare those that their users need not declare."""
    for prologue in children(text.tree, "prologue"):
        text.names.declare(prologue)
    for prefix, iri in DECLARED.items():
        if f"{prefix}:" in text.source.text and not text.names.knows(prefix):
            text.names.assume(prefix, iri)
            text.edits.append((0, 0, as_made(f"PREFIX {prefix}: <{iri}> ")))


def _read_data(text: Text, node: Node) -> None:
    """Leave out a triple that has ranks computed, and refuse those that have indexes of similarity built."""
    block = node.children[-1]
    predicates = _predicates(text, str(block))
    if any(iri.startswith(INDEXES) for iri in predicates):
        text.refuse(
            "there are no indexes of similarity here: kg.train() or `semkg train` trains a model", node
        )
    if predicates and predicates <= {*COMPUTES}:
        text.replace(block, "{}")


def _predicates(text: Text, block: str) -> set[str]:
    """Return the predicates of a block of data; of one that cannot be read, whose error is raised later, none."""
    prologue = "\n".join(text.of(part) for part in children(text.tree, "prologue") if part.children)
    store = ox.Store()
    try:
        store.update(f"{prologue}\nINSERT DATA {block}", base_iri=_ANY_BASE, prefixes=PREFIXES)
    except SyntaxError:
        return set()
    return {quad.predicate.value for quad in store}
