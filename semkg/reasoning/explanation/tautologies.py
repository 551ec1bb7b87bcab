"""What the rules say of everything: triples that need no premise."""

from __future__ import annotations

import numpy as np

from semkg.kernels import Ids
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.reasoning.entailment import ANNOTATIONS
from semkg.reasoning.explanation.written import IdTriple, Written
from semkg.reasoning.values.literals import DATATYPE_ID
from semkg.vocab import BUILTIN_ID, OWL, RDFS

THING, NOTHING, OWL_CLASS, DIFFERENT, ANNOTATION = (
    BUILTIN_ID[OWL + name] for name in ("Thing", "Nothing", "Class", "differentFrom", "AnnotationProperty")
)
RESOURCE, DATATYPE = BUILTIN_ID[RDFS + "Resource"], BUILTIN_ID[RDFS + "Datatype"]
EVERYTHING = "plus-thing"
"""The rule by which everything is a Thing."""
_IRI_OF = {number: iri for iri, number in DATATYPE_ID.items()}
_AXIOMS: dict[tuple[int, int], str] = {
    (THING, OWL_CLASS): "cls-thing",
    (NOTHING, OWL_CLASS): "cls-nothing1",
    **{(number, ANNOTATION): "prp-ap" for number in ANNOTATIONS},
    **{(number, DATATYPE): "dt-type1" for number in _IRI_OF},
}


def tautology(written: Written, triple: IdTriple) -> str | None:
    """Return the rule that gives a triple without any premise, ``None`` if there is none."""
    s, p, o = triple
    if written.rules == "rdfs":
        return "rdfs4a" if (p, o) == (TYPE, RESOURCE) else None
    if not written.equality:
        return None
    if p == SAME:
        return "eq-ref" if s == o else "dt-eq" if _values(written, s, o) == 1 else None
    if p == TYPE:
        return _AXIOMS.get((s, o)) or _membership(written, s, o)
    return "dt-diff" if p == DIFFERENT and _values(written, s, o) == 2 else None


def _values(written: Written, *literals: int) -> int:
    """Return how many values some literals have, 0 if one of them has none."""
    owners = {int(written.literals.owner[number]) for number in literals}
    return 0 if -1 in owners else len(owners)


def _membership(written: Written, s: int, o: int) -> str | None:
    if o == THING and written.rules == "rl+":
        return EVERYTHING
    literals = written.literals
    if o not in _IRI_OF or not literals.literal[s]:
        return None
    held = literals.held_by(_IRI_OF[o], _one(s))[0]
    return "dt-type2" if held else None


def _one(number: int) -> Ids:
    return np.array([number], dtype=np.int64)
