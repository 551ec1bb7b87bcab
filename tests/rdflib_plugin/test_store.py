from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import ResultRow
from rdflib.term import Node

from semkg import KnowledgeGraph
from semkg.errors import QueryError, StoreError
from semkg.rdflib_plugin import SemKGProcessor, SemKGStore
from tests.data import ROOT

pytestmark = [  # rdflib's own doing
    pytest.mark.filterwarnings("ignore:Dataset.* is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Assertions on .* are ignored:UserWarning"),
    pytest.mark.filterwarnings("ignore:Parsing weird boolean:UserWarning"),
]

EX = rdflib.Namespace("http://example.org/")
CHILE = ROOT / "examples" / "chile"

TURTLE = """
PREFIX : <http://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
:a :p :b , _:x , "text" , "texto"@es , "colour"@en-gb , "01"^^xsd:int , 1 , 1.50 , 1e0 , true ;
   :q ( 1 2 :c ) , [ :r "--07"^^xsd:gMonth ] , "2026-01-01T00:00:00.000Z"^^xsd:dateTime ;
   :q "\\"\\n\\u00e9\\U0001F600" , "abc"^^xsd:integer .
_:x :q _:x , "300"^^xsd:byte .
"""


@pytest.fixture
def graph() -> Iterator[rdflib.Graph]:
    graph = rdflib.Graph(store="SemKG")
    yield graph
    graph.close()


@pytest.fixture
def dataset() -> Iterator[rdflib.Dataset]:
    dataset = rdflib.Dataset(store="SemKG")
    yield dataset
    dataset.close()


def solutions(graph: rdflib.Graph, query: str | Query, **options: Any) -> list[dict[str, Any]]:
    """Ask, and return each solution by the names of its variables."""
    answer = graph.query(query, **options)
    rows = [row for row in answer if isinstance(row, ResultRow)]
    return [{str(name): row[name] for name in answer.vars or ()} for row in rows]


def test_the_entry_point_gives_a_graph_that_holds_what_was_added(graph: rdflib.Graph) -> None:
    graph.add((EX.a, EX.p, Literal(3)))

    assert isinstance(graph.store, SemKGStore)
    assert list(graph) == [(EX.a, EX.p, Literal(3))]
    assert (EX.a, EX.p, Literal(3)) in graph
    assert len(graph) == 1


def test_parsed_turtle_is_the_graph_that_rdflib_itself_reads(graph: rdflib.Graph) -> None:
    graph.parse(data=TURTLE, format="turtle")

    expected = rdflib.Graph().parse(data=TURTLE, format="turtle")
    assert isomorphic(rdflib.Graph() + graph, expected)
    assert len(graph) == len(expected)


@pytest.mark.parametrize("form", ["turtle", "nt", "xml", "n3", "json-ld"])
def test_serialising_and_parsing_gives_the_same_graph(graph: rdflib.Graph, form: str) -> None:
    graph.parse(data=TURTLE, format="turtle")

    again = rdflib.Graph().parse(data=graph.serialize(format=form), format=form)

    plain = rdflib.Graph().parse(data=TURTLE, format="turtle")
    expected = rdflib.Graph().parse(data=plain.serialize(format=form), format=form)
    assert isomorphic(again, expected)


def test_lexical_forms_come_back_as_they_were_written(graph: rdflib.Graph) -> None:
    forms = [
        Literal("01", datatype=XSD.int, normalize=False),
        Literal("1", datatype=XSD.integer),
        Literal("1.50", datatype=XSD.decimal, normalize=False),
        Literal("2026-01-01T00:00:00.000Z", datatype=XSD.dateTime, normalize=False),
    ]
    for form in forms:
        graph.add((EX.a, EX.p, form))

    assert sorted(term.n3() for term in graph.objects(EX.a, EX.p)) == sorted(form.n3() for form in forms)


def test_a_literal_is_found_by_its_own_form_only(graph: rdflib.Graph) -> None:
    graph.add((EX.a, EX.p, Literal("01", datatype=XSD.int, normalize=False)))

    assert (EX.a, EX.p, Literal("01", datatype=XSD.int, normalize=False)) in graph
    assert (EX.a, EX.p, Literal("1", datatype=XSD.integer)) not in graph


