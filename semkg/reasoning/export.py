"""Rows of a closure: without what holds of everything, over representatives or written out in full."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import (
    EMPTY,
    LOW,
    Ids,
    Keys,
    drop_repeats,
    expand,
    group_starts,
    in_sorted,
    on_host,
    pack,
    sort_unique,
    union,
    unpack,
)
from semkg.reasoning.engine.engine import AXIOMS, Engine
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.store import Rows
from semkg.vocab import BUILTIN_ID, OWL, RDFS

SUB_CLASS = BUILTIN_ID[RDFS + "subClassOf"]
REFLEXIVE = tuple(
    BUILTIN_ID[iri]
    for iri in (
        RDFS + "subClassOf",
        RDFS + "subPropertyOf",
        OWL + "equivalentClass",
        OWL + "equivalentProperty",
    )
)
TO_EVERYTHING = (SUB_CLASS, TYPE, BUILTIN_ID[RDFS + "domain"], BUILTIN_ID[RDFS + "range"])
EVERYTHING = (BUILTIN_ID[OWL + "Thing"], BUILTIN_ID[RDFS + "Resource"])
NOTHING = BUILTIN_ID[OWL + "Nothing"]


Parts = dict[int, Keys]
"""Triples by predicate, each a key set."""


def closure_parts(engine: Engine) -> Parts:
    """Return what a closure says of representatives, without tautologies and without what is no RDF triple."""
    rank = engine.literals.rank
    parts: Parts = {}
    for predicate in engine.facts:
        if predicate >= 0 and rank[predicate] == 0:
            keys = without_tautologies(engine, predicate, on_host(engine.facts.get(predicate).keys))
            sound = rank[keys >> 32] < 2
            parts[predicate] = keys if sound.all() else keys[sound]
    return parts


def without_tautologies(engine: Engine, predicate: int, keys: Keys) -> Keys:
    """Drop the triples of one predicate that hold whatever the data says."""
    same = engine.representative
    if predicate in same[[SAME, *REFLEXIVE]]:
        keys = keys[keys >> 32 != keys & LOW]
    if predicate in same[list(TO_EVERYTHING)]:
        for number in same[list(EVERYTHING)]:
            keys = keys[keys & LOW != number]
    if predicate == same[SUB_CLASS]:
        keys = keys[keys >> 32 != same[NOTHING]]
    if predicate == same[TYPE]:
        keys = keys[~np.isin(keys, pack(*same[np.array(AXIOMS).T]))]
    return keys


def rows_of(parts: Parts) -> Rows:
    """Return triples by predicate as rows."""
    predicates = sorted(parts)
    keys = np.concatenate([EMPTY, *(parts[predicate] for predicate in predicates)])
    counts = [len(parts[predicate]) for predicate in predicates]
    s, o = unpack(keys)
    return Rows(
        s.astype(np.int32), np.repeat(np.array(predicates, dtype=np.int32), counts), o.astype(np.int32)
    )


class Blocks:
    """The blocks of terms that are the same.

    Attributes:
        representative: representative of each term, shape ``(n_terms,)``.
        size: number of members of each representative's block, 1 elsewhere, shape ``(n_terms,)``.
    """

    def __init__(self, engine: Engine) -> None:
        representative = engine.representative
        self.representative = representative
        ids = np.arange(len(representative))
        # Literals that no given triple uses share a value with used ones, and are members of no block.
        listed = ~engine.literals.literal[: len(ids)]
        listed[engine.literals_used] = True
        shared = np.bincount(representative[listed], minlength=len(ids)) > 1
        member = np.flatnonzero(listed & shared[representative])
        order, _ = group_starts((representative[member],))
        self._members = member[order]
        self._blocks = representative[self._members]
        self.size: Ids = np.maximum(np.bincount(self._blocks, minlength=len(ids)), 1)

    def members(self, number: int) -> Ids:
        """Return the members of a term's block, ascending."""
        block = self.representative[number]
        start, stop = np.searchsorted(self._blocks, [block, block + 1])
        return np.sort(self._members[start:stop]) if stop > start else np.array([number])

    def write_pairs(self, keys: Keys) -> Keys:
        """Replace both ids of each key by all members of their blocks; unsorted."""
        first, second = unpack(keys)
        parent, first = self._write_out(first)
        onward, second = self._write_out(second[parent])
        return pack(first[onward], second)

    def _write_out(self, column: Ids) -> tuple[Ids, Ids]:
        """Replace every id by the members of its block; return the row that each came from, and the member."""
        start = np.searchsorted(self._blocks, column)
        parent, place = expand(start, self.size[column])
        alone = self.size[column][parent] == 1
        member = (
            self._members[np.minimum(place, len(self._members) - 1)] if len(self._members) else column[parent]
        )
        return parent, np.where(alone, column[parent], member)

    def pairs(self) -> Keys:
        """Return all pairs of members of one block, each with itself too; unsorted."""
        blocks = drop_repeats(self._blocks)
        return self.write_pairs(pack(blocks, blocks))


def expanded_parts(engine: Engine) -> Parts:
    """Write a closure out for every member of every block, and the equalities in blocks with it."""
    parts = closure_parts(engine)
    blocks = Blocks(engine)
    shared = blocks.size > 1
    if not shared.any():
        return parts
    written: dict[int, list[Keys]] = {}
    for predicate, keys in parts.items():
        touched = shared[keys >> 32] | shared[keys & LOW] | shared[predicate]
        written.setdefault(predicate, []).append(keys[~touched])
        loops = _loops_of_blocks(engine, predicate, shared)
        for name in blocks.members(predicate).tolist():
            found = [blocks.write_pairs(keys[touched]), _without_loops(blocks.write_pairs(loops))]
            written.setdefault(name, []).extend(found)
    same = engine.representative[SAME]
    for name in blocks.members(int(same)).tolist():
        written.setdefault(name, []).append(_without_loops(blocks.pairs()))
    rank = engine.literals.rank
    merged = {
        name: union([sort_unique(keys) for keys in found])
        for name, found in written.items()
        if rank[name] == 0
    }
    return {name: keys[rank[keys >> 32] < 2] for name, keys in merged.items()}


def _loops_of_blocks(engine: Engine, predicate: int, shared: NDArray[np.bool_]) -> Keys:
    """Return the tautologies that say something once written out: of a class's names each is below the other."""
    if predicate not in engine.representative[list(REFLEXIVE)]:
        return EMPTY
    loops = on_host(engine.facts.get(predicate).loops)
    return pack(loops[shared[loops]], loops[shared[loops]])


def _without_loops(keys: Keys) -> Keys:
    kept: Keys = keys[keys >> 32 != keys & LOW]
    return kept


def holds_in(engine: Engine, s: Ids, p: Ids, o: Ids) -> NDArray[np.bool_]:
    """Say of each triple of representatives whether it is among the facts or true of everything."""
    same = engine.representative
    found = (p == same[SAME]) & (s == o) | (p == same[TYPE]) & np.isin(o, same[list(EVERYTHING)])
    order, first = group_starts((p,))
    begin = np.flatnonzero(first)
    for rows in np.split(order, begin[1:]) if len(order) else ():
        keys = engine.facts.get(int(p[rows[0]])).keys
        found[rows] |= on_host(in_sorted(pack(s[rows], o[rows]), keys))
    answer: NDArray[np.bool_] = found
    return answer
