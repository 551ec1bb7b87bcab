"""Inconsistency: what cannot be, as findings with the W3C id of the rule and the triples that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import EMPTY, LOW, Ids, group_starts, on_host, pack, partners, sort_unique, unpack
from semkg.reasoning.engine.engine import Engine
from semkg.reasoning.engine.join import Slot
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.reasoning.engine.table import Table
from semkg.reasoning.values.literals import DATATYPE_ID
from semkg.vocab import BUILTIN_ID, OWL

SYMMETRIC = (
    SAME,
    *(
        BUILTIN_ID[OWL + name]
        for name in ("disjointWith", "propertyDisjointWith", "differentFrom", "complementOf")
    ),
)
"""Predicates that say the same read from either end."""
MEANING = {
    "eq-diff1": "two things that are the same are said to differ",
    "eq-diff2": "two members of an AllDifferent are the same",
    "eq-diff3": "two members of an AllDifferent are the same",
    "prp-irp": "an irreflexive property relates a node to itself",
    "prp-asyp": "an asymmetric property runs both ways",
    "prp-pdw": "two disjoint properties relate the same nodes",
    "prp-adp": "two disjoint properties relate the same nodes",
    "prp-npa1": "a triple holds that is said not to hold",
    "prp-npa2": "a triple holds that is said not to hold",
    "cls-nothing2": "a node is a member of the empty class",
    "cls-com": "a node is a member of a class and of its complement",
    "cls-maxc1": "a node has a value where none is allowed",
    "cls-maxqc1": "a node has a value where none is allowed",
    "cls-maxqc2": "a node has a value where none is allowed",
    "cax-dw": "a node is a member of two disjoint classes",
    "cax-adc": "a node is a member of two disjoint classes",
    "dt-not-type": "a literal is said to belong to a datatype that does not hold its value",
    "dt-diff": "two literals with different values are the same",
}


@dataclass(frozen=True, slots=True)
class Clash:
    """One inconsistency.

    Attributes:
        rule: the W3C id of the rule that forbids it.
        message: what is wrong, with the triples as N-Triples.
        rows: the triples that show it, as term ids, shape ``(n, 3)``, columns s p o; over representatives.
    """

    rule: str
    message: str
    rows: NDArray[np.int32]


def list_clashes(engine: Engine) -> Iterator[Clash]:
    """Yield every clash of a closure, ordered by rule and then by witnesses."""
    by_id = {rule.id: rule for phase in engine.phases for rule in phase.rules}
    for rule_id in sorted(engine.clashes):
        table, shown = engine.clashes[rule_id], by_id[rule_id].shown
        visible = [pattern for pattern in shown if not (isinstance(pattern.p, int) and pattern.p < 0)]
        witnesses = np.stack([_columns(table, tuple(pattern)) for pattern in visible], axis=1)
        for rows in _without_mirrors(witnesses, engine.representative):
            yield _clash(rule_id, rows, engine.literals.text)
    for rule_id, keys, predicate in (
        ("dt-diff", _two_values(engine), SAME),
        ("dt-not-type", _misplaced(engine), TYPE),
    ):
        for s, o in zip(*(column.tolist() for column in unpack(keys)), strict=True):
            yield _clash(rule_id, np.array([[s, predicate, o]], dtype=np.int64), engine.literals.text)


def _without_mirrors(witnesses: NDArray[np.int64], same: Ids) -> NDArray[np.int64]:
    """Keep one of the clashes that say the same: with an axiom read from its other end, or both halves exchanged.

    Args:
        witnesses: the triples of each clash, shape ``(n, triples, 3)``.
        same: representatives.
    """
    if len(witnesses) < 2:
        return witnesses
    s, p, o = np.moveaxis(witnesses, 2, 0)
    turned = np.isin(p, same[list(SYMMETRIC)]) & (s > o)
    s, o = np.where(turned, o, s), np.where(turned, s, o)
    order = np.lexsort((o, s, p), axis=1)
    rows = [np.take_along_axis(column, order, axis=1) for column in (p, s, o)]
    columns = tuple(column for part in rows for column in part.T)
    order, first = group_starts(columns)
    return witnesses[np.sort(order[first])]


def has_clash(engine: Engine) -> bool:
    """Say whether a closure is inconsistent."""
    return any(table.n for table in engine.clashes.values()) or bool(
        len(_two_values(engine)) or len(_misplaced(engine))
    )


def has_new_clash(before: Engine, after: Engine) -> bool:
    """Say whether a clash came that was not there, up to terms that became the same."""
    if not has_clash(before):
        return has_clash(after)
    same = after.representative
    for rule, table in after.clashes.items():
        known = before.clashes.get(rule)
        old = Table(0, table.columns) if known is None else known.renumbered(same)
        if table.minus(old).n:
            return True
    return any(
        len(np.setdiff1d(now, then))
        for now, then in zip(value_clashes(after), value_clashes(before), strict=True)
    )


def value_clashes(engine: Engine) -> tuple[Ids, Ids]:
    """Return the clashes about literals as key sets: equal ones with different values; (literal, datatype) amiss."""
    return _two_values(engine), _misplaced(engine)


def _columns(table: Table, slots: tuple[Slot, ...]) -> Ids:
    columns = [
        np.full(table.n, s, dtype=np.int64) if isinstance(s, int) else on_host(table.columns[s])
        for s in slots
    ]
    return np.stack(columns, axis=1)


def _clash(rule: str, rows: NDArray[np.int64], text: Callable[[int], str]) -> Clash:
    triples = " . ".join(" ".join(text(int(number)) for number in row) for row in rows)
    return Clash(rule, f"{MEANING[rule]}: {triples}", rows.astype(np.int32))


def _two_values(engine: Engine) -> Ids:
    """Return pairs of literals in one block with different values, a key set."""
    literals = engine.literals_used
    owner, block = engine.literals.owner[literals], engine.representative[literals]
    # A literal that is its own block has one value; only blocks of several terms can have two.
    shared = np.zeros(len(engine.representative), dtype=np.bool_)
    shared[block[block != literals]] = True
    valued = shared[block] & (owner >= 0)
    pairs = sort_unique(pack(block[valued], owner[valued]))
    same_block = np.flatnonzero(pairs[1:] >> 32 == pairs[:-1] >> 32)
    low = LOW
    return sort_unique(pack(pairs[same_block] & low, pairs[same_block + 1] & low))


def _misplaced(engine: Engine) -> Ids:
    """Return (literal, datatype) where the literal is a member and the datatype does not hold its value, a key set."""
    types = engine.facts.get(int(engine.representative[TYPE]))
    members = {
        iri: on_host(partners(int(engine.representative[number]), types.flipped))
        for iri, number in DATATYPE_ID.items()
    }
    found = [EMPTY if engine.equality else _ill_typed(engine)]
    for iri, nodes in members.items():
        if len(nodes):
            literals = _literals_of(engine, nodes)
            wrong = literals[~engine.literals.held_by(iri, literals)]
            found.append(pack(wrong, np.full_like(wrong, DATATYPE_ID[iri])))
    return sort_unique(np.concatenate(found))


def _ill_typed(engine: Engine) -> Ids:
    """Return (literal, its datatype) of ill-typed literals: in RDF a graph with such a literal cannot be true."""
    if not any(phase.rules for phase in engine.phases):
        return EMPTY
    literals = engine.literals_used
    datatype = engine.literals.datatype[literals]
    wrong = (datatype >= 0) & (engine.literals.owner[literals] < 0)
    return sort_unique(pack(literals[wrong], datatype[wrong]))


def _literals_of(engine: Engine, nodes: Ids) -> Ids:
    """Return the literals in use, of datatypes whose values are known, in the blocks of some nodes."""
    asked = np.zeros(len(engine.representative), dtype=np.bool_)
    asked[nodes] = True
    literals = engine.literals_used
    literals = literals[asked[engine.representative[literals]]]
    known: Ids = literals[engine.literals.datatype[literals] >= 0]
    return known
