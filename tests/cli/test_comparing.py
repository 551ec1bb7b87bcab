"""``semkg compare``: pages, and the choice of edges."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import CHILE, Run


def test_compare_writes_a_page_that_explains_itself(run: Run, tmp_path: Path) -> None:
    data, path = (CHILE / "ontology.ttl", CHILE / "chile.ttl"), tmp_path / "report.html"

    written = run("compare", *data, "-o", path, "--budget", 3)
    shown = run(
        "compare",
        *data,
        "--format",
        "html",
        "--budget",
        3,
        "--node",
        "https://w3id.org/semkg/example/chile#Lima",
    )

    assert (written.code, shown.code) == (0, 0)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "ontology.ttl, chile.ttl" in shown.out
    assert "Score that neighbours hand on to Lima" in shown.out


def test_compare_takes_a_choice_of_edges(run: Run, people: Path) -> None:
    knows = "http://example.org/knows"

    types = json.loads(run("compare", people, "--types", "--format", "json").out)
    both = json.loads(run("compare", people, "--edges", knows, "--direction", "both", "--format", "json").out)

    assert "<http://example.org/Person>" in {node["node"] for node in types["nodes"]}
    assert {regime["notes"]["direction"] for regime in both["regimes"]} == {"both"}
    assert len(both["nodes"]) == 3
