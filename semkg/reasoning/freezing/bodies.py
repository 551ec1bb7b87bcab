"""Frozen bodies: for each axiom that is asked for, what it speaks of, said of terms that nothing else mentions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import Ids, group_starts, pack
from semkg.reasoning.engine.engine import Produced

Shape = Literal["member", "edge", "path", "fork", "join", "both", "loop"]


class Body(NamedTuple):
    """The shape of a frozen body: its frozen terms ``0 .. n - 1`` and, for a property, its pairs."""

    shape: Shape
    n: int
    pairs: tuple[tuple[int, int], ...]


BODIES = (
    Body("member", 1, ()),
    Body("edge", 2, ((0, 1),)),
    Body("path", 3, ((0, 1), (1, 2))),
    Body("fork", 3, ((0, 1), (0, 2))),
    Body("join", 3, ((0, 2), (1, 2))),
    Body("both", 2, ((0, 1), (1, 0))),
    Body("loop", 1, ((0, 0),)),
)
"""One body for each kind of question: ``member`` is about a class, the others are about a property."""
_SIZE = np.array([body.n for body in BODIES])


@dataclass(frozen=True, slots=True)
class Frozen:
    """Frozen bodies, each with terms of its own.

    Attributes:
        body: the place of each one's shape in :data:`BODIES`, shape ``(n,)``.
        about: the class or property that each one is about, shape ``(n,)``.
        first: the least frozen term of each one, counted from 0, shape ``(n,)``.
        base: the id of the first frozen term of all: the number of terms of the dictionary.
    """

    body: NDArray[np.int64]
    about: Ids
    first: Ids
    base: int

    def __len__(self) -> int:
        return len(self.body)

    @property
    def n_terms(self) -> int:
        """The number of frozen terms."""
        return int(_SIZE[self.body].sum())

    def take(self, chosen: NDArray[np.bool_]) -> Frozen:
        """Return some of the bodies, with their frozen terms numbered anew."""
        return freeze(self.body[chosen], self.about[chosen], base=self.base)

    def one_by_one(self) -> Iterator[Frozen]:
        """Yield each body by itself."""
        numbers = np.arange(len(self))
        return (self.take(numbers == number) for number in numbers.tolist())

    def of(self, shape: Shape) -> Ids:
        """Return the numbers of the bodies of one shape."""
        place = next(place for place, body in enumerate(BODIES) if body.shape == shape)
        return np.flatnonzero(self.body == place)

    def term(self, numbers: Ids, place: int) -> Ids:
        """Return the ids of one frozen term of some bodies."""
        return self.first[numbers] + (self.base + place)

    def owner(self) -> Ids:
        """Return the number of the body that each frozen term belongs to, shape ``(n_terms,)``."""
        return np.repeat(np.arange(len(self)), _SIZE[self.body])

    def rows(self, type_id: int) -> Produced:
        """Return the bodies as rows by predicate."""
        members = self.of("member")
        produced: Produced = {type_id: [pack(self.term(members, 0), self.about[members])]}
        for body in BODIES[1:]:
            numbers = self.of(body.shape)
            order, first = group_starts((self.about[numbers],))
            for group in np.split(numbers[order], np.flatnonzero(first)[1:]) if len(numbers) else ():
                keys = [pack(self.term(group, a), self.term(group, b)) for a, b in body.pairs]
                produced.setdefault(int(self.about[group[0]]), []).extend(keys)
        return produced


def freeze(body: NDArray[np.int64], about: Ids, *, base: int) -> Frozen:
    """Give every body frozen terms of its own.

    Args:
        body: places in :data:`BODIES`, shape ``(n,)``.
        about: the class or property of each, shape ``(n,)``.
        base: the first id that is free.
    """
    size = _SIZE[body]
    return Frozen(body, about, np.cumsum(size) - size, base)


def place_of(shape: Shape) -> int:
    """Return the place of a shape in :data:`BODIES`."""
    return next(place for place, body in enumerate(BODIES) if body.shape == shape)
