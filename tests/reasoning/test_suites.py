"""Public suites of entailment and consistency cases."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import TypedDict

import pyoxigraph as ox
import pytest

from semkg.reasoning import close, entails
from semkg.store import TermDictionary
from semkg.vocab import OWL
from tests.data import DATA, require_data
from tests.reasoning.graphs import rows_of

FILE = ("reasoning", "entailment-cases.jsonl.xz")


class Case(TypedDict):
    suite: str
    id: str
    type: str
    premise: str
    conclusion: str | None


def read_cases() -> list[Case]:
    path = DATA.joinpath(*FILE)
    return [json.loads(line) for line in lzma.open(path, "rt")] if path.exists() else []


def read_ledger() -> dict[tuple[str, str, str], str]:
    lines = Path(__file__).with_name("ledger.txt").read_text().splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {(suite, case, kind): reason for suite, case, kind, reason in rows}


CASES = read_cases()
LEDGER = read_ledger()


def claimed(case: Case) -> bool:
    """Entailments beyond the RL profile are not claimed; that nothing false follows is claimed everywhere."""
    if case["suite"] == "w3c-all-nonRL":
        return case["type"] in ("CONSISTENCY", "NEGATIVE_ENTAILMENT")
    return case["suite"] in ("schneider-owl2rl", "schneider-rdfs", "w3c-all-RL")


def parameters() -> list[object]:
    return [
        pytest.param(
            case,
            id=f"{case['suite']}-{case['id']}-{case['type']}",
            marks=[pytest.mark.xfail(reason=reason)] if (reason := LEDGER.get(key(case))) else [],
        )
        for case in CASES
        if claimed(case)
    ]


def key(case: Case) -> tuple[str, str, str]:
    return case["suite"], case["id"], case["type"]


def triples(text: str | None) -> list[ox.Quad]:
    parsed = ox.parse((text or "").encode(), format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True)
    return [triple for triple in parsed if triple.object != ox.NamedNode(OWL + "Ontology")]


@pytest.mark.parametrize("case", parameters())
def test_a_case_of_the_suites(case: Case) -> None:
    terms = TermDictionary()

    rules = "rdfs" if case["suite"] == "schneider-rdfs" else "rl+"
    closure = close(rows_of(triples(case["premise"]), terms), terms, rules=rules)

    consistent = case["type"] != "INCONSISTENCY"
    assert closure.consistent == consistent
    if case["type"].endswith("ENTAILMENT"):
        conclusion = rows_of(triples(case["conclusion"]), terms)
        assert entails(closure, conclusion, terms) == case["type"].startswith("POSITIVE")


def test_the_ledger_names_existing_cases_and_none_that_the_rules_decide() -> None:
    require_data(*FILE)

    mine = {entry for entry in LEDGER if entry[0] != "rdf-mt"}
    assert mine <= {key(case) for case in CASES}
    assert not [case for _, case, _ in LEDGER if any(part in case for part in ("-sem-", "-xtr-", "-ont-"))]


def test_nearly_all_datatype_cases_pass() -> None:
    require_data(*FILE)
    ids = [case["id"] for case in CASES if "-dat-" in case["id"]]

    assert len([case for _, case, _ in LEDGER if case in ids]) <= 0.05 * len(ids)
