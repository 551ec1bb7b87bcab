"""Other ways to write a large graph down, and new names for what is in it; triples are N-Triples texts."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from semkg.graph import Projection
from semkg.reasoning import Closure, canonical, close, decode, select_rows
from semkg.store import Rows, TermDictionary
from semkg.vocab import BUILTIN, OWL, OWL_SAME_AS, RDF, RDF_TYPE, RDFS

Triple = tuple[str, str, str]
Triples = frozenset[Triple]

EVERYTHING = Projection(types=True, literals=True)
NEW = "<urn:new:"
"""How the names begin that a phrasing adds."""
_VOCABULARY = frozenset(f"<{iri}>" for iri in BUILTIN)
_TYPE, _SAME = f"<{RDF_TYPE}>", f"<{OWL_SAME_AS}>"


def _iri(space: str, local: str) -> str:
    return f"<{space}{local}>"


@dataclass(frozen=True)
class Written:
    """A graph as it is written, with its closure."""

    triples: Triples
    seed: int = 0

    @cached_property
    def columns(self) -> tuple[Rows, TermDictionary]:
        """The triples as integers; the seed draws the ids."""
        terms = TermDictionary()
        texts = sorted({text for triple in self.triples for text in triple})
        random.Random(self.seed).shuffle(texts)
        terms.add_texts(texts)
        ids = {text: number for number, text in enumerate(terms.texts())}
        s, p, o = np.array([[ids[text] for text in t] for t in self.triples], dtype=np.int32).T
        order = np.lexsort((o, s, p))
        return Rows(s[order], p[order], o[order]), terms

    @property
    def terms(self) -> TermDictionary:
        """The dictionary of the triples."""
        return self.columns[1]

    @cached_property
    def closure(self) -> Closure:
        """Everything that follows."""
        found = close(*self.columns)
        assert found.rows is not None  # computed here, so that nothing else pays for it
        return found

    @cached_property
    def entailed(self) -> Triples:
        """Everything that follows, for every name."""
        return self.as_text(self.closure.expanded())

    def as_text(self, rows: Rows) -> Triples:
        """Write rows as texts; what is no RDF is left out."""
        texts = self.terms.texts()
        columns = zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True)
        return frozenset((texts[s], texts[p], texts[o]) for s, p, o in columns if texts[s][0] != '"')

    def pairs(self, predicate: str) -> set[tuple[str, str]]:
        """Return subjects and objects of a predicate in what follows."""
        return {(s, o) for s, p, o in self.entailed if p == predicate}


def is_fact(triple: Triple) -> bool:
    """Whether a triple is an edge or a membership of a user's class."""
    _, p, o = triple
    return o not in _VOCABULARY if p == _TYPE else p not in _VOCABULARY


def saturated(written: Written, rng: random.Random) -> Triples:
    """Write everything down that follows."""
    return written.entailed


def half_added(written: Written, rng: random.Random) -> Triples:
    """Write half of what follows down too."""
    return written.triples | {t for t in sorted(written.entailed - written.triples) if rng.random() < 0.5}


def swapped(written: Written, rng: random.Random) -> Triples:
    """Write half of the edges with the inverse of their property, and half of the symmetric ones the other way."""
    other = defaultdict(list)
    for p, q in sorted(written.pairs(_iri(OWL, "inverseOf"))):
        other[p].append(q)
    for p, kind in written.pairs(_TYPE):
        if kind == _iri(OWL, "SymmetricProperty"):
            other[p].append(p)
    return frozenset(
        (t[2], rng.choice(other[t[1]]), t[0]) if other[t[1]] and t[2][0] != '"' and rng.random() < 0.5 else t
        for t in sorted(written.triples)
    )


def reduced(written: Written, rng: random.Random) -> Triples:
    """Write only what the canonical graph keeps, beside the axioms."""
    closure, terms = written.closure, written.terms
    selected = select_rows(closure.rows, terms, EVERYTHING, closure.representative)
    chosen = {terms.text(number) for number in np.unique(selected.p).tolist()} - {_TYPE}
    rest = {t for t in written.triples if t[1] not in chosen and not (t[1] == _TYPE and is_fact(t))}
    return written.as_text(decode(canonical(closure, terms, EVERYTHING))) | rest


def synonyms(written: Written, rng: random.Random) -> Triples:
    """Give every property up to three new names."""
    return written.triples | {
        (_new(f"synonym{at}-{number}"), _iri(OWL, "equivalentProperty"), p)
        for at, p in enumerate(_properties(written))
        for number in range(rng.randint(0, 3))
    }


def wider(written: Written, rng: random.Random) -> Triples:
    """Put new properties and classes above half of those that there are."""
    properties = [p for p in _properties(written) if rng.random() < 0.5]
    classes = [c for c in _classes(written) if rng.random() < 0.5]
    above = [(p, _iri(RDFS, "subPropertyOf"), _new(f"wider{at}")) for at, p in enumerate(properties)]
    above += [(c, _iri(RDFS, "subClassOf"), _new(f"Wider{at}")) for at, c in enumerate(classes)]
    return written.triples | frozenset(above)


