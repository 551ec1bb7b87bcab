"""Functions in expressions: looked up for all rows at once, failing loudly."""

from __future__ import annotations

import pytest

from semkg.errors import FunctionError, QueryError
from semkg.query import GraphResult, SelectResult
from tests.query.fakes import EX, PLACES, Fakes, engine, ex, ring, rows, solutions

PREFIX = f"PREFIX ex: <{EX}> "


def _ask(text: str, fakes: Fakes | None = None) -> list[dict[str, str | None]]:
    result = engine(ring(), fakes).query(PREFIX + text)
    assert isinstance(result, SelectResult)
    names = [variable.value for variable in result.variables]
    return [{name: getattr(row[name], "value", None) for name in names} for row in result]


def _read(text: str) -> None:
    result = engine(ring()).query(text)
    assert isinstance(result, SelectResult | GraphResult)
    list(result)


def test_a_scalar_gives_the_last_output() -> None:
    found = _ask("SELECT ?n (sk:score(?n) AS ?r) { ?n a ex:City } ORDER BY ?r")

    assert [row["r"] for row in found] == ["200.5", "201.5", "202.5"]


def test_a_scalar_is_called_once_for_all_distinct_arguments() -> None:
    fakes = Fakes()

    found = _ask("SELECT (sk:alike(?n, ex:n0) AS ?d) { ?n a ex:City . ?x ex:age ?a }", fakes)

    assert len(found) == 3 * len(PLACES)
    assert [len(call.inputs) for call in fakes.calls] == [3]


def test_outputs_as_arguments_are_passed_as_wanted() -> None:
    fakes = Fakes()

    _ask("SELECT (sk:score(?n) AS ?r) { ?n a ex:City }", fakes)

    assert fakes.calls[0].wanted == {"place": frozenset({ex("n1"), ex("n3"), ex("n5")})}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (sk:alike(ex:nowhere, ?n) AS ?d) { ?n a ex:City }",
        "SELECT (sk:alike('a literal', ?n) AS ?d) { ?n a ex:City }".replace("'a literal'", "?l").replace(
            "{ ?n", "{ ex:n1 ex:label ?l . ?n"
        ),
        "SELECT (sk:score(?missing) AS ?d) { ?n a ex:City }",
        "SELECT (sk:score(?a) AS ?d) { ?n a ex:City ; ex:age ?a }",
    ],
)
def test_an_unknown_node_or_a_value_that_is_no_node_is_unbound(text: str) -> None:
    assert [row["d"] for row in _ask(text)] == [None] * 3


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SELECT ?n { ?n a ex:City FILTER(sk:score(?n) > 201) }", {"n3", "n5"}),
        ("SELECT ?n { ?n a ex:City } ORDER BY DESC(sk:score(?n)) LIMIT 1", {"n5"}),
        (
            "SELECT ?n { ?n a ex:City BIND(sk:score(?n) AS ?r) FILTER(?r > 201 && sk:alike(?n, ex:n0) < 4) }",
            {"n3"},
        ),
        (
            "SELECT ?n { ?n a ex:City FILTER(COALESCE(sk:score(ex:nowhere), sk:score(?n)) > 201) }",
            {"n3", "n5"},
        ),
        ("SELECT ?n { ?n a ex:City FILTER(IF(sk:score(?n) > 201, sk:alike(?n, ex:n0) = 3, false)) }", {"n3"}),
        (
            "SELECT ?n { ?n a ex:City FILTER EXISTS { ?n ex:next ?m FILTER(sk:score(?m) > 201.5) } }",
            {"n3", "n5"},
        ),
        (
            "SELECT ?n { ?n a ex:City FILTER NOT EXISTS { ?n ex:next ?m FILTER(sk:score(?m) > 201.5) } }",
            {"n1"},
        ),
        ("SELECT ?n { ?n a ex:City } GROUP BY ?n HAVING(MAX(sk:score(?n)) > 202)", {"n5"}),
        (
            "SELECT ?n { ?n a ex:City OPTIONAL { ?n ex:age ?a FILTER(sk:score(?n) > 202) } FILTER(!BOUND(?a)) }",
            {"n1", "n3"},
        ),
        ("SELECT ?n { BIND(ex:n3 AS ?x) ?n sk:near ?x FILTER(sk:score(?n) > 202) }", {"n5"}),
        (
            "SELECT ?n { ?n a ex:City FILTER(sk:score(?n, sk:regime, sk:asserted, sk:damping, 1) > 4) }",
            {"n5"},
        ),
    ],
)
@pytest.mark.parametrize("looks_up", [False, True])
def test_a_scalar_can_stand_in_every_expression(text: str, wanted: set[str], looks_up: bool) -> None:
    assert {row["n"] for row in _ask(text, Fakes(looks_up=looks_up))} == {EX + name for name in wanted}


def test_a_function_that_looks_values_up_is_asked_once_and_needs_no_trial() -> None:
    fakes = Fakes(looks_up=True)

    found = _ask("SELECT ?n (sk:score(?n, sk:regime, sk:asserted) AS ?r) { ?n ex:age ?a }", fakes)

    assert len(found) == len(PLACES)
    assert [(call.inputs, call.regime, call.wanted) for call in fakes.calls] == [([()], "asserted", {})]


