"""The example that ships with the project, as tests use it."""

from __future__ import annotations

import functools

import pyoxigraph as ox

import semkg
from semkg.query import SelectResult
from tests.data import ROOT

CHILE = ROOT / "examples" / "chile"
PREFIX = "PREFIX : <https://w3id.org/semkg/example/chile#>\n"
PHRASINGS = ("chile.ttl", "chile-venue.ttl", "chile-union.ttl")


def chile(phrasing: str = "chile.ttl", rules: str = "rl+") -> semkg.KnowledgeGraph:
    kg = semkg.KnowledgeGraph(rules=rules)
    kg.load(CHILE / "ontology.ttl")
    kg.load(CHILE / phrasing)
    return kg


@functools.cache
def shared_chile() -> semkg.KnowledgeGraph:
    """A graph that many tests read and none writes: it is loaded, closed and trained once in a process."""
    return chile()


def select(kg: semkg.KnowledgeGraph, text: str, regime: str | None = None) -> list[ox.QuerySolution]:
    """Answer a SELECT query over the example; its prefix is known."""
    result = kg.query(PREFIX + text, regime=regime)
    assert isinstance(result, SelectResult)
    return list(result)


def place(name: str) -> str:
    return f"https://w3id.org/semkg/example/chile#{name}"
