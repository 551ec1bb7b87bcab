"""Transitive properties: chains of triples, taken as they were written where that is possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from semkg.kernels import partners
from semkg.reasoning.engine.join import Pattern, solve
from semkg.reasoning.engine.list_phases import CHAIN
from semkg.reasoning.explanation.backward import Backward
from semkg.reasoning.explanation.links import Links, between, shortest
from semkg.reasoning.explanation.written import WHOLE, IdTriple, Written


@dataclass(frozen=True, slots=True)
class Transitivity:
    """Why a property is transitive.

    Attributes:
        rule: the id of the rule that contracts its chains.
        premises: what the rule needs beside the chain.
    """

    rule: str
    premises: tuple[IdTriple, ...]


class Chains:
    """The transitive properties of a closure.

    Attributes:
        direct: whether a chain is made of the surest links that lead from end to end; otherwise every node in
            between is a way.
    """

    def __init__(self, written: Written, rules: list[Backward], *, direct: bool) -> None:
        self._written = written
        self._rules = [rule for rule in rules if rule.is_transitive()]
        self._links = Links(written, rules)
        self._known: dict[int, tuple[Transitivity, ...]] = {}
        self.direct = direct

    def why(self, predicate: int) -> tuple[Transitivity, ...]:
        """Return every reason for which a property is transitive; none if it is not."""
        if predicate not in self._known:
            self._known[predicate] = tuple(self._reasons(predicate))
        return self._known[predicate]

    def _reasons(self, predicate: int) -> Iterator[Transitivity]:
        for rule in self._rules:
            assert rule.head is not None
            if rule.head.p == predicate:
                yield Transitivity(rule.id, ())
            elif isinstance(rule.head.p, str):
                axioms = [atom for atom in rule.body if atom.p != rule.head.p]
                bound = [
                    Pattern(*(predicate if slot == rule.head.p else slot for slot in atom)) for atom in axioms
                ]
                if solve([(atom, self._written) for atom in bound], wanted=()).n:
                    yield Transitivity(rule.id, tuple((int(s), int(p), int(o)) for s, p, o in bound))
        for head in (
            partners(predicate, self._written.get(CHAIN).keys).tolist() if self._written.lists else ()
        ):
            if [member for _, member, _ in self._written.lists.get(head, ())] == [predicate, predicate]:
                yield Transitivity("prp-spo2", ((predicate, CHAIN, head), (head, WHOLE, head)))

    def ways(self, s: int, p: int, o: int) -> tuple[list[list[int]], bool]:
        """Return the ways from one node to another along a transitive property.

        Returns:
            Chains of nodes, each from ``s`` to ``o``; and whether the last link of each is meant with transitivity
            (all others, and else all, are meant without).
        """
        inside = between(self._written, s, p, o)
        if self.direct:
            for links in self._links.from_the_surest(p, inside):
                found = shortest(s, o, links, inside)
                if len(found) > 2:
                    return [found], False
                if found:
                    return [], False
        return [[s, node, o] for node in inside.tolist() if node not in (s, o)], True
