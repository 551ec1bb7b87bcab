"""The rules: Tables 4 to 9 of the OWL 2 RL/RDF rules, what RL+ adds to them, and RDFS.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3, and RDF 1.1 Semantics, section 9.
"""

from __future__ import annotations

from semkg.reasoning.rules.rule import Rule

EQUALITY = (
    Rule("eq-ref", "?s ?p ?o", "?s owl:sameAs ?s . ?p owl:sameAs ?p . ?o owl:sameAs ?o", by="tautology"),
    Rule("eq-sym", "?x owl:sameAs ?y", "?y owl:sameAs ?x", by="blocks"),
    Rule("eq-trans", "?x owl:sameAs ?y . ?y owl:sameAs ?z", "?x owl:sameAs ?z", by="blocks"),
    Rule("eq-rep-s", "?s owl:sameAs ?t . ?s ?p ?o", "?t ?p ?o", by="blocks"),
    Rule("eq-rep-p", "?p owl:sameAs ?q . ?s ?p ?o", "?s ?q ?o", by="blocks"),
    Rule("eq-rep-o", "?o owl:sameAs ?t . ?s ?p ?o", "?s ?p ?t", by="blocks"),
    Rule("eq-diff1", "?x owl:sameAs ?y . ?x owl:differentFrom ?y", "false"),
    Rule("eq-diff2", "?x a owl:AllDifferent . ?x owl:members (two ?z1 ?z2) . ?z1 owl:sameAs ?z2", "false"),
    Rule(
        "eq-diff3",
        "?x a owl:AllDifferent . ?x owl:distinctMembers (two ?z1 ?z2) . ?z1 owl:sameAs ?z2",
        "false",
    ),
)
"""Table 4: the semantics of equality."""

PROPERTIES = (
    Rule("prp-ap", "?p a owl:AnnotationProperty", "?p a owl:AnnotationProperty", by="tautology"),
    Rule("prp-dom", "?p rdfs:domain ?c . ?x ?p ?y", "?x a ?c"),
    Rule("prp-rng", "?p rdfs:range ?c . ?x ?p ?y", "?y a ?c"),
    Rule("prp-fp", "?p a owl:FunctionalProperty . ?x ?p ?y1 . ?x ?p ?y2", "?y1 owl:sameAs ?y2"),
    Rule("prp-ifp", "?p a owl:InverseFunctionalProperty . ?x1 ?p ?y . ?x2 ?p ?y", "?x1 owl:sameAs ?x2"),
    Rule("prp-irp", "?p a owl:IrreflexiveProperty . ?x ?p ?x", "false"),
    Rule("prp-symp", "?p a owl:SymmetricProperty . ?x ?p ?y", "?y ?p ?x"),
    Rule("prp-asyp", "?p a owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x", "false"),
    Rule("prp-trp", "?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z", "?x ?p ?z"),
    Rule("prp-spo1", "?p rdfs:subPropertyOf ?q . ?x ?p ?y", "?x ?q ?y"),
    Rule("prp-spo2", "?p owl:propertyChainAxiom (chain ?x ?y)", "?x ?p ?y", by="list"),
    Rule(
        "prp-eqp1",
        "?p owl:equivalentProperty ?q . ?x ?p ?y",
        "?x ?q ?y",
        by="given",
        given_by=("scm-eqp1", "prp-spo1"),
    ),
    Rule(
        "prp-eqp2",
        "?p owl:equivalentProperty ?q . ?x ?q ?y",
        "?x ?p ?y",
        by="given",
        given_by=("scm-eqp1", "prp-spo1"),
    ),
    Rule("prp-pdw", "?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y", "false"),
    Rule(
        "prp-adp",
        "?z a owl:AllDisjointProperties . ?z owl:members (two ?p1 ?p2) . ?x ?p1 ?y . ?x ?p2 ?y",
        "false",
    ),
    Rule("prp-inv1", "?p owl:inverseOf ?q . ?x ?p ?y", "?y ?q ?x"),
    Rule("prp-inv2", "?p owl:inverseOf ?q . ?x ?q ?y", "?y ?p ?x"),
    Rule(
        "prp-key",
        "?c owl:hasKey (every ?p) . ?x1 a ?c . ?x2 a ?c . ?x1 ?p ?z . ?x2 ?p ?z",
        "?x1 owl:sameAs ?x2",
        by="list",
    ),
    Rule(
        "prp-npa1",
        "?z owl:sourceIndividual ?x . ?z owl:assertionProperty ?p . ?z owl:targetIndividual ?y . ?x ?p ?y",
        "false",
    ),
    Rule(
        "prp-npa2",
        "?z owl:sourceIndividual ?x . ?z owl:assertionProperty ?p . ?z owl:targetValue ?y . ?x ?p ?y",
        "false",
    ),
)
"""Table 5: the semantics of axioms about properties."""

