"""Groups whose members all link each other, without writing their edges down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from semkg.graph import check


@dataclass(frozen=True, slots=True, eq=False)
class Cliques:
    """Groups of nodes in which every member links every member, itself included.

    A cycle of a transitive property means exactly this: from ``a p b`` and ``b p a`` follows ``a p a``. A
    group of ``k`` members stands for ``k * k`` edges in ``k`` numbers.

    Attributes:
        pointer: where each group's members begin, shape ``(n_cliques + 1,)``, int64.
        member: node numbers, ascending within a group, shape ``(pointer[-1],)``, int32.
        weight: weight of every edge of a group, shape ``(n_cliques,)``, float64; all positive.
    """

    pointer: NDArray[np.int64]
    member: NDArray[np.int32]
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def size(self) -> NDArray[np.int64]:
        """Number of members of each group, shape ``(n_cliques,)``."""
        return np.diff(self.pointer)

    @property
    def group(self) -> NDArray[np.int64]:
        """The group that each entry of ``member`` stands in, shape ``(pointer[-1],)``."""
        return np.repeat(np.arange(len(self)), self.size)

    @classmethod
    def from_groups(cls, groups: Sequence[ArrayLike], weight: ArrayLike | None = None) -> Cliques:
        """Build cliques from lists of members.

        Args:
            groups: node numbers of each group, at least one, in any order, each member once.
            weight: weight of the edges of each group; 1 when not given.

        Raises:
            ValueError: a group without members, a member that is no node number or stands twice in its group, or a
                weight that is not positive.
        """
        members = [_members(group, f"groups[{place}]") for place, group in enumerate(groups)]
        pointer = np.cumsum([0, *map(len, members)], dtype=np.int64)
        weights = (
            np.ones(len(members)) if weight is None else check.weights(weight, "weight", length=len(members))
        )
        return cls(pointer, np.concatenate([np.empty(0, np.int32), *members]), weights)

    def edges(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
        """Write the edges out: source, target and weight, each of shape ``((size ** 2).sum(),)``."""
        groups = np.split(self.member, self.pointer[1:-1]) if len(self) else []
        source = [np.tile(group, len(group)) for group in groups]
        target = [np.repeat(group, len(group)) for group in groups]
        none = np.empty(0, np.int32)
        return (
            np.concatenate([none, *source]),
            np.concatenate([none, *target]),
            np.repeat(self.weight, self.size**2),
        )


def _members(group: ArrayLike, name: str) -> NDArray[np.int32]:
    members = np.sort(check.node_numbers(group, name)).astype(np.int32)
    if not len(members):
        msg = f"{name} has no members: leave it out"
        raise ValueError(msg)
    twice = members[1:] == members[:-1]
    if twice.any():
        msg = f"{name} has {members[:-1][twice][0]} twice: a member stands once in its group"
        raise ValueError(msg)
    return members
