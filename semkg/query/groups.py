"""Reading the groups of a query: elements, scopes, and the statements and function calls in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lark import Token, Tree

from semkg.query.analysis import Analysis
from semkg.query.binding import Site, bind_scalar
from semkg.query.lists import read_lists
from semkg.query.names import short
from semkg.query.pattern import Argument, Element, Group, ScalarCall, Select
from semkg.query.scope import mentions, variable, visible
from semkg.query.service import is_twin, read_twin
from semkg.query.statement import finish_statements, read_statement
from semkg.query.syntax import Node, begin, child, children, end, name_of, subtrees, tokens
from semkg.query.virtual import is_virtual, read_virtual
from semkg.vocab import INFERRED, SK

_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_GROUP = frozenset({"group"})
_SERVICE = frozenset({"service"})


def read_query(analysis: Analysis) -> None:
    """Read a whole query into ``analysis``."""
    tree = analysis.tree
    form = next(node for node in tree.children if isinstance(node, Tree) and node.data.endswith("_query"))
    values = child(tree, "values_clause")
    match form.data:
        case "select_query":
            select = _read_select(analysis, form, values, None)
            analysis.groups.append(select.where)
        case "construct_where_query":
            _read_construct_where(analysis, form)
        case _:
            _read_other(analysis, form, values)
    read_scalars(analysis, tree)
    finish(analysis)


def finish(analysis: Analysis) -> None:
    """Check and add the edits that need everything to be read."""
    _check_descriptions(analysis)
    for group in (*analysis.groups, *analysis.projections):
        for token in tokens(group.node):
            if token.type == "BLANK_LABEL" and token in analysis.labels:
                analysis.edits.append((begin(token), end(token), f"?{analysis.labels[token]}"))
    finish_statements(analysis)
    for clause, where in analysis.stars:
        _spell_out(analysis, clause, where)
    if not _shows_all(analysis):
        analysis.silent |= _mentioned_once(analysis)


def _shows_all(analysis: Analysis) -> bool:
    """Return whether a text may show variables without naming them again."""
    short = any(True for _ in analysis.tree.find_data("construct_where_query"))
    return short or bool(analysis.stars) or any(map(_counts_all, analysis.tree.find_data("arguments")))


def _mentioned_once(analysis: Analysis) -> set[str]:
    """Return the variables that stand in one call and nowhere else; a subject stands in each triple of its list."""
    seen = Counter(variable(token) for token in tokens(analysis.tree) if token.type == "VAR")
    called = Counter(name for call in analysis.calls for name in call.variables)
    ordinary = frozenset[str]().union(*(element.names for element, _, _ in analysis.statements))
    return {name for name in seen if seen[name] == called[name] == 1} - ordinary


def _counts_all(arguments: Node) -> bool:
    """Return whether these are the arguments of ``COUNT(DISTINCT *)``, which looks at every variable."""
    return {"DISTINCT", "STAR"} <= _token_types(arguments)


def _check_descriptions(analysis: Analysis) -> None:
    """Refuse a variable that stands for a call in a SERVICE of ours, and for something else too."""
    for token in tokens(analysis.tree) if analysis.descriptions else ():
        places = analysis.descriptions.get(str(token)[1:]) if token.type == "VAR" else None
        if places is not None and begin(token) not in places:
            message = (
                f"{token} stands for a call in a SERVICE of ours, so it can have no value; use another name"
            )
            raise analysis.source.error(message, begin(token))


def read_group(analysis: Analysis, node: Node, holder: Element | None) -> Group:
    """Read a group (or the braces of CONSTRUCT WHERE) with all that is in it."""
    group = Group(node, holder)
    read_lists(analysis, node)
    for part in node.children:
        if isinstance(part, Token):
            continue
        if part.data == "triples_block":
            _read_block(analysis, part, group)
        else:
            group.elements.append(_read_element(analysis, part, group))
    _place_anchors(group)
    return group


def _read_block(analysis: Analysis, block: Node, group: Group) -> None:
    following = [*block.children[1:], None]
    for node, after in zip(block.children, following, strict=True):
        if isinstance(node, Tree):
            element = Element("triples", node, group)
            read_statement(analysis, element, after if isinstance(after, Token) else None)
            element.block_end = end(block)
            group.elements.append(element)


def _place_anchors(group: Group) -> None:
    """Put the rows of calls behind the basic graph pattern that they stand in: inside they would cut its blank nodes.

    A filter does not end a basic graph pattern, everything else does.
    """
    run: list[Element] = []
    for element in [*group.elements, None]:
        if element is not None and element.kind == "triples" and not element.stands_alone:
            run.append(element)
        elif element is None or element.kind != "filter":
            for call in (call for member in run for call in member.calls):
                call.anchor = run[-1].block_end
            run = []


def _read_element(analysis: Analysis, node: Node, group: Group) -> Element:
    if node.data == "service" and is_twin(analysis, node):
        return read_twin(analysis, node, group, _read_projection)
    if node.data == "graph" and is_virtual(analysis, node):
        return read_virtual(analysis, node, group)
    element = Element(
        {"inline_data": "values", "sub_select": "select"}.get(node.data, str(node.data)), node, group
    )
    match element.kind:
        case "select":
            element.select = _read_select(analysis, node, child(node, "values_clause"), element)
            element.groups = [element.select.where]
        case "service":
            element.names = mentions(node)
        case "values":
            element.names = frozenset(_variables_of(children(node, "var")))
        case "filter":
            element.names = mentions(node)
            element.groups = _nested_groups(analysis, node, element)
        case "bind":
            _read_bind(analysis, node, element)
        case _:
            _read_nested(analysis, node, element)
    return element


def _read_projection(analysis: Analysis, node: Node) -> Select:
    """Read a sub-query that stands on its own."""
    select = _read_select(analysis, node, child(node, "values_clause"), None)
    analysis.projections.append(select.where)
    read_scalars(analysis, node)
    return select


def _read_bind(analysis: Analysis, node: Node, element: Element) -> None:
    expression = children(node, "expression")[0]
    element.names = mentions(expression)
    element.target = variable(next(tokens(children(node, "var")[0])))
    element.groups = _nested_groups(analysis, expression, element)


def _read_nested(analysis: Analysis, node: Node, element: Element) -> None:
    """Read OPTIONAL, MINUS, LATERAL, UNION and GRAPH."""
    if element.kind == "graph":
        name = name_of(node)
        if name.data == "var":
            element.target = variable(next(tokens(name)))
        else:
            _check_graph(analysis, name)
    element.groups = [read_group(analysis, part, element) for part in children(node, "group")]
    if element.kind == "graph" and element.target is not None:
        _let_graph_bind(analysis, element)


def _let_graph_bind(analysis: Analysis, element: Element) -> None:
    """See that ``GRAPH ?g`` binds ``?g`` where calls stand in it and no triples: Oxigraph binds it by triples alone."""
    inside = element.groups[0].elements
    if any(True for _ in element.all_calls()) and not any(
        part.kind == "triples" and part.kept for part in inside
    ):
        element.bound_first = True
        keyword = next(tokens(element.node))
        start = f"{{ GRAPH ?{element.target} {{}} LATERAL {{ {keyword}"
        analysis.edits.append((begin(keyword), end(keyword), start))
        analysis.edits.append((end(element.node) - 1, end(element.node), "} } }"))


def _check_graph(analysis: Analysis, node: Node) -> None:
    iri = analysis.names.iri(node)
    if iri == INFERRED and iri not in analysis.shown:
        message = "GRAPH sees sk:inferred only where the query says FROM NAMED sk:inferred"
        raise analysis.source.error(message, begin(node))
    if iri.startswith(SK) and iri != INFERRED:
        message = f"{short(iri)} is no graph that a query can see"
        raise analysis.source.error(message, begin(node))


def _nested_groups(analysis: Analysis, node: Node, element: Element) -> list[Group]:
    """Read the groups of EXISTS in an expression."""
    return [read_group(analysis, part, element) for part in subtrees(node, names=_GROUP, stop=_GROUP)]


def _read_select(analysis: Analysis, node: Node, values: Node | None, holder: Element | None) -> Select:
    where = read_group(analysis, _where(node), holder)
    clause, modifier = children(node, "select_clause")[0], children(node, "solution_modifier")[0]
    items = children(clause, "select_item")
    simple = not (modifier.children and _regroups(modifier)) and not _aggregates(clause)
    last = [next(reversed(list(tokens(item)))) for item in items]
    plain = tuple(variable(token) for item, token in zip(items, last, strict=True) if len(item.children) == 1)
    computed = tuple(
        variable(token) for item, token in zip(items, last, strict=True) if len(item.children) > 1
    )
    star = "STAR" in _token_types(clause)
    select = Select(node, where, plain, computed, star, simple)
    if star:
        analysis.stars.append((clause, where))
    _read_around(analysis, where, [clause, modifier], values if simple else None)
    return select


def _where(node: Node) -> Node:
    return children(children(node, "where_clause")[0], "group")[0]


def _regroups(modifier: Node) -> bool:
    return any(
        child(modifier, name) is not None for name in ("group_clause", "having_clause", "slice_clause")
    )


def _aggregates(clause: Node) -> bool:
    calls = clause.find_data("builtin_call")
    return any(next(tokens(call)).upper() in _AGGREGATES for call in calls) or any(
        "DISTINCT" in {token.type for token in node.children if isinstance(token, Token)}
        for node in clause.find_data("arguments")
    )


def _read_around(analysis: Analysis, where: Group, parts: list[Node], values: Node | None) -> None:
    """Attach to the pattern what is evaluated over its solutions: expressions of the clauses, and trailing VALUES."""
    for part in parts:
        element = Element("expressions", part, where)
        element.groups = _nested_groups(analysis, part, element)
        if element.groups:
            where.elements.append(element)
    if values is not None:
        columns = frozenset(_variables_of(children(values, "var")))
        where.elements.append(Element("values", values, where, names=columns))


def _variables_of(nodes: list[Node]) -> Iterator[str]:
    return (variable(token) for node in nodes for token in tokens(node))


def _read_other(analysis: Analysis, form: Node, values: Node | None) -> None:
    """Read ASK, DESCRIBE and the long form of CONSTRUCT."""
    for template in children(form, "template"):
        check_template(analysis, template)
    if child(form, "where_clause") is None:
        return
    where = read_group(analysis, _where(form), None)
    analysis.groups.append(where)
    _read_around(analysis, where, children(form, "solution_modifier"), values)
    if form.data == "describe_query" and "STAR" in _token_types(form):
        analysis.stars.append((form, where))


def check_template(analysis: Analysis, template: Node) -> None:
    """Refuse unknown names of ours among the predicates of a template."""
    for verb in template.find_data("verb"):
        for node in verb.find_data("iri"):
            analysis.function(node, "predicate")


def _read_construct_where(analysis: Analysis, form: Node) -> None:
    template = children(form, "template")[0]
    group = read_group(analysis, template, None)
    analysis.groups.append(group)
    for call in (call for element in group.elements for call in element.calls):
        if any(isinstance(node, Tree) and node.data == "collection" for node in call.element.node.children):
            message = "a list cannot stand in CONSTRUCT WHERE; write CONSTRUCT { ... } WHERE { ... }"
            raise analysis.source.error(message, call.position)
    if analysis.calls:
        place = end(next(part for part in form.children if isinstance(part, Token)))
        text = analysis.source.text[begin(template) : end(template)]
        analysis.edits.append((place, place, f" {text} "))


def _spell_out(analysis: Analysis, clause: Node, where: Group) -> None:
    """Write ``*`` out where it would show variables that we added; Oxigraph sorts it by name."""
    names = visible(where)
    if names & analysis.added and names - analysis.added:
        star = next(part for part in clause.children if isinstance(part, Token) and part.type == "STAR")
        shown = " ".join(f"?{name}" for name in sorted(names - analysis.added))
        analysis.edits.append((begin(star), end(star), shown))


def _token_types(node: Node) -> set[str]:
    return {part.type for part in node.children if isinstance(part, Token)}


def read_scalars(analysis: Analysis, tree: Node) -> None:
    """Read the calls of our functions in all expressions below a node."""
    for node in subtrees(tree, names=frozenset({"function_call"}), stop=_SERVICE):
        name, arguments = (part for part in node.children if isinstance(part, Tree))
        function = analysis.function(name, "function")
        if function is None:
            continue
        given = [_scalar_argument(analysis, part) for part in arguments.children if isinstance(part, Tree)]
        bound = bind_scalar(Site(analysis.source, function, begin(name)), given)
        fixed = {
            parameter.name: argument.value
            for parameter, argument in zip(function.inputs, bound.inputs, strict=True)
            if argument is not None and argument.value is not None and parameter.name not in bound.positional
        }
        analysis.scalars.append(
            ScalarCall(
                function,
                (begin(name), end(name)),
                end(node),
                len(given),
                bound.positional,
                fixed,
                bound.options,
                bound.regime,
            )
        )


def _scalar_argument(analysis: Analysis, expression: Node) -> Argument:
    only = expression.children[0] if len(expression.children) == 1 else None
    if isinstance(only, Tree) and only.data in ("iri", "literal"):
        return Argument(begin(only), term=analysis.names.term(only))
    return Argument(begin(expression))
