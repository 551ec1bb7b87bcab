"""Triples that are held out of a graph, and the questions that they answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from semkg.errors import NothingToLearnError
from semkg.graph import Projection
from semkg.reasoning import Closure
from semkg.store import Rows, Snapshot, Term, TermDictionary, parse_term
from semkg.views import Views

Texts = tuple[str, str, str]
Ids = NDArray[np.int32]

_SHARE = 10
"""One triple of so many is held out."""


@dataclass(frozen=True, slots=True)
class Question:
    """One end of a triple that was held out.

    Attributes:
        triple: the triple.
        asks: ``subject`` or ``object``.
        candidates: what may stand there; the right answer is the first.
    """

    triple: tuple[Term, Term, Term]
    asks: str
    candidates: tuple[Term, ...]

    def answered(self) -> list[tuple[Term, Term, Term]]:
        """Return the triple with each candidate at the end that is asked for."""
        s, p, o = self.triple
        if self.asks == "subject":
            return [(candidate, p, o) for candidate in self.candidates]
        return [(s, p, candidate) for candidate in self.candidates]


def hold_out(views: Views, *, most: int, seed: int) -> tuple[Views, tuple[Question, ...]]:
    """Take some triples between things out of what was written, and ask for both ends of each.

    Which ones does not depend on the order of loading: hashes of the triples decide. Whatever stands in one of them
    stands in another triple that is kept. What follows from the others is no question. Candidates are all things of the
    others, equal ones once, but for further answers that follow from all triples.

    Args:
        views: the graph.
        most: how many triples, at most a tenth of them.
        seed: which ones.

    Returns:
        The graph without them, and the questions.

    Raises:
        NothingToLearnError: there is nothing to ask for.
    """
    written = _between_things(views)
    chosen = _draw(written, most=min(most, len(written) // _SHARE), seed=seed)
    gone = _ids(chosen, views.snapshot.terms)
    rest = Views(_without(views.snapshot, gone), rules=views.rules, tasks=views.tasks)
    left = gone[~rest.closure("entailed").contains(*gone.T)]
    if not len(left):
        msg = (
            f"there is nothing to ask: of {len(written):,} triples between things {len(chosen):,} could be held out, "
            f"and each of these follows from the others"
        )
        raise NothingToLearnError(msg)
    return rest, tuple(_ask(views.closure("entailed"), left, _candidates(rest), views.snapshot.terms))


def _between_things(views: Views) -> list[Texts]:
    data = views.triples("asserted", Projection())
    return [(data.entities[s], data.predicates[p], data.entities[o]) for s, p, o in data.triples.tolist()]


def _draw(written: list[Texts], *, most: int, seed: int) -> list[Texts]:
    count = Counter(text for triple in written for text in set(triple))
    named = (triple for triple in written if not any(text[0] == "_" for text in triple))
    chosen: list[Texts] = []
    for triple in sorted(named, key=lambda one: sha256(f"{seed} {' '.join(one)}".encode()).digest()):
        if len(chosen) < most and all(count[text] > 1 for text in triple):
            chosen.append(triple)
            count.subtract(set(triple))
    return chosen


def _ids(triples: Iterable[Texts], terms: TermDictionary) -> Ids:
    found = [terms.find(parse_term(text)) for triple in triples for text in triple]
    return np.array(found, dtype=np.int32).reshape(-1, 3)


def _without(snapshot: Snapshot, gone: Ids) -> Snapshot:
    """Return a snapshot as if some triples had not been written."""
    rows = np.stack([snapshot.rows.s, snapshot.rows.p, snapshot.rows.o])
    kept, quads = (columns[:, ~_among(columns[:3], gone)] for columns in (rows, snapshot.graph_rows))
    return replace(snapshot, rows=Rows(*kept), graph_rows=quads)


def _among(columns: Ids, gone: Ids) -> NDArray[np.bool_]:
    """Return which triples are among some, shape ``(n,)``; only those with one of their subjects are looked at."""
    wanted = set(map(tuple, gone.tolist()))
    found = np.isin(columns[0], gone[:, 0])
    found[found] = [triple in wanted for triple in zip(*columns[:, found].tolist(), strict=True)]
    return found


def _candidates(rest: Views) -> Ids:
    """Return the things of the triples that are kept, of equal ones the first by name."""
    texts = sorted({text for s, _, o in _between_things(rest) for text in (s, o)})
    terms, blocks = rest.snapshot.terms, rest.blocks("entailed")
    first: dict[int, int] = {}
    for text in texts:
        number = terms.find(parse_term(text))
        if number is not None:
            first.setdefault(blocks.representative(number), number)
    return np.array(list(first.values()), dtype=np.int32)


def _ask(closure: Closure, triples: Ids, candidates: Ids, terms: TermDictionary) -> Iterator[Question]:
    things = [terms.term(number) for number in candidates.tolist()]
    for row in triples.tolist():
        for end, asks in ((0, "subject"), (2, "object")):
            cases = np.tile(np.array(row, dtype=np.int32), (len(candidates), 1))
            cases[:, end] = candidates
            others = np.flatnonzero(~closure.contains(*cases.T)).tolist()
            s, p, o = map(terms.term, row)
            yield Question((s, p, o), asks, (terms.term(row[end]), *(things[place] for place in others)))
