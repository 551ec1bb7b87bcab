"""Proofs of everything that a closure says, checked one by one."""

from __future__ import annotations

import random

import numpy as np

from semkg.reasoning import Closure
from semkg.reasoning.explanation import Explainer, Proof, check_proof
from semkg.store import Rows, TermDictionary
from tests.reasoning.graphs import Triple, as_text


def inferred(closure: Closure) -> list[tuple[int, int, int]]:
    """Return what follows and was not asserted, as ids."""
    rows = closure.expanded()
    given = set(_tuples(closure.asserted))
    return [triple for triple in _tuples(rows) if triple not in given]


def _tuples(rows: Rows) -> list[tuple[int, int, int]]:
    return list(zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True))


def faults(
    closure: Closure, terms: TermDictionary, *, sample: int | None = None, batch: int = 250
) -> list[str]:
    """Prove inferred triples, all or some, and return what the checker finds wrong."""
    triples = inferred(closure)
    if sample is not None and sample < len(triples):
        triples = random.Random(7).sample(triples, sample)
    explainer = Explainer(closure, terms)
    asserted = as_text(closure.asserted, terms)
    found: list[str] = []
    for start in range(0, len(triples), batch):
        part = triples[start : start + batch]
        for triple, proof in zip(part, explainer.explain(part), strict=True):
            fault = _fault(proof, asserted, triple_text(triple, terms))
            found += [fault] if fault else []
    return found


def _fault(proof: Proof | None, asserted: set[Triple], goal: Triple) -> str | None:
    return f"there is no proof of {goal}" if proof is None else check_proof(proof, asserted, goal)


def triple_text(triple: tuple[int, int, int], terms: TermDictionary) -> Triple:
    s, p, o = (terms.text(number) for number in np.array(triple).tolist())
    return s, p, o
