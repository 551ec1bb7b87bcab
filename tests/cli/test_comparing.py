"""``semkg compare``: pages, and the choice of edges."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import CHILE, Run

EX = "https://w3id.org/semkg/example/chile#"


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


def test_compare_writes_a_page_on_groups_and_none_on_paths(run: Run, tmp_path: Path) -> None:
    data, path = (CHILE / "ontology.ttl", CHILE / "chile.ttl"), tmp_path / "groups.html"

    written = run("compare", *data, "--analytic", "community", "-o", path)
    paths = run(
        "compare", *data, "--analytic", "shortestPath", "--from", f"{EX}Arica", "--to", f"{EX}Lima",
        "--format", "html",
    )  # fmt: skip

    page = path.read_text(encoding="utf-8")
    assert (written.code, paths.code) == (0, 2)
    assert page.startswith("<!DOCTYPE html>")
    assert "ontology.ttl, chile.ttl" in page
    assert "What came together" in page
    assert "shortestPath gives no scores" in paths.err


def test_compare_takes_a_choice_of_edges(run: Run, people: Path) -> None:
    knows = "http://example.org/knows"

    types = json.loads(run("compare", people, "--types", "--format", "json").out)
    both = json.loads(run("compare", people, "--edges", knows, "--direction", "both", "--format", "json").out)

    assert "<http://example.org/Person>" in {node["node"] for node in types["nodes"]}
    assert {regime["notes"]["direction"] for regime in both["regimes"]} == {"both"}
    assert len(both["nodes"]) == 3


def test_compare_takes_a_preferred_direction(run: Run) -> None:
    data = (CHILE / "ontology.ttl", CHILE / "chile.ttl")

    preferred = json.loads(run("compare", *data, "--prefer", ":venue", "--format", "json").out)

    assert {one["name"]: one["notes"].get("prefer") for one in preferred["regimes"]} == {
        "asserted": None,
        "entailed": None,
        "invariant": f"<{EX}venue>",
    }


def test_compare_takes_groups_and_paths(run: Run) -> None:
    data = (CHILE / "ontology.ttl", CHILE / "chile.ttl")
    ends = ("--from", f"{EX}TorresDelPaine", "--to", f"<{EX}MoonValley>")

    groups = run("compare", *data, "--analytic", "community")
    components = json.loads(run("compare", *data, "--analytic", "component", "--format", "json").out)
    paths = run("compare", *data, "--analytic", "shortestPath", *ends)

    assert groups.out.startswith("communities, resolution 1")
    assert "adjusted Rand" in groups.out
    assert components["pairs"][0]["before"] == "asserted"
    assert "shortest paths from TorresDelPaine to MoonValley" in paths.out
    assert "TorresDelPaine - GreyGlacier - " in paths.out


def test_compare_says_what_groups_and_paths_lack(run: Run) -> None:
    data = CHILE / "chile.ttl"

    why = run("compare", data, "--analytic", "component", "--why")
    ends = run("compare", data, "--analytic", "shortestPath")
    unknown = run("compare", data, "--analytic", "pagerank")

    assert (why.code, ends.code, unknown.code) == (2, 2, 2)
    assert "component gives no scores" in why.err
    assert "shortestPath needs the two ends: add --from IRI --to IRI" in ends.err
    assert "argument --analytic: invalid choice: 'pagerank'" in unknown.err
    assert all(name in unknown.err for name in ("pageRank", "component", "shortestPath", "linkPrediction"))


def test_compare_takes_names_with_a_prefix_of_the_files(run: Run) -> None:
    data = (CHILE / "ontology.ttl", CHILE / "chile.ttl")

    short = run("compare", *data, "--edges", ":near", "--format", "json")
    whole = run("compare", *data, "--edges", f"<{EX}near>", "--format", "json")
    wrong = run("compare", *data, "--edges", "near")

    assert json.loads(short.out)["nodes"] == json.loads(whole.out)["nodes"] != []
    assert wrong.code == 2
    assert "--edges near is neither an IRI nor a name with a prefix (known: :, owl:," in wrong.err


def test_compare_says_that_a_node_is_not_there(run: Run) -> None:
    found = run("compare", CHILE / "ontology.ttl", CHILE / "chile.ttl", "--why", "--node", ":Nowhere")

    assert found.code == 1
    assert f"<{EX}Nowhere> is no node of either graph" in found.err


def test_compare_takes_models(run: Run, people: Path) -> None:
    chosen = ("--regimes", "asserted,entailed", "--format", "json")

    alike = run("compare", people, "--analytic", "similarTo", *chosen)
    asked = run("compare", people, "--analytic", "linkPrediction", *chosen)
    edges = run("compare", people, "--analytic", "similarTo", "--types")

    assert json.loads(alike.out)["pairs"][0]["before"] == "asserted"
    assert (asked.code, "there is nothing to ask" in asked.err) == (1, True)
    assert (edges.code, "models, which have edges of their own" in edges.err) == (2, True)
