"""Two graphs over one dictionary, each with the expressions of the other, so that both speak of the same terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import pack
from semkg.reasoning.canonical.names import BlockNames
from semkg.reasoning.closure import Closure, close
from semkg.reasoning.sameness import vocabulary as v
from semkg.reasoning.sameness.expressions import name_expressions, read_definitions
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


def _translated(rows: Rows, ids: NDArray[np.int32]) -> Rows:
    return ordered(ids[rows.s], ids[rows.p], ids[rows.o])


def ordered(s: NDArray[np.int32], p: NDArray[np.int32], o: NDArray[np.int32]) -> Rows:
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
    """Return the triples, as they were written, that spell the anonymous class expressions of a closure."""
    names = BlockNames(terms, closure.representative)
    expressions = name_expressions(closure.rows, read_definitions(closure.rows, names))
    given, same = closure.asserted, closure.representative
    defining = np.isin(same[given.s], np.fromiter(expressions, dtype=np.int64))
    defining &= np.isin(given.p, list(v.DEFINES))
    cells = np.isin(given.p, (v.FIRST, v.REST)) & np.isin(given.s, _cells(given, given.o[defining]))
    kept = defining | cells
    return Rows(given.s[kept], given.p[kept], given.o[kept])


def _cells(rows: Rows, heads: NDArray[np.int32]) -> list[int]:
    """Return the cells of all lists that begin at some nodes."""
    rest = rows.p == v.REST
    following = dict(zip(rows.s[rest].tolist(), rows.o[rest].tolist(), strict=True))
    found: set[int] = set()
    border = set(heads.tolist())
    while border:
        found |= border
        border = {following[cell] for cell in border if cell in following} - found
    return sorted(found - {BUILTIN_ID[RDF + "nil"]})
