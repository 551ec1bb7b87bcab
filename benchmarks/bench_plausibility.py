"""Where the time goes when each row of a pattern is asked for its plausibility, or filtered by a similarity.

Run: python -m benchmarks.bench_plausibility [--rows 100000]

A model is trained on a random graph; how well it learns does not matter here. Seconds are CPU seconds of this process,
the least of five interleaved rounds. Beside each query stand its parts: the pattern alone, and the function alone,
called in Python for the same arguments. What is left is what the query layer costs.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
import pyoxigraph as ox

import semkg
from benchmarks.bench_query import drain, together
from semkg.functions import plausibility, similarity

EX = "http://example.org/"
NODES = 2_000
PATTERN = f"SELECT ?s ?o {{ ?s <{EX}p0> ?o }}"
PLAUSIBILITY = f"SELECT ?s ?o (sk:plausibility(?s, <{EX}p1>, ?o, <{EX}m>) AS ?x) {{ ?s <{EX}p0> ?o }}"
SIMILARITY = f"SELECT ?s ?o {{ ?s <{EX}p0> ?o FILTER(sk:similarity(?s, ?o, <{EX}m>) > 0.5) }}"


def main() -> None:
    """Print one line for each function."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000, help="edges that are asked for")
    kg = trained(parser.parse_args().rows)
    views, name = kg.views(), f"{EX}m"
    found: Any = kg.query(PATTERN)
    pairs = [tuple(row) for row in found]
    triples = [(s, ox.NamedNode(f"{EX}p1"), o) for s, o in pairs]
    learned = views.learned("invariant", name)
    measured = together(
        lambda: drain(kg.query(PATTERN)),
        lambda: drain(kg.query(PLAUSIBILITY)),
        lambda: plausibility(views, triples, model=name),
        lambda: drain(kg.query(SIMILARITY)),
        lambda: similarity(learned, pairs),
    )
    pattern, *times = [seconds / len(pairs) * 1e6 for seconds in measured]
    report("plausibility", len(pairs), pattern, *times[:2])
    report("similarity", len(pairs), pattern, *times[2:])


def report(what: str, rows: int, pattern: float, query: float, function: float) -> None:
    """Print what a query takes, all in microseconds a row."""
    left = query - pattern - function
    print(
        f"{what:<13} {query:.1f} us a row of {rows:,}: pattern {pattern:.1f}, function {function:.1f}, "
        f"the rest {left:.1f}"
    )


def trained(rows: int) -> semkg.KnowledgeGraph:
    """Return a graph with so many edges between different pairs of nodes, some more, and a model of them."""
    rng = np.random.default_rng(1)
    numbers = rng.choice(NODES * NODES, rows + NODES, replace=False)
    edges = zip((numbers // NODES).tolist(), (numbers % NODES).tolist(), strict=True)
    lines = (f"<{EX}n{s}> <{EX}p{int(place >= rows)}> <{EX}n{o}> ." for place, (s, o) in enumerate(edges))
    kg = semkg.KnowledgeGraph()
    kg.load("\n".join(lines).encode(), format="nt")
    kg.train(model="distmult", name=f"{EX}m", dim=16, epochs=1, seed=1)
    return kg


if __name__ == "__main__":
    main()
