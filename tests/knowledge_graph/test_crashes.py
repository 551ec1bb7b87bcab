"""Whatever kills the process, and whoever else writes: answers under entailment are those of one state of the data."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from random import Random

import pytest

from semkg import KnowledgeGraph
from semkg.query import SelectResult
from tests.knowledge_graph.test_changes import copy_of, everything

KILLS = int(os.environ.get("SEMKG_KILLS", "4"))
"""Number of processes killed; set it to some hundreds after a change to the store or the export."""
EX = "http://ex/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
TRANSITIVE = "http://www.w3.org/2002/07/owl#TransitiveProperty"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_process_leaves_a_store_that_answers_as_a_fresh_one(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    command = [sys.executable, "-m", "tests.knowledge_graph.writer", str(tmp_path / "store"), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(random.randint(1, 12)):
            assert process.stdout.readline() in (b"loaded\n", b"closed\n")
        time.sleep(random.random() * 0.03)

        process.kill()

    with KnowledgeGraph(tmp_path / "store") as kg:
        ours = everything(kg)
        theirs = everything(copy_of(kg))
        assert not [what for what in ours if ours[what] != theirs[what]]


def entailed(kg: KnowledgeGraph) -> int:
    """Return the number of solutions of a pattern under entailment."""
    answer = kg.query("SELECT ?s ?o WHERE { ?s <http://ex/p> ?o }")
    assert isinstance(answer, SelectResult)
    return sum(1 for _ in answer)


def link(number: int, graph: str | None = None) -> tuple[str, ...]:
    """Return one step of a path."""
    triple = (f"{EX}n{number}", f"{EX}p", f"{EX}n{number + 1}")
    return triple if graph is None else (*triple, graph)


def test_a_store_opened_again_answers_patterns_without_reasoning(tmp_path: Path) -> None:
    with KnowledgeGraph(tmp_path / "store") as kg:
        kg.add([(f"{EX}p", RDF_TYPE, TRANSITIVE), *(link(number) for number in range(4))])
        inferred = kg.materialise().inferred
    stages: list[str] = []

    with KnowledgeGraph(tmp_path / "store", progress=lambda stage, done, total: stages.append(stage)) as kg:
        found = entailed(kg)

        assert found == 10
        assert "entailment" not in stages
        assert kg.materialise().inferred == inferred
        assert "entailment" in stages
        assert not [stage for stage in stages if "writing" in stage]


@pytest.mark.parametrize("graph", [None, f"{EX}g"])
def test_no_reader_sees_an_inferred_graph_of_another_epoch(graph: str | None) -> None:
    kg = KnowledgeGraph()
    kg.add([(f"{EX}p", RDF_TYPE, TRANSITIVE)])
    length = 16
    possible = {n * (n + 1) // 2 for n in range(length + 1)}
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(entailed(kg))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(length):
        kg.add([link(number, graph)])
    for number in reversed(range(length // 2, length)):
        kg.remove([link(number, graph)])
    done.set()
    for reader in readers:
        reader.join()

    assert set(seen) <= possible, "a path of n steps has n (n + 1) / 2 pairs"
    assert entailed(kg) == 8 * 9 // 2
