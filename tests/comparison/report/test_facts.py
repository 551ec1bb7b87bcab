"""The facts on the page against slow ways to get them."""

from __future__ import annotations

import numpy as np
import pytest

from semkg.comparison.report import render_page
from semkg.comparison.report.facts.carried import carried_by_inference, moved_share
from semkg.comparison.report.facts.equal import equal_things
from semkg.comparison.report.facts.rewritings import _views, _written, rewritings
from semkg.comparison.report.facts.steps import canonical_steps
from semkg.comparison.report.facts.surroundings import surroundings
from semkg.graph import Projection
from semkg.reasoning import meaning_digests
from semkg.views import Ranking
from semkg.vocab import REGIMES
from tests.chile import place, shared_chile
from tests.comparison.report.pages import chile_comparison, chile_facts, turtle

Edge = tuple[str, str]


def edges_of(ranking: Ranking) -> list[Edge]:
    """Return the edges between first names, one by one."""
    graph = ranking.projected.graph.expanded()
    first = [ranking.projected.texts(node)[0] for node in range(graph.n_nodes)]
    return [(first[s], first[t]) for s, t in zip(graph.source.tolist(), graph.target.tolist(), strict=True)]


def test_what_is_carried_is_the_sum_over_edges_that_nobody_wrote() -> None:
    origin = chile_comparison().origin
    assert origin is not None
    after, names = origin.last, {}
    for node in range(len(after)):
        for name in after.projected.texts(node):
            names[name] = after.projected.texts(node)[0]
    written = {(names[s], names[t]) for s, t in edges_of(origin.first) if s in names and t in names}
    scores = {after.projected.texts(node)[0]: score for node, score in enumerate(after.scores.tolist())}
    edges = edges_of(after)
    out = {source: sum(s == source for s, _ in edges) for source, _ in edges}
    handed = {edge: scores[edge[0]] / out[edge[0]] for edge in edges}
    inferred = [edge for edge in edges if edge not in written]

    found = carried_by_inference(origin)

    assert found is not None
    assert (found.edges, found.inferred) == (len(edges), len(inferred))
    assert found.share == pytest.approx(sum(handed[edge] for edge in inferred) / sum(handed.values()))
    peru = next(one for one in found.nodes if one.name == f"<{place('Peru')}>")
    into = {edge: value for edge, value in handed.items() if edge[1] == peru.name}
    assert peru.inferred == pytest.approx(
        sum(value for edge, value in into.items() if edge in inferred) / sum(into.values())
    )


def test_what_moves_counts_names_of_one_thing_once() -> None:
    origin = chile_comparison().origin
    assert origin is not None
    before = dict(origin.first)
    moved = 0.0
    for node, score in enumerate(origin.last.scores.tolist()):
        names = origin.last.projected.names(node)
        moved += abs(score - sum(before.pop(name, 0.0) for name in names))

    assert moved_share(origin) == pytest.approx((moved + sum(before.values())) / 2)


def test_the_steps_add_up_to_the_graph_that_is_ranked() -> None:
    origin = chile_comparison().origin
    assert origin is not None

    found = canonical_steps(origin)

    dropped = found.dropped
    parts = (dropped.signed, dropped.sub_property, dropped.transitive, dropped.chains, dropped.types)
    assert found.selected - sum(parts) == found.facts
    assert (found.nodes, found.merged) == (len(origin.last), origin.last.projected.graph.n_edges)
    assert all(count > 0 for count in parts[:4])


def test_edges_around_a_node_are_told_apart_by_whether_they_were_written() -> None:
    kg = turtle(
        ":near a owl:SymmetricProperty . :a :near :b . :c :near :a . :a :goes :d . :bus rdfs:subPropertyOf :goes ."
    )
    origin = kg.compare().origin
    assert origin is not None

    found = surroundings(origin, "<http://example.org/a>", ())

    links = {
        one.name[20:-1]: tuple(link and (link.before, link.after) for link in (one.inward, one.outward))
        for one in found.neighbours
    }
    assert links == {
        "b": ((False, True), (True, True)),
        "c": ((True, True), (False, True)),
        "d": (None, (True, True)),
    }
    assert {one.name[20:-1]: one.predicates for one in found.neighbours}["b"] == (
        "<http://example.org/near>",
    )


