from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib import BNode, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery, prepareUpdate

from semkg.rdflib_plugin.querytext import add_bindings, add_graph, add_prefixes, find_places, text_of

TRICKY = [
    "SELECT ?s WHERE { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o }",
    "select (count(*) as ?n) where { ?s ?p ?o }",
    "SELECT (EXISTS { ?a ?b ?c } AS ?e) WHERE { ?s ?p ?o }",
    "SELECT ?s # WHERE { here is none }\nWHERE { ?s ?p '{' }",
    'SELECT ?s WHERE { ?s ?p """a " { b""" }',
    "PREFIX where: <urn:where{> SELECT ?s WHERE { ?s where:from ?o }".replace("{>", ">"),
    "PREFIX f: <urn:f#> SELECT ?s WHERE { ?s f:WHERE ?o } ORDER BY ?s LIMIT 3",
    "ASK { ?s ?p ?o }",
    "ASK WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o . ?s ?o ?p } WHERE { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "DESCRIBE ?s WHERE { ?s ?p ?o }",
    "SELECT ?s WHERE { { SELECT ?s WHERE { ?s ?p ?o } } FILTER(?s < 3 && ?s > 1) }",
]


def store_of(*quads: ox.Quad) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


def results(text: str, store: ox.Store) -> list[str]:
    found = store.query(text)
    return [str(bool(found))] if isinstance(found, ox.QueryBoolean) else sorted(str(row) for row in found)


@pytest.mark.parametrize("text", TRICKY)
def test_a_graph_is_asked_wherever_the_where_clause_begins(text: str) -> None:
    triple = (ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("x"))
    store = store_of(*(ox.Quad(*triple, ox.NamedNode(name)) for name in ("urn:g", "urn:h")))
    flat = store_of(ox.Quad(*triple))

    assert results(add_graph(text, "urn:g"), store) == results(text, flat)


@pytest.mark.parametrize("text", [text for text in TRICKY if text != "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_bound_variable_restricts_the_answer_wherever_the_where_clause_begins(text: str) -> None:
    quads = [ox.Quad(ox.NamedNode(f"urn:{name}"), ox.NamedNode("urn:p"), ox.Literal("x")) for name in "abc"]

    bound = add_bindings(text, {"s": URIRef("urn:b")})

    assert "urn:a" not in str(results(bound, store_of(*quads)))


def test_a_query_with_a_dataset_of_its_own_is_left_alone() -> None:
    text = "SELECT * FROM <urn:h> WHERE { ?s ?p ?o }"

    assert add_graph(text, "urn:g") == text


def test_describe_without_where_is_asked_of_the_graph_too() -> None:
    assert add_graph("DESCRIBE <urn:a>", "urn:g") == "DESCRIBE <urn:a> FROM <urn:g> "
    assert find_places("DESCRIBE <urn:a> LIMIT 1").group is None


def test_only_prefixes_that_are_used_and_not_declared_are_added() -> None:
    prefixes = {"ex": "urn:ex#", "foaf": "urn:foaf#", "other": "urn:other#"}
    text = "PREFIX foaf: <urn:mine#>\nSELECT * { ?s ex:p foaf:q , 'other:no' } # other:no"

    assert add_prefixes(text, prefixes) == "PREFIX ex: <urn:ex#> " + text


def test_the_prefixes_of_semkg_are_not_declared_twice() -> None:
    text = "SELECT * { ?n sk:pageRank ?r ; rdf:type ?t }"

    assert add_prefixes(text, {"rdf": "urn:wrong#", "sk": "urn:wrong#"}) == text


def test_literals_and_several_variables_can_be_bound() -> None:
    text = add_bindings("ASK { ?s ?p ?o }", {"?o": Literal("a", lang="es"), "s": URIRef("urn:a")})

    assert text == 'ASK { VALUES (?o ?s) { ("a"@es <urn:a>) }  ?s ?p ?o }'


def test_binding_a_blank_node_is_an_error_that_says_why() -> None:
    with pytest.raises(ValueError, match=r"blank node \(\?s\)"):
        add_bindings("ASK { ?s ?p ?o }", {"s": BNode("x")})


@pytest.mark.parametrize("text", ["DESCRIBE <urn:a>", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_binding_without_a_where_clause_of_its_own_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="WHERE"):
        add_bindings(text, {"s": URIRef("urn:a")})


def test_a_prepared_query_gives_its_text_with_its_prefixes() -> None:
    query = prepareQuery("SELECT * { ?s ex:p ?o }", initNs={"ex": "urn:ex#"})
    update = prepareUpdate("INSERT DATA { <urn:a> <urn:b> 1 }")

    assert text_of(query) == "PREFIX ex: <urn:ex#> SELECT * { ?s ex:p ?o }"
    assert text_of(update) == "INSERT DATA { <urn:a> <urn:b> 1 }"


def test_a_prepared_query_without_its_text_is_an_error() -> None:
    query = prepareQuery("SELECT * { ?s ?p ?o }")
    del query._original_args

    with pytest.raises(ValueError, match="lost its text"):
        text_of(query)
