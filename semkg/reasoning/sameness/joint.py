"""Two graphs over one dictionary, each with the expressions of the other, so that both speak of the same terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from semkg.kernels import pack
from semkg.reasoning.canonical.names import BlockNames
from semkg.reasoning.closure import Closure, close
from semkg.reasoning.sameness import vocabulary as v
from semkg.reasoning.sameness.expressions import Definitions, name_expressions, read_definitions
from semkg.store import Rows, TermDictionary
from semkg.vocab import BUILTIN_ID, RDF


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """Two graphs over one dictionary; no blank node is in both.

    Attributes:
        terms: the dictionary.
        given: what was written in each.
        closures: the closure of each, with the definitions of the other's class expressions: a definition says
            nothing, but what it names is then decided in both.
        defined: the rows that spell the class expressions of each, with the cells of their lists.
    """

    terms: TermDictionary
    given: tuple[Rows, Rows]
    closures: tuple[Closure, Closure]
    defined: tuple[Rows, Rows]


def join(first: tuple[Closure, TermDictionary], second: tuple[Closure, TermDictionary]) -> Joint:
    """Put two graphs into one dictionary, and close each with the definitions of the other."""
    terms = TermDictionary()
    sides = (first, second)
    given, defined = [], []
    for mark, (closure, own) in zip("ab", sides, strict=True):
        ids = np.array(terms.add_texts(_marked(own, mark)), dtype=np.int32)
        given.append(_translated(closure.asserted, ids))
        defined.append(_translated(definition_rows(closure, own), ids))
    closures = [
        close(merge(given[side], defined[1 - side]), terms, rules=sides[side][0].rules) for side in (0, 1)
    ]
    return Joint(terms, (given[0], given[1]), (closures[0], closures[1]), (defined[0], defined[1]))


def _marked(terms: TermDictionary, mark: str) -> list[str]:
    return [f"_:{mark}{text[2:]}" if text[:2] == "_:" else text for text in terms.texts()]


def _translated(rows: Rows, ids: np.ndarray[tuple[int], np.dtype[np.int32]]) -> Rows:
    return ordered(ids[rows.s], ids[rows.p], ids[rows.o])


def ordered(s: np.ndarray, p: np.ndarray, o: np.ndarray) -> Rows:
    """Return rows as everything expects them: distinct, sorted by (p, s, o)."""
    order = np.lexsort((pack(s, o), p))
    s, p, o = s[order], p[order], o[order]
    fresh = np.ones(len(s), dtype=bool)
    fresh[1:] = (s[1:] != s[:-1]) | (p[1:] != p[:-1]) | (o[1:] != o[:-1])
    return Rows(s[fresh], p[fresh], o[fresh])


def merge(first: Rows, second: Rows) -> Rows:
    """Return the rows of both."""
    return ordered(
        np.concatenate([first.s, second.s]),
        np.concatenate([first.p, second.p]),
        np.concatenate([first.o, second.o]),
    )


def definition_rows(closure: Closure, terms: TermDictionary) -> Rows:
    """Return the rows that spell the anonymous class expressions of a closure."""
    names = BlockNames(terms, closure.representative)
    definitions = read_definitions(closure.rows, names)
    found = list(_definition_rows(name_expressions(closure.rows, definitions), definitions))
    s, p, o = np.array(found, dtype=np.int32).reshape(-1, 3).T
    cells = np.isin(closure.rows.p, (v.FIRST, v.REST)) & np.isin(closure.rows.s, _cells(closure, o))
    lists = Rows(closure.rows.s[cells], closure.rows.p[cells], closure.rows.o[cells])
    return merge(ordered(s, p, o), lists)


def _definition_rows(names: dict[int, str], definitions: Definitions) -> Iterator[tuple[int, int, int]]:
    for node in names:
        yield from ((node, p, o) for p, o in definitions.said[node])


def _cells(closure: Closure, heads: np.ndarray) -> list[int]:
    """Return the cells of all lists that begin at some nodes."""
    rest = closure.rows.p == v.REST
    following = dict(zip(closure.rows.s[rest].tolist(), closure.rows.o[rest].tolist(), strict=True))
    found: set[int] = set()
    border = set(heads.tolist())
    while border:
        found |= border
        border = {following[cell] for cell in border if cell in following} - found
    return sorted(found - {BUILTIN_ID[RDF + "nil"]})
