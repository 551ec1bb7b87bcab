"""Axioms in plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyoxigraph as ox

from semkg.comparison.report.naming import Names
from semkg.comparison.whytable import in_short
from semkg.vocab import OWL, RDF, RDF_TYPE, RDFS

_BY_PREDICATE = {
    OWL + "inverseOf": "{s} and {o} are one connection, seen from its two ends",
    OWL + "equivalentProperty": "{s} and {o} are two words for the same connection",
    OWL + "equivalentClass": "{s} and {o} are the same kind of thing",
    OWL + "sameAs": "{s} and {o} are one and the same thing",
    RDFS + "subPropertyOf": "whatever is connected by {s} is also connected by {o}",
    RDFS + "subClassOf": "every {s} is a {o}",
    RDFS + "domain": "whatever has a {s} is a {o}",
    RDFS + "range": "whatever is the {s} of something is a {o}",
}
_BY_KIND = {
    OWL + "SymmetricProperty": "{s} holds in both directions",
    OWL + "TransitiveProperty": "{s} carries on: from A to B and from B to C means from A to C",
    OWL + "FunctionalProperty": "a thing has one {s}: two of them are one and the same",
    OWL + "InverseFunctionalProperty": "{s} identifies: things that share one are one and the same",
    OWL + "ReflexiveProperty": "everything is connected to itself by {s}",
}

KINDS = {
    OWL + "inverseOf": "one connection seen from two ends",
    OWL + "SymmetricProperty": "connections that hold in both directions",
    OWL + "TransitiveProperty": "connections that carry on",
    OWL + "equivalentProperty": "words for the same connection",
    OWL + "equivalentClass": "kinds that are the same",
    OWL + "sameAs": "names for one and the same thing",
    OWL + "propertyChainAxiom": "connections made of others",
    OWL + "FunctionalProperty": "things of which there is one only",
    OWL + "InverseFunctionalProperty": "what identifies a thing",
    OWL + "hasValue": "kinds by a fixed connection",
    OWL + "someValuesFrom": "kinds by some connection",
    OWL + "intersectionOf": "kinds that are several at once",
    OWL + "unionOf": "kinds that are one of several",
    OWL + "oneOf": "kinds with all their members listed",
    RDFS + "subPropertyOf": "connections that include others",
    RDFS + "subClassOf": "kinds that include others",
    RDFS + "domain": "what kind of thing has a connection",
    RDFS + "range": "what kind of thing a connection leads to",
}
"""What axioms of a kind say, by its IRI."""

Said = list[tuple[str, str, str]]


def in_words(axiom: Sequence[str], names: Names) -> str:
    """Say an axiom as people would; where there are no words for it, its triples in short.

    Args:
        axiom: N-Triples lines.
        names: what the terms are called.
    """
    said = [_texts(line) for line in axiom]
    words = _chain(said, names) or (_single(*said[0], names) if len(said) == 1 else None)
    return words or in_short(axiom)


def _texts(line: str) -> tuple[str, str, str]:
    [triple] = ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)
    return str(triple.subject), triple.predicate.value, str(triple.object)


def _single(s: str, p: str, o: str, names: Names) -> str | None:
    words = _BY_KIND.get(o.strip("<>")) if p == RDF_TYPE else _BY_PREDICATE.get(p)
    if words is None or "_:" in (s[:2], o[:2]):
        return None
    quoted = _quoted(names)
    return words.format(s=quoted(s), o=quoted(o))


def _chain(said: Said, names: Names) -> str | None:
    """Say a property chain, the one axiom with a list that has its own words."""
    heads = [(s, o) for s, p, o in said if p == OWL + "propertyChainAxiom"]
    first = {s: o for s, p, o in said if p == RDF + "first"}
    rest = {s: o for s, p, o in said if p == RDF + "rest"}
    if len(heads) != 1 or len(first) + len(rest) + 1 != len(said):
        return None
    head, cell = heads[0]
    links = []
    while cell in first:
        links.append(first.pop(cell))
        cell = rest.get(cell, "")
    if not links or any(one.startswith("_:") for one in (head, *links)):
        return None
    quoted = _quoted(names)
    return f"{', then '.join(map(quoted, links))}: together they make a {quoted(head)}"


def _quoted(names: Names) -> Callable[[str], str]:
    return lambda text: f"“{names.one(text, 40)}”"
