"""Every way in which a rule can give a triple, found backwards over the closure for many triples at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import Ids, partners
from semkg.reasoning.engine.join import Pattern, Slot, solve
from semkg.reasoning.engine.list_phases import CHAIN, INTERSECTION, KEY
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.reasoning.engine.table import Table
from semkg.reasoning.explanation.backward import Backward, backward_rules
from semkg.reasoning.explanation.chains import Chains
from semkg.reasoning.explanation.hypergraph import LINK, REPLACED, Hypergraph, Instances, Node
from semkg.reasoning.explanation.tautologies import tautology
from semkg.reasoning.explanation.written import WHOLE, IdTriple, Written
from semkg.reasoning.freezing.question import questions_behind
from semkg.vocab import BUILTIN

GOAL = "#"
"""The column of a table that holds the number of the triple that is asked for."""
ENOUGH = 50
"""Of instances whose premises are all asserted, none can be better than another: so many are kept."""

Columns = tuple[Ids, Ids, Ids]
ListRule = Callable[[int, int, list[int]], Backward]
FROZEN_WEIGHT = 100
"""A frozen axiom counts as so many rule applications: it is used where the rules of the tables do not suffice."""
_BUILTIN = np.arange(len(BUILTIN))
_REPLACE = ("eq-rep-s", "eq-rep-p", "eq-rep-o")


class Expansion:
    """Finds the instances of rules that conclude given nodes of a hypergraph."""

    def __init__(
        self,
        written: Written,
        graph: Hypergraph,
        *,
        direct: bool = True,
        excluded: frozenset[IdTriple] = frozenset(),
    ) -> None:
        self.written = written
        self.graph = graph
        rules = backward_rules(written)
        self._rules = [
            rule
            for rule in rules
            if rule.head is not None and not rule.is_transitive() and rule.id not in _REPLACE
        ]
        self._excluded = excluded
        self._chains = Chains(written, rules, direct=direct)

    def nodes(self, nodes: list[Node]) -> Ids:
        """Return the numbers of nodes, which are added where they are new; what was asserted needs no rule."""
        numbers, fresh = self.graph.add(nodes)
        if fresh:
            columns = np.array([nodes[place][:3] for place in fresh], dtype=np.int64).T
            self.graph.give(numbers[fresh][self.written.is_asserted(*columns)])
        return numbers

    def free(self, s: Ids, p: Ids, o: Ids) -> list[Node]:
        """Return the nodes of triples that may come about in any way."""
        shared = self.written.shared
        triple = p >= 0
        marks = sum(
            mark * (shared[np.where(triple, column, 0)] & triple)
            for mark, column in zip(REPLACED, (s, p, o), strict=True)
        )
        marks = np.where((p == SAME) & self.written.equality, 0, marks)
        return list(zip(s.tolist(), p.tolist(), o.tolist(), marks.tolist(), strict=True))

    def triples(self, triples: list[IdTriple]) -> Ids:
        """Return the numbers of the nodes of triples that may come about in any way."""
        columns = np.array(triples, dtype=np.int64).reshape(-1, 3).T
        return self.nodes(self.free(*columns))

    def expand(self, numbers: Ids) -> None:
        """Add every instance that concludes one of some open nodes."""
        self.graph.close(numbers)
        ordinary, aliased = [], []
        for number in numbers.tolist():
            s, p, o, marks = self.graph.nodes[number]
            rule = tautology(self.written, (s, p, o)) if p >= 0 else None
            if rule is not None:
                self.graph.connect(Instances(rule, np.array([number]), np.empty((1, 0), dtype=np.int64)))
            elif p < 0:
                self._name(number, self.triples(self.written.list_triples(p, s, o)))
            elif not marks & LINK and self._chains.why(p):
                self._name(number, self.nodes([(s, p, o, marks | LINK)]))
                self._chain(number, (s, p, o))
            elif marks > LINK:
                self._name(number, self.nodes([(s, p, o, marks & LINK)]))
                aliased.append(number)
            else:
                ordinary.append(number)
                self._freeze(number, (s, p, o))
        self._apply_rules(self._rules, np.array(ordinary, dtype=np.int64))
        self._replace(np.array(aliased, dtype=np.int64))

    def _freeze(self, number: int, triple: IdTriple) -> None:
        """Conclude an axiom of RL+ from nothing: that it holds of fresh individuals is proved elsewhere."""
        if self.written.rules == "rl+" and triple not in self._excluded:
            kinds = questions_behind(*triple, _BUILTIN)
            if kinds:
                nothing = np.empty((1, 0), dtype=np.int64)
                self.graph.connect(Instances(kinds[0].id, np.array([number]), nothing, FROZEN_WEIGHT))

    def _name(self, number: int, premises: Ids) -> None:
        """Say that a node is nothing but some others."""
        self.graph.connect(Instances("", np.array([number]), premises[None, :], weight=0))

    def _chain(self, number: int, triple: IdTriple) -> None:
        s, p, o = triple
        ways, recursive = self._chains.ways(s, p, o)
        for way in ways:
            columns = np.array([(a, p, b) for a, b in pairwise(way)], dtype=np.int64).T
            links: list[Node] = [(a, q, b, marks | LINK) for a, q, b, marks in self.free(*columns)]
            if recursive:
                links[-1] = (*links[-1][:3], links[-1][3] - LINK)
            for reason in self._chains.why(p):
                premises = np.concatenate([self.nodes(links), self.triples(list(reason.premises))])
                self.graph.connect(
                    Instances(
                        reason.rule, np.array([number]), premises[None, :], len(links) - 1, links=len(links)
                    )
                )

    def _replace(self, numbers: Ids) -> None:
        """Conclude triples from those about other names of the same."""
        for place, mark in enumerate(REPLACED):
            asked = [number for number in numbers.tolist() if self.graph.nodes[number][3] & mark]
            for number in asked:
                self._replace_one(number, place)

    def _replace_one(self, number: int, place: int) -> None:
        node = self.graph.nodes[number]
        names = self.written.members(node[place])
        names = names[names != node[place]]
        later = sum(mark for mark in REPLACED if mark > REPLACED[place])
        marks = node[3] & (later if place == 1 else later | LINK)
        triples = [_with(node, place, name, marks) for name in names.tolist()]
        equal = self.nodes([(name, SAME, node[place], 0) for name in names.tolist()])
        premises = np.stack([equal, self.nodes(triples)], axis=1)
        self.graph.connect(Instances(_REPLACE[place], np.full(len(names), number), premises))

    def _apply_rules(self, rules: list[Backward], numbers: Ids) -> None:
        if not len(numbers):
            return
        columns = self._columns(numbers)
        for rule in rules:
            self._apply(rule, numbers, columns)
        if self.written.equality:
            for rule in self._listed_rules(columns):
                self._apply(rule, numbers, columns)

    def _columns(self, numbers: Ids) -> Columns:
        table = np.array([self.graph.nodes[number][:3] for number in numbers.tolist()], dtype=np.int64)
        return table[:, 0], table[:, 1], table[:, 2]

    def _apply(self, rule: Backward, numbers: Ids, columns: Columns) -> None:
        assert rule.head is not None
        rows = _unifiable(rule.head, columns)
        if not rows.any():
            return
        start = {
            slot: column[rows]
            for slot, column in zip(rule.head, columns, strict=True)
            if isinstance(slot, str)
        }
        self.solve_body(rule, Table(int(rows.sum()), {**start, GOAL: numbers[rows]}))

    def solve_body(self, rule: Backward, start: Table) -> None:
        """Add the instances of a rule for goals in the column ``#`` of a table of bindings."""
        # Of names of one block the equality holds, also of a name with itself, which no relation lists.
        certain = {
            pattern
            for pattern in rule.body
            if pattern.p == SAME and not pattern.variables() - start.columns.keys()
        }
        body = [(pattern, self.written) for pattern in rule.body if pattern not in certain]
        table = solve(body, wanted=[*rule.variables, GOAL], start=start)
        if rule.unequal and table.n:
            table = table.take(table.columns[rule.unequal[0]] != table.columns[rule.unequal[1]])
        if table.n:
            self._connect(rule.id, table.columns[GOAL], [_place(pattern, table) for pattern in rule.body])

    def _connect(self, rule: str, goals: Ids, premises: list[Columns]) -> None:
        keep = self._useful(goals, premises)
        if not keep.any():
            return
        numbers = [self.nodes(self.free(*(column[keep] for column in atom))) for atom in premises]
        self.graph.connect(Instances(rule, goals[keep], np.stack(numbers, axis=1)))

    def _useful(self, goals: Ids, premises: list[Columns]) -> NDArray[np.bool_]:
        """Leave out instances that need what they conclude, and those that cannot be better than another."""
        heads = self._columns(goals)
        keep = np.ones(len(goals), dtype=np.bool_)
        asserted = np.ones(len(goals), dtype=np.bool_)
        for atom in premises:
            keep &= ~np.all([a == b for a, b in zip(atom, heads, strict=True)], axis=0)
            asserted &= (atom[1] < 0) | self.written.is_asserted(*atom)
        asserted &= keep
        keep &= asserted | ~np.isin(goals, goals[asserted])
        keep[asserted] = _first_of_each(goals[asserted], ENOUGH)
        return keep

    # Rules that are written out for each list

    def _listed_rules(self, columns: Columns) -> Iterator[Backward]:
        _, p, o = columns
        for c in sorted(set(o[p == TYPE].tolist())):
            yield from self._of_lists(c, INTERSECTION, intersection_rule)
        for q in sorted(set(p.tolist())):
            yield from self._of_lists(q, CHAIN, chain_rule)
        if (p == SAME).any():
            for c in self.written.get(KEY).subjects.tolist():
                yield from self._of_lists(c, KEY, key_rule)

    def _of_lists(self, owner: int, pointer: int, make: ListRule) -> Iterator[Backward]:
        for head in partners(owner, self.written.get(pointer).keys).tolist():
            members = [member for _, member, _ in self.written.lists.get(head, ())]
            if members and not (pointer == CHAIN and members == [owner, owner]):
                yield make(owner, head, members)


