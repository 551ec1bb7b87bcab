"""Many frozen bodies in one closure: which of them keep to themselves, and what follows from those.

A body *keeps to itself* if the common closure says of its terms what a closure of its own would say. Rules join two
rows through a term that both mention. Two rows of different bodies can only meet in a term that is not frozen, and
then one of these signs is left behind, since every rule but one puts the outer terms of such a meeting into its head:

- a row with frozen terms of two bodies, or two of their terms that became the same;
- a frozen term that became the same as a term of the schema;
- a row without frozen terms that the schema does not have;
- a frozen term in the place of a property or class, or in a row of the vocabulary.

The exception is a chain of three and more properties, which can pass through a body and come out again: there a
frozen term as the object of an inner link counts as a sign too. Bodies that show a sign are taken out and the others
closed again, until none does; the proof of ``batched = one by one`` is by induction over the rows of that last closure.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, Ids, Keys, diff_sorted, pack, unpack
from semkg.reasoning.engine.engine import Engine, Produced
from semkg.reasoning.engine.list_phases import ChainPhase
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.reasoning.export import REFLEXIVE
from semkg.reasoning.freezing.bodies import Frozen
from semkg.reasoning.freezing.schema import KINDS, VOCABULARY

Mask = NDArray[np.bool_]


def close_bodies(schema: Engine, frozen: Frozen) -> Engine:
    """Return the closure of a schema with frozen bodies.

    Args:
        schema: an engine that knows the schema and has nothing left to do; it stays as it is.
        frozen: the bodies.
    """
    return close_with(schema, frozen.n_terms, frozen.rows(int(schema.representative[TYPE])))


def close_with(schema: Engine, n_terms: int, rows: Produced) -> Engine:
    """Return the closure of a schema with rows about ``n_terms`` frozen terms, whose ids follow those of the terms."""
    engine = schema.copy()
    engine.literals = schema.literals.with_unnamed(n_terms)
    engine.admit(rows, EMPTY)
    engine.run(progress=None, max_inferred=None)
    return engine


def close_together(schema: Engine, frozen: Frozen) -> tuple[Engine, Frozen, Frozen]:
    """Close as many bodies together as keep to themselves.

    Returns:
        The closure; the bodies in it; those that have to be closed by themselves.
    """
    outside = np.zeros(len(frozen), dtype=np.bool_)
    while True:
        inside = np.flatnonzero(~outside)
        together = frozen.take(~outside)
        engine = close_bodies(schema, together)
        signs = _Signs(schema, engine, together).bodies()
        if not signs.any():
            return engine, together, frozen.take(outside)
        outside[inside[signs]] = True


class _Signs:
    """The bodies of a closure that may not keep to themselves."""

    def __init__(self, schema: Engine, engine: Engine, frozen: Frozen) -> None:
        self._schema, self._engine, self._frozen = schema, engine, frozen
        self._owner = frozen.owner()
        self._marked: Mask = np.zeros(len(frozen), dtype=np.bool_)
        self._met: list[Ids] = []

    def bodies(self) -> Mask:
        """Return the mask of the bodies that show a sign."""
        self._equalities()
        for predicate in self._engine.facts:
            self._rows(predicate)
        self._chains()
        met = np.concatenate([EMPTY, *self._met])
        if len(met):
            self._touching(met)
        return self._marked

    def _mark(self, ids: Ids) -> None:
        self._marked[self._owners(ids[ids >= self._frozen.base])] = True

    def _owners(self, ids: Ids) -> Ids:
        return self._owner[ids - self._frozen.base]

    def _equalities(self) -> None:
        base, same = self._frozen.base, self._engine.representative
        moved = np.flatnonzero(same[:base] != self._schema.representative)
        if len(moved):
            self._met += [moved, same[moved]]
        term = np.arange(base, len(same))
        target = same[base:]
        foreign = target < base
        other = np.where(foreign, -1, self._owner[np.maximum(target - base, 0)])
        apart = foreign | (other != self._owner)
        self._mark(term[apart])
        self._mark(target[apart])

    def _rows(self, predicate: int) -> None:
        base, same = self._frozen.base, self._engine.representative
        keys = self._engine.facts.get(predicate).keys
        s, o = unpack(keys)
        frozen_s, frozen_o = s >= base, o >= base
        real = keys[~(frozen_s | frozen_o)]
        known = self._schema.facts.get(predicate).keys
        if len(real) != len(known):
            self._met += unpack(self._telling(predicate, diff_sorted(real, known)))
        some = frozen_s | frozen_o
        if predicate == same[TYPE]:
            odd = frozen_o | (frozen_s & np.isin(o, same[list(KINDS)]))
        elif predicate < 0 or predicate >= base or predicate in same[VOCABULARY]:
            odd = some & ((s != o) | (predicate != same[SAME]))
        else:
            both = np.flatnonzero(frozen_s & frozen_o)
            odd = np.zeros(len(keys), dtype=np.bool_)
            odd[both] = self._owners(s[both]) != self._owners(o[both])
        self._mark(np.concatenate([s[odd], o[odd], np.array([predicate])[: int(odd.any())]]))

    def _telling(self, predicate: int, keys: Keys) -> Keys:
        """Drop rows that hold whatever the schema says: from them no rule derives anything about a frozen term."""
        if predicate not in self._engine.representative[list(REFLEXIVE)]:
            return keys
        s, o = unpack(keys)
        telling: Keys = keys[(s != o) & (o != self._engine.thing)]
        return telling

    def _chains(self) -> None:
        """Mark bodies that a chain of three and more links can enter from outside and leave again."""
        base = self._frozen.base
        rules = [
            rule for phase in self._engine.phases if isinstance(phase, ChainPhase) for rule in phase.rules
        ]
        links = {int(atom.p) for rule in rules if len(rule.data) > 2 for atom in rule.data[:-1]}
        for predicate in links:
            s, o = unpack(self._engine.facts.get(predicate).keys)
            self._mark(o[(s < base) & (o >= base)])

    def _touching(self, met: Ids) -> None:
        """Mark the bodies that may have said something new of terms of the schema."""
        named = np.zeros(len(self._engine.representative), dtype=np.bool_)
        named[met[(met >= 0) & (met < self._frozen.base)]] = True
        touching = [self._links(predicate) for predicate in self._engine.facts if predicate >= 0]
        linked = np.concatenate([EMPTY, *touching])
        term, real = unpack(linked)
        close = named[real]
        for chosen in (term[close], term):
            self._mark(chosen)
            if self._marked.any():
                return
        self._marked[:] = True

    def _links(self, predicate: int) -> Keys:
        """Return (frozen term, other term) of the rows of a property that have one of each."""
        base = self._frozen.base
        if predicate == self._engine.representative[TYPE]:
            return EMPTY
        s, o = unpack(self._engine.facts.get(predicate).keys)
        out, into = (s >= base) & (o < base), (s < base) & (o >= base)
        return np.concatenate([pack(s[out], o[out]), pack(o[into], s[into])])