@pytest.mark.parametrize("pattern", [(s, p, o) for s in (0, 1) for p in (0, 1) for o in (0, 1)])
def test_every_kind_of_pattern_finds_what_rdflib_finds(
    graph: rdflib.Graph, pattern: tuple[int, int, int]
) -> None:
    plain = rdflib.Graph()
    for s in (EX.a, EX.b, BNode("x")):
        for p in (EX.p, EX.q):
            for o in (EX.a, Literal(1), Literal("a", lang="en"), BNode("x")):
                graph.add((s, p, o))
                plain.add((s, p, o))
    asked = tuple(
        term if wanted else None for wanted, term in zip(pattern, (EX.a, EX.q, Literal(1)), strict=True)
    )

    assert set(graph.triples(asked)) == set(plain.triples(asked))  # type: ignore[arg-type]


def test_a_literal_as_subject_is_never_found(graph: rdflib.Graph) -> None:
    graph.add((EX.a, EX.p, Literal("x")))

    assert list(graph.triples((Literal("x"), None, None))) == []
    assert list(graph.triples((None, BNode("p"), None))) == []


@pytest.mark.parametrize(
    "triple", [(Literal("x"), EX.p, EX.a), (EX.a, BNode("p"), EX.a), (EX.a, Literal("p"), EX.a)]
)
def test_what_is_no_rdf_is_refused_when_it_is_added(
    graph: rdflib.Graph, triple: tuple[Node, Node, Node]
) -> None:
    with pytest.raises(ValueError, match="no RDF triple"):
        graph.add(triple)

    assert len(graph) == 0


def test_removing_by_pattern_removes_what_matches(graph: rdflib.Graph) -> None:
    graph.parse(data=TURTLE, format="turtle")

    graph.remove((EX.a, EX.p, None))

    assert set(graph.predicates(EX.a)) == {EX.q}


def test_set_and_in_place_operators_work(graph: rdflib.Graph) -> None:
    graph += [(EX.a, EX.p, Literal(1)), (EX.b, EX.p, Literal(2))]
    graph.set((EX.a, EX.p, Literal(3)))
    graph -= [(EX.b, EX.p, Literal(2))]

    assert list(graph) == [(EX.a, EX.p, Literal(3))]


def test_collections_can_be_built_and_read(graph: rdflib.Graph) -> None:
    collection = rdflib.collection.Collection(graph, BNode(), [EX.a, Literal(2)])
    collection.append(EX.c)

    assert list(rdflib.collection.Collection(graph, collection.uri)) == [EX.a, Literal(2), EX.c]


def test_triples_can_be_removed_while_they_are_read(graph: rdflib.Graph) -> None:
    graph += [(EX[str(number)], EX.p, EX.a) for number in range(20)]

    for triple in graph.triples((None, EX.p, None)):
        graph.remove(triple)

    assert len(graph) == 0


def test_inferred_triples_are_in_answers_and_not_in_the_graph(graph: rdflib.Graph) -> None:
    graph.parse(CHILE / "ontology.ttl")
    asserted = len(graph)

    answer = graph.query(
        "ASK { :City rdfs:subClassOf :Place }", initNs={"": "https://w3id.org/semkg/example/chile#"}
    )

    assert bool(answer) is True
    assert len(graph) == len(set(graph)) == asserted


def test_all_functions_answer_with_terms_of_rdflib(graph: rdflib.Graph) -> None:
    graph.parse(CHILE / "ontology.ttl")
    graph.parse(CHILE / "chile.ttl")

    rows = solutions(graph, (CHILE / "query.rq").read_text(encoding="utf-8"))

    assert len(rows) > 3
    for row in rows:
        assert isinstance(row["place"], URIRef)
        assert -1 <= row["alike"].toPython() <= 1
        assert 0 <= row["plausible"].toPython() <= 1
        assert 0 < row["central"].toPython() < 1


def test_unbound_variables_are_none_in_rows(graph: rdflib.Graph) -> None:
    graph.add((EX.a, EX.p, EX.b))

    rows = solutions(
        graph, "SELECT ?s ?none { ?s ?p ?o OPTIONAL { ?s <urn:nothing> ?none } }", regime="asserted"
    )

    assert rows == [{"s": EX.a, "none": None}]


