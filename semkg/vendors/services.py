"""The services of other stores that run here."""

from __future__ import annotations

from semkg.vendors.table import Given, NameAlias, Program, ServiceAlias

_GAS = "http://www.bigdata.com/rdf/gas#"
_ANALYTICS = "com.bigdata.rdf.graph.analytics."
_UNTIL_CONVERGED = "scores are computed until they converge, which is what more iterations lead to"
_ONLY_LIMITS_WORK = "it only limits work"
_GAS_EDGES = (
    Given("program", ignored="it is the subject of the other properties"),
    Given("linkType", ours="edges"),
    Given(
        "traversalDirection",
        values={"Forward": "sk:natural", "Reverse": "sk:reversed", "Undirected": "sk:both"},
        ours="direction",
    ),
    Given(
        "linkAttrType",
        refused="weights of reified edges are not read: give the edges with their weights by a sub-query "
        "(SERVICE sk:reachable { ... { SELECT ?source ?target ?weight { ... } } })",
    ),
    Given("maxIterationsAfterTargets", ignored=_ONLY_LIMITS_WORK),
    Given("nthreads", ignored=_ONLY_LIMITS_WORK),
    Given("schedulerClass", ignored="the answer does not depend on how work is scheduled"),
)
_TRAVERSAL = Program(
    "reachable",
    (
        *_GAS_EDGES,
        Given("in", ours="source", more="start"),
        Given("out", ours="node"),
        Given("out1", ours="distance"),
        Given("out2", ours="previous"),
        Given("maxIterations", ours="maxLength"),
        Given("maxVisited", limit="distance"),
        Given("target", ours="target"),
    ),
)
_WHOLE_GRAPH = (
    *_GAS_EDGES,
    Given("in", refused="it is computed over the whole graph; filter what comes out instead"),
    Given("out", ours="node"),
    Given("maxIterations", ignored=_UNTIL_CONVERGED),
    Given("maxVisited", ignored=_ONLY_LIMITS_WORK),
)
BLAZEGRAPH = ServiceAlias(
    "Blazegraph",
    _GAS + "service",
    _GAS,
    {
        _ANALYTICS + "BFS": _TRAVERSAL,
        _ANALYTICS + "SSSP": _TRAVERSAL,
        _ANALYTICS + "CC": Program("component", (*_WHOLE_GRAPH, Given("out1", ours="component"))),
        _ANALYTICS + "PR": Program("pageRank", (*_WHOLE_GRAPH, Given("out1", ours="score"))),
    },
    chosen_by="gasClass",
    differs="Of several shortest paths to a node the one before it is on one, the first by name. A component is named "
    "by the first of its members. Ranks sum to 1 over the nodes.",
)

