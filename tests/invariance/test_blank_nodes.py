"""Blank nodes told apart by structure, and left out where they say nothing: against RDFC-1.0 and entailment."""

from __future__ import annotations

import random

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg import KnowledgeGraph
from semkg.reasoning.sameness.blanks import colour
from semkg.reasoning.sameness.lean import lean
from semkg.reasoning.sameness.matching import match
from semkg.reasoning.sameness.meaning import Meaning

Row = tuple[str, str, str]

NODES = st.sampled_from(("_:0", "_:1", "_:2", "_:3", "_:4", "x", "y"))
ROWS = st.frozensets(st.tuples(NODES, st.sampled_from("pq"), NODES), min_size=1, max_size=9)


def meaning(rows: frozenset[Row], seed: int = 0) -> Meaning:
    """Number the nodes of some rows in an order that the seed draws; those that begin with _: are blank."""
    nodes = sorted({text for row in rows for text in row})
    random.Random(seed).shuffle(nodes)
    place = {text: number for number, text in enumerate(nodes)}
    columns = np.array([[place[text] for text in row] for row in rows], dtype=np.int64).T
    s, p, o = columns[:, np.lexsort((columns[2], columns[0], columns[1]))]
    names = tuple("" if text.startswith("_:") else text for text in nodes)
    return Meaning(names, np.arange(len(names)), s, p, o, np.zeros(len(s), dtype=bool))


def dataset(rows: frozenset[Row]) -> ox.Dataset:
    def node(text: str) -> ox.NamedNode | ox.BlankNode:
        return ox.BlankNode("b" + text[2:]) if text.startswith("_:") else ox.NamedNode(f"x:{text}")

    return ox.Dataset(ox.Quad(node(s), ox.NamedNode(f"x:{p}"), node(o)) for s, p, o in rows)


def canonical_text(rows: frozenset[Row]) -> list[str]:
    found = dataset(rows)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, found))


def renamed(rows: frozenset[Row], seed: int) -> frozenset[Row]:
    blanks = [f"_:{number}" for number in range(5)]
    names = dict(zip(blanks, random.Random(seed).sample(blanks, 5), strict=True))
    return frozenset((names.get(s, s), p, names.get(o, o)) for s, p, o in rows)


@given(rows=ROWS, seed=st.integers(0, 1 << 16))
@settings(max_examples=150)
def test_other_names_of_blank_nodes_match(rows: frozenset[Row], seed: int) -> None:
    assert match(meaning(rows), meaning(renamed(rows, seed), seed)).equal


@given(rows=ROWS, change=st.tuples(NODES, st.sampled_from("pq"), NODES), seed=st.integers(0, 1 << 16))
@settings(max_examples=150)
def test_graphs_match_exactly_if_rdf_canonicalisation_says_so(
    rows: frozenset[Row], change: Row, seed: int
) -> None:
    # of a graph and one with a row moved, some are isomorphic and most are nearly so
    moved = frozenset({*sorted(rows)[1:], change})
    expected = canonical_text(rows) == canonical_text(moved)

    assert match(meaning(rows), meaning(renamed(moved, seed), seed)).equal == expected


def edges(pairs: list[tuple[int, int]]) -> frozenset[Row]:
    return frozenset((f"_:{a}", "p", f"_:{b}") for a, b in pairs)


def cycle(n: int, start: int = 0) -> list[tuple[int, int]]:
    return [(start + i, start + (i + 1) % n) for i in range(n)]


