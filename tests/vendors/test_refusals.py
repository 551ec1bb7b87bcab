"""What an alias cannot honour is an error that says so, with its place."""

# ruff: noqa: E501  # one case a line

from __future__ import annotations

import pytest

from semkg.errors import QueryError, SemkgError
from tests.chile import shared_chile
from tests.vendors.test_samples import GAS, LLM, ML, PATH, PROOF, RANK, SIM, SNA, SPA

BFS = 'gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.BFS" ; gas:out ?o ; gas:out1 ?d ;'
SP = "[] path:findPath path:shortestPath ; path:sourceNode :Arica ; path:destinationNode :Lima ;"
OP = "ml:config ml:modelType 'OBJECT_PREDICTION' ; ml:input :Arica ; ml:predicate :bus ; ml:output ?o ;"
ML_ = ML.replace("neptune-ml:", "ml:")

# Each case: the prefixes, the pattern (^ before the place of the error), and a part of the message.
CASES = [
    (
        GAS,
        f"SERVICE gas:service {{ {BFS} gas:in :Arica . ^FILTER(?d < 3) }}",
        "only properties are read inside of Blazegraph's call: move this out of it",
    ),
    (
        GAS,
        f"SERVICE gas:service {{ {BFS} gas:in :Arica . ^SERVICE <urn:x> {{ ?a ?b ?c }} }}",
        "one pattern of edges is taken",
    ),
    (
        SPA,
        "GRAPH spa:model { :m spa:arguments (:Arica) ; spa:predict ?y . ^BIND(1 AS ?one) }",
        "only properties are read inside of Stardog's call",
    ),
    (
        SNA,
        "?g ^sna:egoGroup (:bus :Arica 1) ; :p ?o . (?a ?c) sna:pageRankCentrality (:bus ?g)",
        "sna:egoGroup needs a statement of its own",
    ),
    (
        LLM,
        '(?u ?s) ^llm:nearestNeighbor (:Arica "store") ; :p ?o',
        "llm:nearestNeighbor needs a statement of its own",
    ),
    (GAS, "^SERVICE gas:service { gas:program gas:out ?o }", "Blazegraph's service needs gasClass"),
    (
        GAS,
        '^SERVICE gas:service { gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.FuzzySSSP" }',
        "FuzzySSSP of Blazegraph does not run here: what runs here is: com.bigdata.rdf.graph.analytics.BFS",
    ),
    (
        GAS,
        f"SERVICE gas:service {{ {BFS} gas:in :Arica ; ^gas:linkAttrType :w }}",
        "linkAttrType of Blazegraph cannot be honoured: weights of reified edges are not read",
    ),
    (
        GAS,
        f"?x :bus ?y SERVICE gas:service {{ {BFS} gas:in :Arica , ^?x }}",
        "sk:reachable needs a constant for sk:start, not a variable",
    ),
    (
        GAS,
        f'SERVICE gas:service {{ {BFS} gas:in :Arica ; gas:traversalDirection ^"Sideways" }}',
        "traversalDirection of Blazegraph is one of Forward, Reverse, Undirected, not Sideways",
    ),
    (
        GAS,
        f"SERVICE gas:service {{ {BFS} gas:in :Arica ; ^gas:out9 ?x }}",
        "out9 of Blazegraph is not known for reachable; known are: in, linkType",
    ),
    (
        GAS,
        f"SERVICE gas:service {{ {BFS} gas:in :Arica ; ^:other ?x }}",
        ":other is no property of Blazegraph's service <http://www.bigdata.com/rdf/gas#service>",
    ),
    (
        GAS,
        f"?s :bus ?x ^SERVICE gas:service {{ {BFS} gas:in ?s ; gas:maxVisited 5 }}",
        "kept for constant start nodes only",
    ),
    (
        GAS,
        f"SERVICE gas:service {{ {BFS} gas:in :Arica ; ^gas:maxIterations 2 , 3 }}",
        "sk:reachable gets maxLength twice",
    ),
    (
        GAS,
        'SERVICE gas:service { gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.CC" ; gas:out ?o ; ^gas:in :Arica }',
        "in of Blazegraph cannot be honoured: it is computed over the whole graph",
    ),
    (
        PATH,
        "^SERVICE path:search { [] path:findPath path:anyPath ; path:sourceNode :Arica }",
        "anyPath of GraphDB does not run here: what runs here is: http://www.ontotext.com/path#shortestPath",
    ),
    (
        PATH,
        "SERVICE path:search { [] path:findPath path:cycle ; path:sourceNode :Arica ; ^path:destinationNode :Lima }",
        "destinationNode of GraphDB cannot be honoured: a cycle ends where it starts",
    ),
    (
        PATH,
        "SERVICE ^path:search { [] path:findPath path:allPaths ; path:sourceNode :Arica ; path:destinationNode ?any ; path:endNode ?e }",
        "?any, an input of sk:allPathsEdge, is not bound",
    ),
    (
        PATH,
        "SERVICE path:search { [] path:findPath path:allPaths ; path:sourceNode :Arica ; path:destinationNode :Lima ; path:pathIndex ?i ; path:minPathLength ^-1 }",
        "minLength must be at least 0, not -1",
    ),
    (
        PATH,
        f"SERVICE path:search {{ {SP} path:startNode ?s ; ^path:minPathLength 3 }}",
        "minPathLength of GraphDB cannot be honoured",
    ),
    (
        PATH,
        f"SERVICE path:search {{ {SP} path:pathIndex ?i . ^SERVICE <urn:path> {{ ?a :bus ?b }} }}",
        "one pattern of edges is taken, between variables that startNode and endNode name",
    ),
    (
        PATH,
        f"^SERVICE path:search {{ {SP} path:resultBinding ?edge }}",
        "this needs a variable of its own: name the variables instead of SELECT *",
    ),
    (
        PATH,
        "SERVICE ^path:search { [] path:findPath path:shortestPath ; path:sourceNode ?a ; path:destinationNode :Lima ; path:startNode ?s }",
        "?a, an input of sk:pathEdge, is not bound",
    ),
    (
        "",
        "SERVICE <csi:page_rank> { [] <csi:binding-vertex> ?n ; <csi:binding-rank> ?r ; ^<csi:weight> :w }",
        "weight of AnzoGraph cannot be honoured",
    ),
    (
        "",
        "^SERVICE <csi:all_paths> { [] <csi:binding-vertex> ?n ; <csi:source> :Arica }",
        "<csi:all_paths> of AnzoGraph does not run here: ask sk:allPaths",
    ),
    (
        "",
        "^SERVICE <csi:shortest_path> { [] <csi:binding-vertex> ?n }",
        "<csi:shortest_path> of AnzoGraph needs source-vertex",
    ),
    (
        "",
        "SERVICE <csi:triangles> { [] ^<csi:binding-triangle-count> ?n ; <csi:edge-label> :bus }",
        "binding-triangle-count of AnzoGraph cannot be honoured: it is a number of the whole graph",
    ),
    ("", "SERVICE ^<csi:betweenness> { [] <csi:binding-vertex> ?n }", "SERVICE <csi:betweenness> is refused"),
    (
        ML_,
        "^SERVICE ml:inference { ml:config ml:modelType 'OBJECT_REGRESSION' ; ml:input :Arica }",
        "OBJECT_REGRESSION of Neptune does not run here: values of properties are not predicted",
    ),
    (
        ML_,
        f"SERVICE ml:inference {{ {OP} ^ml:modelName 'm' }}",
        "modelName of Neptune is not known for predictObject; known are: batchSize",
    ),
    (ML_, f"^SERVICE ml:inference {{ {OP} ml:threshold 0.5 }}", "this needs a variable of its own"),
    (
        SIM,
        "?s a inst:i ; ^similarity:searchTerm 'war' ; similarity:documentResult ?r . ?r similarity:value ?v",
        "similarity:searchTerm of GraphDB similarity cannot be honoured here",
    ),
    (
        SIM,
        "?s a inst:i ; ^psi:givenSubject :a ; psi:resultObject ?r",
        "psi:givenSubject cannot be honoured here: it belongs to no search that runs",
    ),
    (PROOF, "?c ^proof:rule ?r", "proof:rule cannot be honoured here"),
    (
        SIM,
        "?s a inst:i ; similarity:searchDocumentID :Arica ; similarity:searchParameters ^'-termweight idf' ; similarity:documentResult ?r . ?r similarity:value ?v",
        "-termweight idf of GraphDB's searchParameters cannot be honoured",
    ),
    (
        SIM,
        "?s a inst:i ; similarity:searchDocumentID :Arica ; similarity:searchParameters ^'-numsearchresults' ; similarity:documentResult ?r",
        "-numsearchresults of GraphDB's searchParameters cannot be honoured",
    ),
    (
        PROOF,
        "?c proof:explain (:a :b :c) ; proof:rule ?r ; proof:context ^?g",
        "proof:context needs proof:subject, proof:predicate and proof:object",
    ),
    (
        PROOF,
        "?c proof:explain (:a :b :c) ; ^proof:premise ?g",
        "proof:premise of GraphDB's proofs cannot be honoured",
    ),
    (
        SNA,
        "(?a ?c) sna:pageRankCentrality (:bus ^?g)",
        "groups are made here by sna:egoGroup in the same pattern",
    ),
    (
        SNA,
        "?g sna:egoGroup (:knowsNobody :Arica 1) . (?a ?c) sna:pageRankCentrality (^:knowsNobody ?g)",
        ":knowsNobody is no predicate of this graph: generators are defined inside AllegroGraph",
    ),
    (
        SNA,
        "?x :bus ?y . ?g sna:egoGroup (:bus ^?x 1) . (?a ?c) sna:pageRankCentrality (:bus ?g)",
        "sna:egoGroup runs here around a constant node",
    ),
    (
        SNA,
        "?g sna:egoGroup (^:knowsNobody :Arica 1) . (?a ?c) sna:pageRankCentrality (:bus ?g)",
        ":knowsNobody is no predicate of this graph",
    ),
    (
        SNA,
        "?g ^sna:egoGroup :Arica . (?a ?c) sna:pageRankCentrality (:bus ?g)",
        "sna:egoGroup takes (generator node)",
    ),
    (
        SNA,
        "?g sna:egoGroup (:bus :Arica) . (?a ?c) ^sna:actorDegreeCentrality ?g",
        "sna:actorDegreeCentrality takes (?actor ?centrality) and (generator ?group)",
    ),
    (
        SNA,
        "?n ^sna:nodalDegree (:bus :Arica)",
        "sna:nodalDegree of AllegroGraph does not run here; what does is: sna:egoGroup, sna:members, sna:nodalNeighbors, ",
    ),
    (SNA, "?n ^sna:nodalNeighbors :Arica", "sna:nodalNeighbors takes (generator node)"),
    (SNA, "?n ^sna:nodalNeighbors (:bus ?of)", "?of, an input of sk:reachable, is not bound"),
    (SNA, "?m sna:members ^?nothing", "AllegroGraph's groups are made here by sna:egoGroup"),
    (
        SPA,
        "GRAPH spa:model { :m spa:arguments (?all) ; spa:predict ?y } { SELECT (^spa:set(?x) AS ?all) { :Arica :bus ?x } }",
        "sets of features are not compared here: give spa:arguments the node",
    ),
    (LLM, '(?u ?s) llm:nearestNeighbor (^"a text" "store" 3)', "there are no vectors of texts here"),
    (LLM, "(?u ?s) ^llm:nearestNeighbor ()", "llm:nearestNeighbor needs a node"),
    (LLM, '(?u ?s ^?text) llm:nearestNeighbor (:Arica "store" 3)', "there are no texts here"),
    (
        LLM,
        '(?u ?s) llm:nearestNeighbor (:Arica "store" 3 0.1 ^?selector)',
        "a selector of AllegroGraph cannot be honoured",
    ),
    (
        LLM,
        '(?u ?s) llm:nearestNeighbor (:Arica "store" kw:filter ^3)',
        "kw:filter of AllegroGraph cannot be honoured",
    ),
    (
        LLM,
        "(?r ?s) ^llm:askMyDocuments ('why' 'store')",
        "llm:askMyDocuments of AllegroGraph does not run here",
    ),
    (
        SPA,
        "^GRAPH spa:model { :m spa:arguments (?genres ?directors) ; spa:predict ?y }",
        "spa:model runs here for one argument, a node",
    ),
    (
        SPA,
        "GRAPH spa:model { :m spa:arguments (:Arica) ; spa:predict ?y ; spa:parameters [ ^spa:metric 'x' ] }",
        "only spa:limit can be honoured",
    ),
    (
        SPA,
        "GRAPH spa:model { :m spa:arguments (:Arica) ; spa:predict ?y ; spa:parameters [ spa:limit ^2.5 ] }",
        "k must be a whole number, not 2.5",
    ),
    (
        SPA,
        "GRAPH spa:model { :m spa:arguments (:Arica) ; spa:predict ?y ; spa:parameters ^?these }",
        "spa:parameters of Stardog are read where they stand",
    ),
    (
        SPA,
        "GRAPH spa:model { :m spa:arguments (:Arica) ; spa:predict ?y ; ^spa:explain ?z }",
        "spa:explain of Stardog cannot be honoured",
    ),
    (SPA, "?m ^spa:predict ?y", "spa:predict of Stardog stands in GRAPH spa:model"),
    (SPA, "GRAPH ^spa:model { :m spa:arguments (:Arica) ; spa:predict ?y }", "there is no model"),
]