CLASSES = (
    Rule("cls-thing", "?s ?p ?o", "owl:Thing a owl:Class", by="tautology"),
    Rule("cls-nothing1", "?s ?p ?o", "owl:Nothing a owl:Class", by="tautology"),
    Rule("cls-nothing2", "?x a owl:Nothing", "false"),
    Rule("cls-int1", "?c owl:intersectionOf (every ?d) . ?x a ?d", "?x a ?c", by="list"),
    Rule(
        "cls-int2",
        "?c owl:intersectionOf (some ?d) . ?x a ?c",
        "?x a ?d",
        by="given",
        given_by=("scm-int", "cax-sco"),
    ),
    Rule(
        "cls-uni",
        "?c owl:unionOf (some ?d) . ?x a ?d",
        "?x a ?c",
        by="given",
        given_by=("scm-uni", "cax-sco"),
    ),
    Rule("cls-com", "?c owl:complementOf ?d . ?x a ?c . ?x a ?d", "false"),
    Rule("cls-svf1", "?c owl:someValuesFrom ?d . ?c owl:onProperty ?p . ?x ?p ?y . ?y a ?d", "?x a ?c"),
    Rule("cls-svf2", "?c owl:someValuesFrom owl:Thing . ?c owl:onProperty ?p . ?x ?p ?y", "?x a ?c"),
    Rule("cls-avf", "?c owl:allValuesFrom ?d . ?c owl:onProperty ?p . ?x a ?c . ?x ?p ?y", "?y a ?d"),
    Rule("cls-hv1", "?c owl:hasValue ?y . ?c owl:onProperty ?p . ?x a ?c", "?x ?p ?y"),
    Rule("cls-hv2", "?c owl:hasValue ?y . ?c owl:onProperty ?p . ?x ?p ?y", "?x a ?c"),
    Rule("cls-maxc1", '?c owl:maxCardinality "0" . ?c owl:onProperty ?p . ?x a ?c . ?x ?p ?y', "false"),
    Rule(
        "cls-maxc2",
        '?c owl:maxCardinality "1" . ?c owl:onProperty ?p . ?x a ?c . ?x ?p ?y1 . ?x ?p ?y2',
        "?y1 owl:sameAs ?y2",
    ),
    Rule(
        "cls-maxqc1",
        '?c owl:maxQualifiedCardinality "0" . ?c owl:onProperty ?p . ?c owl:onClass ?d . ?x a ?c . ?x ?p ?y . ?y a ?d',
        "false",
    ),
    Rule(
        "cls-maxqc2",
        '?c owl:maxQualifiedCardinality "0" . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing . ?x a ?c . ?x ?p ?y',
        "false",
    ),
    Rule(
        "cls-maxqc3",
        '?c owl:maxQualifiedCardinality "1" . ?c owl:onProperty ?p . ?c owl:onClass ?d . ?x a ?c . '
        "?x ?p ?y1 . ?y1 a ?d . ?x ?p ?y2 . ?y2 a ?d",
        "?y1 owl:sameAs ?y2",
    ),
    Rule(
        "cls-maxqc4",
        '?c owl:maxQualifiedCardinality "1" . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing . ?x a ?c . '
        "?x ?p ?y1 . ?x ?p ?y2",
        "?y1 owl:sameAs ?y2",
    ),
    Rule("cls-oo", "?c owl:oneOf (some ?x)", "?x a ?c"),
)
"""Table 6: the semantics of classes."""

