"""What the axioms of one kind do together, such as all that say which properties are symmetric, and by which rules."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.comparison.trials import Trials
from semkg.reasoning import Axiom, Closure, rules_reading
from semkg.store import TermDictionary
from semkg.vocab import BUILTIN, BUILTIN_ID, OWL_SAME_AS, RDF_TYPE

_TYPE, _SAME = BUILTIN_ID[RDF_TYPE], BUILTIN_ID[OWL_SAME_AS]


@dataclass(frozen=True, slots=True)
class KindInfluence:
    """What all axioms of one kind do to the scores.

    Attributes:
        kind: what they have in common: the predicate of the axioms (``owl:inverseOf``), or the class of properties that
            they name (``owl:SymmetricProperty``), as an IRI. Statements of ``owl:sameAs`` count as a kind as well.
        rules: the ids of the rules that read them.
        triples: how many triples of the kind were written.
        without: L1 distance of the scores with all triples and without these.
        alone: L1 distance of the scores without any axiom and with these only.
        most_moved: name of the node whose score depends most on them, given all others; ``None`` if none does.
        change: how much that node's score is greater with them than without.
    """

    kind: str
    rules: tuple[str, ...]
    triples: int
    without: float
    alone: float
    most_moved: str | None
    change: float


def places_by_kind(
    closure: Closure, axioms: list[Axiom], terms: TermDictionary
) -> dict[str, NDArray[np.int64]]:
    """Return which of the given triples are axioms of which kind, those of the most triples first.

    Args:
        closure: the closure that the triples were given to.
        axioms: those of its axioms that may count.
        terms: the dictionary.
    """
    given = closure.asserted
    same = np.flatnonzero(given.p == _SAME)
    places = np.concatenate([same, *(axiom.places for axiom in axioms)])
    said = np.where(given.p[places] == _TYPE, given.o[places], given.p[places])
    kinds = {number: places[said == number] for number in np.unique(said).tolist() if number < len(BUILTIN)}
    named = {terms.text(number)[1:-1]: found for number, found in kinds.items()}
    return dict(sorted(named.items(), key=lambda item: (-len(item[1]), item[0])))


def influence_of(kind: str, places: NDArray[np.int64], trials: Trials, rules: str) -> KindInfluence:
    """Return what the axioms of one kind do."""
    effect = trials.effect(trials.mask(places))
    return KindInfluence(kind=kind, rules=rules_reading(kind, rules), triples=len(places), **asdict(effect))