def test_construct_gives_a_graph_and_ask_a_truth_value(graph: rdflib.Graph) -> None:
    graph.add((EX.a, EX.p, Literal("x", lang="es")))

    constructed = graph.query("CONSTRUCT { ?s <urn:q> ?o } WHERE { ?s ?p ?o }", regime="asserted")

    assert list(constructed.graph or ()) == [(EX.a, URIRef("urn:q"), Literal("x", lang="es"))]
    assert bool(graph.query("ASK { ?s ?p 1 }")) is False


def test_results_serialise_as_those_of_rdflib(graph: rdflib.Graph) -> None:
    graph.add((EX.a, EX.p, Literal(1)))

    answer = graph.query("SELECT ?o { ?s ?p ?o }", regime="asserted")

    assert (answer.serialize(format="csv") or b"").split() == [b"o", b"1"]


def test_bound_prefixes_and_initial_bindings_reach_the_query(graph: rdflib.Graph) -> None:
    graph.bind("ex", EX)
    graph += [(EX.a, EX.p, Literal(1)), (EX.b, EX.p, Literal(2))]

    rows = solutions(graph, "SELECT ?s ?o { ?s ex:p ?o }", initBindings={"s": EX.b})

    assert rows == [{"s": EX.b, "o": Literal(2)}]


def test_initial_bindings_are_inputs_of_functions(graph: rdflib.Graph) -> None:
    graph += [(EX.a, EX.p, EX.b), (EX.b, EX.p, EX.c), (EX.c, EX.p, EX.b)]

    (row,) = solutions(graph, "SELECT ?r { ?n sk:pageRank ?r }", initBindings={"n": EX.b})

    everything = solutions(graph, "SELECT ?n ?r { ?n sk:pageRank ?r }")
    assert {"n": EX.b, **row} in everything
    assert len(everything) == 3


def test_a_prepared_query_is_answered_from_its_text(graph: rdflib.Graph) -> None:
    graph.add((EX.a, EX.p, EX.b))
    prepared = prepareQuery("SELECT ?o { ?s ex:p ?o }", initNs={"ex": EX})

    assert solutions(graph, prepared, initBindings={"s": EX.a}) == [{"o": EX.b}]


def test_an_unknown_function_fails_with_the_valid_names(graph: rdflib.Graph) -> None:
    with pytest.raises(QueryError, match="pageRank"):
        list(graph.query("SELECT * { ?n sk:pageRang ?r }"))


def test_an_unknown_option_is_an_error(graph: rdflib.Graph) -> None:
    with pytest.raises(TypeError, match="nonsense"):
        graph.query("ASK {}", nonsense=1)


def test_an_update_changes_the_graph(graph: rdflib.Graph) -> None:
    graph.bind("ex", EX)
    graph.add((EX.a, EX.p, Literal(1)))

    graph.update("DELETE { ?s ex:p ?o } INSERT { ?s ex:p 2 } WHERE { ?s ex:p ?o }")

    assert list(graph) == [(EX.a, EX.p, Literal(2))]


def test_an_update_with_bindings_goes_through_rdflib(graph: rdflib.Graph) -> None:
    graph += [(EX.a, EX.p, Literal(1)), (EX.b, EX.p, Literal(1))]

    graph.update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", initBindings={"s": EX.a})

    assert list(graph) == [(EX.b, EX.p, Literal(1))]


def test_a_folder_keeps_the_graph(tmp_path: Path) -> None:
    graph = rdflib.Graph(store="SemKG")
    graph.open(str(tmp_path / "store"))
    graph.parse(data=TURTLE, format="turtle")
    graph.close()

    again = rdflib.Graph(store="SemKG")
    again.open(str(tmp_path / "store"))

    assert isomorphic(rdflib.Graph() + again, rdflib.Graph().parse(data=TURTLE, format="turtle"))
    again.close()


def test_opening_a_folder_after_adding_is_refused(graph: rdflib.Graph, tmp_path: Path) -> None:
    graph.add((EX.a, EX.p, EX.b))

    with pytest.raises(StoreError, match="open the folder first"):
        graph.open(str(tmp_path / "store"))

    assert len(graph) == 1


