"""A slow closure to check the fast one against: plain sets of texts, rules as patterns, joined one by one.

Nothing here is shared with the engine. Triples are ``(subject, predicate, object)`` in N-Triples form; the rules are
those of Tables 4, 5, 6, 7 and 9 of the OWL 2 RL/RDF rules that add triples, and the ones that say the same axiom in
other words (RL+). What says nothing (reflexive sameAs, memberships of owl:Thing, declarations) is not derived.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from semkg.store import Rows, TermDictionary
from semkg.vocab import PREFIXES

Triple = tuple[str, str, str]
Graph = frozenset[Triple]
Pattern = tuple[str | None, str | None, str | None]


def name(short: str) -> str:
    """Spell a short name (``owl:Thing``, or ``n1`` for one of the tests' own) out as N-Triples text."""
    prefix, _, local = short.partition(":")
    return f"<{PREFIXES[prefix]}{local}>" if prefix in PREFIXES else f"<x:{short}>"


def triples(text: str) -> Graph:
    """Read a few triples: ``a p b . b p _:c``; short names are made IRIs, quoted ones are literals."""
    found = set()
    for line in text.split(" . "):
        s, p, o = line.split()
        found.add((_term(s), _predicate(p), _term(o)))
    return frozenset(found)


def _predicate(short: str) -> str:
    return name("rdf:type") if short == "a" else _term(short)


def _term(short: str) -> str:
    return short if short[0] in '"<_?' else name(short)


RULES = {
    "eq-sym": "?x owl:sameAs ?y -> ?y owl:sameAs ?x",
    "eq-trans": "?x owl:sameAs ?y . ?y owl:sameAs ?z -> ?x owl:sameAs ?z",
    "eq-rep-s": "?s owl:sameAs ?t . ?s ?p ?o -> ?t ?p ?o",
    "eq-rep-p": "?p owl:sameAs ?q . ?s ?p ?o -> ?s ?q ?o",
    "eq-rep-o": "?o owl:sameAs ?t . ?s ?p ?o -> ?s ?p ?t",
    "prp-dom": "?p rdfs:domain ?c . ?x ?p ?y -> ?x a ?c",
    "prp-rng": "?p rdfs:range ?c . ?x ?p ?y -> ?y a ?c",
    "prp-fp": "?p a owl:FunctionalProperty . ?x ?p ?y . ?x ?p ?z -> ?y owl:sameAs ?z",
    "prp-ifp": "?p a owl:InverseFunctionalProperty . ?y ?p ?x . ?z ?p ?x -> ?y owl:sameAs ?z",
    "prp-symp": "?p a owl:SymmetricProperty . ?x ?p ?y -> ?y ?p ?x",
    "prp-trp": "?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z -> ?x ?p ?z",
    "prp-spo1": "?p rdfs:subPropertyOf ?q . ?x ?p ?y -> ?x ?q ?y",
    "prp-eqp1": "?p owl:equivalentProperty ?q . ?x ?p ?y -> ?x ?q ?y",
    "prp-eqp2": "?p owl:equivalentProperty ?q . ?x ?q ?y -> ?x ?p ?y",
    "prp-inv1": "?p owl:inverseOf ?q . ?x ?p ?y -> ?y ?q ?x",
    "prp-inv2": "?p owl:inverseOf ?q . ?x ?q ?y -> ?y ?p ?x",
    "cls-svf1": "?c owl:someValuesFrom ?d . ?c owl:onProperty ?p . ?x ?p ?y . ?y a ?d -> ?x a ?c",
    "cls-svf2": "?c owl:someValuesFrom owl:Thing . ?c owl:onProperty ?p . ?x ?p ?y -> ?x a ?c",
    "cls-avf": "?c owl:allValuesFrom ?d . ?c owl:onProperty ?p . ?x a ?c . ?x ?p ?y -> ?y a ?d",
    "cls-hv1": "?c owl:hasValue ?y . ?c owl:onProperty ?p . ?x a ?c -> ?x ?p ?y",
    "cls-hv2": "?c owl:hasValue ?y . ?c owl:onProperty ?p . ?x ?p ?y -> ?x a ?c",
    "cls-maxc2": (
        '?c owl:maxCardinality "1" . ?c owl:onProperty ?p . ?x a ?c . ?x ?p ?y . ?x ?p ?z -> ?y owl:sameAs ?z'
    ),
    "cax-sco": "?c rdfs:subClassOf ?d . ?x a ?c -> ?x a ?d",
    "cax-eqc1": "?c owl:equivalentClass ?d . ?x a ?c -> ?x a ?d",
    "cax-eqc2": "?c owl:equivalentClass ?d . ?x a ?d -> ?x a ?c",
    "scm-sco": "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e -> ?c rdfs:subClassOf ?e",
    "scm-eqc1": "?c owl:equivalentClass ?d -> ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c",
    "scm-eqc2": "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c -> ?c owl:equivalentClass ?d",
    "scm-spo": "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r -> ?p rdfs:subPropertyOf ?r",
    "scm-eqp1": "?p owl:equivalentProperty ?q -> ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p",
    "scm-eqp2": "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p -> ?p owl:equivalentProperty ?q",
    "scm-dom1": "?p rdfs:domain ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:domain ?d",
    "scm-dom2": "?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q -> ?p rdfs:domain ?c",
    "scm-rng1": "?p rdfs:range ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:range ?d",
    "scm-rng2": "?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q -> ?p rdfs:range ?c",
    "scm-hv": (
        "?c owl:hasValue ?y . ?c owl:onProperty ?p . ?d owl:hasValue ?y . ?d owl:onProperty ?q . "
        "?p rdfs:subPropertyOf ?q "
        "-> ?c rdfs:subClassOf ?d"
    ),
    "scm-svf1": (
        "?c owl:someValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y . "
        "?d owl:onProperty ?p . ?x rdfs:subClassOf ?y "
        "-> ?c rdfs:subClassOf ?d"
    ),
    "scm-svf2": (
        "?c owl:someValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?x . "
        "?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q "
        "-> ?c rdfs:subClassOf ?d"
    ),
    "scm-avf1": (
        "?c owl:allValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y . "
        "?d owl:onProperty ?p . ?x rdfs:subClassOf ?y "
        "-> ?c rdfs:subClassOf ?d"
    ),
    "scm-avf2": (
        "?c owl:allValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?x . "
        "?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q "
        "-> ?d rdfs:subClassOf ?c"
    ),
    "inv": "?p owl:inverseOf ?q -> ?q owl:inverseOf ?p",
    "inv-eqp": "?p owl:inverseOf ?q . ?p owl:inverseOf ?r -> ?q rdfs:subPropertyOf ?r",
    "inv-spo": (
        "?p rdfs:subPropertyOf ?q . ?p owl:inverseOf ?r . ?q owl:inverseOf ?s -> ?r rdfs:subPropertyOf ?s"
    ),
    "inv-symp": "?p owl:inverseOf ?p -> ?p a owl:SymmetricProperty",
    "symp-inv": "?p a owl:SymmetricProperty -> ?p owl:inverseOf ?p",
    "inv-trp": "?p owl:inverseOf ?q . ?p a owl:TransitiveProperty -> ?q a owl:TransitiveProperty",
    "inv-fp": "?p owl:inverseOf ?q . ?p a owl:FunctionalProperty -> ?q a owl:InverseFunctionalProperty",
    "inv-ifp": "?p owl:inverseOf ?q . ?p a owl:InverseFunctionalProperty -> ?q a owl:FunctionalProperty",
    "inv-dom": "?p owl:inverseOf ?q . ?p rdfs:domain ?c -> ?q rdfs:range ?c",
    "inv-rng": "?p owl:inverseOf ?q . ?p rdfs:range ?c -> ?q rdfs:domain ?c",
    "spo-fp": "?p rdfs:subPropertyOf ?q . ?q a owl:FunctionalProperty -> ?p a owl:FunctionalProperty",
    "spo-ifp": (
        "?p rdfs:subPropertyOf ?q . ?q a owl:InverseFunctionalProperty -> ?p a owl:InverseFunctionalProperty"
    ),
    "chain-trp": (
        "?p owl:propertyChainAxiom ?x . ?x rdf:first ?p . ?x rdf:rest ?y . ?y rdf:first ?p . "
        "?y rdf:rest rdf:nil "
        "-> ?p a owl:TransitiveProperty"
    ),
    "diff": "?x owl:differentFrom ?y -> ?y owl:differentFrom ?x",
    "dw": "?c owl:disjointWith ?d -> ?d owl:disjointWith ?c",
}


@dataclass(frozen=True)
class Rule:
    """Patterns (variables begin with ``?``) that together give others."""

    body: tuple[Triple, ...]
    head: tuple[Triple, ...]

    @cached_property
    def needs(self) -> frozenset[tuple[str, str]]:
        """The predicates, with objects where they are fixed, without which the body matches nothing."""
        return frozenset((p, "?" if o[0] == "?" else o) for _, p, o in self.body if p[0] != "?")


@lru_cache
def rules() -> tuple[Rule, ...]:
    """Return the rules that need no list."""
    return tuple(_rule(text) for text in RULES.values())


def _rule(text: str) -> Rule:
    body, head = text.split(" -> ")
    return Rule(_patterns(body), _patterns(head))


def _patterns(text: str) -> tuple[Triple, ...]:
    lines = (line.split() for line in text.split(" . "))
    return tuple((_term(s), _predicate(p), _term(o)) for s, p, o in lines)


def list_rules(graph: Graph) -> Iterator[Rule]:
    """Give the rules of chains, intersections, unions and enumerations for the lists of one graph."""
    kind, sub = name("rdf:type"), name("rdfs:subClassOf")
    for head, predicate, start in graph:
        members = _members(graph, start)
        if predicate == name("owl:propertyChainAxiom") and members:
            body = tuple((f"?{i}", member, f"?{i + 1}") for i, member in enumerate(members))
            yield Rule(body, (("?0", head, f"?{len(members)}"),))
        elif predicate == name("owl:intersectionOf") and members:
            yield Rule(tuple(("?x", kind, member) for member in members), (("?x", kind, head),))
            yield Rule((), tuple((head, sub, member) for member in members))
        elif predicate == name("owl:unionOf"):
            yield Rule((), tuple((member, sub, head) for member in members))
        elif predicate == name("owl:oneOf"):
            yield Rule((), tuple((member, kind, head) for member in members))


def _members(graph: Graph, start: str) -> list[str]:
    first = {s: o for s, p, o in graph if p == name("rdf:first")}
    rest = {s: o for s, p, o in graph if p == name("rdf:rest")}
    found = []
    while start in first and start in rest:
        found.append(first[start])
        start = rest[start]
    return found if start == name("rdf:nil") else []


class Facts:
    """Triples, found by any of their places."""

    def __init__(self) -> None:
        self.all: set[Triple] = set()
        self.present: set[tuple[str, str]] = set()
        self._by: defaultdict[Pattern, list[Triple]] = defaultdict(list)

    def add(self, triple: Triple) -> bool:
        if triple in self.all:
            return False
        self.all.add(triple)
        s, p, o = triple
        self.present |= {(p, "?"), (p, o)}
        for pattern in (
            (s, p, None),
            (s, None, o),
            (None, p, o),
            (s, None, None),
            (None, p, None),
            (None, None, o),
        ):
            self._by[pattern].append(triple)
        return True

    def find(self, pattern: Triple, known: dict[str, str]) -> Iterable[Triple]:
        s, p, o = (known.get(place) if place[0] == "?" else place for place in pattern)
        if s is None and p is None and o is None:
            return list(self.all)
        if s is not None and p is not None and o is not None:
            return [(s, p, o)] if (s, p, o) in self.all else []
        return list(self._by.get((s, p, o), ()))


def close(graph: Graph, *, extra: tuple[Rule, ...] = ()) -> Graph:
    """Return everything that follows from a graph, itself included."""
    facts = _derive(graph, extra, None)
    return frozenset(triple for triple in facts.all if not _says_nothing(triple))


def follows(triple: Triple, graph: Graph) -> bool:
    """Say whether a triple follows from a graph; nothing more is derived once it does."""
    return triple in _derive(graph, (), triple).all


def _derive(graph: Graph, extra: tuple[Rule, ...], wanted: Triple | None) -> Facts:
    every = (*rules(), *list_rules(graph), *extra)
    starts = _by_first_match(every)
    facts = Facts()
    new = [*graph, *(triple for rule in every if not rule.body for triple in rule.head)]
    while new and wanted not in facts.all:
        fresh = [triple for triple in new if facts.add(triple)]
        new = [
            derived
            for triple in fresh
            for rule, place in _starting_at(starts, triple)
            if rule.needs <= facts.present
            for derived in _apply(rule, place, triple, facts)
            if derived not in facts.all
        ]
    return facts


def _by_first_match(every: tuple[Rule, ...]) -> dict[str, list[tuple[Rule, int]]]:
    """Return rules and places in their bodies, by the predicate that stands there; ``?`` for any."""
    found: dict[str, list[tuple[Rule, int]]] = {}
    for rule in every:
        for place, (_, p, _) in enumerate(rule.body):
            found.setdefault("?" if p[0] == "?" else p, []).append((rule, place))
    return found


def _starting_at(starts: dict[str, list[tuple[Rule, int]]], triple: Triple) -> Iterator[tuple[Rule, int]]:
    for key in (triple[1], "?"):
        for rule, place in starts.get(key, ()):
            o = rule.body[place][2]
            if o[0] == "?" or o == triple[2]:
                yield rule, place


def _apply(rule: Rule, place: int, triple: Triple, facts: Facts) -> Iterator[Triple]:
    known = _match(rule.body[place], triple, {})
    if known is not None:
        rest = rule.body[:place] + rule.body[place + 1 :]
        for bound in _join(rest, known, facts):
            for s, p, o in rule.head:
                derived = (bound.get(s, s), bound.get(p, p), bound.get(o, o))
                if derived[1][0] != '"':
                    yield derived


def _join(rest: tuple[Triple, ...], known: dict[str, str], facts: Facts) -> Iterator[dict[str, str]]:
    if not rest:
        yield known
        return
    at = max(range(len(rest)), key=lambda i: sum(part[0] != "?" or part in known for part in rest[i]))
    for triple in facts.find(rest[at], known):
        further = _match(rest[at], triple, known)
        if further is not None:
            yield from _join(rest[:at] + rest[at + 1 :], further, facts)


def _match(pattern: Triple, triple: Triple, known: dict[str, str]) -> dict[str, str] | None:
    found = dict(known)
    for place, value in zip(pattern, triple, strict=True):
        if place[0] != "?":
            if place != value:
                return None
        elif found.setdefault(place, value) != value:
            return None
    return found


LOOPS = frozenset(
    map(
        name,
        (
            "owl:sameAs",
            "rdfs:subClassOf",
            "rdfs:subPropertyOf",
            "owl:equivalentClass",
            "owl:equivalentProperty",
        ),
    )
)


def _says_nothing(triple: Triple) -> bool:
    """Whether a triple is a tautology, or no RDF: literals are no subjects and blank nodes no predicates."""
    s, p, o = triple
    return (s == o and p in LOOPS) or s[0] == '"' or p[0] == "_"


@dataclass(frozen=True)
class NaiveClosure:
    """The closure of a graph in the form that the canonical graph is made from."""

    rules: str
    rows: Rows
    representative: NDArray[np.int32]
    consistent: bool = True


def encode(closed: Graph, rng: random.Random) -> tuple[NaiveClosure, TermDictionary]:
    """Write a closure as integers: ids and representatives are drawn, so that nothing can depend on them."""
    terms = TermDictionary()
    texts = sorted({text for triple in closed for text in triple})
    rng.shuffle(texts)
    terms.add_texts(texts)
    ids = {text: number for number, text in enumerate(terms.texts())}
    representative = np.arange(len(terms), dtype=np.int32)
    for block in _blocks(closed):
        numbers = sorted(ids[text] for text in block)
        names = [number for number in numbers if terms.text(number)[0] != '"']
        representative[numbers] = rng.choice(names or numbers)
    kept = [triple for triple in closed if triple[1] != name("owl:sameAs")]
    columns = np.array([[ids[text] for text in triple] for triple in kept], dtype=np.int32).reshape(-1, 3)
    s, p, o = np.unique(representative[columns], axis=0).T if len(columns) else columns.T
    order = np.lexsort((o, s, p))
    return NaiveClosure("rl+", Rows(s[order], p[order], o[order]), representative), terms


def _blocks(closed: Graph) -> list[set[str]]:
    same: defaultdict[str, set[str]] = defaultdict(set)
    for s, p, o in closed:
        if p == name("owl:sameAs"):
            same[s] |= {s, o}
    return list(same.values())
