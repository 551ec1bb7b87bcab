"""Ways to write the same graph down: each takes a graph with its closure and returns an equivalent graph."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.invariance.ontologies import A
from tests.invariance.oracle import Graph, Triple, close, follows, name

SAME = name("owl:sameAs")
SUB_PROPERTY = name("rdfs:subPropertyOf")
SUB_CLASS = name("rdfs:subClassOf")
INVERSE = name("owl:inverseOf")
_VOCABULARY = ("<http://www.w3.org/",)


@dataclass(frozen=True)
class Case:
    """A graph and everything that follows from it."""

    graph: Graph
    closed: Graph

    @classmethod
    def of(cls, graph: Graph) -> Case:
        return cls(graph, close(graph))

    def pairs(self, predicate: str) -> set[tuple[str, str]]:
        return {(s, o) for s, p, o in self.closed if p == predicate}

    def instances(self, class_: str) -> set[str]:
        return {s for s, o in self.pairs(A) if o == name(class_)}


Rewriting = Callable[[Case, random.Random], Graph]


def is_fact(triple: Triple) -> bool:
    """Whether a triple is an edge between things (or to a literal), or the membership of a user's class."""
    _, p, o = triple
    return not o.startswith(_VOCABULARY) if p == A else not p.startswith(_VOCABULARY)


def drop_redundant(graph: Graph, candidates: Iterable[Triple], most: int = 5) -> Graph:
    """Leave out, one after the other, candidates that the rest entails."""
    for triple in list(candidates)[:most]:
        rest = graph - {triple}
        if follows(triple, rest):
            graph = rest
    return graph


def _shuffled(triples: Iterable[Triple], rng: random.Random) -> list[Triple]:
    found = sorted(triples)
    rng.shuffle(found)
    return found


def add_entailed(case: Case, rng: random.Random) -> Graph:
    return case.graph | {triple for triple in sorted(case.closed) if rng.random() < 0.3}


def saturate(case: Case, rng: random.Random) -> Graph:
    return case.closed


def drop_entailed(case: Case, rng: random.Random) -> Graph:
    return drop_redundant(case.graph, _shuffled(case.graph, rng))


def add_then_drop(case: Case, rng: random.Random) -> Graph:
    """Another generating set: some entailed triples come in, then some of all go."""
    added = add_entailed(case, rng)
    return drop_redundant(added, _shuffled(filter(is_fact, added), rng), most=6)


def swap_inverses(case: Case, rng: random.Random) -> Graph:
    inverse = sorted(case.pairs(INVERSE))
    graph = set(case.graph)
    for s, p, o in sorted(case.graph):
        others = [q for r, q in inverse if r == p and q[0] == "<"]
        if others and o[0] != '"' and rng.random() < 0.7:
            graph.discard((s, p, o))
            graph.add((o, rng.choice(others), s))
    return frozenset(graph)


def swap_synonyms(case: Case, rng: random.Random) -> Graph:
    """Equivalent properties and classes change places."""
    properties = sorted(case.pairs(name("owl:equivalentProperty")))
    classes = sorted(case.pairs(name("owl:equivalentClass")))
    graph = set(case.graph)
    for s, p, o in sorted(filter(is_fact, case.graph)):
        swapped = [(s, q, o) for r, q in properties if r == p and q[0] == "<"]
        if p == A:
            swapped = [(s, p, d) for c, d in classes if c == o]
        if swapped and rng.random() < 0.7:
            graph.discard((s, p, o))
            graph.add(rng.choice(swapped))
    return frozenset(graph)


def change_super_edges(case: Case, rng: random.Random) -> Graph:
    """Edges of wider properties come in or go."""
    sub = case.pairs(SUB_PROPERTY)
    facts = [triple for triple in case.closed if is_fact(triple)]
    wide = {(s, q, o) for s, p, o in facts for r, q in sub if r == p and q[0] == "<"}
    added = case.graph | {triple for triple in sorted(wide) if rng.random() < 0.5}
    return drop_redundant(added, _shuffled(wide & added, rng))


def flip_symmetric(case: Case, rng: random.Random) -> Graph:
    symmetric = case.instances("owl:SymmetricProperty")
    graph = set(case.graph)
    for s, p, o in sorted(case.graph):
        if p in symmetric and o[0] != '"':
            graph.add((o, p, s))
            if rng.random() < 0.5:
                graph.discard((s, p, o))
                graph.add((o, p, s))
    return frozenset(graph)


