"""Blank nodes that only spell a class or property expression, called by what they spell.

A blank node for "whoever has a child that is a doctor" is a way to write a class down; it says nothing by being there
once or twice. Its name is a hash of what it spells. Nodes that spell themselves, in a circle or over blank nodes that
are things, have no name and stay blank nodes.

A node with two properties and two fillers is each of four expressions to the rules, and says by that, that they are
equal. It is called by the least of their names; that they are equal is an axiom.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import product

import numpy as np
from numpy.typing import NDArray

from semkg.reasoning.canonical.names import BlockNames
from semkg.reasoning.canonical.schema import RowsByPredicate
from semkg.reasoning.sameness import vocabulary as v
from semkg.store import Rows
from semkg.vocab import BUILTIN

MOST_READINGS = 500
"""Expressions that one node may spell; beyond, it stays a blank node."""

Said = list[tuple[int, int]]
"""Predicate and object of rows of one subject."""


@dataclass(frozen=True, slots=True)
class Definitions:
    """The rows of a closure that spell expressions and lists.

    Attributes:
        said: by subject, its defining rows.
        lists: members of each well-formed list, by its head.
        heads: subject, predicate and head of each use of a list.
        texts: name of every node that is mentioned here, an empty text for a blank node.
    """

    said: dict[int, Said]
    lists: dict[int, tuple[int, ...]]
    heads: tuple[tuple[int, int, int], ...]
    texts: dict[int, str]

    def parts(self, predicate: int, object_: int) -> tuple[int, ...]:
        """Return the nodes that one defining row names: the object, or the members of its list."""
        return self.lists[object_] if predicate in v.SETS | v.SEQUENCES else (object_,)

    def is_readable(self, said: Said) -> bool:
        """Say whether the lists among some rows are well-formed."""
        return all(o in self.lists for p, o in said if p in v.SETS | v.SEQUENCES)

    def spell(self, predicate: int, object_: int, names: dict[int, str]) -> str:
        """Write what one defining row names, given the names of expressions."""
        texts = [self.texts[part] or names[part] for part in self.parts(predicate, object_)]
        if predicate in v.SETS:
            return "{" + " ".join(sorted(set(texts))) + "}"
        return "(" + " ".join(texts) + ")" if predicate in v.SEQUENCES else texts[0]

    def name(self, said: Said, names: dict[int, str]) -> str:
        """Return the name of the expression that some rows define, given the names of its parts."""
        parts = {(v.spelled(p), self.spell(p, o, names)) for p, o in said}
        content = "; ".join(f"{predicate} {text}" for predicate, text in sorted(parts))
        return f"[{blake2b(content.encode(), digest_size=16).hexdigest()}]"


def read_definitions(rows: Rows, names: BlockNames) -> Definitions:
    """Read what spells expressions and lists."""
    table = RowsByPredicate(rows)
    said: dict[int, Said] = {}
    heads: list[tuple[int, int, int]] = []
    for predicate in sorted(v.DEFINES | v.SETS | v.SEQUENCES):
        for s, o in zip(*(column.tolist() for column in table.pairs(BUILTIN[predicate])), strict=True):
            if predicate in v.DEFINES:
                said.setdefault(s, []).append((predicate, o))
            if predicate in v.SETS | v.SEQUENCES:
                heads.append((s, predicate, o))
    lists = table.lists({head for _, _, head in heads})
    mentioned = {part for members in lists.values() for part in members}
    mentioned |= {node for node, _, _ in heads} | set(said)
    mentioned |= {o for pairs in said.values() for _, o in pairs}
    return Definitions(said, lists, tuple(heads), texts_of(names, mentioned))


def texts_of(names: BlockNames, nodes: Iterable[int]) -> dict[int, str]:
    """Return the name of each node, an empty text for a blank node."""
    distinct = sorted(set(nodes))
    return dict(zip(distinct, names.texts(np.array(distinct, dtype=np.int64)), strict=True))


def name_expressions(rows: Rows, definitions: Definitions) -> dict[int, str]:
    """Return the structural name of every blank node that is an expression and nothing else, by id."""
    found = {
        node: read
        for node, said in definitions.said.items()
        if not definitions.texts[node] and definitions.is_readable(said) and (read := readings(said))
    }
    for node in _used_otherwise(rows, set(found)):
        del found[node]
    return _resolve(found, definitions)


def readings(said: Said) -> list[Said]:
    """Return each expression that rows of one node spell: a combination of classes, a restriction, or an inverse.

    The rules read every combination of a property with a filler, so each of them is one.

    Returns:
        The rows of each; none where a row is part of no expression, where classes and properties are mixed, or where
        they are more than ``MOST_READINGS``.
    """
    if _is_one(said):
        return [said]
    on, quantifiers, qualified, qualifiers = (
        [(p, o) for p, o in said if p in kind]
        for kind in ({v.ON_PROPERTY}, v.QUANTIFIERS, v.QUALIFIED, v.QUALIFIERS)
    )
    alone = [[(p, o)] for p, o in said if p in v.BOOLEAN or p == v.INVERSE]
    if len(alone) + len(on) * (len(quantifiers) + len(qualified) * len(qualifiers)) > MOST_READINGS:
        return []
    found = [*alone, *map(list, product(on, quantifiers)), *map(list, product(on, qualified, qualifiers))]
    inverses = sum(p == v.INVERSE for p, _ in said)
    covers = {pair for one in found for pair in one} == set(said)
    return found if covers and inverses in (0, len(said)) else []


def _is_one(said: Said) -> bool:
    """Say whether rows are a combination, an inverse or a plain restriction, as nearly all are."""
    if len(said) == 1:
        return said[0][0] in v.BOOLEAN or said[0][0] == v.INVERSE
    kinds = [p for p, _ in said]
    return len(said) == 2 and v.ON_PROPERTY in kinds and not v.QUANTIFIERS.isdisjoint(kinds)


_AS_SUBJECT = v.AXIOMS
_AS_OBJECT = v.AXIOMS | {v.TYPE, v.FIRST}


def _used_otherwise(rows: Rows, nodes: set[int]) -> set[int]:
    """Return those nodes that are more than classes: they have labels, edges, types of their own."""
    wanted = np.fromiter(sorted(nodes), dtype=np.int64)
    subject = np.isin(rows.s, wanted) & ~np.isin(rows.p, list(_AS_SUBJECT))
    subject &= ~((rows.p == v.TYPE) & (rows.o < len(BUILTIN)))
    object_ = np.isin(rows.o, wanted) & ~np.isin(rows.p, list(_AS_OBJECT))
    return {*rows.s[subject].tolist(), *rows.o[object_].tolist()}


def _resolve(candidates: dict[int, list[Said]], definitions: Definitions) -> dict[int, str]:
    """Name the candidates of which every reading comes down to names."""
    while True:
        found, open_ = _resolve_some(candidates, definitions)
        if not open_ & set(found):
            return found
        candidates = {node: read for node, read in candidates.items() if node not in open_}


def _resolve_some(
    candidates: dict[int, list[Said]], definitions: Definitions
) -> tuple[dict[int, str], set[int]]:
    """Name the candidates of which a reading comes down to names, and return those of which another does not.

    Names are given in rounds, those without blank parts first, so that they do not depend on any order.
    """
    waiting = {
        (node, at): {part for p, o in one for part in definitions.parts(p, o) if not definitions.texts[part]}
        for node, read in candidates.items()
        for at, one in enumerate(read)
    }
    users: dict[int, list[tuple[int, int]]] = {}
    for key, parts in waiting.items():
        for part in parts:
            users.setdefault(part, []).append(key)
    found: dict[int, str] = {}
    ready = [key for key, parts in waiting.items() if not parts]
    while ready:
        named: dict[int, str] = {}
        for node, at in ready:
            if node not in found:
                name = definitions.name(candidates[node][at], found)
                named[node] = min(name, named.get(node, name))
        found |= named
        ready = []
        for part in named:
            for key in users.get(part, ()):
                waiting[key].discard(part)
                if not waiting[key]:
                    ready.append(key)
    return found, {node for (node, _), parts in waiting.items() if parts}


def among(rows: Rows, wanted: set[tuple[int, int, int]]) -> NDArray[np.bool_]:
    """Return which rows are among some triples of ids, shape ``(n,)``."""
    found = np.zeros(len(rows), dtype=bool)
    by_predicate: dict[int, list[int]] = {}
    for s, p, o in wanted:
        by_predicate.setdefault(p, []).append((s << 32) | o)
    for predicate, keys in by_predicate.items():
        begin, end = np.searchsorted(rows.p, (predicate, predicate + 1))
        here = (rows.s[begin:end].astype(np.int64) << 32) | rows.o[begin:end]
        found[begin:end] = np.isin(here, np.array(keys, dtype=np.int64))
    return found
