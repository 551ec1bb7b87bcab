"""What paths and distances say beside themselves: in which graph they were looked for."""

from __future__ import annotations

import pytest

from semkg import KnowledgeGraph
from semkg.graph import Projection
from semkg.vocab import REGIMES

EX = "http://x/"
DATA = ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :a :p :d . :d :p :c . :c :q :a ."
SAME = ":p a owl:TransitiveProperty . :a :p :b , :c , :d . :b :p :c . :d :p :c . :c :q :a ."
PREFIXES = "@prefix : <http://x/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "


def graph(text: str = DATA) -> KnowledgeGraph:
    kg = KnowledgeGraph()
    kg.load((PREFIXES + text).encode(), "ttl")
    return kg


@pytest.mark.parametrize("regime", REGIMES)
def test_paths_and_distances_carry_what_a_ranking_of_the_same_graph_carries(regime: str) -> None:
    kg, projection = graph(), Projection(direction="both")
    of_ranking = kg.degree(regime, projection=projection).notes()

    found = (
        kg.shortest_paths(EX + "a", EX + "c", regime=regime, projection=projection),
        kg.all_paths(EX + "a", EX + "c", regime=regime, projection=projection),
        kg.cycles(EX + "a", regime=regime, projection=projection),
        kg.reachable(EX + "a", regime=regime, projection=projection),
    )

    for one in found:
        assert one
        assert {key: one.notes()[key] for key in of_ranking if key != "exact"} == {
            key: value for key, value in of_ranking.items() if key != "exact"
        }
        assert one.notes()["regime"] == regime
        assert one.notes()["direction"] == "both"


def test_two_people_see_by_the_digest_that_they_looked_in_the_same_graph() -> None:
    notes = [
        graph(text).shortest_paths(EX + "a", EX + "c").notes() for text in (DATA, SAME, DATA + ":d :q :b .")
    ]

    assert notes[0] == notes[1]
    assert notes[0]["digest"] != notes[2]["digest"]


def test_paths_are_a_sequence_and_distances_a_mapping() -> None:
    kg = graph()
    paths, distances = kg.shortest_paths(EX + "a", EX + "c"), kg.reachable(EX + "a", most=1)

    assert [[str(node)[-2] for node in path] for path in paths] == [["a", "b", "c"], ["a", "d", "c"]]
    assert (len(paths), paths[0], paths[:1]) == (2, next(iter(paths)), (paths[0],))
    assert paths == list(paths)
    assert paths != list(paths)[:1]
    assert {str(node)[-2]: distance for node, distance in distances.items()} == {"a": 0, "b": 1, "d": 1}
    assert distances == dict(distances)


def test_they_are_shown_in_one_line() -> None:
    kg = graph()

    assert repr(kg.shortest_paths(EX + "a", EX + "c")) == (
        "<shortestPath in 4 nodes, invariant, epoch 1: 2 paths of 2 edges>"
    )
    assert (
        repr(kg.all_paths(EX + "a", EX + "nowhere")) == "<allPaths in 4 nodes, invariant, epoch 1: 0 paths>"
    )
    assert repr(kg.cycles(EX + "a", regime="entailed")) == (
        "<cycle in 4 nodes, entailed, epoch 1: 3 paths of 2 to 3 edges>"
    )
    assert repr(kg.reachable(EX + "a")) == (
        "<reachable in 4 nodes, invariant, epoch 1: 4 names, the farthest at 2>"
    )


def test_notes_tell_whether_these_are_all_paths() -> None:
    kg = graph()
    ends = EX + "a", EX + "c"

    assert kg.all_paths(*ends, paths=1).notes()["paths"] == "the first 1"
    assert kg.all_paths(*ends, paths=5).notes()["paths"] == "all"
    assert kg.all_paths(*ends).notes()["paths"] == "all"
    assert dict(kg.all_paths(*ends, most=3).settings)["most"] == "3"
