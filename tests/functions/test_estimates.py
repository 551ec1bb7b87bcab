"""What ``sk:estimate`` says of functions, training and entailment, without doing any of it."""

from __future__ import annotations

import pytest

from semkg import KnowledgeGraph
from semkg.analytics import ANALYTICS
from semkg.errors import FunctionError
from semkg.functions import FUNCTIONS
from semkg.functions.costs import COSTS
from semkg.functions.estimators import ESTIMATED
from semkg.vocab import SK, sk
from tests.chile import chile, select, shared_chile

Said = tuple[int | None, int, float]
WITHOUT = {
    sk(name) for name in ("stats", "estimate", "explain", "allPaths", "allPathsEdge", "cycle", "cycleEdge")
}
"""Functions without an estimate: two take next to nothing; how far proofs, paths of any length and cycles must be
looked for nobody knows before.
"""
MODEL = "<http://example.org/models#m>"


def said(what: str, options: str = "", *, kg: KnowledgeGraph | None = None, dataset: str = "") -> Said:
    """Rows, bytes and seconds that are estimated."""
    [row] = select(
        kg or shared_chile(),
        f"SELECT ?rows ?bytes ?seconds {dataset} {{ (?rows ?bytes ?seconds) sk:estimate (sk:{what} {options}) }}",
    )
    rows = row["rows"]
    return None if rows is None else int(rows.value), int(row["bytes"].value), float(row["seconds"].value)


def count(call: str) -> int:
    [row] = select(shared_chile(), f"SELECT (COUNT(*) AS ?n) {{ {call} }}")
    return int(row["n"].value)


def test_whatever_has_a_cost_has_an_estimate() -> None:
    assert {function.iri for function in FUNCTIONS} - WITHOUT <= set(ESTIMATED)
    assert set(COSTS) == {analytic.name for analytic in ANALYTICS}


@pytest.mark.parametrize("iri", [iri for iri in ESTIMATED if iri != sk("entailmentDelta")])
def test_every_estimate_can_be_asked_for(iri: str) -> None:
    rows, memory, seconds = said(iri.removeprefix(SK))

    assert rows is None or rows > 0
    assert (memory > 0 and seconds > 0) or iri == sk("Entailment")


@pytest.mark.parametrize(
    ("what", "options", "call"),
    [
        ("pageRank", "", "?n sk:pageRank ?r"),
        ("degree", "sk:regime sk:asserted", "(?n ?r) sk:degree (sk:regime sk:asserted)"),
        ("community", "sk:types true", "(?n ?r) sk:community (sk:types true)"),
        ("hub", "sk:edges :bus sk:direction sk:both", "(?n ?r) sk:hub (sk:edges :bus sk:direction sk:both)"),
        ("degree", "sk:literals true", "(?n ?r) sk:degree (sk:literals true)"),
        (
            "entailmentDelta",
            "sk:analytic sk:pageRank sk:edges :bus",
            "(?n ?b ?a ?d) sk:entailmentDelta (sk:pageRank sk:edges :bus)",
        ),
        ("similarTo", "sk:k 3", "(?n ?r) sk:similarTo (:PuertoVaras 3)"),
    ],
)
def test_rows_are_those_of_the_call_with_the_same_options(what: str, options: str, call: str) -> None:
    assert said(what, options)[0] == count(call)


def test_names_of_one_thing_are_one_row_of_the_nearest() -> None:
    kg = KnowledgeGraph()
    kg.update(
        "PREFIX : <http://example.org/> INSERT DATA "
        "{ :a :p :b . :b :p :c . :c :p :a . :b owl:sameAs :other . :c owl:sameAs :another }"
    )
    kg.train(dim=4, epochs=2, regularisation=0.01)

    found = select(kg, "SELECT ?n { (?n ?score) sk:similarTo (<http://example.org/a> 2) }")

    assert said("similarTo", "sk:k 2", kg=kg)[0] == 2
    assert len(found) == 4