def test_the_neighbour_whose_part_changes_most_is_the_cause() -> None:
    around = chile_facts().around

    assert around is not None
    cause = around.cause
    assert cause is not None
    assert cause.source == f"<{place('Chile')}>"
    assert (cause.ends_before, cause.ends_after) == (1, 2)
    assert cause.after < cause.before
    assert cause.share > 0.5
    assert "Most of the change comes from" in render_page(chile_facts())


def test_edges_that_are_left_out_are_still_shown() -> None:
    kg = turtle(":in a owl:TransitiveProperty . :a :in :b , :c . :b :in :c .")
    origin = kg.compare().origin
    assert origin is not None

    found = surroundings(origin, "<http://example.org/c>", ())

    [left_out] = [one for one in found.neighbours if one.name.endswith("/a>")]
    assert left_out.inward is not None
    assert (left_out.inward.before, left_out.inward.after) == (True, False)


def test_things_with_several_names_come_with_the_axioms_behind_them() -> None:
    kg = turtle(
        ":key a owl:InverseFunctionalProperty . :a :key 'x' . :b :key 'x' . :c owl:sameAs :b . :d owl:sameAs :e ."
    )

    found = equal_things(kg.views(), "invariant")

    assert (found.total, found.names) == (2, 5)
    assert [group.size for group in found.groups] == [3, 2]
    proof = found.groups[0].proof
    assert proof is not None
    assert any("InverseFunctionalProperty" in step.fact[2] for step in proof.asserted)


@pytest.mark.parametrize("seed", range(4))
def test_other_words_for_the_same_change_no_invariant_score(seed: int) -> None:
    origin = chile_comparison().origin
    assert origin is not None

    found = rewritings(origin, seed)

    assert [one.kind for one in found] == ["synonym", "counted", "inverse", "saturated"]
    assert all(one.stays("invariant") for one in found)
    assert not all(one.stays("asserted") for one in found)


def test_other_words_mean_the_same() -> None:
    origin = chile_comparison().origin
    assert origin is not None
    views = origin.views
    meant = meaning_digests(views.closure("entailed"), views.snapshot.terms)

    for written in _written(origin, np.random.default_rng(0)):
        other = _views(views, written)
        digests = meaning_digests(other.closure("entailed"), written.terms)

        # a synonym is a new word, so the closure has more; the other two say nothing new
        assert (digests.graph == meant.graph) == (written.kind != "synonym")
        assert len(other.snapshot.rows) != 0
        assert other.snapshot.rows.p.tolist() != views.snapshot.rows.p.tolist()


def test_a_ranking_of_types_is_rewritten_too() -> None:
    kg = turtle(":p rdfs:domain :C . :C rdfs:subClassOf :D . :a :p :b . :b :p :c . :c a :C .")
    origin = kg.compare(projection=Projection(types=True)).origin
    assert origin is not None

    assert all(one.stays("invariant") for one in rewritings(origin))


def test_directions_are_compared_with_the_one_chosen() -> None:
    origin = shared_chile().compare(projection=Projection(direction="both")).origin
    assert origin is not None

    natural, both, turned = chile_facts().directions

    assert [one.direction for one in (natural, both, turned)] == ["natural", "both", "reversed"]
    assert natural.chosen
    assert natural.pair is None
    assert both.best == tuple(origin.last.projected.texts(node)[0] for node in origin.last.order(3))
    assert turned.pair is not None
    assert turned.pair.kendall_tau is not None
    assert turned.pair.kendall_tau < 1


def test_regimes_are_those_of_the_comparison() -> None:
    assert {regime for one in chile_facts().rewritings for regime in one.pairs} == set(REGIMES)
