"""Graphs for other libraries: edges as numpy arrays, networkx graphs, tensors of torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from semkg.errors import MissingExtraError
from semkg.graph import Projection
from semkg.views import Views

_NETWORKX, _TORCH = "networkx", "embedding"


@dataclass(frozen=True, slots=True, eq=False)
class EdgeArrays:
    """Triples between things as numbers, and what the numbers stand for.

    Two graphs with the same triples give the same arrays, whatever the order in which they were loaded.

    Attributes:
        source: number of each subject, shape ``(n,)``, int64.
        predicate: number of each predicate, shape ``(n,)``, int64.
        target: number of each object, shape ``(n,)``, int64.
        nodes: N-Triples text of each node, sorted; of a sameAs block the least.
        predicates: N-Triples text of each predicate, sorted.
    """

    source: NDArray[np.int64]
    predicate: NDArray[np.int64]
    target: NDArray[np.int64]
    nodes: tuple[str, ...]
    predicates: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<{len(self):,} edges of {len(self.nodes):,} nodes, {len(self.predicates):,} predicates>"

    def __len__(self) -> int:
        return len(self.source)


class TorchGraph(NamedTuple):
    """A graph as PyTorch Geometric and DGL want it.

    Attributes:
        edge_index: sources and targets, shape ``(2, n)``, int64.
        edge_type: number of each predicate, shape ``(n,)``, int64.
        mapping: number of each node by its N-Triples text.
        types: number of each predicate by its N-Triples text.
    """

    edge_index: Any
    edge_type: Any
    mapping: dict[str, int]
    types: dict[str, int]


def edge_arrays(views: Views, regime: str, projection: Projection) -> EdgeArrays:
    """Return the triples that a projection keeps, with their predicates.

    Under ``invariant`` these are the facts of the canonical graph: triples of the closure of which none follows from
    others unless it gives them too, and cliques of transitive properties, which are written out. A predicate is the
    first name of all that mean the same, and stands for its inverses too; what holds both ways stands one way.
    """
    if regime == "invariant":
        return _canonical_arrays(views, projection)
    found = views.triples(regime, projection)
    source, predicate, target = found.triples.T
    return EdgeArrays(source, predicate, target, found.entities, found.predicates)


def _canonical_arrays(views: Views, projection: Projection) -> EdgeArrays:
    found = views.canonical(projection)
    groups = list(zip(found.cliques.property.tolist(), found.cliques.groups(), strict=True))
    s = np.concatenate([found.facts.subject, *(np.repeat(group, len(group)) for _, group in groups)])
    p = np.concatenate([found.facts.property, *(np.full(len(group) ** 2, place) for place, group in groups)])
    o = np.concatenate([found.facts.object, *(np.tile(group, len(group)) for _, group in groups)])
    ids = found.nodes.tolist()
    terms = views.snapshot.terms
    node, nodes = _placed([name or terms.text(ids[place]) for place, name in enumerate(found.names)])
    predicate, predicates = _placed([known.forward[0] for known in found.properties])
    rows = np.stack([node[s], predicate[p], node[o]])
    rows = rows[:, np.lexsort(rows[::-1])]
    rows = rows[:, np.diff(rows, axis=1, prepend=-1).any(axis=0)]
    return EdgeArrays(rows[0], rows[1], rows[2], nodes, predicates)


def _placed(texts: Sequence[str]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return the place of each text among all of them, sorted, and these; a term may be a node as a class too."""
    distinct = sorted(set(texts))
    place = {text: number for number, text in enumerate(distinct)}
    return np.array([place[text] for text in texts], dtype=np.int64), tuple(distinct)


def to_torch(edges: EdgeArrays) -> TorchGraph:
    """Return edges as tensors, which share the memory of one array.

    Raises:
        MissingExtraError: torch is not installed.
    """
    try:
        torch = import_module("torch")
    except ImportError:
        raise MissingExtraError(_TORCH, "a graph as tensors") from None
    columns = torch.from_numpy(np.stack([edges.source, edges.target, edges.predicate]))
    return TorchGraph(
        columns[:2],
        columns[2],
        {text: number for number, text in enumerate(edges.nodes)},
        {text: number for number, text in enumerate(edges.predicates)},
    )


def to_networkx(views: Views, regime: str, projection: Projection) -> Any:
    """Return the graph that analytics see as a networkx DiGraph.

    A node is the first name of a thing: an IRI as it is, a blank node or literal as its N-Triples text. Its attribute
    ``names`` has every name. An edge has its ``weight``. The graph has ``regime``, ``epoch`` and ``projection``.

    Raises:
        MissingExtraError: networkx is not installed.
    """
    try:
        networkx = import_module("networkx")
    except ImportError:
        raise MissingExtraError(_NETWORKX, "a graph of networkx") from None
    projected = views.graph(regime, projection)
    graph = projected.graph.expanded()
    names = [projected.texts(node) for node in range(graph.n_nodes)]
    keys = [_plain(texts[0]) for texts in names]
    made = networkx.DiGraph(regime=regime, epoch=projected.epoch, projection=projection.digest())
    made.add_nodes_from(
        (key, {"names": tuple(map(_plain, texts))}) for key, texts in zip(keys, names, strict=True)
    )
    ends = zip(graph.source.tolist(), graph.target.tolist(), graph.weight.tolist(), strict=True)
    made.add_weighted_edges_from((keys[source], keys[target], weight) for source, target, weight in ends)
    return made


def _plain(text: str) -> str:
    return text[1:-1] if text.startswith("<") and not text.startswith("<<") else text
