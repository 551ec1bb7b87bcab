"""Why scores change: against graphs that were really written without an axiom, or with one only."""

from __future__ import annotations

import pytest

from semkg import KnowledgeGraph
from semkg.comparison import BUDGET, Attribution, compare, flows_into
from semkg.graph import Projection
from tests.chile import place, shared_chile
from tests.comparison.rankings import ranking
from tests.invariance.oracle import name, triples

FACTS = triples(
    "a near b . b near c . c host d . e venue d . f part g . g part h . x age y . y age z . "
    "v key w . u key w . k likes l . k a C"
)
AXIOMS = (
    ("near a owl:SymmetricProperty",),
    ("host owl:inverseOf venue",),
    ("part a owl:TransitiveProperty",),
    ("key a owl:InverseFunctionalProperty",),
    ("age rdfs:subPropertyOf older", "older a owl:SymmetricProperty"),
    ("near rdfs:domain C",),
    ("C rdfs:subClassOf D",),
    ("C rdfs:subClassOf _:r . _:r owl:onProperty owns . _:r owl:someValuesFrom D",),
)
WHOLE = [text for group in AXIOMS for text in group]


def load(texts: list[str]) -> KnowledgeGraph:
    kg = KnowledgeGraph()
    rows = sorted(FACTS | triples(" . ".join(texts))) if texts else sorted(FACTS)
    kg.load("\n".join(f"{s} {p} {o} ." for s, p, o in rows).encode(), format="nt")
    return kg


def scores(texts: list[str], projection: Projection | None) -> dict[str, float]:
    with load(texts) as kg:
        return {str(node): score for node, score in kg.pagerank("invariant", projection=projection)}


