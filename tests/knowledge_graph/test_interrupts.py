"""Ctrl-C in the middle of long work leaves the graph as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

import semkg
from tests.chile import CHILE, PREFIX, chile, place, select


class Interrupt:
    """Behaves like Ctrl-C when the work reports progress for the ``after``-th time in a stage."""

    def __init__(self, stage: str, after: int = 1) -> None:
        self.stage, self.left = stage, after

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if self.stage in stage.casefold():
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt


def test_an_interrupted_load_leaves_the_graph_as_it_was() -> None:
    kg = semkg.KnowledgeGraph()
    kg.load(CHILE / "ontology.ttl")
    before, epoch = kg.dump(format="nq"), kg.epoch
    kg.progress = Interrupt("load")

    with pytest.raises(KeyboardInterrupt):
        kg.load(CHILE / "chile.ttl")

    kg.progress = None
    assert (kg.dump(format="nq"), kg.epoch) == (before, epoch)
    kg.load(CHILE / "chile.ttl")
    assert kg.query(PREFIX + "ASK { :SanPedro :connectsTo :Calama }")


@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_interrupted_materialisation_is_taken_up_by_the_next_query(after: int) -> None:
    kg = chile()
    written = kg.dump(format="nt")
    kg.progress = Interrupt("", after)

    with pytest.raises(KeyboardInterrupt):
        kg.materialise()

    kg.progress = None
    assert kg.dump(format="nt") == written
    assert kg.query(PREFIX + "ASK { :SanPedro :connectsTo :Calama }")
    assert len(select(kg, "SELECT * { ?s ?p ?o }")) == len(select(chile(), "SELECT * { ?s ?p ?o }"))


def test_an_interrupted_training_leaves_the_old_model(tmp_path: Path) -> None:
    with semkg.KnowledgeGraph(tmp_path / "store") as kg:
        kg.load(CHILE / "chile.ttl")
        kg.train(epochs=2, dim=8)
        alike = kg.similar_to(place("Arica"), k=3)
        kg.progress = Interrupt("train", after=2)

        with pytest.raises(KeyboardInterrupt):
            kg.train(epochs=50, dim=16)

        kg.progress = None
        assert kg.similar_to(place("Arica"), k=3) == alike
        assert [path.name for path in (tmp_path / "store" / "models").iterdir()] == [
            "default-invariant.safetensors"
        ]
