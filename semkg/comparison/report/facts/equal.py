"""Which things turned out to be one and the same, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.errors import LimitError
from semkg.reasoning import Explainer, Proof
from semkg.store import TermKind
from semkg.views import Views
from semkg.vocab import BUILTIN, BUILTIN_ID, OWL_SAME_AS

SHOWN = 5
NAMES = 8
MOST_ROWS_TO_PROVE = 300_000
"""Triples up to which the page says why things are the same."""


@dataclass(frozen=True, slots=True)
class Group:
    """Names of one and the same thing.

    Attributes:
        names: the first of its names, as N-Triples text, sorted.
        size: how many names it has.
        proof: why the first two are the same; ``None`` where no proof was looked for, or none was met.
    """

    names: tuple[str, ...]
    size: int
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class EqualThings:
    """The largest groups of names for one thing.

    Attributes:
        groups: the largest groups.
        total: how many groups there are.
        names: how many names they have together.
        proofs: whether proofs were looked for.
    """

    groups: tuple[Group, ...]
    total: int
    names: int
    proofs: bool


def equal_things(views: Views, regime: str) -> EqualThings:
    """Return the largest blocks of ``owl:sameAs`` with the proof of their first equality."""
    representative = views.blocks(regime).representatives
    groups = _groups(views, representative)
    proofs = len(views.closure(regime).rows) <= MOST_ROWS_TO_PROVE
    return EqualThings(
        groups=tuple(
            Group(tuple(names[:NAMES]), len(names), _proof(views, names) if proofs else None)
            for names in groups[:SHOWN]
        ),
        total=len(groups),
        names=sum(map(len, groups)),
        proofs=proofs,
    )


def _groups(views: Views, representative: NDArray[np.int32]) -> list[list[str]]:
    """Return the names of each block with several, literals and the vocabulary left out, the largest first."""
    several = np.flatnonzero(np.bincount(representative, minlength=len(representative))[representative] > 1)
    terms = views.snapshot.terms
    kinds = terms.kinds(several.astype(np.int32))
    found: dict[int, list[str]] = {}
    for number in several[(kinds != TermKind.LITERAL) & (several >= len(BUILTIN))].tolist():
        found.setdefault(int(representative[number]), []).append(terms.text(number))
    groups = [sorted(names) for names in found.values() if len(names) > 1]
    return sorted(groups, key=lambda names: (-len(names), names))


def _proof(views: Views, names: list[str]) -> Proof | None:
    terms = views.snapshot.terms
    explainer = views.remember(
        ("explainer", "entailed"), lambda: Explainer(views.closure("entailed"), views.snapshot.terms)
    )
    first, second = terms.add_texts(names[:2])
    try:
        [proof] = explainer.explain([(first, BUILTIN_ID[OWL_SAME_AS], second)])
    except LimitError:
        return None
    return proof
