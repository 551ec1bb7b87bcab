"""Two meanings row by row: nodes matched by name, blank nodes by structure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.reasoning.sameness.blanks import MOST_TRIALS, Coloured, colour
from semkg.reasoning.sameness.meaning import Meaning


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """How two meanings differ.

    Attributes:
        only_first: which rows of the first the second does not have, shape ``(n_first,)``.
        only_second: likewise for the second.
        exact: whether all blank nodes were told apart, so that equal rows are equal.
        alike: whether they are the same as far as can be seen without trying.
    """

    only_first: NDArray[np.bool_]
    only_second: NDArray[np.bool_]
    exact: bool
    alike: bool

    @property
    def equal(self) -> bool:
        """Whether neither has a row that the other has not."""
        return self.exact and not (self.only_first.any() or self.only_second.any())

    @property
    def decided(self) -> bool:
        """Whether it is certain that they are equal, or certain that they are not."""
        return self.exact or not self.alike


def match(first: Meaning, second: Meaning, *, trials: int = MOST_TRIALS) -> Match:
    """Compare two meanings.

    Rows are compared by the names of their ends, not by a hash of them, and blank nodes by their place in the
    structure; so nothing is taken for equal that is not, up to collisions of the 64-bit colours of blank nodes.

    Args:
        first: the one meaning.
        second: the other.
        trials: how many refinements to spend in each on blank nodes that colours do not tell apart.
    """
    colours = colour(first, trials=trials), colour(second, trials=trials)
    numbers: dict[tuple[str, int, int], int] = {}
    keys = [_keys(meaning, one, numbers) for meaning, one in zip((first, second), colours, strict=True)]
    only = _alone(*keys)
    alike = np.array_equal(colours[0].invariant, colours[1].invariant)
    opaque = any(map(_is_opaque, (*first.names, *second.names)))
    exact = colours[0].exact and colours[1].exact and not opaque
    return Match(only[0], only[1], exact, alike or opaque)


def _alone(first: NDArray[np.int64], second: NDArray[np.int64]) -> list[NDArray[np.bool_]]:
    """Return which of the distinct columns of each side the other side lacks."""
    both = np.concatenate([first, second], axis=1)
    order = np.lexsort(both)
    begin = np.ones(len(order) + 1, dtype=bool)
    begin[1:-1] = (both[:, order][:, 1:] != both[:, order][:, :-1]).any(axis=0)
    alone = np.empty(len(order), dtype=bool)
    alone[order] = begin[:-1] & begin[1:]
    return [alone[: first.shape[1]], alone[first.shape[1] :]]


def _keys(
    meaning: Meaning, coloured: Coloured, numbers: dict[tuple[str, int, int], int]
) -> NDArray[np.int64]:
    """Return the rows over numbers that both meanings share, shape ``(3, n)``."""
    keys = list(_node_keys(meaning, coloured))
    shared = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
    return np.stack([shared[column] for column in (meaning.s, meaning.p, meaning.o)])


def _node_keys(meaning: Meaning, coloured: Coloured) -> Iterator[tuple[str, int, int]]:
    """Yield what each node is known by; equal components of blank nodes are numbered among themselves."""
    twin = _twins(coloured)
    for node, name in enumerate(meaning.names):
        yield (
            (name, 0, 0)
            if name
            else ("", int(coloured.colour[node]), twin.get(int(coloured.component[node]), 0))
        )


def _twins(coloured: Coloured) -> dict[int, int]:
    """Return for each component of blank nodes how many before it have the same colours."""
    colours: defaultdict[int, list[int]] = defaultdict(list)
    for node in np.flatnonzero(coloured.component >= 0).tolist():
        colours[int(coloured.component[node])].append(int(coloured.colour[node]))
    seen: defaultdict[tuple[int, ...], int] = defaultdict(int)
    found: dict[int, int] = {}
    for component, members in colours.items():
        kind = tuple(sorted(members))
        found[component] = seen[kind]
        seen[kind] += 1
    return found


def _is_opaque(name: str) -> bool:
    """Say whether a name hides a blank node: a quoted triple that has one inside."""
    return name.startswith("<<") and " _:" in name
