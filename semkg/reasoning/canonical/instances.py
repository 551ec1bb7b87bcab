"""Facts that need each other: what follows from earlier facts, where rules lead back to where they start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, Ids, components

Groups = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Instances:
    """Single applications of one rule; facts are numbers ``0, 1, ...``.

    Attributes:
        head: the fact that each gives, shape ``(m,)``.
        premises: the facts that it needs, one array of shape ``(m,)`` for each; none if it needs no such
            fact.
    """

    head: Ids
    premises: tuple[Ids, ...]


def group_facts(instances: Sequence[Instances], n_facts: int) -> Groups:
    """Number the groups of facts that need each other, shape ``(n_facts,)``."""
    source = np.concatenate([EMPTY, *(premise for one in instances for premise in one.premises)])
    target = np.concatenate([EMPTY, *(one.head for one in instances for _ in one.premises)])
    return components(source, target, n_nodes=n_facts, connection="strong")[1]


def derive_from_earlier(
    instances: Sequence[Instances], group: Groups, given: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which facts follow from facts of earlier groups, in any number of steps within their own.

    No fact is a reason for itself, however many steps lie between: so all facts can be had back from those
    that do not follow.

    Args:
        instances: everything that gives facts.
        group: group of each fact; a premise is in the group of the head or in an earlier one.
        given: facts that follow from something else; not changed.
    """
    found = given.copy()
    waiting = [one for one in instances if len(one.head)]
    while waiting:
        known = int(found.sum())
        for one in waiting:
            fires = [(group[premise] != group[one.head]) | found[premise] for premise in one.premises]
            found[one.head[np.all(fires, axis=0)] if fires else one.head] = True
        # only steps within a group can fire later
        waiting = [one for one in waiting if _within_groups(one, group)] if found.sum() > known else []
    return found


def _within_groups(one: Instances, group: Groups) -> bool:
    return any(bool((group[premise] == group[one.head]).any()) for premise in one.premises)


def give_each_other(instances: Sequence[Instances], group: Groups, given: NDArray[np.bool_]) -> Groups:
    """Number the sets of facts of which any one gives all others, with what earlier groups give.

    An application counts as a step from one fact to another if that is the only fact of its group that it needs; then
    sets that are found count as one fact, as long as there are more to find.

    Args:
        instances: everything that gives facts.
        group: group of each fact.
        given: facts that follow from earlier groups.
    """
    count, label = len(group), np.arange(len(group), dtype=np.int32)
    within = [one for one in instances if len(one.head) and _within_groups(one, group)]
    while within:
        steps = [_single_steps(one, group, given, label) for one in within]
        source, target = (np.concatenate(ends) for ends in zip(*steps, strict=True))
        n_sets, joined = components(source, target, n_nodes=count, connection="strong")
        label = joined[label]
        if n_sets == count:
            break
        count = n_sets
    return label


def _single_steps(one: Instances, group: Groups, given: NDArray[np.bool_], label: Groups) -> tuple[Ids, Ids]:
    """Return the labels between which an application leads that needs one label of its group only."""
    open_ = [(group[premise] == group[one.head]) & ~given[premise] for premise in one.premises]
    labels = [label[premise] for premise in one.premises]
    least = np.min([np.where(*both, len(label)) for both in zip(open_, labels, strict=True)], axis=0)
    most = np.max([np.where(*both, -1) for both in zip(open_, labels, strict=True)], axis=0)
    single = least == most
    return least[single], label[one.head[single]]


def spare_facts(kept: NDArray[np.bool_], label: Groups) -> NDArray[np.bool_]:
    """Return which kept facts are not the first of their label."""
    places = np.flatnonzero(kept)
    first = np.unique(label[places], return_index=True)[1]
    spare = kept.copy()
    spare[places[first]] = False
    return spare
