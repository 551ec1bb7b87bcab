"""The whole path on real graphs: AIFB with its ontology, Brick with a building."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator

import pytest

import semkg
from tests.chile import select
from tests.data import require_data

PERSONS = """
PREFIX swrc: <http://swrc.ontoware.org/ontology#>
SELECT ?person ?score WHERE { ?person a swrc:Person ; sk:pageRank ?score } ORDER BY DESC(?score)
"""


@pytest.fixture(scope="module")
def aifb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[semkg.KnowledgeGraph]:
    folder = tmp_path_factory.mktemp("aifb")
    with tarfile.open(require_data("aifb", "aifb.tar.xz")) as archive:
        archive.extractall(folder, filter="data")
    with semkg.KnowledgeGraph() as kg:
        kg.load(folder / "aifb" / "aifb_complete.nt")
        yield kg


def test_aifb_loads_and_entails(aifb: semkg.KnowledgeGraph) -> None:
    report = aifb.materialise()

    assert len(aifb.snapshot().rows) == 29_226
    assert report.inferred > 10_000
    assert report.consistent


def test_aifb_ranks_persons_in_the_invariant_regime(aifb: semkg.KnowledgeGraph) -> None:
    rows = select(aifb, PERSONS)

    scores = [float(row["score"].value) for row in rows]
    assert len(scores) > 100
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] < scores[0] < 1


def test_aifb_finds_persons_alike(aifb: semkg.KnowledgeGraph) -> None:
    aifb.train(epochs=1, dim=16, refit=False)
    person = select(aifb, PERSONS)[0]["person"]

    rows = select(aifb, f"SELECT ?n ?score WHERE {{ (?n ?score) sk:similarTo ({person} 5) }}")

    assert len(rows) == 5
    assert all(-1 <= float(row["score"].value) <= 1 and row["n"] != person for row in rows)


def test_brick_with_a_building_ranks_in_the_invariant_regime() -> None:
    folder = require_data("ontologies")

    with semkg.KnowledgeGraph() as kg:
        kg.load(folder / "brick.n3")
        kg.load(folder / "soda_hall.n3")
        report = kg.materialise()
        rows = select(kg, "SELECT ?n ?r WHERE { ?n sk:pageRank ?r } ORDER BY DESC(?r) LIMIT 5")

    assert report.inferred > 0
    assert len(rows) == 5