CLASS_AXIOMS = (
    Rule("cax-sco", "?c rdfs:subClassOf ?d . ?x a ?c", "?x a ?d"),
    Rule(
        "cax-eqc1",
        "?c owl:equivalentClass ?d . ?x a ?c",
        "?x a ?d",
        by="given",
        given_by=("scm-eqc1", "cax-sco"),
    ),
    Rule(
        "cax-eqc2",
        "?c owl:equivalentClass ?d . ?x a ?d",
        "?x a ?c",
        by="given",
        given_by=("scm-eqc1", "cax-sco"),
    ),
    Rule("cax-dw", "?c owl:disjointWith ?d . ?x a ?c . ?x a ?d", "false"),
    Rule(
        "cax-adc", "?z a owl:AllDisjointClasses . ?z owl:members (two ?c1 ?c2) . ?x a ?c1 . ?x a ?c2", "false"
    ),
)
"""Table 7: the semantics of class axioms."""

DATATYPES = (
    Rule("dt-type1", "?d a rdfs:Datatype", "?d a rdfs:Datatype", by="tautology"),
    Rule("dt-type2", "?s ?p ?value", "?value a ?datatype", by="values"),
    Rule("dt-eq", "?s ?p ?x . ?t ?q ?y", "?x owl:sameAs ?y", by="values"),
    Rule("dt-diff", "?s ?p ?x . ?t ?q ?y", "?x owl:differentFrom ?y", by="values"),
    Rule("dt-not-type", "?value a ?datatype", "false", by="values"),
)
"""Table 8: the semantics of datatypes; the conditions on values are in :mod:`semkg.reasoning.values.datatypes`."""

