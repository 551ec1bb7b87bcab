"""Small structured graphs: each is a handful of motifs over the same few properties, classes and things."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import pairwise

from hypothesis import strategies as st

from tests.invariance.oracle import Graph, Triple, name

Motif = Callable[[random.Random], Iterator[Triple]]

THINGS = tuple(name(f"n{i}") for i in range(7))
BLANKS = tuple(f"_:b{i}" for i in range(3))
PROPERTIES = tuple(name(f"p{i}") for i in range(5))
CLASSES = tuple(name(f"C{i}") for i in range(5))
A = name("rdf:type")


def thing(rng: random.Random) -> str:
    return rng.choice(BLANKS) if rng.random() < 0.1 else rng.choice(THINGS)


def some(rng: random.Random, least: int, most: int) -> list[str]:
    pool = [*THINGS, rng.choice(BLANKS)]
    return rng.sample(pool, rng.randint(least, most))


def two(rng: random.Random, pool: tuple[str, ...]) -> tuple[str, str]:
    first, second = rng.sample(pool, 2)
    return first, second


def path(rng: random.Random) -> Iterator[Triple]:
    p, nodes = rng.choice(PROPERTIES), some(rng, 2, 5)
    yield from ((s, p, o) for s, o in pairwise(nodes))


def cycle(rng: random.Random) -> Iterator[Triple]:
    p, nodes = rng.choice(PROPERTIES), some(rng, 1, 4)
    yield from ((s, p, o) for s, o in zip(nodes, [*nodes[1:], nodes[0]], strict=True))


def diamond(rng: random.Random) -> Iterator[Triple]:
    p, (top, left, right, bottom) = rng.choice(PROPERTIES), some(rng, 4, 4)
    yield from ((top, p, left), (top, p, right), (left, p, bottom), (right, p, bottom))
    if rng.random() < 0.5:
        yield top, p, bottom


def edges(rng: random.Random) -> Iterator[Triple]:
    for _ in range(rng.randint(1, 4)):
        yield thing(rng), rng.choice(PROPERTIES), thing(rng)


def types(rng: random.Random) -> Iterator[Triple]:
    for _ in range(rng.randint(1, 4)):
        yield thing(rng), A, rng.choice(CLASSES)


def literals(rng: random.Random) -> Iterator[Triple]:
    p = rng.choice(PROPERTIES)
    yield thing(rng), p, rng.choice(('"x"', '"y"@en'))


def same(rng: random.Random) -> Iterator[Triple]:
    block = [*some(rng, 1, 2), name("alias0"), name("alias1")][: rng.randint(2, 4)]
    yield from ((s, name("owl:sameAs"), o) for s, o in pairwise(block))
    if rng.random() < 0.5:
        yield block[-1], rng.choice(PROPERTIES), thing(rng)


def same_property(rng: random.Random) -> Iterator[Triple]:
    alias = name("property")
    yield rng.choice(PROPERTIES), name("owl:sameAs"), alias
    yield thing(rng), alias, thing(rng)


def transitive(rng: random.Random) -> Iterator[Triple]:
    p = rng.choice(PROPERTIES)
    yield p, A, name("owl:TransitiveProperty")
    nodes = some(rng, 3, 4)
    yield from ((s, p, o) for s, o in pairwise(nodes))


def symmetric(rng: random.Random) -> Iterator[Triple]:
    p = rng.choice(PROPERTIES)
    yield p, A, name("owl:SymmetricProperty")
    yield thing(rng), p, thing(rng)


def inverse(rng: random.Random) -> Iterator[Triple]:
    p, q = two(rng, PROPERTIES)
    yield p, name("owl:inverseOf"), q
    yield thing(rng), p, thing(rng)
    yield thing(rng), q, thing(rng)


def sub_properties(rng: random.Random) -> Iterator[Triple]:
    chain = rng.sample(PROPERTIES, rng.randint(2, 3))
    yield from ((p, name("rdfs:subPropertyOf"), q) for p, q in pairwise(chain))
    yield thing(rng), chain[0], thing(rng)


def sub_of_inverse(rng: random.Random) -> Iterator[Triple]:
    p, q = two(rng, PROPERTIES)
    yield "_:inverse", name("owl:inverseOf"), p
    yield q, name("rdfs:subPropertyOf"), "_:inverse"
    yield thing(rng), q, thing(rng)


def equivalent_properties(rng: random.Random) -> Iterator[Triple]:
    p, q = two(rng, PROPERTIES)
    yield p, name("owl:equivalentProperty"), q
    yield thing(rng), p, thing(rng)


def functional(rng: random.Random) -> Iterator[Triple]:
    p, s = rng.choice(PROPERTIES), thing(rng)
    yield p, A, name("owl:FunctionalProperty")
    yield s, p, thing(rng)
    yield s, p, name("value")


def inverse_functional(rng: random.Random) -> Iterator[Triple]:
    p, o = name("key"), thing(rng)
    yield p, A, name("owl:InverseFunctionalProperty")
    yield thing(rng), p, o
    yield thing(rng), p, o


def domain_and_range(rng: random.Random) -> Iterator[Triple]:
    p = rng.choice(PROPERTIES)
    yield p, name(rng.choice(("rdfs:domain", "rdfs:range"))), rng.choice(CLASSES)
    yield thing(rng), p, thing(rng)


def sub_classes(rng: random.Random) -> Iterator[Triple]:
    chain = rng.sample(CLASSES, rng.randint(2, 4))
    yield from ((c, name("rdfs:subClassOf"), d) for c, d in pairwise(chain))
    yield thing(rng), A, chain[0]


def equivalent_classes(rng: random.Random) -> Iterator[Triple]:
    c, d = two(rng, CLASSES)
    yield c, name("owl:equivalentClass"), d
    yield thing(rng), A, c


def restriction(rng: random.Random) -> Iterator[Triple]:
    """A class that is narrower than, wider than or equal to a restriction."""
    node, class_ = f"_:restriction{rng.randint(0, 2)}", rng.choice(CLASSES)
    yield node, name("owl:onProperty"), rng.choice(PROPERTIES)
    kind = rng.choice(("hasValue", "someValuesFrom", "allValuesFrom"))
    filler = thing(rng) if kind == "hasValue" else rng.choice(CLASSES)
    yield node, name(f"owl:{kind}"), filler
    yield rng.choice(
        (
            (class_, name("rdfs:subClassOf"), node),
            (node, name("rdfs:subClassOf"), class_),
            (class_, name("owl:equivalentClass"), node),
        )
    )
    yield thing(rng), A, rng.choice((class_, class_, node))


def recursive_some(rng: random.Random) -> Iterator[Triple]:
    """Whoever has a neighbour of the class is in the class, over a cycle of neighbours."""
    p, class_ = rng.choice(PROPERTIES), rng.choice(CLASSES)
    yield "_:recursive", name("owl:onProperty"), p
    yield "_:recursive", name("owl:someValuesFrom"), class_
    yield "_:recursive", name("rdfs:subClassOf"), class_
    nodes = some(rng, 2, 3)
    yield from ((s, p, o) for s, o in zip(nodes, [*nodes[1:], nodes[0]], strict=True))
    yield nodes[0], A, class_


def rdf_list(start: str, members: tuple[str, ...]) -> Iterator[Triple]:
    cells = [f"{start}{i}" for i in range(len(members))]
    for cell, following, member in zip(cells, [*cells[1:], name("rdf:nil")], members, strict=True):
        yield cell, name("rdf:first"), member
        yield cell, name("rdf:rest"), following


def combination(rng: random.Random) -> Iterator[Triple]:
    """An intersection or a union of classes."""
    kind, (whole, *parts) = rng.choice(("intersectionOf", "unionOf")), rng.sample(CLASSES, 3)
    yield whole, name(f"owl:{kind}"), f"_:{kind}0"
    yield from rdf_list(f"_:{kind}", tuple(parts))
    node = thing(rng)
    yield node, A, parts[0]
    yield node, A, parts[1]


def chain(rng: random.Random) -> Iterator[Triple]:
    """A property chain; its head may be one of its links."""
    head, *links = (rng.choice(PROPERTIES) for _ in range(rng.choice((3, 3, 4))))
    number = rng.randint(0, 1)
    yield head, name("owl:propertyChainAxiom"), f"_:chain{number}_0"
    yield from rdf_list(f"_:chain{number}_", tuple(links))
    nodes = [thing(rng) for _ in range(len(links) + 1)]
    yield from ((s, p, o) for s, p, o in zip(nodes, links, nodes[1:], strict=False))


def punned(rng: random.Random) -> Iterator[Triple]:
    """A class that is also a thing with edges."""
    class_ = rng.choice(CLASSES)
    yield thing(rng), A, class_
    yield class_, rng.choice(PROPERTIES), thing(rng)


def equality_clique(rng: random.Random) -> Iterator[Triple]:
    """Many names of one thing, said by a tree, and edges at some of them."""
    block = [rng.choice(THINGS), *(name(f"other{i}") for i in range(rng.randint(3, 5)))]
    yield from ((block[rng.randrange(i)], name("owl:sameAs"), block[i]) for i in range(1, len(block)))
    yield from ((rng.choice(block), rng.choice(PROPERTIES), thing(rng)) for _ in range(2))


def blank_clique(rng: random.Random) -> Iterator[Triple]:
    """Blank nodes that nothing tells apart."""
    p, size = rng.choice(PROPERTIES), rng.randint(3, 5)
    yield p, A, name("owl:SymmetricProperty")
    yield from ((f"_:k{i}", p, f"_:k{j}") for i in range(size) for j in range(i))


def numbers(rng: random.Random) -> Iterator[Triple]:
    """Values that have other spellings; of a functional property too."""
    p, number = name("number"), rng.randint(1, 3)
    if rng.random() < 0.5:
        yield p, A, name("owl:FunctionalProperty")
    yield thing(rng), p, f'"{number}"^^{name("xsd:integer")}'


def literal_inverse(rng: random.Random) -> Iterator[Triple]:
    """A property with values and a named inverse, which no value can be the subject of."""
    p, q = two(rng, PROPERTIES)
    yield p, name("owl:inverseOf"), q
    yield thing(rng), p, rng.choice(('"x"', '"y"@en'))
    yield thing(rng), q, thing(rng)


def shared_expression(rng: random.Random) -> Iterator[Triple]:
    """One restriction that two classes speak of, and perhaps a thing."""
    node, (c, d) = f"_:restriction{rng.randint(0, 2)}", two(rng, CLASSES)
    yield node, name("owl:onProperty"), rng.choice(PROPERTIES)
    yield node, name(f"owl:{rng.choice(('some', 'all'))}ValuesFrom"), rng.choice(CLASSES)
    yield c, name("rdfs:subClassOf"), node
    yield node, name("rdfs:subClassOf"), d
    yield thing(rng), A, rng.choice((c, node))


def enumeration(rng: random.Random) -> Iterator[Triple]:
    """A class of named members."""
    class_, members = rng.choice(CLASSES), rng.sample(THINGS, 2)
    yield class_, name("owl:oneOf"), "_:oneOf0"
    yield from rdf_list("_:oneOf", tuple(members))


MOTIFS: tuple[Motif, ...] = (
    path, cycle, diamond, edges, types, literals, same, same_property, transitive, symmetric, inverse, sub_properties,
    sub_of_inverse, equivalent_properties, functional, inverse_functional, domain_and_range, sub_classes,
    equivalent_classes, restriction, recursive_some, combination, chain, punned, equality_clique, blank_clique, numbers,
    literal_inverse, shared_expression, enumeration,
)  # fmt: skip


def build(drawn: list[tuple[Motif, int]]) -> Graph:
    """Put motifs together; a list that two motifs share is taken from the first."""
    found: dict[tuple[str, str], str] = {}
    triples: set[Triple] = set()
    for motif, seed in drawn:
        for s, p, o in motif(random.Random(seed)):
            if p in {name("rdf:first"), name("rdf:rest")}:
                o = found.setdefault((s, p), o)
            triples.add((s, p, o))
    return frozenset(triples)


def draw_motifs(rng: random.Random) -> list[tuple[Motif, int]]:
    """Draw what a graph is built of, without hypothesis."""
    return [(rng.choice(MOTIFS), rng.randrange(1 << 16)) for _ in range(rng.randint(2, 6))]


def draw_graph(rng: random.Random) -> Graph:
    """Draw a graph without hypothesis."""
    return build(draw_motifs(rng))


GRAPHS = st.lists(
    st.tuples(st.sampled_from(MOTIFS), st.integers(0, (1 << 16) - 1)), min_size=1, max_size=6
).map(build)
