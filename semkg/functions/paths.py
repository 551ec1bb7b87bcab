"""``sk:shortestPath`` and ``sk:reachable``: how nodes are connected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from semkg.analytics import Reach
from semkg.comparison import Paths
from semkg.errors import LimitError
from semkg.functions.parameters import CHOOSE_EDGES, PROJECTION, projection_from
from semkg.graph import Projection
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.store import Term
from semkg.views import ProjectedGraph, Views
from semkg.vocab import sk

MOST_PATHS = 10_000
"""Shortest paths between two nodes that are listed without being asked for a number."""
MOST_ROWS = 10_000_000
"""Rows that one call gives at most."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What paths are looked for in, and which.

    Attributes:
        projected: the graph.
        reach: the same, made ready for searches.
        order: place of each node in the order of their first names.
        most: greatest length.
    """

    projected: ProjectedGraph
    reach: Reach
    order: NDArray[np.int64]
    most: float = np.inf

    @classmethod
    def of(
        cls,
        views: Views,
        *,
        regime: str = "invariant",
        projection: Projection | None = None,
        weighted: bool = False,
        most: float | None = None,
    ) -> Ways:
        """Make one view of the graph ready; that is kept for the epoch."""
        projected = views.graph(regime, projection or Projection())
        key = ("reach", regime, projected.projection, weighted)
        ways = views.remember(key, lambda: cls.over(projected, weighted=weighted))
        return replace(ways, most=np.inf if most is None else most)

    @classmethod
    def over(cls, projected: ProjectedGraph, *, weighted: bool = False, most: float | None = None) -> Ways:
        """Make a graph ready."""
        names = [projected.texts(node)[0] for node in range(projected.graph.n_nodes)]
        order = np.argsort(np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64))
        reach = Reach(projected.graph, weighted=weighted)
        return cls(projected, reach, order, np.inf if most is None else most)

    def number(self, length: float) -> float | int:
        """Return a length as people count: whole unless edges weigh."""
        return length if self.reach.weighted else round(length)

    def shortest(
        self, source: Term, target: Term, *, paths: int | None = None
    ) -> Iterator[tuple[float | int, tuple[int, ...]]]:
        """Yield the length and the nodes of each shortest path, in the order of the names of its nodes.

        Args:
            source: where to start; a term that is no node has no paths.
            target: where to end.
            paths: how many to yield at most.

        Raises:
            LimitError: there are more than :data:`MOST_PATHS`, and no number was given.
        """
        start, end = self.projected.position(source), self.projected.position(target)
        found = None if start is None or end is None else self.reach.shortest(start, end, most=self.most)
        if found is None:
            return
        if paths is None and found.count > MOST_PATHS:
            msg = (
                f"there are {found.count:,} shortest paths from {source} to {target}: sk:paths 10 gives the first ten "
                f"by name, sk:reachable the distance alone, and sk:edges chooses fewer edges"
            )
            raise LimitError(msg)
        length = self.number(found.length)
        by_name = found.listed(lambda node: int(self.order[node]))
        yield from ((length, path) for path in islice(by_name, paths))

    def listed(self, source: Term, target: Term) -> Paths:
        """Return all shortest paths by the first names of their nodes, for a comparison; limits as for ``shortest``."""
        found = list(self.shortest(source, target))
        paths = tuple(tuple(self.projected.texts(node)[0] for node in path) for _, path in found)
        return Paths(found[0][0] if found else None, paths, self.projected.notes())

    def reachable(
        self, source: Term, nodes: Iterable[Term] | None = None
    ) -> Iterator[tuple[Term, float | int, Term | None]]:
        """Yield what can be reached from a node, how far it is, and the node before it on a shortest path.

        The node itself is among it. Every name of each is given, and the first name of the node before.

        Args:
            source: where to start; from a term that is no node nothing is reached.
            nodes: the nodes to look at; all when not given.
        """
        start = self.projected.position(source)
        if start is None:
            return
        lengths = self.reach.lengths(start, most=self.most)
        before = self.reach.previous(lengths, self.order)
        if nodes is None:
            reached = np.flatnonzero(np.isfinite(lengths)).tolist()
            pairs = ((name, node) for node in reached for name in self.projected.names(node))
        else:
            found = ((name, node) for name in nodes for node in self.projected.positions(name))
            pairs = ((name, node) for name, node in found if np.isfinite(lengths[node]))
        for name, node in pairs:
            previous = int(before[node])
            yield (
                name,
                self.number(lengths[node]),
                None if previous < 0 else self.projected.names(previous)[0],
            )

    def distances(self, source: Term, targets: Sequence[Term]) -> list[float | int | None]:
        """Return the length of a shortest path to each target, ``None`` where there is none; one search for all."""
        start, ends = self.projected.position(source), list(map(self.projected.position, targets))
        if start is None:
            return [None] * len(ends)
        lengths = self.reach.lengths(start, most=self.most)
        return [
            None if end is None or np.isinf(lengths[end]) else self.number(float(lengths[end]))
            for end in ends
        ]


def _ways(views: Views, call: Call) -> Ways:
    projection, weighted = projection_from(call.options), bool(call.options["weighted"])
    most = call.options.get("maxLength")
    if call.edges is None:
        return Ways.of(views, regime=call.regime, projection=projection, weighted=weighted, most=most)
    projected = views.graph_of(call.edges, call.regime, projection)
    return Ways.over(projected, weighted=weighted, most=most)


def _shortest_path(views: Views, call: Call) -> Iterable[OutputRow]:
    ways, paths = _ways(views, call), call.options.get("paths")
    for place, (source, target) in enumerate(call.inputs):
        for number, (length, path) in enumerate(ways.shortest(source, target, paths=paths)):
            for index, node in enumerate(path):
                yield from ((place, (name, index, number, length)) for name in ways.projected.names(node))


def _path_edge(views: Views, call: Call) -> Iterable[OutputRow]:
    ways, paths = _ways(views, call), call.options.get("paths")
    for place, (source, target) in enumerate(call.inputs):
        for number, (_, path) in enumerate(ways.shortest(source, target, paths=paths)):
            for index, ends in enumerate(pairwise(path)):
                starts, stops = (ways.projected.names(node) for node in ends)
                yield from ((place, (start, stop, index, number)) for start in starts for stop in stops)


def _distance(views: Views, call: Call) -> Iterable[OutputRow]:
    ways, asked = _ways(views, call), dict[Term, list[tuple[int, Term]]]()
    for place, (source, target) in enumerate(call.inputs):
        asked.setdefault(source, []).append((place, target))
    for source, pairs in asked.items():
        places, targets = zip(*pairs, strict=True)
        found = zip(places, ways.distances(source, targets), strict=True)
        yield from ((place, (length,)) for place, length in found if length is not None)


def _reachable(views: Views, call: Call) -> Iterable[OutputRow]:
    ways, wanted = _ways(views, call), call.wanted.get("node")
    for place, (source,) in enumerate(call.inputs):
        yield from ((place, row) for row in ways.reachable(source, wanted))


def _limited(
    evaluate: Callable[[Views, Call], Iterable[OutputRow]],
) -> Callable[[Views, Call], Iterator[OutputRow]]:
    """Return the same with an error in place of the row after :data:`MOST_ROWS`."""

    def limited(views: Views, call: Call) -> Iterator[OutputRow]:
        for count, row in enumerate(evaluate(views, call)):
            if count == MOST_ROWS:
                msg = (
                    f"more than {MOST_ROWS:,} rows for {len(call.inputs):,} different inputs: bind fewer of them, look "
                    f"less far with sk:maxLength, or, of paths, ask for fewer with sk:paths"
                )
                raise LimitError(msg)
            yield row

    return limited


_GRAPH = (
    "under sk:invariant edges that follow from others are no short cuts, under sk:entailed they are, and under "
    "sk:asserted only what was written is an edge"
)
_LENGTH = Parameter("maxLength", "number", "greatest length, at least 0; any when left out", minimum=0.0)
_WEIGHTED = Parameter(
    "weighted", "boolean", "whether lengths are summed weights of edges, not their number", default=False
)

_PATHS = Parameter(
    "paths",
    "integer",
    f"the most paths for each pair of nodes; more than {MOST_PATHS:,} are an error when left out",
    minimum=1,
    maximum=MOST_ROWS,
)
_ENDS = (
    Parameter("source", "node", "where paths start", required=True, literals_if="literals"),
    Parameter("target", "node", "where they end", required=True, literals_if="literals"),
)

SHORTEST_PATH = SparqlFunction(
    iri=sk("shortestPath"),
    doc=f"How two nodes are connected: all shortest paths along edges, node by node; {_GRAPH}.",
    inputs=_ENDS,
    outputs=(
        Output("node", "node", "a node on a path", literals_if="literals"),
        Output("index", "integer", "its place on the path, 0 at the source"),
        Output("path", "integer", "number of the path, from 0, in the order of the names of nodes"),
        Output("length", "number", "length of the path: its number of edges, or their weight"),
    ),
    options=(*PROJECTION, _LENGTH, _WEIGHTED, _PATHS),
    evaluate=_limited(_shortest_path),
    scalar=None,
    example="SELECT ?stop ?index WHERE { (?stop ?index ?path) sk:shortestPath (:TorresDelPaine :MoonValley) } "
    "ORDER BY ?path ?index",
    replaced_by_edges=CHOOSE_EDGES,
)

REACHABLE = SparqlFunction(
    iri=sk("reachable"),
    doc=f"What can be reached from a node along edges, and how far it is; {_GRAPH}.",
    inputs=(Parameter("source", "node", "where to start", required=True, literals_if="literals"),),
    outputs=(
        Output("node", "node", "a node that can be reached, the source among them", literals_if="literals"),
        Output("distance", "number", "length of a shortest path to it: its number of edges, or their weight"),
        Output(
            "previous", "node", "the node before it on such a path, the first by name; unbound at the source"
        ),
    ),
    options=(*PROJECTION, _LENGTH, _WEIGHTED),
    evaluate=_limited(_reachable),
    scalar=None,
    example="SELECT ?place ?distance WHERE { ?place a :City . (?place ?distance) sk:reachable (:Arica) } "
    "ORDER BY ?distance ?place",
    replaced_by_edges=CHOOSE_EDGES,
)

PATH_EDGE = SparqlFunction(
    iri=sk("pathEdge"),
    doc=f"How two nodes are connected: all shortest paths along edges, edge by edge; {_GRAPH}.",
    inputs=_ENDS,
    outputs=(
        Output("start", "node", "where an edge of a path starts", literals_if="literals"),
        Output("end", "node", "where it ends", literals_if="literals"),
        Output("index", "integer", "its place on the path, from 0"),
        Output("path", "integer", "number of the path, as sk:shortestPath counts them"),
    ),
    options=(*PROJECTION, _LENGTH, _WEIGHTED, _PATHS),
    evaluate=_limited(_path_edge),
    scalar=None,
    example="SELECT ?from ?to WHERE { (?from ?to ?index 0) sk:pathEdge (:TorresDelPaine :MoonValley) } ORDER BY ?index",
    replaced_by_edges=CHOOSE_EDGES,
)

DISTANCE = SparqlFunction(
    iri=sk("distance"),
    doc=f"How far one node is from another along edges: the length of a shortest path; {_GRAPH}.",
    inputs=_ENDS,
    outputs=(
        Output("distance", "number", "number of edges, or their weight; no row where there is no path"),
    ),
    options=(*PROJECTION, _LENGTH, _WEIGHTED),
    evaluate=_distance,
    scalar=("source", "target"),
    example="SELECT ?place (sk:distance(:Arica, ?place) AS ?stops) WHERE { ?place a :City } ORDER BY ?stops",
    replaced_by_edges=CHOOSE_EDGES,
)
