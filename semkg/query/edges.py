"""The rows of a sub-query as edges."""

from __future__ import annotations

from collections.abc import Sequence

from semkg.query.arguments import convert
from semkg.query.declaration import Edges, Parameter
from semkg.query.table import Row
from semkg.store import Term

_WEIGHT = Parameter(
    "weight", "number", "how much an edge counts", minimum=0.0, maximum=1e100, above_minimum=True
)
"""Sums and products of weights up to the greatest are finite."""


def edges(table: tuple[Sequence[str], Sequence[Row]]) -> Edges:
    """Return the edges that solutions for ``?source``, ``?target`` and perhaps ``?weight`` give.

    Raises:
        ValueError: a value is unbound, or a weight is no number above 0 and at most 1e100.
    """
    names, rows = table
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    source, target = _bound("source", columns["source"]), _bound("target", columns["target"])
    if "weight" not in columns:
        return Edges(source, target)
    weights = [convert(_WEIGHT, term, {}) for term in _bound("weight", columns["weight"])]
    return Edges(source, target, tuple(float(weight) for weight in weights))  # type: ignore[arg-type]  # numbers


def _bound(name: str, column: Sequence[Term | None]) -> tuple[Term, ...]:
    if None in column:
        msg = f"?{name} is unbound in row {column.index(None) + 1}"
        raise ValueError(msg)
    return tuple(term for term in column if term is not None)
