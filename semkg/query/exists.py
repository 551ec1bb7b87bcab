"""EXISTS with calls of ours inside, answered once instead of once for each solution.

Oxigraph evaluates the pattern of an EXISTS for every solution around it, so the rows of a relation inside would be gone
through as often. Where the pattern meets its surroundings only in variables that both bind for certain, and looks at
nothing else from outside, the answer for a solution is whether the pattern on its own has a solution with these values.
So the pattern is answered once, and the EXISTS becomes a look-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lark import Tree

from semkg.query.analysis import Analysis
from semkg.query.collect import is_correlated, is_positive
from semkg.query.pattern import Element, Group
from semkg.query.scope import Names, before, binds, certain, mentions, visible
from semkg.query.syntax import Node, Span, begin, children, end

_NOTHING: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Lookup:
    """An EXISTS that can be looked up.

    Attributes:
        span: its place, NOT included.
        negated: whether it says NOT EXISTS.
        pattern: its group.
        names: the variables to look up, sorted.
    """

    span: Span
    negated: bool
    pattern: Node
    names: tuple[str, ...]


def lookups(analysis: Analysis) -> Iterator[Lookup]:
    """Yield what can be looked up; called when all calls are evaluated."""
    for group in analysis.groups:
        yield from _in_group(group)


def _in_group(group: Group) -> Iterator[Lookup]:
    for element in group.elements:
        if element.kind in ("filter", "bind"):
            yield from _in_expression(element)
        else:
            for inner in element.groups:
                yield from _in_group(inner)


def _in_expression(element: Element) -> Iterator[Lookup]:
    for node in element.node.find_data("exists"):
        inside = {
            id(child) for child in children(node, "group")
        }  # nodes are the same by identity, not by what they say
        group = next((group for group in element.groups if id(group.node) in inside), None)
        if group is not None and _has_calls(group) and _stands_free(element) and _is_plain(group):
            names = _shared(element, group)
            if names:
                negated = len([part for part in node.children if not isinstance(part, Tree)]) > 1
                yield Lookup((begin(node), end(node)), negated, group.node, tuple(sorted(names)))


def _has_calls(group: Group) -> bool:
    return any(True for element in group.elements for _ in element.all_calls())


def _stands_free(element: Element) -> bool:
    """Return whether an element sees no values from around its group, and all graphs that the query sees."""
    holder = element.group.holder
    if holder is not None and holder.kind == "optional":
        return False  # its filters see what stands on its left
    while holder is not None:
        if holder.kind == "graph":
            return False
        holder = holder.group.holder
    return not is_correlated(element)


def _is_plain(group: Group) -> bool:
    """Return whether the pattern means the same with values put in first as with values compared afterwards."""
    sure = _NOTHING.union(*map(certain, group.elements))
    return all(
        (element.names <= sure and not element.groups) if element.kind == "filter" else is_positive(element)
        for element in group.elements
    )


def _shared(element: Element, group: Group) -> Names:
    """Return the variables in which a pattern meets its surroundings, nothing where that is not certain."""
    beside = before(element) if element.kind == "bind" else element.group.elements
    stop = end(element.group.node)  # VALUES behind the query are joined after its filters
    around = [other for other in beside if other is not element and begin(other.node) < stop]
    outside = _NOTHING.union(*map(binds, around))
    inside = visible(group)
    if (mentions(group.node) - inside) & outside:
        return _NOTHING
    sure = _NOTHING.union(*map(certain, around)) & _NOTHING.union(*map(certain, group.elements))
    return inside & outside if inside & outside <= sure else _NOTHING
