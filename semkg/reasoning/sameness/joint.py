"""Two graphs over one dictionary, each with the expressions of the other, so that both speak of the same terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import pack
from semkg.reasoning.canonical.names import BlockNames
from semkg.reasoning.closure import Closure, close
from semkg.reasoning.sameness import vocabulary as v
from semkg.reasoning.sameness.expressions import (
    Said,
    among,
    name_expressions,
    read_definitions,
    readings,
)
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
        defined: the rows that spell the class expressions of each, with the cells of their lists; of a node that
            spells several, the first one, since that it is the others too is an axiom.
    """

    terms: TermDictionary
    given: tuple[Rows, Rows]
    closures: tuple[Closure, Closure]
    defined: tuple[Rows, Rows]


def join(first: tuple[Closure, TermDictionary], second: tuple[Closure, TermDictionary]) -> Joint:
    """Put two graphs into one dictionary, and close each with the definitions of the other."""
    terms = TermDictionary()
    given, defined, apart = [], [], []
    for mark, (closure, own) in zip("ab", (first, second), strict=True):
        ids = np.array(terms.add_texts(_marked(own, mark)), dtype=np.int32)
        spelled = _read_given(closure, own)
        given.append(_translated(closure.asserted, ids))
        defined.append(_translated(_spelled_rows(closure.asserted, spelled), ids))
        apart.append(_set_apart(spelled, given[-1], ids, mark, terms))
    both = merge(apart[0].definitions, apart[1].definitions)
    closures = [
        close(
            merge(merge(given[side], defined[1 - side]), merge(both, apart[side].equal)), terms, rules=rules
        )
        for side, rules in enumerate((first[0].rules, second[0].rules))
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
    """Return the triples, as they were written, that spell the anonymous class expressions of a closure.

    A node that spells several says that they are equal: of these the first is returned, by names.
    """
    return _spelled_rows(closure.asserted, _read_given(closure, terms))


def _read_given(closure: Closure, terms: TermDictionary) -> dict[int, list[Said]]:
    """Return what each anonymous expression spells as it was written, by node, in the order of names."""
    same = closure.representative
    definitions = read_definitions(closure.rows, BlockNames(terms, same))
    names = name_expressions(closure.rows, definitions)
    given = closure.asserted
    defining = np.isin(same[given.s], np.fromiter(names, dtype=np.int64)) & np.isin(given.p, list(v.DEFINES))
    said: dict[int, Said] = {}
    for s, p, o in zip(*(column[defining].tolist() for column in (given.s, given.p, given.o)), strict=True):
        said.setdefault(s, []).append((p, o))

    def by_name(read: list[Said]) -> list[Said]:
        named = [(definitions.name([(p, int(same[o])) for p, o in one], names), one) for one in read]
        return [one for _, one in sorted(named)]

    found = {node: readings(pairs) for node, pairs in said.items()}
    return {node: read if len(read) == 1 else by_name(read) for node, read in found.items()}


def _spelled_rows(given: Rows, spelled: dict[int, list[Said]]) -> Rows:
    """Return the given rows that spell the first expression of each node, with the cells of their lists."""
    first = among(given, {(node, p, o) for node, read in spelled.items() for one in read[:1] for p, o in one})
    cells = np.isin(given.p, (v.FIRST, v.REST)) & np.isin(given.s, _cells(given, given.o[first]))
    kept = first | cells
    return Rows(given.s[kept], given.p[kept], given.o[kept])


@dataclass(frozen=True, slots=True, eq=False)
class _Apart:
    """The further expressions that nodes spell, each on a blank node of its own.

    Attributes:
        definitions: the rows that spell them, with the cells of their lists.
        equal: rows that say that they are as wide as the nodes that spell them.
    """

    definitions: Rows
    equal: Rows


def _set_apart(
    spelled: dict[int, list[Said]], given: Rows, ids: NDArray[np.int32], mark: str, terms: TermDictionary
) -> _Apart:
    further = [(int(ids[node]), one) for node, read in spelled.items() for one in read[1:]]
    # no other blank node of a joint dictionary begins so
    fresh = terms.add_texts([f"_:c{mark}{at}" for at in range(len(further))])
    defining, equal = [], []
    for own, (node, one) in zip(fresh, further, strict=True):
        defining += [(own, p, int(ids[o])) for p, o in one]
        wider = v.SUB_PROPERTY if one[0][0] == v.INVERSE else v.SUB_CLASS
        equal += [(own, wider, node), (node, wider, own)]
    definitions = _rows(defining)
    cells = np.isin(given.p, (v.FIRST, v.REST)) & np.isin(given.s, _cells(given, definitions.o))
    lists = Rows(given.s[cells], given.p[cells], given.o[cells])
    return _Apart(merge(definitions, lists), _rows(equal))


def _rows(triples: list[tuple[int, int, int]]) -> Rows:
    return ordered(*np.array(triples, dtype=np.int32).reshape(-1, 3).T)


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
