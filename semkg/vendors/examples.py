"""Worked examples for those who come from another store: a query in its words, a small graph, and the answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A query in the words of another store.

    Attributes:
        vendor: the store.
        title: what is asked.
        graph: the graph, in Turtle, where ``:`` is ``<http://example.org/>``.
        query: the query.
        answer: its solutions in their order: names with the prefix, numbers with three digits, the text of strings,
            nothing for what is unbound.
        model: the name under which a model is trained before.
        note: what a reader should see in it.
    """

    vendor: str
    title: str
    graph: str
    query: str
    answer: tuple[tuple[str, ...], ...]
    model: str | None = None
    note: str = ""


_BUSES = ":Arica :bus :Iquique . :Iquique :bus :Calama . :Calama :bus :SanPedro . :Arica :flight :Calama ."
_FRIENDS = ":ann :knows :bob . :bob :knows :cat . :cat :knows :dan . :dan :knows :eve ."
_ONE_OF_TWO = """:Arica :bus :Iquique . :Iquique :bus :Calama .
:Arica a :City . :Iquique a :City . :Calama a :City ."""

EXAMPLES: tuple[Example, ...] = (
    Example(
        "AllegroGraph",
        "Degrees in the group around a person",
        _FRIENDS,
        """PREFIX sna: <http://franz.com/ns/allegrograph/4.11/sna/>
SELECT ?actor ?score {
  ?group sna:egoGroup (:knows :bob 1) .
  (?actor ?score) sna:actorDegreeCentrality (:knows ?group) .
} ORDER BY ?actor""",
        ((":ann", "2"), (":bob", "4"), (":cat", "2")),
        note="The group is what one step of `:knows`, either way, leads to. Each edge counts in both directions.",
    ),
    Example(
        "AnzoGraph",
        "PageRank over one predicate",
        ":ann :knows :bob . :bob :knows :ann . :cat :knows :bob . :cat :likes :cat .",
        """SELECT ?person ?rank {
  SERVICE <csi:page_rank> {
    [] <csi:binding-vertex> ?person ; <csi:binding-rank> ?rank ; <csi:edge-label> :knows ; <csi:max-iterations> 50 .
  }
} ORDER BY DESC(?rank) LIMIT 1""",
        ((":bob", "0.486"),),
        note="Scores sum to 1 over the nodes. The answer is shown with three digits.",
    ),
    Example(
        "AnzoGraph",
        "The shortest path to a destination",
        _BUSES,
        """SELECT ?stop ?before ?distance {
  SERVICE <csi:shortest_path> {
    [] <csi:binding-vertex> ?stop ; <csi:binding-predecessor> ?before ; <csi:binding-distance> ?distance ;
       <csi:source-vertex> :Iquique ; <csi:destination-vertex> :SanPedro ; <csi:edge-label> :bus .
  }
} ORDER BY ?distance""",
        ((":Iquique", "", "0"), (":Calama", ":Iquique", "1"), (":SanPedro", ":Calama", "2")),
    ),
    Example(
        "Blazegraph",
        "From several nodes to a target",
        _BUSES,
        """SELECT ?stop ?depth ?before {
  SERVICE gas:service {
    gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.SSSP" ; gas:in :Arica ; gas:in :Iquique ;
      gas:target :SanPedro ; gas:linkType :bus ; gas:out ?stop ; gas:out1 ?depth ; gas:out2 ?before .
  }
} ORDER BY ?depth""",
        ((":Iquique", "0", ""), (":Calama", "1", ":Iquique"), (":SanPedro", "2", ":Calama")),
        note="The nearest start counts, and with a target only what stands on the way to it is left, on one path.",
    ),
    Example(
        "Blazegraph",
        "Breadth first, with the node before",
        _BUSES,
        """SELECT ?stop ?depth ?before {
  SERVICE gas:service {
    gas:program gas:gasClass "com.bigdata.rdf.graph.analytics.BFS" ; gas:in :Arica ; gas:linkType :bus ;
      gas:out ?stop ; gas:out1 ?depth ; gas:out2 ?before ; gas:maxIterations 2 .
  }
} ORDER BY ?depth""",
        ((":Arica", "0", ""), (":Iquique", "1", ":Arica"), (":Calama", "2", ":Iquique")),
        note="`gas:` needs no declaration, as there. Nothing stands before the start.",
    ),
    Example(
        "GraphDB",
        "RDF Rank",
        ":ann :knows :bob . :bob :knows :ann . :cat :knows :bob .",
        """PREFIX rank: <http://www.ontotext.com/owlim/RDFRank#>
SELECT ?person { ?person rank:hasRDFRank ?rank } ORDER BY DESC(?rank)""",
        ((":bob",), (":ann",), (":cat",)),
        note="Ranks are there without `rank:compute`, and follow every write.",
    ),
    Example(
        "GraphDB",
        "A shortest path, edge by edge",
        _BUSES,
        """PREFIX path: <http://www.ontotext.com/path#>
SELECT ?index ?start ?end {
  SERVICE path:search {
    <urn:path> path:findPath path:shortestPath ; path:sourceNode :Arica ; path:destinationNode :SanPedro ;
      path:pathIndex ?path ; path:resultBindingIndex ?index ; path:startNode ?start ; path:endNode ?end .
  }
} ORDER BY ?path ?index""",
        (("0", ":Arica", ":Calama"), ("1", ":Calama", ":SanPedro")),
    ),
    Example(
        "GraphDB",
        "All paths, and the properties on them",
        _BUSES,
        """PREFIX path: <http://www.ontotext.com/path#>
SELECT ?path ?index ?start ?property ?end {
  SERVICE path:search {
    <urn:path> path:findPath path:allPaths ; path:sourceNode :Arica ; path:destinationNode :Calama ;
      path:maxPathLength 5 ; path:pathIndex ?path ; path:resultBindingIndex ?index ;
      path:startNode ?start ; path:endNode ?end ; path:propertyBinding ?property .
  }
} ORDER BY ?path ?index""",
        (
            ("0", "0", ":Arica", ":flight", ":Calama"),
            ("1", "0", ":Arica", ":bus", ":Iquique"),
            ("1", "1", ":Iquique", ":bus", ":Calama"),
        ),
        note="Shorter paths come first. No node stands twice on a path.",
    ),
    Example(
        "GraphDB",
        "A step of a proof",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :Lassie a :Dog . :Dog rdfs:subClassOf :Mammal .",
        """PREFIX proof: <http://www.ontotext.com/proof/>
SELECT ?rule ?s ?o {
  ?ctx proof:explain (:Lassie rdf:type :Mammal) ; proof:rule ?rule ; proof:subject ?s ; proof:object ?o .
} ORDER BY ?s""",
        (("cax-sco", ":Dog", ":Mammal"), ("cax-sco", ":Lassie", ":Dog")),
        note="Each premise is a solution, with the rule by its W3C id.",
    ),
    Example(
        "Neptune",
        "Where else a bus might go",
        _ONE_OF_TWO,
        """PREFIX neptune-ml: <http://aws.amazon.com/neptune/vocab/v01/services/ml#>
SELECT ?city {
  SERVICE neptune-ml:inference {
    neptune-ml:config neptune-ml:modelType 'OBJECT_PREDICTION' ; neptune-ml:input :Iquique ;
      neptune-ml:predicate :bus ; neptune-ml:output ?city ; neptune-ml:outputClass :City .
  }
} ORDER BY ?city""",
        ((":Arica",), (":Iquique",)),
        note="The model is this store's own: nothing is called over the network. What is known, here `:Calama`, is not "
        "predicted. `neptune-ml:outputScore` gives how plausible each is.",
    ),
    Example(
        "Stardog",
        "What is like a node",
        _ONE_OF_TWO,
        """PREFIX spa: <tag:stardog:api:analytics:>
SELECT ?city {
  GRAPH spa:model {
    :model spa:arguments (?node) ; spa:predict ?city ; spa:confidence ?score ; spa:parameters [ spa:limit 10 ] .
  }
  VALUES ?node { :Arica }
  ?city a :City .
} ORDER BY ?city""",
        ((":Calama",), (":Iquique",)),
        model="http://example.org/model",
        note='The model was trained before: `kg.train(name="http://example.org/model")`. `?score` is a cosine.',
    ),
)
"""At least one for each store; a test asks each of them."""