def both_ways(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [*pairs, *((b, a) for a, b in pairs)]


def test_what_colours_cannot_tell_apart_is_told_apart_by_trying() -> None:
    one, two = both_ways(cycle(6)), both_ways(cycle(3) + cycle(3, start=3))
    linked = [(a, b + 6) for a, b in both_ways([(i, i) for i in range(6)])]

    assert not match(meaning(edges(one)), meaning(edges(two))).equal
    assert not match(meaning(edges(one + linked)), meaning(edges(two + linked))).equal
    assert match(meaning(edges(one)), meaning(edges(one), 3)).equal


@pytest.mark.parametrize("n", [3, 10, 30])
def test_a_clique_of_blank_nodes_takes_few_trials(n: int) -> None:
    clique = edges([(a, b) for a in range(n) for b in range(n) if a != b])
    less = frozenset(sorted(clique)[1:])

    coloured = colour(meaning(clique), trials=n)

    assert coloured.exact
    assert len(set(coloured.colour.tolist())) == n + 1
    assert match(meaning(clique), meaning(clique, 1)).equal
    assert not match(meaning(clique), meaning(less)).equal


def rook(n: int) -> frozenset[Row]:
    """Squares of a board, linked where a rook goes: as symmetric as can be, and no two can be exchanged."""
    squares = [(a, b) for a in range(n) for b in range(n)]
    return edges([(n * a + b, n * c + d) for a, b in squares for c, d in squares if (a == c) != (b == d)])


def shrikhande() -> frozenset[Row]:
    """The graph that has the degrees, triangles and common neighbours of a rook's on 4 x 4, and is another one."""
    steps = ((0, 1), (1, 0), (1, 1))
    links = [
        (4 * a + b, 4 * ((a + i) % 4) + (b + j) % 4) for a in range(4) for b in range(4) for i, j in steps
    ]
    return edges(both_ways(links))


def petersen() -> frozenset[Row]:
    inner = [(5 + i, 5 + (i + 2) % 5) for i in range(5)]
    return edges(both_ways([*cycle(5), *inner, *((i, i + 5) for i in range(5))]))


def cube(dimension: int) -> frozenset[Row]:
    return edges([(a, a ^ 1 << bit) for a in range(1 << dimension) for bit in range(dimension)])


SYMMETRIC = {
    "rook": rook(4),
    "rook 8": rook(8),
    "shrikhande": shrikhande(),
    "petersen": petersen(),
    "cube": cube(5),
}


@pytest.mark.parametrize("name", SYMMETRIC)
def test_graphs_in_which_all_blank_nodes_are_alike_are_decided(name: str) -> None:
    graph = SYMMETRIC[name]
    first, *rest = sorted(graph)
    turned = frozenset([first[::-1] if first[::-1] not in graph else (first[2], "q", first[0]), *rest])

    assert match(meaning(graph), meaning(graph, 1)).equal
    assert not match(meaning(graph), meaning(turned, 1)).equal
    assert colour(meaning(graph)).exact


def test_two_graphs_that_look_alike_from_every_node_are_told_apart() -> None:
    found = match(meaning(rook(4)), meaning(shrikhande()))

    assert (found.decided, found.equal, found.alike) == (True, False, True)


def test_beyond_the_limit_it_is_undecided_and_never_no() -> None:
    board = rook(8)

    found = match(meaning(board), meaning(board, 1), trials=20)

    assert not colour(meaning(board), trials=20).exact
    assert not found.decided
    assert not found.equal
    assert match(meaning(board), meaning(frozenset(sorted(board)[1:])), trials=20).decided


@given(rows=ROWS)
@settings(max_examples=25)
def test_a_lean_graph_says_the_same_and_cannot_be_leaner(rows: frozenset[Row]) -> None:
    whole = meaning(rows)
    core, capped = lean(whole)
    again, _ = lean(core)

    assert capped == 0
    assert len(again) == len(core) <= len(whole)
    assert maps_into(whole, core)
    assert not any(maps_into(core, core.masked(np.arange(len(core)) != row)) for row in range(len(core)))


def maps_into(one: Meaning, other: Meaning) -> bool:
    """Say whether one graph follows from the other, blank nodes taken for anything, by the entailment of the facade."""
    with KnowledgeGraph(rules="none") as kg:
        kg.load(as_triples(other), format="nt")
        return kg.entails(as_triples(one), format="nt")


def as_triples(rows: Meaning) -> bytes:
    def text(node: int) -> str:
        return f"<x:{rows.names[node]}>" if rows.names[node] else f"_:b{node}"

    columns = zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True)
    return "\n".join(f"{text(s)} {text(p)} {text(o)} ." for s, p, o in columns).encode()


def test_leaning_folds_a_tree_of_blank_nodes_at_once() -> None:
    rows = frozenset(
        {("x", "p", "y"), ("y", "q", "x"), ("x", "p", "_:1"), ("_:1", "q", "_:2"), ("_:2", "p", "_:3")}
    )

    core, _ = lean(meaning(rows))

    assert len(core) == 2


def test_leaning_that_is_given_up_is_reported_and_leaves_the_graph_as_it_is() -> None:
    rows = edges(both_ways(cycle(9)))

    core, capped = lean(meaning(rows), steps=5)

    assert (len(core), capped) == (len(rows), 1)
