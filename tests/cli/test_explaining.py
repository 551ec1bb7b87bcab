"""``semkg explain`` and ``semkg check``: what they print, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from semkg.cli import main
from tests.chile import CHILE
from tests.data import ROOT

DATA = """PREFIX : <http://ex/> PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
:A owl:disjointWith :B . :C rdfs:subClassOf :A . :x a :C , :B . :y a :C , :B . :z :p "a"@en .
"""


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "data.ttl"
    path.write_text(DATA)
    return str(path)


def test_a_proof_is_printed_with_the_prefixes_of_the_file(
    data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["explain", data, ":x", "a", ":A", "-q"])

    assert code == 0
    assert capsys.readouterr().out == (
        ":x a :A  [cax-sco]\n  :C rdfs:subClassOf :A  [asserted]\n  :x a :C  [asserted]\n"
    )


def test_a_proof_is_written_as_json(data: str, tmp_path: Path) -> None:
    out = tmp_path / "proof.json"

    code = main(["explain", data, "ex:x", "a", "ex:A", "--prefix", "ex=http://ex/", "-o", str(out), "-q"])

    assert code == 0
    assert json.loads(out.read_text())["steps"][-1]["rule"] == "cax-sco"


def test_what_does_not_follow_ends_with_code_1(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", data, "http://ex/z", "a", ":A"]) == 1
    assert ":z a :A does not follow" in capsys.readouterr().err


def test_an_unknown_prefix_is_named_with_the_remedy(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", data, "no:x", "a", ":A"]) == 2
    assert "--prefix" in capsys.readouterr().err


def test_contradictions_are_counted_by_kind_and_explained(
    data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", data, "-q"])
    out = capsys.readouterr().out

    assert code == 3
    assert out.startswith("inconsistent: 2 contradictions of 1 kinds")
    assert ":A owl:disjointWith :B" in out
    assert "[cax-dw]" in out


def test_a_report_of_contradictions_is_written_as_json(data: str, tmp_path: Path) -> None:
    out = tmp_path / "report.json"

    assert main(["check", data, "--format", "json", "-o", str(out), "-q"]) == 3
    report = json.loads(out.read_text())
    assert report["clashes"] == 2
    assert len(report["explained"][0]["minimal_set"]) == 4


def test_consistent_data_pass_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(CHILE / "ontology.ttl"), "-q"]) == 0
    assert capsys.readouterr().out == "consistent\n"


def test_a_strict_query_of_contradictions_fails(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", data, "SELECT * { ?s ?p ?o }", "--strict", "-q"]) == 1
    assert "cax-dw" in capsys.readouterr().err


def test_the_documentation_prints_the_proof_that_the_command_prints(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (ROOT / "docs" / "explanations.md").read_text()
    files = [str(CHILE / name) for name in ("ontology.ttl", "chile.ttl")]

    main(["explain", *files, ":SanPedro", "rdf:type", ":Place", "-q"])

    assert f"```\n{capsys.readouterr().out}```" in page
