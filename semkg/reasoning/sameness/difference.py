"""The smallest difference of two graphs: what one must be told to know all that the other knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.errors import LimitError
from semkg.kernels import components
from semkg.reasoning.closure import Closure, extend
from semkg.reasoning.entailment import entails
from semkg.reasoning.sameness import vocabulary as v
from semkg.reasoning.sameness.expressions import among
from semkg.reasoning.sameness.joint import Joint, ordered
from semkg.store import Rows, TermDictionary, TermKind
from semkg.vocab import BUILTIN_ID, OWL

MOST_GROUPS = 100
"""Sets of triples around blank nodes that are looked at one by one."""
MOST_MATCHES = 300_000
"""Partial matches of one set of triples around blank nodes, after which it counts as unknown to the other graph."""

Triple = tuple[int, int, int]
Spelling = dict[int, list[Triple]]
"""The rows that spell each expression, by its node."""

_THING, _NOTHING = BUILTIN_ID[OWL + "Thing"], BUILTIN_ID[OWL + "Nothing"]


@dataclass(frozen=True, slots=True)
class Statement:
    """Triples that hang together by blank nodes, or a single one.

    Attributes:
        axiom: whether an axiom is among them.
        triples: the triples as N-Triples lines.
    """

    axiom: bool
    triples: tuple[str, ...]


def smallest_difference(
    joint: Joint, side: int, unmatched: NDArray[np.int64], most: int
) -> tuple[tuple[Statement, ...], bool]:
    """Return statements of one graph from which, with the other graph, all others of it follow.

    Axioms are tried before data, since facts often follow from them; then those that the later ones make superfluous
    are taken out again. So none of the statements can be left out, though another choice may have fewer.

    Args:
        joint: the two graphs.
        side: which of them, 0 or 1.
        unmatched: ids of its blank nodes that the other graph has not.
        most: how many statements to look for.

    Returns:
        The statements, and whether they are all that is needed.
    """
    spelling = definitions_by_node(joint.defined[side])
    reader = _Reader(joint.closures[1 - side], joint.terms, spelling)
    chosen: list[Rows] = []
    for rows in _unknown(joint, side, unmatched, reader):
        if len(chosen) == most:
            return _statements(chosen, joint.terms, spelling), False
        chosen.append(rows)
        reader.learn(rows)
    complete = not reader.gave_up
    for rows in chosen[:-1]:
        rest = [other for other in chosen if other is not rows]
        reader = _Reader(joint.closures[1 - side], joint.terms, spelling)
        for other in rest:
            reader.learn(other)
        if reader.knows(rows):
            chosen = rest
    return _statements(chosen, joint.terms, spelling), complete


class _Reader:
    """One graph that is told statements of another."""

    def __init__(self, closure: Closure, terms: TermDictionary, spelling: Spelling) -> None:
        self._closure = closure
        self._terms = terms
        self._spelling = spelling
        self.gave_up = False

    def learn(self, rows: Rows) -> None:
        self._closure = extend(self._closure, rows, self._terms)

    def has(self, rows: Rows) -> NDArray[np.bool_]:
        """Return which triples follow, blank nodes taken as they are."""
        return self._closure.contains(rows.s, rows.p, rows.o)

    def knows(self, rows: Rows) -> bool:
        """Say whether triples follow, blank nodes taken for anything that is spelled as they are."""
        if self.has(rows).all():
            return True
        spelled = np.array(_with_definitions(rows, self._spelling), dtype=np.int32)
        try:
            return entails(self._closure, ordered(*spelled.T), self._terms, most=MOST_MATCHES)
        except LimitError:
            self.gave_up = True
            return False


def _unknown(joint: Joint, side: int, unmatched: NDArray[np.int64], reader: _Reader) -> Iterator[Rows]:
    """Yield what was written in one graph and does not follow from what the other knows by then, axioms first."""
    mask, blank = said(joint.given[side], joint.defined[side], joint.terms)
    rows = _part(joint.given[side], mask)
    label = joined_by_blanks(rows, blank)
    with_blank = label >= 0
    axiom = is_axiom(rows)
    axiom |= with_blank & np.isin(label, label[axiom])
    suspect = np.isin(label, label[np.isin(rows.s, unmatched) | np.isin(rows.o, unmatched)])
    suspect |= axiom  # the cells of lists are matched as sets
    for stage in (axiom, ~axiom):
        yield from _unknown_rows(_part(rows, stage & ~with_blank), reader)
        numbers = sorted(set(label[stage & with_blank & suspect].tolist()))
        reader.gave_up |= len(numbers) > MOST_GROUPS
        for number in numbers[:MOST_GROUPS]:
            group = _part(rows, label == number)
            if not reader.knows(group):
                yield group


def _unknown_rows(rows: Rows, reader: _Reader) -> Iterator[Rows]:
    while len(rows):
        place = int(np.argmin(reader.has(rows)))
        one = _part(rows, np.arange(len(rows)) == place)
        if reader.has(one)[0]:
            return
        if not reader.knows(one):
            yield one
        rows = _part(rows, np.arange(len(rows)) > place)


def said(given: Rows, defined: Rows, terms: TermDictionary) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which triples say something and define nothing, and which terms are blank nodes beside expressions.

    Args:
        given: triples as they were written.
        defined: those that spell the class expressions in them.
        terms: the dictionary.
    """
    blank = terms.kinds() == TermKind.BLANK
    spelled = np.zeros(len(blank), dtype=bool)
    spelled[defined.s] = True
    defining = among(given, set(_triples(defined)))
    # a node that spells several expressions says that they are equal, in triples that hang together
    several = given.s[~defining & spelled[given.s] & np.isin(given.p, list(v.DEFINES))]
    spelled[several] = False
    return ~(defining | _says_nothing(given)), blank & ~spelled


