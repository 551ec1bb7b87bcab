"""``sk:predictObject``: which triples are missing."""

from __future__ import annotations

from collections.abc import Iterable

from semkg.functions.parameters import MODEL, K, learned_or_none, model_name
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.store import Term
from semkg.views import Views
from semkg.vocab import sk


def predict_object(
    views: Views,
    subject: Term,
    predicate: Term,
    *,
    k: int = 10,
    regime: str = "invariant",
    model: str | None = None,
) -> list[tuple[Term, float]]:
    """Return the most plausible objects that the graph does not have yet.

    Args:
        views: the epoch to look at.
        subject: a node.
        predicate: a predicate.
        k: how many objects, at the most.
        regime: ``asserted`` leaves out what was written; the others leave out all that is entailed, and what would
            contradict the ontology.
        model: name of a trained model; the store's default model when left out.

    Returns:
        (object, plausibility in (0, 1)), the most plausible first; a sameAs block is listed by its first name. Empty
        for a subject or predicate that the model has not seen.
    """
    learned = learned_or_none(views, regime, model)
    if learned is None:
        return []
    row, relation = learned.entity(subject), learned.predicate(predicate)
    if row is None or relation is None:
        return []
    found: list[tuple[Term, float]] = []
    asked = looked_at = 0
    while len(found) < k and looked_at == asked:
        asked = max(2 * asked, 4 * k)
        entities, values = learned.objects(row, relation, asked)
        candidates = [
            (learned.names(entity)[0], value)
            for entity, value in zip(entities[looked_at:].tolist(), values[looked_at:].tolist(), strict=True)
        ]
        looked_at = len(entities)
        verdicts = views.decide([(subject, predicate, candidate) for candidate, _ in candidates], regime)
        found += [pair for pair, verdict in zip(candidates, verdicts, strict=True) if verdict is None]
    return found[:k]


def _evaluate(views: Views, call: Call) -> Iterable[OutputRow]:
    for place, (subject, predicate, k, model) in enumerate(call.inputs):
        rows = predict_object(views, subject, predicate, k=k, regime=call.regime, model=model_name(model))
        yield from ((place, row) for row in rows)


PREDICT_OBJECT = SparqlFunction(
    iri=sk("predictObject"),
    doc="What is missing: the most plausible objects for a subject and a predicate that the graph does not have yet.",
    inputs=(
        Parameter("subject", "node", "the subject", required=True),
        Parameter("predicate", "predicate", "the predicate", required=True),
        K,
        MODEL,
    ),
    outputs=(
        Output("object", "term", "an object that would make a new triple"),
        Output("score", "number", "plausibility of that triple, in (0, 1); higher is more plausible"),
    ),
    options=(),
    evaluate=_evaluate,
    scalar=None,
    example=(
        "SELECT ?place ?score WHERE { (?place ?score) sk:predictObject (:PuertoVaras :bus 5) } "
        "ORDER BY DESC(?score)"
    ),
)
