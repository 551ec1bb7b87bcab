"""Every declared analytic gives graphs of the same meaning the same result."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg import KnowledgeGraph
from semkg.analytics import ANALYTICS, Analytic
from semkg.graph import Projection
from semkg.store import Term
from semkg.views import Partition, ProjectedGraph, Ranking, measure
from tests.invariance.ontologies import GRAPHS, THINGS
from tests.invariance.oracle import Graph, triples
from tests.invariance.rewritings import (
    EXTENSIONS,
    IN_OTHER_WORDS,
    REWRITINGS,
    Case,
    compose,
    name_inverse,
    other_names,
    rename,
)

SEEDS = st.integers(0, 1 << 20)
TYPED = Projection(types=True)
Result = Ranking | Partition
Back = Callable[[str], str]
"""Gives the name that something had before it was renamed."""


def same_name(text: str) -> str:
    return text


@contextmanager
def load(graph: Graph) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph() as kg:
        kg.load("\n".join(f"{s} {p} {o} ." for s, p, o in sorted(graph)).encode(), format="nt")
        yield kg


def keys(projected: ProjectedGraph, back: Back) -> list[str]:
    """Return what each node is known by: its names as they were, but none that an extension added; nothing if blank."""
    names = (
        [back(text) for text in projected.texts(node) if text[0] == "<" and not text.startswith("<x:zz")]
        for node in range(projected.graph.n_nodes)
    )
    return [" ".join(sorted(texts)) for texts in names]


def assert_alike(one: Result, other: Result, back: Back) -> None:
    """Scores agree to 1e-12, groups as sets of nodes; blank nodes count by how many have what."""
    first, second = keys(one.projected, same_name), keys(other.projected, back)
    assert sorted(first) == sorted(second)
    if isinstance(one, Partition) and isinstance(other, Partition):
        assert members(one, first) == members(other, second)
    elif isinstance(one, Ranking) and isinstance(other, Ranking):
        for key in set(first):
            np.testing.assert_allclose(
                scores(other, second, key), scores(one, first, key), rtol=0, atol=1e-12
            )


def members(partition: Partition, known: list[str]) -> list[list[str]]:
    groups = np.arange(partition.groups.max(initial=-1) + 1)
    return sorted(
        sorted(known[node] for node in np.flatnonzero(partition.groups == group)) for group in groups
    )


def scores(ranking: Ranking, known: list[str], key: str) -> list[float]:
    return sorted(float(score) for score, name in zip(ranking.scores, known, strict=True) if name == key)


def assert_same_results(
    one: Graph, other: Graph, back: Back = same_name, projection: Projection = TYPED
) -> None:
    with load(one) as first, load(other) as second:
        for analytic in ANALYTICS:
            found = [measure(kg.views(), analytic, projection=projection) for kg in (first, second)]
            assert_alike(found[0], found[1], back)


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=12, deadline=None)
def test_a_rewriting_changes_no_result_of_any_analytic(graph: Graph, seed: int) -> None:
    rng = random.Random(seed)
    rewriting = rng.choice((*REWRITINGS, *IN_OTHER_WORDS, *EXTENSIONS, compose))

    assert_same_results(graph, rewriting(Case.of(graph), rng))


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_other_names_change_no_result_of_any_analytic(graph: Graph, seed: int) -> None:
    now = other_names(graph, random.Random(seed))
    before = {new: old for old, new in now.items()}

    assert_same_results(graph, rename(graph, now), lambda text: before.get(text, text))


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=6, deadline=None)
def test_a_named_inverse_changes_no_result_where_the_direction_is_chosen(graph: Graph, seed: int) -> None:
    other = name_inverse(Case.of(graph), random.Random(seed))
    used = tuple({p[1:-1] for _, p, _ in graph})

    for projection in (Projection(types=True, direction="both"), Projection(types=True, prefer=used)):
        assert_same_results(graph, other, projection=projection)


AXIOMS = "p owl:inverseOf q . p rdfs:subPropertyOf r . a owl:sameAs other . c p d . d p e . e p f . f p d . "
ONE = triples(AXIOMS + "a p b . b p c . c p a . other s k . g r f . g s a")
OTHER = triples(AXIOMS + "b q other . c q b . a q c . a s k . g r f . g s other . f r d")


@pytest.mark.parametrize("analytic", ANALYTICS, ids=[analytic.name for analytic in ANALYTICS])
def test_the_same_in_other_words_changes_every_result_of_what_is_written(analytic: Analytic) -> None:
    with load(ONE) as first, load(OTHER) as second:
        raw, invariant = (
            [measure(kg.views(), analytic, regime=regime) for kg in (first, second)]
            for regime in ("asserted", "invariant")
        )

        assert_alike(invariant[0], invariant[1], same_name)
        with pytest.raises(AssertionError):
            assert_alike(raw[0], raw[1], same_name)


@given(graph=GRAPHS, seed=SEEDS)
@settings(max_examples=6, deadline=None)
def test_a_rewriting_changes_no_path(graph: Graph, seed: int) -> None:
    with load(graph) as one, load(compose(Case.of(graph), random.Random(seed))) as other:
        for start, end in (THINGS[:2], THINGS[2:4], THINGS[1:5:3]):
            assert paths(one, start, end) == paths(other, start, end)
            assert simple_paths(one, start, end) == simple_paths(other, start, end)
        assert named(one.reachable(THINGS[0].strip("<>"))) == named(other.reachable(THINGS[0].strip("<>")))


def paths(kg: KnowledgeGraph, start: str, end: str) -> list[list[str]]:
    """Return the shortest paths between two nodes, blank nodes without their labels."""
    found = kg.shortest_paths(start.strip("<>"), end.strip("<>"))
    return sorted(["_" if str(node)[0] == "_" else str(node) for node in path] for path in found)


def simple_paths(kg: KnowledgeGraph, start: str, end: str) -> list[list[str]]:
    """Return paths on which no node stands twice, and cycles, blank nodes without their labels."""
    first, last = start.strip("<>"), end.strip("<>")
    found = [*kg.all_paths(first, last, most=5), *kg.cycles(first, most=4)]
    return sorted(["_" if str(node)[0] == "_" else str(node) for node in path] for path in found)


def named(reached: Mapping[Term, float | int]) -> list[tuple[str, float]]:
    return sorted(("_" if str(node)[0] == "_" else str(node), distance) for node, distance in reached.items())
