"""Axioms that hold of a fresh individual: the proof behind an axiom that RL+ finds by freezing.

The axiom's body is said of terms that nothing else mentions; that its head follows (or a contradiction) is proved in
the closure of the data with that body. Inside, the axiom itself may not be found by freezing again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import pyoxigraph as ox

from semkg.reasoning.clash import Clash
from semkg.reasoning.closure import Closure, extend
from semkg.reasoning.explanation.proof import ASSERTED, ASSUMED, Proof, Step
from semkg.reasoning.explanation.search import prove, prove_contradiction
from semkg.reasoning.explanation.written import IdTriple, Written
from semkg.reasoning.freezing.question import Question, Slot, Triple, questions_behind
from semkg.store import Rows, TermDictionary
from semkg.vocab import BUILTIN, sk

FRESH = ("a", "b", "c")
Excluded = frozenset[IdTriple]


@dataclass(frozen=True, slots=True)
class Ground:
    """What proofs stand on.

    Attributes:
        closure: the closure whose axioms are proved.
        terms: the dictionary behind it.
        behind: the proofs behind frozen axioms that were found before, by the axiom and what they may not use.
    """

    closure: Closure
    terms: TermDictionary
    behind: dict[tuple[IdTriple, Excluded], tuple[Proof, ...]] = field(default_factory=dict)


def questions(triple: IdTriple) -> tuple[Question, ...]:
    """Return what has to be asked for an axiom to hold by freezing; nothing for what is no such axiom."""
    return questions_behind(*triple, np.arange(len(BUILTIN)))


def prove_all(
    ground: Ground, written: Written, triples: list[IdTriple], excluded: Excluded
) -> list[Proof | None]:
    """Return a proof of each triple with the proofs behind its frozen axioms, ``None`` where there is none."""
    found: list[Proof | None] = []
    for triple, proof in zip(triples, prove(written, triples, excluded), strict=True):
        search = partial(_prove_one, written, triple)
        found.append(_complete(ground, proof, search, excluded))
    return found


def prove_clash(
    ground: Ground, written: Written, clash: Clash, excluded: Excluded = frozenset()
) -> Proof | None:
    """Return a proof of a contradiction with the proofs behind its frozen axioms, ``None`` if there is none."""
    search = partial(prove_contradiction, written, clash)
    return _complete(ground, search(excluded), search, excluded)


def _prove_one(written: Written, triple: IdTriple, excluded: Excluded) -> Proof | None:
    return prove(written, [triple], excluded)[0]


def _complete(
    ground: Ground,
    proof: Proof | None,
    search: Callable[[Excluded], Proof | None],
    excluded: Excluded,
) -> Proof | None:
    """Prove every frozen axiom of a proof; where one has no proof, look for another proof without it."""
    while proof is not None:
        steps = list(proof.steps)
        failed: set[IdTriple] = set()
        for place, step in enumerate(steps):
            if step.rule.startswith("freeze-"):
                axiom = _numbers(step, ground.terms)
                behind = _behind(ground, axiom, excluded | {axiom})
                failed |= set() if behind else {axiom}
                steps[place] = replace(step, frozen=behind)
        if not failed:
            return replace(proof, steps=tuple(steps))
        excluded |= failed
        proof = search(excluded)
    return None


def _numbers(step: Step, terms: TermDictionary) -> IdTriple:
    s, p, o = (terms.add(term) for term in step.terms)
    return s, p, o


def _behind(ground: Ground, axiom: IdTriple, excluded: Excluded) -> tuple[Proof, ...]:
    """Return one proof for each question behind an axiom, none at all if one of them has none."""
    if (axiom, excluded) not in ground.behind:
        found = [_answer(ground, question, excluded) for question in questions(axiom)]
        proofs = tuple(proof for proof in found if proof is not None)
        ground.behind[axiom, excluded] = proofs if len(proofs) == len(found) else ()
    return ground.behind[axiom, excluded]


def _answer(ground: Ground, question: Question, excluded: Excluded) -> Proof | None:
    """Prove what a question asks; frozen axioms inside are proved of the data alone, with fresh terms of their own."""
    terms = ground.terms
    fresh = {name: terms.add(ox.NamedNode(sk(f"fresh-{name}"))) for name in FRESH}
    body = [_filled(triple, fresh) for triple in question.body]
    closed = extend(ground.closure, _rows(body), terms)
    written = Written(closed, terms, sorted(fresh.values()))
    if question.head:
        head = _filled(question.head[0], fresh)
        search = partial(_prove_one, written, head)
        proof = _complete(ground, search(excluded), search, excluded)
    else:
        about = [clash for clash in closed.clashes if _mentions(clash, fresh)]
        found = (
            _complete(ground, search(excluded), search, excluded) for search in _searches(written, about)
        )
        proof = next((proof for proof in found if proof is not None), None)
    return proof and _assuming(proof, {written.text(triple) for triple in body})


def _filled(triple: Triple, fresh: dict[str, int]) -> IdTriple:
    s, p, o = (_number(slot, fresh) for slot in triple)
    return s, p, o


def _number(slot: Slot, fresh: dict[str, int]) -> int:
    return fresh[slot] if isinstance(slot, str) else slot


def _rows(triples: list[IdTriple]) -> Rows:
    table = np.array(sorted({(p, s, o) for s, p, o in triples}), dtype=np.int32)
    return Rows(table[:, 1].copy(), table[:, 0].copy(), table[:, 2].copy())


def _mentions(clash: Clash, fresh: dict[str, int]) -> bool:
    return not set(fresh.values()).isdisjoint(clash.rows.ravel().tolist())


def _searches(written: Written, clashes: list[Clash]) -> Iterator[Callable[[Excluded], Proof | None]]:
    for clash in clashes:
        yield partial(prove_contradiction, written, clash)


def _assuming(proof: Proof, body: set[tuple[str, str, str]]) -> Proof:
    """Mark the leaves that were assumed and not written."""
    steps = (
        replace(step, rule=ASSUMED) if step.rule == ASSERTED and step.fact in body else step
        for step in proof.steps
    )
    return replace(proof, steps=tuple(steps))
