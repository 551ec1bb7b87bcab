"""Array kernels on sorted integer keys."""

from __future__ import annotations

from semkg.kernels.components import compact, components
from semkg.kernels.joins import Ids, compose, expand, group_starts, partners, range_join, ranges
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
    "EMPTY",
    "LOW",
    "Ids",
    "Keys",
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
    "in_sorted",
    "merge_sorted",
    "pack",
    "partners",
    "range_join",
    "ranges",
    "sort_unique",
    "transitive_closure",
    "union",
    "unpack",
]
