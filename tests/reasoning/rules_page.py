"""Writes docs/rules.md from the table of rules and the file of their cases: ``make docs``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from semkg.reasoning.rules.rule import Rule
from semkg.reasoning.rules.tables import (
    CLASS_AXIOMS,
    CLASSES,
    DATATYPES,
    EQUALITY,
    PLUS,
    PLUS_TAUTOLOGIES,
    PROPERTIES,
    RDFS,
    SCHEMA,
)
from tests.data import ROOT

PAGE = ROOT / "docs" / "rules.md"
CASES = Path(__file__).with_name("rules.cases")

HEAD = """# The rules

Written by `make docs` from `semkg/reasoning/rules/tables.py` and `tests/reasoning/rules.cases`; do not edit.

| rule set | what it is |
|---|---|
| `rl` | Tables 4 to 9 of the OWL 2 RL/RDF rules, all of them |
| `rl+` | `rl`, the rules under RL+ below, and schema axioms decided by freezing; the default |
| `rdfs` | the entailment rules of RDF and RDFS, with the datatypes of OWL 2 RL recognised |
| `none` | nothing: the graph as it was written |

A closure is consistent if no rule with the head `false` fires; every clash is reported under the id of its rule. A
list in parentheses stands for an RDF list: `(some ?c)` one match for each member, `(two ?a ?b)` two places, `(every
?c)` all members, `(chain ?x ?y)` a path through the members. The column *by* says what carries a rule out:

| by | what it means |
|---|---|
| join | the general way: a join over columns, semi-naive |
| blocks | terms that are the same share a representative |
| values | the values of literals, computed once for each literal |
| list | compiled for each list |
| tautology | true of everything: answered when asked, never written out |
| given | other rules (named) have the same effect together |

The column *cases* counts the cases in which the rule fires / in which it must not; a test disables every rule of
its own effect once and sees its cases fail.
"""

FREEZING = """## Freezing: schema axioms of RL+

An atomic schema axiom holds if its head is in the closure of the schema together with its body about terms that
nothing else mentions ("frozen" ones, *a*, *b*, *c* below; uniform containment of rules). So `c rdfs:subClassOf d`
holds if *a*, of which nothing is said but `a rdf:type c`, turns out to be a `d`.

| axiom | frozen body | it holds if |
|---|---|---|
| `c rdfs:subClassOf d` | `a rdf:type c` | `a rdf:type d` |
| `c rdfs:subClassOf owl:Nothing` | `a rdf:type c` | it clashes |
| `p rdfs:subPropertyOf q` | `a p b` | `a q b` |
| `p owl:inverseOf q` | `a p b`; `a q b` | `b q a`; `b p a` |
| `p rdfs:domain c`, `p rdfs:range c` | `a p b` | `a rdf:type c`, `b rdf:type c` |
| `p a owl:SymmetricProperty` | `a p b` | `b p a` |
| `p a owl:TransitiveProperty` | `a p b`, `b p c` | `a p c` |
| `p a owl:FunctionalProperty` | `a p b`, `a p c` | `b owl:sameAs c` |
| `p a owl:InverseFunctionalProperty` | `a p c`, `b p c` | `a owl:sameAs b` |
| `p a owl:AsymmetricProperty` | `a p b`, `b p a` | it clashes |
| `p a owl:IrreflexiveProperty` | `a p a` | it clashes |
| `p owl:propertyDisjointWith p` (no pair is in `p`) | `a p b` | it clashes |

`owl:equivalentClass` and `owl:equivalentProperty` follow from both directions by scm-eqc2 and scm-eqp2. Classes
include class expressions, by their nodes, and `owl:Thing`. Axioms about the vocabulary itself are not asked for.
Axioms that are found feed the rules, and a schema that has grown is asked again, until nothing is new.

**What counts as schema.** The rows of the closure whose terms are all schema terms: the vocabulary; what stands in
a row with an axiom predicate (`rdfs:subClassOf`, `owl:onProperty`, `owl:hasValue`, ...); the cells and members of
lists that axioms point to; what is called a class, a property, an `owl:AllDisjointClasses` or
`owl:AllDisjointProperties`. So data is left out, except what it says of the individuals that axioms name
(`owl:hasValue`, `owl:oneOf`) among each other. This is a function of the closure alone: graphs with equal closures
have equal schemas. It grows with the closure, so more triples never take an axiom away. And it is closed under the
rules, since no rule makes up terms.