def test_reachable_gives_at_most_the_rows_estimated() -> None:
    rows, _, _ = said("reachable")

    assert rows is not None
    assert count("(?n ?d) sk:reachable (:Arica)") <= rows


@pytest.mark.parametrize(
    ("what", "less", "more"),
    [
        ("pageRank", "sk:edges :bus", ""),
        ("pageRank", "", "sk:types true"),
        ("pageRank", "sk:damping 0.5", "sk:damping 0.95"),
        ("pageRank", "sk:damping 0.0", "sk:damping 0.1"),
        ("degree", "sk:regime sk:asserted", ""),
        ("degree", "", "sk:direction sk:both"),
        ("betweenness", "sk:mostSteps 10", ""),
        ("entailmentDelta", "sk:analytic sk:degree", "sk:analytic sk:triangles"),
        ("predictObject", "sk:k 1", "sk:k 100"),
        ("ComplEx", "sk:epochs 2", "sk:epochs 20"),
        ("ComplEx", "sk:dim 8", "sk:dim 80"),
        ("ComplEx", "sk:validFraction 0.0", ""),
        ("ComplEx", "sk:refit false", ""),
        ("ComplEx", "sk:regularisation 0.01", ""),
        ("ComplEx", "sk:edges :bus", ""),
    ],
)
def test_what_takes_more_is_estimated_at_more(what: str, less: str, more: str) -> None:
    assert said(what, less)[2] < said(what, more)[2]


@pytest.mark.parametrize(
    ("what", "options"),
    [
        ("pageRank", "sk:seed :Santiago"),
        ("community", "sk:resolution 2.0"),
        ("shortestPath", "sk:source :Arica sk:target :Santiago sk:weighted true sk:paths 3"),
        ("distance", "sk:maxLength 3"),
        ("similarity", "sk:a :Arica sk:b :Santiago"),
        ("predictObject", "sk:subject :PuertoVaras sk:predicate :bus sk:class :City"),
        ("DistMult", "sk:randomSeed 4 sk:learningRate 0.1"),
    ],
)
def test_an_option_that_changes_nothing_is_taken(what: str, options: str) -> None:
    assert said(what, options) == said(what)


def test_a_sub_query_gives_the_edges() -> None:
    [row] = select(
        shared_chile(),
        "SELECT ?rows { SERVICE sk:estimate { [] sk:function sk:degree ; sk:rows ?rows . "
        "{ SELECT ?source ?target { ?source :bus ?target } } } }",
    )

    assert int(row["rows"].value) == said("degree", "sk:edges :bus")[0]


def test_an_estimate_starts_neither_entailment_nor_training() -> None:
    kg, told = chile(), list[str]()
    kg.progress = lambda stage, done, total: told.append(stage)

    estimates = {
        what: said(what, "sk:regime sk:entailed", kg=kg, dataset="FROM sk:asserted")
        for what in ("Entailment", "pageRank", "predictObject", "ComplEx")
    }

    assert told == []
    closing = estimates.pop("Entailment")[2]
    assert 0 < closing < min(seconds for _, _, seconds in estimates.values())
    kg.materialise()
    assert said("Entailment", kg=kg) == (None, 0, 0.0)
    assert said("pageRank", kg=kg)[2] < estimates["pageRank"][2] + 1e-3


def test_a_model_at_hand_need_not_be_trained() -> None:
    kg = chile()
    first = said("similarTo", kg=kg)

    kg.train(dim=8, epochs=1, regularisation=0.01)

    assert said("similarTo", kg=kg)[2] < first[2] / 10


def test_a_name_without_an_estimate_is_refused() -> None:
    with pytest.raises(
        FunctionError, match=r"there is no estimate for <.*Santiago>; there are some for sk:pageRank"
    ):
        select(shared_chile(), "SELECT * { (?rows ?bytes ?seconds) sk:estimate (:Santiago) }")
