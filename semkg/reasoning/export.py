"""Rows of a closure: without what holds of everything, over representatives or written out in full."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, Ids, Keys, expand, group_starts, in_sorted, pack, unpack
from semkg.reasoning.engine import AXIOMS, Engine
from semkg.reasoning.program import SAME, TYPE
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
_LOW = np.int64(0xFFFFFFFF)


def closure_rows(engine: Engine) -> Rows:
    """Return the rows of a closure over representatives, without tautologies and without what is no RDF triple."""
    literal = engine.literals.literal
    parts = []
    for predicate in sorted(engine.facts):
        if predicate >= 0 and engine.literals.rank[predicate] == 0:
            keys = without_tautologies(engine, predicate, engine.facts.get(predicate).keys)
            subjects = literal[keys >> 32]
            parts.append((predicate, keys[~subjects] if subjects.any() else keys))
    return _rows(parts)


def without_tautologies(engine: Engine, predicate: int, keys: Keys) -> Keys:
    """Drop the triples of one predicate that hold whatever the data says."""
    same = engine.representative
    if predicate in same[[SAME, *REFLEXIVE]]:
        keys = keys[keys >> 32 != keys & _LOW]
    if predicate in same[list(TO_EVERYTHING)]:
        for number in same[list(EVERYTHING)]:
            keys = keys[keys & _LOW != number]
    if predicate == same[SUB_CLASS]:
        keys = keys[keys >> 32 != same[NOTHING]]
    if predicate == same[TYPE]:
        keys = keys[~np.isin(keys, pack(*same[np.array(AXIOMS).T]))]
    return keys


def _rows(parts: list[tuple[int, Keys]]) -> Rows:
    counts = [len(keys) for _, keys in parts]
    keys = np.concatenate([EMPTY, *(keys for _, keys in parts)])
    p = np.repeat(np.array([predicate for predicate, _ in parts], dtype=np.int32), counts)
    s, o = unpack(keys)
    return Rows(s.astype(np.int32), p, o.astype(np.int32))


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

    def write_out(self, column: Ids) -> tuple[Ids, Ids]:
        """Replace every representative by all members of its block.

        Returns:
            The number of the row that each new row comes from, and the member.
        """
        start = np.searchsorted(self._blocks, column)
        parent, place = expand(start, self.size[column])
        alone = self.size[column][parent] == 1
        member = (
            self._members[np.minimum(place, len(self._members) - 1)] if len(self._members) else column[parent]
        )
        return parent, np.where(alone, column[parent], member)

    def pairs(self) -> tuple[Ids, Ids]:
        """Return all pairs of different members of one block."""
        parent, other = self.write_out(self._blocks)
        first = self._members[parent]
        return first[first != other], other[first != other]


def expanded_rows(engine: Engine, rows: Rows) -> Rows:
    """Write rows over representatives out for every member of every block, and the equalities with them."""
    blocks = Blocks(engine)
    s, p, o = (column.astype(np.int64) for column in (rows.s, rows.p, rows.o))
    if (blocks.size > 1).any():
        loops = _written_loops(engine, blocks)
        s, p, o = (np.append(column, loop) for column, loop in zip((s, p, o), loops, strict=True))
        of_loop = np.arange(len(s)) >= len(rows)
        for _ in range(3):
            parent, s = blocks.write_out(s)
            s, p, o, of_loop = p[parent], o[parent], s, of_loop[parent]
        said = ~of_loop | (s != o)
        first, second = blocks.pairs()
        same = np.full_like(first, SAME)
        s, p, o = (np.append(column[said], pair) for column, pair in ((s, first), (p, same), (o, second)))
    rank = engine.literals.rank
    return _sorted_rows(s, p, o, (rank[s] < 2) & (rank[p] == 0))


def _written_loops(engine: Engine, blocks: Blocks) -> tuple[Ids, Ids, Ids]:
    """Return the tautologies that say something once written out: of a class's names each is below the other."""
    parts = []
    for predicate in sorted(set(engine.representative[list(REFLEXIVE)].tolist())):
        loops = engine.facts.get(predicate).loops
        loops = loops[blocks.size[loops] > 1]
        parts.append((loops, np.full_like(loops, predicate), loops))
    s, p, o = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return s, p, o


def _sorted_rows(s: Ids, p: Ids, o: Ids, keep: NDArray[np.bool_]) -> Rows:
    s, p, o = s[keep], p[keep], o[keep]
    order = np.lexsort((pack(s, o), p))
    return Rows(s[order].astype(np.int32), p[order].astype(np.int32), o[order].astype(np.int32))


def holds_in(engine: Engine, s: Ids, p: Ids, o: Ids) -> NDArray[np.bool_]:
    """Say of each triple of representatives whether it is among the facts or true of everything."""
    same = engine.representative
    found = (p == same[SAME]) & (s == o) | (p == same[TYPE]) & np.isin(o, same[list(EVERYTHING)])
    order, first = group_starts((p,))
    begin = np.flatnonzero(first)
    for rows in np.split(order, begin[1:]) if len(order) else ():
        keys = engine.facts.get(int(p[rows[0]])).keys
        found[rows] |= in_sorted(pack(s[rows], o[rows]), keys)
    answer: NDArray[np.bool_] = found
    return answer
