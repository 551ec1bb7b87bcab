"""Which variables an element or group may bind, and which it binds for certain."""

from __future__ import annotations

from collections.abc import Iterable

from lark import Token

from semkg.query.pattern import Element, Group, MagicCall, Select
from semkg.query.syntax import Node, Span, begin, end, tokens

Names = frozenset[str]
_NOTHING: Names = frozenset()
_SEEING = frozenset({"filter", "bind", "expressions"})
"""Elements whose EXISTS sees the values of the solution it is asked for."""


def variable(token: Token) -> str:
    """Return the name of a variable token, without its ``?`` or ``$``."""
    return str(token)[1:]


def mentions(node: Node | Token) -> Names:
    """Return the variables named anywhere below a node."""
    return frozenset(variable(token) for token in tokens(node) if token.type == "VAR")


def visible(group: Group) -> Names:
    """Return the variables of a group that its surroundings can see."""
    return frozenset(
        name for element in group.elements for name in binds(element) if not name.startswith("_:")
    )


def binds(element: Element) -> Names:
    """Return the variables that an element may bind for its group, calls included."""
    own = element.names | _union(call.variables for call in element.calls)
    match element.kind:
        case "triples" | "values" | "service" | "table":
            return own
        case "bind":
            return frozenset({element.target or ""})
        case "optional" | "lateral" | "union" | "graph":
            return _union(map(visible, element.groups)) | _target(element)
        case "select" if element.select is not None:
            return projected(element.select)
        case _:
            return _NOTHING


def projected(select: Select) -> Names:
    """Return the variables that a SELECT gives."""
    return visible(select.where) if select.star else frozenset(select.plain + select.computed)


def certain(element: Element) -> Names:
    """Return the variables that an element binds in each of its solutions (evaluated calls count, others do not)."""
    match element.kind:
        case "triples":
            calls = [call for call in element.calls if call.rows is not None and call.certain]
            return element.names | _union(call.variables for call in calls)
        case "values":
            return element.names if "UNDEF" not in str(element.node.children[-1]).upper() else _NOTHING
        case "union" if element.groups:
            branches = [_certain_group(group) for group in element.groups]
            return branches[0].intersection(*branches[1:])
        case "graph":
            return _union(map(_certain_group, element.groups)) | _target(element)
        case "select" if element.select is not None and element.select.simple:
            return _certain_group(element.select.where) & projected(element.select)
        case _:
            return _NOTHING


def before(element: Element) -> list[Element]:
    """Return what stands before an element in its group."""
    elements = element.group.elements
    return elements[: elements.index(element)]


def laterals(call: MagicCall) -> list[tuple[Span, Names, Names]]:
    """Return each LATERAL around a call through which its variables get values from outside.

    Returns:
        The span of the LATERAL, the variables, and those of them that its left side may leave unbound. A GRAPH whose
        variable is bound first counts as one.
    """
    found = []
    names = call.variables
    holder = call.element.group.holder
    while holder is not None and holder.kind not in _SEEING:
        if holder.select is not None:
            names &= projected(holder.select)
        if holder.kind == "lateral":
            given = names & _union(map(binds, before(holder)))
            loose = given - _union(map(certain, before(holder)))
            found.append(((begin(holder.node), end(holder.node)), given, loose))
        if holder.bound_first:
            found.append(((begin(holder.node), end(holder.node)), names & _target(holder), _NOTHING))
        holder = holder.group.holder
    return found


def _certain_group(group: Group) -> Names:
    return _union(certain(element) for element in group.elements)


def _target(element: Element) -> Names:
    return _NOTHING if element.target is None else frozenset({element.target})


def _union(sets: Iterable[Names]) -> Names:
    return _NOTHING.union(*sets)
