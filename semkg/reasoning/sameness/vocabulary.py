"""Which built-in terms say axioms, which spell expressions, and which say nothing."""

from __future__ import annotations

from semkg.vocab import BUILTIN, BUILTIN_ID, OWL, OWL_SAME_AS, RDF, RDF_TYPE, RDFS


def _owl(*names: str) -> frozenset[int]:
    return frozenset(BUILTIN_ID[OWL + name] for name in names)


def _rdfs(*names: str) -> frozenset[int]:
    return frozenset(BUILTIN_ID[RDFS + name] for name in names)


TYPE, SAME_AS = BUILTIN_ID[RDF_TYPE], BUILTIN_ID[OWL_SAME_AS]
FIRST, REST = BUILTIN_ID[RDF + "first"], BUILTIN_ID[RDF + "rest"]
SUB_CLASS, SUB_PROPERTY = BUILTIN_ID[RDFS + "subClassOf"], BUILTIN_ID[RDFS + "subPropertyOf"]
INVERSE = BUILTIN_ID[OWL + "inverseOf"]
ON_PROPERTY = BUILTIN_ID[OWL + "onProperty"]

SETS = _owl("intersectionOf", "unionOf", "oneOf", "disjointUnionOf", "hasKey", "members", "distinctMembers")
"""Predicates of lists in which neither order nor repetition matters."""
SEQUENCES = _owl("propertyChainAxiom")
"""Predicates of lists in which order matters."""

QUANTIFIERS = _owl(
    "someValuesFrom", "allValuesFrom", "hasValue", "hasSelf", "cardinality", "minCardinality", "maxCardinality"
)  # fmt: skip
QUALIFIED = _owl("qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality")
QUALIFIERS = _owl("onClass", "onDataRange")
BOOLEAN = _owl("intersectionOf", "unionOf", "oneOf", "complementOf", "datatypeComplementOf")
"""Predicates that make a class by themselves."""
DEFINES = BOOLEAN | QUANTIFIERS | QUALIFIED | QUALIFIERS | {ON_PROPERTY, INVERSE}
"""Predicates by which a blank node spells an expression."""

EQUIVALENCES = _owl("equivalentClass", "equivalentProperty")
AXIOMS = (
    DEFINES
    | EQUIVALENCES
    | SEQUENCES
    | _rdfs("subClassOf", "subPropertyOf", "domain", "range")
    | _owl("disjointWith", "propertyDisjointWith", "disjointUnionOf", "hasKey", "onDatatype", "withRestrictions")
)  # fmt: skip
"""Predicates of axioms."""
CHARACTERISTICS = _owl(
    "SymmetricProperty", "AsymmetricProperty", "TransitiveProperty", "FunctionalProperty",
    "InverseFunctionalProperty", "ReflexiveProperty", "IrreflexiveProperty", "AnnotationProperty",
)  # fmt: skip
"""Classes of properties of which a membership is an axiom."""

CLASS_AXIOMS = _rdfs("subClassOf", "domain", "range") | _owl(
    "equivalentClass", "disjointWith", "disjointUnionOf"
)
PROPERTY_AXIOMS = _rdfs("subPropertyOf") | _owl("equivalentProperty", "inverseOf", "propertyChainAxiom")
TO_FACTS = _owl(
    "hasValue", "hasSelf", "oneOf", "hasKey", "cardinality", "maxCardinality", "qualifiedCardinality",
    "maxQualifiedCardinality",
)  # fmt: skip
"""Predicates of axioms by which types give edges or equalities."""
ONLY_CLASH = _owl("AsymmetricProperty", "IrreflexiveProperty")
"""Characteristics that give nothing but contradictions."""

DECLARATIONS = (
    _rdfs("Class", "Resource", "Datatype")
    | _owl(
        "Thing", "Class", "Restriction", "ObjectProperty", "DatatypeProperty", "OntologyProperty", "NamedIndividual",
        "DataRange",
    )
    | {BUILTIN_ID[RDF + "Property"], BUILTIN_ID[RDF + "List"]}
)  # fmt: skip
"""Classes of which a membership says nothing."""
REFLEXIVE = _rdfs("subClassOf", "subPropertyOf") | EQUIVALENCES | _owl("sameAs")
"""Predicates that hold of everything and itself."""

PAIRWISE = {
    BUILTIN_ID[OWL + "AllDifferent"]: BUILTIN_ID[OWL + "differentFrom"],
    BUILTIN_ID[OWL + "AllDisjointClasses"]: BUILTIN_ID[OWL + "disjointWith"],
    BUILTIN_ID[OWL + "AllDisjointProperties"]: BUILTIN_ID[OWL + "propertyDisjointWith"],
}
"""What holds of every two members of a list, by the class of the node that has the list."""
MEMBERS = _owl("members", "distinctMembers")
NEGATIVE = tuple(
    BUILTIN_ID[OWL + name]
    for name in ("sourceIndividual", "assertionProperty", "targetIndividual", "targetValue")
)
"""The parts of a negative assertion: source, property, and a target of one of two kinds."""
NEGATIVE_CLASS = BUILTIN_ID[OWL + "NegativePropertyAssertion"]


def spelled(number: int) -> str:
    """Return the N-Triples text of a built-in term."""
    return f"<{BUILTIN[number]}>"
