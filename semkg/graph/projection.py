"""Which edges an analytic sees: a named, hashable choice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

Direction = Literal["natural", "both", "reversed"]


@dataclass(frozen=True, slots=True)
class Projection:
    """A choice of edges, independent of any one graph.

    Attributes:
        edges: IRIs of the predicates to keep, sorted; ``None`` keeps every predicate outside rdf:, rdfs: and owl:
            that is no annotation property.
        graphs: IRIs of the named graphs to read; ``None`` reads the default graph and all named graphs.
        literals: whether edges to literals are kept, their values as nodes.
        types: whether rdf:type edges are kept.
        direction: ``natural`` runs an edge as its predicate is named, ``reversed`` the other way, ``both`` both ways.
        parallel: ``one`` makes parallel edges a single edge of weight 1, ``count`` gives it their number as weight.
    """

    edges: tuple[str, ...] | None = None
    graphs: tuple[str, ...] | None = None
    literals: bool = False
    types: bool = False
    direction: Direction = "natural"
    parallel: Literal["one", "count"] = "one"

    def digest(self) -> str:
        """Return a short hash of the choice, the same on every machine and in every process."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]
