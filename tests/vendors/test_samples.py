"""Queries in the shape that each store documents, and what they mean here."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from semkg import KnowledgeGraph
from semkg.query import Source
from semkg.vendors import translate_query
from tests.chile import place, select, shared_chile

RANK = "PREFIX rank: <http://www.ontotext.com/owlim/RDFRank#>"
PATH = "PREFIX path: <http://www.ontotext.com/path#>"
SIM = (
    "PREFIX similarity: <http://www.ontotext.com/graphdb/similarity/> "
    "PREFIX inst: <http://www.ontotext.com/graphdb/similarity/instance/> "
    "PREFIX psi: <http://www.ontotext.com/graphdb/similarity/psi/>"
)
PROOF = "PREFIX proof: <http://www.ontotext.com/proof/>"
GAS = "PREFIX gas: <http://www.bigdata.com/rdf/gas#>"
SNA = "PREFIX sna: <http://franz.com/ns/allegrograph/4.11/sna/>"
LLM = "PREFIX llm: <http://franz.com/ns/allegrograph/8.0.0/llm/> PREFIX kw: <http://franz.com/ns/keyword#>"
ML = "PREFIX neptune-ml: <http://aws.amazon.com/neptune/vocab/v01/services/ml#>"
SPA = "PREFIX spa: <tag:stardog:api:analytics:>"

SAMPLES = {
    "GraphDB RDF Rank": (
        f"{RANK} SELECT ?n ?r {{ ?n a :City ; rank:hasRDFRank ?r }} ORDER BY DESC(?r) LIMIT 3",
        "SELECT ?n ?r { ?n a :City ; sk:pageRank ?r } ORDER BY DESC(?r) LIMIT 3",
    ),
    "GraphDB RDF Rank, more digits": (
        f"{RANK} SELECT ?n {{ ?n rank:hasRDFRank5 ?r . ?n a :City FILTER(?r > 0) }}",
        "SELECT ?n { ?n sk:pageRank ?r . ?n a :City }",
    ),
    "GraphDB explicit statements": (
        "SELECT ?s ?o FROM <http://www.ontotext.com/explicit> { ?s :bus ?o }",
        "SELECT ?s ?o FROM sk:asserted { ?s :bus ?o }",
    ),
    "GraphDB implicit statements": (
        "SELECT ?s ?o FROM <http://www.ontotext.com/implicit> { ?s a ?o }",
        "SELECT ?s ?o FROM sk:inferred { ?s a ?o }",
    ),
    "GraphDB shortest paths": (
        f"""{PATH} SELECT ?pathIndex ?edgeIndex ?start ?end {{
          VALUES (?src ?dst) {{ (:TorresDelPaine :MoonValley) }}
          SERVICE path:search {{
            [] path:findPath path:shortestPath ;
               path:sourceNode ?src ; path:destinationNode ?dst ;
               path:pathIndex ?pathIndex ; path:resultBindingIndex ?edgeIndex ;
               path:startNode ?start ; path:endNode ?end ;
          }} }}""",
        """SELECT ?pathIndex ?edgeIndex ?start ?end {
          (?start ?end ?edgeIndex ?pathIndex) sk:pathEdge (:TorresDelPaine :MoonValley) }""",
    ),
    "GraphDB shortest paths over one predicate, both ways": (
        f"""{PATH} SELECT ?start ?end ?index ?path {{
          SERVICE path:search {{
            <urn:path> path:findPath path:shortestPath ; path:sourceNode :MoonValley ;
              path:destinationNode :Arica ; path:pathIndex ?path ; path:startNode ?start ;
              path:endNode ?end ; path:maxPathLength 30 ; path:bidirectional true ; path:resultBindingIndex ?index .
            SERVICE <urn:path> {{ ?start :bus ?end }}
          }} }}""",
        """SELECT ?start ?end ?index ?path { (?start ?end ?index ?path) sk:pathEdge
          (:MoonValley :Arica sk:edges :bus sk:direction sk:both sk:regime sk:entailed) }""",
    ),
    "GraphDB shortest paths over a pattern that has another name of theirs in it": (
        f"""{PATH} {SNA} {RANK} SELECT ?start ?end ?index {{
          SERVICE path:search {{
            <urn:path> path:findPath path:shortestPath ; path:sourceNode :MoonValley ;
              path:destinationNode :Arica ; path:startNode ?start ; path:endNode ?end ;
              path:resultBindingIndex ?index .
            SERVICE <urn:path> {{ ?start rank:hasRDFRank ?rank . ?end sna:nodalNeighbors (:bus ?start) }}
          }} }}""",
        """SELECT ?start ?end ?index { SERVICE sk:pathEdge { [] sk:source :MoonValley ; sk:target :Arica ;
          sk:start ?start ; sk:end ?end ; sk:index ?index .
          { SELECT ?source ?target { ?source :bus|^:bus ?target } } } }""",
    ),
    "GraphDB all paths": (
        f"""{PATH} SELECT ?pathIndex ?edgeIndex ?start ?end {{
          VALUES (?src ?dst) {{ (:TorresDelPaine :MoonValley) }}
          SERVICE path:search {{
            <urn:path> path:findPath path:allPaths ; path:sourceNode ?src ; path:destinationNode ?dst ;
               path:minPathLength 4 ; path:maxPathLength 12 ; path:pathIndex ?pathIndex ;
               path:resultBindingIndex ?edgeIndex ; path:startNode ?start ; path:endNode ?end .
          }} }}""",
        """SELECT ?pathIndex ?edgeIndex ?start ?end { (?start ?end ?edgeIndex ?pathIndex) sk:allPathsEdge
          (:TorresDelPaine :MoonValley sk:minLength 4 sk:maxLength 12) }""",
    ),
    "GraphDB all paths over one predicate": (
        f"""{PATH} SELECT ?pathIndex ?start ?end {{ SERVICE <http://www.ontotext.com/path#search> {{
          <urn:path> path:findPath path:allPaths ; path:sourceNode :Calama ; path:destinationNode :Arica ;
            path:pathIndex ?pathIndex ; path:startNode ?start ; path:endNode ?end ; path:bidirectional true ;
            path:maxPathLength 20 . SERVICE <urn:path> {{ ?start :bus ?end }} }} }}""",
        """SELECT ?pathIndex ?start ?end { (?start ?end ?i ?pathIndex) sk:allPathsEdge
          (:Calama :Arica sk:edges :bus sk:direction sk:both sk:regime sk:entailed sk:maxLength 20) }""",
    ),
    "GraphDB cycles": (
        f"""{PATH} SELECT ?edge ?index ?path {{ VALUES (?src) {{ (:Arica) }}
          SERVICE <http://www.ontotext.com/path#search> {{
          <urn:path> path:findPath path:cycle ; path:sourceNode ?src ; path:resultBinding ?edge ;
            path:pathIndex ?path ; path:resultBindingIndex ?index ; path:maxPathLength 6 . }} }}""",
        """SELECT ?edge ?index ?path { (?s ?e ?index ?path) sk:cycleEdge (:Arica sk:maxLength 6) .
          ?s ?p ?e . BIND(TRIPLE(?s, ?p, ?e) AS ?edge) }""",
    ),
    "GraphDB distance": (
        f"""{PATH} SELECT ?d {{ SERVICE path:search {{ <urn:path> path:findPath path:distance ;
          path:sourceNode :Arica ; path:destinationNode :PuertoVaras ; path:distanceBinding ?d }} }}""",
        "SELECT (sk:distance(:Arica, :PuertoVaras) AS ?d) {}",
    ),
    "GraphDB text similarity from a document": (
        f"""{SIM} SELECT ?documentID ?score {{
          ?search a inst:my_index ; similarity:searchDocumentID :Arica ; similarity:searchParameters "" ;
            similarity:documentResult ?result .
          ?result similarity:value ?documentID ; similarity:score ?score . }}""",
        "SELECT ?documentID ?score { (?documentID ?score) sk:similarTo (:Arica 20) }",
    ),
    "GraphDB predication similarity": (
        f"""{SIM} SELECT ?entity ?score {{
          ?search a inst:my_index ; psi:searchEntity :Arica ;
            similarity:searchParameters "-numsearchresults 8" ; psi:entityResult ?result .
          ?result similarity:value ?entity ; similarity:score ?score }}""",
        "SELECT ?entity ?score { (?entity ?score) sk:similarTo (:Arica 8) }",
    ),
    "GraphDB proofs": (
        f"""{PROOF} SELECT ?rule ?s ?p ?o {{
          VALUES (?subject ?predicate ?object) {{ (:SanPedro rdf:type :Place) }}
          ?ctx proof:explain (?subject ?predicate ?object) .
          ?ctx proof:rule ?rule . ?ctx proof:subject ?s . ?ctx proof:predicate ?p . ?ctx proof:object ?o . }}""",
        """SELECT ?rule ?s ?p ?o { (?rule ?s0 ?p0 ?o0 0) sk:explain (:SanPedro rdf:type :Place) .
          (?r1 ?s ?p ?o 1) sk:explain (:SanPedro rdf:type :Place) }""",
    ),
    "GraphDB proofs of what was written": (
        f"""{PROOF} SELECT ?rule ?s ?o {{ ?subject :bus ?object .
          ?ctx proof:explain (?subject :bus ?object) ; proof:rule ?rule ; proof:subject ?s ; proof:object ?o }}""",
        """SELECT ("explicit" AS ?rule) ?s ?o FROM sk:asserted { ?s :bus ?o }""",
    ),
    "Blazegraph BFS": (
        f"""{GAS} SELECT ?out ?depth ?pred {{ SERVICE gas:service {{
          gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.BFS" .
          gas:program gas:in :Arica . gas:program gas:out ?out . gas:program gas:out1 ?depth .
          gas:program gas:out2 ?pred . gas:program gas:maxIterations 2 . }} }}""",
        "SELECT ?out ?depth ?pred { (?out ?depth ?pred) sk:reachable (:Arica sk:maxLength 2) }",
    ),
    "Blazegraph SSSP over one predicate, as Wikidata writes it": (
        """SELECT ?out ?depth { SERVICE gas:service {
          gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.SSSP" ; gas:in :Arica ;
            gas:traversalDirection "Undirected" ; gas:out ?out ; gas:out1 ?depth ; gas:linkType :bus ;
            gas:maxIterations 4 . } }""",
        """SELECT ?out ?depth { (?out ?depth) sk:reachable
          (:Arica sk:edges :bus sk:direction sk:both sk:maxLength 4) }""",
    ),
    "Blazegraph BFS from several nodes": (
        f"""{GAS} SELECT ?out ?depth ?pred {{ SERVICE gas:service {{
          gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.BFS" ; gas:in :Arica ;
            gas:in :Calama , :PuertoVaras ;
            gas:out ?out ; gas:out1 ?depth ; gas:out2 ?pred ; gas:maxIterations 3 }} }}""",
        """SELECT ?out ?depth ?pred { (?out ?depth ?pred) sk:reachable
          (:Arica sk:start :Calama sk:start :PuertoVaras sk:maxLength 3) }""",
    ),
    "Blazegraph SSSP to a target, as Wikidata writes it": (
        """SELECT ?out ?depth ?pred { SERVICE gas:service {
          gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.SSSP" ; gas:in :TorresDelPaine ;
            gas:target :MoonValley ; gas:out ?out ; gas:out1 ?depth ; gas:out2 ?pred ; gas:maxIterations 10 ;
            gas:maxVisited 10000 } }""",
        """SELECT ?out ?depth ?pred { (?out ?depth ?pred) sk:reachable
          (:TorresDelPaine sk:target :MoonValley sk:maxLength 10) }""",
    ),
    "Blazegraph connected components": (
        f"""{GAS} SELECT ?v ?c {{ SERVICE gas:service {{
          gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.CC" ; gas:out ?v ; gas:out1 ?c }} }}""",
        "SELECT ?v ?c { ?v sk:component ?c }",
    ),
    "Blazegraph PageRank": (
        f"""{GAS} SELECT ?v ?r {{ SERVICE gas:service {{
          gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.PR" ; gas:out ?v ; gas:out1 ?r ;
            gas:linkType :bus ; gas:linkType :flight ; gas:maxIterations 20 }} }}""",
        "SELECT ?v ?r { (?v ?r) sk:pageRank (sk:edges :bus sk:edges :flight) }",
    ),
    "AnzoGraph PageRank": (
        """SELECT ?n ?r { SERVICE <csi:page_rank> { [] <csi:binding-vertex> ?n ; <csi:binding-rank> ?r ;
          <csi:edge-label> :bus ; <csi:damping-factor> 0.5 ; <csi:max-iterations> 50 } }""",
        "SELECT ?n ?r { (?n ?r) sk:pageRank (sk:edges :bus sk:damping 0.5) }",
    ),
    "AnzoGraph shortest paths to everything": (
        """SELECT ?s ?n ?before ?d { SERVICE <csi:shortest_path> { [] <csi:binding-source-vertex> ?s ;
          <csi:binding-vertex> ?n ; <csi:binding-predecessor> ?before ; <csi:binding-distance> ?d ;
          <csi:source-vertex> :Arica ; <csi:edge-label> :bus } }""",
        """SELECT ?s ?n ?before ?d { (?n ?d ?before) sk:reachable (:Arica sk:edges :bus) BIND(:Arica AS ?s) }""",
    ),
    "AnzoGraph shortest path to a destination": (
        """SELECT ?n ?before ?d { SERVICE <csi:shortest_path> { [] <csi:binding-vertex> ?n ;
          <csi:binding-predecessor> ?before ; <csi:binding-distance> ?d ; <csi:source-vertex> :TorresDelPaine ;
          <csi:destination-vertex> :MoonValley } }""",
        """SELECT ?n ?before ?d { (?n ?d ?before) sk:reachable (:TorresDelPaine sk:target :MoonValley) }""",
    ),
    "AnzoGraph connected components": (
        """SELECT ?n ?c { SERVICE <csi:connected_components> { [] <csi:binding-vertex> ?n ;
          <csi:binding-id> ?c ; <csi:edge-label> :bus } }""",
        "SELECT ?n ?c { (?n ?c) sk:component (sk:edges :bus) }",
    ),
    "AnzoGraph triangles of each node": (
        """SELECT ?n ?t ?c { SERVICE <csi:triangles> { [] <csi:binding-vertex> ?n ;
          <csi:binding-vertex-triangle-count> ?t ; <csi:binding-clustering-coefficient> ?c ;
          <csi:edge-label> :bus ; <csi:edge-label> :flight } }""",
        """SELECT ?n ?t ?c { (?n ?t) sk:triangles (sk:edges :bus sk:edges :flight) .
          (?n ?c) sk:clustering (sk:edges :flight sk:edges :bus) }""",
    ),
    "AllegroGraph members of groups": (
        f"""{SNA} SELECT ?node ?member {{ ?node a :Town . ?group sna:egoGroup (:bus ?node 2) .
          ?member sna:members ?group }}""",
        """SELECT ?node ?member { ?node a :Town .
          ?member sk:reachable (?node sk:edges :bus sk:direction sk:both sk:maxLength 2) }""",
    ),
    "AllegroGraph neighbours": (
        f"{SNA} SELECT ?node ?other {{ ?other sna:nodalNeighbors (:bus ?node) . ?node a :City }}",
        "SELECT DISTINCT ?node ?other { ?node :bus|^:bus ?other . ?node a :City }",
    ),
    "AllegroGraph nearest neighbours of a node": (
        f'{LLM} SELECT ?uri ?score {{ (?uri ?score) llm:nearestNeighbor (:Arica "my-store" 5 0.1) }}',
        "SELECT ?uri ?score { (?uri ?score) sk:similarTo (:Arica 5 0.1) }",
    ),
    "AllegroGraph nearest neighbours by keyword": (
        f'{LLM} SELECT ?uri {{ (?uri ?score) llm:nearestNeighbor (:Arica "s" kw:topN 4 kw:minScore 0.0) }}',
        "SELECT ?uri { (?uri ?score) sk:similarTo (:Arica 4 0.0) }",
    ),
    "Neptune object prediction": (
        f"""{ML} SELECT * {{ ?input a :City . SERVICE neptune-ml:inference {{
          neptune-ml:config neptune-ml:modelType 'OBJECT_PREDICTION' ; neptune-ml:input ?input ;
            neptune-ml:predicate :bus ; neptune-ml:output ?output ; neptune-ml:outputClass :City . }} }}""",
        "SELECT * { ?input a :City . (?output) sk:predictObject (?input :bus sk:class :City) }",
    ),
    "Neptune object prediction with all settings": (
        f"""{ML} SELECT ?output ?score {{ SERVICE neptune-ml:inference {{
          neptune-ml:config neptune-ml:endpoint 'e' ; neptune-ml:iamRoleArn 'arn:aws:iam::0:role/r' ;
            neptune-ml:limit "5"^^xsd:integer ; neptune-ml:batchSize "40"^^xsd:integer ;
            neptune-ml:threshold "0.1"^^xsd:double ; neptune-ml:timeout "1000"^^xsd:integer ;
            neptune-ml:outputScore ?score ; neptune-ml:modelType 'OBJECT_PREDICTION' ;
            neptune-ml:input :PuertoVaras ; neptune-ml:predicate :bus ; neptune-ml:output ?output . }} }}""",
        """SELECT ?output ?score { (?output ?score) sk:predictObject (:PuertoVaras :bus 5)
          FILTER(?score >= 0.1) }""",
    ),
    "Neptune subject prediction": (
        f"""{ML} SELECT ?output {{ SERVICE neptune-ml:inference {{
          neptune-ml:config neptune-ml:modelType 'SUBJECT_PREDICTION' ; neptune-ml:input :Calama ;
            neptune-ml:predicate :bus ; neptune-ml:output ?output ; neptune-ml:outputClass :City ; }} }}""",
        "SELECT ?output { (?output) sk:predictSubject (:bus :Calama sk:class :City) }",
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_query_of_theirs_answers_like_ours(name: str) -> None:
    theirs, ours = SAMPLES[name]
    kg = shared_chile()

    found, wanted = (
        sorted(
            tuple(None if value is None else _value(value) for value in (row[column] for column in columns))
            for row in rows
        )
        for rows, columns in ((select(kg, theirs), _columns(ours)), (select(kg, ours), _columns(ours)))
    )

    assert found == wanted
    assert found


def _columns(ours: str) -> list[str]:
    head = ours.split("{")[0].replace("SELECT", "")
    if "*" in head:
        return ["input", "output"]
    return [word.strip("?()") for word in head.split() if word.startswith("?") and word != "?place"]


def _value(term: ox.NamedNode | ox.Literal) -> str:
    return (
        f"{float(term.value):.9f}" if isinstance(term, ox.Literal) and term.value[:1].isdigit() else str(term)
    )


def test_edges_of_paths_come_with_their_predicates() -> None:
    rows = select(
        shared_chile(),
        f"""{PATH} SELECT ?edgeIndex ?edge {{ SERVICE path:search {{
          [] path:findPath path:shortestPath ; path:sourceNode :TorresDelPaine ; path:destinationNode :MoonValley ;
             path:pathIndex ?pathIndex ; path:resultBindingIndex ?edgeIndex ; path:resultBinding ?edge . }} }}
        ORDER BY ?edgeIndex""",
    )

    edges = [(int(row["edgeIndex"].value), row["edge"]) for row in rows]
    ways = shared_chile().shortest_paths(place("TorresDelPaine"), place("MoonValley"))
    assert {index for index, _ in edges} == set(range(len(ways[0]) - 1))
    for index, edge in edges:
        assert (edge.subject, edge.object) in {(way[index], way[index + 1]) for way in ways}
    assert {edge.predicate.value.rpartition("#")[2] for _, edge in edges} >= {"bus"}


def test_edges_that_are_followed_backwards_are_given_as_they_were_written() -> None:
    kg = KnowledgeGraph()
    kg.load(b"@prefix : <http://x/> . :a :p :b . :c :q :b . :c :p :c .", "ttl")

    rows = select(
        kg,
        f"""{PATH} PREFIX x: <http://x/> SELECT ?edge ?property {{ SERVICE path:search {{
          [] path:findPath path:allPaths ; path:sourceNode x:a ; path:destinationNode x:c ; path:bidirectional true ;
             path:resultBindingIndex ?i ; path:resultBinding ?edge ; path:propertyBinding ?property }} }}
        ORDER BY ?i""",
    )

    assert [str(row["edge"]).replace("http://x/", "") for row in rows] == [
        "<a> <p> <b>",
        "<c> <q> <b>",
    ]
    assert [row["property"].value for row in rows] == ["http://x/p", "http://x/q"]


def test_a_property_that_runs_both_ways_is_one_solution_of_its_edge() -> None:
    kg = KnowledgeGraph()
    kg.load(
        b"@prefix : <http://x/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
        b":p a owl:SymmetricProperty . :a :p :b . :b :q :a .",
        "ttl",
    )

    rows = select(
        kg,
        f"""{PATH} PREFIX x: <http://x/> SELECT ?property {{ SERVICE path:search {{
          [] path:findPath path:allPaths ; path:sourceNode x:a ; path:destinationNode x:b ; path:bidirectional true ;
             path:resultBindingIndex ?i ; path:propertyBinding ?property }} }} ORDER BY ?property""",
    )

    assert [row["property"].value for row in rows] == ["http://x/p", "http://x/q"]


@pytest.mark.parametrize("query", [theirs for theirs, _ in SAMPLES.values()], ids=SAMPLES)
def test_what_is_copied_into_a_translation_is_what_stands_at_its_place(query: str) -> None:
    written = f"PREFIX : <http://x/> {query}"

    source = translate_query(written)

    origin = source.origin
    assert origin is not None
    assert origin.text == written
    stops = [*origin.starts[1:], len(source.text)]
    for start, stop, at, copied in zip(origin.starts, stops, origin.places, origin.copied, strict=True):
        assert 0 <= at <= len(written)
        assert not copied or source.text[start:stop] == written[at : at + stop - start]
    assert sum(origin.copied) > 1


def test_what_is_visited_may_be_limited() -> None:
    query = f"""{GAS} SELECT ?out ?depth {{ SERVICE gas:service {{
      gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.BFS" ; gas:in :Arica ; gas:out ?out ;
        gas:out1 ?depth ; gas:maxVisited 5 }} }}"""

    rows = select(shared_chile(), query)

    nearest = sorted(shared_chile().reachable(place("Arica")).values())[:5]
    assert sorted(int(row["depth"].value) for row in rows) == nearest


@pytest.mark.parametrize(
    ("centrality", "method"),
    [
        ("pageRankCentrality", "pagerank"),
        ("actorDegreeCentrality", "degree"),
        ("actorClosenessCentrality", "closeness"),
        ("actorBetweennessCentrality", "betweenness"),
    ],
)
def test_centralities_of_a_group_are_those_of_its_part_of_the_graph(centrality: str, method: str) -> None:
    kg = KnowledgeGraph()
    kg.load(
        b"@prefix : <http://x/> . :a :knows :b . :c :knows :b . :c :knows :d . :d :knows :e . :b :likes :z .",
        "ttl",
    )
    part = KnowledgeGraph()
    part.load(
        b"@prefix : <http://x/> . :a :knows :b . :b :knows :a, :c . :c :knows :b, :d . :d :knows :c .", "ttl"
    )

    rows = select(
        kg,
        f"""{SNA} PREFIX x: <http://x/> SELECT ?actor ?centrality {{ ?group sna:egoGroup (x:knows x:b 2) .
        (?actor ?centrality) sna:{centrality} (x:knows ?group) }} ORDER BY DESC(?centrality)""",
    )

    found = {str(row["actor"]): float(row["centrality"].value) for row in rows}
    wanted = {str(node): score for node, score in getattr(part, method)()}
    assert found == pytest.approx(wanted)
    assert len(found) == 4


def test_a_group_is_found_by_its_own_generator_and_its_edges_by_that_of_the_centrality() -> None:
    kg = KnowledgeGraph()
    kg.load(b"@prefix : <http://x/> . :a :knows :b . :b :knows :c . :a :likes :c . :z :likes :a, :c .", "ttl")

    rows = select(
        kg,
        f"""{SNA} PREFIX x: <http://x/> SELECT ?actor ?centrality {{ ?group sna:egoGroup (x:knows x:b 1) .
        (?actor ?centrality) sna:actorDegreeCentrality (x:likes ?group) }}""",
    )

    assert {(str(row["actor"]), float(row["centrality"].value)) for row in rows} == {
        ("<http://x/a>", 2.0),
        ("<http://x/c>", 2.0),
    }


def test_stardog_similarity_of_a_node_is_similarity_in_a_named_model() -> None:
    kg = KnowledgeGraph()
    kg.load(b"@prefix : <http://x/> . :a :p :b . :b :p :c . :c :p :d . :d :p :a . :a :q :c .", "ttl")
    kg.train(name="http://x/sim", dim=8, epochs=20)

    theirs = select(
        kg,
        f"""{SPA} PREFIX x: <http://x/> SELECT ?y ?c {{ GRAPH spa:model {{
        x:sim spa:arguments (?x) ; spa:confidence ?c ; spa:parameters [ spa:limit 2 ] ; spa:predict ?y . }}
        VALUES ?x {{ x:a }} }}""",
    )
    ours = select(kg, "PREFIX x: <http://x/> SELECT * { (?y ?c) sk:similarTo (x:a 2 sk:model x:sim) }")

    assert {(str(row["y"]), row["c"].value) for row in theirs} == {
        (str(row["y"]), row["c"].value) for row in ours
    }
    assert len(theirs) == 2


@pytest.mark.parametrize("word", ["compute", "computeIncremental"])
def test_having_ranks_computed_writes_nothing(word: str) -> None:
    kg = KnowledgeGraph()
    kg.load(b"<http://x/a> <http://x/p> <http://x/b> .", "nt")

    kg.update(f"{RANK} INSERT DATA {{ _:b1 rank:{word} _:b2 . }}")

    assert len(select(kg, "SELECT * { ?s ?p ?o }")) == 1


@pytest.mark.parametrize(
    "value",
    ['"see <http://www.ontotext.com/graphdb/similarity/> there"', "<http://www.ontotext.com/graphdb/>"],
)
def test_data_that_only_mention_their_names_are_written(value: str) -> None:
    kg = KnowledgeGraph()

    kg.update(f"INSERT DATA {{ <http://x/a> <http://x/sees> {value} }}")

    assert len(select(kg, "SELECT * { ?s <http://x/sees> ?o }")) == 1


def test_ranks_can_be_written_back() -> None:
    kg = KnowledgeGraph()
    kg.load(b"<http://x/a> <http://x/p> <http://x/b> .", "nt")

    kg.update(f"{RANK} INSERT {{ ?n <http://x/rank> ?r }} WHERE {{ ?n rank:hasRDFRank ?r }}")

    assert len(select(kg, "SELECT * { ?n <http://x/rank> ?r }")) == 2


@pytest.mark.parametrize(
    "text",
    ["SELECT * { ?s ?p ?o }", "SELECT * { ?s sk:pageRank ?r }", "ASK { SERVICE <http://x/> { ?s ?p ?o } }"],
)
def test_what_is_not_theirs_is_left_as_it_is(text: str) -> None:
    assert translate_query(text) == Source(text)


def test_relative_names_stay_relative() -> None:
    kg = KnowledgeGraph()
    kg.load(b"<http://x/a> <http://x/p> <http://x/b> .", "nt")

    result = kg.query(f"{RANK} SELECT ?r {{ <b> rank:hasRDFRank ?r . <a> <p> <b> }}", base_iri="http://x/")

    assert len(list(result)) == 1  # type: ignore[arg-type]  # solutions


def test_premises_of_proofs_come_with_their_graphs() -> None:
    kg = KnowledgeGraph()
    kg.load(
        b"@prefix : <http://x/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        b":Dog rdfs:subClassOf :Mammal . :tbox { } :data { :Lassie a :Dog . }",
        "trig",
    )

    rows = select(
        kg,
        f"""{PROOF} PREFIX x: <http://x/> SELECT ?rule ?s ?p ?o ?context {{
          VALUES (?subject ?predicate ?object) {{ (x:Lassie rdf:type x:Mammal) }}
          ?ctx proof:explain (?subject ?predicate ?object) . ?ctx proof:rule ?rule . ?ctx proof:subject ?s .
          ?ctx proof:predicate ?p . ?ctx proof:object ?o . ?ctx proof:context ?context . }}""",
    )

    found = {(row["rule"].value, str(row["s"]), str(row["o"]), str(row["context"])) for row in rows}
    assert found == {
        ("cax-sco", "<http://x/Lassie>", "<http://x/Dog>", "<http://x/data>"),
        ("cax-sco", "<http://x/Dog>", "<http://x/Mammal>", "None"),
    }
