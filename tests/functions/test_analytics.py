"""Every analytic in SPARQL, as a method, and in sk:entailmentDelta: one declaration, one answer."""

from __future__ import annotations

import gc

import pytest

from semkg import KnowledgeGraph
from semkg.analytics import ANALYTICS, PAGERANK, Analytic
from semkg.errors import FunctionError, QueryError
from semkg.functions import ANALYTIC_FUNCTIONS
from semkg.graph import Projection
from semkg.views import Partition, Ranking, measure
from semkg.views.views import MOST_RECENT
from tests.chile import place, select, shared_chile

SCORED = [analytic for analytic in ANALYTICS if analytic.gives == "scores"]
every_analytic = pytest.mark.parametrize("analytic", ANALYTICS, ids=lambda analytic: analytic.name)
every_score = pytest.mark.parametrize("analytic", SCORED, ids=lambda analytic: analytic.name)
TWO_PARTS = b"""@prefix : <http://x/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:b :near :a . :c :near :b . :z :near [] . :a owl:sameAs :alias . :one :near :two ."""


def answers(analytic: Analytic, form: str) -> dict[str, str]:
    rows = select(shared_chile(), f"SELECT ?n ?v {{ {form.replace('NAME', analytic.name)} }}")
    return {str(row["n"]): row["v"].value for row in rows if row["v"] is not None}


@every_analytic
def test_every_form_has_the_answer_of_the_view(analytic: Analytic) -> None:
    found = measure(shared_chile().views(), analytic)
    wanted = {str(node): value for node, value in found}

    as_property = answers(analytic, "?n sk:NAME ?v")
    as_list = answers(analytic, "(?n ?v) sk:NAME ()")
    as_function = answers(analytic, "{ SELECT DISTINCT ?n { ?n ?p ?o } } BIND(sk:NAME(?n) AS ?v)")

    assert as_property == as_list
    assert as_property.keys() == wanted.keys()
    assert as_function.items() <= as_property.items()
    assert len(as_function) > 10
    for node, value in wanted.items():
        if isinstance(value, float):
            assert float(as_property[node]) == pytest.approx(value, rel=1e-12)
        else:
            assert f"<{as_property[node]}>" == str(value)


def test_a_preferred_predicate_turns_edges_that_have_two_names() -> None:
    hosting = "sk:inDegree (sk:edges :hosts sk:edges :venue"

    def reached(options: str) -> set[str]:
        rows = select(shared_chile(), f"SELECT ?n {{ (?n ?v) {hosting} {options}) FILTER(?v > 0) }}")
        return {row["n"].value for row in rows}

    both, events, places = reached(""), reached("sk:prefer :hosts"), reached("sk:prefer :venue")

    assert events | places == both
    assert events
    assert places
    assert not events & places


@every_analytic
def test_edges_of_a_sub_query_are_edges_of_an_option(analytic: Analytic) -> None:
    value = "score" if analytic.gives == "scores" else analytic.name

    given = answers(
        analytic,
        f"SERVICE sk:NAME {{ [] sk:node ?n ; sk:{value} ?v ; sk:regime sk:entailed ."
        f" {{ SELECT ?source ?target {{ ?source :connectsTo ?target }} }} }}",
    )
    chosen = answers(analytic, "(?n ?v) sk:NAME (sk:edges :connectsTo sk:regime sk:entailed)")

    assert given.keys() == chosen.keys()
    if analytic.gives == "scores":
        assert {n: float(v) for n, v in given.items()} == pytest.approx(
            {n: float(v) for n, v in chosen.items()}
        )


@every_analytic
def test_every_analytic_is_a_method(analytic: Analytic) -> None:
    names = {
        "pageRank": "pagerank",
        "component": "components",
        "strongComponent": "strong_components",
        "community": "communities",
    }
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in analytic.name)
    method = getattr(shared_chile(), names.get(analytic.name, snake))

    found = method("entailed")

    assert isinstance(found, Ranking if analytic.gives == "scores" else Partition)
    assert found is measure(shared_chile().views(), analytic, regime="entailed")
    assert f"``sk:{analytic.name}``" in (method.__doc__ or "") or analytic.name == "pageRank"


@every_score
def test_every_score_has_its_change(analytic: Analytic) -> None:
    before, after = (
        measure(shared_chile().views(), analytic, regime=one) for one in ("asserted", "invariant")
    )
    assert isinstance(before, Ranking)
    assert isinstance(after, Ranking)

    rows = select(shared_chile(), f"SELECT * {{ (?n ?b ?a ?d) sk:entailmentDelta (sk:{analytic.name}) }}")

    for row in rows:
        first, second = before.score(row["n"]), after.score(row["n"])
        assert float(row["d"].value) == pytest.approx((second or 0) - (first or 0), abs=1e-12)
    assert {str(row["n"]) for row in rows} == {str(node) for one in (before, after) for node, _ in one}


def test_the_change_of_one_score_has_no_settings_of_another() -> None:
    with pytest.raises(
        (QueryError, FunctionError), match="sk:damping is no setting of sk:degree, which has: none"
    ):
        select(shared_chile(), "SELECT * { (?n ?b ?a ?d) sk:entailmentDelta (sk:degree sk:damping 0.5) }")


def test_groups_have_no_change_of_score() -> None:
    with pytest.raises((QueryError, FunctionError), match="gives no node a score"):
        select(shared_chile(), "SELECT * { (?n ?b ?a ?d) sk:entailmentDelta (sk:community) }")


