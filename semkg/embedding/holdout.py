"""Which triples to hold out from a fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from semkg.embedding.options import TrainingOptions
from semkg.embedding.triples import Triples

ENOUGH_HELD_OUT = 100
"""Held-out triples that a calibration wants; small graphs hold out one fold after the other to get there."""

FEWEST_HELD_OUT = 8
"""Where fewer triples can be spared, also the last triple of an entity is held out."""

NEARLY_ALL = 0.9
"""Share of a predicate's triples that must stand beside another predicate for the two to be kin."""


@dataclass(frozen=True, slots=True)
class Part:
    """One way to part the triples.

    Attributes:
        train: triples to fit, shape ``(n, 3)``.
        held_out: the others, shape ``(m, 3)``.
    """

    train: Triples
    held_out: Triples


def hold_out(rows: Triples, options: TrainingOptions) -> list[Part]:
    """Part the triples one way, or, where that holds few out, several ways until they hold out enough.

    Returns:
        At most ``1 / valid_fraction`` parts whose held-out triples are distinct; none for a single triple.
    """
    if options.valid_fraction == 0 or len(rows) < 2:
        return []
    folds = round(1 / options.valid_fraction)
    fold = fold_of(rows, folds=folds, seed=options.seed)
    masks = [supported(rows, fold == number) for number in range(folds)]
    if sum(np.count_nonzero(mask) for mask in masks) < FEWEST_HELD_OUT:
        masks = [fold == number for number in range(folds)]
    masks = [mask for mask in masks if mask.any() and not mask.all()]
    held_out = np.cumsum([np.count_nonzero(mask) for mask in masks])
    needed = 1 + int(np.searchsorted(held_out, ENOUGH_HELD_OUT))
    return [Part(rows[~mask], rows[mask]) for mask in masks[:needed]]


def apart(known: Triples, held_out: Triples) -> Triples:
    """Return the known triples that are not between the two ends of any held-out one: those might give it away."""
    n = max(int(known[:, [0, 2]].max(initial=-1)), int(held_out[:, [0, 2]].max(initial=-1))) + 1
    pairs, held = (
        np.minimum(rows[:, 0], rows[:, 2]) * n + np.maximum(rows[:, 0], rows[:, 2])
        for rows in (known, held_out)
    )
    return known[~np.isin(pairs, held)]


def fold_of(rows: Triples, *, folds: int, seed: int) -> NDArray[np.int64]:
    """Give each triple one of ``folds`` folds by a hash, shape ``(n,)``.

    Triples between the same two entities whose predicates are kin share a fold, in whichever direction they
    run: the inverse, the symmetric twin or the super-property of a held-out triple would otherwise stay and
    give it away.
    """
    low, high = np.minimum(rows[:, 0], rows[:, 2]), np.maximum(rows[:, 0], rows[:, 2])
    mixed = np.full(len(rows), seed, dtype=np.uint64)
    for part in (kin(rows)[rows[:, 1]], low, high):
        mixed = _mix(mixed ^ part.astype(np.uint64))
    return (mixed % np.uint64(folds)).astype(np.int64)


def kin(rows: Triples) -> NDArray[np.int64]:
    """Return the family of each predicate, shape ``(n_predicates,)``; kin share a number.

    Two predicates are kin if nearly all triples of one stand beside a triple of the other between the same
    two entities, in one of the two directions, throughout: so are inverses and super-properties. Kin of kin
    are kin.
    """
    n = int(rows[:, 1].max(initial=-1)) + 1
    pair, signed = _numbered(np.sort(rows[:, [0, 2]], axis=1)), rows[:, 1] + n * (rows[:, 0] > rows[:, 2])
    stands = sparse.csr_array((np.ones(len(rows)), (pair, signed)), shape=(len(rows), 2 * n))
    shared = (stands.T @ stands).tocoo()  # for two signed predicates, how many pairs of entities have both
    p, q = shared.row % n, shared.col % n
    enough = NEARLY_ALL * np.bincount(rows[:, 1], minlength=n)
    close = sparse.csr_array((n, n), dtype=bool)
    for one_way in (True, False):
        mine = ((shared.row < n) == (shared.col < n)) == one_way
        beside = sparse.csr_array((shared.data[mine], (p[mine], q[mine])), shape=(n, n)).tocoo()
        hit = beside.data >= enough[beside.row]
        close = close + sparse.csr_array((hit[hit], (beside.row[hit], beside.col[hit])), shape=(n, n))
    return np.asarray(csgraph.connected_components(close, directed=False)[1], dtype=np.int64)


def _numbered(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a number for each row of two columns, equal for equal rows, shape ``(n,)``."""
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    new = np.zeros(len(pairs), dtype=np.int64)
    new[1:] = (pairs[order][1:] != pairs[order][:-1]).any(axis=1)
    numbers = np.empty(len(pairs), dtype=np.int64)
    numbers[order] = np.cumsum(new)
    return numbers


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scramble 64 bits (the finaliser of splitmix64, Steele et al. 2014)."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def supported(rows: Triples, candidate: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which candidates can be held out, each entity and predicate keeping a triple, shape ``(n,)``.

    Where something would lose its last triple, all candidates between the same two entities are given back
    together.
    """
    kept = rows[~candidate]
    n_entities, n_predicates = rows[:, [0, 2]].max(initial=-1) + 1, rows[:, 1].max(initial=-1) + 1
    entity = np.bincount(kept[:, [0, 2]].ravel(), minlength=n_entities) > 0
    predicate = np.bincount(kept[:, 1], minlength=n_predicates) > 0
    bare = candidate & ~(entity[rows[:, 0]] & entity[rows[:, 2]] & predicate[rows[:, 1]])
    pair = np.minimum(rows[:, 0], rows[:, 2]) * n_entities + np.maximum(rows[:, 0], rows[:, 2])
    return candidate & ~np.isin(pair, pair[bare])
