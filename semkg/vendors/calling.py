"""A SERVICE of another store, written as one of ours by its row of the table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lark import Token, Tree

from semkg.query import Node, begin, children, end, name_of
from semkg.vendors.reading import Statement, Text, body, refuse_beside
from semkg.vendors.table import Given, Program, ServiceAlias

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(slots=True)
class _Call:
    """Our SERVICE, as far as it is known.

    Attributes:
        values: what each of our properties is given, in the order of the text.
        follow: what is written after it.
        limit: the greatest number of rows, and our property that orders them.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    follow: list[tuple[str, str]] = field(default_factory=list)
    limit: tuple[str, str] | None = None


def translate_service(text: Text, node: Node, alias: ServiceAlias) -> str:
    """Return what to write in place of a SERVICE.

    Raises:
        QueryError: it has what an alias cannot honour; the message says so, with the place.
    """
    refuse_beside(text, body(node), alias.vendor, "service")
    statements = list(text.statements(body(node)))
    program = _program(text, node, alias, statements)
    known = {given.name: given for given in program.given}
    call = _Call()
    for statement in statements:
        name = _local_name(text, alias, statement)
        if name != alias.chosen_by:
            _take(text, alias, program, known, statement, call)
    return _written(text, node, alias, program, call)


def _program(text: Text, node: Node, alias: ServiceAlias, statements: list[Statement]) -> Program:
    if alias.chosen_by is None:
        chosen = ""
    else:
        found = [one for one in statements if _local_name(text, alias, one) == alias.chosen_by]
        if not found:
            text.refuse(f"{alias.vendor}'s service needs {alias.chosen_by}", node)
        chosen = _value(text, found[0].object)
    program = alias.programs.get(chosen)
    if not isinstance(program, Program):
        valid = ", ".join(name for name, one in alias.programs.items() if isinstance(one, Program))
        why = program or f"what runs here is: {valid}"
        text.refuse(f"{chosen} of {alias.vendor} does not run here: {why}", node)
    return program


def _local_name(text: Text, alias: ServiceAlias, statement: Statement) -> str:
    if not statement.iri.startswith(alias.namespace):
        text.refuse(
            f"{text.of(statement.verb)} is no property of {alias.vendor}'s service <{alias.service}>",
            statement.verb,
        )
    return statement.iri.removeprefix(alias.namespace)


def _value(text: Text, node: Node | Token) -> str:
    """Return the IRI or the text of a constant, anything else as it is written."""
    if isinstance(node, Tree) and node.data in ("iri", "literal"):
        return text.names.term(node).value  # type: ignore[union-attr]  # an IRI or a literal has a value
    return text.of(node)


def _take(
    text: Text,
    alias: ServiceAlias,
    program: Program,
    known: dict[str, Given],
    statement: Statement,
    call: _Call,
) -> None:
    name = _local_name(text, alias, statement)
    given = known.get(name)
    if given is None:
        valid = ", ".join(sorted(one.name for one in program.given if not one.refused))
        text.refuse(
            f"{name} of {alias.vendor} is not known for {program.function}; known are: {valid}",
            statement.verb,
        )
    if given.refused:
        text.refuse(f"{name} of {alias.vendor} cannot be honoured: {given.refused}", statement.verb)
    value = text.of(statement.object)
    if given.values:
        constant = _value(text, statement.object)
        if constant not in given.values:
            valid = ", ".join(given.values)
            text.refuse(f"{name} of {alias.vendor} is one of {valid}, not {constant}", statement.object)
        value = given.values[constant]
    if given.ours:
        call.values.setdefault(given.ours, []).append(value)
    elif given.follow:
        call.follow.append((given.follow, value))
    elif given.limit:
        call.limit = (given.limit, value)


def _written(text: Text, node: Node, alias: ServiceAlias, program: Program, call: _Call) -> str:
    edges = _edges(text, node, program, call)
    ends = program.edges or ()
    follow = "".join(f" {_filled(text, node, what, value, call)}" for what, value in call.follow)
    if call.limit and call.limit[0] not in call.values:
        call.values[call.limit[0]] = [text.fresh(node)]
    hidden = set(ends) if program.function == "distance" else set()
    pairs = [
        f"sk:{name} {value}" for name, values in call.values.items() if name not in hidden for value in values
    ]
    service = f"SERVICE sk:{program.function} {{ [] {' ; '.join(pairs)}{edges} }}{follow}"
    return service if call.limit is None else _limited(text, node, alias, call, service)


def _filled(text: Text, node: Node, template: str, value: str, call: _Call) -> str:
    """Fill what follows: with the value, and with what our properties are given, naming those that have no name."""
    own: dict[str, str] = {}

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name == "value":
            return value
        if name == "predicate":
            return own.setdefault(name, text.fresh(node))
        return call.values.setdefault(name, [text.fresh(node)] if name not in call.values else [])[0]

    return _PLACE.sub(fill, template)


def _edges(text: Text, node: Node, program: Program, call: _Call) -> str:
    """Return the pattern of edges that stands in their SERVICE as a sub-query that gives edges."""
    nested = children(body(node), "service")
    if not nested:
        return ""
    ends = [call.values.get(name, [""])[0] for name in program.edges or ()]
    if len(nested) > 1 or not all(end.startswith(("?", "$")) for end in ends) or not ends:
        text.refuse(
            "one pattern of edges is taken, between variables that startNode and endNode name", nested[0]
        )
    inner = body(nested[0])
    pattern = text.source.text[begin(inner) : end(inner)]
    ways = [ends]
    if call.values.pop("direction", ["sk:natural"])[0] == "sk:both":
        ways.append(ends[::-1])
    parts = [f"{{ SELECT ({one} AS ?source) ({two} AS ?target) {pattern} }}" for one, two in ways]
    return f" . {{ SELECT ?source ?target {{ {' UNION '.join(parts)} }} }}"


def _limited(text: Text, node: Node, alias: ServiceAlias, call: _Call, service: str) -> str:
    """Return the first rows of our SERVICE, in the order of one of its properties."""
    assert call.limit is not None
    order, most = call.limit
    inputs = [value for name, (value, *_) in call.values.items() if name == "source"]
    if any(value.startswith(("?", "$")) for value in inputs):
        text.refuse(
            f"the limit on what is visited is kept for constant start nodes only in {alias.vendor}'s service: name the "
            f"node, or leave the limit out",
            node,
        )
    shown = [value for values in call.values.values() for value in values if value.startswith(("?", "$"))]
    by = call.values[order][0]
    return f"{{ SELECT {' '.join(dict.fromkeys(shown))} {{ {service} }} ORDER BY {by} LIMIT {most} }}"


def alias_of(text: Text, node: Node, aliases: tuple[ServiceAlias, ...]) -> ServiceAlias | None:
    """Return the alias for a SERVICE, ``None`` if it is none of theirs."""
    name = name_of(node)
    iri = text.names.iri(name) if name.data == "iri" else ""
    return next((alias for alias in aliases if alias.service == iri), None)