def intersection_rule(c: int, head: int, members: list[int]) -> Backward:
    """Return cls-int1 for one list."""
    body = (*_axiom(c, INTERSECTION, head), *(Pattern("?x", TYPE, member) for member in members))
    return Backward("cls-int1", Pattern("?x", TYPE, c), body)


def chain_rule(p: int, head: int, members: list[int]) -> Backward:
    """Return prp-spo2 for one list."""
    links = (Pattern(f"?x{place}", member, f"?x{place + 1}") for place, member in enumerate(members))
    return Backward("prp-spo2", Pattern("?x0", p, f"?x{len(members)}"), (*_axiom(p, CHAIN, head), *links))


def key_rule(c: int, head: int, members: list[int]) -> Backward:
    """Return prp-key for one list."""
    values = (
        Pattern(x, member, f"?z{place}") for place, member in enumerate(members) for x in ("?x1", "?x2")
    )
    body = (*_axiom(c, KEY, head), Pattern("?x1", TYPE, c), Pattern("?x2", TYPE, c), *values)
    return Backward("prp-key", Pattern("?x1", SAME, "?x2"), body)


def _with(node: Node, place: int, name: int, marks: int) -> Node:
    s, p, o = (name if place == other else node[other] for other in range(3))
    return s, p, o, marks


def _axiom(owner: int, pointer: int, head: int) -> tuple[Pattern, Pattern]:
    return Pattern(owner, pointer, head), Pattern(head, WHOLE, head)


def _unifiable(head: Pattern, columns: Columns) -> NDArray[np.bool_]:
    """Say of each triple whether a head can conclude it."""
    rows = np.ones(len(columns[0]), dtype=np.bool_)
    bound: dict[Slot, Ids] = {}
    for slot, column in zip(head, columns, strict=True):
        rows &= column == (slot if isinstance(slot, int) else bound.setdefault(slot, column))
    return rows


def _place(pattern: Pattern, table: Table) -> Columns:
    s, p, o = (
        np.full(table.n, slot, dtype=np.int64) if isinstance(slot, int) else table.columns[slot]
        for slot in pattern
    )
    return s, p, o


def _first_of_each(groups: Ids, count: int) -> NDArray[np.bool_]:
    """Mark the first few rows of each group."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    start = np.searchsorted(ordered, ordered)
    marked = np.zeros(len(groups), dtype=np.bool_)
    marked[order] = np.arange(len(groups)) - start < count
    return marked
