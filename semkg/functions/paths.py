"""``sk:shortestPath``, ``sk:pathEdge``, ``sk:reachable`` and ``sk:distance``: how nodes are connected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from semkg.errors import LimitError
from semkg.functions.parameters import CHOOSE_EDGES, PROJECTION, projection_from
from semkg.functions.ways import MOST_PATHS, MOST_STEPS, Ways
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.store import Term
from semkg.views import Views
from semkg.vocab import sk

MOST_ROWS = 10_000_000
"""Rows that one call gives at most."""


Row = tuple[Term | float | int | None, ...]
Names = Callable[[int], list[Term]]
Write = Callable[[Names, Sequence[int], int, float], Iterator[Row]]
"""Gives the rows of a path: what names nodes, its nodes, its number and its length."""
Evaluate = Callable[[Views, Call], Iterable[OutputRow]]


def ways_of(views: Views, call: Call) -> Ways:
    """Return what the paths of a call are looked for in, and which."""
    projection, weighted = projection_from(call.options), bool(call.options.get("weighted"))
    most, steps = call.options.get("maxLength"), float(call.options["mostSteps"])
    if call.edges is None:
        return Ways.of(
            views,
            regime=call.regime,
            projection=projection,
            weighted=weighted,
            most=most,
            most_steps=steps,
        )
    projected = views.graph_of(call.edges, call.regime, projection)
    return Ways.over(projected, weighted=weighted, most=most, most_steps=steps)


def node_rows(names: Names, path: Sequence[int], number: int, length: float) -> Iterator[Row]:
    """Yield a path node by node: each of its names, its place, the number of the path and its length."""
    for index, node in enumerate(path):
        yield from ((name, index, number, length) for name in names(node))


def edge_rows(names: Names, path: Sequence[int], number: int, _: float) -> Iterator[Row]:
    """Yield a path edge by edge: the names of its ends, its place and the number of the path."""
    for index, ends in enumerate(pairwise(path)):
        starts, stops = map(names, ends)
        yield from ((start, stop, index, number) for start in starts for stop in stops)


def _shortest(write: Write) -> Evaluate:
    def evaluate(views: Views, call: Call) -> Iterator[OutputRow]:
        ways, paths = ways_of(views, call), call.options.get("paths")
        names = cache(ways.projected.names)
        for place, (source, target) in enumerate(call.inputs):
            for number, (length, path) in enumerate(ways.shortest(source, target, paths=paths)):
                yield from ((place, row) for row in write(names, path, number, length))

    return limited(evaluate)


def _distance(views: Views, call: Call) -> Iterable[OutputRow]:
    ways, asked = ways_of(views, call), dict[Term, list[tuple[int, Term]]]()
    for place, (source, target) in enumerate(call.inputs):
        asked.setdefault(source, []).append((place, target))
    for source, pairs in asked.items():
        places, targets = zip(*pairs, strict=True)
        found = zip(places, ways.distances(source, targets), strict=True)
        yield from ((place, (length,)) for place, length in found if length is not None)


def _reachable(views: Views, call: Call) -> Iterable[OutputRow]:
    ways, wanted = ways_of(views, call), call.wanted.get("node")
    starts, targets = call.options.get("start", ()), call.options.get("target")
    for place, (source,) in enumerate(call.inputs):
        rows = ways.reachable(source, wanted, starts=starts, targets=targets)
        yield from ((place, row) for row in rows)


def limited(evaluate: Evaluate) -> Evaluate:
    """Return the same with an error in place of the row after :data:`MOST_ROWS`."""

    def counted(views: Views, call: Call) -> Iterator[OutputRow]:
        for count, row in enumerate(evaluate(views, call)):
            if count == MOST_ROWS:
                msg = (
                    f"more than {MOST_ROWS:,} rows for {len(call.inputs):,} different inputs: bind fewer of them, look "
                    f"less far with sk:maxLength, or, of paths, ask for fewer with sk:paths"
                )
                raise LimitError(msg)
            yield row

    return counted


GRAPH = (
    "under sk:invariant edges that follow from others are no short cuts, under sk:entailed they are, and under "
    "sk:asserted only what was written is an edge"
)
_LENGTH = Parameter("maxLength", "number", "greatest length, at least 0; any when left out", minimum=0.0)
_WEIGHTED = Parameter(
    "weighted", "boolean", "whether lengths are summed weights of edges, not their number", default=False
)

_STEPS = Parameter(
    "mostSteps",
    "number",
    "edges that all searches of the call may look at, at least 1",
    default=MOST_STEPS,
    minimum=1.0,
)
PATHS = Parameter(
    "paths",
    "integer",
    f"the most paths for each pair of nodes; more than {MOST_PATHS:,} are an error when left out",
    minimum=1,
    maximum=MOST_ROWS,
)
ENDS = (
    Parameter("source", "node", "where paths start", required=True, literals_if="literals"),
    Parameter("target", "node", "where they end", required=True, literals_if="literals"),
)

SHORTEST_PATH = SparqlFunction(
    iri=sk("shortestPath"),
    doc=f"How two nodes are connected: all shortest paths along edges, node by node; {GRAPH}.",
    inputs=ENDS,
    outputs=(
        Output("node", "node", "a node on a path", literals_if="literals"),
        Output("index", "integer", "its place on the path, 0 at the source"),
        Output("path", "integer", "number of the path, from 0, in the order of the names of nodes"),
        Output("length", "number", "length of the path: its number of edges, or their weight"),
    ),
    options=(*PROJECTION, _LENGTH, _WEIGHTED, _STEPS, PATHS),
    evaluate=_shortest(node_rows),
    scalar=None,
    example="SELECT ?stop ?index WHERE { (?stop ?index ?path) sk:shortestPath (:TorresDelPaine :MoonValley) } "
    "ORDER BY ?path ?index",
    replaced_by_edges=CHOOSE_EDGES,
)

REACHABLE = SparqlFunction(
    iri=sk("reachable"),
    doc=f"What can be reached from a node along edges, and how far it is; {GRAPH}.",
    inputs=(Parameter("source", "node", "where to start", required=True, literals_if="literals"),),
    outputs=(
        Output("node", "node", "a node that can be reached, the source among them", literals_if="literals"),
        Output("distance", "number", "length of a shortest path to it: its number of edges, or their weight"),
        Output(
            "previous", "node", "the node before it on such a path, the first by name; unbound at the source"
        ),
    ),
    options=(
        *PROJECTION,
        _LENGTH,
        _WEIGHTED,
        _STEPS,
        Parameter(
            "start",
            "node",
            "a further node to start from: the nearest counts; repeat it for more",
            repeat=True,
            literals_if="literals",
        ),
        Parameter(
            "target",
            "node",
            "leaves only what stands on the way to this node, one shortest path; repeat it for more",
            repeat=True,
            literals_if="literals",
        ),
    ),
    evaluate=limited(_reachable),
    scalar=None,
    example="SELECT ?place ?distance WHERE { ?place a :City . (?place ?distance) sk:reachable (:Arica) } "
    "ORDER BY ?distance ?place",
    replaced_by_edges=CHOOSE_EDGES,
)

PATH_EDGE = SparqlFunction(
    iri=sk("pathEdge"),
    doc=f"How two nodes are connected: all shortest paths along edges, edge by edge; {GRAPH}.",
    inputs=ENDS,
    outputs=(
        Output("start", "node", "where an edge of a path starts", literals_if="literals"),
        Output("end", "node", "where it ends", literals_if="literals"),
        Output("index", "integer", "its place on the path, from 0"),
        Output("path", "integer", "number of the path, as sk:shortestPath counts them"),
    ),
    options=(*PROJECTION, _LENGTH, _WEIGHTED, _STEPS, PATHS),
    evaluate=_shortest(edge_rows),
    scalar=None,
    example="SELECT ?from ?to WHERE { (?from ?to ?index 0) sk:pathEdge (:TorresDelPaine :MoonValley) } ORDER BY ?index",
    replaced_by_edges=CHOOSE_EDGES,
)

DISTANCE = SparqlFunction(
    iri=sk("distance"),
    doc=f"How far one node is from another along edges: the length of a shortest path; {GRAPH}.",
    inputs=ENDS,
    outputs=(
        Output("distance", "number", "number of edges, or their weight; no row where there is no path"),
    ),
    options=(*PROJECTION, _LENGTH, _WEIGHTED, _STEPS),
    evaluate=_distance,
    scalar=("source", "target"),
    example="SELECT ?place (sk:distance(:Arica, ?place) AS ?stops) WHERE { ?place a :City } ORDER BY ?stops",
    replaced_by_edges=CHOOSE_EDGES,
)
