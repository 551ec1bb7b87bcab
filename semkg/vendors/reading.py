"""What a text says, statement by statement, and the edits that make it one of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from lark import Token, Tree

from semkg.query import Names, Node, Source, begin, child, children, end, subtrees, tokens
from semkg.vendors.making import Edit, Made, Piece, as_made, copied, edited

Part = Node | Token
NOTHING = "{}"
"""What is written in place of a statement that means nothing here."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One triple pattern.

    Attributes:
        subject: what it is about.
        verb: the node of its verb.
        iri: the IRI that the verb is; empty for a variable or a path.
        object: what it says.
        whole: the node of the statement that it belongs to; several share a subject.
    """

    subject: Node | Token
    verb: Node
    iri: str
    object: Node | Token
    whole: Node


@dataclass(slots=True, eq=False)
class Text:
    """A text on its way to become one of ours.

    Attributes:
        source: the text as it was written.
        tree: its tree.
        names: its prefixes.
        is_predicate: says whether an IRI is a predicate of the graph.
        edits: what is to be written in place of what.
    """

    source: Source
    tree: Node
    names: Names
    is_predicate: Callable[[str], bool]
    edits: list[Edit] = field(default_factory=list)
    _fresh: int = 0

    def of(self, node: Node | Token) -> str:
        """Return what stands at a node."""
        return self.source.text[begin(node) : end(node)]

    def at(self, node: Node | Token) -> Made:
        """Return the same as a copy that knows its place, with the edits that were made inside it."""
        return copied(self.source.text, begin(node), end(node), self.edits)

    def instead(self, node: Node | Token, words: str) -> Made:
        """Return other words that stand for a node, at its place."""
        return Made((Piece(words, begin(node)),))

    def refuse(self, message: str, node: Node | Token) -> NoReturn:
        """Raise QueryError with the place of a node."""
        raise self.source.error(message, begin(node))

    def replace(self, node: Node | Token, made: Made | str) -> None:
        """Write something else in place of a node."""
        self.edits.append((begin(node), end(node), as_made(made)))

    def fresh(self, node: Node | Token) -> str:
        """Return a variable that the text does not use.

        Raises:
            QueryError: the text asks for all variables, so that this one would show.
        """
        for clause in subtrees(self.tree, names=frozenset({"select_clause"})):
            if any(isinstance(part, Token) and part.type == "STAR" for part in clause.children):
                self.refuse("this needs a variable of its own: name the variables instead of SELECT *", node)
        self._fresh += 1
        while f"_theirs{self._fresh}" in self.source.text:
            self._fresh += 1
        return f"?_theirs{self._fresh}"

    def edited(self) -> Source:
        """Return the text with all edits; an edit inside another one is dropped with what it stands in."""
        return edited(self.source.text, self.edits) if self.edits else self.source

    def iri(self, verb: Node) -> str:
        """Return the IRI that a verb is, empty for a variable or a path."""
        found = list(verb.find_data("iri"))
        words = list(tokens(verb))
        if len(words) == 1 and words[0].type == "A":
            return "a"
        return self.names.iri(found[0]) if len(found) == 1 and len(words) == 1 else ""

    def statements(self, group: Node) -> Iterator[Statement]:
        """Yield the triple patterns that stand in a group itself, not in groups within it."""
        for block in children(group, "triples_block"):
            for triples in children(block, "triples"):
                yield from self._patterns(triples)

    def _patterns(self, triples: Node) -> Iterator[Statement]:
        subject, *lists = triples.children
        if isinstance(subject, Tree) and subject.data == "blank_properties":
            lists = [*children(subject, "property_list"), *lists]
        for properties in lists:
            for pair in children(properties, "verb_objects") if isinstance(properties, Tree) else ():
                verb, *objects = (part for part in pair.children if isinstance(part, Tree))
                for object_ in objects:
                    yield Statement(subject, verb, self.iri(verb), object_.children[0], triples)


def members(node: Node | Token) -> list[Node | Token]:
    """Return the members of a list, or the one thing that is no list."""
    if isinstance(node, Tree) and node.data == "collection":
        return [part for part in node.children if isinstance(part, Tree) or part.type not in ("LPAR", "RPAR")]
    return [node]


def groups(tree: Node) -> Iterator[Node]:
    """Yield every group of a text."""
    return subtrees(tree, names=frozenset({"group"}))


def body(node: Node) -> Node:
    """Return the group of a SERVICE or GRAPH."""
    found = child(node, "group")
    assert found is not None
    return found


def by_subject(text: Text, statements: Sequence[Statement]) -> dict[str, list[Statement]]:
    """Return the statements about each subject."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        found.setdefault(text.of(statement.subject), []).append(statement)
    return found


def drop(text: Text, statements: Sequence[Statement], instead: Made) -> None:
    """Write something in place of the first of some statements, and nothing in place of the others."""
    wholes = sorted({id(one.whole): one.whole for one in statements}.values(), key=begin)
    for place, whole in enumerate(wholes):
        text.replace(whole, instead if place == 0 else NOTHING)


def properties(
    text: Text,
    statements: Sequence[Statement],
    namespaces: tuple[str, ...],
    known: Sequence[str],
    vendor: str,
) -> dict[str, Part]:
    """Return what each property is given; properties that are not known are refused."""
    found: dict[str, Part] = {}
    for one in statements:
        local = one.iri
        for namespace in namespaces:
            local = local.removeprefix(namespace)
        if local not in known:
            valid = ", ".join(known)
            text.refuse(
                f"{text.of(one.verb)} of {vendor} cannot be honoured here; known are: {valid}", one.verb
            )
        found[local] = one.object
    return found


def refuse_others(
    text: Text, statements: Sequence[Statement], read: Sequence[Statement], namespace: str
) -> None:
    """Refuse the statements with predicates of a namespace that belong to nothing that was read."""
    for one in statements:
        if one.iri.startswith(namespace) and one not in read:
            text.refuse(
                f"{text.of(one.verb)} cannot be honoured here: it belongs to no search that runs", one.verb
            )


def refuse_beside(text: Text, group: Node, vendor: str, *taken: str) -> None:
    """Refuse what stands in the group of a SERVICE or GRAPH of theirs beside properties and ``taken``."""
    for part in group.children:
        if isinstance(part, Tree) and part.data not in ("triples_block", *taken):
            text.refuse(f"only properties are read inside of {vendor}'s call: move this out of it", part)


def refuse_shared(text: Text, one: Statement, statements: Sequence[Statement]) -> None:
    """Refuse a statement that shares its subject with others by a semicolon or comma."""
    if sum(other.whole is one.whole for other in statements) > 1:
        text.refuse(f"{text.of(one.verb)} needs a statement of its own", one.verb)
