"""Checking the arguments of a call against its declaration.

The same checks serve constants, which are refused with their place, and values that a query binds while it
runs, which simply are not in the relation.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from semkg.query.declaration import Parameter, SparqlFunction, Value, ValueKind
from semkg.query.names import short
from semkg.store import Term
from semkg.vocab import REGIMES, XSD, sk

REGIME = Parameter("regime", "regime", "the graph to look at: sk:asserted, sk:entailed or sk:invariant")
"""The keyword that every function takes."""

_REGIME_IRIS = {sk(name): name for name in REGIMES}
_INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_NUMBERS = _INTEGERS | {XSD + name for name in ("decimal", "double", "float")}
_TERM_TYPES = frozenset({ox.NamedNode, ox.BlankNode, ox.Literal, ox.Triple, type(None)})
_WANTED: dict[ValueKind, str] = {
    "node": "a node (an IRI or a blank node)",
    "predicate": "a predicate (an IRI)",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "regime": "one of sk:asserted, sk:entailed, sk:invariant",
    "iri": "an IRI",
    "term": "a term",
}


def keywords(function: SparqlFunction) -> dict[str, Parameter]:
    """Return the keywords that a call may use, by local name: its options, its inputs, and ``regime``."""
    named = (*function.inputs, *function.options, REGIME)
    return {parameter.name: parameter for parameter in named}


def convert(parameter: Parameter, term: Term) -> Value:
    """Return a constant or bound term as the function wants it.

    Raises:
        ValueError: it is of another kind, or out of range; the message says what is wanted.
    """
    value = _of_kind(parameter.kind, term)
    if value is None:
        msg = f"{parameter.name} must be {_WANTED[parameter.kind]}, not {show(term)}"
        raise ValueError(msg)
    _check_range(parameter, value)
    return value


def show(term: Term) -> str:
    """Return a term for a message, briefly."""
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        return term.value
    return short(term.value) if isinstance(term, ox.NamedNode) else str(term)


def fits(kind: ValueKind, term: Term) -> bool:
    """Return whether a term can be a value of this kind."""
    return _of_kind(kind, term) is not None


def _of_kind(kind: ValueKind, term: Term) -> Value | None:
    match kind:
        case "term":
            return term
        case "node":
            return term if isinstance(term, ox.NamedNode | ox.BlankNode) else None
        case "predicate" | "iri":
            return term if isinstance(term, ox.NamedNode) else None
        case "regime":
            return _REGIME_IRIS.get(term.value) if isinstance(term, ox.NamedNode) else None
        case _:
            return _literal_value(kind, term) if isinstance(term, ox.Literal) else None


def _literal_value(kind: ValueKind, literal: ox.Literal) -> int | float | bool | None:
    datatype = literal.datatype.value
    try:
        if kind == "boolean":
            return (
                {"true": True, "1": True, "false": False, "0": False}.get(literal.value)
                if datatype == XSD + "boolean"
                else None
            )
        if kind == "integer":
            return int(literal.value) if datatype in _INTEGERS else None
        return float(literal.value) if datatype in _NUMBERS else None
    except ValueError:
        return None


def _check_range(parameter: Parameter, value: Value) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    low, high = parameter.minimum, parameter.maximum
    above = parameter.above_minimum and value == low
    if (
        math.isnan(value)
        or (low is not None and (value < low or above))
        or (high is not None and value > high)
    ):
        msg = f"{parameter.name} must be {_range(parameter)}, not {value:g}"
        raise ValueError(msg)


def _range(parameter: Parameter) -> str:
    parts = []
    if parameter.minimum is not None:
        parts.append(f"{'above' if parameter.above_minimum else 'at least'} {parameter.minimum:g}")
    if parameter.maximum is not None:
        parts.append(f"at most {parameter.maximum:g}")
    return " and ".join(parts) or "a number"


def with_defaults(parameters: Iterable[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a call with defaults filled in; an option without default that was left out is missing."""
    defaults = {
        parameter.name: parameter.default for parameter in parameters if parameter.default is not None
    }
    return {**defaults, **given}


def as_term(value: Term | float | None) -> Term | None:
    """Return a value of a function as a term: Python numbers become xsd:integer and xsd:double."""
    kind = type(value)
    if kind in _TERM_TYPES:
        return value  # type: ignore[return-value]  # its type was just looked at
    if kind is float or kind is int or kind is bool:
        return ox.Literal(value)  # type: ignore[arg-type]  # it is a number
    if isinstance(value, numbers.Integral):
        return ox.Literal(int(value))
    return ox.Literal(float(value)) if isinstance(value, numbers.Real) else value  # type: ignore[return-value]  # a term
