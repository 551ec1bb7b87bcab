"""Which instances of a rule are kept: those whose conclusions the hierarchies do not give as well."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from semkg.reasoning import Closure, close
from semkg.reasoning.engine import instances
from semkg.store import TermDictionary
from tests.reasoning.graphs import STATEMENTS, as_text, read


def kept(closure: Closure, rule_id: str) -> set[tuple[str, ...]]:
    """Return the instances of a rule as the local names of their terms, columns by name."""
    text = closure.engine.literals.text
    (rule,) = [rule for phase in closure.engine.phases for rule in phase.rules if rule.id == rule_id]
    columns = [rule.instances.columns[name].tolist() for name in sorted(rule.instances.columns)]
    return {
        tuple(text(number)[1:-1].rsplit("/", 1)[-1] for number in row) for row in zip(*columns, strict=True)
    }


def closed(*statements: str) -> Closure:
    terms = TermDictionary()
    return close(read(statements, terms), terms)


def test_a_domain_above_another_one_is_left_to_the_class_hierarchy() -> None:
    closure = closed(":A rdfs:subClassOf :B", ":p rdfs:domain :A , :B , :C", ":a :p :b")

    assert kept(closure, "prp-dom") == {("A", "p"), ("C", "p")}


def test_a_domain_that_a_property_above_has_is_left_to_the_property_hierarchy() -> None:
    closure = closed(":p rdfs:subPropertyOf :q", ":q rdfs:domain :A", ":a :p :b")

    assert kept(closure, "prp-dom") == {("A", "q")}


@pytest.mark.parametrize("order", [(":A", ":B", ":C"), (":C", ":A", ":B")])
def test_of_equivalent_domains_one_is_kept(order: tuple[str, ...]) -> None:
    first, second, third = order
    cycle = [f"{a} rdfs:subClassOf {b}" for a, b in ((first, second), (second, third), (third, first))]

    closure = closed(*cycle, ":p rdfs:domain :A , :B , :C", ":a :p :b")

    assert len(kept(closure, "prp-dom")) == 1
    assert closure.rows.p.tolist().count(0) >= 3


@settings(max_examples=25, deadline=None)
@given(statements=STATEMENTS)
def test_nothing_is_lost_by_leaving_instances_out(statements: list[str]) -> None:
    terms = TermDictionary()
    rows = read(statements, terms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(instances, "MOST_COMPARED", -1)
        everything = close(rows, terms)

    reduced = close(rows, terms)

    assert as_text(reduced.rows, terms) == as_text(everything.rows, terms)
    assert [clash.rule for clash in reduced.clashes] == [clash.rule for clash in everything.clashes]
