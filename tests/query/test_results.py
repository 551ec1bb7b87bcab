"""What answers look like, and that failures and time limits come out of every way of reading them."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from semkg.errors import FunctionError, QueryTimeoutError
from semkg.query import AskResult, Call, GraphResult, OutputRow, SelectResult
from tests.query.fakes import EX, Fakes, engine, ex, ring

PREFIX = f"PREFIX ex: <{EX}> "
SELECT = PREFIX + "SELECT ?n ?l { ?n ex:age 1 OPTIONAL { ?n ex:label ?l } } ORDER BY ?n"


def _select(text: str = SELECT, fakes: Fakes | None = None, timeout_s: float | None = None) -> SelectResult:
    result = engine(ring(), fakes).query(text, timeout_s=timeout_s)
    assert isinstance(result, SelectResult)
    return result


def test_rows_give_their_values_by_name_and_place() -> None:
    result = _select()
    first, second = result

    assert [variable.value for variable in result.variables] == ["n", "l"]
    assert first["n"] == first[0] == ex("n1")
    assert first["l"] == ox.Literal("one")
    assert second["l"] is None
    assert list(second) == [ex("n5"), None]
    assert len(first) == 2


def test_a_result_is_read_once() -> None:
    result = _select()
    next(result)

    assert len(list(result)) == 1
    assert list(result) == []


@pytest.mark.parametrize(
    ("format", "wanted"),
    [
        ("csv", b"n,l\r\nhttp://example.org/n1,one\r\nhttp://example.org/n5,\r\n"),
        ("tsv", b'?n\t?l\n<http://example.org/n1>\t"one"\n<http://example.org/n5>\t\n'),
        ("text/csv", b"n,l\r\nhttp://example.org/n1,one\r\nhttp://example.org/n5,\r\n"),
        (ox.QueryResultsFormat.CSV, b"n,l\r\nhttp://example.org/n1,one\r\nhttp://example.org/n5,\r\n"),
    ],
)
def test_solutions_are_written_in_the_standard_formats(format: str, wanted: bytes) -> None:
    assert _select().serialize(format=format) == wanted


def test_json_and_xml_read_back_as_the_same_solutions() -> None:
    for format in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML):
        data = _select().serialize(format=format)
        assert data is not None
        read = ox.parse_query_results(data, format)
        assert isinstance(read, ox.QuerySolutions)
        assert [row["n"] for row in read] == [ex("n1"), ex("n5")]


def test_results_are_written_to_files_and_file_objects(tmp_path: Path) -> None:
    path, buffer = tmp_path / "result.json", io.BytesIO()

    assert _select().serialize(path) is None
    assert _select().serialize(buffer, "json") is None

    assert json.loads(path.read_bytes()) == json.loads(buffer.getvalue())


def test_ask_is_true_or_false_and_can_be_written() -> None:
    yes = engine(ring()).query(PREFIX + "ASK { ex:n1 ex:age 1 }")
    no = engine(ring()).query(PREFIX + "ASK { ex:n1 ex:age 2 }")

    assert isinstance(yes, AskResult)
    assert isinstance(no, AskResult)
    assert yes
    assert not no
    assert yes == True  # noqa: E712  # that is the question
    assert yes.serialize(format="json") == b'{"head":{},"boolean":true}'
    assert repr(no) == "AskResult(False)"


def test_triples_are_iterated_and_written() -> None:
    text = PREFIX + "CONSTRUCT { ?n ex:is ?l } { ?n ex:label ?l }"
    first, second = engine(ring()).query(text), engine(ring()).query(text)
    assert isinstance(first, GraphResult)
    assert isinstance(second, GraphResult)

    assert list(first) == [ox.Triple(ex("n1"), ex("is"), ox.Literal("one"))]
    assert second.serialize(format="nt") == b'<http://example.org/n1> <http://example.org/is> "one" .\n'


def test_an_unknown_format_is_an_error_that_lists_the_valid_ones() -> None:
    graph = engine(ring()).query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(graph, GraphResult)

    with pytest.raises(ValueError, match="unknown results format 'cvs'; valid are json, xml, csv, tsv"):
        _select().serialize(format="cvs")
    with pytest.raises(ValueError, match="unknown RDF format 'cvs'"):
        graph.serialize(format="cvs")


class Late(Fakes):
    """Fails for one argument that the trial does not reach."""

    def score(self, context: object, call: Call) -> Iterable[OutputRow]:
        if len(call.wanted["place"]) == 1 and self.calls:
            msg = "too late"
            raise RuntimeError(msg)
        return super().score(context, call)


LATE = PREFIX + "SELECT ?n ?r { ?n a ex:City BIND(sk:score(?n) AS ?r) FILTER(!BOUND(?r) || ?r < 0) } LIMIT 1"


def test_a_failure_while_rows_are_read_is_raised_at_the_next_row() -> None:
    with pytest.raises(FunctionError, match="too late"):
        next(_select(LATE, Late()))


def test_a_failure_while_a_result_is_written_is_raised_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "result.csv"
    path.write_text("old")

    with pytest.raises(FunctionError, match="too late"):
        _select(LATE, Late()).serialize(path, "csv")
    with pytest.raises(FunctionError, match="too late"):
        _select(LATE, Late()).serialize(format="csv")

    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["result.csv"]


class Slow(Fakes):
    def score(self, context: object, call: Call) -> Iterable[OutputRow]:
        time.sleep(0.05)
        return super().score(context, call)


def test_the_time_limit_is_checked_between_phases() -> None:
    with pytest.raises(QueryTimeoutError, match=r"the query took longer than the 0\.02 s allowed"):
        _select("SELECT * { ?n sk:score ?r }", Slow(), timeout_s=0.02)


def test_the_time_limit_is_checked_between_rows_and_while_writing() -> None:
    many = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    for read in (list, lambda result: result.serialize(format="json")):
        with pytest.raises(QueryTimeoutError):
            read(_select(many, timeout_s=0.05))


def test_a_limit_that_is_not_reached_changes_nothing() -> None:
    assert len(list(_select(timeout_s=60))) == 2
