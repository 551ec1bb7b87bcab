"""Array kernels on sorted integer keys, for arrays of numpy and, on a GPU, of torch."""

from __future__ import annotations

from semkg.kernels.components import compact, components
from semkg.kernels.devices import DEVICES, check_device, on_host, placed
from semkg.kernels.groups import are_members, has_long_runs, new_members
from semkg.kernels.joins import Ids, compose, expand, group_starts, has_partner, partners, range_join, ranges
from semkg.kernels.keys import (
    EMPTY,
    LOW,
    Keys,
    diff_sorted,
    distinct,
    drop_repeats,
    flip,
    in_sorted,
    merge_sorted,
    pack,
    sort_unique,
    union,
    unpack,
)
from semkg.kernels.transitive import extend_transitive, transitive_closure

__all__ = [
    "DEVICES",
    "EMPTY",
    "LOW",
    "Ids",
    "Keys",
    "are_members",
    "check_device",
    "compact",
    "components",
    "compose",
    "diff_sorted",
    "distinct",
    "drop_repeats",
    "expand",
    "extend_transitive",
    "flip",
    "group_starts",
    "has_long_runs",
    "has_partner",
    "in_sorted",
    "merge_sorted",
    "new_members",
    "on_host",
    "pack",
    "partners",
    "placed",
    "range_join",
    "ranges",
    "sort_unique",
    "transitive_closure",
    "union",
    "unpack",
]
