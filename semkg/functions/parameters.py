"""Parameters that several functions share, and how they turn into a projection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

import pyoxigraph as ox

from semkg.errors import NothingToLearnError
from semkg.graph import Direction, Projection
from semkg.query import Parameter
from semkg.views import Learned, Views
from semkg.vocab import SK

EDGES = Parameter("edges", "predicate", "a predicate whose edges are used; repeat it for more", repeat=True)
GRAPHS = Parameter("graphs", "iri", "a named graph to read instead of all; repeat it for more", repeat=True)
TYPES = Parameter("types", "boolean", "whether rdf:type edges are used as well", default=False)
LITERALS = Parameter("literals", "boolean", "whether edges to literals are used as well", default=False)
DIRECTION = Parameter(
    "direction", "iri", "which way edges run: sk:natural, as they are named, sk:reversed, or sk:both"
)
PREFER = Parameter(
    "prefer",
    "predicate",
    "a predicate whose way edges run where both directions have names (sk:invariant only); repeat it for more",
    repeat=True,
)
PROJECTION = (EDGES, GRAPHS, TYPES, LITERALS, DIRECTION, PREFER)
CHOOSE_EDGES = tuple(parameter.name for parameter in (EDGES, GRAPHS, TYPES, DIRECTION, PREFER))
"""The options that have nothing to choose where a query gives the edges itself."""

K = Parameter(
    "k",
    "integer",
    "how many nodes, at least 1; a node with several names gives a row for each",
    default=10,
    minimum=1,
)
MODEL = Parameter("model", "iri", "a trained model by name; the store's default model when left out")


def projection_from(options: Mapping[str, Any]) -> Projection:
    """Return the projection that the keyword options of a call describe."""
    return Projection(
        edges=_iris(options.get("edges")),
        graphs=_iris(options.get("graphs")),
        types=bool(options.get("types", False)),
        literals=bool(options.get("literals", False)),
        direction=_direction(options.get("direction")),
        prefer=_iris(options.get("prefer")) or (),
    )


def _direction(iri: ox.NamedNode | None) -> Direction:
    name = "natural" if iri is None else iri.value.removeprefix(SK)
    if name not in get_args(Direction):
        valid = ", ".join(f"sk:{direction}" for direction in get_args(Direction))
        msg = f"sk:direction is {iri}: it is one of {valid}"
        raise ValueError(msg)
    return cast("Direction", name)


def model_name(model: ox.NamedNode | None) -> str | None:
    """Return the name under which a model is kept, ``None`` for the default model."""
    return None if model is None else model.value


def learned_or_none(views: Views, regime: str, model: str | None) -> Learned | None:
    """Return a model as for :meth:`semkg.views.Views.learned`, ``None`` where there is nothing to learn from.

    A graph without an edge between things has no vectors, so nothing in it is alike and nothing can be predicted: no
    rows, as for a node that the model has not seen. A model that is named must exist all the same.
    """
    try:
        return views.learned(regime, model)
    except NothingToLearnError:
        return None


def _iris(terms: Any) -> tuple[str, ...] | None:
    return tuple(sorted({term.value for term in terms})) if terms else None
