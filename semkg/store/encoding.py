"""Quads between pyoxigraph objects and integer columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, product
from typing import cast

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.store.columns import NO_QUADS, Quads
from semkg.store.conversion import GraphName
from semkg.store.lines import number_parts, split_lines
from semkg.store.spans import join_spans
from semkg.store.terms import Term, TermDictionary, TermKind, parse_term, term_text
from semkg.vocab import ASSERTED, BUILTIN_ID, HIDDEN_GRAPHS

# Plain numbers: numpy loses an interrupt that comes while it compares with a member of an enumeration.
_LITERAL, _TRIPLE = TermKind.LITERAL.value, TermKind.TRIPLE.value
_CHUNK = 16_384
_FEW = 8
"""So few quads are encoded term by term."""

_BULK = 100_000
"""From so many quads on, Oxigraph's bulk writer is worth the files that it makes."""

DEFAULT_GRAPH_ID = BUILTIN_ID[ASSERTED]
"""The id that stands for the default graph in columns."""


def encode(terms: TermDictionary, quads: Sequence[ox.Quad]) -> Quads:
    """Return quads as columns ``s p o g``, shape ``(4, n)``, in their order; new terms get ids."""
    if len(quads) <= _FEW:
        rows = [(*map(terms.add, quad.triple), graph_id(terms, quad.graph_name)) for quad in quads]
        return np.array(rows, dtype=np.int32).reshape(len(quads), 4).T
    # Writing all of them as text and cutting that up is three times as fast as asking each for its text.
    text = cast("bytes", ox.serialize(quads, format=ox.RdfFormat.N_QUADS))
    lines = split_lines(text, graphs=True)
    texts, (s, p, o, g) = number_parts(lines)
    numbers = terms.add_spans(join_spans(texts))
    graphs = np.full(len(quads), DEFAULT_GRAPH_ID, dtype=np.int32)
    graphs[lines.in_graph] = numbers[g]
    return np.stack((numbers[s], numbers[p], numbers[o], graphs))


def graph_id(terms: TermDictionary, name: GraphName) -> int:
    """Return the id of a graph name; the default graph has that of ``sk:asserted``."""
    return DEFAULT_GRAPH_ID if isinstance(name, ox.DefaultGraph) else terms.add(name)


class Decoder:
    """Makes pyoxigraph terms from ids, each once."""

    def __init__(self, terms: TermDictionary) -> None:
        self._terms = terms
        self._made: dict[int, Term] = {}

    def term(self, number: int) -> Term:
        """Return the term with an id."""
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = self._terms.term(number)
        return made

    def quads(self, quads: Quads) -> Iterator[ox.Quad]:
        """Yield columns as pyoxigraph quads."""
        term = self.term
        for s, p, o, g in zip(*quads.tolist(), strict=True):
            graph = ox.DefaultGraph() if g == DEFAULT_GRAPH_ID else term(g)
            yield ox.Quad(term(s), term(p), term(o), graph)  # type: ignore[arg-type]  # columns hold valid quads only


class StoredForms:
    """Knows in which form Oxigraph keeps each term: ``"01"^^xsd:int`` comes back as ``"1"^^xsd:integer``."""

    _UNKNOWN = -1

    def __init__(self, terms: TermDictionary) -> None:
        self._terms = terms
        self._form: NDArray[np.int32] = np.empty(0, dtype=np.int32)

    def of(self, numbers: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the ids of the stored forms of terms, shape as given; forms that are new get ids."""
        known = len(self._form)
        if known < len(self._terms):
            more = np.full(len(self._terms) - known, self._UNKNOWN, dtype=np.int32)
            self._form = np.concatenate((self._form, more))
        self._learn(numbers[self._form[numbers] == self._UNKNOWN])
        return self._form[numbers]

    def is_fixed(self, number: int) -> bool:
        """Return whether Oxigraph surely keeps a term as it is, and no other term in the same form."""
        return not self._may_change(np.array([number], dtype=np.int32))[0]

    def are_fixed(self, numbers: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return which terms Oxigraph surely keeps as they are, shape as given."""
        return ~self._may_change(numbers)

    def _learn(self, numbers: NDArray[np.int32]) -> None:
        changing = self._may_change(numbers)
        self._form[numbers[~changing]] = numbers[~changing]
        todo = sorted(set(numbers[changing].tolist()))
        for number, form in _round_trip(self._terms, todo):
            self._form[number] = form

    def _may_change(self, numbers: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return which terms have a datatype, or parts that may have one."""
        kinds = self._terms.kinds(numbers)
        literals = np.flatnonzero(kinds == _LITERAL)
        typed = np.zeros(len(numbers), dtype=np.bool_)
        spans = self._terms.spans(numbers[literals])
        typed[literals] = spans.data[spans.start + spans.length - 1] == ord(">")
        return np.asarray(typed | (kinds == _TRIPLE))


def _round_trip(terms: TermDictionary, numbers: list[int]) -> list[tuple[int, int]]:
    """Return each id with that of the form in which a scratch store gives the term back."""
    if not numbers:
        return []
    scratch = ox.Store()
    predicate = ox.NamedNode("id:")
    scratch.extend(ox.Quad(ox.NamedNode(f"id:{i}"), predicate, parse_term(terms.text(i))) for i in numbers)
    found = [(int(str(quad.subject)[4:-1]), term_text(quad.object)) for quad in scratch]
    return list(zip((i for i, _ in found), terms.add_texts([text for _, text in found]), strict=True))


def named_graphs(oxigraph: ox.Store) -> tuple[ox.NamedNode | ox.BlankNode, ...]:
    """Return the names of the user's named graphs: all but semkg's own."""
    return tuple(name for name in oxigraph.named_graphs() if name.value not in HIDDEN_GRAPHS)


def write_quads(oxigraph: ox.Store, quads: Iterator[ox.Quad]) -> None:
    """Add quads to Oxigraph, all or none, in the way that is faster for so many."""
    first = list(islice(quads, _BULK))
    if len(first) < _BULK:
        oxigraph.extend(first)
    else:
        oxigraph.bulk_extend(chain(first, quads))


def read_quads(
    oxigraph: ox.Store,
    terms: TermDictionary,
    *,
    graphs: Iterable[GraphName],
    predicates: Iterable[str] | None,
) -> Quads:
    """Read quads back from Oxigraph, in the form in which it keeps them.

    Args:
        oxigraph: where to read.
        terms: the dictionary for the ids.
        graphs: the graphs wanted.
        predicates: the predicates wanted, all when ``None``.

    Returns:
        Columns ``s p o g``, shape ``(4, n)``, unordered.
    """
    wanted = [None] if predicates is None else [ox.NamedNode(iri) for iri in predicates]
    parts = [NO_QUADS]
    for graph, predicate in product(graphs, wanted):
        found = iter(oxigraph.quads_for_pattern(None, predicate, None, graph))
        while chunk := list(islice(found, _CHUNK)):
            parts.append(encode(terms, chunk))
    return np.concatenate(parts, axis=1)