@pytest.mark.parametrize(("prefixes", "pattern", "message"), CASES)
def test_what_cannot_be_honoured_is_refused(prefixes: str, pattern: str, message: str) -> None:
    head = f"PREFIX : <https://w3id.org/semkg/example/chile#> {prefixes} SELECT * {{\n"
    place = pattern.find("^")

    with pytest.raises(SemkgError) as caught:
        list(shared_chile().query(f"{head}{pattern.replace('^', '')} }}"))  # type: ignore[arg-type]  # solutions

    assert message in str(caught.value)
    if isinstance(caught.value, QueryError) and place >= 0:
        assert f"line 2, column {place + 1}:" in str(caught.value)


LATE = {
    "a value of the wrong kind": (
        GAS,
        f'SERVICE gas:service {{ {BFS} gas:in :Arica ; gas:maxIterations ^"many" }}',
        "maxLength must be a number",
    ),
    "a value out of range": (
        "",
        "SERVICE <csi:page_rank> { [] <csi:binding-vertex> ?n ; <csi:binding-rank> ?r ; <csi:damping-factor> ^2 }",
        "damping must be at least 0 and below 1",
    ),
    "a value out of range, after another translated part": (
        SNA,
        "?g sna:egoGroup (:bus :Arica 1) . (?a ?c) sna:pageRankCentrality (:bus ?g ^1.5)",
        "damping must be at least 0 and below 1",
    ),
    "a literal where a node is due": (
        PATH,
        'SERVICE path:search { [] path:findPath path:distance ; path:sourceNode ^"Arica" ; path:destinationNode :Lima ; path:distanceBinding ?d }',
        "source must be a node",
    ),
    "a property given twice": (
        ML_,
        f"SERVICE ml:inference {{ {OP} ml:limit 3 ; ^ml:limit 4 }}",
        "sk:predictObject gets k twice",
    ),
    "an unbound variable": (LLM, "(?u ?s) ^llm:nearestNeighbor (?nobody 'store' 3)", "?nobody, an input of"),
    "an unbound variable of a triple to prove": (
        PROOF,
        "?c ^proof:explain (?s :bus :Lima) ; proof:rule ?rule",
        "?s, an input of sk:explain, is not bound",
    ),
    "a word of ours after one of theirs": (
        RANK,
        "?n rank:hasRDFRank ?r ; rank:hasRDFRank3 ?r3 . ?n ^sk:hub2 ?h",
        "unknown predicate sk:hub2",
    ),
    "what Oxigraph refuses after one of theirs": (
        RANK,
        "?n rank:hasRDFRank ?r . BIND(1 AS ^?r)",
        "?r is bound already",
    ),
    "a word of ours after one of theirs, in a pattern of edges": (
        PATH + RANK,
        f"SERVICE path:search {{ {SP} path:startNode ?s ; path:endNode ?e . SERVICE <urn:p> {{ ?s :bus ?e ; rank:hasRDFRank ?r ; ^sk:hub2 ?h }} }}",
        "unknown predicate sk:hub2",
    ),
    "a function that fails": (
        GAS,
        f"SERVICE ^gas:service {{ {BFS} gas:in :Arica ; gas:linkType :bus ; gas:linkType :flight }} ?o ?p ?q . ?q a :City",
        "sk:reachable failed: more than 3 rows",
    ),
}


