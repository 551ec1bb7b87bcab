"""Proofs of what follows in one closure, and of its clashes."""

from __future__ import annotations

from collections.abc import Sequence

from semkg.reasoning.clash import Clash
from semkg.reasoning.closure import Closure
from semkg.reasoning.explanation.frozen import Ground, prove_all, prove_clash
from semkg.reasoning.explanation.proof import Proof
from semkg.reasoning.explanation.written import IdTriple, Written
from semkg.store import TermDictionary


class Explainer:
    """Gives proofs; what it needs of the closure it works out once.

    Attributes:
        closure: what is explained.
        terms: the dictionary behind it.
    """

    def __init__(self, closure: Closure, terms: TermDictionary) -> None:
        self.closure = closure
        self.terms = terms
        self._ground = Ground(closure, terms)
        self._written: Written | None = None

    def explain(self, triples: Sequence[IdTriple]) -> list[Proof | None]:
        """Return a shortest proof of each triple.

        Args:
            triples: subject, predicate and object as term ids; the dictionary may have grown since the closure.

        Returns:
            For each triple its proof, down to asserted triples; ``None`` where the triple does not follow.

        Raises:
            LimitError: a proof was not met within the limit of the search.
        """
        written = self._over({number for triple in triples for number in triple})
        return prove_all(self._ground, written, list(triples), frozenset())

    def explain_clash(self, clash: Clash) -> Proof:
        """Return a shortest proof of the contradiction that a clash is.

        Raises:
            ValueError: the clash is not one of this closure.
        """
        written = self._over(set(clash.rows.ravel().tolist()))
        proof = prove_clash(self._ground, written, clash)
        if proof is None:
            msg = f"this clash is none of the {len(self.closure.clashes)} clashes of the closure: {clash.message}"
            raise ValueError(msg)
        return proof

    def _over(self, asked: set[int]) -> Written:
        """Return the closure over terms as written, those that were asked for among them."""
        if self._written is None or not all(map(self._written.knows, asked)):
            self._written = Written(self.closure, self.terms, sorted(asked))
        return self._written
