"""Every rule: cases in which it fires and cases in which it must not, lists with each of their places."""

from __future__ import annotations

import pytest

from semkg.reasoning import close, entails
from semkg.reasoning.tables import PLUS, PLUS_TAUTOLOGIES, RDFS, RL, RULE_SETS
from semkg.store import TermDictionary
from tests.reasoning.graphs import read

RESTRICTION = ":R owl:onProperty :p"
ZERO, ONE, TWO = (f'"{number}"^^xsd:nonNegativeInteger' for number in range(3))
PLACES = ("first", "middle", "last")


def member(place: str, wanted: str, others: tuple[str, str]) -> str:
    """Return a list of three with one member at a given place."""
    members = list(others)
    members.insert(PLACES.index(place), wanted)
    return f"( {' '.join(members)} )"


PAIRS_OF_PLACES = ((0, 1), (0, 2), (1, 2))


def pair(places: tuple[int, int], first: str, second: str, other: str) -> str:
    """Return a list of three with two members at given places."""
    members = [other] * 3
    members[places[0]], members[places[1]] = first, second
    return f"( {' '.join(members)} )"


MAX = ":x a :R . :x :p :y . :x :p :z ."

FIRES: list[tuple[str, str, str]] = [
    ("eq-ref", ":s :p :o .", ":s owl:sameAs :s . :p owl:sameAs :p . :o owl:sameAs :o ."),
    ("eq-sym", ":x owl:sameAs :y .", ":y owl:sameAs :x ."),
    ("eq-trans", ":x owl:sameAs :y . :y owl:sameAs :z .", ":x owl:sameAs :z ."),
    ("eq-rep-s", ":x owl:sameAs :y . :x :p :o .", ":y :p :o ."),
    ("eq-rep-p", ":p owl:sameAs :q . :x :p :o .", ":x :q :o ."),
    ("eq-rep-o", ":x owl:sameAs :y . :s :p :x .", ":s :p :y ."),
    ("prp-ap", "", "rdfs:label a owl:AnnotationProperty . owl:versionInfo a owl:AnnotationProperty ."),
    ("prp-dom", ":p rdfs:domain :C . :x :p :y .", ":x a :C ."),
    ("prp-rng", ":p rdfs:range :C . :x :p :y .", ":y a :C ."),
    ("prp-fp", ":p a owl:FunctionalProperty . :x :p :y . :x :p :z .", ":y owl:sameAs :z ."),
    ("prp-ifp", ":p a owl:InverseFunctionalProperty . :x :p :z . :y :p :z .", ":x owl:sameAs :y ."),
    ("prp-symp", ":p a owl:SymmetricProperty . :x :p :y .", ":y :p :x ."),
    ("prp-trp", ":p a owl:TransitiveProperty . :x :p :y . :y :p :z . :z :p :w .", ":x :p :z . :x :p :w . :y :p :w ."),
    ("prp-spo1", ":p rdfs:subPropertyOf :q . :x :p :y .", ":x :q :y ."),
    ("prp-spo2", ":p owl:propertyChainAxiom ( :q :r :s ) . :a :q :b . :b :r :c . :c :s :d .", ":a :p :d ."),
    ("prp-spo2", ":p owl:propertyChainAxiom ( :q ) . :a :q :b .", ":a :p :b ."),
    ("prp-spo2", ":p owl:propertyChainAxiom ( :p :q ) . :a :p :b . :b :q :c . :c :q :d .", ":a :p :d ."),
    ("prp-eqp1", ":p owl:equivalentProperty :q . :x :p :y .", ":x :q :y ."),
    ("prp-eqp2", ":p owl:equivalentProperty :q . :x :q :y .", ":x :p :y ."),
    ("prp-inv1", ":p owl:inverseOf :q . :x :p :y .", ":y :q :x ."),
    ("prp-inv2", ":p owl:inverseOf :q . :x :q :y .", ":y :p :x ."),
    ("prp-inv1", ":p owl:inverseOf :p . :x :p :y .", ":y :p :x ."),
    ("prp-key", ":C owl:hasKey ( :p ) . :x a :C ; :p 1 . :y a :C ; :p 1 .", ":x owl:sameAs :y ."),
    ("prp-key", ":C owl:hasKey ( :p :q :r ) . :x a :C ; :p 1 ; :q 2 ; :r 3 . :y a :C ; :p 1 ; :q 2 ; :r 3 .", ":x owl:sameAs :y ."),
    ("prp-key", ":C owl:hasKey ( :p ) . :x a :C ; :p 1 , 2 . :y a :C ; :p 2 , 3 . :z a :C ; :p 3 .", ":x owl:sameAs :z ."),
    ("cls-thing", "", "owl:Thing a owl:Class ."),
    ("cls-nothing1", "", "owl:Nothing a owl:Class ."),
    ("cls-int1", ":C owl:intersectionOf ( :A ) . :x a :A .", ":x a :C ."),
    ("cls-int1", ":C owl:intersectionOf ( :A :B :D ) . :x a :A , :B , :D .", ":x a :C ."),
    ("cls-int1", ":C owl:intersectionOf ( :A :B ) ; rdfs:subClassOf :E . :D owl:intersectionOf ( :C :F ) . :x a :A , :B , :F .", ":x a :D , :E ."),
    *(("cls-int2", f":C owl:intersectionOf {member(place, ':A', (':B', ':D'))} . :x a :C .", ":x a :A .") for place in PLACES),
    *(("cls-uni", f":C owl:unionOf {member(place, ':A', (':B', ':D'))} . :x a :A .", ":x a :C .") for place in PLACES),
    *(("cls-oo", f":C owl:oneOf {member(place, ':x', (':y', ':z'))} .", ":x a :C .") for place in PLACES),
    ("cls-svf1", f"{RESTRICTION} ; owl:someValuesFrom :C . :x :p :y . :y a :C .", ":x a :R ."),
    ("cls-svf2", f"{RESTRICTION} ; owl:someValuesFrom owl:Thing . :x :p :y .", ":x a :R ."),
    ("cls-avf", f"{RESTRICTION} ; owl:allValuesFrom :C . :x a :R . :x :p :y .", ":y a :C ."),
    ("cls-hv1", f"{RESTRICTION} ; owl:hasValue :v . :x a :R .", ":x :p :v ."),
    ("cls-hv2", f"{RESTRICTION} ; owl:hasValue :v . :x :p :v .", ":x a :R ."),
    ("cls-maxc2", f"{RESTRICTION} ; owl:maxCardinality {ONE} . {MAX}", ":y owl:sameAs :z ."),
    ("cls-maxc2", f'{RESTRICTION} ; owl:maxCardinality "01"^^xsd:int . {MAX}', ":y owl:sameAs :z ."),
    ("cls-maxqc3", f"{RESTRICTION} ; owl:maxQualifiedCardinality {ONE} ; owl:onClass :C . {MAX} :y a :C . :z a :C .", ":y owl:sameAs :z ."),
    ("cls-maxqc4", f"{RESTRICTION} ; owl:maxQualifiedCardinality {ONE} ; owl:onClass owl:Thing . {MAX}", ":y owl:sameAs :z ."),
    ("cax-sco", ":C rdfs:subClassOf :D . :x a :C .", ":x a :D ."),
    ("cax-eqc1", ":C owl:equivalentClass :D . :x a :C .", ":x a :D ."),
    ("cax-eqc2", ":C owl:equivalentClass :D . :x a :D .", ":x a :C ."),
    ("dt-type1", "", "xsd:integer a rdfs:Datatype . xsd:string a rdfs:Datatype ."),
    ("dt-type2", ":x :p 5 . :R owl:onProperty :p ; owl:someValuesFrom xsd:integer .", ":x a :R ."),
    ("dt-type2", ":x :p 5 . :R owl:onProperty :p ; owl:someValuesFrom xsd:decimal .", ":x a :R ."),
    ("dt-eq", ':x :p "1"^^xsd:integer .', ':x :p "1.0"^^xsd:decimal . :x :p "01"^^xsd:int .'),
    ("dt-eq", ':p a owl:InverseFunctionalProperty . :x :p "a" . :y :p "a"^^xsd:token .', ":x owl:sameAs :y ."),
    ("dt-diff", ":x owl:sameAs 1 . :y owl:sameAs 2 .", ":x owl:differentFrom :y ."),
    ("scm-cls", ":C a owl:Class .", ":C rdfs:subClassOf :C , owl:Thing ; owl:equivalentClass :C . owl:Nothing rdfs:subClassOf :C ."),
    ("scm-sco", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .", ":C rdfs:subClassOf :E ."),
    ("scm-eqc1", ":C owl:equivalentClass :D .", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C ."),
    ("scm-eqc2", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .", ":C owl:equivalentClass :D ."),
    ("scm-op", ":p a owl:ObjectProperty .", ":p rdfs:subPropertyOf :p ; owl:equivalentProperty :p ."),
    ("scm-dp", ":p a owl:DatatypeProperty .", ":p rdfs:subPropertyOf :p ; owl:equivalentProperty :p ."),
    ("scm-spo", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":p rdfs:subPropertyOf :r ."),
    ("scm-eqp1", ":p owl:equivalentProperty :q .", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p ."),
    ("scm-eqp2", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .", ":p owl:equivalentProperty :q ."),
    ("scm-dom1", ":p rdfs:domain :C . :C rdfs:subClassOf :D .", ":p rdfs:domain :D ."),
    ("scm-dom2", ":q rdfs:domain :C . :p rdfs:subPropertyOf :q .", ":p rdfs:domain :C ."),
    ("scm-rng1", ":p rdfs:range :C . :C rdfs:subClassOf :D .", ":p rdfs:range :D ."),
    ("scm-rng2", ":q rdfs:range :C . :p rdfs:subPropertyOf :q .", ":p rdfs:range :C ."),
    ("scm-hv", ":C owl:hasValue :v ; owl:onProperty :p . :D owl:hasValue :v ; owl:onProperty :q . :p rdfs:subPropertyOf :q .", ":C rdfs:subClassOf :D ."),
    ("scm-svf1", ":C owl:someValuesFrom :X ; owl:onProperty :p . :D owl:someValuesFrom :Y ; owl:onProperty :p . :X rdfs:subClassOf :Y .", ":C rdfs:subClassOf :D ."),
    ("scm-svf1", ":C owl:someValuesFrom :X ; owl:onProperty :p . :D owl:someValuesFrom :X ; owl:onProperty :p . :X a owl:Class .", ":C owl:equivalentClass :D ."),
    ("scm-svf1", ":C owl:someValuesFrom :X ; owl:onProperty :p . :D owl:someValuesFrom owl:Thing ; owl:onProperty :p . :X a owl:Class .", ":C rdfs:subClassOf :D ."),
    ("scm-svf2", ":C owl:someValuesFrom :X ; owl:onProperty :p . :D owl:someValuesFrom :X ; owl:onProperty :q . :p rdfs:subPropertyOf :q .", ":C rdfs:subClassOf :D ."),
    ("scm-avf1", ":C owl:allValuesFrom :X ; owl:onProperty :p . :D owl:allValuesFrom :Y ; owl:onProperty :p . :X rdfs:subClassOf :Y .", ":C rdfs:subClassOf :D ."),
    ("scm-avf2", ":C owl:allValuesFrom :X ; owl:onProperty :p . :D owl:allValuesFrom :X ; owl:onProperty :q . :p rdfs:subPropertyOf :q .", ":D rdfs:subClassOf :C ."),
    *(("scm-int", f":C owl:intersectionOf {member(place, ':A', (':B', ':D'))} .", ":C rdfs:subClassOf :A .") for place in PLACES),
    *(("scm-uni", f":C owl:unionOf {member(place, ':A', (':B', ':D'))} .", ":A rdfs:subClassOf :C .") for place in PLACES),
    ("plus-inv", ":p owl:inverseOf :q .", ":q owl:inverseOf :p ."),
    ("plus-inv-eqp", ":p owl:inverseOf :q , :r .", ":q owl:equivalentProperty :r ."),
    ("plus-inv-symp", ":p owl:inverseOf :p .", ":p a owl:SymmetricProperty ."),
    ("plus-symp-inv", ":p a owl:SymmetricProperty .", ":p owl:inverseOf :p ."),
    ("plus-inv-spo", ":p rdfs:subPropertyOf :q ; owl:inverseOf :r . :q owl:inverseOf :s .", ":r rdfs:subPropertyOf :s ."),
    ("plus-inv-dom", ":p rdfs:domain :C ; owl:inverseOf :q .", ":q rdfs:range :C ."),
    ("plus-inv-rng", ":p rdfs:range :C ; owl:inverseOf :q .", ":q rdfs:domain :C ."),
    ("plus-inv-fp", ":p a owl:FunctionalProperty ; owl:inverseOf :q .", ":q a owl:InverseFunctionalProperty ."),
    ("plus-inv-ifp", ":p a owl:InverseFunctionalProperty ; owl:inverseOf :q .", ":q a owl:FunctionalProperty ."),
    ("plus-inv-trp", ":p a owl:TransitiveProperty ; owl:inverseOf :q .", ":q a owl:TransitiveProperty ."),
    ("plus-inv-asyp", ":p a owl:AsymmetricProperty ; owl:inverseOf :q .", ":q a owl:AsymmetricProperty ."),
    ("plus-inv-irp", ":p a owl:IrreflexiveProperty ; owl:inverseOf :q .", ":q a owl:IrreflexiveProperty ."),
    ("plus-asyp-irp", ":p a owl:AsymmetricProperty .", ":p a owl:IrreflexiveProperty ."),
    ("plus-chain-trp", ":p owl:propertyChainAxiom ( :p :p ) .", ":p a owl:TransitiveProperty ."),
    ("plus-spo-fp", ":p rdfs:subPropertyOf :q . :q a owl:FunctionalProperty .", ":p a owl:FunctionalProperty ."),
    ("plus-spo-ifp", ":p rdfs:subPropertyOf :q . :q a owl:InverseFunctionalProperty .", ":p a owl:InverseFunctionalProperty ."),
    ("plus-spo-asyp", ":p rdfs:subPropertyOf :q . :q a owl:AsymmetricProperty .", ":p a owl:AsymmetricProperty ."),
    ("plus-spo-irp", ":p rdfs:subPropertyOf :q . :q a owl:IrreflexiveProperty .", ":p a owl:IrreflexiveProperty ."),
    ("plus-dw", ":C owl:disjointWith :D .", ":D owl:disjointWith :C ."),
    ("plus-pdw", ":p owl:propertyDisjointWith :q .", ":q owl:propertyDisjointWith :p ."),
    ("plus-diff", ":x owl:differentFrom :y .", ":y owl:differentFrom :x ."),
    ("plus-com", ":C owl:complementOf :D .", ":D owl:complementOf :C . :C owl:disjointWith :D ."),
    *(("plus-du-uni", f":C owl:disjointUnionOf {member(place, ':A', (':B', ':D'))} .", ":A rdfs:subClassOf :C .") for place in PLACES),
    *(("plus-du-dw", f":C owl:disjointUnionOf {pair(places, ':A', ':B', ':D')} .", ":A owl:disjointWith :B . :B owl:disjointWith :A .") for places in PAIRS_OF_PLACES),
    ("plus-card", f"{RESTRICTION} ; owl:cardinality {ONE} . {MAX}", ":y owl:sameAs :z ."),
    ("plus-cls-type", ":x a :C .", ":C rdfs:subClassOf :C , owl:Thing ."),
    ("plus-cls-sub", ":C rdfs:subClassOf :D .", ":C owl:equivalentClass :C ."),
    ("plus-cls-super", ":C rdfs:subClassOf :D .", ":D owl:equivalentClass :D ."),
    ("plus-cls-domain", ":p rdfs:domain :C .", ":C rdfs:subClassOf owl:Thing ."),
    ("plus-cls-range", ":p rdfs:range :C .", ":C rdfs:subClassOf owl:Thing ."),
    ("plus-cls-some", ":C owl:someValuesFrom :X ; owl:onProperty :p . :D owl:someValuesFrom :X ; owl:onProperty :p .", ":C owl:equivalentClass :D ."),
    ("plus-cls-all", ":C owl:allValuesFrom :X ; owl:onProperty :p . :D owl:allValuesFrom :X ; owl:onProperty :p .", ":C owl:equivalentClass :D ."),
    ("plus-cls-restriction", ":C owl:onProperty :p .", ":C rdfs:subClassOf owl:Thing ."),
    ("plus-prp-sub", ":p rdfs:subPropertyOf :q .", ":p rdfs:subPropertyOf :p ."),
    ("plus-prp-super", ":p rdfs:subPropertyOf :q .", ":q rdfs:subPropertyOf :q ."),
    ("plus-prp-on", ":C owl:hasValue :v ; owl:onProperty :p . :D owl:hasValue :v ; owl:onProperty :p .", ":C owl:equivalentClass :D ."),
    ("plus-prp-domain", ":p rdfs:domain :C .", ":p owl:equivalentProperty :p ."),
    ("plus-prp-range", ":p rdfs:range :C .", ":p owl:equivalentProperty :p ."),
    ("plus-prp-inverse", ":p owl:inverseOf :q .", ":p owl:equivalentProperty :p ."),
    ("plus-prp-inverse-of", ":p owl:inverseOf :q .", ":q owl:equivalentProperty :q ."),
    ("rdfs2", ":p rdfs:domain :C . :x :p :y .", ":x a :C ."),
    ("rdfs3", ":p rdfs:range :C . :x :p :y .", ":y a :C ."),
    ("rdfs4a", ":x :p :y .", ":x a rdfs:Resource ."),
    ("rdfs4b", ":x :p :y .", ":y a rdfs:Resource ."),
    ("rdfs5", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":p rdfs:subPropertyOf :r ."),
    ("rdfs6", ":p a rdf:Property .", ":p rdfs:subPropertyOf :p ."),
    ("rdfs7", ":p rdfs:subPropertyOf :q . :x :p :y .", ":x :q :y ."),
    ("rdfs8", ":C a rdfs:Class .", ":C rdfs:subClassOf rdfs:Resource ."),
    ("rdfs9", ":C rdfs:subClassOf :D . :x a :C .", ":x a :D ."),
    ("rdfs10", ":C a rdfs:Class .", ":C rdfs:subClassOf :C ."),
    ("rdfs11", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .", ":C rdfs:subClassOf :E ."),
    ("rdfs12", ":p a rdfs:ContainerMembershipProperty .", ":p rdfs:subPropertyOf rdfs:member ."),
    ("rdfs13", ":C a rdfs:Datatype .", ":C rdfs:subClassOf rdfs:Literal ."),
]  # fmt: skip
"""(rule, what is given, what follows)."""

SILENT: list[tuple[str, str, str]] = [
    ("eq-sym", ":x owl:differentFrom :y .", ":y owl:sameAs :x ."),
    ("eq-trans", ":x owl:sameAs :y . :z owl:sameAs :w .", ":x owl:sameAs :z ."),
    ("eq-rep-s", ":x owl:sameAs :y . :x :p :o .", ":o :p :y ."),
    ("eq-rep-p", ":p owl:sameAs :q . :x :r :o .", ":x :q :o ."),
    ("eq-rep-o", ":x owl:sameAs :y . :s :p :z .", ":s :p :y ."),
    ("prp-dom", ":p rdfs:domain :C . :x :p :y .", ":y a :C ."),
    ("prp-rng", ":p rdfs:range :C . :x :p :y .", ":x a :C ."),
    ("prp-fp", ":p a owl:FunctionalProperty . :x :p :y . :w :p :z .", ":y owl:sameAs :z ."),
    ("prp-ifp", ":p a owl:InverseFunctionalProperty . :x :p :z . :x :p :w .", ":z owl:sameAs :w ."),
    ("prp-symp", ":p a owl:SymmetricProperty . :x :q :y .", ":y :q :x ."),
    ("prp-trp", ":p a owl:TransitiveProperty . :x :p :y . :y :q :z .", ":x :p :z ."),
    ("prp-spo1", ":p rdfs:subPropertyOf :q . :x :q :y .", ":x :p :y ."),
    ("prp-spo2", ":p owl:propertyChainAxiom ( :q :r ) . :a :r :b . :b :q :c .", ":a :p :c ."),
    ("prp-spo2", ":p owl:propertyChainAxiom ( :q :r :s ) . :a :q :b . :b :r :c .", ":a :p :c ."),
    ("prp-eqp1", ":p rdfs:subPropertyOf :q . :x :q :y .", ":x :p :y ."),
    ("prp-eqp2", ":p owl:equivalentProperty :q . :x :r :y .", ":x :p :y ."),
    ("prp-inv1", ":p owl:inverseOf :q . :x :p :y .", ":x :q :y ."),
    ("prp-inv2", ":p owl:inverseOf :q . :x :q :y .", ":x :p :y ."),
    *(
        ("prp-key", f":C owl:hasKey {member(place, ':p', (':q', ':r'))} . :x a :C ; :q 1 ; :r 1 ; :p 1 . :y a :C ; :q 1 ; :r 1 ; :p 2 .", ":x owl:sameAs :y .")
        for place in PLACES
    ),
    ("prp-key", ":C owl:hasKey ( :p ) . :x a :C ; :p 1 . :y :p 1 .", ":x owl:sameAs :y ."),
    *(("cls-int1", f":C owl:intersectionOf {member(place, ':A', (':B', ':D'))} . :x a :B , :D .", ":x a :C .") for place in PLACES),
    ("cls-int2", ":C owl:intersectionOf ( :A :B ) . :x a :A .", ":x a :B ."),
    ("cls-uni", ":C owl:unionOf ( :A :B ) . :x a :C .", ":x a :A ."),
    ("cls-oo", ":C owl:oneOf ( :x ) .", ":y a :C ."),
    ("cls-svf1", f"{RESTRICTION} ; owl:someValuesFrom :C . :x :p :y . :y a :D .", ":x a :R ."),
    ("cls-svf2", f"{RESTRICTION} ; owl:someValuesFrom owl:Thing . :x :q :y .", ":x a :R ."),
    ("cls-avf", f"{RESTRICTION} ; owl:allValuesFrom :C . :x :p :y .", ":y a :C ."),
    ("cls-hv1", f"{RESTRICTION} ; owl:hasValue :v . :x a :S .", ":x :p :v ."),
    ("cls-hv2", f"{RESTRICTION} ; owl:hasValue :v . :x :p :w .", ":x a :R ."),
    ("cls-maxc2", f"{RESTRICTION} ; owl:maxCardinality {TWO} . {MAX}", ":y owl:sameAs :z ."),
    ("cls-maxqc3", f"{RESTRICTION} ; owl:maxQualifiedCardinality {ONE} ; owl:onClass :C . {MAX} :y a :C .", ":y owl:sameAs :z ."),
    ("cls-maxqc4", f"{RESTRICTION} ; owl:maxQualifiedCardinality {TWO} ; owl:onClass owl:Thing . {MAX}", ":y owl:sameAs :z ."),
    ("cax-sco", ":C rdfs:subClassOf :D . :x a :D .", ":x a :C ."),
    ("cax-eqc1", ":C rdfs:subClassOf :D . :x a :D .", ":x a :C ."),
    ("cax-eqc2", ":C owl:equivalentClass :D . :x a :E .", ":x a :C ."),
    ("dt-type2", ":x :p 1.5 . :R owl:onProperty :p ; owl:someValuesFrom xsd:integer .", ":x a :R ."),
    ("dt-eq", ':x :p "1"^^xsd:integer .', ':x :p "1"^^xsd:double .'),
    ("dt-eq", ':x :p "1"^^xsd:integer .', ':x :p "1" .'),
    ("dt-diff", ":x owl:sameAs 1 . :y owl:sameAs 1.0 .", ":x owl:differentFrom :y ."),
    ("scm-cls", ":p a owl:ObjectProperty .", ":p rdfs:subClassOf owl:Thing ."),
    ("scm-sco", ":C rdfs:subClassOf :D . :E rdfs:subClassOf :D .", ":C rdfs:subClassOf :E ."),
    ("scm-eqc1", ":C rdfs:subClassOf :D .", ":D rdfs:subClassOf :C ."),
    ("scm-eqc2", ":C rdfs:subClassOf :D .", ":C owl:equivalentClass :D ."),
    ("scm-op", ":C a owl:Class .", ":C rdfs:subPropertyOf :C ."),
    ("scm-dp", ":C a owl:Class .", ":C owl:equivalentProperty :C ."),
    ("scm-spo", ":p rdfs:subPropertyOf :q . :r rdfs:subPropertyOf :q .", ":p rdfs:subPropertyOf :r ."),
    ("scm-eqp1", ":p rdfs:subPropertyOf :q .", ":q rdfs:subPropertyOf :p ."),
    ("scm-eqp2", ":p rdfs:subPropertyOf :q .", ":p owl:equivalentProperty :q ."),
    ("scm-dom1", ":p rdfs:domain :D . :C rdfs:subClassOf :D .", ":p rdfs:domain :C ."),
    ("scm-dom2", ":p rdfs:domain :C . :p rdfs:subPropertyOf :q .", ":q rdfs:domain :C ."),
    ("scm-rng1", ":p rdfs:range :D . :C rdfs:subClassOf :D .", ":p rdfs:range :C ."),
    ("scm-rng2", ":p rdfs:range :C . :p rdfs:subPropertyOf :q .", ":q rdfs:range :C ."),
    ("scm-hv", ":C owl:hasValue :v ; owl:onProperty :p . :D owl:hasValue :w ; owl:onProperty :q . :p rdfs:subPropertyOf :q .", ":C rdfs:subClassOf :D ."),
    ("scm-svf1", ":C owl:someValuesFrom :X ; owl:onProperty :p . :D owl:someValuesFrom :Y ; owl:onProperty :q . :X rdfs:subClassOf :Y .", ":C rdfs:subClassOf :D ."),
    ("scm-svf2", ":C owl:someValuesFrom :X ; owl:onProperty :p . :D owl:someValuesFrom :Y ; owl:onProperty :q . :p rdfs:subPropertyOf :q .", ":C rdfs:subClassOf :D ."),
    ("scm-avf1", ":C owl:allValuesFrom :X ; owl:onProperty :p . :D owl:allValuesFrom :Y ; owl:onProperty :p . :X rdfs:subClassOf :Y .", ":D rdfs:subClassOf :C ."),
    ("scm-avf2", ":C owl:allValuesFrom :X ; owl:onProperty :p . :D owl:allValuesFrom :X ; owl:onProperty :q . :p rdfs:subPropertyOf :q .", ":C rdfs:subClassOf :D ."),
    ("scm-int", ":C owl:intersectionOf ( :A :B ) .", ":A rdfs:subClassOf :C ."),
    ("scm-uni", ":C owl:unionOf ( :A :B ) .", ":C rdfs:subClassOf :A ."),
    ("plus-inv", ":p owl:inverseOf :q .", ":p owl:inverseOf :p ."),
    ("plus-inv-eqp", ":p owl:inverseOf :q . :s owl:inverseOf :r .", ":q owl:equivalentProperty :r ."),
    ("plus-inv-symp", ":p owl:inverseOf :q .", ":p a owl:SymmetricProperty ."),
    ("plus-symp-inv", ":p a owl:TransitiveProperty .", ":p owl:inverseOf :p ."),
    ("plus-inv-spo", ":p rdfs:subPropertyOf :q ; owl:inverseOf :r . :q owl:inverseOf :s .", ":s rdfs:subPropertyOf :r ."),
    ("plus-inv-dom", ":p rdfs:domain :C ; owl:inverseOf :q .", ":q rdfs:domain :C ."),
    ("plus-inv-rng", ":p rdfs:range :C ; owl:inverseOf :q .", ":q rdfs:range :C ."),
    ("plus-inv-fp", ":p a owl:FunctionalProperty ; owl:inverseOf :q .", ":q a owl:FunctionalProperty ."),
    ("plus-inv-ifp", ":p a owl:InverseFunctionalProperty ; owl:inverseOf :q .", ":q a owl:InverseFunctionalProperty ."),
    ("plus-inv-trp", ":p a owl:TransitiveProperty ; rdfs:subPropertyOf :q .", ":q a owl:TransitiveProperty ."),
    ("plus-inv-asyp", ":p a owl:AsymmetricProperty . :q owl:inverseOf :r .", ":q a owl:AsymmetricProperty ."),
    ("plus-inv-irp", ":p a owl:IrreflexiveProperty . :q owl:inverseOf :r .", ":q a owl:IrreflexiveProperty ."),
    ("plus-asyp-irp", ":p a owl:IrreflexiveProperty .", ":p a owl:AsymmetricProperty ."),
    ("plus-chain-trp", ":p owl:propertyChainAxiom ( :p :q ) .", ":p a owl:TransitiveProperty ."),
    ("plus-spo-fp", ":p rdfs:subPropertyOf :q . :p a owl:FunctionalProperty .", ":q a owl:FunctionalProperty ."),
    ("plus-spo-ifp", ":p rdfs:subPropertyOf :q . :p a owl:InverseFunctionalProperty .", ":q a owl:InverseFunctionalProperty ."),
    ("plus-spo-asyp", ":p rdfs:subPropertyOf :q . :p a owl:AsymmetricProperty .", ":q a owl:AsymmetricProperty ."),
    ("plus-spo-irp", ":p rdfs:subPropertyOf :q . :p a owl:IrreflexiveProperty .", ":q a owl:IrreflexiveProperty ."),
    ("plus-dw", ":C owl:disjointWith :D .", ":C owl:disjointWith :C ."),
    ("plus-pdw", ":p owl:propertyDisjointWith :q .", ":p owl:propertyDisjointWith :p ."),
    ("plus-diff", ":x owl:differentFrom :y .", ":x owl:differentFrom :x ."),
    ("plus-com", ":C owl:disjointWith :D .", ":C owl:complementOf :D ."),
    ("plus-du-uni", ":C owl:disjointUnionOf ( :A :B ) .", ":C rdfs:subClassOf :A ."),
    ("plus-du-dw", ":C owl:disjointUnionOf ( :A :B ) .", ":A owl:disjointWith :A ."),
    ("plus-card", f"{RESTRICTION} ; owl:cardinality {TWO} . {MAX}", ":y owl:sameAs :z ."),
    ("rdfs2", ":p rdfs:domain :C . :x :p :y .", ":y a :C ."),
    ("rdfs3", ":p rdfs:range :C . :x :p :y .", ":x a :C ."),
    ("rdfs5", ":p rdfs:subPropertyOf :q . :r rdfs:subPropertyOf :q .", ":p rdfs:subPropertyOf :r ."),
    ("rdfs6", ":p a rdfs:Class .", ":p rdfs:subPropertyOf :p ."),
    ("rdfs7", ":p rdfs:subPropertyOf :q . :x :q :y .", ":x :p :y ."),
    ("rdfs8", ":C a rdf:Property .", ":C rdfs:subClassOf rdfs:Resource ."),
    ("rdfs9", ":C rdfs:subClassOf :D . :x a :D .", ":x a :C ."),
    ("rdfs10", ":C a rdf:Property .", ":C rdfs:subClassOf :C ."),
    ("rdfs11", ":C rdfs:subClassOf :D . :E rdfs:subClassOf :D .", ":C rdfs:subClassOf :E ."),
    ("rdfs12", ":p a rdf:Property .", ":p rdfs:subPropertyOf rdfs:member ."),
    ("rdfs13", ":C a rdfs:Class .", ":C rdfs:subClassOf rdfs:Literal ."),
]  # fmt: skip
"""(rule, what is given, what must not follow)."""

CLASHES: list[tuple[str, str]] = [
    ("eq-diff1", ":x owl:sameAs :y . :x owl:differentFrom :y ."),
    ("eq-diff1", ":x owl:differentFrom :x ."),
    *(("eq-diff2", f"[] a owl:AllDifferent ; owl:members {pair(places, ':x', ':y', ':z')} . :x owl:sameAs :y .") for places in PAIRS_OF_PLACES),
    ("eq-diff2", "[] a owl:AllDifferent ; owl:members ( :x :y ) . :x owl:sameAs :y ."),
    *(("eq-diff3", f"[] a owl:AllDifferent ; owl:distinctMembers {pair(places, ':x', ':y', ':z')} . :x owl:sameAs :y .") for places in PAIRS_OF_PLACES),
    ("prp-irp", ":p a owl:IrreflexiveProperty . :x :p :x ."),
    ("prp-asyp", ":p a owl:AsymmetricProperty . :x :p :y . :y :p :x ."),
    ("prp-pdw", ":p owl:propertyDisjointWith :q . :x :p :y . :x :q :y ."),
    *(("prp-adp", f"[] a owl:AllDisjointProperties ; owl:members {pair(places, ':p', ':q', ':r')} . :x :p :y . :x :q :y .") for places in PAIRS_OF_PLACES),
    ("prp-adp", "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) . :x :p :y . :x :q :y ."),
    ("prp-npa1", "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y . :x :p :y ."),
    ("prp-npa2", '[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue "1"^^xsd:integer . :x :p "01"^^xsd:int .'),
    ("cls-nothing2", ":x a owl:Nothing ."),
    ("cls-com", ":C owl:complementOf :D . :x a :C , :D ."),
    ("cls-maxc1", f"{RESTRICTION} ; owl:maxCardinality {ZERO} . :x a :R ; :p :y ."),
    ("cls-maxqc1", f"{RESTRICTION} ; owl:maxQualifiedCardinality {ZERO} ; owl:onClass :C . :x a :R ; :p :y . :y a :C ."),
    ("cls-maxqc2", f"{RESTRICTION} ; owl:maxQualifiedCardinality {ZERO} ; owl:onClass owl:Thing . :x a :R ; :p :y ."),
    ("cax-dw", ":C owl:disjointWith :D . :x a :C , :D ."),
    *(("cax-adc", f"[] a owl:AllDisjointClasses ; owl:members {pair(places, ':C', ':D', ':E')} . :x a :C , :D .") for places in PAIRS_OF_PLACES),
    ("cax-adc", "[] a owl:AllDisjointClasses ; owl:members ( :C :C ) . :x a :C ."),
    ("dt-diff", ":p a owl:FunctionalProperty . :x :p 1 , 2 ."),
    ("dt-not-type", ':p rdfs:range xsd:integer . :x :p "abc" .'),
    ("dt-not-type", ':p rdfs:range xsd:byte . :x :p "300"^^xsd:byte .'),
]  # fmt: skip

PEACE: list[tuple[str, str]] = [
    ("eq-diff1", ":x owl:sameAs :y . :x owl:differentFrom :z ."),
    ("eq-diff2", "[] a owl:AllDifferent ; owl:members ( :x :y :z ) . :x owl:sameAs :w ."),
    ("eq-diff3", "[] a owl:AllDifferent ; owl:distinctMembers ( :x :y :z ) . :x owl:sameAs :w ."),
    ("prp-irp", ":p a owl:IrreflexiveProperty . :x :p :y . :y :p :x ."),
    ("prp-asyp", ":p a owl:AsymmetricProperty . :x :p :y . :y :q :x ."),
    ("prp-pdw", ":p owl:propertyDisjointWith :q . :x :p :y . :x :q :z ."),
    ("prp-adp", "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :x :p :y . :x :q :z . :y :r :x ."),
    ("prp-npa1", "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y . :y :p :x ."),
    ("prp-npa2", "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue 1 . :x :p 2 ."),
    ("cls-nothing2", ":C rdfs:subClassOf owl:Nothing . :x a :D ."),
    ("cls-com", ":C owl:complementOf :D . :x a :C . :y a :D ."),
    ("cls-maxc1", f"{RESTRICTION} ; owl:maxCardinality {ONE} . :x a :R ; :p :y ."),
    ("cls-maxqc1", f"{RESTRICTION} ; owl:maxQualifiedCardinality {ZERO} ; owl:onClass :C . :x a :R ; :p :y . :y a :D ."),
    ("cls-maxqc2", f"{RESTRICTION} ; owl:maxQualifiedCardinality {ZERO} ; owl:onClass owl:Thing . :x a :R ; :q :y ."),
    ("cax-dw", ":C owl:disjointWith :D . :x a :C . :y a :D ."),
    ("cax-adc", "[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) . :x a :C , :F . :y a :D ."),
    ("dt-diff", ':p a owl:FunctionalProperty . :x :p "1"^^xsd:integer , "1.0"^^xsd:decimal .'),
    ("dt-not-type", ":p rdfs:range xsd:decimal . :x :p 1 ."),
]  # fmt: skip

ALWAYS = {"eq-ref", "prp-ap", "cls-thing", "cls-nothing1", "dt-type1", "rdfs4a", "rdfs4b"}
"""Rules that hold of everything cannot fail to fire."""


def rule_set(rule: str) -> str:
    return "rdfs" if rule.startswith("rdfs") else "rl+" if rule.startswith("plus") else "rl"


def follows(rule: str, given: str, then: str) -> bool:
    terms = TermDictionary()
    closure = close(read(given, terms), terms, rules=rule_set(rule))
    return entails(closure, read(then, terms), terms)


def clashing(given: str) -> set[str]:
    terms = TermDictionary()
    return {clash.rule for clash in close(read(given, terms), terms, rules="rl").clashes}


@pytest.mark.parametrize(("rule", "given", "then"), FIRES)
def test_a_rule_fires(rule: str, given: str, then: str) -> None:
    assert follows(rule, given, then)


@pytest.mark.parametrize(("rule", "given", "then"), SILENT)
def test_a_rule_stays_silent(rule: str, given: str, then: str) -> None:
    assert not follows(rule, given, then)


@pytest.mark.parametrize(("rule", "given"), CLASHES)
def test_a_clash_is_found_by_its_rule(rule: str, given: str) -> None:
    assert clashing(given) == {rule}


@pytest.mark.parametrize(("rule", "given"), PEACE)
def test_what_is_consistent_has_no_clash(rule: str, given: str) -> None:
    assert clashing(given) == set(), rule


def test_every_rule_has_a_case_in_which_it_fires() -> None:
    every = {rule.id for rules in RULE_SETS.values() for rule in rules}

    assert every == {rule for rule, *_ in FIRES} | {rule for rule, _ in CLASHES}


def test_every_rule_has_a_case_in_which_it_must_not_fire() -> None:
    every = {rule.id for rule in (*RL, *PLUS, *RDFS)}

    assert every - ALWAYS == ({rule for rule, *_ in SILENT} | {rule for rule, _ in PEACE}) - {r.id for r in PLUS_TAUTOLOGIES}


def test_rules_that_others_give_name_rules_of_the_same_table() -> None:
    for rules in RULE_SETS.values():
        ids = {rule.id for rule in rules}
        assert all(ids.issuperset(rule.given_by) for rule in rules)
        assert all(bool(rule.given_by) == (rule.by == "given") for rule in rules)
