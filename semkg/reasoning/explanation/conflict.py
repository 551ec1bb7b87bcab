"""Minimal sets of asserted triples that are inconsistent already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from semkg.reasoning.clash import Clash
from semkg.reasoning.closure import close
from semkg.reasoning.explanation.explainer import Explainer
from semkg.reasoning.explanation.proof import Fact, Proof
from semkg.reasoning.explanation.written import IdTriple
from semkg.store import Rows, TermDictionary, parse_term

Fails = Callable[[Sequence[IdTriple]], bool]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One inconsistency, explained.

    Attributes:
        clash: what cannot be.
        proof: how it follows from what was written.
        triples: asserted triples that contradict each other while no part of them does, as N-Triples text.
    """

    clash: Clash
    proof: Proof
    triples: tuple[Fact, ...]


def find_conflict(explainer: Explainer, clash: Clash) -> Conflict:
    """Explain a clash and find a minimal set of asserted triples that is inconsistent.

    The set is looked for among the triples that the shortest proof rests on; in all triples, should those alone be
    consistent (a list that only the others make unreadable).

    Raises:
        ValueError: the clash is not one of the explainer's closure.
    """
    terms, rules = explainer.terms, explainer.closure.rules
    proof = explainer.explain_clash(clash)

    def fails(triples: Sequence[IdTriple]) -> bool:
        return not close(_rows(triples), terms, rules=rules).consistent

    candidates = sorted({_numbers(fact, terms) for fact in leaves(proof)})
    if not fails(candidates):
        given = explainer.closure.asserted
        candidates = list(zip(given.s.tolist(), given.p.tolist(), given.o.tolist(), strict=True))
    found = smallest_failing(candidates, fails)
    return Conflict(clash, proof, tuple(_texts(triple, terms) for triple in found))


def leaves(proof: Proof) -> set[Fact]:
    """Return the asserted triples that a proof rests on, those of the proofs inside it too."""
    inside = (behind for step in proof.steps for behind in step.frozen)
    return {step.fact for step in proof.asserted}.union(*(leaves(behind) for behind in inside))


def smallest_failing(items: Sequence[IdTriple], fails: Fails) -> list[IdTriple]:
    """Return a part of some items that fails while none of its parts does, given that all together fail.

    Source: Junker 2004, QUICKXPLAIN: preferred explanations and relaxations for over-constrained problems.
    """
    return [] if fails([]) else _explain([], False, list(items), fails)


def _explain(background: list[IdTriple], grown: bool, items: list[IdTriple], fails: Fails) -> list[IdTriple]:
    if grown and fails(background):
        return []
    if len(items) < 2:
        return items
    middle = len(items) // 2
    first, second = items[:middle], items[middle:]
    of_second = _explain(background + first, True, second, fails)
    of_first = _explain(background + of_second, bool(of_second), first, fails)
    return of_first + of_second


def _rows(triples: Sequence[IdTriple]) -> Rows:
    table = np.array(sorted((p, s, o) for s, p, o in triples), dtype=np.int32).reshape(-1, 3)
    return Rows(table[:, 1].copy(), table[:, 0].copy(), table[:, 2].copy())


def _numbers(fact: Fact, terms: TermDictionary) -> IdTriple:
    s, p, o = (terms.add(parse_term(text)) for text in fact)
    return s, p, o


def _texts(triple: IdTriple, terms: TermDictionary) -> Fact:
    s, p, o = (terms.text(number) for number in triple)
    return s, p, o
