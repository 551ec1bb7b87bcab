"""Finding the place of what Oxigraph refuses: its own parser often names the end of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token, Tree

from semkg.errors import QueryError
from semkg.query.names import Names
from semkg.query.scope import mentions, variable
from semkg.query.syntax import Node, Parsed, begin, children, tokens

_BUILT_IN = frozenset(
    {
        "ABS", "ADJUST", "AVG", "BNODE", "BOUND", "CEIL", "COALESCE", "CONCAT", "CONTAINS", "COUNT", "DATATYPE",
        "DAY", "ENCODE_FOR_URI", "FLOOR", "GROUP_CONCAT", "HASLANG", "HASLANGDIR", "HOURS", "IF", "IRI", "ISBLANK",
        "ISIRI", "ISLITERAL", "ISNUMERIC", "ISTRIPLE", "ISURI", "LANG", "LANGDIR", "LANGMATCHES", "LCASE", "MAX",
        "MD5", "MIN", "MINUTES", "MONTH", "NOW", "OBJECT", "PREDICATE", "RAND", "REGEX", "REPLACE", "ROUND",
        "SAMETERM", "SAMPLE", "SECONDS", "SHA1", "SHA256", "SHA384", "SHA512", "STR", "STRAFTER", "STRBEFORE",
        "STRDT", "STRENDS", "STRLANG", "STRLANGDIR", "STRLEN", "STRSTARTS", "STRUUID", "SUBJECT", "SUBSTR", "SUM",
        "TIMEZONE", "TRIPLE", "TZ", "UCASE", "URI", "UUID", "YEAR",
    }
)  # fmt: skip
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)")


def diagnose(parsed: Parsed, base_iri: str | None) -> QueryError | None:
    """Return an error for what is commonly wrong in a text that parses and yet is refused, ``None`` if nothing is."""
    complaints = (
        *_name_complaints(parsed, base_iri),
        *_call_complaints(parsed),
        *_variable_complaints(parsed),
    )
    found = min(complaints, key=lambda complaint: complaint[0], default=None)
    return None if found is None else parsed.source.error(found[1], found[0])


def _name_complaints(parsed: Parsed, base_iri: str | None) -> Iterator[tuple[int, str]]:
    names = Names(parsed.source, base_iri)
    based = base_iri is not None
    for prologue in children(parsed.tree, "prologue"):
        based = based or bool(children(prologue, "base_decl"))
        names.declare(prologue)
    for token in tokens(parsed.tree):
        if token.type == "PNAME" and not names.knows(token.split(":", 1)[0]):
            yield begin(token), f"the prefix {token.split(':', 1)[0]}: is not declared"
        elif token.type == "IRIREF" and not based and _RELATIVE.match(token):
            yield begin(token), f"{token} is a relative IRI, and there is no BASE to resolve it against"


def _call_complaints(parsed: Parsed) -> Iterator[tuple[int, str]]:
    for token in tokens(parsed.tree):
        if token.type == "WORD" and token.upper() not in _BUILT_IN:
            yield begin(token), f"{token} is no function of SPARQL; other functions are written as IRIs"
    for call in parsed.tree.find_data("function_call"):
        name = next(tokens(call))
        marks = (part for part in children(call, "arguments")[0].children if isinstance(part, Token))
        if any(mark.type in ("DISTINCT", "STAR") for mark in marks):
            yield begin(name), f"{name} is no aggregate: it takes neither DISTINCT nor *"


def _variable_complaints(parsed: Parsed) -> Iterator[tuple[int, str]]:
    for clause in parsed.tree.find_data("select_clause"):
        seen: set[str] = set()
        for item in children(clause, "select_item"):
            name = list(tokens(item))[-1]
            if variable(name) in seen:
                yield begin(name), f"{name} is selected twice"
            seen.add(variable(name))
    for group in parsed.tree.find_data("group"):
        yield from _bind_complaints(group)
    for select in parsed.tree.find_data("select_query"):
        yield from _select_complaints(select)


def _bind_complaints(group: Node) -> Iterator[tuple[int, str]]:
    bound: frozenset[str] = frozenset()
    for part in group.children:
        if isinstance(part, Token):
            continue
        if part.data == "bind":
            name = next(tokens(children(part, "var")[0]))
            if variable(name) in bound:
                yield begin(name), f"{name} is bound already, so BIND cannot bind it"
            bound |= {variable(name)}
        elif part.data not in ("filter", "minus", "service", "sub_select"):
            bound |= mentions(part)


def _select_complaints(select: Node) -> Iterator[tuple[int, str]]:
    groups = [node for where in children(select, "where_clause") for node in children(where, "group")]
    direct = frozenset[str]().union(
        *(mentions(node) for group in groups for node in children(group, "triples_block"))
    )
    for clause in children(select, "select_clause"):
        for item in children(clause, "select_item"):
            name = list(tokens(item))[-1]
            computed = any(isinstance(part, Tree) and part.data == "expression" for part in item.children)
            if computed and variable(name) in direct:
                yield begin(name), f"{name} is bound already by the pattern, so it cannot name an expression"
