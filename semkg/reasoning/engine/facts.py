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
    new_members,
    sort_unique,
    union,
    unpack,
)


class Partition:
    """The triples of one predicate; immutable, each order is made when first asked for.

    Args:
        parts: disjoint key sets of ``s << 32 | o``.
        flipped: instead of them one key set of ``o << 32 | s``.
    """

    def __init__(self, *parts: Keys, flipped: Keys | None = None) -> None:
        self._n = sum(len(part) for part in parts)
        self._parts: tuple[Keys | Partition, ...] = parts
        self._flipped_parts: tuple[Keys | Partition, ...] = ()
        if flipped is not None:
            self._n = len(flipped)
            self._flipped_parts = (flipped,)

    def __len__(self) -> int:
        return self._n

    @cached_property
    def keys(self) -> Keys:
        """The triples as a key set of ``s << 32 | o``."""
        if self._n and not self._parts:
            return np.sort(flip(self.flipped))
        keys = _merged([part.keys if isinstance(part, Partition) else part for part in self._parts])
        self._parts = (keys,)
        return keys

    @cached_property
    def flipped(self) -> Keys:
        """The same triples as a key set of ``o << 32 | s``."""
        if self._n and not self._flipped_parts:
            return np.sort(flip(self.keys))
        flipped = _merged(
            [part.flipped if isinstance(part, Partition) else part for part in self._flipped_parts]
        )
        self._flipped_parts = (flipped,)
        return flipped

    def plus(self, fresh: Partition) -> Partition:
        """Return the partition with more triples, of which it has none."""
        if not len(self):
            return fresh
        whole = Partition()
        whole._n = len(self) + len(fresh)
        whole._parts = (*(self._parts or (self,)), fresh)
        if self._flipped_parts or "flipped" in self.__dict__:
            # Otherwise all of it is sorted at once, when somebody asks.
            whole._flipped_parts = (*(self._flipped_parts or (self,)), fresh)
        return whole

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

    @cached_property
    def loops(self) -> Ids:
        """The nodes that are related to themselves, ascending."""
        subjects = self.keys >> 32
        loops: Ids = subjects[subjects == (self.keys & LOW)]
        return loops


def _merged(parts: list[Keys]) -> Keys:
    """Return the union of disjoint key sets."""
    if len(parts) == 2:
        return merge_sorted(*parts)
    return parts[0] if len(parts) == 1 else union(parts)


NOTHING = Partition(EMPTY)


FEW = 4096
"""Up to so many triples are sorted whatever their objects."""


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
        self._added: dict[int, list[Partition]] = {}
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

    def add(self, predicate: int, parts: list[Keys], *, few_objects: bool = False) -> Partition:
        """Add triples of one predicate and return those that are new.

        Args:
            predicate: the predicate.
            parts: keys in any order, with repeats.
            few_objects: whether the triples come in runs of one object, as memberships do of one class.
        """
        known = self.get(predicate)
        if few_objects and len(known) and sum(len(part) for part in parts) > FEW:
            members, groups = unpack(np.concatenate(parts))
            fresh = Partition(flipped=new_members(groups, members, known.flipped))
        else:
            fresh = Partition(diff_sorted(_key_set(parts), known.keys))
        if len(fresh):
            self._state = object()
            self._partitions[predicate] = known.plus(fresh)
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
                yield predicate, union([part.keys for part in self._added[predicate]]), EMPTY
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


def _key_set(parts: list[Keys]) -> Keys:
    filled = [part for part in parts if len(part)]
    if not filled:
        return EMPTY
    if len(filled) == 1 and (filled[0][1:] > filled[0][:-1]).all():
        return filled[0]
    return sort_unique(np.concatenate(filled))
