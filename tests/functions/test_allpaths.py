"""All paths and cycles from SPARQL and from Python, over the regimes."""

from __future__ import annotations

from itertools import pairwise

import pytest

from semkg import KnowledgeGraph
from semkg.errors import FunctionError, LimitError, QueryError
from semkg.graph import Projection
from tests.chile import place, select, shared_chile
from tests.functions.test_paths import DIAMOND, EX, graph

SQUARE = ":a :p :b . :b :p :c . :c :p :d . :d :p :a . :a :p :c ."


def found(kg: KnowledgeGraph, call: str, regime: str | None = None) -> list[str]:
    """Return paths in their order, as the letters of their nodes."""
    rows = select(kg, f"PREFIX x: <{EX}> SELECT * {{ (?n ?i ?p ?l) sk:{call} }} ORDER BY ?p ?i ?n", regime)
    paths: dict[int, str] = {}
    for row in rows:
        paths[int(row["p"].value)] = paths.get(int(row["p"].value), "") + row["n"].value[-1]
        assert int(row["l"].value) >= int(row["i"].value)
    assert list(paths) == list(range(len(paths)))
    return list(paths.values())


def letters(paths: list[tuple[object, ...]]) -> list[str]:
    return ["".join(str(node)[-2] for node in path) for path in paths]


def test_paths_come_by_length_and_then_by_name() -> None:
    kg = graph(DIAMOND + " :a :p :e . :b :p :c .")

    assert found(kg, "allPaths (x:a x:e)") == ["ae", "abde", "acde", "abcde"]
    assert letters(kg.all_paths(EX + "a", EX + "e")) == ["ae", "abde", "acde", "abcde"]  # type: ignore[arg-type]  # terms


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ("sk:maxLength 3", ["ae", "abde", "acde"]),
        ("sk:minLength 2 sk:maxLength 3", ["abde", "acde"]),
        ("sk:minLength 4", ["abcde"]),
        ("sk:minLength 5", []),
        ("sk:paths 2", ["ae", "abde"]),
        ("sk:edges x:q", []),
        ("sk:direction sk:reversed", []),
    ],
)
def test_options_choose_among_paths(options: str, wanted: list[str]) -> None:
    kg = graph(DIAMOND + " :a :p :e . :b :p :c .")

    assert found(kg, f"allPaths (x:a x:e {options})") == wanted


def test_cycles_start_and_end_at_the_node() -> None:
    kg = graph(SQUARE + " :a :p :a .")

    assert found(kg, "cycle (x:a)") == ["aa", "acda", "abcda"]
    assert found(kg, "cycle (x:a sk:minLength 2 sk:maxLength 3)") == ["acda"]
    assert found(kg, "cycle (x:b)") == ["bcdab"]
    assert letters(kg.cycles(EX + "b")) == ["bcdab"]  # type: ignore[arg-type]  # terms


def test_both_ways_an_edge_leads_back_and_a_cycle_is_found_either_way_round() -> None:
    kg = graph(":a :p :b . :b :p :c . :c :p :a .")

    assert found(kg, "cycle (x:a sk:direction sk:both)") == ["aba", "aca", "abca", "acba"]
    assert letters(kg.cycles(EX + "a", projection=Projection(direction="both"), least=3)) == ["abca", "acba"]  # type: ignore[arg-type]  # terms


@pytest.mark.parametrize(
    "call", ["allPaths{} (:TorresDelPaine :MoonValley sk:maxLength 9)", "cycle{} (:Arica)"]
)
def test_edges_of_paths_are_the_steps_between_their_nodes(call: str) -> None:
    nodes = select(shared_chile(), f"SELECT * {{ (?n ?i ?p) sk:{call.format('')} }} ORDER BY ?p ?i")
    edges = select(shared_chile(), f"SELECT * {{ (?s ?e ?i ?p) sk:{call.format('Edge')} }} ORDER BY ?p ?i")

    steps = [
        (one["n"], other["n"], one["i"], one["p"]) for one, other in pairwise(nodes) if one["p"] == other["p"]
    ]
    assert [(row["s"], row["e"], row["i"], row["p"]) for row in edges] == steps
    assert steps


