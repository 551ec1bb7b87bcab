"""The question behind a schema axiom: which body was frozen, and what had to follow from it."""

from __future__ import annotations

from dataclasses import dataclass

from semkg.kernels import Ids
from semkg.reasoning.engine.program import SAME, TYPE
from semkg.reasoning.freezing.answers import (
    ASYMMETRIC,
    DISJOINT_PROPERTY,
    DOMAIN,
    FUNCTIONAL,
    INVERSE,
    INVERSE_FUNCTIONAL,
    IRREFLEXIVE,
    NOTHING,
    RANGE,
    SUB_CLASS,
    SUB_PROPERTY,
    SYMMETRIC,
    TRANSITIVE,
)

Slot = int | str
Triple = tuple[Slot, Slot, Slot]


@dataclass(frozen=True, slots=True)
class Question:
    """A frozen body and its head, over term ids and the frozen terms ``a``, ``b``, ``c``.

    Attributes:
        id: names the kind of axiom, ``freeze-sco`` for a sub-class.
        body: what was said of the frozen terms.
        head: what follows, or nothing where the body clashes.
    """

    id: str
    body: tuple[Triple, ...]
    head: tuple[Triple, ...]


def questions_behind(s: int, p: int, o: int, same: Ids) -> tuple[Question, ...]:
    """Return the questions that all have to be answered with yes for an axiom to hold by freezing.

    Args:
        s: the axiom's subject, a representative.
        p: its predicate, likewise.
        o: its object, likewise.
        same: representatives of the closure.

    Returns:
        One question, two for ``owl:inverseOf``, none for a row that freezing never finds.
    """
    type_id, same_as, empty = int(same[TYPE]), int(same[SAME]), o == same[NOTHING]
    edge: tuple[Triple, ...] = (("a", s, "b"),)
    if p == type_id:
        kinds: dict[int, tuple[str, tuple[Triple, ...], tuple[Triple, ...]]] = {
            SYMMETRIC: ("symp", edge, (("b", s, "a"),)),
            TRANSITIVE: ("trp", (*edge, ("b", s, "c")), (("a", s, "c"),)),
            FUNCTIONAL: ("fp", (*edge, ("a", s, "c")), (("b", same_as, "c"),)),
            INVERSE_FUNCTIONAL: ("ifp", (("a", s, "c"), ("b", s, "c")), (("a", same_as, "b"),)),
            ASYMMETRIC: ("asyp", (*edge, ("b", s, "a")), ()),
            IRREFLEXIVE: ("irp", (("a", s, "a"),), ()),
        }
        return _found({int(same[kind]): (question,) for kind, question in kinds.items()}, o)
    member: tuple[Triple, ...] = (("a", type_id, s),)
    back: tuple[Triple, ...] = (("a", o, "b"),)
    predicates = {
        SUB_CLASS: (("sco", member, () if empty else (("a", type_id, o),)),),
        SUB_PROPERTY: (("spo", edge, (("a", o, "b"),)),),
        DOMAIN: (("dom", edge, (("a", type_id, o),)),),
        RANGE: (("rng", edge, (("b", type_id, o),)),),
        INVERSE: (("inv", edge, (("b", o, "a"),)), ("inv", back, (("b", s, "a"),))),
        DISJOINT_PROPERTY: (("pdw", edge, ()),) if s == o else (),
    }
    return _found({int(same[predicate]): found for predicate, found in predicates.items()}, p)


def _found(
    table: dict[int, tuple[tuple[str, tuple[Triple, ...], tuple[Triple, ...]], ...]], key: int
) -> tuple[Question, ...]:
    return tuple(Question(f"freeze-{name}", body, head) for name, body, head in table.get(key, ()))