@pytest.mark.parametrize("name", LATE)
def test_what_fails_after_the_translation_is_told_at_its_place_in_what_was_written(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("semkg.functions.paths.MOST_ROWS", 3)
    prefixes, pattern, message = LATE[name]
    place, line = pattern.index("^"), pattern.replace("^", "")
    before = f"PREFIX : <https://w3id.org/semkg/example/chile#> {prefixes} SELECT * {{"

    with pytest.raises(QueryError) as caught:
        list(shared_chile().query(f"{before}\n?x a :City .\n{line}\n}}"))  # type: ignore[arg-type]  # solutions

    head, shown, pointer = str(caught.value).split("\n")
    assert head.startswith(f"line 3, column {place + 1}: ")
    assert message in head
    assert shown[2:] in line
    assert line.index(shown[2:]) + pointer.index("^") - 2 == place


def test_what_fails_in_a_translated_update_is_told_at_its_place() -> None:
    update = f"{RANK} INSERT {{ ?n <http://x/r> ?r }} WHERE {{ ?n rank:hasRDFRank ?r .\n ?n rank:hasRDFRank5 ?q ; sk:hub2 ?h }}"

    with pytest.raises(QueryError) as caught:
        shared_chile().update(update)

    assert "line 2, column 27: unknown predicate sk:hub2" in str(caught.value)


@pytest.mark.parametrize("words", ["PATHS", "PATHS ALL", "PATHS SHORTEST CYCLIC", "PATHS FROM <http://x/g>"])
def test_paths_of_stardog_are_refused_with_what_does_run(words: str) -> None:
    with pytest.raises(QueryError, match=r"line 2, column 1: PATHS of Stardog .* sk:allPaths \(:a :b\)"):
        shared_chile().query(f"PREFIX : <http://x/>\n{words} START ?s = :a END ?e = :b VIA :p MAX LENGTH 3")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'PATHS ALL START' }",
        "SELECT * { ?s ?p ?PATHS } # PATHS START",
        "SELECT (COALESCE(1) AS ?x) { FILTER(STRLEN('PATHS START') > 0) }",
    ],
)
def test_paths_in_sparql_are_nothing_special(text: str) -> None:
    list(shared_chile().query(text))  # type: ignore[arg-type]  # solutions


def test_messages_differ() -> None:
    messages = [message for _, _, message in CASES]

    assert len(set(messages)) >= len(messages) - 2


@pytest.mark.parametrize(
    ("update", "message"),
    [
        (f'{SIM} INSERT DATA {{ inst:i similarity:rebuildIndex "" }}', "no indexes of similarity here"),
        (
            f"{SPA} INSERT {{ GRAPH spa:model {{ <http://x/m> a spa:SimilarityModel ; spa:predict ?x }} }} WHERE {{ ?x ?p ?o }}",
            "Stardog's models are not trained here: kg.train",
        ),
    ],
)
def test_updates_that_build_what_is_not_here_are_refused(update: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        shared_chile().update(update)
