from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.cli.console import Console, write_atomically
from semkg.cli.formats import format_of, render_report, render_rows, render_table

CELLS = st.text(alphabet="ab ,\"'é\n", max_size=5)


def test_a_table_aligns_columns_and_puts_numbers_on_the_right() -> None:
    assert render_table(["name", "n"], [["a", "10"], ["long name", "2"]]) == (
        "name        n\n---------  --\na          10\nlong name   2\n"
    )


def test_a_table_without_rows_has_its_heading() -> None:
    assert render_table(["a", "b"], []) == "a  b\n-  -\n"
    assert render_table([], []) == "\n\n"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_csv_reads_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    text = render_rows(("a", "b"), rows, "csv")

    assert [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))][1:] == rows


def test_json_rows_are_objects_with_their_values() -> None:
    assert json.loads(render_rows(("a", "b"), [("é", 1.5), (None, True)], "json")) == [
        {"a": "é", "b": 1.5},
        {"a": None, "b": True},
    ]


def test_a_report_is_lines_csv_or_json() -> None:
    values: dict[str, object] = {"model": "complex", "valid": {"mrr": 0.25}, "test": None, "good": True}

    assert render_report(values, "table") == "model  complex\nvalid  mrr 0.25\ntest\ngood   yes\n"
    assert render_report(values, "csv").splitlines()[0] == "name,value"
    assert json.loads(render_report(values, "json")) == values


def test_json_refuses_what_json_does_not_have() -> None:
    with pytest.raises(ValueError, match="JSON"):
        render_report({"x": float("nan")}, "json")


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.CSV", "csv"), ("a.json", "json"), ("a.ttl", "ttl"), ("a.svg", "svg"), ("a", None), ("a.x", None)],
)
def test_the_suffix_names_the_format(name: str, form: str | None) -> None:
    assert format_of(Path(name)) == form


def test_the_format_asked_for_goes_before_that_of_the_suffix(tmp_path: Path) -> None:
    assert Console(output=tmp_path / "a.csv", format="json").choose(("table", "csv", "json")) == "json"
    assert Console(output=tmp_path / "a.csv").choose(("table", "csv", "json")) == "csv"
    assert Console().choose(("ttl", "table")) == "ttl"


def test_a_format_that_does_not_fit_is_an_error_that_lists_those_that_do() -> None:
    with pytest.raises(ValueError, match="cannot be written as ttl; choose one of: table, csv"):
        Console(format="ttl").choose(("table", "csv"))


def test_a_file_is_replaced_as_a_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)

    write_atomically(path, b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def fail(_self: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")

    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_progress_is_not_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with Console() as console:
        console.progress("loading", 1, 10)

    assert capsys.readouterr().err == ""


def test_progress_on_a_terminal_goes_to_standard_error_and_is_taken_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Console() as console:
        console.progress("loading data.nt", 5, 10)
        console.progress("training", 1, None)
        console.say("done")

    out, err = capsys.readouterr()
    assert out == ""
    assert "loading data.nt" in err
    assert "training" in err
    assert err.endswith("done\n")
