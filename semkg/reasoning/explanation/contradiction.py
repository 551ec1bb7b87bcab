"""The ways in which a clash comes about, over terms as written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import numpy as np

from semkg.kernels import Ids
from semkg.reasoning.clash import Clash
from semkg.reasoning.engine.program import SAME
from semkg.reasoning.engine.table import Table
from semkg.reasoning.explanation.backward import Backward, backward_rules
from semkg.reasoning.explanation.tautologies import DIFFERENT
from semkg.reasoning.explanation.written import IdTriple, Written

MOST = 4096
"""So many choices of names are looked at; beyond, only a few names of the larger blocks are."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What leads to one contradiction.

    Attributes:
        bindings: clash rules with values of their variables; the body has to be solved yet.
        direct: clash rules with their premises.
    """

    bindings: list[tuple[Backward, Table]]
    direct: list[tuple[str, list[IdTriple]]]


def find_ways(written: Written, clash: Clash) -> Contradiction:
    """Return how a clash, which speaks of representatives, can come about over their names."""
    s, p, o = clash.rows[0].tolist()
    if clash.rule == "dt-diff":
        return Contradiction([], [("eq-diff1", [(s, p, o), (s, DIFFERENT, o)])])
    if clash.rule == "dt-not-type":
        return Contradiction([], [("dt-not-type", [(s, p, o)])])
    rules = [rule for rule in backward_rules(written) if rule.head is None and rule.id == clash.rule]
    return Contradiction(
        [(rule, _names(written, found)) for rule in rules for found in _bind(rule, clash)], []
    )


def _bind(rule: Backward, clash: Clash) -> Iterator[dict[str, int]]:
    """Yield the representatives of a rule's variables; a clash shows no atoms of equality and of lists."""
    shown = [atom for atom in rule.body if isinstance(atom.p, str) or (atom.p >= 0 and atom.p != SAME)]
    found: dict[str, int] = {}
    for atom, row in zip(shown, clash.rows.tolist(), strict=True):
        for slot, number in zip(atom, row, strict=True):
            if isinstance(slot, str) and found.setdefault(slot, number) != number:
                return
    yield found


def _names(written: Written, found: dict[str, int]) -> Table:
    """Return every choice of one name for each representative."""
    names = {variable: written.members(number) for variable, number in found.items()}
    while prod(map(len, names.values())) > MOST:
        longest = max(names, key=lambda variable: len(names[variable]))
        names[longest] = names[longest][: max(1, len(names[longest]) // 2)]
    columns: list[Ids] = list(np.meshgrid(*names.values(), indexing="ij")) if names else []
    table = {name: column.ravel() for name, column in zip(names, columns, strict=True)}
    return Table(len(next(iter(table.values()), [])), table)
