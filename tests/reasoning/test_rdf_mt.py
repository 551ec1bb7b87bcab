"""The RDF Semantics tests of the W3C, for the regimes that are claimed: simple, RDF and RDFS."""

from __future__ import annotations

import io
import tarfile
from pathlib import PurePosixPath
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from semkg.reasoning import close, entails
from semkg.store import TermDictionary
from semkg.vocab import RDF
from tests.data import DATA
from tests.reasoning.graphs import rows_of
from tests.reasoning.test_suites import read_ledger

FILE = ("w3c", "rdf-tests-sparql11-rdfmt.tar.xz")
FOLDER = "./rdf/rdf11/rdf-mt"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
FORMATS = {".nt": ox.RdfFormat.N_TRIPLES, ".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML}
RULES = {"simple": "none", "RDF": "rdfs", "RDFS": "rdfs"}
"""What RDF entails, RDFS entails too; a negative case of RDF that RDFS entails stands in the ledger."""


class Case(NamedTuple):
    name: str
    positive: bool
    regime: str
    premise: list[ox.Quad]
    conclusion: list[ox.Quad] | None


def read_cases() -> list[Case]:
    path = DATA.joinpath(*FILE)
    if not path.exists():
        return []
    with tarfile.open(path) as archive:
        files = {
            member.name: archive.extractfile(member).read()  # type: ignore[union-attr] # these are files
            for member in archive.getmembers()
            if member.name.startswith(FOLDER) and member.isfile()
        }
    manifest = ox.Store()
    manifest.bulk_load(
        io.BytesIO(files[f"{FOLDER}/manifest.ttl"]),
        format=ox.RdfFormat.TURTLE,
        base_iri="http://mt/rdf/rdf11/rdf-mt/manifest.ttl",
    )
    query = f"""SELECT * WHERE {{ ?test <{MF}name> ?name ; a ?type ; <{MF}entailmentRegime> ?regime ;
        <{MF}action> ?action ; <{MF}result> ?result }}"""
    found = manifest.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(
        Case(
            row["name"].value,
            row["type"].value.endswith("PositiveEntailmentTest"),
            row["regime"].value,
            _read(files, row["action"].value),
            None if isinstance(row["result"], ox.Literal) else _read(files, row["result"].value),
        )
        for row in found
    )


def _read(files: dict[str, bytes], iri: str) -> list[ox.Quad]:
    name = f"./{iri.removeprefix('http://mt/')}"
    return list(
        ox.parse(
            files[name],
            format=FORMATS[PurePosixPath(name).suffix],
            base_iri=iri,
            rename_blank_nodes=True,
        )
    )


CASES = read_cases()
LEDGER = read_ledger()


def parameters() -> list[object]:
    return [
        pytest.param(
            case,
            id=case.name,
            marks=[pytest.mark.xfail(reason=reason, strict=True)]
            if (reason := LEDGER.get(("rdf-mt", case.name, case.regime)))
            else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", parameters())
def test_a_case_of_rdf_semantics(case: Case) -> None:
    terms = TermDictionary()

    closure = close(rows_of(case.premise, terms), terms, rules=RULES[case.regime])

    follows = not closure.consistent
    if case.conclusion is not None:
        follows = follows or entails(closure, rows_of(case.conclusion, terms), terms)
    assert follows == case.positive


def test_the_ledger_names_existing_cases_of_rdf_semantics() -> None:
    known = {case.name for case in CASES}

    assert not CASES or {name for suite, name, _ in LEDGER if suite == "rdf-mt"} <= known


def test_the_vocabulary_is_typed_as_the_standard_says() -> None:
    terms = TermDictionary()
    closure = close(rows_of([], terms), terms, rules="rdfs")
    axiom = ox.Quad(ox.NamedNode(RDF + "type"), ox.NamedNode(RDF + "type"), ox.NamedNode(RDF + "Property"))

    assert entails(closure, rows_of([axiom], terms), terms)
