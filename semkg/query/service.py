"""Reading ``SERVICE sk:name { ... }``: the same call as the magic predicate, written as properties of one node.

::

    SERVICE sk:pageRank {
      [] sk:node ?n ; sk:score ?s ; sk:damping 0.85 .
      { SELECT ?source ?target ?weight { ... } }
    }

The sub-query, where a function takes one, is the projection: its rows are the edges. It stands on its own and sees no
variable from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lark import Token, Tree

from semkg.query.analysis import Analysis
from semkg.query.binding import Property, Site, bind_properties
from semkg.query.names import short
from semkg.query.pattern import Argument, Element, Group, MagicCall, Select
from semkg.query.scope import projected, variable
from semkg.query.syntax import Node, begin, child, children, end, name_of, tokens
from semkg.vocab import SK

ReadSelect = Callable[[Analysis, Node], Select]
_EDGE_ENDS = ("source", "target")
_EDGE = (*_EDGE_ENDS, "weight")
_SUBJECTS = frozenset({"blank_anonymous", "blank_properties", "var"})


def is_twin(analysis: Analysis, node: Node) -> bool:
    """Return whether a SERVICE is one of ours."""
    name = name_of(node)
    return name.data == "iri" and analysis.names.iri(name) in analysis.functions


def read_twin(analysis: Analysis, node: Node, group: Group, read_select: ReadSelect) -> Element:
    """Read a SERVICE of ours into an element that holds its call and nothing else.

    Raises:
        QueryError: the body is no description of a call, or does not fit the declaration.
    """
    name = name_of(node)
    function = analysis.functions[analysis.names.iri(name)]
    site = Site(analysis.source, function, begin(name))
    element = Element("triples", node, group, kept=False, stands_alone=True)
    properties, selects = _read_body(site, analysis, children(node, "group")[0])
    bound = bind_properties(site, properties)
    call = MagicCall(
        function, begin(name), bound.inputs, bound.outputs, bound.options, bound.regime, element, end(node)
    )
    if selects:
        _check_projection(site, properties, selects)
        call.projection = read_select(analysis, selects[0])
        _check_columns(site, call.projection)
    element.calls.append(call)
    analysis.calls.append(call)
    analysis.edits.append((begin(node), end(node), ""))
    return element


def _read_body(site: Site, analysis: Analysis, body: Node) -> tuple[list[Property], list[Node]]:
    """Return the properties and the sub-queries of a body."""
    properties: list[Property] = []
    selects: list[Node] = []
    subjects: list[Node | Token] = []
    for part in body.children:
        if isinstance(part, Token):
            continue
        select = _only_select(part)
        if part.data == "triples_block":
            for triples in children(part, "triples"):
                subjects.append(triples.children[0])
                properties += _read_triples(site, analysis, triples)
        elif select is not None:
            selects.append(select)
        else:
            site.refuse(
                f"takes properties of one node and at most one sub-query: {_shape(site)}", begin(part)
            )
    _check_subjects(site, subjects)
    for subject in subjects:
        if isinstance(subject, Tree) and subject.data == "var":
            analysis.descriptions.setdefault(variable(next(tokens(subject))), set()).add(begin(subject))
    return properties, selects


def _only_select(part: Node) -> Node | None:
    """Return the sub-query of ``{ SELECT ... }`` or of the body itself."""
    if part.data == "sub_select":
        return part
    groups = children(part, "group") if part.data == "union" else []
    return child(groups[0], "sub_select") if len(groups) == 1 else None


def _read_triples(site: Site, analysis: Analysis, triples: Node) -> Iterator[Property]:
    subject, *lists = (part for part in triples.children if isinstance(part, Tree | Token))
    if isinstance(subject, Tree) and subject.data not in _SUBJECTS:
        site.refuse(f"is described by properties of a blank node or variable: {_shape(site)}", begin(subject))
    if isinstance(subject, Tree) and subject.data == "blank_properties":
        lists = [*children(subject, "property_list"), *lists]
    for properties in (part for part in lists if isinstance(part, Tree)):
        for pair in children(properties, "verb_objects"):
            verb, *objects = (part for part in pair.children if isinstance(part, Tree))
            name = _property(site, analysis, verb)
            for node in objects:
                yield Property(name, begin(verb), _argument(site, analysis, node))


def _property(site: Site, analysis: Analysis, verb: Node) -> str:
    names = list(verb.find_data("iri"))
    iri = analysis.names.iri(names[0]) if len(names) == 1 and len(list(tokens(verb))) == 1 else ""
    if not iri.startswith(SK):
        site.refuse(f"has properties named sk:... only: {_shape(site)}", begin(verb))
    return iri.removeprefix(SK)


def _argument(site: Site, analysis: Analysis, node: Node) -> Argument:
    term, *annotations = node.children
    kind = term.data if isinstance(term, Tree) and not annotations else None
    if kind not in ("var", "iri", "literal", "blank_anonymous") or isinstance(term, Token):
        site.refuse("takes variables, IRIs and literals as values of its properties", begin(term))
    if kind == "var":
        return Argument(begin(term), variable=variable(next(tokens(term))))
    if kind == "blank_anonymous":
        name = analysis.fresh()
        analysis.silent.add(name)
        return Argument(begin(term), variable=name)
    return Argument(begin(term), term=analysis.names.term(term))


def _check_subjects(site: Site, subjects: list[Node | Token]) -> None:
    if not subjects:
        site.refuse(f"needs properties that say what goes in and comes out: {_shape(site)}")
    shown = [site.source.text[begin(subject) : end(subject)] for subject in subjects]
    for subject, text in zip(subjects, shown, strict=True):
        if text != shown[0] or (len(subjects) > 1 and text.startswith("[")):
            site.refuse(
                f"is one call, so all its properties belong to one node: {_shape(site)}", begin(subject)
            )


def _check_projection(site: Site, properties: list[Property], selects: list[Node]) -> None:
    replaced = site.function.replaced_by_edges
    if not replaced:
        site.refuse("takes no sub-query: it does not work on edges", begin(selects[0]))
    if len(selects) > 1:
        site.refuse("takes at most one sub-query: its rows are the edges", begin(selects[1]))
    for given in properties:
        if given.name in replaced:
            site.refuse(
                f"gets its edges from the sub-query, so sk:{given.name} has nothing to choose", given.position
            )


def _check_columns(site: Site, select: Select) -> None:
    names = projected(select)
    wrong = [name for name in names if name not in _EDGE]
    missing = [name for name in _EDGE_ENDS if name not in names]
    if wrong or missing:
        shown = " ".join(f"?{name}" for name in sorted(names)) or "nothing"
        site.refuse(
            f"wants ?source, ?target and, if it likes, ?weight of its sub-query, not {shown}",
            begin(select.node),
        )


def _shape(site: Site) -> str:
    function = site.function
    names = [place.name for place in function.inputs] + [place.name for place in function.outputs]
    return f"SERVICE {short(function.iri)} {{ [] {' ; '.join(f'sk:{name} ?{name}' for name in names)} }}"
