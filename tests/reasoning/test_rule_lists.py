"""Every rule with a list, at every place of lists of one, two and three members; the cases are made from the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from semkg.reasoning import close, entails
from semkg.reasoning.rules.rule import Rule
from semkg.reasoning.rules.tables import RULE_SETS
from semkg.store import TermDictionary
from tests.reasoning.graphs import read

RULES = [rule for rule in RULE_SETS["rl+"] if rule.list_form()]
SIZES = (1, 2, 3)


def written(atom: str, names: dict[str, str]) -> str:
    """Write an atom of a rule as Turtle: variables as terms of their names, or of those given."""
    return re.sub(r"\?(\w+)", lambda found: names.get(found.group(0), f":{found.group(1)}"), atom)


def parts(rule: Rule) -> tuple[str, list[str]]:
    """Return the atom with the list, as text in which ``LIST`` stands for it, and the other atoms."""
    listed, *others = sorted(rule.body.split(" . "), key=lambda atom: "(" not in atom)
    return re.sub(r"\([^)]*\)", "LIST", listed), others


def cases(rule: Rule) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield (name, list and axioms, what has to hold of its members): without one of the latter the rule is silent."""
    form, *words = rule.list_form()
    listed, others = parts(rule)
    for size in SIZES:
        members = [f":m{place}" for place in range(size)]
        schema = [written(listed, {}).replace("LIST", f"( {' '.join(members)} )")]
        if form == "chain":
            path = [":x", *(f":n{place}" for place in range(1, size)), ":y"]
            yield f"{size}", schema, [f"{path[i]} {members[i]} {path[i + 1]}" for i in range(size)]
        elif form == "every":
            fixed = [written(atom, {}) for atom in others if words[0] not in atom.split()]
            each = [
                written(atom, {words[0]: member, "?z": f":z{member[2:]}"})
                for member in members
                for atom in others
                if words[0] in atom.split()
            ]
            yield f"{size}", schema + fixed, each
        else:
            for chosen in combinations(members, len(words)):
                names = dict(zip(words, chosen, strict=True))
                rest = [written(atom, names) for atom in others]
                kind = [atom for atom in rest if " a owl:All" in atom]
                yield f"{size} {' '.join(chosen)}", schema + kind, [atom for atom in rest if atom not in kind]


def heads(rule: Rule, name: str) -> str:
    """Return what follows, as Turtle."""
    places = dict(zip(rule.list_form()[1:], name.split()[1:], strict=False)) if " " in name else {}
    return written(rule.head, places) + " ."


def fires(rule: Rule, statements: list[str], head: str) -> bool:
    terms = TermDictionary()
    closure = close(read(statements, terms), terms, rules="rl+" if rule.id.startswith("plus") else "rl")
    if rule.head == "false":
        return rule.id in {clash.rule for clash in closure.clashes}
    return entails(closure, read(head, terms), terms)


PARAMETERS = [
    pytest.param(rule, name, schema, needed, id=f"{rule.id}-{name}")
    for rule in RULES
    for name, schema, needed in cases(rule)
]


@pytest.mark.parametrize(("rule", "name", "schema", "needed"), PARAMETERS)
def test_a_rule_with_a_list_fires_at_every_place(
    rule: Rule, name: str, schema: list[str], needed: list[str]
) -> None:
    assert fires(rule, schema + needed, heads(rule, name))


@pytest.mark.parametrize(
    ("rule", "name", "schema", "needed"), [case for case in PARAMETERS if case.values[3]]
)
def test_a_rule_with_a_list_needs_all_that_its_body_says(
    rule: Rule, name: str, schema: list[str], needed: list[str]
) -> None:
    for place in range(len(needed)):
        fewer = needed[:place] + needed[place + 1 :]
        assert not fires(rule, schema + fewer, heads(rule, name))


def test_every_rule_with_a_list_is_tried() -> None:
    places = {rule.id: {case.id for case in PARAMETERS if case.values[0] is rule} for rule in RULES}

    assert all(len(found) >= 3 for found in places.values()), places
