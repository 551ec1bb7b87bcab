from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from semkg.cli import entry, query
from tests.cli.conftest import Run
from tests.data import ROOT


def one_line(text: str) -> bool:
    return text.count("\n") == 1 and text.startswith("semkg: error: ") and "Traceback" not in text


def test_a_syntax_error_in_a_file_names_file_and_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> ???", encoding="utf-8")

    result = run("load", tmp_path / "store", tmp_path / "bad.ttl")

    assert result.code == 1
    assert one_line(result.err)
    assert "bad.ttl" in result.err
    assert "line 2" in result.err


@pytest.mark.parametrize("name", ["missing.ttl", "folder/missing.nt"])
def test_a_missing_file_is_an_error(run: Run, tmp_path: Path, name: str) -> None:
    result = run("info", tmp_path / name)

    assert result.code == 1
    assert one_line(result.err)
    assert name in result.err


def test_an_error_in_a_query_shows_the_place(run: Run, people: Path) -> None:
    result = run("query", people, "SELECT * WHERE {\n  ?s ?p }")

    assert result.code == 1
    message, line, mark = result.err.splitlines()
    assert one_line(message + "\n")
    assert "line 2, column 9" in message
    assert line.strip() == "?s ?p }"
    assert line[mark.index("^")] == "}"


def test_an_unknown_name_of_ours_is_an_error(run: Run, people: Path) -> None:
    result = run("query", people, "SELECT * { ?s sk:pageRang ?r }")

    assert result.code == 1
    assert "pageRank" in result.err


def test_debug_shows_the_traceback(run: Run, tmp_path: Path) -> None:
    result = run("info", tmp_path / "missing.ttl", "--debug")

    assert result.code == 1
    assert "Traceback" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("unknown",),
        ("query",),
        ("query", "SELECT * {}"),
        ("load", "x"),
        ("query", "a", "b", "--regime", "no"),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


def test_a_query_that_is_a_file_name_is_wrong_usage(run: Run, people: Path) -> None:
    result = run("query", people, people)

    assert result.code == 2
    assert "-f FILE" in result.err


def test_a_store_and_a_file_together_are_wrong_usage(run: Run, store: Path, people: Path) -> None:
    result = run("query", store, people, "ASK {}")

    assert result.code == 2
    assert "stand alone" in result.err


def test_files_in_the_wrong_order_are_explained(run: Run, people: Path, tmp_path: Path) -> None:
    result = run("load", people, tmp_path / "store")

    assert result.code == 2
    assert "first argument is the store" in result.err


def test_a_format_that_does_not_fit_leaves_no_file(run: Run, people: Path, tmp_path: Path) -> None:
    result = run("query", people, "SELECT * { ?s ?p ?o }", "-o", tmp_path / "out.ttl")

    assert result.code == 1
    assert "choose one of" in result.err
    assert not (tmp_path / "out.ttl").exists()


def test_an_interrupt_is_exit_code_130_without_a_traceback(
    run: Run, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    command = replace(query.QUERY, run=interrupt)
    monkeypatch.setattr(entry, "COMMANDS", (command,))
    result = run("query", people, "ASK {}")

    assert result.code == 130
    assert "Traceback" not in result.err
    assert "not kept" in result.err


def test_quiet_leaves_standard_error_empty(run: Run, people: Path, tmp_path: Path) -> None:
    assert run("query", people, "SELECT * { ?s ?p ?o }", "-q").err == ""
    assert run("query", people, "SELECT * { ?s ?p ?o }", "-q", "-o", tmp_path / "a.csv").err == ""


def start(*arguments: object, unbuffered: str = "") -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": unbuffered}
    return subprocess.Popen(
        [sys.executable, "-m", "semkg", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


def test_the_module_runs_as_a_program(people: Path) -> None:
    out, err = start("query", people, "ASK { ?s ?p 30 }").communicate(timeout=60)

    assert (out, err) == (b"true\n", b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path, unbuffered: str) -> None:
    data = tmp_path / "many.nt"
    data.write_text("".join(f"<urn:s{i}> <urn:p> <urn:o> .\n" for i in range(20_000)), encoding="utf-8")

    arguments = ("query", data, "SELECT * { ?s ?p ?o }", "--regime", "asserted", "--format", "csv", "-q")
    process = start(*arguments, unbuffered=unbuffered)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()

    assert process.wait(timeout=60) == 0
    assert complaint == b""
