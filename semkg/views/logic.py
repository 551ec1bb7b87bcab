"""What logic alone says of a triple: it follows, it contradicts, or it is open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from semkg.errors import InconsistentError
from semkg.reasoning import Closure, would_clash
from semkg.store import Term, TermDictionary

Triple = tuple[Term, Term, Term]


def decide(closure: Closure, terms: TermDictionary, triples: Sequence[Triple]) -> list[float | None]:
    """Decide each triple by the closure, each by itself.

    Args:
        closure: everything that follows.
        terms: the dictionary behind it; terms that it lacks are added.
        triples: subject, predicate, object of each candidate.

    Returns:
        1.0 where the triple is in the closure, 0.0 where the closure plus that triple has a clash that it did not
        have, ``None`` where logic leaves it open.

    Raises:
        InconsistentError: the closure has clashes, so that every triple follows from it.
    """
    if not closure.consistent:
        first = closure.clashes[0]
        msg = (
            f"the data contradict themselves, so every triple would follow ({len(closure.clashes)} clashes, by "
            f"{first.rule}: {first.message}); mend that first, or ask under the asserted regime"
        )
        raise InconsistentError(msg)
    s, p, o = (terms.add_terms([triple[place] for triple in triples]) for place in range(3))
    decided: list[float | None] = [None] * len(triples)
    follows = closure.contains(s, p, o)
    for place in np.flatnonzero(follows).tolist():
        decided[place] = 1.0
    unknown = np.flatnonzero(~follows)
    clashes = would_clash(closure, s[unknown], p[unknown], o[unknown], terms)
    for place in unknown[clashes].tolist():
        decided[place] = 0.0
    return decided
