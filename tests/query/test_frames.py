"""Results as tables of pandas, Arrow and polars, as rdflib's results, and as what a notebook shows."""

from __future__ import annotations

import math
import sys
from typing import Any

import pyoxigraph as ox
import pytest

from semkg.errors import FunctionError, MissingExtraError, QueryError
from semkg.query import AskResult, GraphResult, SelectResult
from tests.query.fakes import EX, engine, ring

PREFIX = f"PREFIX ex: <{EX}> "
TABLE = (
    "SELECT * { VALUES (?iri ?whole ?number ?truth ?mixed ?text ?missing) {"
    " (ex:a 1 1.5 true 1 'x' UNDEF) (ex:b UNDEF 2 false 'two' 'y'@en 5) (ex:c 3 UNDEF UNDEF ex:d UNDEF 7) } }"
)


def ask(text: str) -> SelectResult:
    result = engine(ring()).query(PREFIX + text)
    assert isinstance(result, SelectResult)
    return result


WANTED: dict[str, list[Any]] = {
    "iri": [EX + "a", EX + "b", EX + "c"],
    "whole": [1, None, 3],
    "number": [1.5, 2.0, None],
    "truth": [True, False, None],
    "mixed": ["1", "two", EX + "d"],
    "text": ["x", "y", None],
    "missing": [None, 5, 7],
}


@pytest.mark.parametrize("library", ["arrow", "polars", "pandas"])
def test_columns_have_the_type_of_their_values(library: str) -> None:
    table = getattr(ask(TABLE), f"to_{library}")()

    for name, values in WANTED.items():
        assert [_plain(value) for value in _column(table, name)] == values


def _column(table: Any, name: str) -> list[Any]:
    column = table[name]
    return list(column.to_pylist() if hasattr(column, "to_pylist") else column)


def _plain(value: Any) -> Any:
    missing = (
        value is None or str(value) in ("<NA>", "nan") or (isinstance(value, float) and math.isnan(value))
    )
    return None if missing else value


def test_types_are_the_libraries_own() -> None:
    arrow = {field.name: str(field.type) for field in ask(TABLE).to_arrow().schema}
    polars = {name: str(kind) for name, kind in ask(TABLE).to_polars().schema.items()}
    pandas = {name: str(kind) for name, kind in ask(TABLE).to_pandas().dtypes.items()}

    assert [arrow[name] for name in ("whole", "number", "truth", "iri")] == [
        "int64",
        "double",
        "bool",
        "string",
    ]
    assert [polars[name] for name in ("whole", "number", "truth", "iri")] == [
        "Int64",
        "Float64",
        "Boolean",
        "String",
    ]
    assert [pandas[name] for name in ("whole", "number", "truth")] == ["Int64", "float64", "boolean"]


@pytest.mark.parametrize("library", ["arrow", "polars", "pandas"])
def test_terms_can_be_kept_whole(library: str) -> None:
    table = getattr(ask(TABLE), f"to_{library}")(terms=True)

    assert _column(table, "text")[:2] == ['"x"', '"y"@en']
    assert _column(table, "iri")[0] == f"<{EX}a>"


@pytest.mark.parametrize("library", ["arrow", "polars", "pandas"])
def test_an_empty_result_has_its_columns(library: str) -> None:
    table = getattr(ask("SELECT ?a ?b { ?a ex:nothing ?b }"), f"to_{library}")()

    assert len(table) == 0
    assert list(getattr(table, "column_names", table.columns)) == ["a", "b"]


def test_whole_numbers_that_are_too_large_become_numbers() -> None:
    [value] = _column(ask("SELECT * { VALUES ?n { 99999999999999999 } }").to_arrow(), "n")
    [large] = _column(ask("SELECT (9223372036854775807 * 1e3 AS ?n) {}").to_arrow(), "n")

    assert value == 99999999999999999
    assert large == pytest.approx(9.223372036854776e21)


def test_only_rows_that_were_not_read_yet_are_in_the_table() -> None:
    result = ask("SELECT ?n { ?n a ex:City } ORDER BY ?n")
    next(result)

    assert len(result.to_pandas()) == 2


def test_a_failure_while_a_table_is_made_is_raised() -> None:
    with pytest.raises(FunctionError):
        ask("SELECT (sk:broken(?n) AS ?x) { ?n a ex:City }").to_pandas()


@pytest.mark.parametrize("package", ["pandas", "pyarrow", "polars"])
def test_a_missing_package_names_the_command(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(MissingExtraError, match=r"pip install 'semkg.frames.'"):
        getattr(ask(TABLE), f"to_{package.removeprefix('py')}")()


def test_results_become_rdflibs() -> None:
    select = ask("SELECT ?n ?k { ?n a ex:City ; ex:age ?k } ORDER BY ?n").to_rdflib()
    truth = engine(ring()).query(PREFIX + "ASK { ?n a ex:City }")
    graph = engine(ring()).query(PREFIX + "CONSTRUCT { ?n a ex:Place } WHERE { ?n a ex:City }")
    assert isinstance(truth, AskResult)
    assert isinstance(graph, GraphResult)

    assert [(str(row.n), row.k.toPython()) for row in select] == [
        (EX + "n1", 1),
        (EX + "n3", 3),
        (EX + "n5", 1),
    ]
    assert truth.to_rdflib().askAnswer is True
    assert len(graph.to_rdflib().graph) == 3


def test_a_notebook_shows_the_first_rows_and_leaves_them_to_be_read() -> None:
    result = ask("SELECT ?n ?k { ?n a ex:City ; ex:age ?k } ORDER BY ?n")

    shown = result._repr_html_()

    assert shown.count("<tr>") == 1 + 3
    assert f"<td>{EX}n1</td><td>1</td>" in shown
    assert result._repr_html_() == shown
    assert [row["k"].value for row in result] == ["1", "3", "1"]


def test_a_notebook_shows_no_more_than_a_screen_and_says_so() -> None:
    result = ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")

    shown = result._repr_html_()

    assert shown.count("<tr>") == 1 + 20
    assert "the first 20 rows" in shown
    assert sum(1 for _ in result) == len(list(ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")))


def test_what_the_data_say_is_text_in_a_notebook() -> None:
    shown = ask("SELECT ?x { VALUES ?x { '<script>alert(1)</script>' } }")._repr_html_()

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_a_result_that_was_shown_is_written_whole() -> None:
    text = "SELECT ?n ?r { { ?n sk:score ?r } UNION { ?n ex:next ?x } UNION { VALUES ?r { 1 1 } } } ORDER BY ?n ?r"
    shown, plain = ask(text), ask(text)
    shown._repr_html_()
    next(shown)
    next(plain)

    written = shown.serialize(format="csv")

    assert written == plain.serialize(format="csv")


def test_blank_nodes_of_a_result_that_was_shown_keep_their_names() -> None:
    result = ask("SELECT ?n { ?n ex:age 2 }")
    result._repr_html_()

    assert b"_:somewhere" in (result.serialize(format="tsv") or b"")
    assert ox.BlankNode("somewhere") in [row["n"] for row in ask("SELECT ?n { ?n ex:age 2 }")]


@pytest.mark.parametrize("way", ["to_pandas", "to_arrow", "to_polars"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK {}", r"take bool\(result\)"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "ask for columns by SELECT"),
        (f"DESCRIBE <{EX}n1>", "ask for columns by SELECT"),
    ],
)
def test_what_is_no_table_says_what_to_do(text: str, message: str, way: str) -> None:
    result = engine(ring()).query(text)

    with pytest.raises(QueryError, match=message):
        getattr(result, way)(terms=True)
