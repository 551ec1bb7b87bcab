"""Our functions on every rdflib graph: queries that name them are answered by semkg, all others by rdflib as ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import rdflib.plugin
from rdflib import Graph
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Processor
from rdflib.term import Identifier

from semkg.rdflib_plugin.processor import SemKGProcessor
from semkg.rdflib_plugin.querytext import add_prefixes, names_ours, text_of
from semkg.vendors import is_theirs

_STANDARD = "sparql"


def enable() -> None:
    """Have the functions of semkg on every rdflib graph of this process, as in ``graph.query("... sk:pageRank ...")``.

    A query that names something in our namespace, or a function of another store that runs here, is answered by semkg
    over a copy of the graph, made for this query: its patterns see what follows as well, unless it says ``FROM
    sk:asserted``. Every other query, and every update, is rdflib's as before. For more than a few queries keep the
    graph in the store ``SemKG`` instead.
    """
    rdflib.plugin.register(_STANDARD, Processor, __name__, ChoosingProcessor.__name__)


def disable() -> None:
    """Have rdflib answer every query by itself again."""
    rdflib.plugin.register(_STANDARD, Processor, SPARQLProcessor.__module__, SPARQLProcessor.__name__)


class ChoosingProcessor(Processor):
    """Answers a query by semkg where it names something of ours, by rdflib where it does not."""

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
        """Answer a query; options go to whoever answers it."""
        readable = isinstance(strOrQuery, str) or hasattr(strOrQuery, "_original_args")
        ours = readable and _is_ours(text_of(strOrQuery), initNs or {})
        choose: Callable[[Graph], Processor] = SemKGProcessor if ours else SPARQLProcessor
        processor = choose(self._graph)
        bindings, prefixes = initBindings or {}, initNs or {}
        return processor.query(strOrQuery, bindings, prefixes, DEBUG, **options)


def _is_ours(text: str, prefixes: Mapping[str, Any]) -> bool:
    """Say whether a text names functions of ours, or functions of other stores that we know."""
    return names_ours(text, prefixes) or is_theirs(add_prefixes(text, prefixes))
