"""Every analytic against networkx on one graph in one run: the same numbers, and how many times as fast.

    python benchmarks/bench_analytics.py [--scale 11] [--edges 10000] [--seed 1]

Communities are compared by modularity, since every method has its own groups; theirs are the best of three seeds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.bench_pagerank import rmat
from semkg.analytics import ANALYTICS, PAGERANK, Reach, modularity
from semkg.graph import Graph

Values = dict[int, float]


def _undirected(peer: Any) -> Any:
    plain = nx.Graph(peer.to_undirected())
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    return plain


PEERS: Mapping[str, Callable[[Any], Values]] = {
    "pageRank": lambda peer: nx.pagerank(peer, tol=1e-12 / len(peer), max_iter=1000),
    "degree": lambda peer: dict(peer.degree()),
    "inDegree": lambda peer: dict(peer.in_degree()),
    "outDegree": lambda peer: dict(peer.out_degree()),
    "closeness": nx.closeness_centrality,
    "harmonic": lambda peer: {
        node: score / (len(peer) - 1) for node, score in nx.harmonic_centrality(peer).items()
    },
    "betweenness": nx.betweenness_centrality,
    "authority": lambda peer: nx.hits(peer, max_iter=1000, tol=1e-12)[1],
    "hub": lambda peer: nx.hits(peer, max_iter=1000, tol=1e-12)[0],
    "coreNumber": lambda peer: nx.core_number(_undirected(peer)),
    "triangles": lambda peer: nx.triangles(_undirected(peer)),
    "clustering": lambda peer: nx.clustering(_undirected(peer)),
}


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a run takes, and its result."""
    begin = time.perf_counter()
    result = run()
    return time.perf_counter() - begin, result


def compare_scores(graph: Graph, peer: Any) -> None:
    """Print one line for each analytic that gives scores."""
    for analytic in ANALYTICS:
        if analytic.gives == "scores":
            ours, found = timed(lambda: analytic.solve(graph))  # noqa: B023  # run at once
            theirs, wanted = timed(lambda: PEERS[analytic.name](peer))  # noqa: B023  # run at once
            values = np.array([wanted[node] for node in range(graph.n_nodes)])
            apart = np.abs(found.scores - values).max()
            print(
                f"{analytic.name:16} {ours:9.4f} {theirs:9.4f} {theirs / ours:9.1f}   largest difference {apart:.1e}"
            )


def compare_groups(graph: Graph, peer: Any) -> None:
    """Print one line for each analytic that gives groups."""
    solve = {analytic.name: analytic.solve for analytic in ANALYTICS if analytic.gives == "groups"}
    for name, find in (
        ("component", nx.weakly_connected_components),
        ("strongComponent", nx.strongly_connected_components),
    ):
        ours, found = timed(lambda: solve[name](graph))  # noqa: B023  # run at once
        theirs, wanted = timed(lambda: list(find(peer)))  # noqa: B023  # run at once
        print(
            f"{name:16} {ours:9.4f} {theirs:9.4f} {theirs / ours:9.1f}   {found.n_groups} and {len(wanted)} groups"
        )
    undirected = _undirected(peer)
    first, second = np.array(undirected.edges()).T
    both = Graph.from_edges(first, second, n_nodes=graph.n_nodes)
    ours, found = timed(lambda: solve["community"](both))
    theirs, groups = timed(lambda: nx.community.louvain_communities(undirected, seed=1))
    best = max(
        [groups, *(nx.community.louvain_communities(undirected, seed=seed) for seed in (2, 3))],
        key=lambda one: nx.community.modularity(undirected, one),
    )
    quality = modularity(both, found.groups), nx.community.modularity(undirected, best)
    print(
        f"{'community':16} {ours:9.4f} {theirs:9.4f} {theirs / ours:9.1f}   "
        f"modularity {quality[0]:.4f} and {quality[1]:.4f}"
    )


def compare_paths(graph: Graph, peer: Any) -> None:
    """Print one line for distances from the node that matters most."""
    start = int(np.argmax(PAGERANK.solve(graph).scores))  # type: ignore[union-attr]  # it gives scores
    reach = Reach(graph)
    ours, lengths = timed(lambda: reach.lengths(start))
    theirs, wanted = timed(lambda: nx.single_source_shortest_path_length(peer, start))
    same = all(lengths[node] == length for node, length in wanted.items())
    print(f"{'distances':16} {ours:9.4f} {theirs:9.4f} {theirs / ours:9.1f}   equal: {str(same).lower()}")


def main() -> None:
    """Draw the graph and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=int, default=11)
    parser.add_argument("--edges", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    source, target = rmat(args.scale, args.edges, args.seed)
    graph = Graph.from_edges(source, target, n_nodes=2**args.scale)
    peer = nx.DiGraph()
    peer.add_nodes_from(range(graph.n_nodes))
    peer.add_edges_from(zip(source.tolist(), target.tolist(), strict=True))
    print(f"{graph!r}; networkx {nx.__version__}")
    print(f"{'analytic':16} {'semkg s':>9} {'nx s':>9} {'ratio':>9}")
    compare_scores(graph, peer)
    compare_groups(graph, peer)
    compare_paths(graph, peer)


if __name__ == "__main__":
    main()