**One closure for all.** All bodies are closed in one batch. Two bodies could meet only in a term that is not
frozen; such a meeting leaves a sign (a row with terms of two bodies, a frozen term that became the same as another,
a new row about the schema's own terms, a frozen term as a property or class, an inner link of a chain of three and
more). Bodies that show a sign are closed one by one. `tests/reasoning/test_freezing.py` compares both ways on
random schemas.

**Soundness and limits.** *Yes* is sound for the OWL 2 RDF-Based Semantics; *no* means that the rules do not show
it. In an inconsistent schema only clashes of frozen terms count, so nothing follows from a contradiction elsewhere.
An existential consequence (`c` below `some p d`) is used by the rules of Table 9, never by making up a value. That
two classes or two properties are disjoint is decided when `entails` asks for it, by the body of both; it is not
written out, because disjoint classes with many sub-classes would give a row for each pair. Property chains and keys
are not asked for.

**Why RL+ has rules too.** Those about `owl:inverseOf` and about sub-properties of kinds of properties could be
found by freezing alone; they are kept because a rule costs less than a second round. Those about disjointness,
complements, disjoint unions, `owl:differentFrom` and exact cardinality are needed: they are no atomic axioms in the
sense above.

**Cost.** What was found for a schema is remembered beside the dictionary of its terms, so adds and deletes of data
do not pay. The first closure of a schema takes several times as long as its rules alone.
"""

RDFS_TEXT = """
Axiomatic triples (`rdf:type a rdf:Property`, what holds of `rdf:_1`, `rdf:_2`, ...), the type `rdf:Property` of
every predicate (rdfD2) and the type of every recognised datatype are the same for every graph: `entails` knows
them, they are not written out. `entails` also takes literals by value. A literal that is ill-typed makes a graph
inconsistent, as RDF 1.1 has it; under OWL it does not, unless it is said to belong to the datatype. Every case of
the W3C's RDF Semantics tests passes but those in `tests/reasoning/ledger.txt`.
"""

SECTIONS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Table 4: equality", EQUALITY),
    ("Table 5: axioms about properties", PROPERTIES),
    ("Table 6: classes", CLASSES),
    ("Table 7: class axioms", CLASS_AXIOMS),
    ("Table 8: datatypes", DATATYPES),
    ("Table 9: schema vocabulary", SCHEMA),
    ("RL+: rules", PLUS),
    ("RL+: what Table 9 says of declared terms, said of used ones", PLUS_TAUTOLOGIES),
    ("RDFS", RDFS),
)


def count_cases(lines: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return for each rule the number of cases in which it fires and in which it must not."""
    counts: dict[str, tuple[int, int]] = {}
    rule = ""
    for line in lines:
        word = line.split(" ")[0]
        if line.startswith("["):
            rule = line.strip("[]")
        fires, silent = counts.get(rule, (0, 0))
        counts[rule] = fires + (word in ("then", "clash")), silent + (word in ("never", "peace"))
    return counts


def to_markdown() -> str:
    """Return the page."""
    counts = count_cases(CASES.read_text(encoding="utf-8").splitlines())
    parts = [HEAD]
    for title, rules in SECTIONS:
        if title == "RL+: rules":
            parts.append(FREEZING)
        parts.append(f"## {title}\n")
        if title == "RDFS":
            parts.append(RDFS_TEXT)
        parts.append("\n".join(_table(rules, counts)) + "\n")
    return "\n".join(parts)


def _table(rules: tuple[Rule, ...], counts: dict[str, tuple[int, int]]) -> Iterator[str]:
    yield "| id | body | head | by | cases |"
    yield "|---|---|---|---|---|"
    for rule in rules:
        by = f"{rule.by}: {', '.join(rule.given_by)}" if rule.given_by else rule.by
        fires, silent = counts.get(rule.id, (0, 0))
        yield f"| {rule.id} | `{rule.body}` | `{rule.head}` | {by} | {fires} / {silent} |"


def write() -> None:
    """Write the page."""
    PAGE.write_text(to_markdown(), encoding="utf-8")