def regenerate_transitive(case: Case, rng: random.Random) -> Graph:
    """Every transitive property gets another generating set of its pairs."""
    graph = case.graph
    for p in sorted(case.instances("owl:TransitiveProperty")):
        pairs = _generating(case.pairs(p), rng)
        graph = frozenset(triple for triple in graph if triple[1] != p) | {(s, p, o) for s, o in pairs}
    return graph


def _generating(pairs: set[tuple[str, str]], rng: random.Random) -> set[tuple[str, str]]:
    kept = {(s, o) for s, o in pairs if s[0] != '"'}
    for pair in rng.sample(sorted(kept), len(kept)):
        if rng.random() < 0.9 and _reaches(kept - {pair}, *pair):
            kept.discard(pair)
    return kept


def _reaches(pairs: set[tuple[str, str]], start: str, end: str) -> bool:
    seen: set[str] = set()
    border = {start}
    while border and end not in seen:
        border = {o for s, o in pairs if s in border} - seen
        seen |= border
    return end in seen


def rename_within_blocks(case: Case, rng: random.Random) -> Graph:
    """Facts use other names of the same things and properties; another spanning tree says what is the same."""
    block: dict[str, list[str]] = {}
    for s, o in sorted(case.pairs(SAME)):
        block.setdefault(s, [s]).append(o)
    found: set[Triple] = set()
    for s, p, o in sorted(case.graph):
        if p == SAME:
            continue
        s, o = (
            (rng.choice(block[s]) if s in block else s),
            (rng.choice(block[o]) if o in block and p != A else o),
        )
        found.add((s, rng.choice(block[p]) if p in block else p, o))
    for members in {tuple(sorted(members)) for members in block.values()}:
        order = rng.sample(members, len(members))
        found |= {(order[i], SAME, order[rng.randrange(i)]) for i in range(1, len(order))}
    return frozenset(found)


def change_types(case: Case, rng: random.Random) -> Graph:
    """Types of wider classes, of domains, ranges and restrictions come in or go."""
    types = {triple for triple in case.closed if triple[1] == A and is_fact(triple)}
    added = case.graph | {triple for triple in sorted(types) if rng.random() < 0.5}
    return drop_redundant(added, _shuffled(types & added, rng))


def swap_has_value(case: Case, rng: random.Random) -> Graph:
    """What follows from a class with hasValue, and what makes a member of it, change places."""
    on, value = case.pairs(name("owl:onProperty")), case.pairs(name("owl:hasValue"))
    graph = case.graph
    for restriction, p in sorted(on):
        for _, v in sorted(pair for pair in value if pair[0] == restriction):
            for s in sorted(s for s, o in case.pairs(A) if o == restriction):
                both = frozenset({(s, A, restriction), (s, p, v)})
                graph = drop_redundant(graph | both, rng.sample(sorted(both), 2), most=1)
    return graph


def change_chain_edges(case: Case, rng: random.Random) -> Graph:
    heads = {s for s, _ in case.pairs(name("owl:propertyChainAxiom"))}
    given = {triple for triple in case.closed if triple[1] in heads}
    added = case.graph | {triple for triple in sorted(given) if rng.random() < 0.5}
    return drop_redundant(added, _shuffled(given & added, rng))


def say_equal_by_function(case: Case, rng: random.Random) -> Graph:
    """Two values of a functional property stand for a sameAs, and the other way round."""
    functional, same = case.instances("owl:FunctionalProperty"), case.pairs(SAME)
    more = {(s, p, z) for s, p, o in case.graph if p in functional for y, z in same if y == o}
    graph = case.graph | more | {(y, SAME, z) for y, z in sorted(same) if rng.random() < 0.5}
    return drop_redundant(graph, _shuffled((t for t in graph if t[1] == SAME), rng))


def rephrase_schema(case: Case, rng: random.Random) -> Graph:
    """Axioms in other words: two sub-class axioms for one equivalence, inverses flipped, and the like."""
    schema = [triple for triple in case.closed if not is_fact(triple) and triple[1] != SAME]
    added = case.graph | {triple for triple in sorted(schema) if rng.random() < 0.4}
    return drop_redundant(added, _shuffled((t for t in added if not is_fact(t)), rng), most=6)


