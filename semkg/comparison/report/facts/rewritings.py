"""Does the answer stay when somebody writes the same things in other words?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from semkg.comparison.measures import Pair
from semkg.comparison.origin import Origin
from semkg.comparison.ranking import Ranking
from semkg.comparison.report.facts.directions import difference, labelled
from semkg.graph import Projection
from semkg.reasoning import Closure, select_rows
from semkg.store import Rows, Snapshot, TermDictionary, TermKind
from semkg.views import Views
from semkg.vocab import BUILTIN_ID, OWL

SEED = 0
SYNONYM = "urn:semkg:report:synonym"
SAME = 1e-9
"""L1 distances up to this are none."""

Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The same meaning in other words, and what that did to the results.

    Attributes:
        kind: ``synonym``, ``counted`` (the same, parallel edges counted), ``inverse`` or ``saturated``.
        property: N-Triples text of the property that was rewritten, where there is one.
        other: N-Triples text of the property it was rewritten to, where the data have it.
        rows: how many statements were rewritten or added.
        pairs: how the result changed, by regime.
    """

    kind: str
    property: str | None
    other: str | None
    rows: int
    pairs: Mapping[str, Pair]

    def stays(self, regime: str) -> bool:
        """Say whether the result under a regime is the same as before."""
        return self.pairs[regime].l1 <= SAME


@dataclass(frozen=True, slots=True, eq=False)
class _Written:
    """Other words: the rows, their dictionary, and what was done."""

    kind: str
    property: str | None
    other: str | None
    rows: Rows
    terms: TermDictionary
    changed: int


def rewritings(origin: Origin, seed: int = SEED) -> tuple[Rewriting, ...]:
    """Write the same meaning in other words, chosen at random from a seed, and compute the results again.

    The words: a synonym of a property, for half of its statements; the inverse of a property, likewise, where the
    data have one; half of what follows written out.
    """
    projection = origin.last.projected.projection
    counted = replace(projection, parallel="count")
    before = {
        one: {regime: labelled(origin.compute(origin.views, regime, one)) for regime in origin.rankings}
        for one in (projection, counted)
    }
    found = []
    for written in _written(origin, np.random.default_rng(seed)):
        views = _views(origin.views, written)
        found.append(_compared(origin, written, views, written.kind, (projection, before[projection])))
        if written.kind == "synonym" and projection != counted:
            found.append(_compared(origin, written, views, "counted", (counted, before[counted])))
    return tuple(found)


def _compared(
    origin: Origin,
    written: _Written,
    views: Views,
    kind: str,
    known: tuple[Projection, Mapping[str, Ranking]],
) -> Rewriting:
    """Compute the results over other words and compare them with those that are known, by regime."""
    projection, before = known
    pairs = {
        regime: difference(before[regime], labelled(origin.compute(views, regime, projection)))
        for regime in origin.rankings
    }
    return Rewriting(kind, written.property, written.other, written.changed, pairs)


def _views(views: Views, written: _Written) -> Views:
    snapshot = Snapshot(views.snapshot.epoch, written.terms, written.rows, np.empty((4, 0), dtype=np.int32))
    return Views(snapshot, rules=views.rules)


def _written(origin: Origin, rng: Rng) -> Iterator[_Written]:
    views = origin.views
    snapshot, closure = views.snapshot, views.closure("entailed")
    projection = replace(origin.last.projected.projection, types=False)
    used = select_rows(snapshot.rows, snapshot.terms, projection)
    properties = np.unique(used.p)
    if len(properties):
        yield _synonym(snapshot, int(rng.choice(properties)), rng)
        pairs = _inverses(closure, properties)
        if len(pairs):
            one, other = pairs[rng.integers(len(pairs))].tolist()
            yield _inverse(snapshot, one, other, rng)
    follows = _half(_new_rows(closure, snapshot), rng)
    if len(follows):
        columns = zip(_columns(snapshot.rows), _columns(follows), strict=True)
        rows = sorted_rows(*(np.concatenate(pair) for pair in columns))
        yield _Written("saturated", None, None, rows, snapshot.terms, len(follows))


