"""``sk:explain``: why a triple holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pyoxigraph as ox

from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.reasoning import Explainer, Proof, Step
from semkg.reasoning.explanation import ASSERTED
from semkg.store import DEFAULT_GRAPH_ID, Snapshot, Term
from semkg.views import Views
from semkg.vocab import sk

Triple = tuple[Term, Term, Term]


def explain_triples(
    views: Views, triples: Sequence[Triple], *, regime: str = "entailed"
) -> list[Proof | None]:
    """Prove triples from what was written.

    Args:
        views: the epoch to look at.
        triples: subject, predicate and object of each.
        regime: under ``asserted`` only what was written has a proof, which is itself.

    Returns:
        A shortest proof of each triple, ``None`` where it does not follow.

    Raises:
        LimitError: no proof was met within the limit of the search.
    """
    terms = views.snapshot.terms
    numbers = [(terms.add(s), terms.add(p), terms.add(o)) for s, p, o in triples]
    return [
        proof and _with_graphs(proof, views.snapshot) for proof in explainer(views, regime).explain(numbers)
    ]


def explainer(views: Views, regime: str = "entailed") -> Explainer:
    """Return what explains the closure of a regime; it is kept for the epoch."""
    family = "asserted" if regime == "asserted" else "entailed"
    return views.remember(
        ("explainer", family), lambda: Explainer(views.closure(family), views.snapshot.terms)
    )


def _with_graphs(proof: Proof, snapshot: Snapshot) -> Proof:
    """Say of the triples that were written in which graphs they stand."""
    steps = (
        replace(step, graphs=_graphs(step, snapshot)) if step.rule == ASSERTED else step
        for step in proof.steps
    )
    return replace(proof, steps=tuple(steps))


def _graphs(step: Step, snapshot: Snapshot) -> tuple[str, ...]:
    s, p, o = (snapshot.terms.add(term) for term in step.terms)
    first, last = 0, snapshot.graph_rows.shape[1]
    for column, number in ((1, p), (0, s), (2, o)):
        part = snapshot.graph_rows[column, first:last]
        first, last = (first + int(place) for place in np.searchsorted(part, [number, number + 1]))
    graphs = snapshot.graph_rows[3, first:last].tolist()
    return tuple("default" if graph == DEFAULT_GRAPH_ID else snapshot.terms.text(graph) for graph in graphs)


def _evaluate(views: Views, call: Call) -> Iterable[OutputRow]:
    proofs = explain_triples(views, [(s, p, o) for s, p, o in call.inputs], regime=call.regime)
    for place, proof in enumerate(proofs):
        for step in proof or ():
            yield place, (ox.Literal(step.rule), *step.terms, step.depth)


EXPLAIN = SparqlFunction(
    iri=sk("explain"),
    doc="Why it holds: the triples of a shortest proof, each with the rule that gives it; no rows for what does not.",
    inputs=(
        Parameter("subject", "term", "subject of the triple to explain", required=True),
        Parameter("predicate", "predicate", "its predicate", required=True),
        Parameter("object", "term", "its object", required=True),
    ),
    outputs=(
        Output("rule", "term", "id of the rule that gives this triple of the proof, or asserted"),
        Output("ps", "term", "subject of this triple of the proof"),
        Output("pp", "predicate", "its predicate"),
        Output("po", "term", "its object"),
        Output("depth", "integer", "rule applications between it and the triple explained, which has 0"),
    ),
    options=(),
    evaluate=_evaluate,
    scalar=None,
    example=(
        "SELECT ?rule ?ps ?pp ?po ?depth WHERE { (?rule ?ps ?pp ?po ?depth) sk:explain "
        "(:SanPedro rdf:type :Place) } ORDER BY ?depth ?ps ?pp ?po"
    ),
)
