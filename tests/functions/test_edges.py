"""Edges that a query gives itself, through a sub-query in SERVICE."""

from __future__ import annotations

import pytest

from semkg import KnowledgeGraph
from semkg.errors import FunctionError
from semkg.functions import FUNCTIONS, service
from semkg.query import SparqlFunction
from semkg.vocab import SK
from tests.chile import select, shared_chile

PREFIX = "PREFIX : <http://x/> "
SAME = b"@prefix : <http://x/> . :a <http://www.w3.org/2002/07/owl#sameAs> :b . :a :p :c . :c :p :d ."


def scores(kg: KnowledgeGraph, edges: str, regime: str | None = None, more: str = "") -> dict[str, float]:
    text = f"{PREFIX} SELECT ?n ?s {{ SERVICE sk:pageRank {{ [] sk:node ?n ; sk:score ?s {more} . {{ {edges} }} }} }}"
    return {str(row["n"]): float(row["s"].value) for row in select(kg, text, regime)}


def test_a_projection_by_query_is_the_projection_by_option() -> None:
    kg = shared_chile()

    by_query = select(
        kg,
        "SELECT ?n ?s { SERVICE sk:pageRank { [] sk:node ?n ; sk:score ?s ; sk:regime sk:entailed ."
        " { SELECT ?source ?target { ?source :connectsTo ?target } } } }",
    )
    by_option = select(
        kg, "SELECT ?n ?s { (?n ?s) sk:pageRank (sk:edges :connectsTo sk:regime sk:entailed) }"
    )

    found, wanted = (
        {row["n"].value: float(row["s"].value) for row in rows} for rows in (by_query, by_option)
    )
    assert found == pytest.approx(wanted, abs=1e-9)
    assert len(found) > 10


def test_names_of_one_thing_are_one_node_in_edges_of_a_query() -> None:
    kg = KnowledgeGraph()
    kg.load(SAME, "ttl")

    every = scores(kg, "SELECT ?source ?target { ?source :p ?target }")
    once = scores(kg, "SELECT ?source ?target { ?source :p ?target FILTER(?source != :b) }")
    written = scores(kg, "SELECT ?source ?target { ?source :p ?target }", "asserted")

    assert every == once
    assert every["<http://x/a>"] == every["<http://x/b>"]
    assert sum(every.values()) - every["<http://x/b>"] == pytest.approx(1)
    assert "<http://x/b>" not in written


def test_weights_share_a_node_out() -> None:
    table = "VALUES (?source ?target ?weight) { (:a :b 3) (:a :c 1) (:b :a 1) (:c :a 1) }"

    weighted = scores(KnowledgeGraph(), f"SELECT ?source ?target ?weight {{ {table} }}")
    plain = scores(KnowledgeGraph(), f"SELECT ?source ?target {{ {table} }}")

    assert plain["<http://x/b>"] == pytest.approx(plain["<http://x/c>"])
    assert (weighted["<http://x/b>"] - 0.05) / (weighted["<http://x/c>"] - 0.05) == pytest.approx(3)


def test_rows_that_are_the_same_edge_count_once_and_other_weights_add_up() -> None:
    kg = KnowledgeGraph()
    back = "(:b :a 1) (:c :a 1)"

    twice = scores(
        kg, f"SELECT * {{ VALUES (?source ?target ?weight) {{ (:a :b 1) (:a :b 1) (:a :c 1) {back} }} }}"
    )
    added = scores(
        kg, f"SELECT * {{ VALUES (?source ?target ?weight) {{ (:a :b 1) (:a :b 2) (:a :c 3) {back} }} }}"
    )

    assert twice["<http://x/b>"] == pytest.approx(twice["<http://x/c>"])
    assert added["<http://x/b>"] == pytest.approx(added["<http://x/c>"])


def test_edges_may_name_things_that_no_triple_has() -> None:
    found = scores(
        KnowledgeGraph(), "SELECT * { VALUES (?source ?target) { (:new :newer) } }", more="; sk:seed :new"
    )

    assert set(found) == {"<http://x/new>", "<http://x/newer>"}
    assert found["<http://x/new>"] > found["<http://x/newer>"] > 0


def test_edges_to_literals_are_left_out_unless_asked_for() -> None:
    table = "SELECT * { VALUES (?source ?target) { (:a :b) (:a 'c') } }"

    without = scores(KnowledgeGraph(), table)
    within = scores(KnowledgeGraph(), table, more="; sk:literals true")

    assert set(without) == {"<http://x/a>", "<http://x/b>"}
    assert set(within) == {"<http://x/a>", "<http://x/b>", '"c"'}


def test_a_seed_outside_the_edges_is_an_error() -> None:
    with pytest.raises(FunctionError, match="the seed <http://x/c> is none of the 2 nodes"):
        scores(KnowledgeGraph(), "SELECT * { VALUES (?source ?target) { (:a :b) } }", more="; sk:seed :c")


GIVEN = {
    "subject": ":Calama",
    "predicate": ":bus",
    "object": ":SanPedro",
    "node": ":Arica",
    "a": ":Arica",
    "b": ":Calama",
    "analytic": "sk:pageRank",
    "function": "sk:pageRank",
    "source": ":Arica",
    "target": ":Calama",
}
"""A value for each input of a function; its outputs are left open."""


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.iri.removeprefix(SK))
def test_the_documented_service_form_is_accepted(function: SparqlFunction) -> None:
    form = service(function).replace(
        "[?weight] { ... }", "{ VALUES (?source ?target) { (:Arica :Calama) (:Calama :Arica) } }"
    )
    given = {name: term for name, term in GIVEN.items() if name not in {one.name for one in function.outputs}}
    bound = f"VALUES ({' '.join(f'?{name}' for name in given)}) {{ ({' '.join(given.values())}) }}"

    rows = select(shared_chile(), f"SELECT * {{ {bound} {form} }} LIMIT 1")

    assert rows
