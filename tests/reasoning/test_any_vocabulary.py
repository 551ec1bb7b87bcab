"""Random triples over the whole vocabulary of RDF, RDFS and OWL: no crash, no endless loop, and laws still hold."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.reasoning import RULE_SETS, close, extend
from semkg.store import TermDictionary
from semkg.vocab import BUILTIN, OWL, RDF, RDF_TYPE, RDFS, XSD
from tests.reasoning.graphs import as_text, rows_of

VOCABULARY = [ox.NamedNode(iri) for iri in BUILTIN if iri.startswith((OWL, RDF, RDFS))]
NAMES = [ox.NamedNode(f"http://ex/{name}") for name in "abcpq"]
LITERALS = [
    ox.Literal("1", datatype=ox.NamedNode(XSD + kind)) for kind in ("integer", "nonNegativeInteger", "int")
]

_vocabulary, _name = st.sampled_from(VOCABULARY), st.sampled_from(NAMES)
_blank = st.sampled_from([ox.BlankNode(name) for name in ("x", "y", "z")])
_node = st.one_of(_name, _name, _blank, _vocabulary)
_common = st.sampled_from(
    [
        ox.NamedNode(iri)
        for iri in (
            *(RDF_TYPE, RDFS + "subClassOf", RDFS + "subPropertyOf", OWL + "sameAs", OWL + "inverseOf"),
            *(RDF + "first", RDF + "rest", OWL + "propertyChainAxiom", OWL + "members", OWL + "hasValue"),
            *(OWL + "onProperty", OWL + "intersectionOf", OWL + "hasKey", OWL + "oneOf", RDFS + "range"),
        )
    ]
)
TRIPLES = st.lists(
    st.builds(
        ox.Quad,
        _node,
        st.one_of(_common, _name, _vocabulary),
        st.one_of(_node, st.just(ox.NamedNode(RDF + "nil")), st.sampled_from(LITERALS)),
    ),
    max_size=9,
)


@pytest.mark.parametrize("rules", RULE_SETS)
@settings(max_examples=25, deadline=None)
@given(triples=TRIPLES, later=TRIPLES)
def test_any_triples_are_closed_and_extended(
    rules: str, triples: list[ox.Quad], later: list[ox.Quad]
) -> None:
    terms = TermDictionary()
    rows, more = rows_of(triples, terms), rows_of(later, terms)

    closure = close(rows, terms, rules=rules)
    grown = extend(closure, more, terms)

    whole = close(grown.asserted, terms, rules=rules)
    assert closure.contains(rows.s, rows.p, rows.o).all()
    assert as_text(grown.expanded(), terms) == as_text(whole.expanded(), terms)
    assert grown.ignored == whole.ignored
    assert grown.consistent == whole.consistent


@pytest.mark.parametrize(
    "text",
    [
        "owl:sameAs rdfs:subPropertyOf :p . :a owl:sameAs :b",
        "rdf:type owl:sameAs :q . :a :q :C . :C rdfs:subClassOf :D",
        "owl:Thing owl:disjointWith owl:Thing . :a :p :b",
        "rdfs:subClassOf a owl:TransitiveProperty ; owl:inverseOf :above . :A rdfs:subClassOf :B",
        ":p rdfs:subPropertyOf rdf:rest . :a :p :b . :C owl:unionOf :a . :a rdf:first :D",
        ":p rdfs:subPropertyOf owl:unionOf . :a :p :b",
        "owl:inverseOf owl:inverseOf owl:inverseOf . :p owl:inverseOf :q",
        "owl:FunctionalProperty rdfs:subClassOf owl:TransitiveProperty . :p a owl:FunctionalProperty",
        "rdf:type rdfs:range owl:Class ; rdfs:domain owl:TransitiveProperty . :p a :C",
        "rdf:type owl:propertyChainAxiom ( rdf:type rdfs:subClassOf ) . :a a :C . :C rdfs:subClassOf :D",
    ],
)
def test_an_ontology_that_redefines_the_vocabulary_is_closed(text: str) -> None:
    terms = TermDictionary()
    prefixes = (
        f"@prefix : <http://ex/> . @prefix owl: <{OWL}> . @prefix rdf: <{RDF}> . @prefix rdfs: <{RDFS}> . "
    )
    rows = rows_of(ox.parse(f"{prefixes}{text} .".encode(), format=ox.RdfFormat.TURTLE), terms)

    for rules in RULE_SETS:
        closure = close(rows, terms, rules=rules)
        again = close(closure.expanded(), terms, rules=rules)

        assert as_text(again.expanded(), terms) == as_text(closure.expanded(), terms)
