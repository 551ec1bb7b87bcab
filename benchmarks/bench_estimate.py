"""What analytics cost: the constants behind sk:estimate, and how far its figures are off.

Run: python benchmarks/bench_estimate.py [--edges 100000]

Each analytic runs on a graph with few hubs and many leaves, and then on one of twice the size. The first gives the
constants, in nanoseconds and bytes for each unit of work; the second says by what factor an estimate with the constants
of semkg.functions.estimates is off. Seconds are CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc

import numpy as np

from semkg.analytics import ANALYTICS, Analytic
from semkg.functions.estimates import COSTS, Cost
from semkg.graph import Graph

SMALL = 20
"""So many times smaller are the graphs for what searches from every node."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--edges", type=int, default=100_000, help="edges of the smaller graph")
    args = parser.parse_args()
    print(f"{'analytic':<18} {'ns a unit':>10} {'bytes':>7}   unit      estimate of twice the size is")
    for analytic in ANALYTICS:
        cost = COSTS.get(analytic.name)
        searches = cost is not None and cost.searches
        edges = args.edges // SMALL if searches else args.edges
        seconds, memory = measured(analytic, graph(edges))
        work, size = units(graph(edges), searches=searches)
        line = f"{analytic.name:<18} {seconds / work * 1e9:>10.2f} {memory / size:>7.0f}   "
        line += "searches" if searches else "edges   "
        print(f"{line}  {off(analytic, cost, graph(2 * edges))}")


def graph(edges: int) -> Graph:
    """Return a graph with so many edges and a third as many nodes; few nodes have most of the edges."""
    random = np.random.default_rng(1)
    nodes = max(2, edges // 3)
    source = random.integers(0, nodes, edges)
    target = (nodes * random.random(edges) ** 3).astype(np.int64)
    return Graph.from_edges(source, target, n_nodes=nodes)


def units(of: Graph, *, searches: bool) -> tuple[float, float]:
    """Return how much work there is, and how large the graph is."""
    size = float(of.n_nodes + of.n_edges)
    return size * of.n_nodes if searches else size, size


def measured(analytic: Analytic, on: Graph) -> tuple[float, float]:
    """Return the least time of two runs, and the bytes that one takes at most."""
    times = []
    for _ in range(2):
        start = time.process_time()
        analytic.solve(on)
        times.append(time.process_time() - start)
    tracemalloc.start()
    analytic.solve(on)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return min(times), peak


def off(analytic: Analytic, cost: Cost | None, on: Graph) -> str:
    """Return by which factor the estimated seconds and bytes are off."""
    if cost is None:
        return "none: no constants yet"
    seconds, memory = measured(analytic, on)
    guessed = cost.seconds(on), cost.memory(on)
    return f"{guessed[0] / seconds:.2f} of its seconds, {guessed[1] / memory:.2f} of its bytes"


if __name__ == "__main__":
    main()
