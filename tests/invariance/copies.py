"""Many graphs in one closure: each under names of its own, so that one run of the engine closes them all.

Rules join triples by the terms that they share. Copies share nothing but the vocabulary, so the closure of all is the
closure of each; and what is found of a copy is compared by the names that it had before.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Projection
from semkg.reasoning import CanonicalGraph, Closure, canonical, close
from semkg.reasoning.canonical.colours import Colours, Structure, combine, mix
from semkg.reasoning.canonical.digests import fact_structure, node_colours
from semkg.reasoning.canonical.graph import PropertyClass
from semkg.reasoning.canonical.view import merge_edges
from semkg.store import Rows, TermDictionary
from tests.invariance.oracle import Graph, Triple

_NUMBER = re.compile(r'("[+-]*0*)(\d+)')
"""How a typed literal begins that is marked in its number; any other literal is marked in front of its text."""
_RANGE = 1000
"""Numbers in the graphs are smaller than this."""


ADDED = "<x:zz"
"""How the names begin that an extension adds."""


def mark(text: str, copy: int) -> str:
    """Return the name of a term in a copy."""
    if text.startswith("<x:"):
        return f"{text[:-1]}~{copy:03}>"
    if text[0] == "_":
        return f"{text}x{copy:03}"
    if text[0] != '"':
        return text
    number = _number(text)
    if number:
        return f"{number[1]}{int(number[2]) + _RANGE * (copy + 1)}{text[number.end() :]}"
    return f'"{copy:03}{text[1:]}'


def _number(text: str) -> re.Match[str] | None:
    return _NUMBER.match(text) if "^^" in text else None


def copy_of(text: str) -> int:
    """Return the copy that a marked term belongs to."""
    if text[0] == "<":
        return int(text[-4:-1])
    if text[0] == "_":
        return int(text[-3:])
    number = _number(text)
    return int(number[2]) // _RANGE - 1 if number and int(number[2]) >= _RANGE else int(text[1:4])


def unmark(text: str) -> str:
    """Return the name of a term before it was marked."""
    if text.startswith("<x:"):
        return f"{text[:-5]}>"
    if text[:1] != '"':
        return text
    number = _number(text)
    if number and int(number[2]) >= _RANGE:
        return f"{number[1]}{int(number[2]) % _RANGE}{text[number.end() :]}"
    return f'"{text[4:]}'


@dataclass(frozen=True)
class Copy:
    """A graph, with the names that its IRIs had before somebody renamed them."""

    graph: Graph
    before: dict[str, str] | None = None

    def original(self, text: str) -> str:
        """Return the name that a marked term had in the beginning."""
        unmarked = unmark(text)
        return (self.before or {}).get(unmarked, unmarked)


@dataclass(frozen=True)
class Seen:
    """Hashes of what is seen of one copy: everything that its canonical graph says, and its edges."""

    everything: int
    edges: int


class Copies:
    """Graphs that are closed together."""

    def __init__(self, copies: Sequence[Copy], seed: int) -> None:
        """Close some graphs; the seed draws the ids of their terms."""
        self.copies = copies
        marked = {tuple(mark(text, at) for text in t) for at, copy in enumerate(copies) for t in copy.graph}
        rows, self.terms = as_rows(marked, random.Random(seed))
        self.closure: Closure = close(rows, self.terms)
        self._ids = {text: number for number, text in enumerate(self.terms.texts())}

    def says(self, copy: int, triple: Triple) -> bool:
        """Whether a triple follows in one of the copies."""
        found = [self._ids.get(mark(text, copy)) for text in triple]
        s, p, o = (-1 if number is None else number for number in found)
        return min(s, p, o) >= 0 and bool(self.closure.contains(s, p, o)[0])

    def see(self, projection: Projection) -> list[Seen]:
        """Return what is seen of each copy under a projection; the names in it are those of the originals."""
        found = canonical(self.closure, self.terms, self._marked(projection))
        copy = np.array([copy_of(self.terms.text(node)) for node in found.nodes.tolist()], dtype=np.int64)
        names = self._names(found, copy)
        known = _hashes(copy, len(self.copies), names, found.as_class, self._facts(found))
        least = [text.partition("\n")[0] for text in names]
        edges = _hashes(copy, len(self.copies), least, found.as_class, _edges(found))
        return [Seen(*pair) for pair in zip(known, edges, strict=True)]

    def _marked(self, projection: Projection) -> Projection:
        if projection.edges is None:
            return projection
        wanted = {f"<{iri}>" for iri in projection.edges}
        every = {
            mark(text, at)[1:-1]
            for at, copy in enumerate(self.copies)
            for text in {*wanted, *(now for now, was in (copy.before or {}).items() if was in wanted)}
            if (copy.before or {}).get(text, text) in wanted
        }
        return replace(projection, edges=tuple(every))

    def _names(self, found: CanonicalGraph, copy: NDArray[np.int64]) -> list[str]:
        """Return all original names of each node, but none that an extension gave it."""
        further = dict(found.further_names)
        return [
            "\n".join(
                sorted(
                    self.copies[at].original(text)
                    for text in (name, *further.get(place, ()))
                    if text and not text.startswith(ADDED)
                )
            )
            for place, (name, at) in enumerate(zip(found.names, copy.tolist(), strict=True))
        ]

    def _facts(self, found: CanonicalGraph) -> Structure:
        """Return the facts, each running as the lesser of the two original names of its property says."""
        original = [self._property(one) for one in found.properties]
        turned = np.array([bool(one.backward) and one.backward < one.forward for one in original], dtype=bool)
        running = [
            replace(one, forward=one.backward, backward=one.forward) if turn else one
            for one, turn in zip(original, turned.tolist(), strict=True)
        ]
        facts = found.facts
        turn = turned[facts.property] if len(facts) else np.empty(0, bool)
        ends = np.where(turn, facts.object, facts.subject), np.where(turn, facts.subject, facts.object)
        return fact_structure(running, replace(facts, subject=ends[0], object=ends[1]), found.cliques)

    def _property(self, one: PropertyClass) -> PropertyClass:
        forward, backward = (
            tuple(sorted(self.copies[copy_of(t)].original(t) if t.startswith("<x:") else t for t in texts))
            for texts in (one.forward, one.backward)
        )
        return replace(one, forward=forward, backward=backward)


def as_rows(graph: Graph | set[tuple[str, ...]], rng: random.Random) -> tuple[Rows, TermDictionary]:
    """Write triples as integers; the ids are drawn."""
    terms = TermDictionary()
    texts = sorted({text for triple in graph for text in triple})
    rng.shuffle(texts)
    terms.add_texts(texts)
    ids = {text: number for number, text in enumerate(terms.texts())}
    s, p, o = np.array([[ids[text] for text in triple] for triple in graph], dtype=np.int32).reshape(-1, 3).T
    order = np.lexsort((o, s, p))
    return Rows(s[order], p[order], o[order]), terms


def _edges(found: CanonicalGraph) -> Structure:
    merged = merge_edges(found, written_out=0)
    members = np.concatenate([np.empty(0, np.int64), *merged.groups])
    pointer = np.cumsum([0, *map(len, merged.groups)])
    groups = np.ones(len(merged.groups)).view(np.uint64)
    return Structure(merged.weight.view(np.uint64), merged.source, merged.target, groups, pointer, members)


def _hashes(
    copy: NDArray[np.int64],
    n_copies: int,
    names: list[str],
    as_class: NDArray[np.bool_],
    structure: Structure,
) -> list[int]:
    """Return a hash of the nodes, links and groups of each copy."""
    colours = node_colours(names, as_class, structure)
    links = combine(combine(structure.link, colours[structure.source]), colours[structure.target])
    first = structure.member[structure.pointer[:-1]] if len(structure.group) else np.empty(0, np.int64)
    sums = [mix(colours[group]).sum() for group in np.split(structure.member, structure.pointer[1:-1])]
    groups = combine(structure.group, np.array(sums[: len(first)], dtype=np.uint64))
    total: Colours = np.zeros(n_copies, dtype=np.uint64)
    for part, at in ((colours, copy), (links, copy[structure.source]), (groups, copy[first])):
        np.add.at(total, at, mix(part))
    hashes: list[int] = total.tolist()
    return hashes
