"""The triples of a closure as vertical partitions: one key set ``s << 32 | o`` for each predicate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Protocol

import numpy as np

from semkg.kernels import (
    EMPTY,
    LOW,
    Ids,
    Keys,
    diff_sorted,
    distinct,
    drop_repeats,
    flip,
    merge_sorted,
    union,
)


class Partition:
    """The triples of one predicate; immutable, other orders are made when first asked for.

    Args:
        parts: disjoint key sets of ``s << 32 | o``, merged when first asked for.
        flipped: the same triples the other way round, a key set, and those that came since, as they are.
    """

    def __init__(self, *parts: Keys, flipped: tuple[Keys, ...] = ()) -> None:
        self._parts = parts
        self._n = sum(len(part) for part in parts)
        self._flipped_parts = flipped

    def __len__(self) -> int:
        return self._n

    @cached_property
    def keys(self) -> Keys:
        """The triples as a key set of ``s << 32 | o``."""
        keys = union(list(self._parts))
        self._parts = (keys,)
        return keys

    @cached_property
    def flipped(self) -> Keys:
        """The same triples as a key set of ``o << 32 | s``."""
        if not self._flipped_parts:
            return np.sort(flip(self.keys))
        known, *fresh = self._flipped_parts
        return merge_sorted(known, np.sort(flip(np.concatenate(fresh))))

    @cached_property
    def subjects(self) -> Ids:
        """The distinct subjects, ascending."""
        return drop_repeats(self.keys >> 32)

    @cached_property
    def objects(self) -> Ids:
        """The distinct objects, ascending."""
        if "flipped" in self.__dict__:
            return drop_repeats(self.flipped >> 32)
        return distinct(self.keys & LOW)

    def plus(self, fresh: Keys) -> Partition:
        """Return the partition with more triples, given as a key set disjoint from this one."""
        parts = (self.flipped, fresh) if "flipped" in self.__dict__ else (*self._flipped_parts, fresh)
        return Partition(merge_sorted(self.keys, fresh), flipped=parts if len(parts) > 1 else ())

    @cached_property
    def loops(self) -> Ids:
        """The nodes that are related to themselves, ascending."""
        subjects = self.keys >> 32
        loops: Ids = subjects[subjects == (self.keys & LOW)]
        return loops


NOTHING = Partition(EMPTY)


class View(Protocol):
    """Anything that gives the partition of a predicate."""

    def get(self, predicate: int) -> Partition:
        """Return the triples of a predicate, an empty partition when there are none."""


class Facts:
    """A set of triples that grows; negative predicates stand for relations of our own, such as list membership.

    A copy knows which facts it was copied from and notes what came since, so that both can be compared at the cost
    of what changed.
    """

    def __init__(self, partitions: Mapping[int, Partition] | None = None, *, base: object = None) -> None:
        self._partitions = dict(partitions or {})
        self._base = base
        self._state = object()
        self._added: dict[int, list[Keys]] = {}
        self._replaced: set[int] = set()

    def __len__(self) -> int:
        return sum(len(partition) for partition in self._partitions.values())

    def __iter__(self) -> Iterator[int]:
        return iter(self._partitions)

    def get(self, predicate: int) -> Partition:
        """Return the triples of a predicate."""
        return self._partitions.get(predicate, NOTHING)

    def put(self, predicate: int, partition: Partition) -> None:
        """Replace the triples of a predicate."""
        self._state = object()
        self._replaced.add(predicate)
        if len(partition):
            self._partitions[predicate] = partition
        else:
            self._partitions.pop(predicate, None)

    def add(self, predicate: int, parts: list[Keys]) -> Keys:
        """Add triples of one predicate, given as key sets, and return those that are new as a key set."""
        known = self.get(predicate).keys
        fresh = diff_sorted(union(parts), known)
        if len(fresh):
            self._state = object()
            self._partitions[predicate] = self.get(predicate).plus(fresh)
            if self._base is not None:
                self._added.setdefault(predicate, []).append(fresh)
        return fresh

    def copy(self) -> Facts:
        """Return an independent set with the same triples (the arrays are shared: nothing changes them)."""
        return Facts(self._partitions, base=self._state)

    def differences(self, before: Facts) -> Iterator[tuple[int, Keys, Keys]]:
        """Yield each predicate whose triples differ from those before, with the key sets that came and that went."""
        for predicate in self._touched_since(before):
            now, then = self.get(predicate), before.get(predicate)
            if before._state is self._base and predicate not in self._replaced:
                yield predicate, union(self._added[predicate]), EMPTY
            elif now is not then:
                come, gone = diff_sorted(now.keys, then.keys), diff_sorted(then.keys, now.keys)
                if len(come) or len(gone):
                    yield predicate, come, gone

    def _touched_since(self, before: Facts) -> set[int]:
        if before._state is self._base:
            return self._added.keys() | self._replaced
        return {*self, *before}


class Before:
    """What a set of facts held before some of them came: a view that may still show the new ones.

    It is empty where everything is new, which is what keeps the first round from evaluating each rule once for each
    atom.
    """

    def __init__(self, facts: View, fresh: View) -> None:
        self._facts = facts
        self._fresh = fresh

    def get(self, predicate: int) -> Partition:
        """Return the earlier triples of a predicate."""
        now = self._facts.get(predicate)
        return NOTHING if len(self._fresh.get(predicate)) == len(now) else now
