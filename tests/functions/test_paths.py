"""Paths from SPARQL and from Python, over the regimes."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from semkg import KnowledgeGraph
from semkg.errors import FunctionError, QueryError
from semkg.graph import Projection
from tests.chile import place, select, shared_chile

EX = "http://x/"
HEAD = (
    "@prefix : <http://x/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
)


def graph(text: str) -> KnowledgeGraph:
    kg = KnowledgeGraph()
    kg.load((HEAD + text).encode(), "ttl")
    return kg


def paths(kg: KnowledgeGraph, arguments: str, regime: str | None = None) -> list[list[str]]:
    rows = select(
        kg,
        f"PREFIX x: <{EX}> SELECT * {{ (?n ?i ?p ?l) sk:shortestPath ({arguments}) }} ORDER BY ?p ?i",
        regime,
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        path = found.setdefault(int(row["p"].value), [])
        assert int(row["i"].value) == len(path)
        path.append(row["n"].value.removeprefix(EX))
    lengths = {float(row["l"].value) for row in rows}
    assert len(lengths) <= 1
    return [found[number] for number in sorted(found)]


DIAMOND = ":a :p :b, :c . :b :p :d . :c :p :d . :d :p :e ."


def test_all_shortest_paths_are_numbered_by_name() -> None:
    kg = graph(DIAMOND)

    assert paths(kg, "x:a x:e") == [["a", "b", "d", "e"], ["a", "c", "d", "e"]]
    assert [[str(node)[-2] for node in path] for path in kg.shortest_paths(EX + "a", EX + "e")] == paths(
        kg, "x:a x:e"
    )


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_names_number_paths_whatever_was_loaded_first(regime: str) -> None:
    kg = graph(":s :p :z . :z :p :t . :s :p :c . :c :p :t .")

    assert paths(kg, "x:s x:t", regime) == [["s", "c", "t"], ["s", "z", "t"]]


def test_nodes_without_names_number_paths_by_their_place_not_by_their_labels() -> None:
    lines = [f":s :p _:{label} . _:{label} :p :t ; :q :{label} ." for label in ("one", "two", "three")]
    found = set()

    for order in itertools.permutations(lines):
        kg = graph(" ".join(order))
        [(_, middle, _)] = kg.shortest_paths(EX + "s", EX + "t", paths=1)
        found.add(frozenset(map(str, kg.reachable(middle))) - {str(middle)})

    assert len(found) == 1


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("sk:maxLength 2", 0),
        ("sk:maxLength 3", 2),
        ("sk:paths 1", 1),
        ("sk:edges x:q", 0),
        ("sk:direction sk:reversed", 0),
        ("sk:direction sk:both", 2),
    ],
)
def test_options_choose_among_paths(options: str, found: int) -> None:
    assert len(paths(graph(DIAMOND), f"x:a x:e {options}")) == found


def test_there_are_paths_against_the_direction_of_edges() -> None:
    kg = graph(DIAMOND)

    assert paths(kg, "x:e x:a sk:direction sk:reversed")[0] == ["e", "d", "b", "a"]
    assert paths(kg, "x:e x:c") == []


def test_a_node_is_a_path_to_itself_and_a_stranger_has_none() -> None:
    kg = graph(DIAMOND)

    assert paths(kg, "x:a x:a") == [["a"]]
    assert paths(kg, "x:a x:nowhere") == []
    assert kg.reachable(EX + "nowhere") == {}


def test_an_edge_that_follows_is_a_short_cut_where_everything_that_follows_is_seen() -> None:
    kg = graph(":p a owl:TransitiveProperty . :a :p :b . :b :p :c .")

    assert paths(kg, "x:a x:c", "asserted") == [["a", "b", "c"]]
    assert paths(kg, "x:a x:c", "entailed") == [["a", "c"]]
    assert paths(kg, "x:a x:c", "invariant") == [["a", "b", "c"]]


def test_names_of_one_thing_are_one_stop() -> None:
    kg = graph(":a :p :b . :b owl:sameAs :bb . :bb :p :c .")

    rows = select(kg, "PREFIX x: <http://x/> SELECT * { (?n ?i) sk:shortestPath (x:a x:c) }")

    assert {(row["n"].value[-2:], row["i"].value) for row in rows} == {
        ("/a", "0"),
        ("/b", "1"),
        ("bb", "1"),
        ("/c", "2"),
    }
    assert paths(kg, "x:a x:c", "asserted") == []


def test_weights_of_given_edges_are_lengths() -> None:
    text = (
        "PREFIX : <http://x/> SELECT ?n ?l { SERVICE sk:shortestPath { [] sk:source :a ; sk:target :c ; sk:node ?n ;"
        " sk:index ?i ; sk:length ?l ; sk:weighted WEIGHTED . { SELECT ?source ?target ?weight {"
        " VALUES (?source ?target ?weight) { (:a :b 0.5) (:b :c 0.25) (:a :c 2) } } } } } ORDER BY ?i"
    )
    kg = KnowledgeGraph()

    by_weight, by_number = (
        [(row["n"].value[-1], float(row["l"].value)) for row in kg.query(text.replace("WEIGHTED", word))]  # type: ignore[union-attr]
        for word in ("true", "false")
    )

    assert by_weight == [("a", 0.75), ("b", 0.75), ("c", 0.75)]
    assert by_number == [("a", 1.0), ("c", 1.0)]


def test_ends_may_come_from_the_query() -> None:
    rows = select(
        shared_chile(),
        "SELECT ?from (COUNT(*) AS ?stops) { VALUES ?from { :Arica :Calama :Nowhere }"
        " (?stop ?i 0) sk:shortestPath (?from :TorresDelPaine sk:edges :connectsTo) } GROUP BY ?from",
    )

    assert {row["from"].value for row in rows} == {place("Arica"), place("Calama")}


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_distance_is_the_length_of_a_shortest_path(regime: str) -> None:
    kg = shared_chile()

    distances = kg.reachable(place("Arica"), regime=regime)

    assert len(distances) > 10
    for node, distance in distances.items():
        [path, *_] = kg.shortest_paths(place("Arica"), node, regime=regime, paths=1)
        assert len(path) == distance + 1


def test_reachable_in_every_form() -> None:
    kg = graph(DIAMOND)
    prefix = f"PREFIX x: <{EX}> "

    listed = {
        str(r["n"]): r["d"].value for r in select(kg, prefix + "SELECT * { (?n ?d) sk:reachable (x:b) }")
    }
    short = {str(row["n"]) for row in select(kg, prefix + "SELECT * { ?n sk:reachable x:b }")}
    scalar = select(kg, prefix + "SELECT (sk:distance(x:b, x:e) AS ?d) (sk:distance(x:e, x:b) AS ?no) {}")
    near = select(kg, prefix + "SELECT * { ?n sk:reachable (x:b sk:maxLength 1) }")

    assert listed == {"<http://x/b>": "0", "<http://x/d>": "1", "<http://x/e>": "2"}
    assert short == set(listed)
    assert scalar[0]["d"].value == "2"
    assert scalar[0]["no"] is None
    assert len(near) == 2


def test_what_is_reached_says_whence() -> None:
    rows = select(
        graph(DIAMOND + " :e :p :a ."), f"PREFIX x: <{EX}> SELECT * {{ (?n ?d ?before) sk:reachable (x:a) }}"
    )

    assert {str(row["n"])[-2]: str(row["before"])[-2] for row in rows if row["before"] is not None} == {
        "b": "a",
        "c": "a",
        "d": "b",
        "e": "d",
    }


LINE = ":a :p :b . :b :p :c . :c :p :d . :d :p :e . :c :p :x . :f :p :d . :d :p :c ."


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ("", "a0 b1a c2b d3c e4d x3c"),
        ("sk:start x:f", "a0 b1a c2b d1f e2d f0 x3c"),
        ("sk:start x:f sk:start x:c", "a0 b1a c0 d1c e2d f0 x1c"),
        ("sk:start x:nobody sk:maxLength 1", "a0 b1a"),
        ("sk:target x:d", "a0 b1a c2b d3c"),
        ("sk:target x:d sk:target x:x", "a0 b1a c2b d3c x3c"),
        ("sk:target x:d sk:start x:f", "d1f f0"),
        ("sk:target x:a", "a0"),
        ("sk:target x:nobody", ""),
        ("sk:target x:e sk:maxLength 3", ""),
    ],
)
def test_several_starts_and_targets(options: str, wanted: str) -> None:
    query = f"PREFIX x: <{EX}> SELECT * {{ (?n ?d ?before) sk:reachable (x:a {options}) }} ORDER BY ?n"

    rows = select(graph(LINE), query)

    shown = [
        f"{row['n'].value[-1]}{row['d'].value}{row['before'].value[-1] if row['before'] else ''}"
        for row in rows
    ]
    assert " ".join(shown) == wanted


def test_from_a_stranger_and_a_node_the_node_is_the_start() -> None:
    rows = select(graph(LINE), f"PREFIX x: <{EX}> SELECT * {{ ?n sk:reachable (x:nobody sk:start x:e) }}")

    assert [row["n"].value[-1] for row in rows] == ["e"]


def test_edges_of_paths_are_the_steps_between_their_nodes() -> None:
    rows = select(
        graph(DIAMOND), f"PREFIX x: <{EX}> SELECT * {{ (?s ?e ?i ?p) sk:pathEdge (x:a x:e) }} ORDER BY ?p ?i"
    )

    assert [(str(r["s"])[-2], str(r["e"])[-2], r["i"].value, r["p"].value) for r in rows] == [
        *(("a", "b", "0", "0"), ("b", "d", "1", "0"), ("d", "e", "2", "0")),
        *(("a", "c", "0", "1"), ("c", "d", "1", "1"), ("d", "e", "2", "1")),
    ]


def test_too_many_paths_are_refused_with_a_remedy() -> None:
    diamonds = " ".join(
        f":n{k} :p :u{k}, :v{k} . :u{k} :p :n{k + 1} . :v{k} :p :n{k + 1} ." for k in range(20)
    )
    kg = graph(diamonds)

    with pytest.raises(FunctionError, match=r"1,048,576 shortest paths .* sk:paths 10"):
        paths(kg, "x:n0 x:n20")
    assert len(paths(kg, "x:n0 x:n20 sk:paths 3")) == 3


@pytest.mark.parametrize(
    "call",
    [
        "(?n ?d) sk:reachable (?x sk:mostSteps 20)",
        "?d sk:distance (?x :Arica sk:mostSteps 20)",
        "(?n ?i) sk:shortestPath (?x :Arica sk:mostSteps 20)",
    ],
)
def test_searches_that_cost_too_much_are_refused_with_a_remedy(call: str) -> None:
    with pytest.raises(
        FunctionError, match=r"more than the 2e\+01 edges allowed: .*sk:maxLength.*sk:mostSteps"
    ):
        select(shared_chile(), f"SELECT * {{ ?x a :City . {call} }}")
    assert select(shared_chile(), f"SELECT * {{ ?x a :City . {call.replace('20', '1e5')} }}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(?n ?i) sk:shortestPath (:a)", "sk:shortestPath needs target: where they end"),
        ("?n sk:shortestPath :a", "sk:shortestPath needs target"),
        ("(?n ?i) sk:shortestPath (:a 'b')", "target must be a node"),
        ("(?n ?i ?p ?l ?m) sk:shortestPath (:a :b)", "gives 1 to 4 outputs on the left (node, index, path, length)"),
        ("(?n ?i) sk:shortestPath (:a :b sk:maxLength -1)", "maxLength must be at least 0, not -1"),
        ("(?n ?i) sk:shortestPath (:a :b sk:paths 0)", "paths must be at least 1 and at most 1e+07, not 0"),
        ("(?n ?i) sk:shortestPath (:a :b sk:paths 1.5)", "paths must be a whole number"),
        ("(?n ?i) sk:shortestPath (:a :b sk:weighted 1)", "weighted must be true or false"),
        ("(?n ?i) sk:shortestPath (:a :b sk:hops 3)", "sk:shortestPath has no keyword sk:hops; "),
        ("(?n ?i) sk:shortestPath (:a ?to)", "?to"),
        ("(?n ?i) sk:shortestPath (:a :b sk:paths 99999999999999999999)", "paths must be at least 1 and at most 1e+07"),
        ("(?n ?d) sk:reachable ()", "sk:reachable needs source: where to start"),
        ("(?n ?d) sk:reachable (5)", "source must be a node"),
        ("(?n ?d) sk:reachable (?from)", "?from"),
        ("(?n ?d) sk:reachable (:a sk:direction sk:up)", "#up>: it is one of sk:natural, sk:both, sk:reversed"),
        ("(?n ?d) sk:reachable (:a sk:direction 'both')", "direction must be"),
        ("(?n ?r) sk:pageRank (sk:direction sk:up)", "it is one of sk:natural, sk:both, sk:reversed"),
        ("(?n ?c) sk:community (sk:resolution 0)", "resolution must be above 0"),
        ("(?n ?c ?d) sk:community ()", "gives 1 to 2 outputs on the left (node, community), not 3"),
        ("(?n ?c) sk:component (:a)", "sk:component takes at most 0 in a row"),
        ("(?n ?s) sk:betweenness (sk:mostSteps 0)", "mostSteps must be at least 1"),
        ("(?n ?s) sk:degree (sk:damping 0.5)", "sk:degree has no keyword sk:damping"),
        ("?n sk:betweeness ?s", "unknown predicate sk:betweeness; did you mean sk:betweenness"),
    ],
)  # fmt: skip
def test_malformed_calls_are_refused_with_their_own_message(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        select(shared_chile(), f"SELECT * {{ {text} }}")

    assert message in str(caught.value)


@pytest.mark.parametrize(
    "ask",
    [
        lambda kg: {
            str(node): score for node, score in kg.degree(projection=Projection(direction="reversed"))
        },
        lambda kg: {
            str(row["n"]): float(row["s"].value)
            for row in select(kg, "SELECT * { (?n ?s) sk:degree (sk:direction sk:reversed) }")
        },
    ],
)
def test_directions_of_queries_are_those_of_projections(
    ask: Callable[[KnowledgeGraph], dict[str, float]],
) -> None:
    kg = graph(DIAMOND)
    outward = {str(node): score for node, score in kg.out_degree()}

    assert ask(kg) == {str(node): score for node, score in kg.degree()}
    assert outward == {
        str(node): score for node, score in kg.in_degree(projection=Projection(direction="reversed"))
    }


@pytest.mark.parametrize("name", ["reachable (:a)", "shortestPath (:a :c)", "pathEdge (:a :c)"])
def test_more_rows_than_allowed_are_refused_with_a_remedy(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("semkg.functions.paths.MOST_ROWS", 1)
    kg = KnowledgeGraph()
    kg.load(b"@prefix : <http://x/> . :a :p :b . :b :p :c .", "ttl")

    with pytest.raises(FunctionError, match=r"more than 1 rows for 1 different inputs.*sk:maxLength"):
        select(kg, f"PREFIX : <http://x/> SELECT * {{ (?n ?i) sk:{name} }}")