@every_score
def test_every_score_can_be_compared_and_attributed(analytic: Analytic) -> None:
    comparison = shared_chile().compare(analytic.name, regimes=("asserted", "invariant"))

    assert comparison.analytic == analytic.title
    assert len(comparison) > 10
    assert comparison.to_table(3).startswith(analytic.title)


def test_an_attribution_has_flows_for_page_rank_alone() -> None:
    kg = KnowledgeGraph()
    kg.load(TWO_PARTS + b" :near a owl:SymmetricProperty .", "ttl")

    why = kg.compare("degree").why()
    of_page_rank = kg.compare("pageRank").why()

    assert why.axioms
    assert why.axioms[0].axiom == of_page_rank.axioms[0].axiom
    assert why.flows == ()
    assert of_page_rank.flows


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_a_component_is_named_by_its_first_member(regime: str) -> None:
    kg = KnowledgeGraph()
    kg.load(TWO_PARTS, "ttl")

    rows = select(kg, "SELECT ?n ?c { ?n sk:component ?c }", regime)

    named = {str(row["n"]): str(row["c"]) for row in rows if not str(row["n"]).startswith("_")}
    expected = {
        **{f"<http://x/{name}>": "<http://x/a>" for name in "abc"},
        "<http://x/z>": "<http://x/z>",
        **dict.fromkeys(("<http://x/one>", "<http://x/two>"), "<http://x/one>"),
    }
    if regime != "asserted":
        expected["<http://x/alias>"] = "<http://x/a>"
    assert named == expected
    assert {str(row["c"]) for row in rows} == set(expected.values())


def test_a_partition_lists_its_groups_by_size() -> None:
    kg = KnowledgeGraph()
    kg.load(TWO_PARTS, "ttl")

    found = kg.components()

    assert [len(group) for group in found.sets()] == [4, 2, 2]
    assert len(found) == 3
    assert found.notes()["groups"] == "3"


def test_a_term_that_is_an_individual_and_a_class_has_both_scores_however_it_is_bound() -> None:
    kg = KnowledgeGraph()
    kg.load(b"@prefix : <http://x/> . :a a :C . :b a :C . :c a :C . :C :p :a . :C a :M .", "ttl")

    def degrees(text: str) -> list[float]:
        call = f"PREFIX : <http://x/> SELECT ?v {{ {text} }}"
        return sorted(float(row["v"].value) for row in select(kg, call))

    assert degrees("(?n ?v) sk:degree (sk:types true) FILTER(?n = :C)") == [2, 3]
    assert degrees("VALUES ?n { :C } (?n ?v) sk:degree (sk:types true)") == [2, 3]
    assert degrees("(:C ?v) sk:degree (sk:types true)") == [2, 3]


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
@pytest.mark.parametrize(
    "call", ["(?n ?v) sk:degree (sk:literals true)", "(?n ?v) sk:reachable (:c sk:literals true)"]
)
def test_a_literal_that_was_removed_names_nothing_any_more(call: str, regime: str) -> None:
    kg = KnowledgeGraph()
    prefix = "PREFIX : <http://x/> "
    kg.update(prefix + "INSERT DATA { :z :p 1.0 . :c :p 1 }")
    kg.update(prefix + "DELETE DATA { :z :p 1.0 }")

    rows = select(kg, f"{prefix} SELECT ?n {{ {call} }}", regime)

    assert sorted(str(row["n"]) for row in rows) == [
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "<http://x/c>",
    ]


def test_results_for_ever_other_settings_do_not_pile_up() -> None:
    kg = KnowledgeGraph()
    kg.load(TWO_PARTS, "ttl")
    views = kg.views()

    for step in range(3 * MOST_RECENT):
        measure(views, PAGERANK, damping=0.5 + step / 1000)

    # isinstance would wake lazy objects of other libraries
    rankings = [one for one in gc.get_objects() if type(one) is Ranking]
    kept = [one for one in rankings if one.projected.epoch == kg.epoch]
    assert measure(views, PAGERANK, damping=0.5 + step / 1000) is measure(
        views, PAGERANK, damping=0.5 + step / 1000
    )
    mine = [one for one in kept if one.projected is views.graph("invariant", Projection())]
    assert len(mine) < 2 * MOST_RECENT


@pytest.mark.parametrize("regime", ["asserted", "entailed", "invariant"])
def test_communities_of_a_ring_do_not_depend_on_the_order_of_loading(regime: str) -> None:
    lines = [f"<http://x/{place}> <http://x/next> <http://x/{(place + 1) % 9}> ." for place in range(9)]
    found = set()

    for turn in range(9):
        kg = KnowledgeGraph()
        kg.load("\n".join(lines[turn:] + lines[:turn]).encode(), "nt")
        found.add(frozenset(kg.communities(regime=regime)))

    assert len(found) == 1


def test_options_of_an_analytic_are_checked_like_all() -> None:
    with pytest.raises(QueryError, match="resolution must be above 0, not 0"):
        select(shared_chile(), "SELECT * { (?n ?c) sk:community (sk:resolution 0) }")
    with pytest.raises(ValueError, match="community has no setting 'damping'; its settings are: resolution"):
        shared_chile().communities(damping=0.5)
    with pytest.raises(ValueError, match="unknown regime 'meant'"):
        shared_chile().degree("meant")


def test_functions_are_the_analytics() -> None:
    assert [function.iri.rpartition("#")[2] for function in ANALYTIC_FUNCTIONS] == [
        one.name for one in ANALYTICS
    ]


def test_a_city_with_a_name_more_has_the_score_of_its_block() -> None:
    scores = {str(node): score for node, score in shared_chile().degree()}

    assert scores[f"<{place('EasterIsland')}>"] == scores[f"<{place('RapaNui')}>"]
