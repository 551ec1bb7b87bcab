"""The SPARQL functions and magic predicates of semkg, one declaration each."""

from __future__ import annotations

from semkg.functions.allpaths import ALL_PATHS, ALL_PATHS_EDGE, CYCLE, CYCLE_EDGE
from semkg.functions.analytics import ANALYTIC_FUNCTIONS
from semkg.functions.delta import ENTAILMENT_DELTA, score_changes
from semkg.functions.documentation import call, explain, pattern, service, short_name, to_markdown
from semkg.functions.estimates import ESTIMATE, estimate
from semkg.functions.estimators import Estimate
from semkg.functions.explanation import EXPLAIN, explain_triples, explainer
from semkg.functions.installed import installed_functions
from semkg.functions.models import MODEL_LANGUAGE, ModelChanges, describe_models
from semkg.functions.paths import DISTANCE, PATH_EDGE, REACHABLE, SHORTEST_PATH
from semkg.functions.plausibility import PLAUSIBILITY, plausibility
from semkg.functions.prediction import (
    PREDICT_OBJECT,
    PREDICT_PREDICATE,
    PREDICT_SUBJECT,
    predict_object,
    predict_predicate,
    predict_subject,
)
from semkg.functions.similarity import SIMILAR_TO, SIMILARITY, similar_to, similarity
from semkg.functions.statistics import STATS
from semkg.functions.ways import Ways
from semkg.functions.work import describe_tasks
from semkg.query import SparqlFunction

FUNCTIONS: tuple[SparqlFunction, ...] = (
    *ANALYTIC_FUNCTIONS,
    SHORTEST_PATH,
    PATH_EDGE,
    REACHABLE,
    DISTANCE,
    ALL_PATHS,
    ALL_PATHS_EDGE,
    CYCLE,
    CYCLE_EDGE,
    ENTAILMENT_DELTA,
    PLAUSIBILITY,
    SIMILARITY,
    SIMILAR_TO,
    PREDICT_OBJECT,
    PREDICT_SUBJECT,
    PREDICT_PREDICATE,
    STATS,
    ESTIMATE,
    EXPLAIN,
)
"""Every function of ours that SPARQL knows; :func:`installed_functions` has those of other packages."""

__all__ = [
    "ANALYTIC_FUNCTIONS",
    "FUNCTIONS",
    "MODEL_LANGUAGE",
    "Estimate",
    "ModelChanges",
    "Ways",
    "call",
    "describe_models",
    "describe_tasks",
    "estimate",
    "explain",
    "explain_triples",
    "explainer",
    "installed_functions",
    "pattern",
    "plausibility",
    "predict_object",
    "predict_predicate",
    "predict_subject",
    "score_changes",
    "service",
    "short_name",
    "similar_to",
    "similarity",
    "to_markdown",
]