def _synonym(snapshot: Snapshot, property_: int, rng: Rng) -> _Written:
    """Give a property a second name, and use it in half of its statements."""
    rows = snapshot.rows
    terms = TermDictionary.from_texts(snapshot.terms.texts())
    [synonym] = terms.add_texts([f"<{SYNONYM}>"])
    chosen = _half_of(np.flatnonzero(rows.p == property_), rng)
    p = rows.p.copy()
    p[chosen] = synonym
    s, p, o = (
        np.append(column, np.int32(value))
        for column, value in (
            (rows.s, synonym),
            (p, BUILTIN_ID[OWL + "equivalentProperty"]),
            (rows.o, property_),
        )
    )
    name = snapshot.terms.text(property_)
    return _Written("synonym", name, None, sorted_rows(s, p, o), terms, len(chosen))


def _inverse(snapshot: Snapshot, property_: int, other: int, rng: Rng) -> _Written:
    """Say half of the statements of a property from the other end."""
    rows, terms = snapshot.rows, snapshot.terms
    places = np.flatnonzero(rows.p == property_)
    chosen = _half_of(places[terms.kinds(rows.o[places]) != TermKind.LITERAL], rng)
    s, p, o = rows.s.copy(), rows.p.copy(), rows.o.copy()
    s[chosen], o[chosen] = rows.o[chosen], rows.s[chosen]
    p[chosen] = other
    return _Written(
        "inverse", terms.text(property_), terms.text(other), sorted_rows(s, p, o), terms, len(chosen)
    )


def _inverses(closure: Closure, properties: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return pairs of a property that is used and another one that is its inverse, shape ``(n, 2)``."""
    rows = closure.rows
    first, last = np.searchsorted(rows.p, [BUILTIN_ID[OWL + "inverseOf"], BUILTIN_ID[OWL + "inverseOf"] + 1])
    one, other = rows.s[first:last], rows.o[first:last]
    pairs = np.concatenate([np.stack([one, other], axis=1), np.stack([other, one], axis=1)])
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    known: NDArray[np.int32] = pairs[np.isin(pairs[:, 0], properties)]
    return known


def _new_rows(closure: Closure, snapshot: Snapshot) -> Rows:
    """Return what follows and was not written; what is said of literals cannot be written."""
    rows = closure.rows
    whole = np.stack(_columns(rows), axis=1)
    given = np.stack(_columns(snapshot.rows), axis=1)
    kept = ~np.isin(_as_one(whole), _as_one(given))
    kept &= snapshot.terms.kinds(rows.s) != TermKind.LITERAL
    return Rows(rows.s[kept], rows.p[kept], rows.o[kept])


def _as_one(rows: NDArray[np.int32]) -> NDArray[np.void]:
    """Return each row as one value."""
    joined: NDArray[np.void] = np.ascontiguousarray(rows).view("V12").ravel()
    return joined


def _half(rows: Rows, rng: Rng) -> Rows:
    chosen = np.sort(_half_of(np.arange(len(rows)), rng))
    return Rows(rows.s[chosen], rows.p[chosen], rows.o[chosen])


def _half_of(places: NDArray[np.int64], rng: Rng) -> NDArray[np.int64]:
    return rng.permutation(places)[: -(-len(places) // 2)]


def _columns(rows: Rows) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    return rows.s, rows.p, rows.o


def sorted_rows(s: NDArray[np.int32], p: NDArray[np.int32], o: NDArray[np.int32]) -> Rows:
    """Return triples in the order of rows, each once."""
    order = np.lexsort((o, s, p))
    s, p, o = s[order], p[order], o[order]
    fresh = np.ones(len(s), dtype=bool)
    fresh[1:] = (s[1:] != s[:-1]) | (p[1:] != p[:-1]) | (o[1:] != o[:-1])
    return Rows(s[fresh], p[fresh], o[fresh])
