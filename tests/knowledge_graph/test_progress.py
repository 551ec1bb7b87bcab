"""Long work is seen by SPARQL while it runs, from another thread, and is gone when it has ended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

import semkg
from semkg import KnowledgeGraph
from semkg.errors import LoadError
from semkg.functions.work import WORK_EXAMPLE, WORK_FACTS, WORK_KINDS
from semkg.progress import Tasks
from semkg.vocab import sk
from tests.chile import CHILE, chile, select

PATIENCE_S = 60
MODEL = "http://example.org/models#m"
Work = Callable[[KnowledgeGraph], object]


class Gate:
    """Stops the thread that reports a stage, the first time that it does, until it is let through."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.reached, self.open = threading.Event(), threading.Event()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if self.stage in stage and not self.reached.is_set():
            self.reached.set()
            assert self.open.wait(PATIENCE_S), "nobody let the work go on"


@contextmanager
def stopped(kg: KnowledgeGraph, work: Work, stage: str) -> Iterator[None]:
    """Run work in another thread; inside, it stands still where it reports a stage, afterwards it has ended."""
    gate = Gate(stage)
    kg.progress = gate
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work, kg)
        try:
            assert gate.reached.wait(PATIENCE_S), "the work never reported this stage"
            yield
        finally:
            gate.open.set()
        future.result(PATIENCE_S)
    kg.progress = None


WORK: dict[str, tuple[Work, str, str]] = {
    "loading": (lambda kg: kg.load(CHILE / "chile-union.ttl"), "loading", "Loading"),
    "materialising": (lambda kg: kg.materialise(), "entailment", "Entailment"),
    "writing what follows": (lambda kg: kg.materialise(), "writing", "Entailment"),
    "closing for a query": (lambda kg: list(kg.query("SELECT * { ?s ?p ?o }")), "entailment", "Entailment"),  # type: ignore[arg-type]  # a SELECT
    "an analytic": (lambda kg: kg.betweenness(regime="asserted"), "searching", "Analysis"),
    "training": (lambda kg: kg.train(dim=8, epochs=2, regime="asserted"), "training", "Training"),
    "training by SPARQL": (
        lambda kg: kg.update(
            f"INSERT DATA {{ GRAPH sk:models {{ <{MODEL}> a sk:ComplEx ; sk:dim 8 ; sk:epochs 2 }} }} ; "
            f"INSERT DATA {{ <{MODEL}> <{MODEL}> 1 }}"
        ),
        "training",
        "Training",
    ),
    "attribution": (lambda kg: kg.compare().why(budget=5), "leaving out", "Attribution"),
    "a report": (lambda kg: kg.compare().report(budget=5), "report", "Report"),
}
every_work = pytest.mark.parametrize(("work", "stage", "kind"), WORK.values(), ids=WORK.keys())


def running(kg: KnowledgeGraph) -> list[ox.QuerySolution]:
    return select(kg, "SELECT ?kind ?stage { GRAPH sk:progress { ?work a ?kind ; sk:stage ?stage } }")


@every_work
def test_work_is_seen_while_it_runs_and_not_after(work: Work, stage: str, kind: str) -> None:
    kg = chile()

    with stopped(kg, work, stage):
        seen = {row["kind"].value: row["stage"].value for row in running(kg)}

    assert stage in seen[sk(kind)]
    assert running(kg) == []


@every_work
def test_work_that_fails_is_gone_too(work: Work, stage: str, kind: str) -> None:
    kg, part = chile(), stage
    seen: list[ox.QuerySolution] = []

    def fail(stage: str, done: int, total: int | None) -> None:
        if part in stage:
            seen.extend(running(kg))  # whoever is told may ask, too
            raise RuntimeError(stage)

    kg.progress = fail
    with pytest.raises(RuntimeError, match=stage):
        work(kg)

    kg.progress = None
    assert any(row["kind"].value == sk(kind) for row in seen)
    assert running(kg) == []


def test_a_store_on_disk_shows_its_work_too(tmp_path: Path) -> None:
    with semkg.KnowledgeGraph(tmp_path / "store") as kg:
        kg.load(CHILE / "ontology.ttl")
        with stopped(kg, lambda kg: kg.load(CHILE / "chile.ttl"), "loading"):
            [loading] = running(kg)
        with stopped(kg, lambda kg: kg.materialise(), "writing"):
            [closing] = running(kg)

    assert (loading["kind"].value, closing["kind"].value) == (sk("Loading"), sk("Entailment"))


def test_units_and_the_beginning_are_told() -> None:
    kg, before = chile(), datetime.now(UTC)

    with stopped(kg, lambda kg: kg.load(CHILE / "chile-union.ttl"), "loading"):
        [row] = select(kg, WORK_EXAMPLE)

    size = (CHILE / "chile-union.ttl").stat().st_size
    assert (row["total"].value, 0 < int(row["done"].value) <= size) == (str(size), True)
    assert before <= datetime.fromisoformat(row["started"].value) <= datetime.now(UTC)


