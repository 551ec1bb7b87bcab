"""The rules of the tables over terms as written, ready to be asked how a triple comes about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from semkg.reasoning.engine.join import Pattern, Slot
from semkg.reasoning.engine.program import OWN_RELATIONS
from semkg.reasoning.explanation.written import Written
from semkg.reasoning.rules.rule import Atom, Rule, is_variable
from semkg.reasoning.rules.tables import RULE_SETS
from semkg.vocab import BUILTIN_ID

NUMBERS = {'"0"': 0, '"1"': 1}


@dataclass(frozen=True, slots=True)
class Backward:
    """One rule with one of its heads.

    Attributes:
        id: the id of the rule.
        head: what follows; ``None`` for a clash.
        body: what must hold.
        unequal: two variables that must differ, or nothing.
    """

    id: str
    head: Pattern | None
    body: tuple[Pattern, ...]
    unequal: tuple[str, ...] = ()

    @property
    def variables(self) -> list[str]:
        """The variables of head and body."""
        patterns = self.body if self.head is None else (*self.body, self.head)
        return sorted(set().union(*(pattern.variables() for pattern in patterns)))

    def is_transitive(self) -> bool:
        """Say whether the rule leads from ``x P y`` and ``y P z`` to ``x P z``."""
        if self.head is None:
            return False
        x, p, z = self.head
        ends = [atom for atom in self.body if atom.p == p]
        return len(ends) == 2 and ends[0].s == x and ends[0].o == ends[1].s and ends[1].o == z and x != z


def backward_rules(written: Written) -> list[Backward]:
    """Return the rules whose bodies are solved by joins, one entry for each head."""
    return [
        Backward(rule.id, head, body, _unequal(rule))
        for rule in RULE_SETS[written.rules]
        if rule.by in ("join", "given", "blocks")
        for body in _bodies(rule.body_atoms(), written)
        for head in _heads(rule)
    ]


def _heads(rule: Rule) -> list[Pattern | None]:
    atoms = rule.head_atoms()
    return [_pattern(atom, {}) for atom in atoms] if atoms else [None]


def _unequal(rule: Rule) -> tuple[str, ...]:
    return ("?cell1", "?cell2") if rule.list_form()[:1] == ("two",) else ()


def _bodies(atoms: tuple[Atom, ...], written: Written) -> Iterator[tuple[Pattern, ...]]:
    """Yield a body with its numbers replaced by each literal that has the value."""
    named = [place for place in NUMBERS if any(place in atom for atom in atoms)]
    for literals in product(*(_literals(NUMBERS[place], written) for place in named)):
        values = dict(zip(named, literals, strict=True))
        yield tuple(_pattern(atom, values) for atom in atoms)


def _literals(number: int, written: Written) -> list[int]:
    owner = written.literals.number_owner(number)
    if owner is None:
        return []
    found = [name for name in written.members(owner).tolist() if written.literals.owner[name] == owner]
    return found or [owner]


def _pattern(atom: Atom, values: dict[str, int]) -> Pattern:
    s, p, o = (_slot(place, values) for place in atom)
    return Pattern(s, p, o)


def _slot(place: str, values: dict[str, int]) -> Slot:
    if is_variable(place):
        return place
    return (
        OWN_RELATIONS[place]
        if place in OWN_RELATIONS
        else values[place]
        if place in values
        else BUILTIN_ID[place]
    )