def _part(rows: Rows, mask: NDArray[np.bool_]) -> Rows:
    return Rows(rows.s[mask], rows.p[mask], rows.o[mask])


def joined_by_blanks(rows: Rows, blank: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number the triples with blank nodes so that those that share one have one number; -1 for all others."""
    n = len(rows)
    places = [np.flatnonzero(blank[column]) for column in (rows.s, rows.o)]
    nodes = [
        n + column[place].astype(np.int64) for column, place in zip((rows.s, rows.o), places, strict=True)
    ]
    _, label = components(np.concatenate(places), np.concatenate(nodes), n_nodes=n + len(blank))
    return np.where(blank[rows.s] | blank[rows.o], label[:n], -1)


def is_axiom(rows: Rows) -> NDArray[np.bool_]:
    """Return which triples are axioms."""
    axiom: NDArray[np.bool_] = np.isin(rows.p, list(v.AXIOMS))
    axiom |= (rows.p == v.TYPE) & np.isin(rows.o, list(v.CHARACTERISTICS))
    return axiom


def _says_nothing(rows: Rows) -> NDArray[np.bool_]:
    nothing: NDArray[np.bool_] = (rows.p == v.TYPE) & np.isin(rows.o, list(v.DECLARATIONS))
    nothing |= (rows.s == rows.o) & np.isin(rows.p, list(v.REFLEXIVE))
    nothing |= (rows.p == v.SUB_CLASS) & ((rows.o == _THING) | (rows.s == _NOTHING))
    return nothing


def _statements(chosen: list[Rows], terms: TermDictionary, spelling: Spelling) -> tuple[Statement, ...]:
    return tuple(
        Statement(bool(is_axiom(rows).any()), tuple(lines_of(rows, spelling, terms))) for rows in chosen
    )


def definitions_by_node(defined: Rows) -> Spelling:
    """Return the rows that spell each expression, by its node."""
    found: dict[int, list[Triple]] = {}
    for row in _triples(defined):
        found.setdefault(row[0], []).append(row)
    return found


def _with_definitions(rows: Rows, spelling: Spelling) -> list[Triple]:
    """Return triples, and after them what spells the expressions in them."""
    found = dict.fromkeys(_triples(rows))
    for s, _, o in (waiting := list(found)):
        for row in (*spelling.get(s, ()), *spelling.get(o, ())):
            if row not in found:
                found[row] = None
                waiting.append(row)
    return list(found)


def _triples(rows: Rows) -> Iterator[Triple]:
    return zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True)


def lines_of(rows: Rows, spelling: Spelling, terms: TermDictionary) -> Iterator[str]:
    """Yield triples and what spells the expressions in them, what has a name first, blank nodes numbered."""
    labels: dict[str, str] = {}

    def label(number: int) -> str:
        text = terms.text(number)
        return labels.setdefault(text, f"_:b{len(labels)}") if text[:2] == "_:" else text

    spelled = _with_definitions(rows, spelling)
    for s, p, o in sorted(spelled, key=lambda row: terms.text(row[0])[0] == "_"):
        yield f"{label(s)} {label(p)} {label(o)} ."