def ancestors(written: Written, rng: random.Random) -> Triples:
    """Put a new transitive property above each of three that have few edges, of which some lead on."""
    counts = Counter(p for s, p, o in written.entailed if o[0] != '"')
    ends = {(p, o) for _, p, o in written.entailed} & {(p, s) for s, p, _ in written.entailed}
    leading_on = {p for p, _ in ends}
    few = [p for p in _properties(written) if counts[p] <= 300 and p in leading_on]
    above = rng.sample(few, min(3, len(few)))
    more = {(p, _iri(RDFS, "subPropertyOf"), _new(f"ancestor{at}")) for at, p in enumerate(above)}
    kind = _iri(OWL, "TransitiveProperty")
    more |= {(_new(f"ancestor{at}"), _TYPE, kind) for at in range(len(above))}
    return written.triples | frozenset(more)


def defined(written: Written, rng: random.Random) -> Triples:
    """Define classes as intersections and unions of others, and properties as chains."""
    classes, links, more = _classes(written), _short_chains(written, rng), set[Triple]()
    for at in range(10 if len(classes) > 1 else 0):
        kind = rng.choice(("intersectionOf", "unionOf"))
        more |= {(_new(f"Defined{at}"), _iri(OWL, kind), f"_:new{at}l0")}
        more |= _list(f"_:new{at}l", rng.sample(classes, 2))
    for at, chain in enumerate(links):
        more |= {(_new(f"chain{at}"), _iri(OWL, "propertyChainAxiom"), f"_:chain{at}l0")}
        more |= _list(f"_:chain{at}l", chain)
    return written.triples | frozenset(more)


def aliases(written: Written, rng: random.Random) -> Triples:
    """Give a tenth of the things a second name, and use it in half of what is said of them."""
    things = sorted({t[0] for t in written.triples if is_fact(t) and t[0][0] == "<"} - set(_classes(written)))
    other = {x: f"{x[:-1]}~alias>" for x in things if rng.random() < 0.1}
    said = {(x, _SAME, alias) for x, alias in other.items()}
    facts = (
        (other.get(s, s) if rng.random() < 0.5 else s, p, o)
        for s, p, o in sorted(filter(is_fact, written.triples))
    )
    return frozenset({*said, *facts, *(t for t in written.triples if not is_fact(t))})


def names_reversed(written: Written, rng: random.Random) -> Triples:
    """Rename everything such that what was first is last."""
    now = reversed_names(written.triples)
    return frozenset((now.get(s, s), now.get(p, p), now.get(o, o)) for s, p, o in written.triples)


def reversed_names(triples: Triples) -> dict[str, str]:
    """Return a new name for each IRI outside the vocabulary, in reverse order."""
    names = sorted({text for t in triples for text in t if text[0] == "<"} - _VOCABULARY)
    return {name: f"<urn:name:{len(names) - at:07}>" for at, name in enumerate(names)}


Phrasing = Callable[[Written, random.Random], Triples]
REWRITINGS: tuple[Phrasing, ...] = (saturated, half_added, swapped, reduced)
"""The same facts in other triples."""
EXTENSIONS: tuple[Phrasing, ...] = (synonyms, wider, ancestors, defined, aliases)
"""New names for the same facts."""


def _new(local: str) -> str:
    return f"{NEW}{local}>"


def _properties(written: Written) -> list[str]:
    """Return the properties that give edges; a new name for an annotation would make an edge of it."""
    notes = {p for p, kind in written.pairs(_TYPE) if kind == _iri(OWL, "AnnotationProperty")}
    return sorted({t[1] for t in written.triples if is_fact(t)} - {_TYPE} - notes)


def _classes(written: Written) -> list[str]:
    return sorted({t[2] for t in written.triples if t[1] == _TYPE and is_fact(t) and t[2][0] == "<"})


def _list(start: str, members: list[str]) -> set[Triple]:
    cells = [*(f"{start}{at}" for at in range(len(members))), _iri(RDF, "nil")]
    links = zip(cells, cells[1:], members, strict=False)
    found = set[Triple]()
    for cell, rest, member in links:
        found |= {(cell, _iri(RDF, "first"), member), (cell, _iri(RDF, "rest"), rest)}
    return found


def _short_chains(written: Written, rng: random.Random, most: int = 20_000) -> list[list[str]]:
    """Draw chains of two properties between things that lead to few pairs, three of them."""
    into, out = defaultdict[tuple[str, str], int](int), defaultdict[tuple[str, str], int](int)
    nodes = defaultdict[str, set[str]](set)
    chosen = set(_properties(written))
    for s, p, o in written.entailed:
        if p in chosen and o[0] != '"':
            into[p, o] += 1
            out[p, s] += 1
            nodes[p].add(o)
    pairs = [(p, q) for p in nodes for q in nodes]
    sizes = (
        (p, q, sum(into[p, x] * out.get((q, x), 0) for x in nodes[p]))
        for p, q in rng.sample(pairs, min(60, len(pairs)))
    )
    return [[p, q] for p, q, size in sizes if 0 < size <= most][:3]
