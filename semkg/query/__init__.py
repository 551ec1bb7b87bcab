"""SPARQL with property functions over Oxigraph.

The way of a query through the files of this room::

    quick        has it anything to do with us? if not, Oxigraph answers it as it is
    syntax       text -> tree with places (sparql.lark), within limits
    validation   guards SERVICE, lets Oxigraph judge the syntax (diagnosis finds the place of an error)
    dataset      FROM, pragma and parameter -> graphs and regime
    groups       tree -> groups and elements (pattern, scope), with the calls in them (statement, binding, arguments)
    execution    calls in the order in which they feed each other: collect finds their inputs, rows writes their results
    virtual      graphs that no triple is written for: GRAPH sk:models (describing: what DESCRIBE tells of them)
    running      the rewritten text (edits) on Oxigraph, with scalar functions (scalars) and their numbers (numerals)
    results      what the caller gets, watched for failures and time (guard)
"""

from __future__ import annotations

from semkg.query.arguments import as_term as held_term
from semkg.query.dataset import Dataset
from semkg.query.declaration import (
    Call,
    Edges,
    LookUp,
    Output,
    OutputRow,
    Parameter,
    SparqlFunction,
    Value,
    ValueKind,
)
from semkg.query.engine import QueryEngine
from semkg.query.guard import too_long
from semkg.query.models import Drop, ModelLanguage, ModelOperation, Refresh, Train
from semkg.query.names import Names
from semkg.query.results import AskResult, GraphResult, QueryResult, SelectResult
from semkg.query.source import Origin, Source
from semkg.query.syntax import (
    Node,
    Parsed,
    UnreadError,
    begin,
    child,
    children,
    end,
    name_of,
    parse,
    subtrees,
    tokens,
)
from semkg.query.update import UpdatePlan
from semkg.query.virtual import Describe, VirtualGraphs

__all__ = [
    "AskResult",
    "Call",
    "Dataset",
    "Describe",
    "Drop",
    "Edges",
    "GraphResult",
    "LookUp",
    "ModelLanguage",
    "ModelOperation",
    "Names",
    "Node",
    "Origin",
    "Output",
    "OutputRow",
    "Parameter",
    "Parsed",
    "QueryEngine",
    "QueryResult",
    "Refresh",
    "SelectResult",
    "Source",
    "SparqlFunction",
    "Train",
    "UnreadError",
    "UpdatePlan",
    "Value",
    "ValueKind",
    "VirtualGraphs",
    "begin",
    "child",
    "children",
    "end",
    "held_term",
    "name_of",
    "parse",
    "subtrees",
    "tokens",
    "too_long",
]