def test_an_unknown_node_is_unbound_where_values_are_looked_up() -> None:
    found = _ask(
        "SELECT (sk:score(ex:nowhere) AS ?r) (sk:score(?l) AS ?q) { ex:n1 ex:label ?l }", Fakes(looks_up=True)
    )

    assert found == [{"r": None, "q": None}]


@pytest.mark.parametrize("when", ["asked", "looked up"])
def test_a_look_up_that_fails_fails_the_query_with_its_message_and_place(when: str) -> None:
    def broken(*arguments: object) -> float:
        msg = "the scores are gone"
        raise LookupError(msg)

    class Broken(Fakes):
        score_of = broken if when == "asked" else lambda *_: broken  # type: ignore[assignment]  # it only fails

    with pytest.raises(FunctionError, match=r"line 1, column 42: sk:score failed: the scores are gone\n"):
        rows(
            engine(ring(), Broken(looks_up=True)).query(
                PREFIX + "SELECT (sk:score(?n) AS ?x) { ?n a ex:City }"
            )
        )


def test_an_interrupt_inside_a_look_up_is_not_swallowed() -> None:
    def interrupted(*arguments: object) -> float:
        raise KeyboardInterrupt

    class Interrupted(Fakes):
        score_of = lambda *_: interrupted  # noqa: E731  # it only raises

    with pytest.raises(KeyboardInterrupt):
        rows(engine(ring(), Interrupted(looks_up=True)).query("SELECT (sk:score(?n) AS ?r) { ?n ?p ?o }"))


def test_the_arguments_of_one_scalar_may_come_from_another() -> None:
    fakes = Fakes()

    found = _ask(
        "SELECT ?n ?d { ?n a ex:City BIND(IF(sk:score(?n) > 201, ex:n0, ex:n1) AS ?m) BIND(sk:alike(?n, ?m) AS ?d) }",
        fakes,
    )

    assert sorted(str(row["d"]) for row in found) == ["0", "3", "5"]
    assert len(fakes.calls) == 2


def test_aggregates_over_scalars_count_every_row() -> None:
    (row,) = _ask("SELECT (SUM(sk:score(?n)) AS ?t) (COUNT(*) AS ?c) { ?n ex:age ?a }")

    assert float(str(row["t"])) == 200 * len(PLACES) + 0.5 * sum(range(len(PLACES)))


def test_a_scalar_can_feed_a_magic_predicate() -> None:
    found = _ask("SELECT ?o { ?n ex:label ?l BIND(sk:alike(?n, ex:n4) AS ?k) (?o) sk:near (?n ?k) }")

    assert {row["o"] for row in found} == {EX + "n2", EX + "n3", EX + "n4"}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (sk:broken(?n) AS ?x) { ?n a ex:City }",
        "SELECT (COUNT(sk:broken(?n)) AS ?x) { ?n a ex:City }",
        "SELECT * { ?n a ex:City FILTER(COALESCE(sk:broken(?n), true)) }",
        "ASK { ?n a ex:City FILTER(COALESCE(sk:broken(?n), true)) }",
        "CONSTRUCT { ?n ex:p ?x } { ?n a ex:City BIND(sk:broken(?n) AS ?x) }",
        "SELECT * { ?n a ex:City . ?x sk:broken ?n }",
    ],
)
def test_a_failing_function_fails_the_query_with_its_message_and_place(text: str) -> None:
    with pytest.raises(FunctionError, match=r"line 1, column \d+: sk:broken failed: the model is gone\n"):
        _read(PREFIX + text)


def test_an_argument_that_no_trial_met_is_evaluated_on_its_own() -> None:
    # While values are unknown the first row passes, so that the trial ends with it; then it goes on to the others.
    fakes = Fakes()

    found = _ask(
        "SELECT ?n { ?n a ex:City BIND(sk:score(?n) AS ?r) FILTER(!BOUND(?r) || ?r < 201) } LIMIT 1", fakes
    )

    assert [row["n"] for row in found] == [EX + "n1"]
    assert sum(len(call.wanted["place"]) for call in fakes.calls) == 3


def test_an_interrupt_inside_a_function_is_not_swallowed() -> None:
    class Interrupted(Fakes):
        def score(self, context: object, call: object) -> list[object]:  # type: ignore[override]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rows(engine(ring(), Interrupted()).query("SELECT (sk:score(?n) AS ?r) { ?n ?p ?o }"))


def test_a_name_that_is_only_a_predicate_is_refused_as_a_function() -> None:
    with pytest.raises(QueryError, match="sk:near is a predicate, not a function: write"):
        engine(ring()).query("SELECT (sk:near(?n) AS ?r) { ?n ?p ?o }")


def test_the_same_question_in_both_forms_has_the_same_answer() -> None:
    magic = solutions(engine(ring()).query(PREFIX + "SELECT ?n ?r { ?n a ex:City ; sk:score ?r }"))
    scalar = solutions(engine(ring()).query(PREFIX + "SELECT ?n (sk:score(?n) AS ?r) { ?n a ex:City }"))

    assert magic == scalar
