"""From a closure to its canonical graph: select rows, quotient, reduce, and order what is left by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from semkg.graph import Projection
from semkg.kernels import pack, sort_unique
from semkg.reasoning.canonical.assembly import Draft, Numbered, direct_edges, number_nodes
from semkg.reasoning.canonical.classes import order_classes, read_class_axioms
from semkg.reasoning.canonical.drafts import ClassBlocks, PropertyNames, draft_edges, draft_types
from semkg.reasoning.canonical.edges import ClassEdges, reduce_edges
from semkg.reasoning.canonical.graph import CanonicalGraph, Dropped, Settings
from semkg.reasoning.canonical.names import BlockNames
from semkg.reasoning.canonical.pairs import PairsOfClasses, one_way
from semkg.reasoning.canonical.schema import read_schema
from semkg.reasoning.canonical.select import select_rows
from semkg.reasoning.canonical.signed import signed_properties
from semkg.reasoning.canonical.types import TypeReducer
from semkg.reasoning.canonical.typing import compile_typing
from semkg.store import Rows, TermDictionary
from semkg.vocab import BUILTIN, BUILTIN_ID, RDF_TYPE


class Closed(Protocol):
    """What is needed of a closure."""

    @property
    def rules(self) -> str:
        """Name of the rule set."""

    @property
    def rows(self) -> Rows:
        """Everything that follows, over representatives."""

    @property
    def representative(self) -> NDArray[np.int32]:
        """Representative of the block of each term id."""

    @property
    def consistent(self) -> bool:
        """Whether there is no clash."""


def canonical(
    closure: Closed,
    terms: TermDictionary,
    projection: Projection | None = None,
) -> CanonicalGraph:
    """Compute the canonical graph of a closure.

    The rows that the projection keeps are selected first. Within them, blocks of ``owl:sameAs``, synonyms and
    inverses become one; what narrower properties, transitivity and chains of lower strata give is dropped;
    then types that edges and narrower types give. So two graphs of the same meaning have the same canonical
    graph, and a synonym or a wider property without a new fact changes no edge.

    Args:
        closure: everything that follows from a graph.
        terms: the dictionary behind its ids.
        projection: what to keep and how edges run: ``natural`` as their property is named, both ways where
            both directions of a property have names and not just one of them is preferred; its graphs are not
            looked at.

    Returns:
        The canonical graph; for inconsistent data it is that of the rows, and says so in its settings.
    """
    chosen = projection or Projection()
    names = BlockNames(terms, closure.representative)
    rows = select_rows(closure.rows, terms, chosen, names=names)
    reduced = _reduce(closure, rows, names)
    numbered = number_nodes(reduced.drafts, names)
    edges = direct_edges(numbered, chosen, _preferred(chosen.prefer, terms, closure.representative))
    return CanonicalGraph(
        nodes=(numbered.codes >> 1).astype(np.int32),
        as_class=(numbered.codes & 1).astype(bool),
        literal=numbered.literal,
        names=numbered.names,
        further_names=_further_names(numbered, reduced.classes),
        properties=numbered.properties,
        edge_property=edges.property,
        source=edges.source,
        target=edges.target,
        weight=np.ones(len(edges.source)),
        facts=numbered.facts,
        cliques=numbered.cliques,
        basis=numbered.basis,
        dropped=replace(reduced.dropped, same_as=_repeated(rows, closure.representative)),
        settings=Settings(chosen, closure.rules, closure.consistent),
    )


@dataclass(frozen=True, slots=True)
class _Reduced:
    """Everything that is kept, before nodes are numbered."""

    drafts: list[Draft]
    classes: ClassBlocks
    dropped: Dropped


def _reduce(closure: Closed, rows: Rows, names: BlockNames) -> _Reduced:
    """Reduce edges, then types."""
    is_type = rows.p == BUILTIN_ID[RDF_TYPE]
    edges, types = _masked(rows, ~is_type), _masked(rows, is_type)
    class_ids = _class_ids(edges, types)
    axioms = read_class_axioms(closure.rows, closure.rules if len(class_ids) else "none")
    ruled = np.array([rule.property for rule in axioms.edge_rules], dtype=np.int64)
    predicates = edges.p[np.diff(edges.p, prepend=-1) > 0].astype(np.int64)
    signed = signed_properties(read_schema(closure.rows, closure.rules), np.concatenate([predicates, ruled]))
    kinds = PropertyNames(signed, names, predicates)
    pairs = PairsOfClasses(edges, signed, kinds.forward)
    kept = reduce_edges(pairs, signed)
    order = order_classes(axioms, class_ids)
    typing = compile_typing(axioms, order, signed)
    typed = TypeReducer(typing, order, pairs, sort_unique(pack(order.of(types.o), types.s))).reduce()
    classes = ClassBlocks(order, names)
    drafts = [*(draft_edges(one, kinds, classes) for one in kept), draft_types(typed, classes)]
    filled = [draft for draft in drafts if len(draft.subject) or draft.cliques]
    return _Reduced(filled, classes, _count_dropped(edges, kept, len(types), len(typed.pairs)))


def _masked(rows: Rows, mask: NDArray[np.bool_]) -> Rows:
    return rows if mask.all() else rows.part(mask)


def _class_ids(edges: Rows, types: Rows) -> NDArray[np.int32]:
    """Return ids that may stand for classes: those of types, and ends of edges of built-in properties."""
    builtin = edges.p < len(BUILTIN)
    return np.concatenate([types.o, edges.s[builtin], edges.o[builtin]])


def _preferred(
    prefer: tuple[str, ...], terms: TermDictionary, representative: NDArray[np.int32]
) -> frozenset[int]:
    found = [terms.find(ox.NamedNode(iri)) for iri in prefer]
    known = [number for number in found if number is not None and number < len(representative)]
    return frozenset(representative[known].tolist())


def _further_names(numbered: Numbered, classes: ClassBlocks) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the IRIs of each node beside its name, for the nodes that have any."""
    several = np.flatnonzero(classes.have_several(numbered.codes))
    found = [(place, classes.iris(int(numbered.codes[place]))) for place in several.tolist()]
    return tuple((place, iris[1:]) for place, iris in found if len(iris) > 1)


def _repeated(rows: Rows, representative: NDArray[np.int32]) -> int:
    """Return how many triples the aliases in sameAs blocks would add to these rows."""
    if (representative == np.arange(len(representative))).all():
        return 0
    size = np.bincount(representative, minlength=len(representative))
    return int((size[rows.s] * size[rows.p] * size[rows.o] - 1).sum())


def _count_dropped(edges: Rows, kept: list[ClassEdges], n_types: int, kept_types: int) -> Dropped:
    left = [len(one_way(one.pairs)) if one.symmetric else len(one.pairs) for one in kept]
    held = sum(one.held for one in kept)
    below, chains = sum(one.from_below for one in kept), sum(one.from_chains for one in kept)
    return Dropped(
        same_as=0,
        signed=len(edges) - held,
        sub_property=below,
        transitive=held - below - chains - sum(left),
        chains=chains,
        types=n_types - kept_types,
    )
