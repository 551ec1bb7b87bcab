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
    return _worth_saying(engine, _all_keys(engine))


def _all_keys(engine: Engine) -> Parts:
    return {predicate: on_host(engine.facts.get(predicate).keys) for predicate in engine.facts}


def _worth_saying(engine: Engine, parts: Parts) -> Parts:
    rank = engine.literals.rank
    kept: Parts = {}
    for predicate in parts:
        if predicate >= 0 and rank[predicate] == 0:
            keys = without_tautologies(engine, predicate, parts[predicate])
            sound = rank[keys >> 32] < 2
            kept[predicate] = keys if sound.all() else keys[sound]
    return kept


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
        listed: which terms can be members, shape ``(n_terms,)``: a literal that no given triple uses shares a value
            with used ones, and is a member of no block.
        shared: which representatives stand for other members than just themselves, shape ``(n_terms,)``.
    """

    def __init__(self, engine: Engine) -> None:
        self.representative = representative = engine.representative
        n = len(representative)
        self.listed: NDArray[np.bool_] = ~engine.literals.literal[:n]
        self.listed[engine.literals_used] = True
        ids = np.arange(n)
        moved = representative != ids
        self.shared: NDArray[np.bool_] = np.zeros(n, dtype=np.bool_)
        self.shared[representative[moved & self.listed]] = True
        member = ids[self.listed & self.shared[representative]]
        order, _ = group_starts((representative[member],))
        self._members = member[order]
        self._blocks = representative[self._members]
        self._size: Ids = np.maximum(np.bincount(self._blocks, minlength=n), 1)

    @property
    def sizes(self) -> Ids:
        """The number of members of the block of each representative, shape ``(n_terms,)``."""
        return self._size

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
        parent, place = expand(start, self._size[column])
        alone = ~self.shared[column][parent]
        member = (
            self._members[np.minimum(place, len(self._members) - 1)] if len(self._members) else column[parent]
        )
        return parent, np.where(alone, column[parent], member)

    def pairs(self, some: NDArray[np.bool_]) -> Keys:
        """Return all pairs of members of one block, each with itself too, of some representatives; unsorted."""
        blocks = drop_repeats(self._blocks)
        blocks = blocks[some[blocks]]
        return self.write_pairs(pack(blocks, blocks))


def expanded_parts(engine: Engine, blocks: Blocks) -> Parts:
    """Write a closure out for every member of every block, and the equalities in blocks with it."""
    return write_out(engine, blocks, _all_keys(engine), equalities_of=blocks.shared)


def check_written(engine: Engine, blocks: Blocks, most: int, n_given: int) -> None:
    """Make sure that a closure is not too large once it is written out: k names of a node make k * k equalities.

    Args:
        engine: the closure.
        blocks: its blocks.
        most: the most triples beside the given ones.
        n_given: number of triples that were given.

    Raises:
        LimitError: it has more; the message names the predicates with the most.
    """
    if not blocks.shared.any():
        return
    size = blocks.sizes
    parts = {p: keys for p, keys in _all_keys(engine).items() if p >= 0}
    written = {p: int((size[keys >> 32] * size[keys & LOW]).sum() * size[p]) for p, keys in parts.items()}
    same = int(engine.representative[SAME])
    written[same] = written.get(same, 0) + int((size[blocks.shared] * (size[blocks.shared] - 1)).sum())
    if sum(written.values()) > most + n_given:
        engine.growth.limit = most
        raise engine.growth.error({p: n - len(parts.get(p, EMPTY)) for p, n in written.items()})


def write_out(engine: Engine, blocks: Blocks, facts: Parts, *, equalities_of: NDArray[np.bool_]) -> Parts:
    """Write facts out for every member of every block.

    Args:
        engine: the closure that they are part of.
        blocks: its blocks.
        facts: some of its facts, over representatives.
        equalities_of: for which representatives the equalities in their block are written too, shape ``(n_terms,)``.
    """
    parts = _worth_saying(engine, facts)
    shared = blocks.shared
    if not shared.any():
        return parts
    written: dict[int, list[Keys]] = {}
    for predicate, keys in parts.items():
        touched = shared[keys >> 32] | shared[keys & LOW] | shared[predicate]
        written.setdefault(predicate, []).append(keys[~touched])
        loops = _loops_of_blocks(engine, predicate, facts[predicate], shared)
        for name in blocks.members(predicate).tolist():
            found = [blocks.write_pairs(keys[touched]), _without_loops(blocks.write_pairs(loops))]
            written.setdefault(name, []).extend(found)
    same = engine.representative[SAME]
    for name in blocks.members(int(same)).tolist():
        written.setdefault(name, []).append(_without_loops(blocks.pairs(equalities_of)))
    rank = engine.literals.rank
    merged = {
        name: union([sort_unique(keys) for keys in found])
        for name, found in written.items()
        if rank[name] == 0
    }
    return {name: keys[rank[keys >> 32] < 2] for name, keys in merged.items()}


def _loops_of_blocks(engine: Engine, predicate: int, keys: Keys, shared: NDArray[np.bool_]) -> Keys:
    """Return the tautologies that say something once written out: of a class's names each is below the other."""
    if predicate not in engine.representative[list(REFLEXIVE)]:
        return EMPTY
    subjects = keys >> 32
    loops: Keys = keys[(subjects == (keys & LOW)) & shared[subjects]]
    return loops


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
