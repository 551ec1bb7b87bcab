"""SPARQL with property functions over Oxigraph."""

from __future__ import annotations

from semkg.query.dataset import Dataset
from semkg.query.declaration import Call, Output, OutputRow, Parameter, SparqlFunction, Value, ValueKind
from semkg.query.engine import QueryEngine
from semkg.query.results import AskResult, GraphResult, QueryResult, SelectResult
from semkg.query.update import UpdatePlan

__all__ = [
    "AskResult",
    "Call",
    "Dataset",
    "GraphResult",
    "Output",
    "OutputRow",
    "Parameter",
    "QueryEngine",
    "QueryResult",
    "SelectResult",
    "SparqlFunction",
    "UpdatePlan",
    "Value",
    "ValueKind",
]
