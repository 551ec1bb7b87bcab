"""Generated pairs: a graph and what it is rewritten to, compared through the engine, one graph after the other."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from semkg.graph import Projection
from semkg.reasoning import (
    Closure,
    Digests,
    canonical,
    canonical_digest,
    close,
    decode,
    described_canonical,
    edge_digest,
    meaning_digests,
    same,
    select_rows,
)
from semkg.store import Rows
from tests.invariance.copies import Copies, Copy, as_rows
from tests.invariance.ontologies import CLASSES, PROPERTIES, THINGS, A, Motif, build, draw_motifs
from tests.invariance.oracle import Graph, Triple
from tests.invariance.rewritings import (
    EXTENSIONS,
    EXTENSIONS_OF_BOTH_WAYS,
    IN_OTHER_WORDS,
    REWRITINGS,
    SAME,
    Case,
    Rewriting,
    compose,
    is_fact,
    other_names,
    rename,
    weaken,
)

Drawn = list[tuple[Motif, int]]

EVERYTHING = Projection(types=True, literals=True)
BOTH_WAYS = Projection(types=True, direction="both", parallel="count")
OTHERS = (
    Projection(),
    Projection(edges=("x:p0", "x:p1"), direction="reversed"),
    Projection(types=True, parallel="count"),
    Projection(literals=True, direction="reversed"),
)
PAIRS = len(REWRITINGS) + len(IN_OTHER_WORDS) + len(EXTENSIONS) + len(EXTENSIONS_OF_BOTH_WAYS) + 3
"""Pairs that one drawn graph gives."""


ALONE_EVERY = 4
"""Every so many graphs, one pair is asked for its meaning as ``semkg same`` does it, an axiom is left out, and copies
that say less are leaned."""


@dataclass(frozen=True)
class Mismatch:
    """Something that should not be.

    Attributes:
        what: the family of rewritings, or the control.
        seed: of the graph and of the rewriting.
        one: the graph.
        other: what it was rewritten to.
    """

    what: str
    seed: int
    one: Graph
    other: Graph

    def __str__(self) -> str:
        shown = [f"{self.what}, seed {self.seed}"]
        for title, graph in (
            ("only in the first", self.one - self.other),
            ("only in the second", self.other - self.one),
        ):
            shown += [f"  {title}:", *(f"    {' '.join(triple)} ." for triple in sorted(graph))]
        return "\n".join(
            [*shown, "  in both:", *(f"    {' '.join(t)} ." for t in sorted(self.one & self.other))]
        )


def families() -> dict[str, Rewriting]:
    """Return all rewritings by name."""
    every = (*REWRITINGS, *IN_OTHER_WORDS, *EXTENSIONS, *EXTENSIONS_OF_BOTH_WAYS, compose)
    return {str(rewriting.__name__): rewriting for rewriting in every}


def check(seed: int, drawn: Drawn | None = None) -> list[Mismatch]:
    """Draw a graph, rewrite it in every way, and return what differs and should not, or does not and should.

    Args:
        seed: of everything that is drawn.
        drawn: what the graph is built of, where that is not to be drawn.
    """
    graph = build(draw_motifs(random.Random(seed)) if drawn is None else drawn)
    case, alone = Case.of(graph), Alone(graph, seed)
    tried = [*_pairs(case, seed), *_round_trip(alone, seed)]
    if seed % ALONE_EVERY == 0:
        tried += _alone(case, alone, seed)
    return [Mismatch(what, seed, graph, other) for what, other, fine in tried if not fine]


Verdict = tuple[str, Graph, bool]
"""What was tried, the other graph, and whether it came out as it should."""


def _pairs(case: Case, seed: int) -> Iterator[Verdict]:
    """Yield each rewriting and whether the canonical graph stayed what it was, each control and whether it did not.

    What is said of an individual that an axiom names may be held as an axiom, which the digests of meaning see.
    """
    written, controls = _write(case, seed), _controls(case, seed)
    copies = Copies(
        [Copy(case.graph), *(copy for _, copy, _ in written), *(Copy(graph) for _, graph, _ in controls)],
        seed,
    )
    projections = (EVERYTHING, BOTH_WAYS, OTHERS[seed % len(OTHERS)])
    everything, ways, chosen = (copies.see(projection) for projection in projections)
    for at, (what, copy, kept) in enumerate(written, start=1):
        fine = ways[at].edges == ways[0].edges
        if kept != "both ways":
            fine &= everything[at].edges == everything[0].edges and chosen[at].edges == chosen[0].edges
        if kept == "everything":
            fine &= everything[at] == everything[0] and chosen[at] == chosen[0]
        yield what, copy.graph, fine
    for at, (what, graph, fact) in enumerate(controls, start=1 + len(written)):
        if not copies.says(0 if fact in graph else at, fact):
            seen = everything[at].everything != everything[0].everything
            yield what, graph, seen or Alone(graph, seed).digests() != Alone(case.graph, seed).digests()


def _write(case: Case, seed: int) -> list[tuple[str, Copy, str]]:
    """Return rewritings with their names and with what they keep."""
    kinds = (
        ("everything", (*REWRITINGS, *IN_OTHER_WORDS, compose)),
        ("edges", EXTENSIONS),
        ("both ways", EXTENSIONS_OF_BOTH_WAYS),
    )
    graphs = {
        (str(rewriting.__name__), kept): rewriting(case, random.Random(f"{seed} {rewriting.__name__}"))
        for kept, rewritings in kinds
        for rewriting in rewritings
    }
    found = [(what, Copy(graph), kept) for (what, kept), graph in graphs.items()]
    for graph in (case.graph, graphs["compose", "everything"]):
        now = other_names(graph, random.Random(f"{seed} {len(graph)}"))
        copy = Copy(rename(graph, now), {new: old for old, new in now.items()})
        found.append(("other names", copy, "everything"))
    return found


def _controls(case: Case, seed: int) -> list[tuple[str, Graph, Triple]]:
    """Return graphs with a fact more or less, and the fact."""
    rng = random.Random(f"{seed} controls")
    drawn = [_random_fact(rng) for _ in range(20)]
    more = [fact for fact in drawn if fact not in case.closed and _would_show(fact, case)]
    # that something unnamed has a name says nothing of things with names
    less = [t for t in sorted(case.graph) if is_fact(t) and not any(text[0] == "_" for text in t)]
    fewer = [("a fact less", case.graph - {fact}, fact) for fact in rng.sample(less, min(1, len(less)))]
    return [*(("a fact more", case.graph | {fact}, fact) for fact in more[:1]), *fewer]


def _random_fact(rng: random.Random) -> Triple:
    s, o = rng.choice(THINGS), rng.choice(THINGS)
    return rng.choice(((s, rng.choice(PROPERTIES), o), (s, A, rng.choice(CLASSES)), (s, SAME, o)))


def _would_show(fact: Triple, case: Case) -> bool:
    """Whether a fact says something of edges: a second name of something that occurs nowhere says nothing of them."""
    s, p, o = fact
    return p != SAME or (s != o and any(s in t or o in t for t in case.closed if is_fact(t)))


class Alone:
    """One graph in a closure of its own."""

    def __init__(self, graph: Graph, seed: int) -> None:
        self.graph = graph
        rows, self.terms = as_rows(graph, random.Random(seed))
        self.closure: Closure = close(rows, self.terms)

    def digests(self) -> Digests:
        """Return the digests of everything that is meant."""
        return meaning_digests(self.closure, self.terms)

    def leaned(self) -> tuple[Digests | None, str, str]:
        """Return the digests of what is meant and of the canonical graph after leaning."""
        found = described_canonical(self.closure, self.terms, EVERYTHING, leaned=True)
        return found.digests, canonical_digest(found), edge_digest(found)

    def says(self, triple: Triple) -> bool:
        """Whether a triple follows."""
        ids = {text: number for number, text in enumerate(self.terms.texts())}
        s, p, o = (ids.get(text, -1) for text in triple)
        return min(s, p, o) >= 0 and bool(self.closure.contains(s, p, o)[0])

    def equal_values(self) -> set[frozenset[str]]:
        """Return the literals of each block that has several."""
        blocks: dict[int, set[str]] = {}
        for text, block in zip(self.terms.texts(), self.closure.representative.tolist(), strict=True):
            if text[0] == '"':
                blocks.setdefault(block, set()).add(text)
        return {frozenset(block) for block in blocks.values() if len(block) > 1}

    def is_given_back(self, projection: Projection) -> bool:
        """Whether the rules give all rows back from the canonical graph and the axioms."""
        rows, same_as = self.closure.rows, self.closure.representative
        schema = without(rows, select_rows(rows, self.terms, EVERYTHING, same_as))
        kept = decode(canonical(self.closure, self.terms, projection))
        again = close(union(schema, kept), self.terms).rows
        wanted = union(schema, select_rows(rows, self.terms, projection, same_as))
        return _keys(wanted) <= _keys(again) <= _keys(rows)


def _keys(rows: Rows) -> set[tuple[int, int, int]]:
    return set(zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True))


def _rows(keys: set[tuple[int, int, int]]) -> Rows:
    s, p, o = np.array(list(keys), dtype=np.int32).reshape(-1, 3).T
    order = np.lexsort((o, s, p))
    return Rows(s[order], p[order], o[order])


def without(rows: Rows, others: Rows) -> Rows:
    """Return the rows that are not among others."""
    return _rows(_keys(rows) - _keys(others))


def union(rows: Rows, others: Rows) -> Rows:
    """Return the rows of both."""
    return _rows(_keys(rows) | _keys(others))


def _round_trip(alone: Alone, seed: int) -> Iterator[Verdict]:
    projection = (EVERYTHING, *OTHERS)[seed % (1 + len(OTHERS))]
    yield "round trip", alone.graph, alone.is_given_back(projection)


def _alone(case: Case, alone: Alone, seed: int) -> Iterator[Verdict]:
    """Yield what takes a closure of its own: two graphs of one meaning, copies that say less, one axiom less."""
    rng = random.Random(f"{seed} alone")
    rewriting = rng.choice((*REWRITINGS, *IN_OTHER_WORDS))
    other = rewriting(case, rng)
    yield f"{rewriting.__name__}, same", other, _mean_the_same(alone, Alone(other, seed))
    copied = weaken(case.graph, random.Random(f"{seed} weaken"))
    yield "weaken, leaned", copied, alone.leaned() == Alone(copied, seed).leaned()
    axioms = [t for t in sorted(case.graph) if not is_fact(t) and t[1] != SAME and t[0][0] + t[2][0] == "<<"]
    if axioms:
        axiom = rng.choice(axioms)
        less = (case.closed | case.graph) - {axiom}
        weaker = Alone(less, seed)
        if axiom[0] != axiom[2] and not weaker.says(axiom):
            before, after = alone.digests(), weaker.digests()
            # no triple says that two values are equal, so that goes with an axiom that gave it
            kept = alone.equal_values() == weaker.equal_values()
            yield "an axiom less", less, before.graph != after.graph and (before.data == after.data) == kept


def _mean_the_same(one: Alone, other: Alone) -> bool:
    if one.digests() == other.digests():
        return True
    return same((one.closure, one.terms), (other.closure, other.terms)).verdict == "yes"


def shrink(
    found: Mismatch, drawn: Drawn, again: Callable[[int, Drawn], list[Mismatch]] = check
) -> tuple[Mismatch, Drawn]:
    """Leave out what a graph is built of, one part after the other, as long as the mismatch stays."""
    for part in drawn:
        fewer = [one for one in drawn if one != part]
        left = [one for one in again(found.seed, fewer) if one.what == found.what] if fewer else []
        if left:
            return shrink(left[0], fewer, again)
    return found, drawn
