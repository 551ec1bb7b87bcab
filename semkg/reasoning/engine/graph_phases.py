"""Phases that walk a graph compiled from the schema: transitive properties, property hierarchy, class hierarchy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from semkg.errors import LimitError
from semkg.kernels import (
    EMPTY,
    LOW,
    Ids,
    Keys,
    diff_sorted,
    extend_transitive,
    in_sorted,
    on_host,
    pack,
    placed,
    range_join,
    ranges,
    sort_unique,
    transitive_closure,
    unpack,
)
from semkg.reasoning.engine.engine import Engine, Produced, Reached
from semkg.reasoning.engine.facts import Facts, Partition
from semkg.reasoning.engine.instances import refresh_instances
from semkg.reasoning.engine.join import Slot
from semkg.reasoning.engine.phases import RulePhase
from semkg.reasoning.engine.program import CompiledRule


def is_transitive(rule: CompiledRule) -> bool:
    """Say whether a rule has the shape ``?x P ?y . ?y P ?z`` gives ``?x P ?z``, with one predicate or variable P."""
    patterns = [
        pattern
        for pattern in rule.schema + rule.data
        if isinstance(pattern.s, str) and isinstance(pattern.o, str)
    ]
    if (
        len(rule.head) != 1
        or len(patterns) != 2
        or len({rule.head[0].p, *(pattern.p for pattern in patterns)}) != 1
    ):
        return False
    (x, _, y), (y2, _, z) = patterns
    return y == y2 and (rule.head[0].s, rule.head[0].o) == (x, z)


class TransitivePhase(RulePhase):
    """Transitive predicates: fixed ones (rdfs:subClassOf), or all instances of a rule.

    Attributes:
        fixed: the fixed predicates.
        renamed: those that are new, or now another predicate's name: their triples were not closed yet.
    """

    closed = True

    def __init__(
        self, rules: list[CompiledRule], fixed: tuple[int, ...] = (), renamed: frozenset[int] = frozenset()
    ) -> None:
        super().__init__(rules)
        self.fixed = fixed
        self.renamed = renamed

    def ready(self) -> bool:
        """Say whether a predicate that is transitive has new triples, or a predicate is newly transitive."""
        named = {int(p) for rule in self.rules for p in rule.instances.columns.get("?p", EMPTY)}
        return (
            bool(self.renamed)
            or any(rule.stale for rule in self.rules)
            or self.fresh.touches(*named, *self.fixed)
        )

    def run(self, engine: Engine) -> Produced:
        """Close the predicates that have grown."""
        fresh = self.fresh.take(engine.facts)
        produced: Produced = {}
        for rule in self.rules:
            new = refresh_instances(rule, engine).columns.get("?p", EMPTY).tolist()
            for predicate in rule.instances.columns.get("?p", EMPTY).tolist():
                added = engine.facts if predicate in new else fresh
                produced[predicate] = [_close(predicate, engine, added)]
        for predicate in self.fixed:
            added = engine.facts if predicate in self.renamed else fresh
            produced[predicate] = [_close(predicate, engine, added)]
        self.renamed = frozenset()
        return produced

    def renumber(self, new_id: Ids) -> None:
        """Replace the ids in what is kept between runs."""
        super().renumber(new_id)
        before, self.fixed = self.fixed, tuple(int(new_id[p]) for p in self.fixed)
        self.renamed |= set(self.fixed) - set(before)

    def forget(self, engine: Engine, reached: Reached) -> None:
        """Count transitive predicates as new that were reached."""
        super().forget(engine, reached)
        self.renamed |= {predicate for predicate in self.fixed if reached.predicates[predicate]}

    def make_transitive(self, predicates: list[int]) -> None:
        """Take on transitive predicates beside the instances of rules."""
        new = set(predicates) - set(self.fixed) if self.rules else set()
        self.fixed += tuple(sorted(new))
        self.renamed |= new

    def copy(self) -> TransitivePhase:
        """Return an independent phase in the same state."""
        return TransitivePhase(self.copy_rules(), self.fixed, self.renamed)


def _close(predicate: int, engine: Engine, fresh: Facts) -> Keys:
    """Return the pairs that close a predicate again; they are counted before they are written out."""
    keys, added = engine.facts.get(predicate).keys, fresh.get(predicate).keys
    if not len(added):
        return EMPTY
    known = EMPTY if len(added) == len(keys) else diff_sorted(keys, added)
    limit = engine.growth.room(len(added))
    try:
        return diff_sorted(extend_transitive(known, added, limit=limit), added)
    except LimitError:
        raise engine.growth.error({predicate: limit or 0}) from None


def linear_slots(rule: CompiledRule) -> tuple[Slot, Slot, bool] | None:
    """Return (predicate read, predicate made, turned round) for a rule from one property to another, else ``None``."""
    if len(rule.data) != 1 or len(rule.head) != 1 or not isinstance(rule.data[0].p, str):
        return None
    (s, p, o), (s2, q, o2) = rule.data[0], rule.head[0]
    free = isinstance(s, str) and isinstance(o, str) and not {s, o} & set(rule.instance_names) and s != o
    if not free or not isinstance(q, str) or q not in rule.instance_names:
        return None
    return {(s, o): (p, q, False), (o, s): (p, q, True)}.get((str(s2), str(o2)))


class PropertyPhase(RulePhase):
    """Sub-properties, inverses and symmetry as one closed graph over signed properties.

    The node ``2 * p`` is a property, ``2 * p + 1`` its inverse; a triple of p is a triple of every node that its own
    reaches.
    """

    closed = True

    def __init__(self, rules: list[CompiledRule], edges: Keys = EMPTY) -> None:
        super().__init__(rules)
        self.edges = edges

    def run(self, engine: Engine) -> Produced:
        """Copy new triples along all edges, and all triples along new edges."""
        fresh = self.fresh.take(engine.facts)
        known = self.edges
        if any(rule.stale for rule in self.rules):
            # Edges with ids that were replaced are gone by this; the same edges under their new ids count as new.
            self.edges = self._compile(engine)
        produced: Produced = {}
        new = diff_sorted(self.edges, known)
        old = self.edges[~in_sorted(self.edges, new)]
        for facts, edges in ((engine.facts, new), (fresh, old)):
            for p, q, turned in _forward_edges(edges):
                partition = facts.get(p)
                if len(partition):
                    produced.setdefault(q, []).append(partition.flipped if turned else partition.keys)
        _check_copies(engine, produced)
        return produced

    def _compile(self, engine: Engine) -> Keys:
        parts: list[Keys] = []
        for rule in self.rules:
            refresh_instances(rule, engine)
            slots = linear_slots(rule)
            if slots and rule.instances.n:
                p, q = (2 * rule.instances.columns[str(slot)] for slot in slots[:2])
                turned = np.int64(slots[2])
                parts += [pack(p, q + turned), pack(p + 1, q + 1 - turned)]
        return transitive_closure(sort_unique(np.concatenate([EMPTY, *parts])))

    def forget(self, engine: Engine, reached: Reached) -> None:
        """Count edges as new that lead to something reached."""
        target = on_host(self.edges) & LOW
        type_id = self.rules[0].type_id if self.rules else 0
        kept = ~np.where(target >> 1 == type_id, reached.classes.any(), reached.predicates[target >> 1])
        if not kept.all():
            self.edges = self.edges[placed(kept, engine.device)]
            self.rules[0].stale = True

    def copy(self) -> PropertyPhase:
        """Return an independent phase in the same state."""
        return PropertyPhase(self.copy_rules(), self.edges)


def _check_copies(engine: Engine, produced: Produced) -> None:
    """Make sure that copies of triples are not more than may be inferred; a predicate gets at least the longest one.

    Raises:
        LimitError: they are more.
    """
    least = {predicate: max(map(len, parts)) for predicate, parts in produced.items()}
    most = engine.growth.room(len(engine.facts))
    if most is not None and sum(least.values()) > most:
        raise engine.growth.error(least)


def _forward_edges(edges: Keys) -> Iterator[tuple[int, int, bool]]:
    """Yield the edges that begin at a property itself, without those that lead nowhere else."""
    source, target = unpack(edges)
    useful = (source & 1 == 0) & (source != target)
    for s, t in zip(source[useful].tolist(), target[useful].tolist(), strict=True):
        yield s >> 1, t >> 1, bool(t & 1)


def is_class_rule(rule: CompiledRule) -> bool:
    """Say whether a rule has the shape ``?x a ?c`` gives ``?x a ?d``."""
    if len(rule.data) != 1 or len(rule.head) != 1:
        return False
    (s, p, c), (s2, q, d) = rule.data[0], rule.head[0]
    return p == q == rule.type_id and s == s2 and {c, d} <= set(rule.instance_names)


class ClassPhase(RulePhase):
    """The class hierarchy as a graph from sub-class to super-class.

    Attributes:
        edges: pairs of classes, a key set; transitive, because rdfs:subClassOf is by the time it is read.
    """

    closed = True

    def __init__(self, rules: list[CompiledRule], edges: Keys = EMPTY) -> None:
        super().__init__(rules)
        self.edges = edges

    def run(self, engine: Engine) -> Produced:
        """Copy new memberships along all edges, and all memberships along new edges."""
        fresh = self.fresh.take(engine.facts)
        known = self.edges
        if any(rule.stale for rule in self.rules):
            self.edges = self._compile(engine)
        new = diff_sorted(self.edges, known)
        old = self.edges[~in_sorted(self.edges, new)]
        type_id = self.rules[0].type_id if self.rules else 0
        most = engine.growth.room(len(engine.facts))
        parts = [_lift(engine.facts.get(type_id), new, most), _lift(fresh.get(type_id), old, most)]
        if most is not None and max(map(len, parts)) > most:
            raise engine.growth.error({type_id: max(map(len, parts))})
        return {type_id: parts}

    def _compile(self, engine: Engine) -> Keys:
        parts: list[Keys] = [EMPTY]
        for rule in self.rules:
            refresh_instances(rule, engine)
            read, made = (str(rule.data[0].o), str(rule.head[0].o))
            parts.append(pack(rule.instances.columns[read], rule.instances.columns[made]))
        return sort_unique(np.concatenate(parts))

    def forget(self, engine: Engine, reached: Reached) -> None:
        """Count edges as new that lead to a class reached."""
        kept = ~reached.classes[on_host(self.edges) & LOW]
        if not kept.all():
            self.edges = self.edges[placed(kept, engine.device)]
            self.rules[0].stale = True

    def copy(self) -> ClassPhase:
        """Return an independent phase in the same state."""
        return ClassPhase(self.copy_rules(), self.edges)


def _lift(members: Partition, edges: Keys, most: int | None) -> Keys:
    """Return memberships (unsorted) in the classes that edges lead to, distinct ones if they are more than ``most``."""
    if not len(members) or not len(edges):
        return EMPTY
    source, target = unpack(edges)
    if most is not None and len(edges) > 1 and int(ranges(source, members.flipped)[1].sum()) > most:
        return _lift_halves(members, edges, most)
    edge, member = range_join(source, members.flipped)
    return pack(member, target[edge])


def _lift_halves(members: Partition, edges: Keys, most: int) -> Keys:
    """Lift along one half of the edges, then along the other, unless the first gives too many already."""
    middle = len(edges) // 2
    found = sort_unique(_lift(members, edges[:middle], most))
    if len(found) > most:
        return found
    return sort_unique(np.concatenate((found, _lift(members, edges[middle:], most))))
