"""``sk:plausibility``: how far a triple is to be believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from semkg.functions.parameters import MODEL, learned_or_none, model_name
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.store import Term
from semkg.views import Views
from semkg.vocab import sk

Triple = tuple[Term, Term, Term]


def plausibility(
    views: Views, triples: Sequence[Triple], *, regime: str = "invariant", model: str | None = None
) -> list[float | None]:
    """Say how plausible each triple is.

    Args:
        views: the epoch to look at.
        triples: subject, predicate, object of each candidate.
        regime: ``asserted`` asks what was written and learns from it alone; the others know the closure.
        model: name of a trained model; the store's default model when left out.

    Returns:
        For each triple 1.0 if it is entailed (or asserted), 0.0 if it would contradict the ontology, else the
        calibrated probability of the model, in (0, 1); ``None`` where logic does not decide and the model has not
        seen one of the terms.

    Raises:
        InconsistentError: the data contradict themselves already, so that everything follows.
    """
    if model is not None:
        views.learned(regime, model)  # an unknown name is an error also where logic decides everything
    decided = views.decide(triples, regime)
    open_places = [place for place, value in enumerate(decided) if value is None]
    if open_places:
        learned = learned_or_none(views, regime, model)
        values = learned.plausibility([triples[place] for place in open_places]) if learned else []
        for place, value in zip(open_places, values, strict=False):
            decided[place] = value
    return decided


def _evaluate(views: Views, call: Call) -> Iterable[OutputRow]:
    asked: dict[ox.NamedNode | None, dict[int, Triple]] = {}
    for place, (s, p, o, model) in enumerate(call.inputs):
        asked.setdefault(model, {})[place] = (s, p, o)
    for model, triples in asked.items():
        values = plausibility(views, list(triples.values()), regime=call.regime, model=model_name(model))
        for place, value in zip(triples, values, strict=True):
            if value is not None:
                yield place, (value,)


PLAUSIBILITY = SparqlFunction(
    iri=sk("plausibility"),
    doc="What is missing: 1 for a triple that is entailed, 0 for one that would contradict, else its probability.",
    inputs=(
        Parameter("subject", "term", "subject of the triple", required=True),
        Parameter("predicate", "predicate", "predicate of the triple", required=True),
        Parameter("object", "term", "object of the triple", required=True),
        MODEL,
    ),
    outputs=(Output("plausibility", "number", "in [0, 1]; higher is more plausible"),),
    options=(),
    evaluate=_evaluate,
    scalar=("subject", "predicate", "object", "model"),
    example=(
        "SELECT ?to (sk:plausibility(:PuertoVaras, :bus, ?to) AS ?chance) "
        "WHERE { ?to a :City } ORDER BY DESC(?chance)"
    ),
)
