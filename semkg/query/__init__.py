"""SPARQL with property functions over Oxigraph."""

from __future__ import annotations

from semkg.query.declaration import Call, Output, OutputRow, Parameter, SparqlFunction, Value, ValueKind

__all__ = ["Call", "Output", "OutputRow", "Parameter", "SparqlFunction", "Value", "ValueKind"]
