"""The reduction of transitive relations, against networkx."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.kernels import EMPTY, Keys, flip, pack, sort_unique, transitive_closure, union, unpack
from semkg.reasoning.canonical import transitive
from semkg.reasoning.canonical.transitive import hasse, reduce_transitive

Pairs = set[tuple[int, int]]
NODES = st.integers(0, 9)
PAIRS = st.sets(st.tuples(NODES, NODES), max_size=25)


def keys(pairs: Pairs) -> Keys:
    columns = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    return pack(columns[0], columns[1])


def pairs_of(found: Keys) -> Pairs:
    first, second = unpack(found)
    return set(zip(first.tolist(), second.tolist(), strict=True))


@given(PAIRS, st.permutations(range(10)))
@settings(max_examples=150, deadline=None)
def test_the_reduction_of_an_order_is_that_of_networkx(pairs: Pairs, names: list[int]) -> None:
    upward = nx.DiGraph((names[s], names[o]) for s, o in pairs if s < o)
    closed = nx.transitive_closure_dag(upward)

    assert pairs_of(hasse(keys(set(closed.edges)))) == set(nx.transitive_reduction(upward).edges)


def test_joins_in_many_parts_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    layers = [range(10), range(10, 20), range(20, 30)]
    edges = {(a, b) for low, high in pairwise(layers) for a in low for b in high}
    order = transitive_closure(keys(edges))
    monkeypatch.setattr(transitive, "_PAIRS_AT_ONCE", 7)

    assert pairs_of(hasse(order)) == edges


@given(PAIRS)
@settings(max_examples=100, deadline=None)
def test_bits_and_joins_find_the_same_to_be_covered(pairs: Pairs) -> None:
    order = transitive_closure(keys({(s, o) for s, o in pairs if s < o}))
    lower, middle = unpack(order[::2])
    joined = {(s, o) for s, m in pairs_of(order[::2]) for n, o in pairs_of(order) if n == m}
    found = transitive._covered_by_bits(order, lower, middle, order, 10)

    assert pairs_of(order[found]) == joined


@given(PAIRS, st.sets(st.integers(0, 24)))
@settings(max_examples=150, deadline=None)
def test_what_is_kept_and_what_is_given_generate_the_relation(pairs: Pairs, chosen: set[int]) -> None:
    relation = transitive_closure(keys(pairs))
    given_pairs = sort_unique(relation[[place for place in sorted(chosen) if place < len(relation)]])
    reduct = reduce_transitive(relation, given_pairs)
    cliques = [pack(np.repeat(group, len(group)), np.tile(group, len(group))) for group in reduct.cliques]
    generating = sort_unique(np.concatenate([reduct.pairs, given_pairs, *cliques]))

    assert pairs_of(transitive_closure(generating)) == pairs_of(relation)
    assert pairs_of(reduct.pairs).isdisjoint(pairs_of(given_pairs))


@given(PAIRS, st.sets(st.integers(0, 99)), st.booleans())
@settings(max_examples=250, deadline=None)
def test_the_basis_and_what_is_given_generate_the_relation_and_no_pair_of_the_basis_follows_from_the_others(
    pairs: Pairs, chosen: set[int], symmetric: bool
) -> None:
    both_ways = union([keys(pairs), np.sort(flip(keys(pairs)))]) if symmetric else keys(pairs)
    relation = transitive_closure(both_ways)
    given_pairs = relation[[place for place in sorted(chosen) if place < len(relation)]]
    turned = [np.sort(flip(given_pairs))] if symmetric else []
    given_pairs = union([given_pairs, *turned])
    basis = pairs_of(reduce_transitive(relation, given_pairs, symmetric=symmetric).basis)
    fact_of = {(s, o): tuple(sorted((s, o))) if symmetric else (s, o) for s, o in pairs_of(relation)}

    def generated(dropped: tuple[int, ...] = ()) -> Pairs:
        kept = {pair for pair in basis if fact_of[pair] != dropped}
        kept |= {(o, s) for s, o in kept} if symmetric else set()
        return pairs_of(transitive_closure(union([keys(kept), given_pairs])))

    assert basis <= pairs_of(relation)
    assert generated() == pairs_of(relation)
    assert all(generated(fact_of[pair]) != pairs_of(relation) for pair in basis)


def test_literals_of_a_clique_are_never_joined_with_each_other() -> None:
    thing, other, literals = 0, 1, (2, 3, 4)
    legal = {(s, o) for s in range(5) for o in range(5) if not {s, o} <= set(literals)}
    reduct = reduce_transitive(keys(legal), keys({(thing, 2)}))

    assert [group.tolist() for group in reduct.cliques] == [[thing, other, *literals]]
    assert pairs_of(reduct.basis) <= legal
    assert pairs_of(transitive_closure(union([reduct.basis, keys({(thing, 2)})]))) >= legal


def test_where_nothing_is_to_be_chosen_the_basis_is_what_is_kept() -> None:
    reduct = reduce_transitive(transitive_closure(keys({(0, 1), (1, 2), (3, 3)})), EMPTY)

    assert reduct.basis is reduct.pairs


@given(PAIRS)
@settings(max_examples=100, deadline=None)
def test_cliques_are_the_components_of_several_nodes(pairs: Pairs) -> None:
    relation = transitive_closure(keys(pairs))
    reduct = reduce_transitive(relation, EMPTY)
    components = nx.strongly_connected_components(nx.DiGraph(sorted(pairs)))

    assert {frozenset(group.tolist()) for group in reduct.cliques} == {
        frozenset(c) for c in components if len(c) > 1
    }


def test_a_long_path_is_reduced_without_joining_the_relation_with_itself() -> None:
    path = {(node, node + 1) for node in range(800)}

    assert pairs_of(hasse(transitive_closure(keys(path)))) == path
