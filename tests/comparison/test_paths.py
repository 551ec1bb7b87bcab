"""Paths under several regimes, compared as sets."""

from __future__ import annotations

import json

import pytest

from semkg import KnowledgeGraph
from semkg.comparison import Paths, compare_paths
from tests.chile import place, shared_chile


def paths(*texts: str) -> Paths:
    found = tuple(tuple(text) for text in texts)
    return Paths(len(found[0]) - 1 if found else None, found, {})


def test_paths_are_compared_as_sets() -> None:
    found = compare_paths(
        "a", "d", {"asserted": paths("abcd", "abed"), "entailed": paths("abed", "abfd", "axfd")}
    )

    [pair] = found.pairs
    assert (pair.common, pair.only_before, pair.only_after) == (1, 1, 2)
    assert pair.jaccard == 1 / 4
    assert pair.nodes == 4 / 7
    assert pair.longer == 0


def test_a_regime_without_a_path_is_neither_longer_nor_shorter() -> None:
    [pair] = compare_paths("a", "d", {"asserted": paths(), "entailed": paths("ad")}).pairs

    assert (pair.jaccard, pair.longer) == (0, None)
    assert compare_paths("a", "d", {"asserted": paths(), "entailed": paths()}).pairs[0].jaccard == 1


def test_short_cuts_by_entailment_show() -> None:
    kg = KnowledgeGraph()
    kg.load(
        b"@prefix : <http://x/> . :p a <http://www.w3.org/2002/07/owl#TransitiveProperty> . :a :p :b . :b :p :c .",
        "ttl",
    )

    found = kg.compare_paths("http://x/a", "http://x/c")

    assert [one.length for one in found.found.values()] == [2, 1, 2]
    assert [pair.longer for pair in found.pairs] == [-1, 0, 1]
    assert "a - b - c" in found.to_table()
    assert "-1" in found.to_table()


def test_tables_and_json_say_the_same() -> None:
    found = shared_chile().compare_paths(place("TorresDelPaine"), place("MoonValley"))

    data = json.loads(found.to_json())

    assert [regime["name"] for regime in data["regimes"]] == ["asserted", "entailed", "invariant"]
    assert data["pairs"][0]["jaccard"] == found.pairs[0].jaccard
    assert f"{found.pairs[0].jaccard:.3f}" in found.to_table()
    ours = shared_chile().shortest_paths(place("TorresDelPaine"), place("MoonValley"))
    assert data["regimes"][2]["paths"] == [[str(node) for node in path] for path in ours]


def test_fewer_than_two_regimes_are_refused() -> None:
    with pytest.raises(ValueError, match="at least two"):
        shared_chile().compare_paths(place("Arica"), place("Calama"), ("asserted",))
