"""What a text says, gathered while its tree is read: calls of our functions, and edits that need no data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lark import Token

from semkg.query.declaration import SparqlFunction
from semkg.query.edits import Edit
from semkg.query.names import Names, short, suggestion
from semkg.query.pattern import Element, Group, MagicCall, ScalarCall
from semkg.query.source import Source
from semkg.query.syntax import Node, begin, tokens
from semkg.vocab import SK


@dataclass(slots=True, eq=False)
class Held:
    """A blank node in square brackets that became a variable: its properties are written after the statement."""

    variable: str
    properties: Node


class Analysis:
    """The state of reading one text.

    Attributes:
        source: the user's text.
        tree: all of it that is read.
        names: its prefixes, as far as it was read.
        functions: what may be called, by IRI.
        edits: changes that do not depend on the data.
        calls: the magic calls, in their order.
        scalars: the scalar calls, in their order.
        stars: each ``SELECT *`` and ``DESCRIBE *``, with its pattern.
        statements: every statement of a pattern, with the dot after it and its held blank nodes.
        groups: the outermost groups.
        projections: the groups of sub-queries that give edges, which are outermost too.
        lists: the members of argument lists that were written out as triples, by the name of their first cell.
        list_pairs: identities of the predicates with objects that do so.
        descriptions: variables that stand for a call in a SERVICE of ours, with the places where they do.
        shown: hidden graphs that the query asks to see.
        virtual: IRIs of virtual graphs.
        tables: each ``GRAPH`` with the name of a virtual graph: the name, and the element.
        added: variables that stand for blank nodes in arguments of our calls.
        silent: those of them that stand nowhere else, and variables that stand in one place only and are not shown.
    """

    def __init__(
        self, source: Source, tree: Node, names: Names, functions: Mapping[str, SparqlFunction]
    ) -> None:
        self.source = source
        self.tree = tree
        self.names = names
        self.functions = functions
        self.edits: list[Edit] = []
        self.calls: list[MagicCall] = []
        self.scalars: list[ScalarCall] = []
        self.stars: list[tuple[Node, Group]] = []
        self.statements: list[tuple[Element, Token | None, list[Held]]] = []
        self.groups: list[Group] = []
        self.projections: list[Group] = []
        self.lists: dict[str, list[Node | Token]] = {}
        self.list_pairs: set[int] = set()
        self.descriptions: dict[str, set[int]] = {}
        self.added: set[str] = set()
        self.silent: set[str] = set()
        self.labels: dict[str, str] = {}
        self.shown: frozenset[str] = frozenset()
        self.virtual: frozenset[str] = frozenset()
        self.tables: list[tuple[str, Element]] = []
        self.prefix = "_sk"
        while self.prefix in source.text:
            self.prefix += "_"

    def fresh(self) -> str:
        """Return a variable name that the text does not use."""
        name = f"{self.prefix}{len(self.added)}"
        self.added.add(name)
        return name

    def renamed(self, label: Token) -> str:
        """Return the variable that stands for a blank node label everywhere in the text."""
        if label not in self.labels:
            self.labels[str(label)] = self.fresh()
        return self.labels[str(label)]

    def is_ours(self, iri: str) -> bool:
        """Return whether an IRI is in our namespace or that of a function."""
        return iri.startswith(SK) or iri in self.functions

    def function(self, node: Node, kind: str) -> SparqlFunction | None:
        """Return the function that an IRI names, ``None`` for an IRI that is not ours.

        Args:
            node: the ``iri`` node.
            kind: ``predicate`` or ``function``, for the message.

        Raises:
            QueryError: an unknown name in our namespace.
        """
        iri = self.names.iri(node)
        if not self.is_ours(iri):
            return None
        if iri not in self.functions:
            valid = [
                short(known.iri)
                for known in self.functions.values()
                if kind == "predicate" or known.scalar is not None
            ]
            message = f"unknown {kind} {short(iri)}; {suggestion(short(iri), valid)}"
            raise self.source.error(message, begin(node))
        return self.functions[iri]

    def refuse_ours(self, node: Node, where: str) -> None:
        """Raise where one of our predicates stands below a node, in a place that cannot hold it."""
        for token in tokens(node):
            iri = self.names.iri(token) if token.type in ("IRIREF", "PNAME") else ""
            if self.is_ours(iri):
                message = f"{short(iri)} cannot stand {where}; give it a triple pattern of its own"
                raise self.source.error(message, begin(token))
