"""Checking the arguments of a call against its declaration.

The same checks serve constants, which are refused with their place, and values that a query binds while it
runs, which simply are not in the relation.
"""

from __future__ import annotations

import functools
import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from semkg.query.declaration import Output, Parameter, SparqlFunction, Value, ValueKind
from semkg.query.names import short
from semkg.store import Term
from semkg.vocab import RDF, REGIMES, XSD, sk

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
_KEPT = frozenset({XSD + "string", RDF + "langString"})
_EMPTY = ox.Store()
_TERM_TYPES = frozenset({ox.NamedNode, ox.BlankNode, ox.Literal, ox.Triple, type(None)})
_NODES = frozenset({ox.NamedNode, ox.BlankNode})
_PLAIN: dict[ValueKind, frozenset[type]] = {
    "term": _TERM_TYPES,
    "node": _NODES,
    "predicate": frozenset({ox.NamedNode}),
    "iri": frozenset({ox.NamedNode}),
}
"""Kinds whose values are the terms themselves, if they are of these types."""
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


def kind_under(place: Parameter | Output, options: Mapping[str, Any]) -> ValueKind:
    """Return what a place accepts in a call with these options."""
    lax = place.literals_if is not None and options.get(place.literals_if) is True
    return "term" if lax else place.kind


def convert(place: Parameter | Output, term: Term, options: Mapping[str, Any]) -> Value:
    """Return a constant or bound term as the function wants it.

    Args:
        place: where it is given.
        term: the term.
        options: the options of the call, as far as they are known: what some places accept depends on them.

    Raises:
        ValueError: it is of another kind, or out of range; the message says what is wanted.
    """
    kind = kind_under(place, options)
    value = _of_kind(kind, term)
    if value is None:
        more = f"; sk:{place.literals_if} true allows literals" if place.literals_if else ""
        msg = f"{place.name} must be {_WANTED[kind]}, not {show(term)}{more}"
        raise ValueError(msg)
    if isinstance(place, Parameter):
        _check_range(place, value)
    return value


class Reader:
    """:func:`convert` for one place and the options of one call, made for very many terms."""

    def __init__(self, place: Parameter | Output, options: Mapping[str, Any]) -> None:
        self._place = place
        self._options = options
        self._types = _PLAIN.get(kind_under(place, options))

    @property
    def is_plain(self) -> bool:
        """Whether values are the terms themselves, so that different terms are different values."""
        return self._types is not None

    def takes(self, term: Term) -> bool:
        """Return whether a term can be the value."""
        if self._types is not None:
            return type(term) in self._types
        try:
            convert(self._place, term, self._options)
        except ValueError:
            return False
        return True

    def takes_all(self, terms: Iterable[Term]) -> bool:
        """Return whether each of these terms can be the value."""
        return (
            set(map(type, terms)) <= self._types if self._types is not None else all(map(self.takes, terms))
        )

    def all(self, terms: Sequence[Term]) -> Sequence[Value]:
        """Return the values of terms that can be."""
        return terms if self._types is not None else [convert(self._place, t, self._options) for t in terms]


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
    below = parameter.below_maximum and value == high
    if (
        math.isnan(value)
        or (low is not None and (value < low or above))
        or (high is not None and (value > high or below))
    ):
        msg = f"{parameter.name} must be {_range(parameter)}, not {value:g}"
        raise ValueError(msg)


def _range(parameter: Parameter) -> str:
    parts = []
    if parameter.minimum is not None:
        parts.append(f"{'above' if parameter.above_minimum else 'at least'} {parameter.minimum:g}")
    if parameter.maximum is not None:
        parts.append(f"{'below' if parameter.below_maximum else 'at most'} {parameter.maximum:g}")
    return " and ".join(parts) or "a number"


def with_defaults(parameters: Iterable[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a call with defaults filled in; an option without default that was left out is missing."""
    defaults = {
        parameter.name: parameter.default for parameter in parameters if parameter.default is not None
    }
    return {**defaults, **given}


def as_term(value: Term | float | None) -> Term | None:
    """Return a value of a function as Oxigraph holds it: Python numbers become xsd:integer and xsd:double."""
    kind = type(value)
    if kind is ox.NamedNode:
        return value  # type: ignore[return-value]  # its type was just looked at
    if kind is float or kind is int or kind is bool:
        return ox.Literal(value)  # type: ignore[arg-type]  # it is a number
    if isinstance(value, ox.Literal):
        return value if is_kept(value) else _held(value)
    if kind in _TERM_TYPES:
        return value  # type: ignore[return-value]  # its type was just looked at
    if isinstance(value, numbers.Integral):
        return ox.Literal(int(value))
    return ox.Literal(float(value)) if isinstance(value, numbers.Real) else value  # type: ignore[return-value]  # a term


def is_kept(term: Term) -> bool:
    """Return whether Oxigraph surely keeps a term as it was written; of numbers and dates it keeps the value."""
    return not isinstance(term, ox.Literal) or term.datatype.value in _KEPT


@functools.lru_cache(maxsize=100_000)
def _held(literal: ox.Literal) -> Term:
    """Return a literal as patterns see it: ``"01"^^xsd:int`` is ``1`` there."""
    [row] = _EMPTY.query(f"SELECT ({literal} AS ?held) {{}}")  # type: ignore[misc]  # a SELECT gives solutions
    return row[0]  # type: ignore[no-any-return]  # its only value
