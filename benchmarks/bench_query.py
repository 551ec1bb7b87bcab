"""What the query layer costs: over Oxigraph alone, over a bare callback, over arrays; and a million result rows.

Run: python benchmarks/bench_query.py [--nodes 100000] [--rows 1000000]

Seconds are CPU seconds of this process, the least of some rounds; what is compared takes turns. Targets: an ordinary
query costs at most 20 us more than with Oxigraph alone, a scalar function at most 2 us a row more than a bare callback,
a magic predicate over 10,000 bindings at most twice the time of the array function plus that of the join.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyoxigraph as ox

from semkg.query import Call, Dataset, Output, OutputRow, Parameter, QueryEngine, SparqlFunction
from semkg.vocab import sk

EX = "http://example.org/"
NEXT, AGE, SCORE = (ox.NamedNode(EX + name) for name in ("next", "age", "score"))
DEFAULT: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.DefaultGraph()]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--nodes", type=int, default=100_000, help="nodes of the graph, with two triples each"
    )
    parser.add_argument("--rows", type=int, default=1_000_000, help="result rows of the large relation")
    args = parser.parse_args()
    world = World(args.nodes)
    print(f"{args.nodes:,} nodes, {len(world.store):,} triples")
    plain(world)
    scalar(world)
    magic(world)
    blank_nodes()
    large(args.rows)


class World:
    """A graph of nodes in a ring, and functions over them."""

    def __init__(self, size: int) -> None:
        self.nodes = [ox.NamedNode(f"{EX}n{number}") for number in range(size)]
        self.place = {node: number for number, node in enumerate(self.nodes)}
        self.values = np.random.default_rng(1).random(size)
        self.store = ox.Store()
        self.store.bulk_extend(
            quad
            for number, node in enumerate(self.nodes)
            for quad in (
                ox.Quad(node, NEXT, self.nodes[(number + 1) % size]),
                ox.Quad(node, AGE, ox.Literal(number % 50)),
            )
        )
        node = Parameter("node", "node", "a node", required=True)
        place, value = Output("place", "node", "a node"), Output("value", "number", "its value")
        self.engine = engine(
            self.store,
            SparqlFunction(
                sk("value"),
                "A value.",
                (),
                (place, value),
                (),
                self.value,
                ("place",),
                "",
                look_up=self.values_of,
            ),
            SparqlFunction(sk("half"), "Half of it.", (node,), (value,), (), self.half, ("node",), ""),
            SparqlFunction(sk("near"), "Neighbours.", (node,), (place, value), (), self.near, None, ""),
        )

    def value(self, context: object, call: Call) -> Iterator[OutputRow]:
        """The value of each node that is wanted."""
        wanted = call.wanted.get("place", self.nodes)
        for node in wanted:
            yield 0, (node, float(self.values[self.place[node]]))  # type: ignore[index]  # nodes are IRIs

    def values_of(self, context: object, call: Call) -> Callable[[ox.NamedNode], float]:
        """What gives the value of a node."""
        return lambda node: float(self.values[self.place[node]])

    def half(self, context: object, call: Call) -> Iterator[OutputRow]:
        """Half the value of each node, from arrays."""
        numbers = np.array([self.place[node] for (node,) in call.inputs], dtype=np.int64)
        yield from enumerate((value,) for value in (self.values[numbers] / 2).tolist())

    def near(self, context: object, call: Call) -> Iterator[tuple[int, tuple[ox.NamedNode, float]]]:
        """Three neighbours of each node, from arrays."""
        numbers = np.array([self.place[node] for (node,) in call.inputs], dtype=np.int64)
        for step in (1, 2, 3):
            found = (numbers + step) % len(self.nodes)
            scores = self.values[found].tolist()
            for position, (number, score) in enumerate(zip(found.tolist(), scores, strict=True)):
                yield position, (self.nodes[number], score)


def engine(store: ox.Store, *functions: SparqlFunction) -> QueryEngine:
    """Return an engine that shows the default graph alone."""
    dataset = Dataset([ox.DefaultGraph()], [])
    return QueryEngine(store, functions, prepare=lambda _: dataset, context=lambda: None)


def plain(world: World) -> None:
    """An ordinary point query, many times."""
    text = f"SELECT ?o {{ <{EX}n7> <{EX}next> ?o }}"
    calls = range(1_000)
    bare, ours = together(
        lambda: [drain(world.store.query(text, default_graph=DEFAULT, named_graphs=[])) for _ in calls],
        lambda: [drain(world.engine.query(text)) for _ in calls],
        rounds=9,
    )
    bare, ours = bare / len(calls), ours / len(calls)
    report("an ordinary query", f"{(ours - bare) * 1e6:.1f} us more than {bare * 1e6:.1f} us", "20 us")


def scalar(world: World) -> None:
    """A scalar function in BIND over every node, each with another argument, against a callback that does the same."""
    text = f"SELECT ?n ?v {{{{ ?n <{EX}age> ?a BIND(<{{}}>(?n) AS ?v) }}}}"
    literal, iri, call = ox.Literal(0.5), ox.NamedNode("n:0.5"), Call([(n,) for n in world.nodes], "", {})

    def bare(callback: Callable[[Any], Any]) -> Callable[[], object]:
        functions = {ox.NamedNode("urn:bare"): callback}
        return lambda: drain(world.store.query(text.format("urn:bare"), custom_functions=functions))

    def ours(name: str) -> Callable[[], object]:
        return lambda: drain(world.engine.query(text.format(sk(name))))

    measured = together(
        bare(lambda node: ox.Literal(float(world.values[world.place[node]]))),
        ours("value"),
        bare(lambda node: ox.Literal(float(world.values[world.place[node]] / 2))),
        ours("half"),
        lambda: bare({}.setdefault)(),
        lambda: list(world.half(None, call)),
        bare(lambda _: literal),
        bare(lambda _: iri),
    )
    bare_value, value, bare_half, half, trial, function, literals, iris = (
        seconds / len(world.nodes) * 1e6 for seconds in measured
    )
    report("a score, looked up", over(bare_value, value), "2 us")
    report("a function that wants all arguments at once", over(bare_half, half), "2 us")
    print(
        f"  of it {trial:.2f} us to match the pattern once more and note the arguments, {function:.2f} us the function"
    )
    print(f"  a callback that gives a literal takes {literals:.2f} us, one that gives an IRI {iris:.2f} us")


def over(bare: float, ours: float) -> str:
    """Return how much longer one row takes, in words."""
    return f"{ours - bare:.2f} us a row more than {bare:.2f} us"


def magic(world: World) -> None:
    """A magic predicate over 10,000 bindings, against the array function and the join of its rows as triples."""
    inputs = world.nodes[:: max(1, len(world.nodes) // 10_000)][:10_000]
    world.store.bulk_extend(ox.Quad(node, SCORE, ox.Literal(1)) for node in inputs)
    text = f"SELECT ?n ?o ?s {{ ?n <{EX}score> 1 . (?o ?s) sk:near (?n) . ?o <{EX}age> ?a }}"
    call = Call([(node,) for node in inputs], "invariant", {})
    array, joined, ours = together(
        lambda: list(world.near(None, call)),
        lambda: join(world, inputs),
        lambda: drain(world.engine.query(text)),
    )
    ratio = ours / (2 * array + joined)
    report(
        f"a magic predicate over {len(inputs):,} bindings",
        f"{ours:.3f} s; array {array:.3f} s, join {joined:.3f} s: {ratio:.2f} of the target",
        "2 x array + join",
    )


def join(world: World, inputs: list[ox.NamedNode]) -> None:
    """Write the rows as text into VALUES, as whoever has no rewriter would, and join them."""
    call = Call([(node,) for node in inputs], "invariant", {})
    rows = ((position, place, score) for position, (place, score) in world.near(None, call))
    lines = [f"({inputs[position]} {place} {ox.Literal(score)})" for position, place, score in rows]
    table = f"{{ SELECT ?n ?o ?s {{ VALUES (?n ?o ?s) {{ {' '.join(lines)} }} }} }}"
    drain(world.store.query(f"SELECT ?n ?o ?s {{ ?n <{EX}score> 1 . {table} ?o <{EX}age> ?a }}"))


def blank_nodes() -> None:
    """The time of a join with blank nodes, for two sizes: it grows in proportion."""
    times = []
    for size in (5_000, 20_000):
        nodes = [ox.BlankNode() for _ in range(size)]
        store = ox.Store()
        store.bulk_extend(ox.Quad(node, AGE, ox.Literal(1)) for node in nodes)
        asked = engine(store, table(list(zip(nodes, map(float, range(size)), strict=True))))
        times.append(
            seconds(lambda asked=asked: drain(asked.query(f"SELECT * {{ ?n <{EX}age> ?a ; sk:table ?s }}")))  # type: ignore[misc]  # bound now
        )
    report("a join with 20,000 blank nodes", f"{times[1] / times[0]:.1f} times that with 5,000", "4 times")


def table(rows: list[tuple[Any, float]]) -> SparqlFunction:
    """Return a function that has these rows."""

    def evaluate(context: object, call: Call) -> Iterator[OutputRow]:
        yield from ((0, row) for row in rows)

    outputs = (Output("node", "node", "a node"), Output("score", "number", "its score"))
    return SparqlFunction(sk("table"), "A table.", (), outputs, (), evaluate, None, "")


def large(size: int) -> None:
    """A relation of very many rows, counted and summed up, with its memory; the function itself is not counted."""
    rows = [(ox.NamedNode(f"{EX}m{number}"), number / size) for number in range(size)]
    asked = engine(ox.Store(), table(rows))
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = seconds(
        lambda: drain(asked.query("SELECT (COUNT(*) AS ?c) (SUM(?s) AS ?t) { (?n ?s) sk:table () }"))
    )
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    report(
        f"{size:,} result rows",
        f"{took:.1f} s, {took / size * 1e6:.1f} us a row; {memory:.0f} MB more",
        "bounded",
    )


def drain(answer: Any) -> int:
    """Read an answer to its end."""
    return sum(1 for _ in answer)


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the least CPU time of some rounds."""
    [best] = together(work, rounds=rounds)
    return best


def together(*works: Callable[[], object], rounds: int = 5) -> list[float]:
    """Return the least CPU time of each, of some rounds in which they take turns."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            start = time.process_time()
            work()
            best[place] = min(best[place], time.process_time() - start)
    return best


def report(what: str, measured: str, target: str) -> None:
    """Print one line of the table."""
    print(f"{what:<45} {measured}  (target: {target})")


if __name__ == "__main__":
    main()
