"""Scores written into the graph by INSERT ... WHERE."""

from __future__ import annotations

import pytest

from semkg import KnowledgeGraph
from tests.chile import PREFIX, chile, select

EX = "PREFIX ex: <http://example.org/written#> "


def update(kg: KnowledgeGraph, text: str) -> None:
    kg.update(PREFIX + EX + text)


@pytest.mark.parametrize(
    ("pattern", "regime"),
    [
        ("?n sk:pageRank ?r", "invariant"),
        ("(?n ?r) sk:pageRank (sk:regime sk:asserted)", "asserted"),
        ("?n ?p ?o BIND(sk:pageRank(?n, sk:regime, sk:entailed) AS ?r)", "entailed"),
    ],
)
def test_scores_are_written_as_they_are_answered(pattern: str, regime: str) -> None:
    kg = chile()
    wanted = dict(kg.pagerank(regime))

    update(kg, f"INSERT {{ ?n ex:score ?r }} WHERE {{ {pattern} }}")

    rows = select(kg, EX + "SELECT ?n ?r FROM sk:asserted { ?n ex:score ?r }")
    written = {row["n"]: float(row["r"].value) for row in rows}
    assert len(rows) == len(written)
    assert len(written) > 50
    assert all(written[node] == score for node, score in wanted.items() if node in written)


def test_a_named_graph_takes_the_scores_and_dumps_them() -> None:
    kg = chile()

    update(kg, "INSERT { GRAPH ex:scores { ?n ex:score ?r } } WHERE { ?n a :City ; sk:pageRank ?r }")

    [row] = select(kg, EX + "SELECT (COUNT(*) AS ?c) { GRAPH ex:scores { ?n ex:score ?r } }")
    assert int(row["c"].value) == (
        kg.dump(format="nq", graph="http://example.org/written#scores") or b""
    ).count(b"score>")
    assert int(row["c"].value) > 5


@pytest.mark.parametrize("target", ["{ ?n ex:score ?r }", "{ GRAPH ex:scores { ?n ex:score ?r } }"])
@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_writing_scores_again_changes_nothing(target: str, regime: str) -> None:
    kg = chile()
    text = f"INSERT {target} WHERE {{ (?n ?r) sk:pageRank (sk:regime sk:{regime}) }}"
    update(kg, text)
    before = kg.epoch, kg.dump(format="nq")

    update(kg, text)

    assert (kg.epoch, kg.dump(format="nq")) == before


def test_scores_are_brought_up_to_date_by_one_update() -> None:
    kg = chile()
    renew = (
        "DELETE { ?n ex:score ?old } INSERT { ?n ex:score ?r } "
        "WHERE { ?n sk:pageRank ?r OPTIONAL { ?n ex:score ?old } }"
    )
    update(kg, renew)
    update(kg, "INSERT DATA { :Ancud :bus :Santiago . :PuertoVaras :bus :Ancud }")

    update(kg, renew)

    rows = select(kg, EX + "SELECT ?n ?r ?now { ?n ex:score ?r ; sk:pageRank ?now }")
    assert len(rows) == len({row["n"] for row in rows})
    assert all(row["r"] == row["now"] for row in rows)
    assert kg.query(EX + PREFIX + "ASK { :Ancud ex:score ?r }")


def test_written_scores_order_as_the_function_does() -> None:
    kg = chile()
    update(kg, "INSERT { ?n ex:score ?r } WHERE { ?n sk:pageRank ?r }")

    written = select(kg, EX + "SELECT ?n { ?n a :City ; ex:score ?r } ORDER BY DESC(?r) ?n LIMIT 5")
    computed = select(kg, "SELECT ?n { ?n a :City } ORDER BY DESC(sk:pageRank(?n)) ?n LIMIT 5")

    assert [row["n"] for row in written] == [row["n"] for row in computed]
