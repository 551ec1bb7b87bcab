"""The rows of a closure without the blank nodes that only spell something, and what they say in their place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from semkg.reasoning.canonical.names import BlockNames
from semkg.reasoning.canonical.schema import RowsByPredicate
from semkg.reasoning.sameness import vocabulary as v
from semkg.reasoning.sameness.expressions import (
    Definitions,
    Said,
    among,
    name_expressions,
    read_definitions,
    readings,
    texts_of,
)
from semkg.store import Rows
from semkg.vocab import BUILTIN, BUILTIN_ID, OWL, RDF

MOST_PAIRWISE = 500
"""Members up to which a list of what differs, or is disjoint, is compared pair by pair."""

Place = int | str
"""A term id, or the name of something that has none."""
Triple = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the expressions and lists of a closure come to.

    Attributes:
        names: structural name of each blank node that is an expression, by id.
        kept: which rows of the closure are no part of a spelling, shape ``(n,)``.
        further: what those that are say, as rows.
    """

    names: dict[int, str]
    kept: NDArray[np.bool_]
    further: tuple[tuple[Place, Place, Place], ...]


def spell(rows: Rows, names: BlockNames) -> Spelling:
    """Say in other words what a closure spells.

    Args:
        rows: its rows, over representatives, sorted by predicate.
        names: what its blocks are called.
    """
    definitions = read_definitions(rows, names)
    writer = _Writer(rows, names, definitions, name_expressions(rows, definitions))
    return writer.write()


