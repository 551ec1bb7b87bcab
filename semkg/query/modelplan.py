"""Finding the operations of an update that are about models, and reading them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

import pyoxigraph as ox
from lark import Tree

from semkg.query.edits import render
from semkg.query.models import Drop, ModelLanguage, ModelOperation, ModelReader, variable_iri
from semkg.query.names import Names
from semkg.query.scope import variable
from semkg.query.source import Source
from semkg.query.syntax import Node, begin, child, children, end, tokens
from semkg.query.table import Row
from semkg.query.words import place_of
from semkg.store import Term
from semkg.vocab import MODELS


@dataclass(frozen=True, slots=True)
class ModelPlanner:
    """Reads operations on sk:models.

    Attributes:
        language: what can be said of models.
        source: the text.
        names: its prefixes, as far as it was read.
        quads: reads a block of data, ``{ ... }``.
        solutions: answers the WHERE of an operation for some of its variables.
    """

    language: ModelLanguage
    source: Source
    names: Names
    quads: Callable[[str], list[ox.Quad]]
    solutions: Callable[[Node, Sequence[str]], list[Row]]

    def read(self, node: Node, prologue: str) -> list[ModelOperation] | None:
        """Return what an operation asks to be done to models, ``None`` for an operation on anything else.

        Raises:
            QueryError: it says what cannot be said, or holds other triples too.
        """
        match node.data:
            case "insert_data" | "delete_data":
                return self._data(node, prologue)
            case "clear" | "drop":
                named = children(children(node, "graph_reference")[0], "iri")
                return [Drop(None)] if [self.names.iri(name) for name in named] == [MODELS] else None
            case "delete_where" | "modify":
                return self._templates(node, prologue)
        return None

    def _data(self, node: Node, prologue: str) -> list[ModelOperation] | None:
        quads = self.quads(str(node.children[-1]))
        graphs = {quad.graph_name for quad in quads}
        if ox.NamedNode(MODELS) not in graphs:
            return None
        reader = self._reader(node, prologue, alone=len(graphs) == 1)
        triples = [quad.triple for quad in quads]
        return reader.inserted(triples) if node.data == "insert_data" else reader.deleted(triples)

    def _templates(self, node: Node, prologue: str) -> list[ModelOperation] | None:
        """Read the template of an operation as data, in which IRIs stand for variables."""
        templates = list(node.find_data("quads"))
        named = [
            graph for quads in templates for graph in children(quads, "quads_graph") if self._is_models(graph)
        ]
        if not named:
            return None
        alone = [part for quads in templates for part in quads.children if isinstance(part, Tree)] == named
        reader = self._reader(node, prologue, alone=alone and len(named) == 1, where=child(node, "group"))
        template = children(named[0], "template")[0]
        edits = [
            (begin(token), end(token), str(variable_iri(variable(token))))
            for token in tokens(template)
            if token.type == "VAR"
        ]
        text = render(self.source.text, (begin(template), end(template)), edits)
        triples = [quad.triple for quad in self.quads(f"{{ GRAPH <{MODELS}> {text} }}")]
        return reader.inserted(triples) if children(node, "insert_clause") else reader.deleted(triples)

    def _is_models(self, graph: Node) -> bool:
        return MODELS in map(self.names.iri, children(graph, "iri"))

    def _place(self, node: Node, about: Term | ox.Variable | None) -> int:
        """Return where an operation writes a term, or else where it begins."""
        if about is None:
            return begin(node)
        place = place_of(about, self.source.text, (begin(node), end(node)), self.names)
        return begin(node) if place is None else place

    def _reader(self, node: Node, prologue: str, *, alone: bool, where: Node | None = None) -> ModelReader:
        def refuse(message: str, about: Term | ox.Variable | None = None) -> NoReturn:
            raise self.source.error(message, self._place(node, about))

        if not alone:
            refuse("an operation on sk:models holds nothing else: write the other triples by one of its own")
        text = f"{prologue}{self.source.text[begin(node) : end(node)]}"
        return ModelReader(
            self.language, text, refuse, None if where is None else partial(self.solutions, node)
        )