def test_an_open_knowledge_graph_can_be_shown_to_rdflib() -> None:
    with KnowledgeGraph() as kg:
        kg.load(b"<http://example.org/a> <http://example.org/p> 1 .", format="ttl")
        graph = rdflib.Graph(store=SemKGStore(kg=kg))
        graph.add((EX.b, EX.p, Literal(2)))

        assert set(graph.subjects()) == {EX.a, EX.b}
        graph.add((EX.c, EX.p, Literal(3)))
        graph.close()
        assert len(kg.snapshot().rows) == 3


def test_pending_additions_are_there_for_the_knowledge_graph(graph: rdflib.Graph) -> None:
    graph.add((EX.a, EX.p, EX.b))

    assert isinstance(graph.store, SemKGStore)
    assert len(graph.store.kg.snapshot().rows) == 1


def test_a_dataset_keeps_its_graphs_apart(dataset: rdflib.Dataset) -> None:
    dataset.add((EX.a, EX.p, Literal(0)))
    dataset.graph(EX.g).add((EX.a, EX.p, Literal(1)))
    dataset.addN([(EX.a, EX.p, Literal(2), dataset.get_context(EX.h))])

    assert {o: str(g) for _, _, o, g in dataset.quads()} == {
        Literal(0): "urn:x-rdflib:default", Literal(1): str(EX.g), Literal(2): str(EX.h),
    }  # fmt: skip
    assert list(dataset.graph(EX.g).objects()) == [Literal(1)]
    assert len(dataset) == 3


def test_a_dataset_round_trips_through_trig(dataset: rdflib.Dataset) -> None:
    text = f"{TURTLE} :g {{ :a :p :c . _:x :p 2 }} _:blank {{ :a :p :d }}"
    dataset.parse(data=text, format="trig")

    plain = rdflib.Dataset().parse(data=text, format="trig")
    assert graph_sizes(dataset) == graph_sizes(plain)
    again = rdflib.Dataset().parse(data=dataset.serialize(format="trig"), format="trig")
    assert graph_sizes(again) == graph_sizes(plain)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (
            "nquads",
            "<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:c> _:g .\n<urn:a> <urn:p> <urn:d> <urn:g> .\n",
        ),
        (
            "json-ld",
            '[{"@id": "urn:a", "urn:p": 1}, {"@id": "_:g", "@graph": [{"@id": "urn:a", "urn:p": 2}]}]',
        ),
        ("trig", "<urn:a> <urn:p> 1 . _:g { <urn:a> <urn:p> 2 }"),
    ],
)
def test_graphs_with_blank_names_stay_apart(dataset: rdflib.Dataset, form: str, text: str) -> None:
    dataset.parse(data=text, format=form)

    assert graph_sizes(dataset) == graph_sizes(rdflib.Dataset().parse(data=text, format=form))


def graph_sizes(dataset: rdflib.Dataset) -> list[tuple[str, int]]:
    sizes = [(type(graph.identifier).__name__, len(graph)) for graph in dataset.graphs() if len(graph)]
    return sorted(sizes)


def test_an_empty_graph_of_a_dataset_is_listed_until_it_is_removed(dataset: rdflib.Dataset) -> None:
    dataset.graph(EX.g)
    assert EX.g in {graph.identifier for graph in dataset.graphs()}

    dataset.remove_graph(EX.g)
    assert EX.g not in {graph.identifier for graph in dataset.graphs()}


@pytest.mark.parametrize("name", [EX.g, BNode("g")])
def test_a_graph_that_was_filled_is_gone_when_it_is_removed(dataset: rdflib.Dataset, name: Node) -> None:
    filled, other = dataset.graph(name), dataset.graph(EX.other)  # type: ignore[arg-type]  # a name of a graph
    for graph in (filled, other):
        graph.add((EX.a, EX.p, Literal(1)))
    filled.remove((EX.a, EX.p, Literal(1)))
    assert name in {graph.identifier for graph in dataset.graphs()}

    dataset.remove_graph(filled)

    assert {graph.identifier for graph in dataset.graphs()} == {URIRef("urn:x-rdflib:default"), EX.other}


def test_a_triple_of_two_graphs_is_one_triple_of_the_union(dataset: rdflib.Dataset) -> None:
    for name in (EX.g, EX.h):
        dataset.graph(name).add((EX.a, EX.p, Literal(1)))
    dataset.default_union = True

    assert list(dataset.triples((None, None, None))) == [(EX.a, EX.p, Literal(1))]
    assert len(dataset) == 1


