"""``sk:similarTo`` and ``sk:similarity``: what is alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyoxigraph as ox

from semkg.functions.parameters import MODEL, K, learned_or_none, model_name
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.store import Term
from semkg.views import Learned, Views
from semkg.vocab import sk


def similar_to(
    learned: Learned, nodes: Sequence[Term], *, k: int = 10, least: float | None = None
) -> list[OutputRow]:
    """Find the nearest nodes of each node by the cosine of their vectors.

    Individuals are compared with individuals; a class is compared with everything. Every name of a sameAs block is
    listed, and a block counts once towards ``k``.

    Args:
        learned: the vectors.
        nodes: the nodes to start from; those without a vector give no row.
        k: how many neighbours for each.
        least: least cosine, in [-1, 1].

    Returns:
        (position in ``nodes``, (neighbour, cosine)); nearest first.
    """
    known = [
        (place, entity) for place, node in enumerate(nodes) if (entity := learned.entity(node)) is not None
    ]
    rows: list[OutputRow] = []
    neighbours = learned.nearest([entity for _, entity in known], k, least)
    for (place, _), (found, cosines) in zip(known, neighbours, strict=True):
        for entity, cosine in zip(found.tolist(), cosines.tolist(), strict=True):
            rows.extend((place, (name, cosine)) for name in learned.names(entity))
    return rows


def similarity(learned: Learned, pairs: Sequence[tuple[Term, Term]]) -> list[float | None]:
    """Return the cosine of the vectors of each pair, in [-1, 1]; ``None`` where a node has no vector."""
    a, b = (learned.entities_of([pair[place] for pair in pairs]) for place in range(2))
    known = np.flatnonzero((a >= 0) & (b >= 0))
    cosines = dict(zip(known.tolist(), learned.cosine(a[known], b[known]).tolist(), strict=True))
    return [cosines.get(place) for place in range(len(pairs))]


def _similar_to(views: Views, call: Call) -> Iterable[OutputRow]:
    groups: dict[tuple[int, float | None, str | None], list[int]] = {}
    for place, (_, k, least, model) in enumerate(call.inputs):
        groups.setdefault((k, least, model_name(model)), []).append(place)
    for (k, least, model), places in groups.items():
        nodes = [call.inputs[place][0] for place in places]
        learned = learned_or_none(views, call.regime, model)
        for place, row in similar_to(learned, nodes, k=k, least=least) if learned else ():
            yield places[place], row


def _similarity(views: Views, call: Call) -> Iterable[OutputRow]:
    asked: dict[ox.NamedNode | None, dict[int, tuple[Term, Term]]] = {}
    for place, (a, b, model) in enumerate(call.inputs):
        asked.setdefault(model, {})[place] = (a, b)
    for model, pairs in asked.items():
        learned = learned_or_none(views, call.regime, model_name(model))
        values = similarity(learned, list(pairs.values())) if learned else []
        yield from ((place, (v,)) for place, v in zip(pairs, values, strict=False) if v is not None)


SIMILAR_TO = SparqlFunction(
    iri=sk("similarTo"),
    doc="What is alike: the nodes whose learned vectors point most nearly the same way.",
    inputs=(
        Parameter("node", "node", "the node to start from", required=True),
        K,
        Parameter("least", "number", "least cosine, in [-1, 1]", minimum=-1.0, maximum=1.0),
        MODEL,
    ),
    outputs=(
        Output("neighbour", "node", "a node that is alike"),
        Output("score", "number", "cosine of the two vectors, in [-1, 1]; higher is more alike"),
    ),
    options=(),
    evaluate=_similar_to,
    scalar=None,
    example="SELECT ?place ?score WHERE { (?place ?score) sk:similarTo (:PuertoVaras 5) } ORDER BY DESC(?score)",
)

SIMILARITY = SparqlFunction(
    iri=sk("similarity"),
    doc="How alike two nodes are: the cosine of their learned vectors.",
    inputs=(
        Parameter("a", "node", "a node", required=True),
        Parameter("b", "node", "another node", required=True),
        MODEL,
    ),
    outputs=(Output("score", "number", "cosine of the two vectors, in [-1, 1]; higher is more alike"),),
    options=(),
    evaluate=_similarity,
    scalar=("a", "b", "model"),
    example="SELECT ?a (sk:similarity(?a, :PuertoVaras) AS ?score) WHERE { ?a a :City } ORDER BY DESC(?score)",
)
