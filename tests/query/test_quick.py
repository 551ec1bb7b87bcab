"""Which texts are answered without being parsed."""

from __future__ import annotations

import pytest

from semkg.query.quick import is_plain
from tests.query.fakes import engine, ring, rows


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "PREFIX ex: <http://example.org/a/b/c#> ASK { ex:a ex:b 'c' }",
        "SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 5",
        "PREFIX x: <http://a/b/c/d/e/f> SELECT * { " + "?s x:p <http://a/b/c/d/e/f> . " * 40 + "}",
    ],
)
def test_ordinary_texts_are_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s sk:score ?o }",
        "SELECT * { ?s <https://w3id.org/semkg#score> ?o }",
        "PREFIX x: <https://w3id.org/SEMKG#> SELECT * { ?s x:score ?o }",
        "SELECT * FROM <a:a> { ?s ?p ?o }",
        "select * from<a:a> { ?s ?p ?o }",
        "SELECT * { Service <a:a> { } }",
        "SELECT * { ?s ?p ?o } # Pragma x",
        r"SELECT * { ?s <https://w3id.org/sem\u006Bg#score> ?o }",
        "SELECT * { " + "{" * 129,
        "SELECT * { FILTER(" + "!" * 3000 + "1) }",
        "SELECT * { ?x " + "a:a/" * 120 + "a:a ?y }",
        "SELECT * { ?x ?y " + "<<" * 150 + " }",
    ],
)
def test_texts_that_may_concern_us_are_not(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize("name", ["rdf:type", "rdfs:label", "owl:sameAs", "xsd:int"])
def test_known_prefixes_need_no_declaration(name: str) -> None:
    assert list(rows(engine(ring()).query(f"SELECT * {{ ?s {name} 'nothing' }}"))) == []


def test_a_base_of_ours_is_not_plain() -> None:
    assert not is_plain("SELECT * { ?s <#score> ?o }", "https://w3id.org/semkg")