def test_a_node_is_a_path_to_itself_and_a_stranger_has_none() -> None:
    kg = graph(SQUARE)

    assert found(kg, "allPaths (x:a x:a)") == ["a"]
    assert found(kg, "allPaths (x:a x:a sk:minLength 1)") == []
    assert found(kg, "allPaths (x:a x:nobody)") == found(kg, "cycle (x:nobody)") == []


def test_names_of_one_thing_are_one_stop() -> None:
    kg = graph(":a :p :b . :c owl:sameAs :b . :c :p :d . :d :p :a . :b :p :a .")

    assert found(kg, "allPaths (x:a x:d)", "entailed") == found(kg, "allPaths (x:a x:d)") == ["abcd"]
    assert found(kg, "allPaths (x:a x:d)", "asserted") == []
    assert letters(kg.cycles(EX + "c")) == ["bab", "bdab"]  # type: ignore[arg-type]  # terms


def test_an_edge_that_follows_is_a_path_where_everything_that_follows_is_seen() -> None:
    kg = graph(":p a owl:TransitiveProperty . :a :p :b . :b :p :c .")

    assert found(kg, "allPaths (x:a x:c)", "entailed") == ["ac", "abc"]
    assert found(kg, "allPaths (x:a x:c)") == found(kg, "allPaths (x:a x:c)", "asserted") == ["abc"]


def test_edges_may_be_given() -> None:
    kg = graph(SQUARE)

    rows = select(
        kg,
        f"""PREFIX x: <{EX}> SELECT ?n {{ SERVICE sk:allPaths {{ [] sk:source x:a ; sk:target x:d ; sk:node ?n ;
        sk:path 1 . {{ SELECT ?source ?target {{ ?source x:p ?target }} }} }} }}""",
    )

    assert sorted(row["n"].value[-1] for row in rows) == ["a", "b", "c", "d"]


def test_shortest_paths_are_the_first_of_all() -> None:
    ends = place("TorresDelPaine"), place("MoonValley")
    shortest = shared_chile().shortest_paths(*ends)

    assert shared_chile().all_paths(*ends, paths=len(shortest)) == shortest
    assert shared_chile().all_paths(*ends, most=len(shortest[0]) - 1) == shortest


CLIQUE = "".join(f":n{one} :p :n{other} . " for one in range(12) for other in range(12) if one != other)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("allPaths (x:n0 x:n1)", r"more than 10,000 paths from <http://x/n0> to <http://x/n1>: sk:paths 10"),
        ("cycle (x:n0)", r"more than 10,000 cycles through <http://x/n0>: sk:paths 10 .* sk:maxLength"),
        ("allPaths (x:n0 x:n1 sk:paths 20000 sk:mostSteps 100)", r"the 1e\+02 edges allowed.*sk:mostSteps"),
    ],
)
def test_what_explodes_is_refused_with_a_remedy(call: str, message: str) -> None:
    with pytest.raises(FunctionError, match=message):
        found(graph(CLIQUE), call)


def test_what_explodes_is_refused_from_python_too() -> None:
    kg = graph(CLIQUE)

    assert len(kg.all_paths(EX + "n0", EX + "n1", paths=11_000)) == 11_000
    with pytest.raises(LimitError, match="more than 10,000 cycles"):
        kg.cycles(EX + "n0")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("allPaths (x:a)", "sk:allPaths needs target"),
        ("allPaths (x:a x:b sk:minLength -1)", "minLength must be at least 0, not -1"),
        ("allPaths (x:a x:b sk:maxLength 2.5)", "maxLength must be a whole number"),
        ("allPaths (x:a x:b sk:weighted true)", "sk:allPaths has no keyword sk:weighted"),
        ("cycle (x:a x:b)", "sk:cycle takes at most 1 in a row (source)"),
        ("cycle (x:a sk:minLength 0)", "minLength must be at least 1, not 0"),
        ("cycle (?nobody)", "?nobody, an input of sk:cycle, is not bound"),
    ],
)
def test_malformed_calls_are_refused_with_their_own_message(call: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        found(graph(SQUARE), call)

    assert message in str(caught.value)
