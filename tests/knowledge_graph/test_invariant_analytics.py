"""Every analytic, and all paths, say the same of every phrasing of one graph, whatever its terms are called."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np
import pytest

from semkg import KnowledgeGraph
from semkg.analytics import ANALYTICS, Analytic
from semkg.views import Partition, Ranking, measure
from tests.chile import PHRASINGS, chile, place

every_analytic = pytest.mark.parametrize("analytic", ANALYTICS, ids=lambda analytic: analytic.name)
PREFIX = "https://w3id.org/semkg/example/chile#"


@functools.cache
def phrased(phrasing: str) -> KnowledgeGraph:
    return chile(phrasing)


@functools.cache
def renamed() -> tuple[KnowledgeGraph, Mapping[str, str]]:
    """The example with names that sort the other way round."""
    kg = chile()
    names = sorted(
        {node.value for ranking in (kg.degree(),) for node, _ in ranking if hasattr(node, "value")}
    )
    new = {
        name: f"{PREFIX}n{len(names) - number:04d}"
        for number, name in enumerate(names)
        if name.startswith(PREFIX)
    }
    rows = kg.dump(format="nt")
    assert rows is not None
    text = rows.decode()
    for name, other in new.items():
        text = text.replace(f"<{name}>", f"<{other}>")
    turned = KnowledgeGraph()
    turned.load(text.encode(), "nt")
    return turned, {f"<{name}>": f"<{other}>" for name, other in new.items()}


def said(
    kg: KnowledgeGraph, analytic: Analytic, names: Mapping[str, str] | None = None
) -> dict[str, float] | set[frozenset[str]]:
    found = measure(kg.views(), analytic)
    names = names or {}
    if isinstance(found, Ranking):
        return {names.get(str(node), str(node)): score for node, score in found}
    assert isinstance(found, Partition)
    return {frozenset(names.get(str(node), str(node)) for node in group) for group in found.sets()}


@every_analytic
@pytest.mark.parametrize("phrasing", PHRASINGS[1:])
def test_every_analytic_is_the_same_for_every_phrasing(analytic: Analytic, phrasing: str) -> None:
    one, other = said(phrased(PHRASINGS[0]), analytic), said(phrased(phrasing), analytic)

    assert other == (pytest.approx(one, rel=0, abs=1e-12) if isinstance(one, dict) else one)


@pytest.mark.parametrize("phrasing", PHRASINGS[1:])
def test_what_was_written_differs_from_phrasing_to_phrasing(phrasing: str) -> None:
    changed = set()
    for analytic in ANALYTICS:
        one, other = (
            measure(phrased(name).views(), analytic, regime="asserted") for name in (PHRASINGS[0], phrasing)
        )
        if isinstance(one, Ranking) and not _alike(one, other):
            changed.add(analytic.name)

    assert changed > {"pageRank", "closeness", "betweenness", "hub", "authority"}


def _alike(one: Ranking, other: Ranking | Partition) -> bool:
    assert isinstance(other, Ranking)
    first, second = dict(iter(one)), dict(iter(other))
    return first.keys() == second.keys() and np.allclose(
        [first[node] for node in first], [second[node] for node in first]
    )


@every_analytic
def test_every_analytic_is_the_same_for_other_names(analytic: Analytic) -> None:
    turned, names = renamed()

    one, other = said(phrased(PHRASINGS[0]), analytic, names), said(turned, analytic)

    if isinstance(one, dict):
        assert other == pytest.approx(one, rel=0, abs=1e-12)
    else:
        assert sorted(map(len, one)) == sorted(map(len, other))
        assert analytic.name == "community" or one == other


@pytest.mark.parametrize("phrasing", PHRASINGS[1:])
@pytest.mark.parametrize(("source", "target"), [("TorresDelPaine", "MoonValley"), ("Arica", "EasterIsland")])
def test_paths_are_the_same_for_every_phrasing(phrasing: str, source: str, target: str) -> None:
    ends = place(source), place(target)

    one, other = (phrased(name).shortest_paths(*ends) for name in (PHRASINGS[0], phrasing))

    assert one == other
    assert one


@pytest.mark.parametrize("phrasing", PHRASINGS[1:])
def test_all_paths_and_cycles_are_the_same_for_every_phrasing(phrasing: str) -> None:
    one, other = (phrased(name) for name in (PHRASINGS[0], phrasing))
    ends = place("TorresDelPaine"), place("MoonValley")

    paths = one.all_paths(*ends, paths=50)
    assert paths == other.all_paths(*ends, paths=50)
    assert len({len(path) for path in paths}) > 1
    assert one.cycles(place("Arica"), most=8) == other.cycles(place("Arica"), most=8)
