"""The fixpoint: facts over representatives, phases that derive, and what stands between them.

A *phase* carries out the rules of one shape. Whenever facts are new, every phase is told; the first phase in order
that has something to do runs next. Equalities come before everything: terms that are the same get one
representative, and the triples that mention the others are rewritten and count as new.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    EMPTY,
    Ids,
    Keys,
    compact,
    components,
    distinct,
    in_sorted,
    on_host,
    pack,
    placed,
    sort_unique,
    union,
    unpack,
)
from semkg.progress import Progress
from semkg.reasoning.engine.facts import Facts, Partition
from semkg.reasoning.engine.fresh import Fresh, touches
from semkg.reasoning.engine.growth import Growth
from semkg.reasoning.engine.join import Pattern
from semkg.reasoning.engine.program import SAME, TYPE, CompiledRule
from semkg.reasoning.engine.table import Table
from semkg.reasoning.values.literals import DATATYPE_ID, LiteralTable
from semkg.vocab import BUILTIN, BUILTIN_ID, OWL, RDFS

Produced = dict[int, list[Keys]]
"""Triples by predicate, as keys in any order and with repeats."""
SUB_CLASS, NOTHING_CLASS = BUILTIN_ID[RDFS + "subClassOf"], BUILTIN_ID[OWL + "Nothing"]
AXIOMS = tuple((BUILTIN_ID[OWL + name], BUILTIN_ID[OWL + "Class"]) for name in ("Thing", "Nothing"))
"""cls-thing and cls-nothing1: (subject, class) of what the rules know without being told."""
Readers = dict[int, list[CompiledRule]]


class Reached(Protocol):
    """What may depend on triples that were taken away: :class:`semkg.reasoning.engine.dependency.Reach`.

    Attributes:
        predicates: which predicates, shape ``(n_terms,)``.
        classes: the memberships of which classes, shape ``(n_terms,)``.
    """

    @property
    def predicates(self) -> NDArray[np.bool_]: ...  # noqa: D102
    @property
    def classes(self) -> NDArray[np.bool_]: ...  # noqa: D102

    def touches(self, pattern: Pattern, rule: CompiledRule) -> NDArray[np.bool_]:
        """Say for each instance of a rule whether a pattern reads or writes something reached."""


class Phase(Protocol):
    """The rules of one shape, with what they keep between runs.

    Attributes:
        rules: the rules, whose instances the engine marks as stale.
        fresh: the facts that came since the last run.
        closed: whether its own results can give it nothing new.
    """

    rules: list[CompiledRule]
    fresh: Fresh
    closed: bool

    def ready(self) -> bool:
        """Say whether there is anything to do."""

    def run(self, engine: Engine) -> Produced:
        """Derive from what is new."""

    def renumber(self, new_id: Ids) -> None:
        """Replace the ids in what is kept between runs."""

    def make_transitive(self, predicates: list[int]) -> None:
        """Take on transitive predicates, if that is what the phase is for."""

    def forget(self, engine: Engine, reached: Reached) -> None:
        """Count every instance of a rule as new that writes to something reached, and findings from it as unknown."""

    def copy(self) -> Phase:
        """Return an independent phase in the same state."""


class Engine:
    """The state of one closure while it grows.

    Attributes:
        literals: values of the literals of the dictionary.
        device: where facts, new facts and instances live; one of :data:`semkg.kernels.DEVICES`. What has one value for
            each term (representatives, literals) stays in the memory of the host.
        facts: the triples, over representatives.
        representative: representative of each term, shape ``(n_terms,)``, int64.
        clashes: for each clash rule the solutions of its body.
        ignored: messages about input that no rule can read.
        idle_classes: classes that hold everything; memberships are written out only once a rule asks for them.
        equality: whether ``owl:sameAs`` merges terms (otherwise it is a property like any other).
        numbers: ids of literals with the values 0 and 1, ``None`` where there is none.
        everything_is_thing: whether every term is a Thing, not only members of declared classes.
        asked_datatypes: IRIs of the datatypes whose members rules ask for.
        same_is_asked: whether a rule reads ``owl:sameAs`` as a property of data.
        literals_used: ids of the literals in the triples given, ascending.
        rounds: number of phases run so far.
        growth: how much was inferred, and how much may be.
    """

    def __init__(
        self,
        literals: LiteralTable,
        phases: list[Phase],
        *,
        equality: bool,
        everything_is_thing: bool,
        device: str = "cpu",
    ) -> None:
        self.literals = literals
        self.device = device
        self.facts = Facts()
        self.representative: Ids = np.empty(0, dtype=np.int64)
        self.clashes: dict[str, Table] = {}
        self.ignored: tuple[str, ...] = ()
        self.phases = phases
        self.idle_classes = frozenset({BUILTIN_ID[OWL + "Thing"], BUILTIN_ID[RDFS + "Resource"]})
        self.equality = equality
        self.everything_is_thing = everything_is_thing
        self.numbers = literals.number_owner(0), literals.number_owner(1)
        self.asked_datatypes: set[str] = set()
        self.same_is_asked = False
        self.literals_used: Ids = EMPTY
        self.rounds = 0
        self.growth = Growth(literals.text)
        self._given: tuple[Produced, ...] = ()
        self._same: list[Keys] = []
        self._index: tuple[Readers, Readers] | None = None

    def copy(self) -> Engine:
        """Return an independent engine in the same state (arrays are shared: nothing changes them)."""
        phases = [phase.copy() for phase in self.phases]
        other = Engine(
            self.literals,
            phases,
            equality=self.equality,
            everything_is_thing=self.everything_is_thing,
            device=self.device,
        )
        other.idle_classes = self.idle_classes
        other.asked_datatypes = set(self.asked_datatypes)
        other.same_is_asked = self.same_is_asked
        other.literals_used = self.literals_used
        other.facts = self.facts.copy()
        other.representative = self.representative
        other.clashes = dict(self.clashes)
        other.ignored = self.ignored
        other.rounds = self.rounds
        other._given = self._given
        return other

    def restricted(self, facts: Facts) -> Engine:
        """Return an independent engine that knows a part of the facts only; the part has to be closed itself."""
        other = self.copy()
        other.facts = facts
        other._given = ({predicate: [facts.get(predicate).keys] for predicate in facts if predicate >= 0},)  # noqa: SLF001 (its own class)
        return other

    def admit(self, given: Produced, literals: Ids) -> None:
        """Take in triples that were given.

        Args:
            given: the triples by predicate, over any terms of the dictionary.
            literals: ids of the literals in them, ascending.
        """
        known = len(self.representative)
        new = np.arange(known, len(self.literals.rank))
        self.representative = np.concatenate((self.representative, new))
        self._given = (*self._given, given)
        self.literals_used = union([self.literals_used, literals])
        self.commit(self.over_representatives(given))
        if self.equality:
            owner = self.literals.owner[literals]
            other = (owner >= 0) & (owner != literals)
            self._same.append(pack(literals[other], owner[other]))
        if known:
            self.seed_things()
            self.seed_values(literals)
        elif self.equality:
            self.commit({TYPE: [pack(*np.array(AXIOMS).T)]})

    def take_as_given(self, given: Produced, literals: Ids) -> None:
        """Take triples, with the literals in them, for all that was given; the facts stay as they are."""
        self._given = (given,)
        self.literals_used = literals

    def over_representatives(self, given: Produced) -> Produced:
        """Return triples with every term replaced by its representative."""
        same = self.representative
        if (same == np.arange(len(same))).all():
            return given
        found: Produced = {}
        for predicate, parts in given.items():
            for s, o in map(unpack, parts):
                found.setdefault(int(same[predicate]), []).append(pack(same[s], same[o]))
        return found

    def run(self, *, progress: Progress | None, max_inferred: int | None) -> None:
        """Derive until nothing is new.

        Raises:
            LimitError: more than ``max_inferred`` facts would be inferred.
        """
        self.growth.limit = max_inferred
        while True:
            self._merge()
            phase = next((phase for phase in self.phases if phase.ready()), None)
            if phase is None:
                return
            self.rounds += 1
            if progress:
                progress("entailment", self.rounds, None)
            self.commit(phase.run(self), origin=phase)
            self.growth.check()

    def commit(self, produced: Mapping[int, list[Keys]], *, origin: Phase | None = None) -> None:
        """Add triples, tell every phase what is new, and note equalities."""
        for predicate, parts in produced.items():
            there = self._written(predicate, [placed(part, self.device) for part in parts if len(part)])
            is_type = predicate == self.representative[TYPE]
            fresh = self.facts.add(predicate, there, few_objects=bool(is_type))
            if len(fresh):
                self._announce(predicate, fresh, origin)

    def _written(self, predicate: int, parts: list[Keys]) -> list[Keys]:
        """Drop equalities, which representatives carry, and that the empty class is below every other."""
        if self.equality and predicate == self.representative[SAME]:
            self._same += parts
            return []
        if predicate == self.representative[SUB_CLASS]:
            # It says nothing, and what would follow for members of the empty class is clash enough.
            return [keys[keys >> 32 != self.representative[NOTHING_CLASS]] for keys in parts]
        return parts

    def _announce(self, predicate: int, fresh: Partition, origin: Phase | None) -> None:
        self.growth.note(predicate, len(fresh))
        whole = len(fresh) == len(self.facts.get(predicate))
        for phase in self.phases:
            if phase is not origin or not phase.closed:
                phase.fresh.append(predicate, fresh, whole=whole)
        by_predicate, by_class = self._readers()
        stale = by_predicate.get(predicate, [])
        if predicate == self.representative[TYPE]:
            asked = np.fromiter(by_class, dtype=np.int64)
            found = asked[in_sorted(asked, on_host(fresh.objects))].tolist()
            stale = stale + [rule for number in found for rule in by_class[number]]
        for rule in stale:
            rule.stale = True

    def _readers(self) -> tuple[Readers, Readers]:
        """Return which rules read the schema through which predicates and through which classes."""
        if self._index is None:
            by_predicate: Readers = {}
            by_class: Readers = {}
            for rule in (rule for phase in self.phases for rule in phase.rules):
                for index, numbers in zip((by_predicate, by_class), rule.reads, strict=True):
                    for number in numbers:
                        index.setdefault(number, []).append(rule)
            self._index = by_predicate, by_class
        return self._index

    @property
    def thing(self) -> int:
        """Return the representative of ``owl:Thing``."""
        return int(self.representative[BUILTIN_ID[OWL + "Thing"]])

    def ask_classes(self, classes: Ids) -> None:
        """Write out memberships of classes that rules ask for: everything is a Thing, values belong to datatypes."""
        classes = distinct(classes)
        if self.thing in self.idle_classes and (classes == self.thing).any():
            self.idle_classes -= {self.thing}
            for rule in (rule for phase in self.phases for rule in phase.rules):
                rule.stale = rule.stale or bool(rule.schema)
            self.seed_things()
        datatypes = self.representative[np.fromiter(DATATYPE_ID.values(), dtype=np.int64)]
        there = in_sorted(datatypes, on_host(classes)).tolist()
        asked = {iri for iri, found in zip(DATATYPE_ID, there, strict=True) if found}
        if asked - self.asked_datatypes:
            self.asked_datatypes |= asked
            self.seed_values(self.literals_used)

    def close_transitively(self, predicates: list[int]) -> None:
        """Have predicates closed that are transitive without being called so."""
        for phase in self.phases:
            phase.make_transitive(predicates)

    def ask_predicates(self, predicates: Ids) -> None:
        """Write out that everything is the same as itself if a rule reads ``owl:sameAs`` as a property."""
        if self.equality and not self.same_is_asked and (predicates == self.representative[SAME]).any():
            self.same_is_asked = True
            self.seed_things()

    def seed_things(self) -> None:
        """Say of every user's term what holds of everything, as far as it was asked for."""
        if self.thing in self.idle_classes and not self.same_is_asked:
            return
        things = self._user_terms()
        if self.everything_is_thing and self.thing not in self.idle_classes:
            self.commit({int(self.representative[TYPE]): [pack(things, np.full_like(things, self.thing))]})
        if self.same_is_asked:
            same = int(self.representative[SAME])
            fresh = self.facts.add(same, [placed(pack(things, things), self.device)])
            if len(fresh):
                self._announce(same, fresh, None)

    def seed_values(self, literals: Ids) -> None:
        """Say which of these literals the datatypes hold that were asked for."""
        parts = []
        for iri in sorted(self.asked_datatypes):
            values = self.representative[literals[self.literals.held_by(iri, literals)]]
            parts.append(pack(values, np.full_like(values, self.representative[DATATYPE_ID[iri]])))
        self.commit({int(self.representative[TYPE]): parts})

    def _user_terms(self) -> Ids:
        """Return the representatives of all terms outside the vocabulary that given triples use, ascending."""
        used = np.zeros(len(self.representative), dtype=np.bool_)
        for given in self._given:
            used[list(given)] = True
            for ids in (ids for parts in given.values() for keys in parts for ids in unpack(keys)):
                used[ids] = True
        used[: len(BUILTIN)] = False
        terms = distinct(self.representative[np.flatnonzero(used)])
        return terms[terms >= len(BUILTIN)]

    def _merge(self) -> None:
        """Give terms that turned out to be the same one representative and rewrite what mentions the others."""
        while self._same:
            first, second = unpack(union([sort_unique(on_host(keys)) for keys in self._same]))
            self._same = []
            first, second = self.representative[first], self.representative[second]
            proper = first != second
            if proper.any():
                self._renumber(self._new_ids(first[proper], second[proper]))

    def _new_ids(self, first: Ids, second: Ids) -> Ids:
        """Return for every id the representative of its block once these pairs are the same."""
        ids, (a, b) = compact(first, second)
        count, label = components(a, b, n_nodes=len(ids))
        # An IRI stands for a block before a blank node, and a literal only if there is nothing else.
        order = np.lexsort((ids, self.literals.rank[ids]))
        chosen = np.empty(count, dtype=np.int64)
        chosen[label[order][::-1]] = ids[order][::-1]
        new_id = np.arange(len(self.representative))
        new_id[ids] = chosen[label]
        return new_id

    def _renumber(self, renamed: Ids) -> None:
        self.representative = renamed[self.representative]
        moved = frozenset(p for p in self.facts if p >= 0 and renamed[p] != p)
        new_id = placed(renamed, self.device)
        changed = new_id != np.arange(len(new_id), like=new_id)
        rewritten: Produced = {}
        for predicate in list(self.facts):
            keys = self.facts.get(predicate).keys
            touched = touches(keys, changed) | (predicate in moved)
            if touched.any():
                self.facts.put(predicate, Partition(keys[~touched]))
                s, o = unpack(keys[touched])
                target = int(renamed[predicate]) if predicate >= 0 else predicate
                rewritten.setdefault(target, []).append(pack(new_id[s], new_id[o]))
        for phase in self.phases:
            phase.fresh.drop(moved, changed)
            phase.renumber(new_id)
        self._index = None
        self.idle_classes = frozenset(int(renamed[number]) for number in self.idle_classes)
        # What is rewritten is new, so its clashes are found again.
        self.clashes = {rule: table.without(changed) for rule, table in self.clashes.items()}
        inferred = self.growth.inferred
        self.commit(rewritten)
        self.growth.inferred = inferred
