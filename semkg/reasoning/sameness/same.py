"""Whether two graphs mean the same, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from semkg.reasoning.canonical.graph import Digests
from semkg.reasoning.closure import Closure
from semkg.reasoning.sameness.blanks import MOST_TRIALS
from semkg.reasoning.sameness.difference import Statement, smallest_difference
from semkg.reasoning.sameness.digests import digests_of
from semkg.reasoning.sameness.joint import Joint, join
from semkg.reasoning.sameness.lean import MOST_STEPS
from semkg.reasoning.sameness.lean import lean as leaned
from semkg.reasoning.sameness.matching import Match, match
from semkg.reasoning.sameness.meaning import Meaning, read_meaning
from semkg.store import TermDictionary

Verdict = Literal["yes", "no", "undecided"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one graph knows and another does not.

    Attributes:
        statements: triples of the graph that, told to the other, give it everything that this one knows; none can be
            left out. Where the graphs entail each other and differ in the number of blank nodes only, these are rows.
        complete: whether these are all.
        axioms: how many axioms only the closure of this graph has; equal things are one node with all their names, so
            that a row may be counted here that follows from the other graph, where its node has more names.
        rows: how many other rows only the closure of this graph has, counted in the same way.
    """

    statements: tuple[Statement, ...] = ()
    complete: bool = True
    axioms: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Sameness:
    """The answer to whether two graphs mean the same.

    Attributes:
        verdict: ``yes``, ``no``, or ``undecided`` where blank nodes need more trials than the limit allows.
        because: why it is undecided, or in what the graphs differ, in words.
        first: what only the first graph knows.
        second: what only the second graph knows.
        digests: digests of both graphs as they are, before leaning.
        consistent: whether each graph is free of clashes; the answer is about the definite rules in any case.
        rules: the rule set by which they were compared.
        lean: whether blank nodes that say nothing of their own were left out first.
    """

    verdict: Verdict
    because: str
    first: Difference
    second: Difference
    digests: tuple[Digests, Digests]
    consistent: tuple[bool, bool]
    rules: str
    lean: bool

    def __bool__(self) -> bool:
        return self.verdict == "yes"


def same(
    first: tuple[Closure, TermDictionary],
    second: tuple[Closure, TermDictionary],
    *,
    lean: bool = False,
    most: int = 10,
    trials: int = MOST_TRIALS,
    steps: int = MOST_STEPS,
) -> Sameness:
    """Say whether two graphs mean the same: whether their closures are equal up to names of blank nodes.

    Args:
        first: a closure and the dictionary behind its ids.
        second: another one.
        lean: whether to leave out blank nodes that say nothing of their own.
        most: how many statements of a difference to look for, in either direction.
        trials: how many refinements to spend in each graph on blank nodes that colours do not tell apart.
        steps: how many steps of leaning to spend on each set of blank nodes that hang together.

    Raises:
        ValueError: the closures are under different rules.
    """
    if first[0].rules != second[0].rules:
        msg = (
            f"the graphs are closed under different rules, {first[0].rules} and {second[0].rules}: choose one"
        )
        raise ValueError(msg)
    sides = (read_meaning(*first), read_meaning(*second))
    digests = (digests_of(sides[0]), digests_of(sides[1]))
    found = _compare(sides, lean, trials, steps)
    differences, because = (Difference(), Difference()), ""
    if not found.match.equal:
        joint = join(first, second)
        closed = (read_meaning(joint.closures[0], joint.terms), read_meaning(joint.closures[1], joint.terms))
        found = _compare(closed, lean, trials, steps)
        verdict, because = _judge(found)
        if verdict == "no":
            differences, because = _differences(joint, found, most)
    verdict, _ = _judge(found)
    consistent = first[0].consistent, second[0].consistent
    return Sameness(verdict, because, *differences, digests, consistent, first[0].rules, lean)


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """Two meanings, leaned where that was asked for, and how they match.

    Attributes:
        sides: the meanings.
        match: how they match.
        capped: for how many sets of blank nodes leaning was given up.
    """

    sides: tuple[Meaning, Meaning]
    match: Match
    capped: int = 0


def _compare(sides: tuple[Meaning, Meaning], lean: bool, trials: int, steps: int) -> _Compared:
    found = match(*sides, trials=trials)
    if found.equal or not lean:
        return _Compared(sides, found)
    (first, some), (second, more) = (leaned(side, steps=steps) for side in sides)
    return _Compared((first, second), match(first, second, trials=trials), some + more)


def _judge(found: _Compared) -> tuple[Verdict, str]:
    if found.match.equal:
        return "yes", ""
    if found.capped:
        sets = f"{found.capped} sets of blank nodes that hang together"
        return "undecided", f"leaning was given up for {sets}; more steps may decide it"
    if not found.match.decided:
        return (
            "undecided",
            "blank nodes that hang together have more symmetries than were tried; more trials may decide it",
        )
    return "no", ""


def _differences(joint: Joint, found: _Compared, most: int) -> tuple[tuple[Difference, Difference], str]:
    """Return what only each side knows, and in what they differ, in words."""
    only = (found.match.only_first, found.match.only_second)
    told = [
        smallest_difference(joint, side, _unmatched(found.sides[side], only[side]), most) for side in (0, 1)
    ]
    statements = [one for found_, _ in told for one in found_]
    kinds = {"axioms": any(one.axiom for one in statements), "data": any(not one.axiom for one in statements)}
    because = " and ".join(word for word, there in kinds.items() if there) or "blank nodes only"
    first, second = (
        _difference(found.sides[side], only[side], *told[side], rows_instead=not statements, most=most)
        for side in (0, 1)
    )
    return (first, second), because


def _unmatched(meaning: Meaning, only: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the ids of the blank nodes of some rows."""
    nodes = np.concatenate([meaning.s[only], meaning.o[only]])
    ids: NDArray[np.int64] = meaning.ids[nodes[meaning.blank()[nodes]]]
    return ids


def _difference(
    meaning: Meaning,
    only: NDArray[np.bool_],
    statements: tuple[Statement, ...],
    complete: bool,
    *,
    rows_instead: bool,
    most: int,
) -> Difference:
    axioms = int((only & meaning.axiom).sum())
    rows = int(only.sum()) - axioms
    if rows_instead:
        statements = tuple(_row_statements(meaning, np.flatnonzero(only)[:most]))
        complete = int(only.sum()) <= most
    return Difference(statements, complete, axioms, rows)


def _row_statements(meaning: Meaning, places: NDArray[np.int64]) -> Iterator[Statement]:
    """Yield rows of a closure as statements of their own."""
    for place in places.tolist():
        ends = (int(column[place]) for column in (meaning.s, meaning.p, meaning.o))
        texts = (meaning.names[end].partition("\n")[0] or f"_:n{end}" for end in ends)
        yield Statement(bool(meaning.axiom[place]), (" ".join(texts) + " .",))
