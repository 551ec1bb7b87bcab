"""The page on groups: what it says is right, complete, and stands by itself."""

from __future__ import annotations

import functools
import re
from collections import Counter

import pytest

from semkg.comparison import Grouping, compare_groups
from semkg.comparison.report.facts.grouped import NOWHERE, GroupFacts, gather_groups
from semkg.comparison.report.grouppage import render_group_page
from semkg.comparison.report.sections.grouped import GROUP_SECTIONS
from semkg.graph import Projection
from semkg.vocab import OWL
from tests.chile import shared_chile
from tests.comparison.report.pages import Page, turtle
from tests.comparison.report.test_page import EXPECTED, HOSTILE, quoted

APART = ":a :near :b . :c :near :d . :e :near :f . :f :near :g . :b owl:sameAs :bb . :bb :near :c ."


@functools.cache
def chile_groups(analytic: str) -> GroupFacts:
    return gather_groups(shared_chile().compare_groups(analytic), title="Chile")


def ends(text: str) -> str:
    return text.rsplit("/", 1)[-1].strip("<>")


def test_what_came_together_is_told_with_the_names_that_melted() -> None:
    facts = gather_groups(turtle(APART).compare_groups("component"), title="")

    assert facts.split == ()
    [one] = facts.merged
    assert (ends(one.group), one.size) == ("a", 5)
    assert [(ends(part), count) for part, count in one.parts] == [("bb", 3), ("a", 2)]
    assert one.melted == 1
    assert "1 thing with names in several" in Page(render_group_page(facts)).text


def test_what_came_together_is_told_with_the_edges_that_follow() -> None:
    kg = turtle(":host owl:inverseOf :venue . :a :to :b . :b :to :a . :b :venue :c . :d :to :a .")

    facts = gather_groups(kg.compare_groups("strongComponent"), title="")

    [one] = facts.merged
    assert [ends(part) for part, _ in one.parts] == ["a", "c"]
    assert [set(map(ends, (edge.source, edge.target))) for edge in one.edges] == [{"b", "c"}]
    assert [list(map(ends, edge.predicates)) for edge in one.edges] == [["host", "venue"]]


def test_connections_are_those_of_the_graphs_that_were_looked_at() -> None:
    kg = turtle(":x :y :z .")
    kg.load(b"<http://x/a> <http://x/p> <http://x/b> .", "nt", graph="http://x/g")
    kg.load(f"<http://x/p> a <{OWL}SymmetricProperty> .".encode(), "ttl", graph="http://x/g")
    kg.load(b"<http://x/a> <http://x/other> <http://x/b> .", "nt", graph="http://x/h")

    found = kg.compare_groups("strongComponent", projection=Projection(graphs=("http://x/g",)))

    [one] = gather_groups(found, title="").merged
    assert [list(map(ends, edge.predicates)) for edge in one.edges] == [["p"]]


def test_what_came_apart_is_told_with_where_it_goes() -> None:
    before = Grouping(("a", "b", "c", "d"), ("a", "a", "a", "d"), {})
    after = Grouping(("a", "b", "c"), ("a", "b", "b"), {})

    facts = gather_groups(compare_groups({"one": before, "two": after}, analytic="communities"), title="")

    [one] = facts.split
    assert (one.group, one.size, one.parts, one.edges) == ("a", 3, (("b", 2), ("a", 1)), ())
    assert facts.flows["d", NOWHERE] == 1
    page = Page(render_group_page(facts)).text
    assert "2 to that of b, 1 to that of a" in page
    assert "No groups came together" in page


@pytest.mark.parametrize("analytic", ["component", "strongComponent", "community"])
def test_names_are_counted_once_on_each_side(analytic: str) -> None:
    facts = chile_groups(analytic)

    for side, regime in ((0, "asserted"), (1, "invariant")):
        sizes: Counter[str] = Counter()
        for pair, count in facts.flows.items():
            sizes[pair[side]] += count
        sizes.pop(NOWHERE, None)
        assert sizes == facts.comparison.sizes(regime)
    for crossings in (facts.merged, facts.split):
        assert all(sum(count for _, count in one.parts) == one.size for one in crossings)


def test_edges_between_parts_are_edges_between_different_groups_of_the_other_regime() -> None:
    facts = chile_groups("community")
    first, last = (dict(zip(one.labels, one.groups, strict=True)) for one in facts.comparison.groupings[::2])

    assert any(one.edges for one in facts.merged)
    for one in facts.merged:
        assert one.fresh <= one.count
        for edge in one.edges:
            assert last[edge.source] == last[edge.target] == one.group
            assert first[edge.source] != first[edge.target]
            assert edge.predicates


@pytest.mark.parametrize("analytic", ["component", "strongComponent", "community"])
def test_the_page_shows_every_part_and_needs_no_network_and_no_script(analytic: str) -> None:
    source = render_group_page(chile_groups(analytic))
    page = Page(source)

    for anchor, title, _ in GROUP_SECTIONS:
        assert anchor in page.values("id")
        assert title in page.text
    assert page.text.count("What this means") == len(GROUP_SECTIONS)
    assert page.tags <= EXPECTED
    assert "default-src 'none'; style-src 'unsafe-inline'" in page.values("content")
    assert all(link.startswith("#") for link in page.values("href"))
    assert not re.findall(r"url\(|@import", source)
    assert len(page.values("id")) == len(set(page.values("id")))
    assert source.count("<table>") == source.count("<caption>") == 4
    assert "adjusted Rand" in page.text


def test_the_same_comparison_gives_the_same_page() -> None:
    again = gather_groups(shared_chile().compare_groups("community"), title="Chile")

    assert render_group_page(again) == render_group_page(chile_groups("community"))


def test_labels_of_blank_nodes_have_no_part_in_the_page() -> None:
    pages = []
    for a, b, c, d in ("abcd", "dcba"):
        labels = tuple(f"_:{one}" for one in (a, b, c, d))
        before = Grouping(labels, (labels[0], labels[0], labels[2], labels[2]), {})
        after = Grouping(labels, (labels[0],) * 4, {})
        found = compare_groups({"asserted": before, "invariant": after}, analytic="communities")
        pages.append(found.report())

    assert pages[0] == pages[1]


def test_no_data_become_markup_on_a_page_on_groups() -> None:
    kg = turtle(
        f":x rdfs:label {quoted(HOSTILE)} ; :p :b . :p a owl:SymmetricProperty ; rdfs:label {quoted(HOSTILE)} ."
    )

    page = Page(kg.compare_groups("strongComponent").report(title=HOSTILE))

    assert page.tags <= EXPECTED
    assert "<img" not in page.source
