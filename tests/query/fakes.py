"""Small functions of the kind that the library declares, over a fixed ring of places, and the graph that they
are about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from semkg.query import (
    Call,
    Dataset,
    Output,
    OutputRow,
    Parameter,
    QueryEngine,
    QueryResult,
    SelectResult,
    SparqlFunction,
)
from semkg.store import Term
from semkg.vocab import INFERRED, RDF_TYPE, XSD, sk

EX = "http://example.org/"
BLANK = ox.BlankNode("somewhere")


def ex(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


PLACES: tuple[ox.NamedNode | ox.BlankNode, ...] = (*(ex(f"n{number}") for number in range(6)), BLANK)
"""Six places in a ring, and one without a name."""


def ring() -> ox.Store:
    store = ox.Store()
    for number, place in enumerate(PLACES):
        store.add(ox.Quad(place, ex("next"), PLACES[(number + 1) % len(PLACES)]))
        store.add(ox.Quad(place, ex("age"), ox.Literal(number % 4)))
        store.add(ox.Quad(place, ox.NamedNode(RDF_TYPE), ex("City" if number % 2 else "Town")))
    store.add(ox.Quad(ex("n1"), ex("label"), ox.Literal("one")))
    store.add(ox.Quad(ex("n2"), ex("near"), ex("n5")))
    store.add(ox.Quad(ex("n3"), ex("near"), ex("n5")))
    store.add(ox.Quad(ex("n3"), ex("near"), ox.Literal("not a place")))
    return store


@dataclass
class Fakes:
    """The functions, and the calls that they received.

    Attributes:
        calls: the calls.
        looks_up: whether the scores can be looked up one by one.
    """

    calls: list[Call] = field(default_factory=list)
    looks_up: bool = False

    def score(self, context: object, call: Call) -> Iterable[OutputRow]:
        self.calls.append(call)
        shift = {"asserted": 0.0, "entailed": 100.0, "invariant": 200.0}[call.regime]
        for position in range(len(call.inputs)):
            for number, place in enumerate(PLACES):
                yield position, (place, shift + number * float(call.options["damping"]))

    def score_of(self, context: object, call: Call) -> Callable[[Term], float | None]:
        scores = {place: value for _, (place, value) in self.score(context, call)}
        return scores.get  # type: ignore[return-value]  # the values are numbers

    def near(self, context: object, call: Call) -> Iterable[OutputRow]:
        self.calls.append(call)
        for position, (node, k) in enumerate(call.inputs):
            if node in PLACES:
                for distance in range(1, int(k) + 1):
                    yield position, (PLACES[(PLACES.index(node) + distance) % len(PLACES)], 1 / distance)

    def alike(self, context: object, call: Call) -> Iterable[OutputRow]:
        self.calls.append(call)
        for position, (a, b) in enumerate(call.inputs):
            if a in PLACES and b in PLACES:
                yield position, (abs(PLACES.index(a) - PLACES.index(b)),)

    def within(self, context: object, call: Call) -> Iterable[OutputRow]:
        self.calls.append(call)
        for position, (radius,) in enumerate(call.inputs):
            for number, place in enumerate(PLACES):
                if number <= float(radius):
                    yield position, (place,)

    def weigh(self, context: object, call: Call) -> Iterable[OutputRow]:
        """The weight of the edges that lead to each term, 1 each where there is no weight."""
        self.calls.append(call)
        found: dict[Term, float] = {}
        for target, weight in (
            zip(call.edges.target, call.edges.weight or (1.0,) * 99, strict=False) if call.edges else ()
        ):
            found[target] = found.get(target, 0.0) + weight
        return [(position, row) for position in range(len(call.inputs)) for row in found.items()]

    def broken(self, context: object, call: Call) -> Iterable[OutputRow]:
        self.calls.append(call)
        msg = "the model is gone"
        raise LookupError(msg)

    @property
    def functions(self) -> tuple[SparqlFunction, ...]:
        node = Parameter("node", "node", "where to start", required=True)
        k = Parameter("k", "integer", "how many, at least 1", default=2, minimum=1)
        damping = Parameter("damping", "number", "in [0, 1]", default=0.5, minimum=0, maximum=1)
        radius = Parameter("radius", "number", "how far from the first place", required=True)
        seed = Parameter("seed", "node", "where walks start", repeat=True)
        place, value = Output("place", "node", "a place"), Output("score", "number", "its score")
        pair = (
            Parameter("a", "node", "a node", required=True),
            Parameter("b", "node", "a node", required=True),
        )
        return (
            SparqlFunction(
                sk("score"),
                "score",
                (),
                (place, value),
                (damping, seed),
                self.score,
                ("place",),
                "",
                look_up=self.score_of if self.looks_up else None,
            ),
            SparqlFunction(sk("near"), "near", (node, k), (place, value), (), self.near, None, ""),
            SparqlFunction(sk("alike"), "alike", pair, (value,), (), self.alike, ("a", "b"), ""),
            SparqlFunction(sk("within"), "within", (radius,), (place,), (), self.within, None, ""),
            SparqlFunction(
                sk("weigh"),
                "weigh",
                (),
                (Output("place", "node", "a place", literals_if="literals"), value),
                (Parameter("edges", "predicate", "which edges", repeat=True),),
                self.weigh,
                None,
                "",
                ("edges",),
            ),
            SparqlFunction(sk("broken"), "broken", (node,), (value,), (), self.broken, ("node",), ""),
        )


def relation_rows() -> Iterable[tuple[str, Sequence[Term | float | None]]]:
    """Every row of the relations, for the regime invariant and default options; ``near`` for k of 1 to 7."""
    fakes = Fakes()
    for _, row in fakes.score(None, Call([()], "invariant", {"damping": 0.5})):
        yield "score", row
    for radius in (ox.Literal(1), ox.Literal("1.0", datatype=ox.NamedNode(XSD + "decimal")), ox.Literal(1.0)):
        for _, row in fakes.within(None, Call([(1.0,)], "invariant", {})):
            yield "within", [radius, *row]
    for node in PLACES:
        for k in range(1, 8):
            for _, row in fakes.near(None, Call([(node, k)], "invariant", {})):
                yield "near", [node, k, *row]
        for other in PLACES:
            for _, row in fakes.alike(None, Call([(node, other)], "invariant", {})):
                yield "alike", [node, other, *row]


def materialised() -> ox.Store:
    """The ring with each row of each relation as a node of its own: ``[] ex:near1 node ; ex:near2 k ; ...``."""
    store = ring()
    for number, (name, row) in enumerate(relation_rows()):
        node = ox.BlankNode(f"row{number}")
        for place, value in enumerate(row, start=1):
            term = ox.Literal(value) if isinstance(value, int | float) else value
            assert term is not None
            store.add(ox.Quad(node, ex(f"{name}{place}"), term))
    return store


def engine(store: ox.Store, fakes: Fakes | None = None, named: Sequence[ox.NamedNode] = ()) -> QueryEngine:
    def prepare(regime: str) -> Dataset:
        inferred: list[ox.NamedNode] = [ox.NamedNode(INFERRED)] if regime == "entailed" else []
        return Dataset([ox.DefaultGraph(), *inferred], list(named))

    return QueryEngine(store, (fakes or Fakes()).functions, prepare=prepare, context=lambda: None)


def rows(result: QueryResult) -> list[ox.QuerySolution]:
    assert isinstance(result, SelectResult)
    return list(result)


def solutions(result: object) -> list[tuple[tuple[str, str], ...]]:
    """The solutions as a sorted list: a multiset of sets of bindings."""
    assert isinstance(result, SelectResult | ox.QuerySolutions)
    names = [variable.value for variable in result.variables]
    return sorted(
        tuple(sorted((name, str(value)) for name, value in zip(names, row, strict=True) if value is not None))
        for row in result
    )
