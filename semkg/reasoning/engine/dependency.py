"""What may depend on what: from triples that were taken away to all that could have followed from them.

The nodes are the predicates and, for rdf:type, the classes. An instance of a rule leads from the nodes that its data
patterns read to the nodes that its head writes. Whatever is not reached from the predicates and classes of the
triples taken away has no derivation that uses one of those triples: by induction on derivations, each triple of a
derivation of an unreached triple is itself unreached, and the triples taken away are reached.

That argument needs the instances themselves to stay as they are, so it is only made where nothing is reached that
the schema part of a rule, a list or an equality is read from. Three things bridge the gap from data to schema:

- rules such as *plus-cls-type* (a class that has a member is below itself) lead from every membership to the schema.
  What they say is checked one by one: it must follow from a part of what is left (:mod:`.retraction`);
- equalities stay if what is left says them in so many words;
- what holds of every term, or of every literal, counts as reached as soon as anything is taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import LOW, Ids, on_host, range_join, unpack
from semkg.reasoning.engine.engine import Engine, Produced
from semkg.reasoning.engine.join import Pattern, Slot
from semkg.reasoning.engine.list_phases import FIRST, INTERSECTION, LIST_POINTERS, MEMBER, REST
from semkg.reasoning.engine.program import SAME, TYPE, CompiledRule
from semkg.reasoning.values.literals import DATATYPE_ID

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reach:
    """A set of nodes.

    Attributes:
        predicates: which predicates are in it, shape ``(n_terms,)``; rdf:type never is.
        classes: of which classes the memberships are in it, shape ``(n_terms,)``.
    """

    predicates: Mask
    classes: Mask

    def touches(self, pattern: Pattern, rule: CompiledRule) -> Mask:
        """Say for each instance of a rule whether a pattern reads or writes one of the nodes; ``(n_instances,)``."""
        n = rule.instances.n
        predicate, class_ = _values(pattern.p, rule), _values(pattern.o, rule)
        if predicate is None:
            return np.ones(n, dtype=np.bool_)
        member = self.classes.any() if class_ is None else self.classes[class_]
        return np.broadcast_to(np.where(predicate == rule.type_id, member, self.predicates[predicate]), n)

    def mark(self, pattern: Pattern, rule: CompiledRule, instances: Mask) -> None:
        """Add the nodes that a pattern writes in some instances of a rule."""
        predicate, class_ = _values(pattern.p, rule), _values(pattern.o, rule)
        if predicate is None:
            self.predicates[:] = self.classes[:] = True
            return
        written = np.broadcast_to(predicate, len(instances))[instances]
        self.predicates[written[written != rule.type_id]] = True
        typing = instances & (predicate == rule.type_id)
        if class_ is not None:
            self.classes[np.broadcast_to(class_, len(instances))[typing]] = True
        elif typing.any():
            self.classes[:] = True

    def size(self) -> int:
        """Return the number of nodes."""
        return int(self.predicates.sum() + self.classes.sum())


def _values(slot: Slot, rule: CompiledRule) -> Ids | None:
    """Return what stands in a place of a pattern, for each instance or for all; ``None`` where data decides."""
    if isinstance(slot, int):
        return np.array(slot)
    column = rule.instances.columns.get(slot)
    return None if column is None else on_host(column)


def reach(engine: Engine, removed: Produced) -> Reach:
    """Return everything that may have depended on triples.

    Args:
        engine: a closure of triples, these among them.
        removed: triples over representatives, by predicate.
    """
    found = _seeds(engine, removed)
    size = -1
    while size != (size := found.size()):
        for rule in leading_on(engine):
            hit = np.zeros(rule.instances.n, dtype=np.bool_)
            for pattern in rule.data:
                hit |= found.touches(pattern, rule)
            for pattern in rule.head if hit.any() else ():
                found.mark(pattern, rule, hit)
        owners, members = _intersections(engine)
        found.classes[owners[found.classes[members]]] = True
    return found


def _seeds(engine: Engine, removed: Produced) -> Reach:
    n, same = len(engine.representative), engine.representative
    found = Reach(np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_))
    found.predicates[[predicate for predicate in removed if predicate != same[TYPE]]] = True
    for keys in removed.get(int(same[TYPE]), ()):
        found.classes[keys & LOW] = True
    found.classes[same[[DATATYPE_ID[iri] for iri in engine.asked_datatypes]]] = True
    if engine.thing not in engine.idle_classes:
        found.classes[engine.thing] = True
    return found


def rules_with_head(engine: Engine) -> Iterator[CompiledRule]:
    """Yield the rules that write something."""
    return (rule for phase in engine.phases for rule in phase.rules if rule.head)


def leading_on(engine: Engine) -> Iterator[CompiledRule]:
    """Yield the rules that lead from data to data, or to equalities."""
    schema, _ = read_as_schema(engine)
    return (rule for rule in rules_with_head(engine) if rule.data and not _says(rule, schema))


def leading_to_schema(engine: Engine, reached: Reach) -> list[CompiledRule]:
    """Return the rules that lead from something reached to predicates that are read as schema, whatever they read."""
    schema, _ = read_as_schema(engine)
    return [
        rule
        for rule in rules_with_head(engine)
        if _says(rule, schema) and any(reached.touches(pattern, rule).any() for pattern in rule.data)
    ]


def _says(rule: CompiledRule, predicates: frozenset[int]) -> bool:
    return any(pattern.p in predicates for pattern in rule.head)


def read_as_schema(engine: Engine) -> tuple[frozenset[int], frozenset[int]]:
    """Return the predicates, and the classes of rdf:type, that rules with a head or lists are read from."""
    predicates = {int(engine.representative[number]) for number in (FIRST, REST, *LIST_POINTERS)}
    classes: set[int] = set()
    for rule in rules_with_head(engine):
        read, members = rule.reads
        predicates |= read
        classes |= members
    return frozenset(p for p in predicates if p >= 0), frozenset(classes)


def reaches_schema(engine: Engine, reached: Reach) -> bool:
    """Say whether anything is reached that the instances of rules may be read from."""
    predicates, classes = read_as_schema(engine)
    return bool(reached.predicates[list(predicates)].any() or reached.classes[list(classes)].any())


def reaches_equality(engine: Engine, reached: Reach) -> bool:
    """Say whether equalities are reached."""
    return engine.equality and bool(reached.predicates[engine.representative[SAME]])


def _intersections(engine: Engine) -> tuple[Ids, Ids]:
    """Return pairs of an intersection and one of the classes in its list."""
    pointer = int(engine.representative[INTERSECTION])
    owners, lists = unpack(on_host(engine.facts.get(pointer).keys))
    parent, member = range_join(lists, on_host(engine.facts.get(MEMBER).keys))
    return owners[parent], member