_PATH = "http://www.ontotext.com/path#"
_PATH_EDGES = (
    Given("sourceNode", ours="source"),
    Given("destinationNode", ours="target"),
    Given("maxPathLength", ours="maxLength"),
    Given("bidirectional", values={"true": "sk:both", "false": "sk:natural"}, ours="direction"),
    Given("poolingType", refused="there is one search: leave it out"),
)
_ONE_LENGTH = Given("minPathLength", refused="shortest paths have one length: filter them by it")
_FORTH = "{start} {predicate} {end} . BIND(TRIPLE({start}, {predicate}, {end}) AS {value})"
_BACK = "{end} {predicate} {start} . BIND(TRIPLE({end}, {predicate}, {start}) AS {value})"
_EACH_EDGE = (
    Given("pathIndex", ours="path"),
    Given("resultBindingIndex", ours="index"),
    Given("startNode", ours="start"),
    Given("endNode", ours="end"),
    Given(
        "propertyBinding",
        says="the predicate of each edge, a solution for each where there are several",
        follow="{start} {value} {end} .",
        follow_both="{ {start} {value} {end} } UNION "
        "{ {end} {value} {start} FILTER NOT EXISTS { {start} {value} {end} } }",
    ),
    Given(
        "resultBinding",
        says="each edge as the triple that it comes from",
        follow=_FORTH,
        follow_both=f"{{ {_FORTH} }} UNION {{ {_BACK} FILTER({{start}} != {{end}}) }}",
    ),
)
_ANY_LENGTH = Given("minPathLength", ours="minLength")
_ENDS = ("start", "end")
GRAPHDB_PATHS = ServiceAlias(
    "GraphDB",
    _PATH + "search",
    _PATH,
    {
        _PATH + "shortestPath": Program("pathEdge", (*_PATH_EDGES, _ONE_LENGTH, *_EACH_EDGE), edges=_ENDS),
        _PATH + "allPaths": Program("allPathsEdge", (*_PATH_EDGES, _ANY_LENGTH, *_EACH_EDGE), edges=_ENDS),
        _PATH + "cycle": Program(
            "cycleEdge",
            (
                *(given for given in _PATH_EDGES if given.ours != "target"),
                Given("destinationNode", refused="a cycle ends where it starts: leave it out"),
                _ANY_LENGTH,
                *_EACH_EDGE,
            ),
            edges=_ENDS,
        ),
        _PATH + "distance": Program(
            "distance",
            (
                *_PATH_EDGES,
                _ONE_LENGTH,
                Given("distanceBinding", ours="distance"),
                Given("startNode", ours="start"),
                Given("endNode", ours="end"),
            ),
            edges=_ENDS,
        ),
    },
    chosen_by="findPath",
    differs="A source or destination that nothing binds is an error: bind it by a triple pattern or VALUES. All paths "
    "and cycles visit no node twice; more than 10,000 of them for one pair of nodes are an error, as is a search "
    "that looks at more than 1e8 edges: give maxPathLength, or ask sk:allPaths with sk:paths for the first ones.",
)


def _no_weights(call: str) -> Given:
    return Given(
        "weight",
        refused="weights are not read from properties of edges: give the edges with their weights by a sub-query "
        f"({call} . {{ SELECT ?source ?target ?weight {{ ... }} }} }})",
    )


_VERTEX = Given("binding-vertex", ours="node")
_CHOSEN = (Given("graph", ours="graphs"), Given("edge-label", ours="edges"))
_OF_ALL = "it is a number of the whole graph: ask for binding-vertex and"


def _anzograph(name: str, program: Program | str, differs: str = "") -> ServiceAlias:
    return ServiceAlias("AnzoGraph", f"csi:{name}", "csi:", {"": program}, differs=differs)


ANZOGRAPH: tuple[ServiceAlias, ...] = (
    _anzograph(
        "page_rank",
        Program(
            "pageRank",
            (
                _VERTEX,
                Given("binding-rank", ours="score"),
                *_CHOSEN,
                Given("damping-factor", ours="damping"),
                Given("max-iterations", ignored=_UNTIL_CONVERGED),
                Given("tolerance", ignored="scores are computed until they change by 1e-12 in all"),
                _no_weights("SERVICE sk:pageRank { [] sk:node ?n ; sk:score ?s"),
            ),
        ),
    ),
    _anzograph(
        "shortest_path",
        Program(
            "reachable",
            (
                _VERTEX,
                Given("binding-predecessor", ours="previous"),
                Given("binding-distance", ours="distance"),
                Given("source-vertex", ours="source", required=True),
                Given("destination-vertex", ours="target"),
                Given("binding-source-vertex", follow="BIND({source} AS {value})", says="the source"),
                *_CHOSEN,
                _no_weights("SERVICE sk:reachable { [] sk:source :a ; sk:node ?n ; sk:weighted true"),
            ),
        ),
        differs="The source itself is a solution, at distance 0 and without a predecessor. Of several shortest paths "
        "to a node the predecessor is on one, the first by name.",
    ),
    _anzograph(
        "connected_components",
        Program("component", (_VERTEX, Given("binding-id", ours="component"), *_CHOSEN)),
        differs="A component is named by the first of its members, not by a number.",
    ),
    _anzograph(
        "triangles",
        Program(
            "triangles",
            (
                _VERTEX,
                Given("binding-vertex-triangle-count", ours="score"),
                Given(
                    "binding-clustering-coefficient",
                    follow="({node} {value}) sk:clustering (sk:edges {edges})",
                    says="`sk:clustering` over the same edges",
                ),
                Given("edge-label", ours="edges", required=True),
                Given("binding-triangle-count", refused=f"{_OF_ALL} a third of the sum of the counts"),
                Given(
                    "binding-average-clustering-coefficient",
                    refused=f"{_OF_ALL} the average of the coefficients",
                ),
            ),
        ),
    ),
    _anzograph("all_paths", "ask sk:allPaths, node by node, or sk:allPathsEdge, edge by edge"),
)

