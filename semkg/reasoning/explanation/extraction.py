"""The proof of one node of a hypergraph whose costs are known."""

from __future__ import annotations

from dataclasses import replace

from semkg.reasoning.explanation.hypergraph import LINK, Choice, Costs, Hypergraph
from semkg.reasoning.explanation.proof import ASSERTED, CONTRADICTION, Fact, Proof, Step
from semkg.reasoning.explanation.written import Written


class _Writer:
    """Writes steps, each triple once."""

    def __init__(self, graph: Hypergraph, written: Written) -> None:
        self._graph = graph
        self._written = written
        self.steps: list[Step] = []
        self._place: dict[Fact, int] = {}
        self._named: dict[int, tuple[int, ...]] = {}

    def fact(self, number: int) -> Fact:
        s, p, o, kind = self._graph.nodes[number]
        return CONTRADICTION if kind < 0 else self._written.text((s, p, o))

    def write(self, number: int, choice: Choice) -> None:
        """Write the step of a node whose premises are written."""
        places = [self._named[premise] for premise in choice.premises]
        flat = tuple(place for several in places for place in several)
        if not choice.rule:
            self._named[number] = flat
        elif choice.links:
            links = [several[0] for several in places[: choice.links]]
            axioms = tuple(place for several in places[choice.links :] for place in several)
            self._named[number] = (self._contract(choice.rule, links, axioms),)
        else:
            self._named[number] = (self._step(self.fact(number), choice.rule, flat),)

    def _contract(self, rule: str, links: list[int], axioms: tuple[int, ...]) -> int:
        """Write a chain as steps of two links each, as flat as can be."""
        if len(links) == 1:
            return links[0]
        middle = len(links) // 2
        left, right = (self._contract(rule, part, axioms) for part in (links[:middle], links[middle:]))
        fact = (self.steps[left].fact[0], self.steps[left].fact[1], self.steps[right].fact[2])
        return self._step(fact, rule, (*axioms, left, right))

    def _step(self, fact: Fact, rule: str, premises: tuple[int, ...]) -> int:
        if fact not in self._place:
            self._place[fact] = len(self.steps)
            self.steps.append(Step(fact, rule, tuple(dict.fromkeys(premises))))
        return self._place[fact]


def extract(graph: Hypergraph, costs: Costs, goal: int, written: Written, *, shortest: bool) -> Proof:
    """Return the cheapest proof of a node; equal ones are told apart by rule id, then by their premises as text.

    Args:
        graph: the instances.
        costs: the cost of each node; that of the goal is finite.
        goal: the node.
        written: gives the texts of terms.
        shortest: whether the proof is known to be shortest.
    """
    writer = _Writer(graph, written)
    chosen: dict[int, Choice] = {}
    waiting = [goal]
    while waiting:
        number = waiting.pop()
        if number not in chosen:
            chosen[number] = _choose(graph, costs, number, writer)
            waiting += chosen[number].premises
    # Premises cost less than what they give; only a node that names others may cost the same as they do.
    for number in sorted(chosen, key=lambda number: _rank(graph, costs, chosen, number)):
        writer.write(number, chosen[number])
    return Proof(_with_depths(writer.steps), written.rules, shortest)


def _rank(graph: Hypergraph, costs: Costs, chosen: dict[int, Choice], number: int) -> tuple[float, int, int]:
    _, predicate, _, marks = graph.nodes[number]
    names_others = 0 if chosen[number].rule else 3 if predicate < 0 else 1 if marks & LINK else 2
    return float(costs[number]), names_others, number


def _choose(graph: Hypergraph, costs: Costs, number: int, writer: _Writer) -> Choice:
    if costs[number] == 0 and graph.is_given(number):
        return Choice(ASSERTED)
    options = graph.cheapest(number, costs)
    if len(options) == 1:
        return options[0]
    rule = min(option.rule for option in options)
    return min(
        (option for option in options if option.rule == rule),
        key=lambda option: [
            writer.fact(premise) for premise in option.premises if graph.nodes[premise][1] >= 0
        ],
    )


def _with_depths(steps: list[Step]) -> tuple[Step, ...]:
    """Return the steps that the last one needs, with their distances from it."""
    depth = {len(steps) - 1: 0}
    for place in range(len(steps) - 1, -1, -1):
        if place in depth:
            for premise in steps[place].premises:
                depth[premise] = max(depth.get(premise, 0), depth[place] + 1)
    new = {old: place for place, old in enumerate(sorted(depth))}
    return tuple(
        replace(steps[old], premises=tuple(new[premise] for premise in steps[old].premises), depth=depth[old])
        for old in sorted(depth)
    )
