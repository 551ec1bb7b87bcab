"""Questions about fresh individuals: bodies that are said of terms which nothing else mentions, in one closure.

Each body has terms of its own. A proof that speaks of the terms of another body is no answer: then the question has
to be asked by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import pyoxigraph as ox

from semkg.errors import LimitError
from semkg.reasoning.clash import Clash
from semkg.reasoning.closure import Closure, extend
from semkg.reasoning.explanation.proof import ASSERTED, ASSUMED, Fact, Proof
from semkg.reasoning.explanation.search import Excluded, Prover, prove, prove_contradiction, prove_one
from semkg.reasoning.explanation.written import IdTriple, Written
from semkg.reasoning.freezing.question import Question, Slot, Triple
from semkg.store import Rows, TermDictionary
from semkg.vocab import sk

FRESH = ("a", "b", "c")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, said of terms.

    Attributes:
        body: what is assumed.
        head: what has to follow; ``None`` where the body has to be contradictory.
        names: the texts of its terms, and how a proof names them.
    """

    body: tuple[IdTriple, ...]
    head: IdTriple | None
    names: dict[str, str]


class Bodies:
    """The closure of some triples with the bodies of questions, each about terms of its own."""

    def __init__(self, closure: Closure, terms: TermDictionary, questions: Sequence[Question]) -> None:
        self.asked = [_ask(question, terms, place) for place, question in enumerate(questions)]
        self.closed = extend(closure, _rows([triple for asked in self.asked for triple in asked.body]), terms)
        numbers = {number for asked in self.asked for triple in asked.body for number in triple}
        self._written = Written(self.closed, terms, sorted(numbers))
        self._foreign = {name for asked in self.asked for name in asked.names}

    @cached_property
    def _clashes(self) -> tuple[Clash, ...]:
        return self.closed.clashes

    def prove(self, excluded: Excluded) -> list[tuple[Proof | None, Prover]]:
        """Return for each question a proof, ``None`` where none was met, and the search for another one."""
        heads = [asked.head for asked in self.asked if asked.head is not None]
        proofs = iter(self._prove_heads(heads, excluded))
        return [
            (next(proofs), partial(prove_one, self._written, asked.head))
            if asked.head is not None
            else self._contradiction(asked, excluded)
            for asked in self.asked
        ]

    def _prove_heads(self, heads: list[IdTriple], excluded: Excluded) -> list[Proof | None]:
        try:
            return prove(self._written, heads, excluded)
        except LimitError:
            if len(self.asked) == 1:
                raise
            return [None] * len(heads)  # each is asked by itself, with the whole budget

    def _contradiction(self, asked: Asked, excluded: Excluded) -> tuple[Proof | None, Prover]:
        def search(excluded: Excluded) -> Proof | None:
            found = (prove_contradiction(self._written, clash, excluded) for clash in self._about(asked))
            return next((proof for proof in found if proof is not None), None)

        return search(excluded), search

    def _about(self, asked: Asked) -> Iterator[Clash]:
        own = {number for triple in asked.body for number in triple[::2]}
        texts = {number for number in own if self._written.terms.text(number) in asked.names}
        return (clash for clash in self._clashes if not texts.isdisjoint(clash.rows.ravel().tolist()))

    def finished(self, asked: Asked, proof: Proof) -> Proof | None:
        """Return a proof with its terms named as usual and its assumptions marked, ``None`` if it uses another body."""
        foreign = self._foreign - asked.names.keys()
        if any(not foreign.isdisjoint(step.fact) for step in proof.steps):
            return None
        body = {self._written.text(triple) for triple in asked.body}
        steps = (
            replace(
                step,
                fact=_named(step.fact, asked.names),
                rule=ASSUMED if step.rule == ASSERTED and step.fact in body else step.rule,
            )
            for step in proof.steps
        )
        return replace(proof, steps=tuple(steps))


def _named(fact: Fact, names: dict[str, str]) -> Fact:
    s, p, o = (names.get(text, text) for text in fact)
    return s, p, o


def _ask(question: Question, terms: TermDictionary, place: int) -> Asked:
    """Say a question of terms of its own; the first question has those that proofs name."""
    own = {name: sk(f"fresh-{name}") + (f"-{place}" if place else "") for name in FRESH}
    fresh = {name: terms.add(ox.NamedNode(iri)) for name, iri in own.items()}
    return Asked(
        body=tuple(_filled(triple, fresh) for triple in question.body),
        head=_filled(question.head[0], fresh) if question.head else None,
        names={f"<{iri}>": f"<{sk(f'fresh-{name}')}>" for name, iri in own.items()},
    )


def _filled(triple: Triple, fresh: dict[str, int]) -> IdTriple:
    s, p, o = (_number(slot, fresh) for slot in triple)
    return s, p, o


def _number(slot: Slot, fresh: dict[str, int]) -> int:
    return fresh[slot] if isinstance(slot, str) else slot


def _rows(triples: list[IdTriple]) -> Rows:
    table = np.array(sorted({(p, s, o) for s, p, o in triples}), dtype=np.int32)
    return Rows(table[:, 1].copy(), table[:, 0].copy(), table[:, 2].copy())
