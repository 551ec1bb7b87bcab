"""What closed frozen bodies say: the axioms whose heads are there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, LOW, Ids, Keys, in_sorted, pack, range_join, sort_unique, unpack
from semkg.reasoning.engine.engine import Engine, Produced
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.reasoning.freezing.bodies import Frozen, Shape
from semkg.vocab import BUILTIN_ID, OWL, RDFS

SUB_CLASS, SUB_PROPERTY, DOMAIN, RANGE = (
    BUILTIN_ID[RDFS + name] for name in ("subClassOf", "subPropertyOf", "domain", "range")
)
INVERSE, DISJOINT_PROPERTY, NOTHING = (
    BUILTIN_ID[OWL + name] for name in ("inverseOf", "propertyDisjointWith", "Nothing")
)
SYMMETRIC, TRANSITIVE, FUNCTIONAL, INVERSE_FUNCTIONAL, ASYMMETRIC, IRREFLEXIVE = (
    BUILTIN_ID[f"{OWL}{name}Property"]
    for name in ("Symmetric", "Transitive", "Functional", "InverseFunctional", "Asymmetric", "Irreflexive")
)


@dataclass(frozen=True, slots=True)
class Answers:
    """Axioms by their built-in predicate or, for a kind of property, by the built-in class.

    Attributes:
        rows: key sets of (subject, object) by predicate.
        kinds: properties by kind.
        turned: pairs (p, q) such that every p runs as q the other way.
    """

    rows: dict[int, Keys]
    kinds: dict[int, Ids]
    turned: Keys


def read_answers(engine: Engine, frozen: Frozen, clashing: NDArray[np.bool_]) -> Answers:
    """Read the axioms that closed bodies show.

    Args:
        engine: the closure of the schema with the bodies.
        frozen: the bodies.
        clashing: for each body whether it cannot be, shape ``(n,)``.
    """
    same = engine.representative
    members, edges = frozen.of("member"), frozen.of("edge")
    above = _types(engine, frozen, members, 0)
    empty = frozen.about[members[clashing[members]]]
    narrower, turned = _properties(engine, frozen, edges)
    void = frozen.about[edges[clashing[edges]]]
    rows = {
        SUB_CLASS: sort_unique(np.append(above, pack(empty, np.full_like(empty, same[NOTHING])))),
        SUB_PROPERTY: narrower,
        DOMAIN: _types(engine, frozen, edges, 0),
        RANGE: _types(engine, frozen, edges, 1),
        DISJOINT_PROPERTY: pack(void, void),
    }
    p, q = unpack(turned)
    kinds = {
        SYMMETRIC: p[p == q],
        TRANSITIVE: _paths(engine, frozen),
        FUNCTIONAL: _merged(engine, frozen, "fork", (1, 2)),
        INVERSE_FUNCTIONAL: _merged(engine, frozen, "join", (0, 1)),
        ASYMMETRIC: frozen.about[[n for n in frozen.of("both").tolist() if clashing[n]]],
        IRREFLEXIVE: frozen.about[[n for n in frozen.of("loop").tolist() if clashing[n]]],
    }
    return Answers(rows, kinds, turned)


def _types(engine: Engine, frozen: Frozen, numbers: Ids, place: int) -> Keys:
    """Return (what the body is about, class of its frozen term)."""
    same = engine.representative
    row, found = range_join(same[frozen.term(numbers, place)], engine.facts.get(int(same[TYPE])).keys)
    about = frozen.about[numbers[row]]
    told = (found < frozen.base) & (found != about) & ~np.isin(found, list(engine.idle_classes))
    return sort_unique(pack(about[told], found[told]))


def _properties(engine: Engine, frozen: Frozen, edges: Ids) -> tuple[Keys, Keys]:
    """Return (p, q) for the properties q that run along an edge of p, and for those that run against it."""
    same = engine.representative
    a, b = (same[frozen.term(edges, place)] for place in (0, 1))
    along, against = [EMPTY], [EMPTY]
    for q in engine.facts:
        if not 0 <= q < frozen.base or q == same[SAME]:
            continue
        keys = engine.facts.get(q).keys
        for found, ends in ((along, pack(a, b)), (against, pack(b, a))):
            p = frozen.about[edges[in_sorted(ends, keys)]]
            found.append(pack(p, np.full_like(p, q)))
    narrower = np.concatenate(along)
    return sort_unique(narrower[narrower >> 32 != narrower & LOW]), sort_unique(np.concatenate(against))


def _paths(engine: Engine, frozen: Frozen) -> Ids:
    same = engine.representative
    numbers = frozen.of("path")
    ends = pack(same[frozen.term(numbers, 0)], same[frozen.term(numbers, 2)])
    about = frozen.about[numbers]
    found = [
        in_sorted(ends[place : place + 1], engine.facts.get(int(same[p])).keys)[0]
        for place, p in enumerate(about.tolist())
    ]
    return about[np.array(found, dtype=np.bool_)]


def _merged(engine: Engine, frozen: Frozen, shape: Shape, places: tuple[int, int]) -> Ids:
    same = engine.representative
    numbers = frozen.of(shape)
    first, second = (same[frozen.term(numbers, place)] for place in places)
    found: Ids = frozen.about[numbers[first == second]]
    return found


def combine(answers: list[Answers], same: Ids) -> Produced:
    """Return the rows of axioms that several closures show together.

    Args:
        answers: what each closure shows.
        same: representatives of the schema's closure.
    """
    produced: Produced = {}
    for one in answers:
        for predicate, keys in one.rows.items():
            produced.setdefault(int(same[predicate]), []).append(keys)
        for kind, properties in one.kinds.items():
            rows = pack(properties, np.full_like(properties, same[kind]))
            produced.setdefault(int(same[TYPE]), []).append(rows)
    turned = sort_unique(np.concatenate([EMPTY, *(one.turned for one in answers)]))
    p, q = unpack(turned)
    produced.setdefault(int(same[INVERSE]), []).append(turned[in_sorted(pack(q, p), turned)])
    return produced
