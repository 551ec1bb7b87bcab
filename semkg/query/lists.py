"""Recognising argument lists that were written out as rdf:first and rdf:rest.

A store that sends a pattern on to another one writes ``(?o ?s) sk:near (?n 5)`` as triples about list cells, and blank
nodes as variables. Such cells are taken for an argument list where they form complete lists, hang on predicates of
ours, and are used for nothing else in the whole text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lark import Token, Tree

from semkg.query.analysis import Analysis
from semkg.query.syntax import Node, children, tokens
from semkg.vocab import RDF

_FIRST, _REST, _NIL = RDF + "first", RDF + "rest", RDF + "nil"
Name = str
"""A variable as ``?name``, or a blank node label."""


@dataclass(slots=True)
class _Cell:
    """What is said about one possible list cell.

    Attributes:
        first: its members; a list cell has one.
        rest: what follows it; likewise.
        pairs: the predicates with objects that say so.
        heads: whether predicates of ours hang on it.
        uses: how often it is named in all this.
    """

    first: list[Node | Token] = field(default_factory=list)
    rest: list[Node | Token] = field(default_factory=list)
    pairs: list[Node] = field(default_factory=list)
    heads: bool = False
    uses: int = 0


def read_lists(analysis: Analysis, group: Node) -> None:
    """Note the argument lists that the triples of a group write out, and the parts of statements that do so."""
    if "first" not in analysis.source.text:
        return
    cells: dict[Name, _Cell] = {}
    for block in (part for part in group.children if isinstance(part, Tree) and part.data == "triples_block"):
        for triples in children(block, "triples"):
            _read_triples(analysis, triples, cells)
    mentioned = _mentioned(analysis)
    for head in [name for name, cell in cells.items() if cell.heads and cell.first]:
        names = _walk(analysis, head, cells)
        if names and all(cells[name].uses == mentioned[name] for name in names):
            analysis.lists[head] = [cells[name].first[0] for name in names]
            analysis.list_pairs |= {id(pair) for name in names for pair in cells[name].pairs}


def list_members(analysis: Analysis, node: Node | Token) -> list[Node | Token] | None:
    """Return the members of a list in either form, ``None`` for anything else."""
    if isinstance(node, Tree) and node.data == "collection":
        return list(node.children)
    if isinstance(node, Tree) and node.data == "iri" and analysis.names.iri(node) == _NIL:
        return []
    return analysis.lists.get(_name(node) or "")


def _read_triples(analysis: Analysis, triples: Node, cells: dict[Name, _Cell]) -> None:
    subject, *lists = triples.children
    name = _name(subject)
    said = [
        (pair, *_verb_and_objects(analysis, pair))
        for properties in lists
        if isinstance(properties, Tree)
        for pair in children(properties, "verb_objects")
    ]
    plain = name is not None and all(
        iri in (_FIRST, _REST) or iri in analysis.functions for _, iri, _ in said
    )
    if name is not None and plain:
        cells.setdefault(name, _Cell()).uses += 1
    for pair, iri, objects in said:
        if name is not None and plain and iri in (_FIRST, _REST):
            cell = cells[name]
            (cell.first if iri == _FIRST else cell.rest).extend(objects)
            cell.pairs.append(pair)
        if iri == _REST or iri in analysis.functions:
            for used in filter(None, map(_name, objects)):
                cells.setdefault(used, _Cell()).uses += 1
        if iri in analysis.functions:
            for head in filter(None, (name, *map(_name, objects))):
                cells.setdefault(head, _Cell()).heads = True


def _verb_and_objects(analysis: Analysis, pair: Node) -> tuple[str, list[Node | Token]]:
    verb, *objects = (part for part in pair.children if isinstance(part, Tree))
    iris = list(verb.find_data("iri"))
    single = len(list(tokens(verb))) == 1 and len(iris) == 1
    return analysis.names.iri(iris[0]) if single else "", [node.children[0] for node in objects]


def _walk(analysis: Analysis, head: Name, cells: dict[Name, _Cell]) -> list[Name]:
    """Return the cells of the list that begins at one, or nothing if it is none."""
    names: list[Name] = []
    name: Name | None = head
    while name is not None:
        cell = cells.get(name)
        if cell is None or name in names or len(cell.first) != 1 or len(cell.rest) != 1:
            return []
        names.append(name)
        rest = cell.rest[0]
        name = _name(rest)
        ends = isinstance(rest, Tree) and rest.data == "iri" and analysis.names.iri(rest) == _NIL
        ends = ends or (isinstance(rest, Tree) and rest.data == "collection" and not rest.children)
        if name is None and not ends:
            return []
    return names


def _mentioned(analysis: Analysis) -> Counter[Name]:
    return Counter(_names(tokens(analysis.tree)))


def _names(found: Iterator[Token]) -> Iterator[Name]:
    for token in found:
        if token.type == "VAR":
            yield f"?{token[1:]}"
        elif token.type == "BLANK_LABEL":
            yield str(token)


def _name(node: Node | Token) -> Name | None:
    if isinstance(node, Tree) and node.data != "var":
        return None
    return next(_names(tokens(node)), None)