class _Writer:
    """Goes through the definitions, and notes which rows are said otherwise, and how."""

    def __init__(
        self, rows: Rows, names: BlockNames, definitions: Definitions, expressions: dict[int, str]
    ) -> None:
        self._rows = rows
        self._block_names = names
        self._definitions = definitions
        self._expressions = expressions
        self._table = RowsByPredicate(rows)
        self._left_out: set[Triple] = set()
        self._further: set[tuple[Place, Place, Place]] = set()

    def write(self) -> Spelling:
        """Go through everything."""
        for node, said in self._definitions.said.items():
            self._write_definition(node, said)
        members = {class_: set(self._table.instances(BUILTIN[class_]).tolist()) for class_ in v.PAIRWISE}
        used = [
            (node, p, head) for node, p, head in self._definitions.heads if head in self._definitions.lists
        ]
        written = {use for use in used if self._write_list(use, members)}
        self._write_negative_assertions()
        self._left_out |= self._cells(written)
        return Spelling(self._expressions, ~among(self._rows, self._left_out), tuple(self._further))

    def _leave_out(self, node: int, said: Said) -> None:
        self._left_out.update((node, p, o) for p, o in said)

    def _write_definition(self, node: int, said: Said) -> None:
        """An expression is called by its name; a name for an expression is as wide as the expression."""
        if node in self._expressions:
            self._write_readings(self._expressions[node], said)
            self._leave_out(node, said)
            return
        # that an inverse is one is in its name
        self._leave_out(node, [(p, o) for p, o in said if p == v.INVERSE and o in self._expressions])
        if self._definitions.texts[node]:
            own = [pair for pair in said if pair[0] != v.INVERSE]
            restriction = [pair for pair in own if pair[0] not in v.BOOLEAN]
            for one in (*([pair] for pair in own if pair[0] in v.BOOLEAN), restriction):
                if readings(one) and self._is_ground(one):
                    self._write_readings(node, one)
                    self._leave_out(node, one)

    def _write_readings(self, place: Place, said: Said) -> None:
        """Write that something is as wide as each expression that rows spell."""
        wider = v.SUB_PROPERTY if said[0][0] == v.INVERSE else v.SUB_CLASS
        read = readings(said)
        if len(read) == 1 and isinstance(place, str):
            return  # it is called so
        for one in read:
            name = self._definitions.name(one, self._expressions)
            if name != place:
                self._further |= {(place, wider, name), (name, wider, place)}

    def _is_ground(self, said: Said) -> bool:
        """Say whether everything that rows mention has a name."""
        texts, known = self._definitions.texts, self._expressions
        return self._definitions.is_readable(said) and all(
            texts[part] or part in known for p, o in said for part in self._definitions.parts(p, o)
        )

    def _write_list(self, use: Triple, members: dict[int, set[int]]) -> bool:
        """Write one use of a list as a set, as a sequence or member by member; return whether that says all of it."""
        node, predicate, head = use
        if use in self._left_out or (predicate in v.MEMBERS and self._write_pairwise(use, members)):
            return True
        if predicate in v.SEQUENCES and self._is_transitivity(node, head):
            self._left_out.add(use)
            return True
        place: Place = self._expressions.get(node, node)
        if self._is_ground([(predicate, head)]):
            self._further.add((place, predicate, self._definitions.spell(predicate, head, self._expressions)))
        elif predicate in v.SETS:
            each = f"{v.spelled(predicate)} member"
            parts = self._definitions.lists[head]
            self._further |= {(place, each, self._expressions.get(part, part)) for part in parts}
        else:
            return False
        self._left_out.add(use)
        return True

    def _is_transitivity(self, node: int, head: int) -> bool:
        """Say whether a chain says of a property only that it is transitive, and the closure says so too."""
        return self._definitions.lists[head] == (node, node) and node in self._transitive

    @cached_property
    def _transitive(self) -> frozenset[int]:
        return frozenset(self._table.instances(OWL + "TransitiveProperty").tolist())

    def _write_pairwise(self, use: Triple, members: dict[int, set[int]]) -> bool:
        """Write a list of what differs, or is disjoint, pair by pair."""
        node, _, head = use
        parts = {self._expressions.get(part, part) for part in self._definitions.lists[head]}
        classes = [class_ for class_ in v.PAIRWISE if node in members[class_]]
        if len(parts) > MOST_PAIRWISE or len(classes) != 1 or self._definitions.texts[node]:
            return False
        (class_,) = classes
        self._further |= {(a, v.PAIRWISE[class_], b) for a, b in permutations(parts, 2)}
        self._left_out |= {use, (node, v.TYPE, class_)}
        return True

    def _write_negative_assertions(self) -> None:
        """Write a negative assertion that only a blank node stands for as a row of a kind of its own."""
        said: dict[int, Said] = {}
        for predicate in v.NEGATIVE:
            for s, o in zip(*(c.tolist() for c in self._table.pairs(BUILTIN[predicate])), strict=True):
                said.setdefault(s, []).append((predicate, o))
        texts = texts_of(self._block_names, {*said, *(o for pairs in said.values() for _, o in pairs)})
        source, property_, *targets = v.NEGATIVE
        for node, pairs in said.items():
            parts = dict(pairs)
            target = [parts[kind] for kind in targets if kind in parts]
            if (
                len(pairs) == 3 == len(parts)
                and len(target) == 1
                and not texts[node]
                and texts[parts[property_]]
            ):
                self._further.add((parts[source], f"not {texts[parts[property_]]}", target[0]))
                self._leave_out(node, [*pairs, (v.TYPE, v.NEGATIVE_CLASS)])

    def _cells(self, written: set[Triple]) -> set[Triple]:
        """Return the rows of the cells that belong to written lists only."""
        first, rest = (_pairs(self._table, RDF + name) for name in ("first", "rest"))
        cells = _reached({head for _, _, head in written}, rest)
        kept = {head for use in self._definitions.heads if use not in written for head in use[2:]}
        kept |= {o for s, o in rest if s not in cells}
        lists = [v.REST, *v.SETS, *v.SEQUENCES]
        among_cells = np.isin(self._rows.o, np.fromiter(cells, dtype=np.int64)) & ~np.isin(
            self._rows.p, lists
        )
        kept |= set(self._rows.o[among_cells].tolist())
        cells -= _reached(kept, rest)
        return {(s, p, o) for p, pairs in ((v.FIRST, first), (v.REST, rest)) for s, o in pairs if s in cells}


def _pairs(table: RowsByPredicate, iri: str) -> list[tuple[int, int]]:
    return list(zip(*(column.tolist() for column in table.pairs(iri)), strict=True))


def _reached(start: set[int], rest: list[tuple[int, int]]) -> set[int]:
    """Return all cells from some heads on, without the end of lists."""
    following: dict[int, list[int]] = {}
    for s, o in rest:
        following.setdefault(s, []).append(o)
    end = {BUILTIN_ID[RDF + "nil"]}
    found: set[int] = set()
    border = start - end
    while border:
        found |= border
        border = {o for s in border for o in following.get(s, ())} - found - end
    return found