def reorder_lists(case: Case, rng: random.Random) -> Graph:
    """Members of intersections and unions in another order."""
    graph = set(case.graph)
    for kind in ("intersectionOf", "unionOf"):
        first = [
            triple for triple in graph if triple[0].startswith(f"_:{kind}") and triple[1] == name("rdf:first")
        ]
        members = [o for _, _, o in sorted(first)]
        if len({o for s, p, o in graph if p == name(f"owl:{kind}")}) == 1:
            graph -= set(first)
            rng.shuffle(members)
            graph |= {(s, p, o) for (s, p, _), o in zip(sorted(first), members, strict=True)}
    return frozenset(graph)


def declare(case: Case, rng: random.Random) -> Graph:
    """Declarations and tautologies."""
    things = {s for s, _, _ in filter(is_fact, case.graph)}
    properties = {p for _, p, o in filter(is_fact, case.graph) if p != A}
    classes = {o for _, p, o in filter(is_fact, case.graph) if p == A}
    said = {(p, A, name("owl:ObjectProperty")) for p in properties} | {
        (c, A, name("owl:Class")) for c in classes
    }
    said |= {(x, A, name("owl:Thing")) for x in things} | {(x, SAME, x) for x in things}
    said |= {(c, SUB_CLASS, c) for c in classes} | {(p, SUB_PROPERTY, p) for p in properties}
    return case.graph | {triple for triple in sorted(said) if rng.random() < 0.5}


REWRITINGS: tuple[Rewriting, ...] = (
    add_entailed, saturate, drop_entailed, add_then_drop, swap_inverses, swap_synonyms, change_super_edges,
    flip_symmetric, regenerate_transitive, rename_within_blocks, change_types, swap_has_value, change_chain_edges,
    say_equal_by_function, rephrase_schema, reorder_lists, declare,
)  # fmt: skip
"""Other triples of the same closure."""


def _replaced(graph: Graph, now: dict[str, str]) -> Graph:
    return frozenset((now.get(s, s), now.get(p, p), now.get(o, o)) for s, p, o in graph)


def rename_blanks(case: Case, rng: random.Random) -> Graph:
    """Blank nodes get labels of one another, or new ones."""
    labels = sorted({text for triple in case.graph for text in triple if text[0] == "_"})
    pool = sorted({*labels, *(f"_:new{place}" for place in range(len(labels)))})
    return _replaced(case.graph, dict(zip(labels, rng.sample(pool, len(labels)), strict=True)))


_SPELLINGS = ("0{}{}int", "+{}{}integer", "{}.0{}decimal", "00{}{}long", "{}{}unsignedInt")


def respell_literals(case: Case, rng: random.Random) -> Graph:
    """Numbers in other spellings and datatypes of the same value, another one at each place."""
    ending = f"^^{name('xsd:integer')}"
    graph = set(case.graph)
    for s, p, o in sorted(case.graph):
        if o.endswith(ending) and rng.random() < 0.8:
            graph.discard((s, p, o))
            # a number that was respelled before may have its sign already
            number = int(o.split('"')[1])
            digits, _, datatype = rng.choice(_SPELLINGS).format(number, "|").partition("|")
            graph.add((s, p, f'"{digits}"^^{name("xsd:" + datatype)}'))
    return frozenset(graph)


_SPELLS = frozenset(map(name, ("owl:onProperty", "owl:someValuesFrom", "owl:allValuesFrom", "owl:hasValue")))


def _expressions(graph: Graph) -> dict[str, frozenset[tuple[str, str]]]:
    """Return what each anonymous restriction spells."""
    found: dict[str, set[tuple[str, str]]] = {}
    for s, p, o in graph:
        if p in _SPELLS and s[0] == "_":
            found.setdefault(s, set()).add((p, o))
    return {node: frozenset(said) for node, said in found.items() if len(said) > 1}


def copy_expressions(case: Case, rng: random.Random) -> Graph:
    """Some uses of an anonymous class go to a copy of it."""
    graph = set(case.graph)
    for node, said in sorted(_expressions(case.graph).items()):
        copy = f"{node}copy"
        uses = [t for t in sorted(case.graph) if node in (t[0], t[2]) and t[1] not in _SPELLS]
        graph |= {(copy, p, o) for p, o in said}
        for triple in uses:
            if rng.random() < 0.6:
                graph.discard(triple)
                graph |= _replaced(frozenset({triple}), {node: copy})
    return frozenset(graph)


def share_expressions(case: Case, rng: random.Random) -> Graph:
    """Anonymous classes that spell the same become one."""
    graph = copy_expressions(case, rng)
    first: dict[frozenset[tuple[str, str]], str] = {}
    now = {}
    for node, said in sorted(_expressions(graph).items(), reverse=rng.random() < 0.5):
        now[node] = first.setdefault(said, node)
    return _replaced(graph, now)


