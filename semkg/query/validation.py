"""Guarding a text, then letting Oxigraph judge it.

Oxigraph has no parser to call: parsing is running, and running a text with SERVICE goes to the network. So
the guard comes first, and what is judged is made so that it cannot run.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pyoxigraph as ox
from lark import Tree

from semkg.query.diagnosis import diagnose
from semkg.query.names import Names, short, suggestion
from semkg.query.results import FAILURES
from semkg.query.source import Source, blanked
from semkg.query.syntax import Node, Parsed, Span, begin, children, end, subtrees
from semkg.vocab import PREFIXES, SK

_EMPTY = ox.Store()
_STOP = " ORDER BY <urn:semkg:stop>(1) "
_STOP_FIRST = " INSERT {} WHERE { FILTER(<urn:semkg:stop>(1)) } ; "
_STOP_MORE = " <urn:semkg:stop>(1) "


def guard_service(
    source: Source, names: Names, tree: Node, allowed: Collection[str], ours: Collection[str]
) -> list[Span]:
    """Refuse every SERVICE that is neither ours nor allowed; return the spans of the names of the others.

    What stands inside a SERVICE of another machine is that machine's to answer: names of ours there are its names.

    Args:
        source: the text.
        names: its prefixes.
        tree: what to look through.
        allowed: endpoints that may be called.
        ours: IRIs of our functions.

    Raises:
        QueryError: an endpoint that is not allowed, a variable one, or an unknown name of ours; SILENT makes no
            difference.
    """
    spans: list[Span] = []
    remote: list[Span] = []
    for node in subtrees(tree, names=frozenset({"service"})):
        keyword, *rest = node.children
        name = next(part for part in rest if isinstance(part, Tree))
        if name.data == "var":
            message = "SERVICE with a variable endpoint is refused; name the endpoint"
            raise source.error(message, begin(name))
        iri = names.iri(name)
        foreign = any(start <= begin(node) < stop for start, stop in remote)
        if iri.startswith(SK) and iri not in ours and not foreign:
            message = f"unknown service {short(iri)}; {suggestion(short(iri), map(short, ours))}"
            raise source.error(message, begin(name))
        if not iri.startswith(SK) and iri not in ours:
            if iri not in allowed:
                message = f"SERVICE <{iri}> is refused, as it calls another machine; allow it by name (allow_service)"
                raise source.error(message, begin(name))
            remote.append((begin(node), end(node)))
        spans.append((begin(keyword), end(name)))
    return spans


def validate_query(parsed: Parsed, base_iri: str | None, blank: Sequence[Span]) -> None:
    """Let Oxigraph judge a query, without running it.

    Args:
        parsed: the query.
        base_iri: what relative IRIs are resolved against.
        blank: spans to hide from Oxigraph.

    Raises:
        QueryError: a syntax error, with its place.
    """
    text = blanked(parsed.source.text, list(blank))
    place, stop = _stop(parsed.tree)
    if complaint(text[:place] + stop + text[place:], base_iri) is None:
        return
    message = complaint(text, base_iri)
    if message is not None:
        raise diagnose(parsed, base_iri) or parsed.source.syntax_error(message)


def validate_update(parsed: Parsed, base_iri: str | None, blank: Sequence[Span]) -> None:
    """Let Oxigraph judge an update (without LOAD), without running it.

    Args:
        parsed: the update.
        base_iri: what relative IRIs are resolved against.
        blank: spans to hide from Oxigraph.

    Raises:
        QueryError: a syntax error, with its place.
    """
    text = blanked(parsed.source.text, list(blank))
    prologue = children(parsed.tree, "prologue")[0]
    place = end(prologue) if prologue.children else 0
    try:
        _EMPTY.update(text[:place] + _STOP_FIRST + text[place:], base_iri=base_iri, prefixes=PREFIXES)
    except SyntaxError:
        _raise_for_update(parsed, base_iri, text)
    except FAILURES:
        return


def _raise_for_update(parsed: Parsed, base_iri: str | None, text: str) -> None:
    """Run a text that does not parse, for its message: it stops before it does anything."""
    try:
        ox.Store().update(text, base_iri=base_iri, prefixes=PREFIXES)
    except SyntaxError as error:
        raise diagnose(parsed, base_iri) or parsed.source.syntax_error(str(error)) from None
    except FAILURES:
        return


def complaint(text: str, base_iri: str | None) -> str | None:
    """Return what Oxigraph's parser says against a query, ``None`` if it takes it."""
    try:
        _EMPTY.query(text, base_iri=base_iri, prefixes=PREFIXES)
    except SyntaxError as error:
        return str(error)
    except FAILURES:
        return None
    return None


def _stop(tree: Node) -> tuple[int, str]:
    """Return where to write what, so that a query that parses fails before it runs.

    An unknown function in ORDER BY does: Oxigraph looks functions up when it plans.
    """
    form = next(node for node in tree.children if isinstance(node, Tree) and node.data.endswith("_query"))
    modifier = children(form, "solution_modifier")[0]
    before = [part for part in modifier.children if isinstance(part, Tree) and part.data != "slice_clause"]
    if before and before[-1].data == "order_clause":
        return end(before[-1]), _STOP_MORE
    if before:
        return end(before[-1]), _STOP
    parts = [part for part in form.children if part is not modifier]
    return end(parts[-1]), _STOP
