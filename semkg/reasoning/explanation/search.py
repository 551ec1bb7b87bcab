"""The search for shortest proofs: expand what the cheapest derivations still need, until they need nothing.

A derivation costs its number of rule applications. What is not expanded yet is taken to cost one, which is never too
much, so that a derivation which is cheapest under this assumption and needs nothing unexpanded is cheapest (AO*:
Martelli and Montanari 1973).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from semkg.errors import LimitError
from semkg.kernels import Ids
from semkg.reasoning.clash import Clash
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.reasoning.engine.table import Table
from semkg.reasoning.explanation.contradiction import Contradiction, find_ways
from semkg.reasoning.explanation.expansion import GOAL, Expansion
from semkg.reasoning.explanation.extraction import extract
from semkg.reasoning.explanation.hypergraph import Costs, Hypergraph, Instances, Node
from semkg.reasoning.explanation.proof import Proof, Step
from semkg.reasoning.explanation.tautologies import EVERYTHING, THING
from semkg.reasoning.explanation.written import IdTriple, Written

Excluded = frozenset[IdTriple]
"""Axioms that a proof may not find by freezing."""
Prover = Callable[[Excluded], Proof | None]

NO_RELATION = -9
"""The predicate of what is no triple."""
BATCH = 2000
"""So many triples are expanded at once."""
CAREFUL = 64
"""So many when a proof is there and only a shorter one is looked for."""
PATIENCE = 20_000
BUDGET = 4_000_000
"""Places in rule instances after which the search takes the best that it has."""


class Search:
    """A search for proofs in one closure; what is found for one goal serves the next."""

    def __init__(
        self,
        written: Written,
        *,
        direct: bool = True,
        budget: int = BUDGET,
        excluded: Excluded = frozenset(),
    ) -> None:
        self.written = written
        self.graph = Hypergraph()
        self._expansion = Expansion(written, self.graph, direct=direct, excluded=excluded)
        self._budget = budget

    def prove(self, triples: list[IdTriple]) -> list[Proof | None]:
        """Return a proof of each triple, ``None`` where there is none.

        Raises:
            LimitError: the budget was used up before any proof of one of them was met.
        """
        return self.prove_nodes(self._expansion.triples(triples))

    def prove_nodes(self, numbers: Ids) -> list[Proof | None]:
        """Return a proof of each node, ``None`` where there is none.

        Raises:
            LimitError: the budget was used up before any proof of one of the goals was met.
        """
        least, most = self._explore(numbers)
        for number in numbers.tolist():
            if most[number] == np.inf and least[number] < np.inf:
                msg = (
                    f"no proof was met among {self.graph.size:,} places of rule instances; "
                    f"ask for a triple that this one rests on"
                )
                raise LimitError(msg)
        return [
            extract(self.graph, most, number, self.written, shortest=bool(least[number] == most[number]))
            if most[number] < np.inf
            else None
            for number in numbers.tolist()
        ]

    def _explore(self, goals: Ids) -> tuple[Costs, Costs]:
        """Expand nodes until the cheapest proofs are known; return the least and the greatest costs possible."""
        limit = self.graph.size + self._budget
        while True:
            least, most = self.graph.costs(1.0), self.graph.costs(np.inf)
            unsure = goals[least[goals] < most[goals]]
            proved = bool((most[unsure] < np.inf).all())
            if proved:
                # A proof of each is there; that it is shortest is worth as much work again, not more.
                limit = min(limit, 2 * self.graph.size + PATIENCE)
            wanted = self.graph.wanted(unsure, least)
            if not len(wanted) or self.graph.size > limit:
                return least, most
            self._expansion.expand(self._most_telling(wanted)[: CAREFUL if proved else BATCH])

    def _most_telling(self, wanted: Ids) -> Ids:
        """Choose what to expand next: equalities only when nothing else is open, since most serve in vain."""
        others = [number for number in wanted.tolist() if self.graph.nodes[number][1] != SAME]
        return np.array(others, dtype=np.int64) if others else wanted

    def contradiction(self, ways: Contradiction) -> Ids:
        """Add a node for what a clash rule concludes in any of some ways."""
        node: Node = (len(self.graph), NO_RELATION, 0, -1)
        number = self._expansion.nodes([node])
        self.graph.close(number)
        for rule, table in ways.bindings:
            goal = np.full(table.n, number[0])
            self._expansion.solve_body(rule, Table(table.n, {**table.columns, GOAL: goal}))
        for rule_id, premises in ways.direct:
            needed = self._expansion.triples(premises)
            self.graph.connect(Instances(rule_id, number, needed[None, :]))
        return number


def prove(written: Written, triples: list[IdTriple], excluded: Excluded = frozenset()) -> list[Proof | None]:
    """Return a shortest proof of each triple, ``None`` where none exists; frozen axioms count as given.

    Chains that were written are tried first and alone; should a reason for the transitivity itself rest on what the
    chain proves, every way is tried.
    """
    found = Search(written, excluded=excluded).prove(triples)
    missing = [place for place, proof in enumerate(found) if proof is None]
    if missing:
        again = Search(written, direct=False, excluded=excluded).prove([triples[place] for place in missing])
        for place, proof in zip(missing, again, strict=True):
            found[place] = proof or _of_everything(written, triples[place])
    return found


def prove_one(written: Written, triple: IdTriple, excluded: Excluded) -> Proof | None:
    """Return a shortest proof of one triple, as :func:`prove`."""
    return prove(written, [triple], excluded)[0]


def _of_everything(written: Written, triple: IdTriple) -> Proof | None:
    """Return the proof that something is a Thing: closures say so also under rules that do not derive it."""
    if triple[1:] != (TYPE, THING) or not written.equality:
        return None
    return Proof((Step(written.text(triple), EVERYTHING),), written.rules)


def prove_contradiction(written: Written, clash: Clash, excluded: Excluded = frozenset()) -> Proof | None:
    """Return a shortest proof of a contradiction, ``None`` if the clash is none of this closure."""
    for direct in (True, False):
        search = Search(written, direct=direct, excluded=excluded)
        proof = search.prove_nodes(search.contradiction(find_ways(written, clash)))[0]
        if proof is not None:
            return proof
    return None
