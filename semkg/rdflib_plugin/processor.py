"""``graph.query(text, processor="SemKG")``: one query over a copy of any rdflib graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import Graph
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Processor
from rdflib.term import Identifier

from semkg.knowledge_graph import KnowledgeGraph
from semkg.rdflib_plugin.conversion import to_result
from semkg.rdflib_plugin.querytext import add_bindings, add_prefixes, text_of


class SemKGProcessor(Processor):
    """Answers queries about an rdflib graph that lies in another store.

    Every query copies the graph and works everything out anew: for more than one, keep the graph in the store
    ``SemKG`` instead.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def query(
        self,
        strOrQuery: str | Query,  # noqa: N803  # rdflib's name
        initBindings: Mapping[str, Identifier] | None = None,  # noqa: N803  # rdflib's name
        initNs: Mapping[str, Any] | None = None,  # noqa: N803  # rdflib's name
        DEBUG: bool = False,  # noqa: N803  # rdflib's name
        **options: Any,
    ) -> Mapping[str, Any]:
        """Answer a query; ``regime`` and ``timeout_s`` are passed to `semkg.KnowledgeGraph.query`."""
        text = add_bindings(add_prefixes(text_of(strOrQuery), initNs or {}), initBindings or {})
        with KnowledgeGraph() as kg:
            kg.load(self._graph)
            result = to_result(kg.query(text, **options))
            return {
                "type_": result.type,
                "vars_": result.vars,
                "bindings": result.bindings,
                "askAnswer": result.askAnswer,
                "graph": result.graph,
            }
