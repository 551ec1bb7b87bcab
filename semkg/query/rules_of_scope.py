"""What SPARQL forbids about variables and blank nodes: binding one twice, or naming one where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from lark import Token, Tree

from semkg.query.scope import mentions, variable
from semkg.query.syntax import Node, begin, child, children, subtrees, tokens

_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_ENDS_PATTERN = frozenset(
    {"optional", "minus", "union", "graph", "service", "bind", "inline_data", "lateral", "sub_select"}
)
_GROUP = frozenset({"group"})
Complaint = tuple[int, str]


def scope_complaints(tree: Node) -> Iterator[Complaint]:
    """Yield the place and what is wrong there, for each broken rule of scope."""
    for select in subtrees(tree, names=frozenset({"select_query", "sub_select"})):
        yield from _select_complaints(select)
    for group in tree.find_data("group"):
        yield from _bind_complaints(group)
    yield from _label_complaints(tree)
    yield from _update_complaints(tree)


def _select_complaints(select: Node) -> Iterator[Complaint]:
    clause, modifier = children(select, "select_clause")[0], children(select, "solution_modifier")[0]
    grouping = child(modifier, "group_clause")
    star = next((part for part in clause.children if isinstance(part, Token) and part.type == "STAR"), None)
    if grouping is not None and star is not None:
        yield begin(star), "SELECT * cannot stand with GROUP BY; name the variables"
    items = children(clause, "select_item")
    yield from _repeated(items)
    yield from _overwriting(select, items)
    if grouping is not None or any(map(_aggregates, items)):
        yield from _ungrouped(items, frozenset() if grouping is None else _grouped(grouping))


def _repeated(items: list[Node]) -> Iterator[Complaint]:
    seen: set[str] = set()
    for item in items:
        name = list(tokens(item))[-1]
        if variable(name) in seen:
            yield begin(name), f"{name} is selected twice"
        seen.add(variable(name))


def _overwriting(select: Node, items: list[Node]) -> Iterator[Complaint]:
    groups = [node for where in children(select, "where_clause") for node in children(where, "group")]
    direct = frozenset[str]().union(
        *(mentions(node) for group in groups for node in children(group, "triples_block"))
    )
    for item in items:
        name = list(tokens(item))[-1]
        if _is_computed(item) and variable(name) in direct:
            yield begin(name), f"{name} is bound already by the pattern, so it cannot name an expression"


def _grouped(grouping: Node) -> frozenset[str]:
    """Return the variables that a GROUP BY leaves: those it names, and names that it gives."""
    found: set[str] = set()
    for condition in children(grouping, "group_condition"):
        parts = [part for part in condition.children if isinstance(part, Tree)]
        found |= {variable(token) for part in parts if part.data == "var" for token in tokens(part)}
    return frozenset(found)


def _ungrouped(items: list[Node], grouped: frozenset[str]) -> Iterator[Complaint]:
    known = set(grouped)
    for item in items:
        name = list(tokens(item))[-1]
        if not _is_computed(item) and variable(name) not in known:
            yield (
                begin(name),
                f"{name} is neither named by GROUP BY nor inside an aggregate such as SAMPLE({name})",
            )
        known.add(variable(name))


def _is_computed(item: Node) -> bool:
    return any(isinstance(part, Tree) and part.data == "expression" for part in item.children)


def _aggregates(item: Node) -> bool:
    return any(next(tokens(call)).upper() in _AGGREGATES for call in item.find_data("builtin_call"))


def _bind_complaints(group: Node) -> Iterator[Complaint]:
    bound: frozenset[str] = frozenset()
    for part in group.children:
        if isinstance(part, Token):
            continue
        if part.data == "bind":
            name = next(tokens(children(part, "var")[0]))
            if variable(name) in bound:
                yield begin(name), f"{name} is bound already, so BIND cannot bind it"
            bound |= {variable(name)}
        elif part.data == "lateral":
            yield from _lateral_complaints(part, bound)
            bound |= mentions(part)
        elif part.data not in ("filter", "minus", "service", "sub_select"):
            bound |= mentions(part)


def _lateral_complaints(lateral: Node, bound: frozenset[str]) -> Iterator[Complaint]:
    for node in subtrees(lateral, names=frozenset({"bind", "inline_data", "select_item"})):
        named = children(node, "var")[-1:] if node.data != "inline_data" else children(node, "var")
        if node.data == "select_item" and not _is_computed(node):
            continue
        for token in (token for part in named for token in tokens(part)):
            if variable(token) in bound:
                yield (
                    begin(token),
                    f"{token} has its value from the left of LATERAL, so nothing inside can bind it",
                )


def _label_complaints(tree: Node) -> Iterator[Complaint]:
    """Yield a blank node label that stands in two basic graph patterns, since it would join them."""
    home: dict[str, int] = {}
    for number, pattern in enumerate(_patterns(tree)):
        for token in (token for block in pattern for token in tokens(block)):
            if token.type == "BLANK_LABEL" and home.setdefault(str(token), number) != number:
                yield (
                    begin(token),
                    f"{token} stands in two basic graph patterns; use a variable to join them",
                )


def _patterns(tree: Node) -> Iterator[list[Node]]:
    """Yield the basic graph patterns, each as its blocks of triples."""
    for group in subtrees(tree, names=_GROUP):
        run: list[Node] = []
        for part in group.children:
            if isinstance(part, Tree) and part.data == "triples_block":
                run.append(part)
            elif isinstance(part, Tree) and part.data in _ENDS_PATTERN:
                yield run
                run = []
        yield run


def _update_complaints(tree: Node) -> Iterator[Complaint]:
    for clause in subtrees(tree, names=frozenset({"delete_clause", "delete_where"})):
        blanks: list[Node | Token] = [token for token in tokens(clause) if token.type == "BLANK_LABEL"]
        blanks += subtrees(clause, names=frozenset({"blank_anonymous", "blank_properties"}))
        for blank in blanks:
            yield begin(blank), "what is deleted cannot be named by a blank node; use a variable and a WHERE"