IN_OTHER_WORDS: tuple[Rewriting, ...] = (rename_blanks, respell_literals, copy_expressions, share_expressions)
"""Other labels, spellings and copies: the same closure up to blank nodes and values."""


def compose(case: Case, rng: random.Random) -> Graph:
    """Apply three rewritings, one after the other."""
    return _in_a_row(case, rng.sample((*REWRITINGS, *IN_OTHER_WORDS), 3), rng)


def _in_a_row(case: Case, rewritings: Sequence[Rewriting], rng: random.Random) -> Graph:
    graph = case.graph
    for rewriting in rewritings:
        graph = rewriting(Case.of(graph), rng)
    return graph


def name_expressions(case: Case, rng: random.Random) -> Graph:
    """Anonymous classes get names."""
    named = sorted(_expressions(case.graph))
    return case.graph | {
        (node, name("owl:equivalentClass"), name(f"zz{at}")) for at, node in enumerate(named)
    }


def rephrase_axioms(case: Case, rng: random.Random) -> Graph:
    """Axioms said by others: a domain by a restriction, symmetry by an inverse, transitivity by a chain.

    The domain of a property with values stays: to have a value would be a class, of which a graph without values does
    not hold the reason.
    """
    graph, with_values = set(case.graph), _with_values(case)
    for at, (s, p, o) in enumerate(sorted(case.graph)):
        of_values = p == name("rdfs:domain") and s in with_values
        said = None if of_values else _said_otherwise(s, p, o, f"_:zz{at}")
        if said and rng.random() < 0.8:
            graph.discard((s, p, o))
            graph |= said
    return frozenset(graph)


def _with_values(case: Case) -> set[str]:
    """Return the properties with values; an anonymous inverse has no triples and has those of narrower properties."""
    stated = {p for _, p, o in case.closed if o[0] == '"'}
    return stated | {wider for p, way, wider in case.closed if way == SUB_PROPERTY and p in stated}


def _said_otherwise(s: str, p: str, o: str, new: str) -> Graph:
    """Return triples over a new blank node that say the same as an axiom, none where there is no other way."""
    both = {name("owl:equivalentClass"): SUB_CLASS, name("owl:equivalentProperty"): SUB_PROPERTY}
    if p == name("rdfs:domain"):
        some = (new, name("owl:onProperty"), s), (new, name("owl:someValuesFrom"), name("owl:Thing"))
        return frozenset((*some, (new, SUB_CLASS, o)))
    if p == SUB_PROPERTY and o[0] == "<":
        return frozenset({(o, name("owl:propertyChainAxiom"), new), *_list(new, s)})
    if (p, o) == (A, name("owl:SymmetricProperty")):
        return frozenset({(s, INVERSE, s)})
    if (p, o) == (A, name("owl:TransitiveProperty")):
        return frozenset({(s, name("owl:propertyChainAxiom"), new), *_list(new, s, s)})
    if p in both:
        return frozenset({(s, both[p], o), (o, both[p], s)})
    return frozenset({(o, INVERSE, s)} if p == INVERSE and o[0] == "<" else ())


def _list(start: str, *members: str) -> list[Triple]:
    cells = [start, *(f"{start}n{at}" for at in range(1, len(members))), name("rdf:nil")]
    links = zip(cells, cells[1:], members, strict=False)
    return [
        t
        for cell, rest, member in links
        for t in ((cell, name("rdf:first"), member), (cell, name("rdf:rest"), rest))
    ]


def add_synonym(case: Case, rng: random.Random) -> Graph:
    """New names for a property and a class."""
    p, c = _a_property(case, rng), name(f"C{rng.randrange(5)}")
    ways = (
        {(name("zzp"), name("owl:equivalentProperty"), p)},
        {(p, SUB_PROPERTY, name("zzp")), (name("zzp"), SUB_PROPERTY, p)},
    )
    return case.graph | rng.choice(ways) | {(name("zzc"), name("owl:equivalentClass"), c)}


def add_wider(case: Case, rng: random.Random) -> Graph:
    """A new property and a new class above others."""
    return case.graph | {
        (_a_property(case, rng), SUB_PROPERTY, name("zzp")),
        (_a_property(case, rng), SUB_PROPERTY, name("zzp")),
        (name(f"C{rng.randrange(5)}"), SUB_CLASS, name("zzc")),
    }


