"""``sk:predictObject``, ``sk:predictSubject`` and ``sk:predictPredicate``: which triples are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import pyoxigraph as ox

from semkg.functions.parameters import MODEL, K, learned_or_none, model_name
from semkg.query import Call, Output, OutputRow, Parameter, SparqlFunction
from semkg.store import Term, parse_term
from semkg.views import Learned, Views
from semkg.vocab import RDF_TYPE, sk

Predicted = list[tuple[Term, float]]
_Best = Callable[[Learned, int], list[tuple[int, float]]]
_Complete = Callable[[Term], tuple[Term, Term, Term]]


def predict_object(
    views: Views,
    subject: Term,
    predicate: Term,
    *,
    k: int = 10,
    regime: str = "invariant",
    model: str | None = None,
    of_class: Term | None = None,
) -> Predicted:
    """Return the most plausible objects that the graph does not have yet.

    Args:
        views: the epoch to look at.
        subject: a node.
        predicate: a predicate.
        k: how many objects, at the most.
        regime: ``asserted`` leaves out what was written; the others leave out all that is entailed, and what would
            contradict the ontology.
        model: name of a trained model; the store's default model when left out.
        of_class: only things known to be of this class.

    Returns:
        (object, plausibility in (0, 1)), the most plausible first; a sameAs block is listed by its first name. Empty
        for a subject or predicate that the model has not seen.
    """
    return _predict(
        views,
        learned_or_none(views, regime, model),
        lambda learned, asked: learned.objects(subject, predicate, asked),
        lambda candidate: (subject, predicate, candidate),
        k=k,
        regime=regime,
        of_class=of_class,
    )


def predict_subject(
    views: Views,
    predicate: Term,
    object_: Term,
    *,
    k: int = 10,
    regime: str = "invariant",
    model: str | None = None,
    of_class: Term | None = None,
) -> Predicted:
    """Return the most plausible subjects that the graph does not have yet; arguments as for :func:`predict_object`.

    They are found by the vectors of the predicate read backwards, so the plausibilities may not fall from one to the
    next.
    """
    return _predict(
        views,
        learned_or_none(views, regime, model),
        lambda learned, asked: learned.subjects(predicate, object_, asked),
        lambda candidate: (candidate, predicate, object_),
        k=k,
        regime=regime,
        of_class=of_class,
    )


def predict_predicate(
    views: Views,
    subject: Term,
    object_: Term,
    *,
    k: int = 10,
    regime: str = "invariant",
    model: str | None = None,
) -> Predicted:
    """Return the most plausible predicates between two nodes that the graph does not have yet.

    rdf:type is asked for where the object is a class and nothing else, and only there; a property all of
    whose facts narrower ones give is not listed: it is as plausible as the best of them. Arguments as for
    :func:`predict_object`; (predicate, plausibility in (0, 1)), the most plausible first.
    """
    learned = learned_or_none(views, regime, model)
    found = learned.relations(subject, object_) if learned else []
    candidates = [(parse_term(text), value) for text, value in found]
    verdicts = views.decide([(subject, predicate, object_) for predicate, _ in candidates], regime)
    return [pair for pair, verdict in zip(candidates, verdicts, strict=True) if verdict is None][:k]


def _predict(
    views: Views,
    learned: Learned | None,
    best: _Best,
    complete: _Complete,
    *,
    k: int,
    regime: str,
    of_class: Term | None,
) -> Predicted:
    """Ask for ever more candidates until enough of them are open; none for an entity or predicate that is not seen."""
    if learned is None:
        return []
    found: Predicted = []
    asked = looked_at = 0
    while len(found) < k and looked_at == asked:
        asked = max(2 * asked, 4 * k)
        ranked = best(learned, asked)
        candidates = [(learned.names(entity)[0], value) for entity, value in ranked[looked_at:]]
        looked_at = len(ranked)
        if of_class is not None:
            member = _are_members(views, [name for name, _ in candidates], of_class, regime)
            candidates = [pair for pair, within in zip(candidates, member, strict=True) if within]
        verdicts = views.decide([complete(name) for name, _ in candidates], regime)
        found += [pair for pair, verdict in zip(candidates, verdicts, strict=True) if verdict is None]
    return found[:k]


def _are_members(views: Views, things: list[Term], of_class: Term, regime: str) -> list[bool]:
    terms = views.snapshot.terms
    s = np.array([terms.add(thing) for thing in things], dtype=np.int32)
    p, o = (np.full(len(s), terms.add(term), dtype=np.int32) for term in (ox.NamedNode(RDF_TYPE), of_class))
    member: list[bool] = views.closure(regime).contains(s, p, o).tolist()
    return member


def _evaluate(predict: Callable[..., Predicted], views: Views, call: Call) -> Iterable[OutputRow]:
    chosen = {"of_class": call.options["class"]} if "class" in call.options else {}
    for place, (first, second, k, model) in enumerate(call.inputs):
        rows = predict(views, first, second, k=k, regime=call.regime, model=model_name(model), **chosen)
        yield from ((place, row) for row in rows)


_CLASS = Parameter("class", "iri", "only things that are known to be of this class; any when left out")
_SCORE = Output("score", "number", "plausibility of that triple, in (0, 1); higher is more plausible")

PREDICT_OBJECT = SparqlFunction(
    iri=sk("predictObject"),
    doc="What is missing: the most plausible objects for a subject and a predicate that the graph does not have yet.",
    inputs=(
        Parameter("subject", "node", "the subject", required=True),
        Parameter("predicate", "predicate", "the predicate", required=True),
        K,
        MODEL,
    ),
    outputs=(Output("object", "term", "an object that would make a new triple"), _SCORE),
    options=(_CLASS,),
    evaluate=partial(_evaluate, predict_object),
    scalar=None,
    example=(
        "SELECT ?place ?score WHERE { (?place ?score) sk:predictObject (:PuertoVaras :bus 5) } "
        "ORDER BY DESC(?score)"
    ),
)

PREDICT_SUBJECT = SparqlFunction(
    iri=sk("predictSubject"),
    doc="What is missing: the most plausible subjects for a predicate and an object that the graph does not have yet.",
    inputs=(
        Parameter("predicate", "predicate", "the predicate", required=True),
        Parameter("object", "node", "the object", required=True),
        K,
        MODEL,
    ),
    outputs=(Output("subject", "term", "a subject that would make a new triple"), _SCORE),
    options=(_CLASS,),
    evaluate=partial(_evaluate, predict_subject),
    scalar=None,
    example=(
        "SELECT ?place ?score WHERE { (?place ?score) sk:predictSubject (:bus :PuertoVaras 5 sk:class :City) } "
        "ORDER BY DESC(?score)"
    ),
)

PREDICT_PREDICATE = SparqlFunction(
    iri=sk("predictPredicate"),
    doc="What is missing: the most plausible predicates from one node to another that the graph does not have yet.",
    inputs=(
        Parameter("subject", "node", "the subject", required=True),
        Parameter("object", "node", "the object", required=True),
        Parameter("k", "integer", "how many predicates, at least 1", default=10, minimum=1),
        MODEL,
    ),
    outputs=(Output("predicate", "predicate", "a predicate that would make a new triple"), _SCORE),
    options=(),
    evaluate=partial(_evaluate, predict_predicate),
    scalar=None,
    example=(
        "SELECT ?link ?score WHERE { (?link ?score) sk:predictPredicate (:PuertoVaras :Santiago 3) } "
        "ORDER BY DESC(?score)"
    ),
)