_ML = "http://aws.amazon.com/neptune/vocab/v01/services/ml#"
_ONE_MODEL = "the model is this store's own: the default one, or another by sk:model"
_PREDICTION = (
    Given("endpoint", ignored=_ONE_MODEL),
    Given("iamRoleArn", ignored=_ONE_MODEL),
    Given("batchSize", ignored=_ONLY_LIMITS_WORK),
    Given("timeout", ignored="nothing is called over the network; timeout_s limits the query"),
    Given("predicate", ours="predicate"),
    Given("limit", ours="k"),
    Given("outputClass", ours="class"),
    Given("outputScore", ours="score"),
    Given("threshold", follow="FILTER({score} >= {value})", says="the least `sk:score`"),
)
_NO_LITERALS = "values of properties are not predicted, only things: sk:predictObject"
NEPTUNE = ServiceAlias(
    "Neptune",
    _ML + "inference",
    _ML,
    {
        "OBJECT_PREDICTION": Program(
            "predictObject", (*_PREDICTION, Given("input", ours="subject"), Given("output", ours="object"))
        ),
        "SUBJECT_PREDICTION": Program(
            "predictSubject", (*_PREDICTION, Given("input", ours="object"), Given("output", ours="subject"))
        ),
        "OBJECT_CLASSIFICATION": _NO_LITERALS,
        "OBJECT_REGRESSION": _NO_LITERALS,
    },
    chosen_by="modelType",
    differs="A small graph is trained on first use, a large one by kg.train() or `semkg train`. What is known already "
    "is not predicted.",
)

SERVICES: tuple[ServiceAlias, ...] = (BLAZEGRAPH, GRAPHDB_PATHS, *ANZOGRAPH, NEPTUNE)

_RANK = "http://www.ontotext.com/owlim/RDFRank#"
_RANK_DIFFERS = "its values sum to 1 over the nodes and are not rounded; the order is what to rely on"
NAMES: tuple[NameAlias, ...] = (
    *(
        NameAlias("GraphDB", f"{_RANK}hasRDFRank{digits}", "pageRank", _RANK_DIFFERS)
        for digits in ("", 3, 4, 5)
    ),
    NameAlias("GraphDB", "http://www.ontotext.com/explicit", "asserted"),
    NameAlias("GraphDB", "http://www.ontotext.com/implicit", "inferred"),
)
COMPUTES = (_RANK + "compute", _RANK + "computeIncremental")
"""Triples with these predicates, inserted, have GraphDB compute ranks; here they are computed when asked for."""
INDEXES = "http://www.ontotext.com/graphdb/similarity/"
"""Triples with predicates in this namespace, inserted, have GraphDB build indexes."""

NAMESPACES = (
    "http://www.ontotext.com/",
    "http://www.bigdata.com/rdf/gas#",
    "csi:",
    "http://franz.com/ns/allegrograph/",
    "http://aws.amazon.com/neptune/vocab/",
    "tag:stardog:api:analytics:",
    "gas:service",
)
"""A text without any of these has nothing to translate."""
DECLARED = {"gas": _GAS}
"""Prefixes that their users do not declare."""
