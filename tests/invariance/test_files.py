"""How a graph is spread over files, graphs and lines makes no difference, nor do blank nodes that say nothing."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import semkg
from semkg import KnowledgeGraph
from semkg.graph import Projection
from tests.invariance.ontologies import GRAPHS
from tests.invariance.oracle import Graph, Triple
from tests.invariance.rewritings import weaken

SEEDS = st.integers(0, 1 << 20)
TYPED = Projection(types=True, literals=True)


def lines(graph: list[Triple]) -> bytes:
    return "\n".join(f"{s} {p} {o} ." for s, p, o in graph).encode()


def load(*parts: list[Triple], graphs: tuple[str | None, ...] = ()) -> KnowledgeGraph:
    kg = KnowledgeGraph()
    for at, part in enumerate(parts):
        kg.load(lines(part), format="nt", graph=graphs[at] if at < len(graphs) else None)
    return kg


def spread(graph: Graph, rng: random.Random) -> list[list[Triple]]:
    """Deal triples to three files, some to two of them; those with blank nodes all to the first."""
    files: list[list[Triple]] = [[], [], []]
    for triple in rng.sample(sorted(graph), len(graph)):
        blank = any(text[0] == "_" for text in triple)
        for at in {0} if blank else set(rng.choices(range(3), k=2)):
            files[at].append(triple)
    return files


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_files_graphs_and_order_make_no_difference(graph: Graph, seed: int) -> None:
    files = spread(graph, random.Random(seed))
    with load(sorted(graph)) as one, load(*files, graphs=(None, "x:g1", "x:g2")) as other:
        ranks = [kg.pagerank(projection=TYPED).labelled() for kg in (one, other)]

        assert one.canonical(TYPED).digests == other.canonical(TYPED).digests
        assert [name for name in ranks[0][0] if name[0] != "_"] == [n for n in ranks[1][0] if n[0] != "_"]
        np.testing.assert_allclose(np.sort(ranks[0][1]), np.sort(ranks[1][1]), rtol=0, atol=1e-12)


def test_a_triple_in_two_graphs_counts_twice_where_quads_are_edges() -> None:
    with load([("<x:a>", "<x:p>", "<x:b>")], [("<x:a>", "<x:p>", "<x:b>")], graphs=(None, "x:g")) as kg:
        quads = list(kg.snapshot().graph_rows.T)

        assert len(quads) == 2
        assert kg.canonical().n_edges == 1


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=15, deadline=None)
def test_copies_that_say_less_are_no_difference_when_leaned(graph: Graph, seed: int) -> None:
    weaker = weaken(graph, random.Random(seed))
    with load(sorted(graph)) as one, load(sorted(weaker)) as other:
        assert semkg.same(one, other, lean=True).verdict == "yes"


def test_copies_that_say_less_are_a_difference_unless_leaned() -> None:
    graph: Graph = frozenset({("<x:a>", "<x:p>", "<x:b>")})
    with load(sorted(graph)) as one, load(sorted(weaken(graph, random.Random(1)))) as other:
        assert semkg.same(one, other).verdict == "no"


def test_a_large_clique_of_blank_nodes_is_decided_under_its_limit() -> None:
    clique = [(f"_:b{i}", "<x:p>", f"_:b{j}") for i in range(16) for j in range(i)]
    symmetric = [
        (
            "<x:p>",
            "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
            "<http://www.w3.org/2002/07/owl#SymmetricProperty>",
        )
    ]
    turned = [(o, p, s) for s, p, o in reversed(clique)]
    with (
        load(clique + symmetric) as one,
        load(turned + symmetric) as other,
        load(clique[1:] + symmetric) as less,
    ):
        assert semkg.same(one, other).verdict == "yes"
        assert semkg.same(one, less).verdict == "no"
