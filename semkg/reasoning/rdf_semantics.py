"""RDFS with what its rules leave unsaid: axiomatic triples, the type of every predicate, values of literals.

The closure that is written out has none of it, because it is the same for every graph. A question is answered on a
closure with all of it, made for the question.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import Ids, group_starts
from semkg.reasoning.closure import Closure, close
from semkg.reasoning.rules.axiomatic import MEMBERSHIP, axiomatic_triples
from semkg.reasoning.values.literals import DATATYPE_ID, literal_table
from semkg.store import Rows, TermDictionary
from semkg.vocab import BUILTIN_ID, RDF, RDF_TYPE, RDFS

_AXIOMS = np.array([[BUILTIN_ID[place] for place in atom] for atom in axiomatic_triples()], dtype=np.int64)
_TYPE, _PROPERTY, _DATATYPE = (
    BUILTIN_ID[RDF_TYPE],
    BUILTIN_ID[RDF + "Property"],
    BUILTIN_ID[RDFS + "Datatype"],
)
_MEMBER = f"<{RDF}_"


def with_axioms(closure: Closure, rows: Rows, terms: TermDictionary) -> tuple[Closure, Rows]:
    """Return the RDFS closure of a graph with all that RDFS says of every graph, and a question to it.

    Args:
        closure: the closure of the graph.
        rows: the question: triples over ids of the dictionary.
        terms: the dictionary.

    Returns:
        The closure, and the question with every literal in place of others of the same value.
    """
    given, asked = (_valued(_table(part), terms) for part in (closure.asserted, rows))
    known = np.concatenate([given, _AXIOMS, _of_members(np.concatenate([given, asked]), terms)])
    known = np.concatenate([known, _constant(list(DATATYPE_ID.values()), _DATATYPE)])
    full = close(_rows(known), terms, rules="rdfs")
    while len(fresh := np.setdiff1d(np.array([p for p in full.engine.facts if p >= 0]), _typed(full))):
        known = np.concatenate([known, _constant(fresh.tolist(), _PROPERTY)])
        full = close(_rows(known), terms, rules="rdfs")
    return full, _rows(asked)


def _table(rows: Rows) -> Ids:
    return np.stack([rows.s, rows.p, rows.o], axis=1).astype(np.int64)


def _valued(table: Ids, terms: TermDictionary) -> Ids:
    owner = literal_table(terms).owner[table]
    return np.where(owner >= 0, owner, table)


def _constant(subjects: list[int], of: int) -> Ids:
    return np.array([[subject, _TYPE, of] for subject in subjects], dtype=np.int64).reshape(-1, 3)


def _of_members(table: Ids, terms: TermDictionary) -> Ids:
    """Return what holds of every ``rdf:_n`` that some row mentions."""
    numbers = [number for number in set(table.ravel().tolist()) if terms.text(number).startswith(_MEMBER)]
    numbers = [number for number in numbers if terms.text(number)[len(_MEMBER) : -1].isdecimal()]
    atoms = MEMBERSHIP.body_atoms()
    rows = [[number, BUILTIN_ID[p], BUILTIN_ID[o]] for number in numbers for _, p, o in atoms]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def _typed(closure: Closure) -> NDArray[np.int64]:
    keys = closure.engine.facts.get(_TYPE).keys
    found: NDArray[np.int64] = keys[(keys & 0xFFFFFFFF) == _PROPERTY] >> 32
    return found


def _rows(table: Ids) -> Rows:
    order, first = group_starts((table[:, 1], table[:, 0], table[:, 2]))
    s, p, o = table[order[first]].astype(np.int32).T.copy()
    return Rows(s, p, o)
