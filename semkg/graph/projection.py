"""Which edges an analytic sees: a named, hashable choice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Literal, get_args

Direction = Literal["natural", "both", "reversed"]
Parallel = Literal["one", "count"]


@dataclass(frozen=True, slots=True)
class Projection:
    """A choice of edges, independent of any one graph.

    Attributes:
        edges: IRIs of the predicates to keep; ``None`` keeps every predicate that is neither vocabulary
            (:data:`semkg.vocab.VOCABULARY`, a list of names, not their namespaces) nor an annotation property.
            Sorted on construction, so the order in which they are given makes no difference.
        graphs: IRIs of the named graphs to read, sorted likewise; ``None`` reads the default graph and all
            named graphs.
        literals: whether edges to literals are kept, their values as nodes.
        types: whether rdf:type edges are kept.
        direction: ``natural`` runs an edge as its predicate is named, ``reversed`` the other way, ``both``
            both ways.
        parallel: ``one`` makes parallel edges a single edge of weight 1, ``count`` gives it their number as
            weight.
        prefer: IRIs of predicates that say which way edges run where the rules give both directions of an edge a
            name: with one of the two among these, only its way, without, both ways. Looked at by the invariant graph
            alone; sorted likewise.

    Raises:
        ValueError: ``edges``, ``graphs`` or ``prefer`` is a single string, or a direction or policy that does not
            exist.
    """

    edges: tuple[str, ...] | None = None
    graphs: tuple[str, ...] | None = None
    literals: bool = False
    types: bool = False
    direction: Direction = "natural"
    parallel: Parallel = "one"
    prefer: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of("direction", self.direction, get_args(Direction))
        _one_of("parallel", self.parallel, get_args(Parallel))
        object.__setattr__(self, "edges", _sorted_iris("edges", self.edges))
        object.__setattr__(self, "graphs", _sorted_iris("graphs", self.graphs))
        object.__setattr__(self, "prefer", _sorted_iris("prefer", self.prefer) or ())

    def digest(self) -> str:
        """Return a short hash of the choice, the same on every machine and in every process."""
        # only what differs from the default, so that a new field leaves the hashes of old choices as they are
        chosen = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
        text = json.dumps(chosen, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        msg = f"{name} is {value!r}: it is one of {', '.join(allowed)}"
        raise ValueError(msg)


def _sorted_iris(name: str, iris: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if isinstance(iris, str):
        msg = f"{name} is the single string {iris!r}: a tuple of IRIs is needed"
        raise ValueError(msg)
    return None if iris is None else tuple(sorted(set(iris)))
