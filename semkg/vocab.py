"""Every IRI that semkg knows, as plain strings: its own namespace, RDF, RDFS, OWL and XSD."""

from __future__ import annotations

SK = "https://w3id.org/semkg#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES = {"sk": SK, "rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD}
"""The prefixes that every query may use without declaring them."""


def sk(name: str) -> str:
    """Return the IRI of a name in semkg's own namespace.

    >>> sk("pageRank")
    'https://w3id.org/semkg#pageRank'
    """
    return SK + name


ASSERTED = sk("asserted")
ENTAILED = sk("entailed")
INVARIANT = sk("invariant")
INFERRED = sk("inferred")
"""The named graph that holds what the rules added; also a pseudo-graph in FROM."""
MIRROR = sk("mirror")
"""Hidden graph: triples that the user wrote only into named graphs, seen by the default dataset."""
META = sk("meta")
"""Hidden graph: the epoch marker and the state of the exported closure."""
MODELS = sk("models")
"""The models that have a name; a virtual graph."""
PROGRESS = sk("progress")
"""The long work that is running; a virtual graph."""
SCRATCH = sk("scratch")

HIDDEN_GRAPHS = frozenset({INFERRED, MIRROR, META, MODELS, PROGRESS, SCRATCH})
"""Graphs of our own: no user's pattern matches them and no user's update writes them."""

REGIMES = ("asserted", "entailed", "invariant")

RDF_TYPE = RDF + "type"
OWL_SAME_AS = OWL + "sameAs"

BUILTIN = (
    RDF_TYPE,
    OWL_SAME_AS,
    *(RDF + name for name in ("first", "rest", "nil", "Property", "List", "langString", "PlainLiteral")),
    *(RDF + name for name in ("XMLLiteral", "HTML")),
    *(RDF + name for name in ("Statement", "subject", "predicate", "object", "value", "Seq", "Bag", "Alt", "reifies")),
    *(
        RDFS + name
        for name in (
            "subClassOf", "subPropertyOf", "domain", "range", "Class", "Resource", "Literal", "Datatype", "Container",
            "ContainerMembershipProperty", "member", "label", "comment", "seeAlso", "isDefinedBy",
        )
    ),
    *(
        OWL + name
        for name in (
            "Thing", "Nothing", "Class", "Restriction", "ObjectProperty", "DatatypeProperty", "AnnotationProperty",
            "OntologyProperty", "Ontology", "NamedIndividual", "DataRange", "Axiom", "Annotation", "equivalentClass",
            "equivalentProperty", "inverseOf", "SymmetricProperty", "AsymmetricProperty", "TransitiveProperty",
            "FunctionalProperty", "InverseFunctionalProperty", "ReflexiveProperty", "IrreflexiveProperty",
            "propertyChainAxiom", "propertyDisjointWith", "AllDisjointProperties", "AllDisjointClasses", "AllDifferent",
            "members", "distinctMembers", "disjointWith", "disjointUnionOf", "complementOf", "differentFrom",
            "intersectionOf", "unionOf", "oneOf", "onProperty", "onProperties", "onClass", "onDataRange", "onDatatype",
            "withRestrictions", "datatypeComplementOf", "hasValue", "hasSelf", "someValuesFrom", "allValuesFrom",
            "cardinality", "minCardinality", "maxCardinality", "qualifiedCardinality", "minQualifiedCardinality",
            "maxQualifiedCardinality", "hasKey", "NegativePropertyAssertion", "sourceIndividual", "assertionProperty",
            "targetIndividual", "targetValue", "topObjectProperty", "bottomObjectProperty", "topDataProperty",
            "bottomDataProperty", "annotatedSource", "annotatedProperty", "annotatedTarget", "imports", "versionInfo",
            "versionIRI", "priorVersion", "backwardCompatibleWith", "incompatibleWith", "deprecated",
            "DeprecatedClass", "DeprecatedProperty", "real", "rational",
        )
    ),
    *(
        XSD + name
        for name in (
            "string", "boolean", "decimal", "integer", "double", "float", "date", "time", "dateTime", "dateTimeStamp",
            "gYear", "gMonth", "gDay", "gYearMonth", "gMonthDay", "duration", "yearMonthDuration", "dayTimeDuration",
            "byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong",
            "positiveInteger", "nonNegativeInteger", "negativeInteger", "nonPositiveInteger", "hexBinary",
            "base64Binary", "anyURI", "language", "normalizedString", "token", "NMTOKEN", "Name", "NCName",
        )
    ),
    ASSERTED, INFERRED, ENTAILED, INVARIANT, MIRROR, META, MODELS, SCRATCH,
)  # fmt: skip
"""IRIs that every term dictionary holds from the start: the id of each is its place in this tuple."""

VOCABULARY = frozenset(iri for iri in BUILTIN if iri.startswith((RDF, RDFS, OWL))) - {RDF + "value"}
"""What speaks of a graph and not of the world: the names that RDF, RDFS and OWL define, not all of their namespaces.

Whoever makes up a name in them, or uses ``rdf:_1`` or ``rdf:value``, whose meaning is left to the data, has edges.
"""

BUILTIN_ID = {iri: number for number, iri in enumerate(BUILTIN)}
"""Term id of each built-in IRI, the same in every dictionary."""
