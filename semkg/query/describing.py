"""DESCRIBE of what virtual graphs know: what they tell of it comes with what the store has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from lark import Token, Tree

from semkg.query.edits import Edit
from semkg.query.execution import Execution
from semkg.query.names import Names
from semkg.query.running import Answer
from semkg.query.scope import variable
from semkg.query.syntax import Node, begin, end, tokens
from semkg.store import Term


def may_describe(text: str) -> bool:
    """Return whether a text may be a DESCRIBE."""
    return "describe" in text.lower()


def told(answer: Answer, execution: Execution, form: Node, names: Names, triples: list[ox.Triple]) -> Answer:
    """Return the answer to a DESCRIBE with the triples of virtual graphs about the same resources.

    Args:
        answer: what the store has.
        execution: the query, answered.
        form: the query.
        names: its prefixes.
        triples: those of all virtual graphs.
    """
    resources = set(_resources(execution, form, names)) if triples else set()
    found = [triple for triple in triples if triple.subject in resources]
    return _together([*answer, *found]) if found else answer  # type: ignore[misc]  # a DESCRIBE gives triples


def _resources(execution: Execution, form: Node, names: Names) -> Iterator[Term | None]:
    """Yield what is described: the IRIs named, and the values of variables."""
    head = [part for part in form.children if not isinstance(part, Tree) or part.data in ("var", "iri")]
    yield from (names.term(part) for part in head if isinstance(part, Tree) and part.data == "iri")
    edit = _selecting(head)
    if edit is not None:
        for row in execution.rows([edit]):
            yield from row


def _selecting(head: list[Node | Token]) -> Edit | None:
    """Return what makes a SELECT of the variables out of a DESCRIBE, ``None`` where it has none."""
    if any(isinstance(part, Token) and part.type == "STAR" for part in head):
        return begin(head[0]), end(head[0]), "SELECT"
    shown = [variable(next(tokens(part))) for part in head if isinstance(part, Tree) and part.data == "var"]
    return (
        (begin(head[0]), end(head[-1]), f"SELECT {' '.join(f'?{name}' for name in shown)}") if shown else None
    )


def _together(triples: Iterable[ox.Triple]) -> Answer:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