def test_a_total_that_nobody_knows_is_left_out() -> None:
    kg = chile()

    with stopped(kg, lambda kg: kg.materialise(), "entailment"):
        [row] = select(kg, WORK_EXAMPLE)

    assert row["total"] is None


def test_two_pieces_of_work_are_two() -> None:
    kg = chile()
    with (
        stopped(kg, lambda kg: kg.train(dim=8, epochs=2, regime="asserted"), "training"),
        stopped(kg, lambda kg: kg.betweenness(regime="asserted"), "searching"),
    ):
        kinds = [row["kind"].value for row in running(kg)]

    assert sorted(kinds) == [sk("Analysis"), sk("Training")]
    assert kg.tasks.running() == ()


def test_everything_told_is_documented() -> None:
    kg = chile()

    with stopped(kg, lambda kg: kg.load(CHILE / "chile-union.ttl"), "loading"):
        rows = select(kg, "SELECT ?p { GRAPH sk:progress { ?work ?p ?value } }")

    assert {row["p"].value.rpartition("#")[2] for row in rows} == {"type", *WORK_FACTS}
    assert {kind for _, _, kind in WORK.values()} == set(WORK_KINDS)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { GRAPH sk:models { ?m ?p ?o } }",
        "ASK { GRAPH sk:progress { ?w sk:stage ?s FILTER(CONTAINS(?s, 'x')) } }",
        "SELECT (COUNT(*) AS ?n) { { GRAPH sk:models { ?m a ?c } } UNION { GRAPH sk:progress { ?m a ?c } } }",
        "CONSTRUCT { ?m a ?c } WHERE { GRAPH sk:models { ?m a ?c } OPTIONAL { GRAPH sk:progress { ?w a ?k } } }",
        "SELECT * { VALUES ?n { 1 } BIND(?n + 1 AS ?next) FILTER NOT EXISTS { GRAPH sk:models { ?m a ?c } } }",
    ],
)
def test_a_query_of_virtual_graphs_alone_starts_no_entailment_and_waits_for_none(text: str) -> None:
    kg, told = chile(), list[str]()
    kg.progress = lambda stage, done, total: told.append(stage)

    kg.query(text)

    assert told == []
    with stopped(kg, lambda kg: kg.materialise(), "entailment"):
        kg.query(text)


@pytest.mark.parametrize(
    "where",
    [
        "GRAPH sk:models { ?m a ?c } ?s ?p ?o",
        "GRAPH sk:models { ?m a ?c } FILTER EXISTS { ?s ?p ?o }",
        "GRAPH sk:models { ?m a ?c } GRAPH ?g { ?s ?p ?o }",
        "GRAPH sk:models { ?m a ?c } SERVICE sk:degree { [] sk:node ?n ; sk:score ?d }",
    ],
)
def test_a_query_that_also_needs_data_sees_what_follows(where: str) -> None:
    kg, told = chile(), list[str]()
    kg.progress = lambda stage, done, total: told.append(stage)

    kg.query(f"SELECT * {{ {where} }}")

    assert "entailment" in told


def test_work_is_no_triple_of_the_user() -> None:
    kg = chile()
    kg.materialise()

    with stopped(kg, lambda kg: kg.betweenness(regime="asserted"), "searching"):
        rows = select(kg, "SELECT ?g { GRAPH ?g { ?work ?p ?o FILTER(STRSTARTS(STR(?work), 'urn:semkg')) } }")

    assert rows == []
    with pytest.raises(semkg.errors.QueryError, match="sk:progress is kept by the store itself"):
        kg.update("INSERT DATA { GRAPH sk:progress { <urn:x> sk:stage 'mine' } }")


@pytest.mark.parametrize("fails", [False, True])
def test_a_progress_bar_is_drawn_while_there_is_work_and_taken_away(
    fails: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    kg = KnowledgeGraph(progress=semkg.ProgressBar())
    kg.load(CHILE / "ontology.ttl")
    kg.materialise()
    if fails:
        with pytest.raises(LoadError):
            kg.load(b"<http://example.org/a> <http://example.org/a> .", format="nt")

    out, err = capsys.readouterr()
    assert out == ""
    assert "loading" in err
    assert "entailment" in err
    assert err.endswith("\r")


def test_a_progress_bar_draws_nothing_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    kg = KnowledgeGraph(progress=semkg.ProgressBar())

    kg.load(CHILE / "ontology.ttl")

    assert capsys.readouterr().err == ""


def test_a_progress_that_can_be_closed_is_closed_when_no_work_is_left() -> None:
    class Told:
        def __init__(self) -> None:
            self.events: list[str] = []

        def __call__(self, stage: str, done: int, total: int | None) -> None:
            self.events.append(stage)

        def close(self) -> None:
            self.events.append("closed")

    tasks = Tasks(told := Told())
    with tasks.task("Report", "outer") as outer:
        outer("outer", 0, 1)
        with tasks.task("Attribution", "inner") as inner:
            inner("inner", 0, 1)
        outer("outer", 1, 1)

    assert told.events == ["outer", "inner", "outer", "closed"]
