"""OWL 2 RL rules, closure, consistency and the canonical graph."""

from __future__ import annotations

from semkg.reasoning.access import Access
from semkg.reasoning.candidates import would_clash
from semkg.reasoning.canonical.canonicalise import canonical
from semkg.reasoning.canonical.digests import (
    canonical_digest,
    edge_digest,
    named_digest,
    triples_digest,
)
from semkg.reasoning.canonical.graph import CanonicalGraph, Digests, Leaning, decode
from semkg.reasoning.canonical.names import node_order
from semkg.reasoning.canonical.readings import (
    ClassReading,
    PropertyReading,
    Way,
    read_classes,
    read_properties,
)
from semkg.reasoning.canonical.select import select_rows
from semkg.reasoning.canonical.view import analytic_graph
from semkg.reasoning.clash import Clash
from semkg.reasoning.closure import RULE_SETS, Closure, close, extend
from semkg.reasoning.entailment import entails
from semkg.reasoning.explanation import (
    Conflict,
    Explainer,
    Proof,
    Step,
    check_proof,
    fact_text,
    find_conflict,
)
from semkg.reasoning.reasoner import MaterialisationReport, Reasoner, most_for_this_machine
from semkg.reasoning.rules.reading import rules_reading
from semkg.reasoning.sameness.axioms import Axiom, list_axioms
from semkg.reasoning.sameness.blanks import MOST_TRIALS
from semkg.reasoning.sameness.described import described_canonical
from semkg.reasoning.sameness.difference import Statement
from semkg.reasoning.sameness.digests import meaning_digests
from semkg.reasoning.sameness.lean import MOST_STEPS
from semkg.reasoning.sameness.same import Difference, Sameness, same

__all__ = [
    "MOST_STEPS",
    "MOST_TRIALS",
    "RULE_SETS",
    "Access",
    "Axiom",
    "CanonicalGraph",
    "Clash",
    "ClassReading",
    "Closure",
    "Conflict",
    "Difference",
    "Digests",
    "Explainer",
    "Leaning",
    "MaterialisationReport",
    "Proof",
    "PropertyReading",
    "Reasoner",
    "Sameness",
    "Statement",
    "Step",
    "Way",
    "analytic_graph",
    "canonical",
    "canonical_digest",
    "check_proof",
    "close",
    "decode",
    "described_canonical",
    "edge_digest",
    "entails",
    "extend",
    "fact_text",
    "find_conflict",
    "list_axioms",
    "meaning_digests",
    "most_for_this_machine",
    "named_digest",
    "node_order",
    "read_classes",
    "read_properties",
    "rules_reading",
    "same",
    "select_rows",
    "triples_digest",
    "would_clash",
]
