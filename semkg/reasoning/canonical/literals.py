"""One spelling for all literals of the same value."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import cast

import pyoxigraph as ox

from semkg.reasoning.values.datatypes import value_of
from semkg.store import parse_term
from semkg.vocab import OWL, XSD

_DAY = 24 * 60 * 60
_FIRST_DAY = cast("tuple[str, tuple[Fraction, None]]", value_of("0001-01-01T00:00:00", XSD + "dateTime"))[1][
    0
]


def literal_name(text: str) -> str:
    """Return the one spelling of a literal's value; a literal without a known value keeps its own.

    Args:
        text: a literal in N-Triples form.

    >>> literal_name('"01"^^<http://www.w3.org/2001/XMLSchema#int>')
    '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    >>> literal_name('"chat"@fr')
    '"chat"@fr'
    """
    if text[-1] != ">":
        return text
    literal = parse_term(text)
    if not isinstance(literal, ox.Literal):
        return text
    value = value_of(literal.value, literal.datatype.value)
    spelled = None if value is None else _spell(*value)
    return text if spelled is None else str(ox.Literal(spelled[0], datatype=ox.NamedNode(spelled[1])))


def _spell(space: str, content: object) -> tuple[str, str] | None:
    """Return lexical form and datatype of a value, ``None`` where it has no other spelling."""
    speller = _SPELLERS.get(space)
    return speller(content) if speller else None


def _number(content: object) -> tuple[str, str]:
    number = cast("Fraction", content)
    if number.denominator == 1:
        return str(number.numerator), XSD + "integer"
    places = _decimal_places(number.denominator)
    if places is None:
        return str(number), OWL + "rational"
    digits = str(abs(number.numerator) * 10**places // number.denominator).zfill(places + 1)
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}", XSD + "decimal"


def _decimal_places(denominator: int) -> int | None:
    """Return how many decimal places 1 / denominator has, ``None`` for endless ones."""
    twos, fives = 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


def _floating(datatype: str, code: str) -> Callable[[object], tuple[str, str]]:
    def spell(content: object) -> tuple[str, str]:
        (number,) = struct.unpack(code, cast("bytes", content))
        text = {"inf": "INF", "-inf": "-INF", "nan": "NaN"}.get(repr(number), repr(number))
        return text, datatype

    return spell


def _moment(content: object) -> tuple[str, str] | None:
    moment, zone = cast("tuple[Fraction, int | None]", content)
    day, second = divmod(moment - _FIRST_DAY, _DAY)
    if not 0 <= day < date.max.toordinal():
        return None
    whole, part = divmod(second, 1)
    minutes, seconds = divmod(int(whole), 60)
    fraction = _number(part)[0].removeprefix("0") if part else ""
    clock = f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{fraction}{_zone(zone)}"
    return f"{date.fromordinal(int(day) + 1).isoformat()}T{clock}", XSD + "dateTime"


def _zone(minutes: int | None) -> str:
    if minutes is None:
        return ""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "Z"


_SPELLERS: dict[str, Callable[[object], tuple[str, str] | None]] = {
    "decimal": _number,
    "double": _floating(XSD + "double", ">d"),
    "float": _floating(XSD + "float", ">f"),
    "boolean": lambda content: (str(content).lower(), XSD + "boolean"),
    "string": lambda content: (str(content), XSD + "string"),
    "moment": _moment,
    "hexBinary": lambda content: (cast("bytes", content).hex().upper(), XSD + "hexBinary"),
    "base64Binary": lambda content: (base64.b64encode(cast("bytes", content)).decode(), XSD + "base64Binary"),
    "anyURI": lambda content: (str(content), XSD + "anyURI"),
}