def test_a_named_graph_answers_from_what_it_says_itself(dataset: rdflib.Dataset) -> None:
    dataset.graph(EX.g).add((EX.a, EX.p, Literal(1)))
    dataset.graph(EX.h).add((EX.a, EX.p, Literal(2)))

    assert solutions(dataset.graph(EX.g), "SELECT ?o { ?s ?p ?o }") == [{"o": Literal(1)}]


def test_an_update_through_a_named_graph_changes_that_graph_only(dataset: rdflib.Dataset) -> None:
    dataset.graph(EX.g).add((EX.a, EX.p, Literal(1)))
    dataset.graph(EX.h).add((EX.a, EX.p, Literal(1)))

    dataset.graph(EX.g).update("DELETE WHERE { ?s ?p ?o }")

    assert len(dataset.graph(EX.g)) == 0
    assert len(dataset.graph(EX.h)) == 1


def test_graphs_of_semkg_are_neither_seen_nor_written() -> None:
    dataset = rdflib.Dataset(store="SemKG", default_union=True)
    written = {(EX.a, RDF.type, EX.B), (EX.B, RDFS.subClassOf, EX.C)}
    for triple in written:
        dataset.graph(EX.g).add(triple)
    assert bool(dataset.query("ASK { ?s a <http://example.org/C> }"))

    assert {graph.identifier for graph in dataset.graphs()} == {URIRef("urn:x-rdflib:default"), EX.g}
    assert set(dataset.triples((None, None, None))) == written
    assert [graph.identifier for graph in dataset.graphs((EX.a, RDF.type, EX.B))][:1] == [EX.g]
    assert len(dataset) == 2
    with pytest.raises(ValueError, match="own namespace"):
        dataset.graph(URIRef("https://w3id.org/semkg#inferred"))
    dataset.close()


def test_prefixes_bind_as_in_the_memory_store(graph: rdflib.Graph) -> None:
    plain = rdflib.Graph()
    for one in (graph, plain):
        one.bind("ex", EX)
        one.bind("other", EX, override=False)
        one.bind("ex2", EX, override=True, replace=True)
        one.bind("ex", "urn:else#", override=False)

    assert set(graph.namespaces()) == set(plain.namespaces())


def test_any_graph_can_be_asked_with_the_processor() -> None:
    plain = rdflib.Graph()
    plain.bind("ex", EX)
    plain += [(EX.a, EX.p, EX.b), (EX.b, EX.p, EX.c), (EX.c, EX.p, EX.b)]

    rows = solutions(
        plain, "SELECT ?n { ?n sk:pageRank ?r } ORDER BY DESC(?r) LIMIT 1", processor=SemKGProcessor(plain)
    )
    truth = plain.query("ASK { ex:a ex:p ?o }", processor=SemKGProcessor(plain), initBindings={"o": EX.b})

    assert rows == [{"n": EX.b}]
    assert bool(truth) is True


@pytest.fixture(autouse=True)
def _quiet_rdflib(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(
        logging.ERROR, "rdflib.term"
    )  # it warns of every ill-typed literal, which these tests hold


TERMS = st.sampled_from([EX.a, EX.b, BNode("x"), BNode("y")])
LITERALS = st.builds(Literal, st.text(max_size=3)) | st.builds(
    lambda text, datatype: Literal(text, datatype=datatype, normalize=False),
    st.sampled_from(["1", "01", "1.0", "true", "", "x"]),
    st.sampled_from([XSD.integer, XSD.int, XSD.decimal, XSD.boolean, EX.mine]),
)
TRIPLES = st.tuples(TERMS, st.sampled_from([EX.p, EX.q]), TERMS | LITERALS)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), TRIPLES), max_size=15))
def test_any_sequence_of_additions_leaves_what_a_plain_graph_has(
    steps: list[tuple[bool, tuple[Node, Node, Node]]],
) -> None:
    graph, plain = rdflib.Graph(store="SemKG"), rdflib.Graph()
    for look, triple in steps:
        graph.add(triple)
        plain.add(triple)
        assert not look or triple in graph

    assert {tuple(map(exactly, triple)) for triple in graph} == {
        tuple(map(exactly, triple)) for triple in plain
    }


def exactly(term: Node) -> tuple[object, ...]:
    return (type(term), str(term), getattr(term, "language", None), getattr(term, "datatype", None))
