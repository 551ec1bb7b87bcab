"""Which rules read axioms of one kind."""

from __future__ import annotations

from functools import cache

from semkg.reasoning.rules.rule import Rule
from semkg.reasoning.rules.tables import RULE_SETS
from semkg.vocab import RDF_TYPE


@cache
def rules_reading(term: str, rules: str) -> tuple[str, ...]:
    """Return the ids of the rules that conclude something about things from axioms with a term, in the tables' order.

    Args:
        term: the predicate of the axioms, or the class of properties that they name, an IRI.
        rules: the name of the rule set.

    Returns:
        Rules for schemas only (``scm-``) where there are no others; none for a term of which no rule has heard.
    """
    reading = [rule.id for rule in RULE_SETS[rules] if rule.head != "false" and _mentions(rule, term)]
    found = [one for one in reading if "scm-" not in one] or reading
    return tuple(dict.fromkeys(found))


def _mentions(rule: Rule, term: str) -> bool:
    return any(atom.p == term or (atom.p == RDF_TYPE and atom.o == term) for atom in rule.body_atoms())