SCHEMA = (
    Rule(
        "scm-cls",
        "?c a owl:Class",
        "?c rdfs:subClassOf ?c . ?c owl:equivalentClass ?c . ?c rdfs:subClassOf owl:Thing . "
        "owl:Nothing rdfs:subClassOf ?c",
    ),
    Rule("scm-sco", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e", "?c rdfs:subClassOf ?e"),
    Rule("scm-eqc1", "?c owl:equivalentClass ?d", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c"),
    Rule("scm-eqc2", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c", "?c owl:equivalentClass ?d"),
    Rule("scm-op", "?p a owl:ObjectProperty", "?p rdfs:subPropertyOf ?p . ?p owl:equivalentProperty ?p"),
    Rule("scm-dp", "?p a owl:DatatypeProperty", "?p rdfs:subPropertyOf ?p . ?p owl:equivalentProperty ?p"),
    Rule("scm-spo", "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r", "?p rdfs:subPropertyOf ?r"),
    Rule("scm-eqp1", "?p owl:equivalentProperty ?q", "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p"),
    Rule("scm-eqp2", "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p", "?p owl:equivalentProperty ?q"),
    Rule("scm-dom1", "?p rdfs:domain ?c . ?c rdfs:subClassOf ?d", "?p rdfs:domain ?d"),
    Rule("scm-dom2", "?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q", "?p rdfs:domain ?c"),
    Rule("scm-rng1", "?p rdfs:range ?c . ?c rdfs:subClassOf ?d", "?p rdfs:range ?d"),
    Rule("scm-rng2", "?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q", "?p rdfs:range ?c"),
    Rule(
        "scm-hv",
        "?c owl:hasValue ?y . ?c owl:onProperty ?p . ?d owl:hasValue ?y . ?d owl:onProperty ?q . "
        "?p rdfs:subPropertyOf ?q",
        "?c rdfs:subClassOf ?d",
    ),
    Rule(
        "scm-svf1",
        "?c owl:someValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y . ?d owl:onProperty ?p . "
        "?x rdfs:subClassOf ?y",
        "?c rdfs:subClassOf ?d",
    ),
    Rule(
        "scm-svf2",
        "?c owl:someValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?x . ?d owl:onProperty ?q . "
        "?p rdfs:subPropertyOf ?q",
        "?c rdfs:subClassOf ?d",
    ),
    Rule(
        "scm-avf1",
        "?c owl:allValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y . ?d owl:onProperty ?p . "
        "?x rdfs:subClassOf ?y",
        "?c rdfs:subClassOf ?d",
    ),
    Rule(
        "scm-avf2",
        "?c owl:allValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?x . ?d owl:onProperty ?q . "
        "?p rdfs:subPropertyOf ?q",
        "?d rdfs:subClassOf ?c",
    ),
    Rule("scm-int", "?c owl:intersectionOf (some ?d)", "?c rdfs:subClassOf ?d"),
    Rule("scm-uni", "?c owl:unionOf (some ?d)", "?d rdfs:subClassOf ?c"),
)
"""Table 9: the semantics of the schema vocabulary."""

RL = EQUALITY + PROPERTIES + CLASSES + CLASS_AXIOMS + DATATYPES + SCHEMA

PLUS = (
    Rule("plus-inv", "?p owl:inverseOf ?q", "?q owl:inverseOf ?p"),
    Rule(
        "plus-inv-eqp",
        "?p owl:inverseOf ?q . ?p owl:inverseOf ?r",
        "?q owl:equivalentProperty ?r",
        by="given",
        given_by=("plus-inv-spo", "scm-eqp2"),
    ),
    Rule("plus-inv-symp", "?p owl:inverseOf ?p", "?p a owl:SymmetricProperty"),
    Rule("plus-symp-inv", "?p a owl:SymmetricProperty", "?p owl:inverseOf ?p"),
    Rule(
        "plus-inv-spo",
        "?p rdfs:subPropertyOf ?q . ?p owl:inverseOf ?r . ?q owl:inverseOf ?s",
        "?r rdfs:subPropertyOf ?s",
    ),
    Rule("plus-inv-dom", "?p rdfs:domain ?c . ?p owl:inverseOf ?q", "?q rdfs:range ?c"),
    Rule("plus-inv-rng", "?p rdfs:range ?c . ?p owl:inverseOf ?q", "?q rdfs:domain ?c"),
    Rule(
        "plus-inv-fp",
        "?p a owl:FunctionalProperty . ?p owl:inverseOf ?q",
        "?q a owl:InverseFunctionalProperty",
    ),
    Rule(
        "plus-inv-ifp",
        "?p a owl:InverseFunctionalProperty . ?p owl:inverseOf ?q",
        "?q a owl:FunctionalProperty",
    ),
    Rule("plus-inv-trp", "?p a owl:TransitiveProperty . ?p owl:inverseOf ?q", "?q a owl:TransitiveProperty"),
    Rule("plus-inv-asyp", "?p a owl:AsymmetricProperty . ?p owl:inverseOf ?q", "?q a owl:AsymmetricProperty"),
    Rule(
        "plus-inv-irp", "?p a owl:IrreflexiveProperty . ?p owl:inverseOf ?q", "?q a owl:IrreflexiveProperty"
    ),
    Rule("plus-asyp-irp", "?p a owl:AsymmetricProperty", "?p a owl:IrreflexiveProperty"),
    Rule(
        "plus-chain-trp",
        "?p owl:propertyChainAxiom ?x . ?x rdf:first ?p . ?x rdf:rest ?y . ?y rdf:first ?p . ?y rdf:rest rdf:nil",
        "?p a owl:TransitiveProperty",
    ),
    Rule(
        "plus-spo-fp", "?q a owl:FunctionalProperty . ?p rdfs:subPropertyOf ?q", "?p a owl:FunctionalProperty"
    ),
    Rule(
        "plus-spo-ifp",
        "?q a owl:InverseFunctionalProperty . ?p rdfs:subPropertyOf ?q",
        "?p a owl:InverseFunctionalProperty",
    ),
    Rule(
        "plus-spo-asyp",
        "?q a owl:AsymmetricProperty . ?p rdfs:subPropertyOf ?q",
        "?p a owl:AsymmetricProperty",
    ),
    Rule(
        "plus-spo-irp",
        "?q a owl:IrreflexiveProperty . ?p rdfs:subPropertyOf ?q",
        "?p a owl:IrreflexiveProperty",
    ),
    Rule("plus-dw", "?c owl:disjointWith ?d", "?d owl:disjointWith ?c"),
    Rule("plus-pdw", "?p owl:propertyDisjointWith ?q", "?q owl:propertyDisjointWith ?p"),
    Rule("plus-diff", "?x owl:differentFrom ?y", "?y owl:differentFrom ?x"),
    Rule("plus-com", "?c owl:complementOf ?d", "?d owl:complementOf ?c . ?c owl:disjointWith ?d"),
    Rule("plus-du-uni", "?c owl:disjointUnionOf (some ?d)", "?d rdfs:subClassOf ?c"),
    Rule(
        "plus-du-dw",
        "?c owl:disjointUnionOf (two ?d1 ?d2)",
        "?d1 owl:disjointWith ?d2 . ?d2 owl:disjointWith ?d1",
    ),
    Rule(
        "plus-card",
        '?c owl:cardinality "1" . ?c owl:onProperty ?p . ?x a ?c . ?x ?p ?y1 . ?x ?p ?y2',
        "?y1 owl:sameAs ?y2",
    ),
)
"""Sound under the OWL 2 RDF-Based semantics and missing in Tables 4 to 9: the same axiom in other words."""

PLUS_TAUTOLOGIES = (
    Rule("plus-thing", "?s ?p ?o", "?s a owl:Thing . ?o a owl:Thing", by="tautology"),
    Rule("plus-cls-type", "?x a ?c", "?c rdfs:subClassOf ?c . ?c rdfs:subClassOf owl:Thing"),
    *(
        Rule(
            f"plus-cls-{name}",
            body,
            "?c rdfs:subClassOf ?c . ?c owl:equivalentClass ?c . ?c rdfs:subClassOf owl:Thing",
        )
        for name, body in (
            ("sub", "?c rdfs:subClassOf ?d"),
            ("super", "?d rdfs:subClassOf ?c"),
            ("domain", "?p rdfs:domain ?c"),
            ("range", "?p rdfs:range ?c"),
            ("some", "?r owl:someValuesFrom ?c"),
            ("all", "?r owl:allValuesFrom ?c"),
            ("restriction", "?c owl:onProperty ?p"),
        )
    ),
    *(
        Rule(f"plus-prp-{name}", body, "?p rdfs:subPropertyOf ?p . ?p owl:equivalentProperty ?p")
        for name, body in (
            ("sub", "?p rdfs:subPropertyOf ?q"),
            ("super", "?q rdfs:subPropertyOf ?p"),
            ("on", "?r owl:onProperty ?p"),
            ("domain", "?p rdfs:domain ?c"),
            ("range", "?p rdfs:range ?c"),
            ("inverse", "?p owl:inverseOf ?q"),
            ("inverse-of", "?q owl:inverseOf ?p"),
        )
    ),
)
"""What Table 9 says of declared classes and properties, said of used ones as well: a declaration adds no meaning."""

RDFS = (
    Rule("rdfs2", "?p rdfs:domain ?c . ?x ?p ?y", "?x a ?c"),
    Rule("rdfs3", "?p rdfs:range ?c . ?x ?p ?y", "?y a ?c"),
    Rule("rdfs4a", "?x ?p ?y", "?x a rdfs:Resource", by="tautology"),
    Rule("rdfs4b", "?x ?p ?y", "?y a rdfs:Resource", by="tautology"),
    Rule("rdfs5", "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r", "?p rdfs:subPropertyOf ?r"),
    Rule("rdfs6", "?p a rdf:Property", "?p rdfs:subPropertyOf ?p"),
    Rule("rdfs7", "?p rdfs:subPropertyOf ?q . ?x ?p ?y", "?x ?q ?y"),
    Rule("rdfs8", "?c a rdfs:Class", "?c rdfs:subClassOf rdfs:Resource"),
    Rule("rdfs9", "?c rdfs:subClassOf ?d . ?x a ?c", "?x a ?d"),
    Rule("rdfs10", "?c a rdfs:Class", "?c rdfs:subClassOf ?c"),
    Rule("rdfs11", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e", "?c rdfs:subClassOf ?e"),
    Rule("rdfs12", "?p a rdfs:ContainerMembershipProperty", "?p rdfs:subPropertyOf rdfs:member"),
    Rule("rdfs13", "?c a rdfs:Datatype", "?c rdfs:subClassOf rdfs:Literal"),
)
"""RDFS entailment."""

RULE_SETS: dict[str, tuple[Rule, ...]] = {
    "rl+": RL + PLUS + PLUS_TAUTOLOGIES,
    "rl": RL,
    "rdfs": RDFS,
    "none": (),
}
