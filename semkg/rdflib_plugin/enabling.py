"""Our functions on every rdflib graph: queries that name them are answered by semkg, all others by rdflib as ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import rdflib.plugin
from rdflib import Graph
from rdflib.plugins.sparql.processor import SPARQLProcessor, SPARQLUpdateProcessor
from rdflib.plugins.sparql.sparql import Query, Update
from rdflib.query import Processor, UpdateProcessor
from rdflib.term import Identifier

from semkg.errors import QueryError
from semkg.rdflib_plugin.processor import SemKGProcessor
from semkg.rdflib_plugin.querytext import add_prefixes, names_ours, text_of
from semkg.vendors import is_theirs

_STANDARD = "sparql"


def enable() -> None:
    """Have the functions of semkg on every rdflib graph of this process, as in ``graph.query("... sk:pageRank ...")``.

    A query that names something in our namespace, or a function of another store that runs here, is answered by semkg
    over a copy of the graph, made for this query: its patterns see what follows as well, unless it says ``FROM
    sk:asserted``. Every other query is rdflib's as before, and so is every update; an update that names something of
    ours is an error, since rdflib would find nothing. For such updates, and for more than a few queries, keep the graph
    in the store ``SemKG`` instead.
    """
    rdflib.plugin.register(_STANDARD, Processor, __name__, ChoosingProcessor.__name__)
    rdflib.plugin.register(_STANDARD, UpdateProcessor, __name__, RefusingProcessor.__name__)


def disable() -> None:
    """Have rdflib answer every query by itself again."""
    for kind, processor in ((Processor, SPARQLProcessor), (UpdateProcessor, SPARQLUpdateProcessor)):
        rdflib.plugin.register(_STANDARD, kind, processor.__module__, processor.__name__)


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
        ours = _is_ours(strOrQuery, initNs or {})
        choose: Callable[[Graph], Processor] = SemKGProcessor if ours else SPARQLProcessor
        processor = choose(self._graph)
        bindings, prefixes = initBindings or {}, initNs or {}
        return processor.query(strOrQuery, bindings, prefixes, DEBUG, **options)


class RefusingProcessor(SPARQLUpdateProcessor):
    """Runs updates as rdflib does, but for those that name something of ours."""

    def update(
        self,
        strOrQuery: str | Update,  # noqa: N803  # rdflib's name
        initBindings: Mapping[str, Identifier] | None = None,  # noqa: N803  # rdflib's name
        initNs: Mapping[str, Any] | None = None,  # noqa: N803  # rdflib's name
    ) -> None:
        """Run an update.

        Raises:
            QueryError: it names functions that rdflib does not have.
        """
        if _is_ours(strOrQuery, initNs or {}):
            msg = (
                "this update names functions of semkg, which a plain rdflib graph cannot run: "
                'rdflib.Graph(store="SemKG") can, or ask for the scores by graph.query() and add them'
            )
            raise QueryError(msg)
        super().update(strOrQuery, initBindings or {}, initNs or {})


def _is_ours(request: str | Query | Update, prefixes: Mapping[str, Any]) -> bool:
    """Say whether a request names functions of ours, or functions of other stores that we know."""
    if not (isinstance(request, str) or hasattr(request, "_original_args")):
        return False  # made of parts: there is no text to read
    text = text_of(request)
    return names_ours(text, prefixes) or is_theirs(add_prefixes(text, prefixes))