def distance(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(abs(one.get(node, 0) - other.get(node, 0)) for node in one.keys() | other.keys())


def why(texts: list[str], projection: Projection | None = None, budget: int = BUDGET) -> Attribution:
    with load(texts) as kg:
        return kg.compare(projection=projection).why(budget=budget)


@pytest.mark.parametrize("projection", [None, Projection(types=True)])
def test_an_axiom_does_what_graphs_without_it_and_with_it_alone_show(projection: Projection | None) -> None:
    whole, none = scores(WHOLE, projection), scores([], projection)

    found = why(WHOLE, projection)

    said = {frozenset(one.axiom): one for one in found.axioms}
    moving = 0
    for text in WHOLE:
        lost = distance(whole, scores([other for other in WHOLE if other != text], projection))
        done = distance(none, scores([text], projection))
        lines = frozenset(f"{s} {p} {o} ." for s, p, o in triples(text.replace("_:r", "_:b0")))
        if max(lost, done) > 1e-9:
            moving += 1
            assert (said[lines].without, said[lines].alone) == pytest.approx((lost, done), abs=1e-9)
    assert len(found.axioms) == moving
    assert moving + found.idle == len(WHOLE)
    assert found.untried == 0


def test_axioms_that_give_types_only_take_no_closure_where_types_are_no_edges() -> None:
    classes = [text for group in AXIOMS[5:] for text in group]

    without, with_types = why(classes), why(classes, Projection(types=True))

    assert (without.closures, without.idle) == (0, 3)
    assert with_types.closures == 1 + 2 * (3 + 2)  # the data alone; three axioms of two kinds


KINDS = {
    "owl:SymmetricProperty": ("near a", "older a"),
    "owl:inverseOf": ("host owl:inverseOf",),
    "owl:TransitiveProperty": ("part a",),
    "owl:InverseFunctionalProperty": ("key a",),
    "rdfs:subPropertyOf": ("age rdfs:subPropertyOf",),
}


def test_a_kind_of_axioms_does_what_graphs_without_it_and_with_it_alone_show() -> None:
    whole, none = scores(WHOLE, None), scores([], None)

    found = {one.kind: one for one in why(WHOLE).kinds}

    for kind, begins in KINDS.items():
        these = [text for text in WHOLE if text.startswith(begins)]
        lost = distance(whole, scores([text for text in WHOLE if text not in these], None))
        done = distance(none, scores(these, None))
        one = found.pop(name(kind)[1:-1], None)
        assert (
            (one.without, one.alone, one.triples) == pytest.approx((lost, done, len(these)))
            if one
            else (max(lost, done) < 1e-9)
        )
    assert found == {}


def test_a_kind_of_axioms_names_the_rules_that_read_it() -> None:
    found = {one.kind: one.rules for one in why([*WHOLE, "l owl:sameAs y"]).kinds}

    assert found[name("owl:inverseOf")[1:-1]][:2] == ("prp-inv1", "prp-inv2")
    assert found[name("owl:SymmetricProperty")[1:-1]][0] == "prp-symp"
    assert "eq-rep-o" in found[name("owl:sameAs")[1:-1]]


def test_types_take_closures_where_they_lead_to_edges() -> None:
    value = "C rdfs:subClassOf _:v . _:v owl:onProperty lives . _:v owl:hasValue here"

    found = why(["near rdfs:domain C", value])

    assert [one.axiom[0] for one in found.axioms if "domain" in one.axiom[0]] == [
        f"<x:near> {name('rdfs:domain')} <x:C> ."
    ]


def test_an_axiom_that_others_say_too_is_lost_without_loss() -> None:
    found = why(["host owl:inverseOf venue", "venue owl:inverseOf host"])

    assert [one.without for one in found.axioms] == [0, 0]
    assert all(one.alone > 0.01 for one in found.axioms)
    assert {one.most_moved for one in found.axioms} == {None}


def test_the_budget_leaves_the_least_used_axioms_out() -> None:
    found = why(WHOLE, Projection(types=True), budget=7)
    kinds = 7  # domain, sub-class, sub-property, inverse and three characteristics

    assert found.closures == 7
    assert found.untried == len(WHOLE) - 2 + kinds - 1


def test_the_node_that_moves_most_is_named_with_its_change() -> None:
    whole, rest = scores(WHOLE, None), scores([text for text in WHOLE if "Transitive" not in text], None)
    [one] = [
        one
        for one in why(WHOLE).axioms
        if one.axiom[0].endswith(f"{name('owl:InverseFunctionalProperty')} .")
    ]
    less = scores([text for text in WHOLE if "InverseFunctional" not in text], None)

    assert one.most_moved is not None
    assert one.change == pytest.approx(whole[one.most_moved] - less[one.most_moved])
    assert abs(one.change) == pytest.approx(max(abs(whole[node] - less[node]) for node in whole))
    assert distance(whole, rest) < 1e-9  # to leave out a transitive property whose pairs stay is no change


def test_of_nodes_that_move_alike_the_first_by_name_is_named() -> None:
    lines = [
        "<x:a> <x:p> <x:b> .",
        "<x:c> <x:p> <x:d> .",
        "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> .",
    ]

    for order in (lines, lines[::-1]):
        kg = KnowledgeGraph()
        kg.load("\n".join(order).encode(), "ttl")
        (axiom,) = kg.compare("degree").why().axioms
        assert axiom.most_moved == "<x:a>"


def test_what_edges_carry_is_the_score_but_for_what_every_node_gets() -> None:
    kg = shared_chile()
    before, after = kg.pagerank("asserted"), kg.pagerank("invariant")
    node = f"<{place('Lima')}>"
    projected = after.projected

    flows = flows_into(before, after, node)

    position = next(n for n in range(len(after)) if node in projected.texts(n))
    ends = projected.graph.expanded().out_weight() == 0
    given = 0.15 / len(after) + 0.85 * after.scores[ends].sum() / len(after)
    assert sum(flow.after for flow in flows) == pytest.approx(after.scores[position] - given, abs=1e-10)
    assert {flow.source for flow in flows if not flow.asserted} == {f"<{place('LIM')}>"}


def test_edges_of_a_node_count_once_where_it_has_several_names_before_too() -> None:
    kg = shared_chile()
    before, after = kg.pagerank("entailed"), kg.pagerank("invariant")
    names = [f"<{place(local)}>" for local in ("EasterIsland", "RapaNui")]
    projected = before.projected
    position = next(n for n in range(len(before)) if projected.texts(n) == names)
    ends = projected.graph.expanded().out_weight() == 0

    flows = flows_into(before, after, names[0])

    given = 0.15 / len(before) + 0.85 * before.scores[ends].sum() / len(before)
    assert sum(flow.before for flow in flows) == pytest.approx(before.scores[position] - given, abs=1e-10)


def test_a_comparison_says_why_for_its_largest_mover_or_another_node() -> None:
    comparison = shared_chile().compare()

    largest, other = comparison.why(budget=26), comparison.why(f"<{place('Lima')}>", budget=26)

    assert largest.node == comparison.overall.movers[0].label
    assert other.node == f"<{place('Lima')}>"
    assert largest.axioms == other.axioms
    assert "hosts inverseOf venue" in largest.to_table()


def test_why_needs_a_graph_a_regime_that_entails_and_a_budget() -> None:
    with pytest.raises(ValueError, match="came without their graph"):
        compare({"x": ranking({"a": 1}), "y": ranking({"a": 1})}, analytic="PageRank").why()
    with pytest.raises(ValueError, match="let another regime come last"):
        shared_chile().compare(regimes=("invariant", "asserted")).why()
    with pytest.raises(ValueError, match="budget is 2"):
        shared_chile().compare().why(budget=2)
