"""Axioms that hold of a fresh individual: the proof behind an axiom that RL+ finds by freezing.

The axiom's body is said of terms that nothing else mentions; that its head follows (or a contradiction) is proved in
the closure of the data with that body. Inside, the axiom itself may not be found by freezing again.

Axioms are proved many at a time: first those that need none of the others, then those that need only these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from semkg.reasoning.clash import Clash
from semkg.reasoning.closure import Closure
from semkg.reasoning.explanation.fresh import Bodies
from semkg.reasoning.explanation.proof import Proof, Step
from semkg.reasoning.explanation.search import Excluded, Prover, prove, prove_contradiction, prove_one
from semkg.reasoning.explanation.written import IdTriple, Written
from semkg.reasoning.freezing.question import Question, questions_behind
from semkg.store import TermDictionary
from semkg.vocab import BUILTIN

TOGETHER = 100
"""So many questions are asked in one closure."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The proofs behind a frozen axiom.

    Attributes:
        proofs: one for each question.
        uses: the frozen axioms that they rest on.
    """

    proofs: tuple[Proof, ...]
    uses: frozenset[IdTriple]


@dataclass(frozen=True, slots=True)
class Ground:
    """What proofs stand on.

    Attributes:
        closure: the closure whose axioms are proved.
        terms: the dictionary behind it.
        behind: what is behind frozen axioms, as far as it was found before.
        without: axioms for which no proof was found, with what that might not use.
    """

    closure: Closure
    terms: TermDictionary
    behind: dict[IdTriple, list[Behind]] = field(default_factory=dict)
    without: set[tuple[IdTriple, Excluded]] = field(default_factory=set)

    def find(self, axiom: IdTriple, excluded: Excluded) -> Behind | None:
        """Return what is behind an axiom and rests on none of some others, if it was found before."""
        found = (behind for behind in self.behind.get(axiom, ()) if behind.uses.isdisjoint(excluded))
        return next(found, None)


def questions(triple: IdTriple) -> tuple[Question, ...]:
    """Return what has to be asked for an axiom to hold by freezing; nothing for what is no such axiom."""
    return questions_behind(*triple, np.arange(len(BUILTIN)))


def prove_all(
    ground: Ground, written: Written, triples: list[IdTriple], excluded: Excluded
) -> list[Proof | None]:
    """Return a proof of each triple with the proofs behind its frozen axioms, ``None`` where there is none."""
    proofs = prove(written, triples, excluded)
    _prepare(ground, (axiom for proof in proofs if proof for axiom in _frozen(proof, ground.terms)))
    searches = (partial(prove_one, written, triple) for triple in triples)
    return [
        _complete(ground, proof, search, excluded) for proof, search in zip(proofs, searches, strict=True)
    ]


def prove_clash(
    ground: Ground, written: Written, clash: Clash, excluded: Excluded = frozenset()
) -> Proof | None:
    """Return a proof of a contradiction with the proofs behind its frozen axioms, ``None`` if there is none."""
    search = partial(prove_contradiction, written, clash)
    return _complete(ground, search(excluded), search, excluded)


def _complete(ground: Ground, proof: Proof | None, search: Prover, excluded: Excluded) -> Proof | None:
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


def _frozen(proof: Proof, terms: TermDictionary) -> Iterator[IdTriple]:
    """Yield the frozen axioms that a proof rests on, those behind its frozen axioms among them."""
    for step in proof.steps:
        if step.rule.startswith("freeze-"):
            yield _numbers(step, terms)
            for behind in step.frozen:
                yield from _frozen(behind, terms)


def _behind(ground: Ground, axiom: IdTriple, excluded: Excluded) -> tuple[Proof, ...]:
    """Return one proof for each question behind an axiom, none at all if one of them has none."""
    found = ground.find(axiom, excluded)
    if found is None and (axiom, excluded) not in ground.without:
        _answer(ground, [axiom], excluded)
        found = ground.find(axiom, excluded)
        if found is None:
            ground.without.add((axiom, excluded))
    return found.proofs if found else ()


def _prepare(ground: Ground, axioms: Iterable[IdTriple]) -> None:
    """Find what is behind axioms as long as that needs none that are left; the others are for their own search."""
    left = [axiom for axiom in dict.fromkeys(axioms) if axiom not in ground.behind]
    while len(left) > 1:
        for start in range(0, len(left), TOGETHER):
            _answer(ground, left[start : start + TOGETHER], frozenset(left))
        before, left = left, [axiom for axiom in left if axiom not in ground.behind]
        if len(left) == len(before):
            return


def _answer(ground: Ground, axioms: list[IdTriple], excluded: Excluded) -> None:
    """Keep what is behind axioms; frozen ones inside are proved of the data alone, with fresh terms of their own."""
    asked = [(axiom, question) for axiom in axioms for question in questions(axiom)]
    bodies = Bodies(ground.closure, ground.terms, [question for _, question in asked])
    proofs: dict[IdTriple, list[Proof | None]] = {axiom: [] for axiom in axioms}
    for (axiom, _), one, (proof, search) in zip(asked, bodies.asked, bodies.prove(excluded), strict=True):
        whole = _complete(ground, proof, search, excluded)
        proofs[axiom].append(whole and bodies.finished(one, whole))
    for axiom, found in proofs.items():
        whole_proofs = tuple(proof for proof in found if proof is not None)
        if len(whole_proofs) == len(found):
            uses = frozenset(used for proof in whole_proofs for used in _frozen(proof, ground.terms))
            ground.behind.setdefault(axiom, []).append(Behind(whole_proofs, uses))
