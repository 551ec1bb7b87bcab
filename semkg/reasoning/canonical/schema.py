"""The axioms that the canonical graph reduces by, read from the rows of a closure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.store import Rows
from semkg.vocab import BUILTIN_ID, OWL, RDF, RDF_TYPE, RDFS

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LinearAxioms:
    """Axioms that turn one edge into one edge: ``narrow(s, o)`` gives ``wide(s, o)``, or ``wide(o, s)``.

    Attributes:
        narrow: property ids, shape ``(n,)``.
        wide: property ids, shape ``(n,)``.
        inverts: whether the edge is turned round.
    """

    narrow: Ids
    wide: Ids
    inverts: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """A property chain: ``links[0](a, b)``, ``links[1](b, c)``, ... give ``head(a, z)``."""

    head: int
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """Property axioms of a closure, as far as its rule set acts on them.

    Attributes:
        linear: axioms that turn one edge into one edge.
        transitive: ids of transitive properties, shape ``(n,)``.
        chains: property chains of two and more links, over property ids.
    """

    linear: tuple[LinearAxioms, ...]
    transitive: Ids
    chains: tuple[Chain, ...]


class RowsByPredicate:
    """Finds the rows of one predicate."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def pairs(self, iri: str) -> tuple[Ids, Ids]:
        """Return subjects and objects of the rows with a built-in predicate, sorted."""
        begin, end = np.searchsorted(self.rows.p, (BUILTIN_ID[iri], BUILTIN_ID[iri] + 1))
        return self.rows.s[begin:end].astype(np.int64), self.rows.o[begin:end].astype(np.int64)

    def instances(self, iri: str) -> Ids:
        """Return the members of a built-in class, ascending."""
        s, o = self.pairs(RDF_TYPE)
        members: Ids = s[o == BUILTIN_ID[iri]]
        return members

    def lists(self, heads: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """Return the members of the RDF lists that begin at these nodes; a malformed list is left out."""
        first = _single(*self.pairs(RDF + "first"))
        rest = _single(*self.pairs(RDF + "rest"))
        read = {head: _walk(head, first, rest) for head in heads}
        return {head: members for head, members in read.items() if members is not None}


def _single(s: Ids, o: Ids) -> dict[int, int | None]:
    """Return the one object of each subject, ``None`` where there are more."""
    found: dict[int, int | None] = {}
    for subject, object_ in zip(s.tolist(), o.tolist(), strict=True):
        found[subject] = None if subject in found else object_
    return found


def _walk(head: int, first: dict[int, int | None], rest: dict[int, int | None]) -> tuple[int, ...] | None:
    members: list[int] = []
    node: int | None = head
    seen: set[int] = set()
    while node != BUILTIN_ID[RDF + "nil"]:
        if node is None or node in seen:
            return None
        seen.add(node)
        member = first.get(node)
        if member is None:
            return None
        members.append(member)
        node = rest.get(node)
    return tuple(members)


_ORDERS = (RDFS + "subClassOf", RDFS + "subPropertyOf")
_EQUALITIES = (OWL + "equivalentClass", OWL + "equivalentProperty")
"""Vocabulary that the rules themselves make transitive; equalities are symmetric and within the orders."""


def read_schema(rows: Rows, rules: str) -> Schema:
    """Read the property axioms that the rules of a closure act on.

    Args:
        rows: the rows of the closure, over representatives.
        rules: name of the rule set; ``rl`` and ``rl+`` read every axiom, ``rdfs`` only sub-properties.
    """
    if rules == "none":
        return Schema((), np.empty(0, np.int64), ())
    table = RowsByPredicate(rows)
    sub_properties = LinearAxioms(*table.pairs(RDFS + "subPropertyOf"), inverts=False)
    if rules == "rdfs":
        return Schema((sub_properties,), _builtin(_ORDERS), ())
    return _read_owl(table, sub_properties)


def _read_owl(table: RowsByPredicate, sub_properties: LinearAxioms) -> Schema:
    equal, also = table.pairs(OWL + "equivalentProperty")
    one, other = table.pairs(OWL + "inverseOf")
    symmetric = table.instances(OWL + "SymmetricProperty")
    chains = _read_chains(table)
    short = [chain for chain in chains if len(chain.links) == 1]
    linear = (
        sub_properties,
        LinearAxioms(_builtin(_EQUALITIES), _builtin(_ORDERS), inverts=False),
        LinearAxioms(_builtin(_EQUALITIES), _builtin(_EQUALITIES), inverts=True),
        LinearAxioms(equal, also, inverts=False),
        LinearAxioms(also, equal, inverts=False),
        LinearAxioms(one, other, inverts=True),
        LinearAxioms(other, one, inverts=True),
        LinearAxioms(symmetric, symmetric, inverts=True),
        LinearAxioms(
            _ids(chain.links[0] for chain in short), _ids(chain.head for chain in short), inverts=False
        ),
    )
    transitive = np.concatenate(
        [_builtin((*_ORDERS, *_EQUALITIES)), table.instances(OWL + "TransitiveProperty")]
    )
    return Schema(linear, transitive, tuple(chain for chain in chains if len(chain.links) > 1))


def _read_chains(table: RowsByPredicate) -> list[Chain]:
    heads, lists = table.pairs(OWL + "propertyChainAxiom")
    members = table.lists(lists.tolist())
    pairs = zip(heads.tolist(), lists.tolist(), strict=True)
    return [Chain(head, members[at]) for head, at in pairs if members.get(at)]


def _builtin(iris: Iterable[str]) -> Ids:
    return _ids(BUILTIN_ID[iri] for iri in iris)


def _ids(numbers: Iterable[int]) -> Ids:
    return np.fromiter(numbers, dtype=np.int64)