def define_class(case: Case, rng: random.Random) -> Graph:
    """A new class that is the intersection or union of others, or an enumeration."""
    kind, of = rng.choice((("owl:intersectionOf", "C"), ("owl:unionOf", "C"), ("owl:oneOf", "n")))
    parts = rng.sample([name(f"{of}{at}") for at in range(5)], 2)
    return case.graph | {(name("zzc"), name(kind), "_:zzl"), *_list("_:zzl", *parts)}


def define_by_value(case: Case, rng: random.Random) -> Graph:
    """A new class of what has a certain value, named or not."""
    edges = [t for t in sorted(case.closed) if is_fact(t) and t[1] != A and t[1][0] == t[2][0] == "<"]
    new = rng.choice((name("zzc"), "_:zzr"))
    for _, p, o in rng.sample(edges, len(edges)):
        if not is_of_one_that_axioms_name(case, p, o):
            return case.graph | {(new, name("owl:onProperty"), p), (new, name("owl:hasValue"), o)}
    return case.graph


def is_of_one_that_axioms_name(case: Case, p: str, value: str) -> bool:
    """Whether axioms make whatever has a value equal to a thing that they name, once the value is named too.

    What is said of that thing would be said by axioms of the class of what has the value.
    """
    axioms = [t for t in case.closed if not is_fact(t) and t[1] != SAME]
    named = {p, value, *(text for triple in axioms for text in triple)}
    said = frozenset(t for t in case.closed if named.issuperset(t))
    fresh = "_:fresh"
    return any(s == fresh and q == SAME for s, q, _ in close(said | {(fresh, p, value)}))


def define_property(case: Case, rng: random.Random) -> Graph:
    """A new property that a chain of others gives; over values it would say more than a graph without values holds."""
    if any(o[0] == '"' for _, _, o in case.graph):
        return case.graph
    links = _a_property(case, rng), _a_property(case, rng)
    return case.graph | {(name("zzp"), name("owl:propertyChainAxiom"), "_:zzl"), *_list("_:zzl", *links)}


def name_inverse(case: Case, rng: random.Random) -> Graph:
    """A new name for the other direction of a property."""
    return case.graph | {(name("zzp"), INVERSE, _a_property(case, rng))}


def _a_property(case: Case, rng: random.Random) -> str:
    used = {p for _, p, _ in filter(is_fact, case.graph)} - {A}
    return rng.choice(sorted(used) or [name("p0")])


_DEFINITIONS: tuple[Rewriting, ...] = (
    name_expressions, rephrase_axioms, add_synonym, add_wider, define_class, define_by_value, define_property,
)  # fmt: skip


def compose_around_definition(case: Case, rng: random.Random) -> Graph:
    """Apply a rewriting, a definition, and another rewriting, which may use the new names."""
    every = (*REWRITINGS, *IN_OTHER_WORDS)
    return _in_a_row(case, (rng.choice(every), rng.choice(_DEFINITIONS), rng.choice(every)), rng)


EXTENSIONS: tuple[Rewriting, ...] = (*_DEFINITIONS, compose_around_definition)
"""New names without new facts: no edge changes."""
EXTENSIONS_OF_BOTH_WAYS: tuple[Rewriting, ...] = (name_inverse,)
"""The same, where edges run both ways."""


def other_names(graph: Graph, rng: random.Random) -> dict[str, str]:
    """Return new names for the IRIs of a graph, in the reverse order or in any."""
    users = sorted({text for triple in graph for text in triple if text.startswith("<x:")})
    new = [f"<x:r{at:03}>" for at in range(len(users))]
    return dict(zip(users, reversed(new) if rng.random() < 0.5 else rng.sample(new, len(new)), strict=True))


def rename(graph: Graph, now: dict[str, str]) -> Graph:
    """Return an isomorphic graph."""
    return _replaced(graph, now)


def weaken(graph: Graph, rng: random.Random) -> Graph:
    """Say some facts once more of something unnamed."""
    named = [t for t in sorted(graph) if is_fact(t) and t[0][0] == t[2][0] == "<"]
    chosen = [t for t in named if rng.random() < 0.6]
    objects = {(s, p, f"_:weak{at}") for at, (s, p, o) in enumerate(chosen) if not p.endswith("#type>")}
    subjects = {(f"_:weaker{at}", p, o) for at, (s, p, o) in enumerate(chosen)}
    return graph | objects | subjects
