"""``sk:allPaths`` and ``sk:cycle``, node by node and edge by edge: paths on which no node stands twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from semkg.functions.parameters import CHOOSE_EDGES, PROJECTION
from semkg.functions.paths import ENDS, GRAPH, PATHS, Evaluate, Write, edge_rows, limited, node_rows, ways_of
from semkg.functions.ways import Ways
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.views import Views
from semkg.vocab import sk

MOST_STEPS = 1e8
"""Edges that the searches of one call look at, at most, unless it allows more."""

Find = Callable[..., Iterator[tuple[int, ...]]]


def _listed(find: Find, write: Write) -> Evaluate:
    """Return what gives the rows of all paths that are found for the inputs of a call."""

    def evaluate(views: Views, call: Call) -> Iterator[OutputRow]:
        ways, least, paths = ways_of(views, call), call.options["minLength"], call.options.get("paths")
        names = cache(ways.projected.names)
        for place, ends in enumerate(call.inputs):
            for number, path in enumerate(find(ways, *ends, least=least, paths=paths)):
                yield from ((place, row) for row in write(names, path, number, len(path) - 1))

    return limited(evaluate)


def _options(least: int) -> tuple[Parameter, ...]:
    return (
        *PROJECTION,
        Parameter(
            "minLength", "integer", f"least number of edges, at least {least}", default=least, minimum=least
        ),
        Parameter(
            "maxLength", "integer", "greatest number of edges, at least 0; any when left out", minimum=0
        ),
        Parameter(
            "mostSteps",
            "number",
            "edges that all searches of the call may look at, at least 1",
            default=MOST_STEPS,
            minimum=1.0,
        ),
        PATHS,
    )


_ORDER = (
    "number of the path, from 0: shorter ones first, those of one length in the order of the names of nodes"
)
_BY_NODE = (
    Output("node", "node", "a node on a path", literals_if="literals"),
    Output("index", "integer", "its place on the path, 0 at the source"),
    Output("path", "integer", _ORDER),
    Output("length", "integer", "number of edges of the path"),
)
_BY_EDGE = (
    Output("start", "node", "where an edge of a path starts", literals_if="literals"),
    Output("end", "node", "where it ends", literals_if="literals"),
    Output("index", "integer", "its place on the path, from 0"),
    Output("path", "integer", _ORDER),
)
_THROUGH = (Parameter("source", "node", "where cycles start and end", required=True, literals_if="literals"),)
_PATH_DOC = "In how many ways two nodes are connected: all paths along edges that visit no node twice"
_CYCLE_DOC = (
    "What leads back to a node: all cycles through it that visit no other node twice, its own name at both ends; with "
    "sk:direction sk:both an edge there and back is one, and a longer one is found either way round"
)

ALL_PATHS = SparqlFunction(
    iri=sk("allPaths"),
    doc=f"{_PATH_DOC}, node by node; {GRAPH}.",
    inputs=ENDS,
    outputs=_BY_NODE,
    options=_options(0),
    evaluate=_listed(Ways.simple, node_rows),
    scalar=None,
    example="SELECT ?stop ?index ?path WHERE { (?stop ?index ?path) sk:allPaths (:TorresDelPaine :MoonValley "
    "sk:maxLength 9) } ORDER BY ?path ?index LIMIT 20",
    replaced_by_edges=CHOOSE_EDGES,
)

ALL_PATHS_EDGE = SparqlFunction(
    iri=sk("allPathsEdge"),
    doc=f"{_PATH_DOC}, edge by edge; {GRAPH}.",
    inputs=ENDS,
    outputs=_BY_EDGE,
    options=_options(0),
    evaluate=_listed(Ways.simple, edge_rows),
    scalar=None,
    example="SELECT ?from ?to WHERE { (?from ?to ?index 1) sk:allPathsEdge (:TorresDelPaine :MoonValley sk:paths 2) } "
    "ORDER BY ?index",
    replaced_by_edges=CHOOSE_EDGES,
)

CYCLE = SparqlFunction(
    iri=sk("cycle"),
    doc=f"{_CYCLE_DOC}; node by node; {GRAPH}.",
    inputs=_THROUGH,
    outputs=_BY_NODE,
    options=_options(1),
    evaluate=_listed(Ways.cycles, node_rows),
    scalar=None,
    example="SELECT ?stop ?index ?path WHERE { (?stop ?index ?path) sk:cycle (:Arica sk:direction sk:both "
    "sk:minLength 3 sk:paths 4) } ORDER BY ?path ?index",
    replaced_by_edges=CHOOSE_EDGES,
)

CYCLE_EDGE = SparqlFunction(
    iri=sk("cycleEdge"),
    doc=f"{_CYCLE_DOC}; edge by edge; {GRAPH}.",
    inputs=_THROUGH,
    outputs=_BY_EDGE,
    options=_options(1),
    evaluate=_listed(Ways.cycles, edge_rows),
    scalar=None,
    example="SELECT ?from ?to WHERE { (?from ?to ?index 0) sk:cycleEdge (:Arica sk:direction sk:both sk:minLength 3 "
    "sk:paths 1) } ORDER BY ?index",
    replaced_by_edges=CHOOSE_EDGES,
)
