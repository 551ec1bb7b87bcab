"""A SERVICE of another store, written as one of ours by its row of the table."""

from __future__ import annotations

from dataclasses import dataclass, field

from lark import Token, Tree

from semkg.query import Node, children, name_of
from semkg.vendors.making import Made, as_made, fill, joined, places
from semkg.vendors.reading import Statement, Text, body, refuse_beside
from semkg.vendors.table import Given, Program, ServiceAlias


@dataclass(frozen=True, slots=True)
class _Pair:
    """One of our properties, at the place of the one of theirs, and what it is given."""

    key: Made
    value: Made

    @property
    def is_variable(self) -> bool:
        return self.value.text.startswith(("?", "$"))


@dataclass(slots=True)
class _Call:
    """Our SERVICE, as far as it is known.

    Attributes:
        pairs: what each of our properties is given, in the order of the text.
        follow: what is written after it: the property of theirs that asks for it, and what that was given.
        limit: the greatest number of rows, and our property that orders them.
    """

    pairs: dict[str, list[_Pair]] = field(default_factory=dict)
    follow: list[tuple[Given, Made]] = field(default_factory=list)
    limit: tuple[str, Made] | None = None

    def value(self, text: Text, node: Node, name: str) -> Made:
        """Return what one of our properties is given, several values with our keyword between them.

        Where it is given nothing, it is given a variable of its own.
        """
        if name not in self.pairs:
            self.pairs[name] = [_Pair(as_made(f"sk:{name}"), as_made(text.fresh(node)))]
        return joined(f" sk:{name} ", (pair.value for pair in self.pairs[name]))


def translate_service(text: Text, node: Node, alias: ServiceAlias) -> Made:
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
    for given in program.given:
        if given.required and given.ours not in call.pairs:
            text.refuse(f"<{alias.service}> of {alias.vendor} needs {given.name}", node)
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
        what = chosen or f"<{alias.service}>"
        text.refuse(f"{what} of {alias.vendor} does not run here: {why}", node)
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
    value = text.at(statement.object)
    if given.values:
        constant = _value(text, statement.object)
        if constant not in given.values:
            valid = ", ".join(given.values)
            text.refuse(f"{name} of {alias.vendor} is one of {valid}, not {constant}", statement.object)
        value = text.instead(statement.object, given.values[constant])
    if given.ours:
        ours = given.more if given.more and given.ours in call.pairs else given.ours
        pair = _Pair(text.instead(statement.verb, f"sk:{ours}"), value)
        call.pairs.setdefault(ours, []).append(pair)
    elif given.follow:
        call.follow.append((given, value))
    elif given.limit:
        call.limit = (given.limit, value)


def _written(text: Text, node: Node, alias: ServiceAlias, program: Program, call: _Call) -> Made:
    both = any(pair.value.text == "sk:both" for pair in call.pairs.get("direction", []))
    edges = _edges(text, node, program, call, both=both)
    follow = [
        _filled(text, node, (both and given.follow_both) or given.follow or "", value, call)
        for given, value in call.follow
    ]
    if call.limit:
        call.value(text, node, call.limit[0])
    hidden = set(program.edges or ()) if program.function == "distance" else set()
    pairs = [pair for name, pairs in call.pairs.items() if name not in hidden for pair in pairs]
    service = fill(
        "SERVICE {name} { [] {pairs}{edges} }{follow}",
        name=text.instead(name_of(node), f"sk:{program.function}"),
        pairs=joined(" ; ", (fill("{key} {value}", key=one.key, value=one.value) for one in pairs)),
        edges=edges,
        follow=joined("", (fill(" {what}", what=what) for what in follow)),
    )
    return service if call.limit is None else _limited(text, node, alias, call, service)


def _filled(text: Text, node: Node, template: str, value: Made, call: _Call) -> Made:
    """Fill what follows: with the value, and with what our properties are given, naming those that have no name."""
    names = [name for name in places(template) if name not in ("value", "predicate")]
    parts: dict[str, Made | str] = {name: call.value(text, node, name) for name in names}
    if "predicate" in places(template):
        parts["predicate"] = text.fresh(node)
    return fill(template, value=value, **parts)


_EDGES = "{ SELECT ({one} AS ?source) ({two} AS ?target) {pattern} }"


def _edges(text: Text, node: Node, program: Program, call: _Call, *, both: bool) -> Made:
    """Return the pattern of edges that stands in their SERVICE as a sub-query that gives edges."""
    nested = children(body(node), "service")
    if not nested:
        return as_made("")
    ends = [call.pairs[name][0] for name in program.edges or () if name in call.pairs]
    if len(nested) > 1 or len(ends) < 2 or not all(end.is_variable for end in ends):
        text.refuse(
            "one pattern of edges is taken, between variables that startNode and endNode name", nested[0]
        )
    pattern, ways = text.at(body(nested[0])), [[end.value for end in ends]]
    call.pairs.pop("direction", None)
    if both:
        ways.append(ways[0][::-1])
    parts = [fill(_EDGES, one=one, two=two, pattern=pattern) for one, two in ways]
    return fill(" . { SELECT ?source ?target { {ways} } }", ways=joined(" UNION ", parts))


def _limited(text: Text, node: Node, alias: ServiceAlias, call: _Call, service: Made) -> Made:
    """Return the first rows of our SERVICE, in the order of one of its properties."""
    assert call.limit is not None
    order, most = call.limit
    if any(pair.is_variable for pair in call.pairs.get("source", [])):
        text.refuse(
            f"the limit on what is visited is kept for constant start nodes only in {alias.vendor}'s service: name the "
            f"node, or leave the limit out",
            node,
        )
    shown = [pair.value.text for pairs in call.pairs.values() for pair in pairs if pair.is_variable]
    return fill(
        "{ SELECT {shown} { {service} } ORDER BY {by} LIMIT {most} }",
        shown=" ".join(dict.fromkeys(shown)),
        service=service,
        by=call.pairs[order][0].value,
        most=most,
    )


def alias_of(text: Text, node: Node, aliases: tuple[ServiceAlias, ...]) -> ServiceAlias | None:
    """Return the alias for a SERVICE, ``None`` if it is none of theirs."""
    name = name_of(node)
    iri = text.names.iri(name) if name.data == "iri" else ""
    return next((alias for alias in aliases if alias.service == iri), None)
