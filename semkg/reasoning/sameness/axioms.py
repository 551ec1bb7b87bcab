"""The axioms of a graph, one by one, as somebody wrote them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import group_starts
from semkg.reasoning.closure import Closure
from semkg.reasoning.sameness import vocabulary as v
from semkg.reasoning.sameness.difference import (
    definitions_by_node,
    is_axiom,
    joined_by_blanks,
    lines_of,
    said,
)
from semkg.reasoning.sameness.joint import definition_rows
from semkg.store import Rows, TermDictionary
from semkg.vocab import BUILTIN

_OF_CLASSES = v.CLASS_AXIOMS | v.BOOLEAN | (v.QUANTIFIERS - v.TO_FACTS)


@dataclass(frozen=True, slots=True, eq=False)
class Axiom:
    """One axiom as it was written.

    Attributes:
        triples: the axiom as N-Triples lines, with what spells the expressions and lists in it.
        places: which of the given triples it is, without those that only spell something.
        terms: ids of what it mentions.
        of_classes: whether it is of a kind that gives types and clashes only.
        only_types: whether it gives nothing but types and clashes: to leave it out changes no edge between things.
    """

    triples: tuple[str, ...]
    places: NDArray[np.int64]
    terms: NDArray[np.int64]
    of_classes: bool
    only_types: bool


def list_axioms(closure: Closure, terms: TermDictionary) -> tuple[Axiom, ...]:
    """Return the axioms among the triples of a closure, those of one list or blank node as one."""
    given = closure.asserted
    defined = definition_rows(closure, terms)
    mask, blank = said(given, defined, terms)
    places = np.flatnonzero(mask)
    rows = given.part(mask)
    label = joined_by_blanks(rows, blank)
    alone = label < 0
    # numbers of their own for the triples without blank nodes
    label = np.where(alone, int(label.max(initial=-1)) + 1 + np.arange(len(rows)), label)
    axiom = is_axiom(rows)
    spelling = definitions_by_node(defined)
    gives_types = _gives_types(rows)
    types_stay_types = _types_stay_types(closure)
    found = []
    for group in _groups(label, axiom):
        part = rows.part(group)
        kept = group[axiom[group]]
        of_classes = bool(gives_types[kept].all())
        found.append(
            Axiom(
                triples=tuple(lines_of(part, spelling, terms)),
                places=places[kept],
                terms=np.concatenate([rows.s[kept], rows.o[kept]]).astype(np.int64),
                of_classes=of_classes,
                only_types=of_classes and types_stay_types,
            )
        )
    return tuple(found)


def _groups(label: NDArray[np.int64], marked: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Return the places of each label that a marked place has, ascending."""
    order, first = group_starts((label,))
    groups = np.split(order, np.flatnonzero(first)[1:]) if len(order) else []
    return [np.sort(group) for group in groups if marked[group].any()]


def _gives_types(rows: Rows) -> NDArray[np.bool_]:
    clashes = (rows.p == v.TYPE) & np.isin(rows.o, list(v.ONLY_CLASH))
    found: NDArray[np.bool_] = np.isin(rows.p, list(_OF_CLASSES)) | clashes
    return found


def _types_stay_types(closure: Closure) -> bool:
    """Say whether no rule that these data can fire leads from types to edges, equalities or property axioms."""
    rows = closure.rows
    leads = np.isin(rows.p, list(v.TO_FACTS))
    leads |= (rows.p != v.TYPE) & np.isin(rows.o, list(v.CHARACTERISTICS))
    # an axiom about the vocabulary itself can turn anything into anything
    builtin = (rows.s < len(BUILTIN)) | (rows.o < len(BUILTIN))
    leads |= builtin & (rows.s != rows.o) & np.isin(rows.p, list(v.PROPERTY_AXIOMS))
    moved = closure.representative[: len(BUILTIN)] != np.arange(len(BUILTIN))
    return not (leads.any() or moved.any())
