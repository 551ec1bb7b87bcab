"""How a rule is written down: its W3C id, its body and its head, as text that reads like the standard.

Atoms are separated by `` . ``; ``a`` is ``rdf:type``; ``"0"`` and ``"1"`` are literals of that numeric value. A list
stands in parentheses after the predicate that points to it:

- ``(some ?c)``: ``?c`` is a member, one match for each;
- ``(two ?c1 ?c2)``: members at two different places;
- ``(every ?c)``: the atoms with ``?c`` must hold for all members;
- ``(chain ?x ?y)``: the members, as properties, lead from ``?x`` to ``?y``.

Variables that end in ``1`` and ``2`` make a pair: a body that stays the same when both are swapped asks for two
*different* values. The head ``false`` makes a rule that reports a clash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from semkg.vocab import PREFIXES, RDF_TYPE

How = Literal["join", "blocks", "values", "tautology", "list", "given"]

LIST_MEMBER = "list:member"
"""Stands for the relation between a list and each of its members."""
LIST_CELL = "list:cell"
"""Stands for the relation between a list and each of its cells: a member together with its place."""


class Atom(NamedTuple):
    """One triple pattern: each place is a variable (``?x``), an IRI, or a literal value (``"1"``)."""

    s: str
    p: str
    o: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: the name that the standard gives it.
        body: what must hold.
        head: what follows, or ``false``.
        by: what carries it out: ``join`` (the general way), ``blocks`` (terms that are the same share a
            representative), ``values`` (the values of literals), ``tautology`` (true of everything: answered when
            asked, never written out), ``list`` (compiled for each list), ``given`` (``given_by`` has the same effect).
        given_by: ids of the rules that have the same effect together.
    """

    id: str
    body: str
    head: str
    by: How = "join"
    given_by: tuple[str, ...] = ()

    def body_atoms(self) -> tuple[Atom, ...]:
        """Return the body as atoms; lists become atoms on their members or cells."""
        return tuple(atom for text in self.body.split(" . ") for atom in _parse(text))

    def head_atoms(self) -> tuple[Atom, ...]:
        """Return the head as atoms; empty for a rule that reports a clash."""
        return () if self.head == "false" else tuple(_parse(text)[0] for text in self.head.split(" . "))

    def list_form(self) -> tuple[str, ...]:
        """Return the words of the rule's list (``("every", "?c")``), empty when it has none."""
        found = re.search(r"\(([^)]*)\)", self.body)
        return tuple(found.group(1).split()) if found else ()


def is_variable(place: str) -> bool:
    """Say whether a place of an atom is a variable."""
    return place.startswith("?")


@cache
def _parse(text: str) -> tuple[Atom, ...]:
    """Read one atom; one with a list becomes several."""
    s, p, o = re.findall(r'\([^)]*\)|"[^"]*"|\S+', text)
    if not o.startswith("("):
        return (Atom(_name(s), _name(p), _name(o)),)
    form, *members = o[1:-1].split()
    atoms = [Atom(_name(s), _name(p), "?list")]
    if form == "some":
        atoms.append(Atom("?list", LIST_MEMBER, members[0]))
    elif form == "two":
        for member, cell in zip(members, ("?cell1", "?cell2"), strict=True):
            atoms += [Atom("?list", LIST_CELL, cell), Atom(cell, PREFIXES["rdf"] + "first", member)]
    return tuple(atoms)


def _name(token: str) -> str:
    """Return a token as a variable, an IRI or a literal value."""
    if token == "a":
        return RDF_TYPE
    if token[0] in '?"':
        return token
    prefix, name = token.split(":")
    return PREFIXES[prefix] + name
