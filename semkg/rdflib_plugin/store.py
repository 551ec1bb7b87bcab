"""``rdflib.Graph(store="SemKG")``: an rdflib store whose queries know semkg's functions."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any

import numpy as np
import pyoxigraph as ox
from rdflib import BNode, Graph, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.sparql import Query, Update
from rdflib.query import Result
from rdflib.store import VALID_STORE, Store
from rdflib.term import Identifier, Node

from semkg.errors import StoreError
from semkg.knowledge_graph import KnowledgeGraph
from semkg.rdflib_plugin.conversion import to_rdflib, to_result
from semkg.rdflib_plugin.matching import GraphName, match
from semkg.rdflib_plugin.prefixes import Prefixes
from semkg.rdflib_plugin.querytext import add_bindings, add_graph, add_prefixes, text_of
from semkg.store import DEFAULT_GRAPH_ID, as_graph, as_term
from semkg.vocab import SK

Triple = tuple[Node, Node, Node]
Pattern = tuple[Node | None, Node | None, Node | None]

_UNION = "__UNION__"
_GENERATED = re.compile(r"N[0-9a-f]{32}")
_BUFFER = 50_000


class SemKGStore(Store):
    """What users wrote, as rdflib sees it, with queries that see what follows.

    ``triples()``, ``len()`` and serialising give asserted triples only, in their own lexical forms.
    ``query()`` goes to `semkg.KnowledgeGraph.query`: patterns see the closure, and semkg's functions are
    there. A query through a graph with an IRI sees what that graph says, as after ``FROM``.

    A graph that was given no name, ``rdflib.Graph(store="SemKG")``, is the default graph of the store, as is
    ``Dataset.default_graph``; so what it wrote to disk is there when the folder is opened again.

    Single additions are collected, and written before anything is read.
    """

    context_aware = True
    graph_aware = True
    formula_aware = False
    transaction_aware = False

    def __init__(
        self,
        configuration: str | None = None,
        identifier: Identifier | None = None,
        *,
        kg: KnowledgeGraph | None = None,
    ) -> None:
        """Open a store.

        Args:
            configuration: the folder to keep it in; in memory when not given.
            identifier: passed by rdflib, not used.
            kg: a graph to show to rdflib; whoever made it closes it.
        """
        self._kg = kg if kg is not None else KnowledgeGraph()
        self._owned = kg is None
        self._pending: list[ox.Quad] = []
        self._names: dict[Identifier, GraphName] = {}
        self._empty_graphs: dict[GraphName, None] = {}
        self._prefixes = Prefixes()
        super().__init__(configuration, identifier)

    @property
    def kg(self) -> KnowledgeGraph:
        """The graph behind it, up to date, for everything that rdflib has no words for."""
        pending, self._pending = self._pending, []
        if pending:
            self._kg.add(pending)
        return self._kg

    def open(self, configuration: str | tuple[str, str], create: bool = False) -> int:
        """Go to a folder, which is made if it is not there, whatever ``create`` says.

        Raises:
            StoreError: triples were added in memory already, or the folder cannot be opened.
        """
        if self.kg.epoch or not self._owned:
            msg = "open the folder first: this store holds triples already, which would be lost"
            raise StoreError(msg)
        opened = KnowledgeGraph(str(configuration))
        self._kg.close()
        self._kg = opened
        return VALID_STORE

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Write what is pending and release the folder."""
        kg = self.kg
        if self._owned:
            kg.close()

    # Writing

    def add(self, triple: Triple, context: Graph, quoted: bool = False) -> None:
        """Add a triple to a graph.

        Raises:
            ValueError: it is quoted, no RDF, or the graph is one of semkg's own.
        """
        if quoted:
            msg = "formulas cannot be stored: SemKG holds RDF, not N3"
            raise ValueError(msg)
        self._pending.append(_to_quad(triple, self._writable(context)))
        super().add(triple, context, quoted)
        if len(self._pending) >= _BUFFER:
            _ = self.kg

    def remove(self, triple: Pattern, context: Graph | None = None) -> None:
        """Remove the triples that match from one graph, or from all of them."""
        found = list(self._match(triple, context))
        if found:
            self._kg.remove(found)
        super().remove(triple, context)

    def _writable(self, context: Graph) -> GraphName:
        name = self._name(context)
        if isinstance(name, ox.NamedNode) and name.value.startswith(SK):
            msg = f"{name} is in semkg's own namespace; give the graph another name"
            raise ValueError(msg)
        return name

    # Reading

    def triples(
        self, triple_pattern: Pattern, context: Graph | None = None
    ) -> Iterator[tuple[Triple, Iterator[Graph | None]]]:
        """Yield the asserted triples that match, each once with the graphs that it stands in."""
        graphs: dict[GraphName, Graph] = {}
        for triple, names in self._grouped(triple_pattern, context):
            for name in names:
                if name not in graphs:
                    graphs[name] = self._graph(name)
            yield triple, iter([graphs[name] for name in names])

    def _grouped(self, pattern: Pattern, context: Graph | None) -> Iterator[tuple[Triple, list[GraphName]]]:
        if context is not None or not self.kg.store.user_graphs():
            for quad in self._match(pattern, context):
                yield _to_triple(quad), [quad.graph_name]
            return
        found: dict[Triple, list[GraphName]] = {}
        for quad in self._match(pattern, context):
            found.setdefault(_to_triple(quad), []).append(quad.graph_name)
        yield from found.items()

    def _match(self, pattern: Pattern, context: Graph | None) -> Iterator[ox.Quad]:
        s, p, o = (None if term is None else as_term(term) for term in pattern)
        return match(self.kg.store, (s, p, o), None if context is None else self._name(context))

    def __len__(self, context: Graph | None = None) -> int:
        snapshot = self.kg.snapshot()
        if context is None:
            return len(snapshot.rows)
        name = self._name(context)
        number = DEFAULT_GRAPH_ID if isinstance(name, ox.DefaultGraph) else snapshot.terms.find(name)
        return 0 if number is None else int(np.count_nonzero(snapshot.graph_rows[3] == number))

    # Graphs

    def contexts(self, triple: Triple | None = None) -> Generator[Graph, None, None]:
        """Yield the graphs that hold a triple; all graphs when none is given, also those added empty."""
        if triple is not None:
            names = {quad.graph_name: None for quad in self._match(triple, None)}
        else:
            stored = self.kg.store.user_graphs()
            names = {ox.DefaultGraph(): None, **dict.fromkeys(stored), **self._empty_graphs}
        yield from map(self._graph, names)

    def add_graph(self, graph: Graph) -> None:
        """Remember a graph, so that it is listed while it is empty."""
        self._empty_graphs[self._writable(graph)] = None

    def remove_graph(self, graph: Graph) -> None:
        """Remove a graph with all its triples."""
        name = self._name(graph)
        self.remove((None, None, None), graph)
        self._empty_graphs.pop(name, None)
        if not isinstance(name, ox.DefaultGraph):
            self._kg.store.forget_graph(name)

    def _graph(self, name: GraphName) -> Graph:
        if isinstance(name, ox.DefaultGraph):
            return Graph(store=self, identifier=DATASET_DEFAULT_GRAPH_ID)
        return Graph(store=self, identifier=to_rdflib(name))

    def _name(self, graph: Graph) -> GraphName:
        known = self._names.get(graph.identifier)
        if known is None:
            known = ox.DefaultGraph() if self._is_unnamed(graph) else as_graph(graph)
            self._names[graph.identifier] = known
        return known

    def _is_unnamed(self, graph: Graph) -> bool:
        """Return whether a graph has a blank name only because nobody gave it one.

        rdflib makes such names up as ``N`` and 32 digits. Graphs with a blank name that a dataset hands out
        have the namespace manager of the dataset; what the TriG parser makes up looks different.
        """
        name = graph.identifier
        if not isinstance(name, BNode) or not _GENERATED.fullmatch(name):
            return False
        if graph.namespace_manager.graph is not graph:
            return False
        return ox.BlankNode(str(name)) not in self._kg.store.user_graphs()

    # SPARQL

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],  # noqa: N803  # rdflib's name
        initBindings: Mapping[str, Identifier],  # noqa: N803  # rdflib's name
        queryGraph: str,  # noqa: N803  # rdflib's name
        **options: Any,
    ) -> Result:
        """Answer a query with everything that semkg's SPARQL has.

        Args:
            query: its text, or what rdflib prepared from a text.
            initNs: prefixes that it need not declare.
            initBindings: values of variables, joined with the WHERE clause.
            queryGraph: the graph asked.
            options: ``regime`` and ``timeout_s``, as for `semkg.KnowledgeGraph.query`.
        """
        text = add_bindings(add_prefixes(text_of(query), initNs), initBindings)
        asked = self._asked(queryGraph)
        if asked is not None:
            text = add_graph(text, asked)
        return to_result(self.kg.query(text, **options))

    def update(
        self,
        update: Update | str,
        initNs: Mapping[str, Any],  # noqa: N803  # rdflib's name
        initBindings: Mapping[str, Identifier],  # noqa: N803  # rdflib's name
        queryGraph: str,  # noqa: N803  # rdflib's name
        **options: Any,
    ) -> None:
        """Run an update on the store as a whole; through a graph with a name, rdflib's own engine runs it.

        Raises:
            NotImplementedError: tells rdflib to run it itself.
        """
        if initBindings or self._asked(queryGraph) is not None:
            raise NotImplementedError
        self.kg.update(add_prefixes(text_of(update), initNs), **options)

    def _asked(self, name: str) -> str | None:
        """Return the IRI of the graph asked, or ``None`` for the store as a whole."""
        if name == _UNION or (isinstance(name, BNode) and not self._is_named(name)):
            return None
        graph = as_graph(name)
        if isinstance(graph, ox.BlankNode):
            msg = f"a graph with a blank name cannot be asked in SPARQL: {graph}"
            raise ValueError(msg)
        return None if isinstance(graph, ox.DefaultGraph) else graph.value

    def _is_named(self, name: BNode) -> bool:
        known = self._names.get(name)
        return not _GENERATED.fullmatch(name) if known is None else not isinstance(known, ox.DefaultGraph)

    # Prefixes

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        """Bind a prefix to a namespace."""
        self._prefixes.bind(prefix, namespace, override=override)

    def prefix(self, namespace: URIRef) -> str | None:
        """Return the prefix of a namespace."""
        return self._prefixes.prefix(namespace)

    def namespace(self, prefix: str) -> URIRef | None:
        """Return the namespace of a prefix."""
        return self._prefixes.namespace(prefix)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """Yield prefixes and namespaces."""
        yield from self._prefixes


def _to_quad(triple: Triple, graph: GraphName) -> ox.Quad:
    s, p, o = (as_term(term) for term in triple)
    if not isinstance(s, ox.NamedNode | ox.BlankNode) or not isinstance(p, ox.NamedNode):
        msg = f"({s} {p} {o}) is no RDF triple: a subject is an IRI or a blank node, a predicate an IRI"
        raise ValueError(msg)
    return ox.Quad(s, p, o, graph)


def _to_triple(quad: ox.Quad) -> Triple:
    return to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)
