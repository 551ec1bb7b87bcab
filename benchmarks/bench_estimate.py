"""What analytics, training and closing cost: the constants behind sk:estimate, and how far its figures are off.

Run: python benchmarks/bench_estimate.py [--edges 100000]

Each analytic runs on a graph with few hubs and many leaves, and then on one of twice the size. The first gives the
constants, in nanoseconds and bytes for each unit of work; the second says by what factor an estimate with the constants
of semkg.functions.costs is off. The same is done for PageRank with other damping, searches from single nodes, training,
questions to a model, and closing data like that of LUBM. Seconds are CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.lubm import MissingOntologyError, write_lubm
from semkg.analytics import ANALYTICS, PAGERANK, Analytic, Reach
from semkg.embedding import TrainingOptions, top_similar, train, training_effort
from semkg.functions.costs import (
    CLOSING_SECONDS,
    COSTS,
    MODEL_NANOSECONDS,
    READY,
    SEARCH,
    Cost,
    training_seconds,
)
from semkg.graph import Graph
from semkg.reasoning import Reasoner
from semkg.store import Store

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
    for part in (damped, searched, trained, asked, closed):
        for line in part(args.edges):
            print(line)


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
    """Return the seconds and bytes of one analytic."""
    return least(lambda: analytic.solve(on)), peak(lambda: analytic.solve(on))


def least(work: Callable[[], object], times: int = 2) -> float:
    """Return the least time of a few runs."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def peak(work: Callable[[], object]) -> float:
    """Return the bytes that a run takes at most."""
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def off(analytic: Analytic, cost: Cost | None, on: Graph) -> str:
    """Return by which factor the estimated seconds and bytes are off."""
    if cost is None:
        return "none: no constants yet"
    seconds, memory = measured(analytic, on)
    guessed = cost.seconds(on), cost.memory(on)
    return f"{guessed[0] / seconds:.2f} of its seconds, {guessed[1] / memory:.2f} of its bytes"


def damped(edges: int) -> Iterator[str]:
    """Yield how far PageRank is off with other settings than the usual ones."""
    on = graph(2 * edges)
    for damping in (0.5, 0.95):
        seconds = least(partial(PAGERANK.solve, on, damping=damping))
        share = COSTS["pageRank"].seconds(on, {"damping": damping}) / seconds
        yield f"pageRank, damping {damping}: estimate is {share:.2f} of its seconds"


def searched(edges: int) -> Iterator[str]:
    """Yield what a graph takes to be made ready for searches, and what one search takes."""
    for on, told in ((graph(edges), False), (graph(2 * edges), True)):
        reach = Reach(on)
        for name, cost, work in (
            ("ready for searches", READY, partial(Reach, on)),
            ("one search", SEARCH, partial(reach.lengths, 0)),
        ):
            seconds, memory = least(work), peak(work)
            size = on.n_nodes + on.n_edges
            if told:
                shares = cost.seconds(on) / seconds, cost.memory(on) / memory
                yield f"{name}: estimate is {shares[0]:.2f} of its seconds, {shares[1]:.2f} of its bytes"
            else:
                yield f"{name}: {seconds / size * 1e9:.0f} ns and {memory / size:.0f} bytes a node or edge"


def triples(edges: int) -> NDArray[np.int64]:
    """Return triples with ten predicates and a fifth as many entities."""
    random, entities = np.random.default_rng(1), max(2, edges // 5)
    ends = random.integers(0, entities, (2, edges))
    return np.column_stack((ends[0], random.integers(0, 10, edges), ends[1]))


def trained(edges: int) -> Iterator[str]:
    """Yield how far the time of a training is off, for graphs and vectors of several sizes."""
    for size, dim, epochs in ((edges // 200, 64, 20), (edges // 10, 64, 2), (edges // 5, 128, 1)):
        rows = triples(size)
        options = TrainingOptions(dim=dim, epochs=epochs)
        effort = training_effort(
            rows, model="complex", n_entities=int(rows.max()) + 1, n_predicates=10, options=options
        )
        guessed, seconds = training_seconds(effort), least(partial(train, rows, options=options), 1)
        yield f"training on {size:,} edges, dim {dim}: estimate is {guessed / seconds:.2f} of its seconds"


def asked(edges: int) -> Iterator[str]:
    """Yield what a question takes that is compared with all vectors of a model."""
    for size in (edges // 10, edges // 5):
        model = train(triples(size), dim=64, epochs=1, valid_fraction=0.0, regularisation=0.01)
        numbers = len(model.entities) * model.options.dim
        seconds = least(partial(top_similar, model, [1], 10), 5)
        share, each = MODEL_NANOSECONDS * 1e-9 * numbers / seconds, seconds / numbers * 1e9
        yield f"most similar of {len(model.entities):,}: {each:.1f} ns a number, estimate is {share:.2f} of its seconds"


def closed(edges: int) -> Iterator[str]:
    """Yield what entailment takes for each triple, with data like that of LUBM, its writing included."""
    for size in (edges, 2 * edges):
        store = Store()
        try:
            with tempfile.TemporaryDirectory() as folder:
                write_lubm(Path(folder) / "lubm.nt", size)
                store.load(Path(folder) / "lubm.nt")
        except MissingOntologyError as error:
            yield f"entailment: left out, {error}"
            return
        n, seconds = len(store.snapshot().rows), least(Reasoner(store).materialise, 1)
        share = CLOSING_SECONDS * n / seconds
        yield f"entailment of {n:,} triples: {seconds / n * 1e6:.1f} us each, estimate is {share:.2f} of its seconds"


if __name__ == "__main__":
    main()
