"""PageRank against other libraries and against the memory it has to read, in one run, as ratios.

    python benchmarks/bench_pagerank.py [--scale 17] [--edges 1000000] [--seed 1]

``--scale 20 --edges 10000000`` is the large graph; networkx is left out of it unless ``--networkx`` is given.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from semkg.analytics import solve_pagerank
from semkg.graph import Graph, Pull

Edges = tuple[NDArray[np.int32], NDArray[np.int32]]
TOLERANCE = 1e-8
REPEATS = 3


def rmat(scale: int, edges: int, seed: int) -> Edges:
    """Draw a graph with few rich nodes and many poor ones, without loops and parallel edges.

    Args:
        scale: the graph has ``2 ** scale`` nodes, with random numbers.
        edges: number of edges.
        seed: of the random numbers.

    Source: Chakrabarti et al. 2004, R-MAT, with the usual (.57, .19, .19, .05).
    """
    random = np.random.default_rng(seed)
    keys = np.empty(0, np.int64)
    while len(keys) < edges:
        drawn = _draw(random, scale, 2 * (edges - len(keys)) + 1000)
        keys = np.sort(np.concatenate([keys, drawn]))
        keys = keys[np.append(True, keys[1:] != keys[:-1])]
    keys = random.permutation(keys)[:edges]
    names: NDArray[np.int32] = random.permutation(2**scale).astype(np.int32)
    return names[keys >> scale], names[keys & (2**scale - 1)]


def _draw(random: np.random.Generator, scale: int, edges: int) -> NDArray[np.int64]:
    source, target = np.zeros(edges, np.int64), np.zeros(edges, np.int64)
    for _ in range(scale):
        place = random.random(edges)
        source = source << 1 | (place >= 0.76)
        target = target << 1 | ((place >= 0.57) & (place < 0.76) | (place >= 0.95))
    keep = source != target
    keys: NDArray[np.int64] = source[keep] << scale | target[keep]
    return keys


def best_of(run: Callable[[], Any], repeats: int = REPEATS) -> tuple[float, Any]:
    """Return the shortest time of some runs in seconds, and the last result."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        result = run()
        times.append(time.perf_counter() - begin)
    return min(times), result


def by_semkg(edges: Edges, n_nodes: int) -> NDArray[np.float64]:
    """Build and solve."""
    return solve_pagerank(Graph.from_edges(*edges, n_nodes=n_nodes), tolerance=TOLERANCE).scores


def by_networkit(edges: Edges, n_nodes: int) -> NDArray[np.float64]:
    """Build and solve, with the same damping, tolerance and treatment of dangling nodes."""
    import networkit as nk

    # 32-bit indices crash it
    ends = tuple(side.astype(np.uint64) for side in edges)
    graph = nk.GraphFromCoo(ends, n=n_nodes, directed=True)
    sinks = nk.centrality.SinkHandling.DistributeSinks
    solver = nk.centrality.PageRank(graph, damp=0.85, tol=TOLERANCE, distributeSinks=sinks)
    solver.norm = nk.centrality.Norm.l1norm
    solver.maxIterations = 1000
    return np.array(solver.run().scores())


def by_networkx(edges: Edges, n_nodes: int) -> NDArray[np.float64]:
    """Build and solve, with the same damping, tolerance and treatment of dangling nodes."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(range(n_nodes))
    graph.add_edges_from(zip(edges[0].tolist(), edges[1].tolist(), strict=True))
    # its tolerance is for each node
    scores = nx.pagerank(graph, tol=TOLERANCE / n_nodes, max_iter=1000)
    return np.array([scores[node] for node in range(n_nodes)])


def bench_kernel(edges: Edges, n_nodes: int) -> None:
    """Compare one iteration with the gather of the same indices, and with reading all arrays once."""
    graph = Graph.from_edges(*edges, n_nodes=n_nodes)
    x, out = np.random.default_rng(0).random(n_nodes), np.empty(graph.n_edges)
    pull, index = Pull(graph), graph.source.astype(np.int64)  # numpy would convert the index in each call
    result = solve_pagerank(graph, tolerance=TOLERANCE)
    solve, _ = best_of(lambda: solve_pagerank(graph, tolerance=TOLERANCE))
    floors = {
        "the product alone": best_of(lambda: pull(x), 10)[0],
        "the bare gather, one thread": best_of(lambda: np.take(x, index, out=out, mode="clip"), 10)[0],
        "the streaming floor, one thread": _stream(graph),
    }
    step = solve / result.iterations
    print(f"\n{result.summary()}")
    rate = graph.n_edges / step / 1e6
    print(f"{'one iteration, set-up shared out':34} {step * 1e3:9.2f} ms  {rate:.0f} million edges a second")
    for name, seconds in floors.items():
        print(f"{name:34} {seconds * 1e3:9.2f} ms  iteration / this = {step / seconds:5.2f}")


def _stream(graph: Graph) -> float:
    """Return the seconds it takes to move the bytes of 32-bit sources, pointers and three vectors."""
    count = (4 * graph.n_edges + 28 * graph.n_nodes) // 16  # half of the bytes are read, half are written
    blocks, copy = np.ones(count), np.empty(count)
    return best_of(lambda: np.copyto(copy, blocks), 20)[0]


def bench_libraries(edges: Edges, n_nodes: int, *, with_networkx: bool) -> None:
    """Compare the way from edge arrays to scores."""
    exact = solve_pagerank(Graph.from_edges(*edges, n_nodes=n_nodes), tolerance=1e-15).scores
    seconds, scores = best_of(lambda: by_semkg(edges, n_nodes))
    print(f"\n{'edge arrays to scores':34} {'seconds':>9}  {'/ semkg':>7}  {'L1 error':>9}")
    _print_peer("semkg", seconds, seconds, scores, exact)
    peers: list[tuple[str, Callable[[Edges, int], NDArray[np.float64]], int]] = [
        ("networkit", by_networkit, REPEATS)
    ]
    if with_networkx:
        peers.append(("networkx", by_networkx, 1))
    for name, solve, repeats in peers:
        try:
            theirs, their_scores = best_of(lambda solve=solve: solve(edges, n_nodes), repeats)  # type: ignore[misc]
        except ImportError:
            print(f"{name:34} not installed")
        else:
            _print_peer(name, theirs, seconds, their_scores, exact)
    print(
        f"peak memory of semkg over the edge arrays: "
        f"{_peak(edges, n_nodes) / len(edges[0]):.1f} bytes an edge"
    )


def _print_peer(
    name: str, theirs: float, ours: float, scores: NDArray[np.float64], exact: NDArray[np.float64]
) -> None:
    print(f"{name:34} {theirs:9.3f}  {theirs / ours:7.2f}  {np.abs(scores - exact).sum():9.1e}")


def _peak(edges: Edges, n_nodes: int) -> int:
    """Return the greatest number of bytes that all arrays of one run take together."""
    tracemalloc.start()
    by_semkg(edges, n_nodes)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=int, default=17)
    parser.add_argument("--edges", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--networkx", action=argparse.BooleanOptionalAction, default=None)
    args = parser.parse_args()
    edges = rmat(args.scale, args.edges, args.seed)
    print(f"RMAT, {2**args.scale:,} nodes, {args.edges:,} edges, seed {args.seed}; best of {REPEATS} runs")
    with_networkx = args.edges <= 2_000_000 if args.networkx is None else args.networkx
    bench_libraries(edges, 2**args.scale, with_networkx=with_networkx)
    bench_kernel(edges, 2**args.scale)


if __name__ == "__main__":
    main()
