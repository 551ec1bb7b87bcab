"""Small ontologies with data, drawn with structure: chains, cycles, diamonds, equality cliques, lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pyoxigraph as ox
from hypothesis import strategies as st

from semkg.kernels import pack
from semkg.reasoning.engine.build import build_engine
from semkg.reasoning.engine.engine import Engine
from semkg.reasoning.values.literals import literal_table
from semkg.store import Rows, TermDictionary

HEAD = """
@prefix : <http://ex/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CLASSES = [":A", ":B", ":C", ":D"]
PROPERTIES = [":p", ":q", ":r"]
NODES = [":a", ":b", ":c", ":d", ":e"]

Triple = tuple[str, str, str]

_class, _property, _node = st.sampled_from(CLASSES), st.sampled_from(PROPERTIES), st.sampled_from(NODES)
_classes = st.lists(_class, min_size=1, max_size=3).map(" ".join)
_properties = st.lists(_property, min_size=1, max_size=3).map(" ".join)
_number = st.sampled_from(["0", "1"])


def _axiom(text: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries(parts).map(lambda values: text.format(**values))


AXIOMS = st.one_of(
    _axiom("{c} rdfs:subClassOf {d}", c=_class, d=_class),
    _axiom(
        "{c} owl:equivalentClass {d}",
        c=_class,
        d=st.one_of(_class, st.sampled_from(["owl:Thing", "owl:Nothing"])),
    ),
    _axiom("owl:Thing rdfs:subClassOf {c}", c=_class),
    _axiom("owl:Thing owl:hasKey ( {p} )", p=_property),
    _axiom("owl:sameAs rdfs:subPropertyOf {p}", p=_property),
    _axiom("{c} owl:disjointWith {d}", c=_class, d=_class),
    _axiom("{c} owl:complementOf {d}", c=_class, d=_class),
    _axiom("{c} owl:intersectionOf ( {l} )", c=_class, l=_classes),
    _axiom("{c} owl:unionOf ( {l} )", c=_class, l=_classes),
    _axiom("{c} owl:oneOf ( {x} {y} )", c=_class, x=_node, y=_node),
    _axiom("{c} owl:someValuesFrom {d} ; owl:onProperty {p}", c=_class, d=_class, p=_property),
    _axiom("{c} owl:someValuesFrom owl:Thing ; owl:onProperty {p}", c=_class, p=_property),
    _axiom("{c} owl:allValuesFrom {d} ; owl:onProperty {p}", c=_class, d=_class, p=_property),
    _axiom("{c} owl:hasValue {x} ; owl:onProperty {p}", c=_class, x=_node, p=_property),
    _axiom(
        '{c} owl:maxCardinality "{n}"^^xsd:nonNegativeInteger ; owl:onProperty {p}',
        c=_class,
        n=_number,
        p=_property,
    ),
    _axiom(
        '{c} owl:maxQualifiedCardinality "{n}"^^xsd:nonNegativeInteger ; owl:onProperty {p} ; owl:onClass {d}',
        c=_class,
        n=_number,
        p=_property,
        d=st.one_of(_class, st.just("owl:Thing")),
    ),
    _axiom("{c} a owl:Class", c=_class),
    _axiom("{p} a owl:ObjectProperty", p=_property),
    _axiom("{p} rdfs:subPropertyOf {q}", p=_property, q=_property),
    _axiom("{p} owl:equivalentProperty {q}", p=_property, q=_property),
    _axiom("{p} owl:inverseOf {q}", p=_property, q=_property),
    _axiom("{p} owl:propertyDisjointWith {q}", p=_property, q=_property),
    _axiom("{p} owl:propertyChainAxiom ( {l} )", p=_property, l=_properties),
    _axiom("{p} rdfs:domain {c}", p=_property, c=_class),
    _axiom("{p} rdfs:range {c}", p=_property, c=_class),
    _axiom(
        "{p} a owl:{kind}Property",
        p=_property,
        kind=st.sampled_from(
            ["Transitive", "Symmetric", "Functional", "InverseFunctional", "Asymmetric", "Irreflexive"]
        ),
    ),
    _axiom("{c} owl:hasKey ( {l} )", c=_class, l=_properties),
    _axiom("[] a owl:AllDisjointClasses ; owl:members ( {c} {d} {e} )", c=_class, d=_class, e=_class),
    _axiom(
        "[] a owl:AllDisjointProperties ; owl:members ( {p} {q} {r} )", p=_property, q=_property, r=_property
    ),
    _axiom("[] a owl:AllDifferent ; owl:members ( {x} {y} {z} )", x=_node, y=_node, z=_node),
    _axiom("{x} owl:differentFrom {y}", x=_node, y=_node),
    _axiom(
        "[] owl:sourceIndividual {x} ; owl:assertionProperty {p} ; owl:targetIndividual {y}",
        x=_node,
        p=_property,
        y=_node,
    ),
)
"""One axiom as Turtle."""

_links = st.one_of(
    st.tuples(st.just("chain"), _property, st.integers(2, 5)),
    st.tuples(st.just("cycle"), _property, st.integers(1, 4)),
    st.tuples(st.just("diamond"), _property, st.just(0)),
    st.tuples(st.just("same"), st.just("owl:sameAs"), st.integers(2, 3)),
)


def _linked(shape: str, p: str, size: int) -> list[str]:
    if shape == "cycle":
        return [f"{NODES[i]} {p} {NODES[(i + 1) % size]}" for i in range(size)]
    if shape == "diamond":
        return [f":a {p} :b", f":a {p} :c", f":b {p} :d", f":c {p} :d"]
    return [f"{NODES[i]} {p} {NODES[i + 1]}" for i in range(size - 1)]


DATA = st.one_of(
    _links.map(lambda link: _linked(*link)),
    st.tuples(_node, _class).map(lambda pair: [f"{pair[0]} a {pair[1]}"]),
    st.tuples(_node, _property, _node).map(lambda triple: [" ".join(triple)]),
    st.tuples(_node, _property, st.sampled_from(['"1"^^xsd:integer', '"01"^^xsd:int', '"x"'])).map(
        lambda triple: [" ".join(triple)]
    ),
)
"""A few triples about nodes as Turtle."""

TERMS_MERGED = st.one_of(
    st.tuples(_class, _class).map(lambda pair: f"{pair[0]} owl:sameAs {pair[1]}"),
    st.tuples(_property, _property).map(lambda pair: f"{pair[0]} owl:sameAs {pair[1]}"),
)

STATEMENTS: st.SearchStrategy[list[str]] = st.tuples(
    st.lists(AXIOMS, max_size=6), st.lists(DATA, max_size=4), st.lists(TERMS_MERGED, max_size=1)
).map(lambda parts: parts[0] + [line for lines in parts[1] for line in lines] + parts[2])
"""A small graph as Turtle statements without their dots."""


def rows_of(triples: Iterable[ox.Quad], terms: TermDictionary) -> Rows:
    ids = {(terms.add(t.predicate), terms.add(t.subject), terms.add(t.object)) for t in triples}
    table = np.array(sorted(ids), dtype=np.int32).reshape(-1, 3)
    return Rows(table[:, 1].copy(), table[:, 0].copy(), table[:, 2].copy())


def read(statements: str | Iterable[str], terms: TermDictionary) -> Rows:
    """Read Turtle statements, given as text or one by one, as rows."""
    text = statements if isinstance(statements, str) else "".join(f"{line} .\n" for line in statements)
    return rows_of(ox.parse((HEAD + text).encode(), format=ox.RdfFormat.TURTLE), terms)


def as_text(rows: Rows, terms: TermDictionary) -> set[Triple]:
    """Return rows as N-Triples texts."""
    text: Callable[[int], str] = terms.text
    return {
        (text(s), text(p), text(o))
        for s, p, o in zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True)
    }


def closed_by_rules(rows: Rows, terms: TermDictionary, rules: str) -> Engine:
    """Close rows by the rules of a table alone, without what freezing adds to RL+."""
    literals = literal_table(terms)
    engine = build_engine(rules, literals)
    keys = pack(rows.s, rows.o)
    used = np.unique(rows.o[literals.literal[rows.o]]).astype(np.int64)
    engine.admit({int(p): [keys[rows.p == p]] for p in np.unique(rows.p)}, used)
    engine.run(progress=None, max_inferred=None)
    return engine
