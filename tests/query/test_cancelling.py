"""Queries that are given up while they run."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import pytest

from semkg.errors import QueryCancelledError
from semkg.query import Call, OutputRow, SelectResult
from tests.chile import shared_chile
from tests.query.fakes import EX, Fakes, engine, ring

PREFIX = f"PREFIX ex: <{EX}> "


class Cancelling(Fakes):
    """Functions whose caller gives up while they run."""

    def __init__(self) -> None:
        super().__init__()
        self.event = threading.Event()

    def score(self, context: object, call: Call) -> Iterable[OutputRow]:
        self.event.set()
        return super().score(context, call)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?n sk:score ?r . (?o) sk:near (?n) }",
        "SELECT * { ?n a ex:City BIND(sk:score(?n) AS ?r) }",
        "ASK { ?n sk:score ?r }",
        "CONSTRUCT { ?n ex:rank ?r } WHERE { ?n sk:score ?r }",
    ],
)
def test_a_query_that_is_cancelled_goes_no_further_than_the_phase_it_is_in(text: str) -> None:
    fakes = Cancelling()

    with pytest.raises(QueryCancelledError, match="the query was cancelled"):
        engine(ring(), fakes).query(PREFIX + text, cancelled=fakes.event.is_set)

    assert len(fakes.calls) == 1


def test_a_query_can_be_cancelled_between_rows() -> None:
    event = threading.Event()
    result = engine(ring()).query("SELECT * { ?s ?p ?o }", cancelled=event.is_set)
    assert isinstance(result, SelectResult)
    rows = iter(result)
    next(rows)

    event.set()

    with pytest.raises(QueryCancelledError):
        next(rows)
    with pytest.raises(QueryCancelledError):
        next(result)


def test_cancelling_one_query_leaves_others_alone() -> None:
    asked = engine(ring())
    event = threading.Event()
    other = asked.query("SELECT * { ?s ?p ?o }", cancelled=threading.Event().is_set)
    event.set()

    with pytest.raises(QueryCancelledError):
        asked.query("SELECT * { ?s sk:score ?o }", cancelled=event.is_set)

    assert isinstance(other, SelectResult)
    assert len(list(other)) == len(ring())
    assert asked.query("ASK { ?s sk:score ?o }")


def test_a_query_of_a_graph_takes_the_same_word() -> None:
    with pytest.raises(QueryCancelledError):
        shared_chile().query("ASK { ?n sk:pageRank ?r }", cancelled=lambda: True)
