"""How the answers to queries are written."""

from __future__ import annotations

import re

import pyoxigraph as ox

from semkg.cli.console import Console
from semkg.cli.formats import Format, render_rows, render_table
from semkg.knowledge_graph import QueryResult
from semkg.query import AskResult, GraphResult, SelectResult
from semkg.store import Term
from semkg.vocab import PREFIXES, XSD

_DECLARATION = re.compile(r"\bPREFIX\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_LOCAL = re.compile(r"[\w-]+")
_PLAIN = {XSD + name for name in ("string", "integer", "decimal", "boolean")}
_FRACTIONS = {XSD + "double", XSD + "float"}

SELECT_FORMATS: tuple[Format, ...] = ("table", "csv", "json")
GRAPH_FORMATS: tuple[Format, ...] = ("ttl", "table", "csv", "json")


def write_result(result: QueryResult, text: str, console: Console) -> None:
    """Write the answer to a query in the format that was asked for, or the one that suits it.

    Tables shorten IRIs by the prefixes of the query and doubles to six digits; every other format is exact.
    """
    if isinstance(result, AskResult):
        _write_ask(result, console)
    elif isinstance(result, SelectResult):
        _write_select(result, prefixes_of(text), console)
    else:
        _write_graph(result, prefixes_of(text), console)


def prefixes_of(text: str) -> dict[str, str]:
    """Return the prefixes that a query may use: its own, and those that need no declaration."""
    return {**PREFIXES, **dict(_DECLARATION.findall(text))}


def shorten(term: Term | None, prefixes: dict[str, str]) -> str:
    """Write a term for people: short IRIs, bare strings and numbers; nothing for an unbound variable."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return _short_iri(term.value, prefixes)
    if isinstance(term, ox.Literal):
        if term.datatype.value in _FRACTIONS:
            return f"{float(term.value):.6g}"
        if term.datatype.value in _PLAIN:
            return term.value
    return str(term)


def _short_iri(iri: str, prefixes: dict[str, str]) -> str:
    for prefix, start in prefixes.items():
        if iri.startswith(start) and _LOCAL.fullmatch(iri, len(start)):
            return f"{prefix}:{iri[len(start) :]}"
    return f"<{iri}>"


def _write_ask(result: AskResult, console: Console) -> None:
    if console.choose(SELECT_FORMATS) == "json":
        console.emit(_ended(result.serialize(format=ox.QueryResultsFormat.JSON)))
    else:
        console.emit("true\n" if result else "false\n")


def _write_select(result: SelectResult, prefixes: dict[str, str], console: Console) -> None:
    form = console.choose(SELECT_FORMATS)
    if form == "table":
        header = [f"?{variable.value}" for variable in result.variables]
        rows = [[shorten(term, prefixes) for term in row] for row in result]
        console.emit(render_table(header, rows))
        console.say(f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}")
    else:
        target = ox.QueryResultsFormat.CSV if form == "csv" else ox.QueryResultsFormat.JSON
        console.emit(_ended(result.serialize(format=target)))


def _write_graph(result: GraphResult, prefixes: dict[str, str], console: Console) -> None:
    form = console.choose(GRAPH_FORMATS)
    triples = list(dict.fromkeys(result))
    if form == "table":
        rows = [[shorten(term, prefixes) for term in triple] for triple in triples]
        console.emit(render_table(["subject", "predicate", "object"], rows))
    elif form == "csv":
        exact = [[str(term) for term in triple] for triple in triples]
        console.emit(render_rows(["subject", "predicate", "object"], exact, "csv"))
    else:
        target = ox.RdfFormat.TURTLE if form == "ttl" else ox.RdfFormat.JSON_LD
        console.emit(_ended(ox.serialize(triples, format=target, prefixes=_used(prefixes, triples))))
    console.say(f"{len(triples):,} {'triple' if len(triples) == 1 else 'triples'}")


def _used(prefixes: dict[str, str], triples: list[ox.Triple]) -> dict[str, str]:
    iris = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    return {prefix: start for prefix, start in prefixes.items() if any(iri.startswith(start) for iri in iris)}


def _ended(data: bytes | None) -> bytes:
    data = data or b""
    return data if data.endswith(b"\n") else data + b"\n"
