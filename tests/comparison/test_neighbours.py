"""What is most alike under several regimes, compared as sets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from semkg import KnowledgeGraph
from semkg.comparison import Neighbours, compare_neighbours

EX = "http://x/"
SETTINGS: dict[str, Any] = {"dim": 8, "epochs": 5, "regularisation": 0.01}


def near(**names: str) -> Neighbours:
    return Neighbours({name: tuple(nearest) for name, nearest in names.items()}, {})


def test_neighbours_are_compared_as_sets() -> None:
    before, after = near(a="bcd", b="acd", c="abd", x="abc"), near(a="bdc", b="cde", c="xyz", y="abc")

    found = compare_neighbours({"asserted": before, "entailed": after}, k=3)

    [pair] = found.pairs
    assert (pair.common, pair.only_before, pair.only_after) == (3, 1, 1)
    assert pair.jaccard == pytest.approx((1 + 2 / 4 + 0) / 3)
    assert (pair.same, pair.first) == (1, 1)
    assert found.overlap("b") == 2 / 4
    assert found.overlap("x") is None


def test_those_that_change_most_come_first() -> None:
    before, after = near(a="bcd", b="acd", c="abd"), near(a="bdc", b="cde", c="xyz")

    lines = compare_neighbours({"asserted": before, "entailed": after}, k=3).to_table(2).splitlines()

    assert [line.split()[:2] for line in lines[3:5]] == [["c", "0.00"], ["b", "0.50"]]
    assert lines[5] == "(1 more)"


def test_without_a_common_name_nothing_is_said_of_all() -> None:
    found = compare_neighbours({"asserted": near(a="b"), "entailed": near(c="d")}, k=1)

    assert found.pairs[0].jaccard is None
    assert "undefined" in found.to_table()


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    pytest.importorskip("torch")
    kg = KnowledgeGraph()
    lines = " ".join(f":n{at} :p :n{(at + 1) % 9} ; :q :n{(at * 2) % 9} ." for at in range(9))
    axioms = "owl:inverseOf :r . :n0 owl:sameAs :alias . :alias :p :n4 ."
    kg.load(
        f"@prefix : <{EX}> . @prefix owl: <http://www.w3.org/2002/07/owl#> . {lines} :p {axioms}".encode(),
        "ttl",
    )
    for regime in ("asserted", "entailed"):
        kg.train(regime=regime, **SETTINGS)
    return kg


def test_the_neighbours_are_those_of_the_default_models(kg: KnowledgeGraph) -> None:
    found = kg.compare_neighbours(("asserted", "entailed"), k=3)

    for regime, one in found.found.items():
        ours = [str(node).replace("n0>", "alias>") for node, _ in kg.similar_to(EX + "n5", 3, regime=regime)]
        assert list(one.nearest[f"<{EX}n5>"]) == list(dict.fromkeys(ours))
        assert one.notes["regime"] == regime


def test_things_that_are_equal_are_one_among_the_nearest(kg: KnowledgeGraph) -> None:
    nearest = kg.compare_neighbours(("asserted", "entailed"), k=20).found["asserted"].nearest

    assert nearest.keys() >= {f"<{EX}n0>", f"<{EX}alias>"}
    assert {name for near in nearest.values() for name in near} >= {f"<{EX}alias>", f"<{EX}n1>"}
    assert not any(f"<{EX}n0>" in near for near in nearest.values())
    assert f"<{EX}alias>" not in nearest[f"<{EX}n0>"]


def test_tables_and_json_say_the_same(kg: KnowledgeGraph) -> None:
    found = kg.compare_neighbours(("asserted", "entailed"), k=3)

    data = json.loads(found.to_json())

    assert data["pairs"][0]["jaccard"] == found.pairs[0].jaccard
    assert f"{found.pairs[0].jaccard:.3f}" in found.to_table()
    assert data["regimes"][0]["nearest"][f"<{EX}n5>"] == list(found.found["asserted"].nearest[f"<{EX}n5>"])
    assert "asserted: training_edges" in found.to_table()


def test_what_cannot_be_compared_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(ValueError, match="at least two"):
        kg.compare_neighbours(("asserted",))
    with pytest.raises(ValueError, match="k is 0"):
        kg.compare_neighbours(k=0)
    with pytest.raises(ValueError, match="unknown regime 'all'"):
        kg.compare_neighbours(("asserted", "all"))
