"""The rows that a projection keeps, before anything is reduced."""

from __future__ import annotations

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.graph import Projection
from semkg.reasoning.canonical.names import BlockNames
from semkg.reasoning.canonical.schema import RowsByPredicate
from semkg.store import Rows, TermDictionary, TermKind
from semkg.vocab import BUILTIN, BUILTIN_ID, OWL, OWL_SAME_AS, RDF_TYPE, RDFS, VOCABULARY

_REFLEXIVE = frozenset(
    BUILTIN_ID[iri]
    for iri in (
        OWL_SAME_AS,
        RDFS + "subClassOf",
        RDFS + "subPropertyOf",
        OWL + "equivalentClass",
        OWL + "equivalentProperty",
    )
)
"""Predicates whose loops say nothing."""


def select_rows(
    rows: Rows,
    terms: TermDictionary,
    projection: Projection,
    representative: NDArray[np.int32] | None = None,
    *,
    names: BlockNames | None = None,
) -> Rows:
    """Return the rows that a projection keeps.

    Literals are never subjects, a type of the built-in vocabulary (``owl:Class``, ``owl:Thing``, ...) is a
    declaration and no edge, and neither is ``a rdfs:subClassOf a``. The named graphs of the projection are
    not looked
    at: ``rows`` must come from them.

    Args:
        rows: triples over representatives of sameAs blocks.
        terms: the dictionary behind the ids.
        projection: which predicates, and whether literals and types are kept.
        representative: representative of each term id, shape ``(n_terms,)``; without it every term stands for
            itself.
        names: names of the blocks, where they are at hand.

    Returns:
        The kept rows, in the same order.
    """
    names = names or BlockNames(terms, np.empty(0, np.int32) if representative is None else representative)
    starts = np.flatnonzero(np.diff(rows.p, prepend=-1))
    counts = np.diff(starts, append=len(rows))
    wanted = _wanted_predicates(rows, rows.p[starts], terms, projection, names)
    kept = np.flatnonzero(np.repeat(wanted, counts))
    kept = kept[~_is_tautology(rows.s[kept], rows.p[kept], rows.o[kept])]
    literal = literals(names, rows.s[kept], rows.o[kept], len(terms))
    usable = ~literal[rows.s[kept]]
    if not projection.literals:
        usable &= ~literal[rows.o[kept]]
    kept = kept[usable]
    return rows.part(kept)


def literals(
    names: BlockNames, s: NDArray[np.int32], o: NDArray[np.int32], n_terms: int
) -> NDArray[np.bool_]:
    """Return whether each term that occurs in the columns is a literal or a block of them; ``(n_terms,)``."""
    used = np.zeros(n_terms, dtype=bool)
    used[s] = True
    used[o] = True
    numbers = np.flatnonzero(used)
    used[numbers] = names.kinds(numbers) == TermKind.LITERAL
    return used


def _wanted_predicates(
    rows: Rows,
    predicates: NDArray[np.int32],
    terms: TermDictionary,
    projection: Projection,
    names: BlockNames,
) -> NDArray[np.bool_]:
    is_type = predicates == BUILTIN_ID[RDF_TYPE]
    if projection.edges is None:
        annotation = RowsByPredicate(rows).instances(OWL + "AnnotationProperty")
        wanted = ~np.isin(predicates, annotation)
        wanted &= np.array([not _is_vocabulary(names, number) for number in predicates.tolist()], dtype=bool)
    else:
        chosen = [terms.find(ox.NamedNode(iri)) for iri in projection.edges]
        known = {number for number in chosen if number is not None}
        wanted = np.array(
            [not known.isdisjoint(names.members(number)) for number in predicates.tolist()], dtype=bool
        )
    return np.where(is_type, wanted | projection.types, wanted)


def _is_vocabulary(names: BlockNames, number: int) -> bool:
    return any(member < len(BUILTIN) and BUILTIN[member] in VOCABULARY for member in names.members(number))


def _is_tautology(s: NDArray[np.int32], p: NDArray[np.int32], o: NDArray[np.int32]) -> NDArray[np.bool_]:
    declaration = (p == BUILTIN_ID[RDF_TYPE]) & (o < len(BUILTIN))
    loop = (s == o) & np.isin(p, list(_REFLEXIVE))
    result: NDArray[np.bool_] = declaration | loop
    return result
