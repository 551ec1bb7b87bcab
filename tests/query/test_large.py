"""Large relations are written in another way, and mean the same; joins with them look values up."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from semkg.query import Call, Dataset, Output, OutputRow, QueryEngine, SparqlFunction, rows
from semkg.query.rows import Decoder, group_of_rows
from semkg.store import Term
from semkg.vocab import sk
from tests.query.fakes import EX, engine, ex, materialised, ring, solutions
from tests.query.fuzz import MISMATCH, outcome, rounded
from tests.query.test_magic import CASES

PREFIX = f"PREFIX ex: <{EX}> "
WRITTEN_OUT = materialised()


@pytest.fixture
def _all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_VALUES", 0)


@pytest.mark.usefixtures("_all_large")
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_call_answers_like_its_relation_when_its_rows_are_numbered(case: tuple[str, str]) -> None:
    ours, oracle = case

    found = solutions(engine(ring()).query(PREFIX + ours))

    assert rounded(found) == rounded(solutions(WRITTEN_OUT.query(PREFIX + oracle)))


@pytest.mark.usefixtures("_all_large")
@pytest.mark.parametrize("seed", range(100, 160))
def test_random_queries_answer_like_their_relations_when_rows_are_numbered(seed: int) -> None:
    found = outcome(random.Random(seed))

    assert found.kind != MISMATCH, found.text


@pytest.mark.usefixtures("_all_large")
def test_a_value_that_a_row_lacks_stays_unbound() -> None:
    found = solutions(_asked([(ex("a"), None), (ex("b"), 1.0)]).query("SELECT * { (?n ?s) sk:table () }"))

    assert [dict(row).get("s") for row in found] == [None, str(ox.Literal(1.0))]


def _asked(table: list[tuple[Term, float | None]], store: ox.Store | None = None) -> QueryEngine:
    def evaluate(context: object, call: Call) -> Iterator[OutputRow]:
        yield from ((0, row) for row in table)

    outputs = (Output("node", "node", "a node"), Output("score", "number", "its score"))
    function = SparqlFunction(sk("table"), "A table.", (), outputs, (), evaluate, ("node",), "")
    return QueryEngine(
        store or ox.Store(),
        (function,),
        prepare=lambda _: Dataset([ox.DefaultGraph()], []),
        context=lambda: None,
    )


@pytest.mark.parametrize("most", [0, rows.MOST_VALUES])
def test_oxigraph_is_told_that_a_looked_up_value_is_bound(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it a join with blank nodes would compare every row with every match (benchmarks/bench_query.py)."""
    monkeypatch.setattr(rows, "MOST_VALUES", most)
    decoder = Decoder("_sk")

    text = group_of_rows(["n"], [(ox.BlankNode(),), (ox.BlankNode(),)], decoder)

    assert text.count("BIND(COALESCE(<urn:semkg:") == 1
    assert len(decoder.functions()) == 1


def test_more_rows_than_values_takes_are_all_there() -> None:
    size = rows.MOST_VALUES + 1_001
    table: list[tuple[Term, float | None]] = [(ex(f"m{number}"), float(number)) for number in range(size)]

    [row] = _asked(table).query("SELECT (COUNT(DISTINCT ?n) AS ?c) (SUM(?s) AS ?t) { ?n sk:table ?s }")  # type: ignore[misc]

    assert row["c"].value == str(size)
    assert float(row["t"].value) == size * (size - 1) / 2


@pytest.mark.usefixtures("_all_large")
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SELECT (COUNT(*) AS ?c) { ?n sk:table ?s }", "4"),
        ("SELECT (SUM(?s) AS ?c) { ?n sk:table ?s }", "5.0E0"),
        ("SELECT (COUNT(DISTINCT *) AS ?c) { ?n sk:table ?s }", "4"),
        ("SELECT (COUNT(*) AS ?c) { SELECT * { ?n sk:table ?s } }", "4"),
        ("SELECT (COUNT(?n) AS ?c) { ?n sk:table ?s MINUS { ?n sk:table 2.0e0 } }", "2"),
        ("SELECT (COUNT(*) AS ?c) { [] sk:table [] }", "4"),
        ("SELECT (COUNT(*) AS ?c) { ?n ex:no 1 ; sk:table ?s }", "0"),
        ("SELECT (COUNT(*) AS ?c) { ?n sk:table ?s ; ex:no 1 }", "0"),
        ("SELECT (COUNT(*) AS ?c) { ?n sk:table 2.0e0, 1.0e0 }", "1"),
        ("SELECT (COUNT(*) AS ?c) { ?n sk:table ?s OPTIONAL { [] sk:table ?t } }", "16"),
    ],
)
def test_values_that_nobody_looks_at_still_make_rows(text: str, wanted: str) -> None:
    table: list[tuple[Term, float | None]] = [(ex("a"), 1.0), (ex("b"), 1.0), (ex("a"), 2.0), (ex("c"), 1.0)]

    [row] = _asked([*table, (ex("a"), 1.0)]).query(PREFIX + text)  # type: ignore[misc]  # a SELECT

    assert float(row["c"].value) == float(wanted)


@pytest.mark.parametrize("most", [0, rows.MOST_VALUES])
@pytest.mark.parametrize(
    "numbers",
    [
        (0.0, -0.0),
        (1, 1.0),
        (float("nan"), 1.0),
        (float("inf"), -1.5e-07),
        (True, 1),
        (-3, 5),
        (0.1, None),
        (1e22, 0.5),
    ],
)
def test_numbers_come_back_as_the_literals_that_they_are(
    numbers: tuple[float | None, float | None], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_VALUES", most)
    store = ox.Store()
    for number in numbers:
        if number is not None:
            store.add(ox.Quad(ex("a"), ex("is"), ox.Literal(number)))
    wanted = sorted(str(quad.object) for quad in store) + ["None"] * numbers.count(None)

    found = _asked([(ex("a"), number) for number in numbers]).query("SELECT ?s { ?n sk:table ?s }")

    assert sorted(str(row["s"]) for row in found) == sorted(wanted)  # type: ignore[union-attr]  # a SELECT
