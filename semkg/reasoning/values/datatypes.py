"""The datatypes of OWL 2 RL: what value a lexical form means, and which values a datatype holds.

A value is a pair ``(space, content)``; two literals mean the same if and only if their values are equal. Decimal
numbers, doubles, floats, strings, tagged strings, booleans, moments, binaries and IRIs are spaces without common
members. Values are identical only if they cannot be told apart: ``12:00Z`` is not ``13:00+01:00``, ``0`` is not
``-0``, NaN is NaN.

A lexical form is taken as it stands: white space around a number makes it ill-typed, as RDF 1.1 Concepts (section 5)
and the tests of RDF Semantics have it; collapsing it belongs to the reading of XML.

Source: XML Schema Definition Language 1.1 Part 2; OWL 2 Structural Specification, section 4.
"""

from __future__ import annotations

import base64
import binascii
import calendar
import math
import re
import struct
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from xml.etree.ElementTree import ParseError, canonicalize

import numpy as np

from semkg.vocab import OWL, RDF, RDFS, XSD

Value = tuple[str, object]

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_RATIONAL = re.compile(r"[+-]?[0-9]+ */ *0*[1-9][0-9]*")
_DOUBLE = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_DATE_TIME = re.compile(
    r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])T"
    r"([01][0-9]|2[0-4]):([0-5][0-9]):([0-5][0-9])(\.[0-9]+)?(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)
_BASE64 = re.compile(
    r"((?:[A-Za-z0-9+/] ?){4})*((?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]"
    r"|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
)
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_CHAR = _NAME_START + "\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"

_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_STRINGS = {
    "string": re.compile(r".*", re.DOTALL),
    "normalizedString": re.compile(r"[^\t\n\r]*"),
    "token": re.compile(r"([^\t\n\r ]+( [^\t\n\r ]+)*)?"),
    "language": _LANGUAGE,
    "NMTOKEN": re.compile(f"[:{_NAME_CHAR}]+"),
    "Name": re.compile(f"[:{_NAME_START}][:{_NAME_CHAR}]*"),
    "NCName": re.compile(f"[{_NAME_START}][{_NAME_CHAR}]*"),
}


def value_of(lexical: str, datatype: str, language: str = "") -> Value | None:
    """Return the value of a literal.

    Args:
        lexical: its lexical form.
        datatype: the IRI of its datatype.
        language: its language tag, empty without one.

    Returns:
        The value, or ``None`` if the lexical form is ill-typed or the datatype is not one of :data:`DATATYPES`.
    """
    if language:
        return ("tagged", (lexical, language.lower()))
    parser = _PARSERS.get(datatype)
    return parser(lexical) if parser else None


def holds(datatype: str, value: Value | None) -> bool:
    """Say whether the value space of a datatype (one of :data:`DATATYPES`) holds a value; nothing holds ``None``."""
    return value is not None and _SPACES[datatype](value)


def _integer_parser(name: str) -> Callable[[str], Value | None]:
    low, high = _BOUNDS[name]

    def parse(lexical: str) -> Value | None:
        if not _INTEGER.fullmatch(lexical):
            return None
        number = _exact(lexical)
        inside = (low is None or number >= low) and (high is None or number <= high)
        return ("decimal", number) if inside else None

    return parse


def _integer_space(name: str) -> Callable[[Value], bool]:
    low, high = _BOUNDS[name]

    def inside(value: Value) -> bool:
        space, number = value
        if space != "decimal" or not isinstance(number, Fraction) or number.denominator != 1:
            return False
        return (low is None or number >= low) and (high is None or number <= high)

    return inside


def _string_parser(name: str) -> Callable[[str], Value | None]:
    pattern = _STRINGS[name]

    def parse(lexical: str) -> Value | None:
        return ("string", lexical) if pattern.fullmatch(lexical) else None

    return parse


def _string_space(name: str) -> Callable[[Value], bool]:
    pattern = _STRINGS[name]
    return lambda value: value[0] == "string" and pattern.fullmatch(str(value[1])) is not None


def _decimal(lexical: str) -> Value | None:
    return ("decimal", _exact(lexical)) if _DECIMAL.fullmatch(lexical) else None


def _rational(lexical: str) -> Value | None:
    if not _RATIONAL.fullmatch(lexical):
        return None
    numerator, denominator = lexical.split("/")
    return ("decimal", _exact(numerator.strip()) / _exact(denominator.strip()))


def _exact(numeral: str) -> Fraction:
    """Return the value of a decimal numeral; by way of Decimal, since int refuses more than 4,300 digits."""
    return Fraction(Decimal(numeral))


def _is_decimal(value: Value) -> bool:
    space, number = value
    if space != "decimal" or not isinstance(number, Fraction):
        return False
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _double(lexical: str) -> Value | None:
    return ("double", struct.pack(">d", float(lexical))) if _DOUBLE.fullmatch(lexical) else None


def _float(lexical: str) -> Value | None:
    if not _DOUBLE.fullmatch(lexical):
        return None
    number = float(lexical)
    try:
        nearest = struct.unpack(">f", struct.pack(">f", number))[0]
    except OverflowError:
        # A number that is too large for single precision means infinity.
        return ("float", struct.pack(">f", float("inf") if number > 0 else float("-inf")))
    return ("float", struct.pack(">f", _undo_double_rounding(lexical, number, nearest)))


def _undo_double_rounding(lexical: str, number: float, nearest: float) -> float:
    """Return the single next to a numeral, given the double next to it and the single next to that one.

    Where the double lies half-way between two singles, the numeral itself says which of them is nearer.
    """
    if not math.isfinite(number) or number == nearest:
        return nearest
    other = float(np.nextafter(np.float32(nearest), np.float32(math.copysign(math.inf, number - nearest))))
    half_way = math.isfinite(other) and Fraction(number) * 2 == Fraction(nearest) + Fraction(other)
    if not half_way or _exact(lexical) == Fraction(number):
        return nearest
    return max(nearest, other) if _exact(lexical) > Fraction(number) else min(nearest, other)


def _boolean(lexical: str) -> Value | None:
    found = {"true": True, "1": True, "false": False, "0": False}.get(lexical)
    return None if found is None else ("boolean", found)


def _date_time(lexical: str) -> Value | None:
    found = _DATE_TIME.fullmatch(lexical)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(Decimal(found.group(number))) for number in range(1, 7))
    fraction = Fraction(found.group(7) or 0)
    if day > _days(year, month) or (hour == 24 and (minute or second or fraction)):
        return None
    # 24:00 is the first moment of the next day; counting seconds makes both forms one value.
    moment = ((_day_number(year, month, day) * 24 + hour) * 60 + minute) * 60 + second + fraction
    return ("moment", (moment, _zone(found.group(8))))


def _days(year: int, month: int) -> int:
    # The calendar repeats every 400 years; the calendar module knows the years 1 to 9999.
    return calendar.monthrange(year % 400 + 2000, month)[1]


def _day_number(year: int, month: int, day: int) -> int:
    """Number the days of the proleptic Gregorian calendar."""
    shifted = year - (month < 3)
    month_index = (month + 9) % 12
    return 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400 + (153 * month_index + 2) // 5 + day


def _zone(text: str | None) -> int | None:
    """Return the offset from UTC in minutes, ``None`` without a time zone."""
    if text is None:
        return None
    if text == "Z":
        return 0
    hours, minutes = text[1:].split(":")
    return (-1 if text[0] == "-" else 1) * (int(hours) * 60 + int(minutes))


def _date_time_stamp(lexical: str) -> Value | None:
    value = _date_time(lexical)
    return value if value and _has_zone(value) else None


def _has_zone(value: Value) -> bool:
    return value[0] == "moment" and isinstance(value[1], tuple) and value[1][1] is not None


def _hex_binary(lexical: str) -> Value | None:
    try:
        return ("hexBinary", binascii.unhexlify(lexical))
    except (binascii.Error, ValueError):
        return None


def _base64_binary(lexical: str) -> Value | None:
    if not _BASE64.fullmatch(lexical):
        return None
    return ("base64Binary", base64.b64decode(lexical.replace(" ", ""), validate=True))


def _any_uri(lexical: str) -> Value | None:
    # RFC 3987: a relative reference has no colon in its first segment, and a scheme begins with a letter.
    first = re.split(r"[/?#]", lexical, maxsplit=1)[0]
    well_formed = ":" not in first or re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", first.split(":")[0])
    return ("anyURI", lexical) if well_formed and not re.search(r'[\s<>"{}|\\^`]', lexical) else None


def _plain_literal(lexical: str) -> Value | None:
    text, at, tag = lexical.rpartition("@")
    if not at or (tag and not _LANGUAGE.fullmatch(tag)):
        return None
    return ("tagged", (text, tag.lower())) if tag else ("string", text)


def _xml(lexical: str) -> Value | None:
    try:
        # Inside an element no document type, hence no entity, can be declared.
        return ("XMLLiteral", canonicalize(f"<x>{lexical}</x>"))
    except ParseError:
        return None


def _in_space(space: str) -> Callable[[Value], bool]:
    return lambda value: value[0] == space


_PARSERS: dict[str, Callable[[str], Value | None]] = {
    **{XSD + name: _integer_parser(name) for name in _BOUNDS},
    **{XSD + name: _string_parser(name) for name in _STRINGS},
    XSD + "decimal": _decimal,
    XSD + "double": _double,
    XSD + "float": _float,
    XSD + "boolean": _boolean,
    XSD + "dateTime": _date_time,
    XSD + "dateTimeStamp": _date_time_stamp,
    XSD + "hexBinary": _hex_binary,
    XSD + "base64Binary": _base64_binary,
    XSD + "anyURI": _any_uri,
    RDF + "PlainLiteral": _plain_literal,
    RDF + "XMLLiteral": _xml,
    OWL + "rational": _rational,
}

_SPACES: dict[str, Callable[[Value], bool]] = {
    **{XSD + name: _integer_space(name) for name in _BOUNDS},
    **{XSD + name: _string_space(name) for name in _STRINGS},
    XSD + "decimal": _is_decimal,
    XSD + "double": _in_space("double"),
    XSD + "float": _in_space("float"),
    XSD + "boolean": _in_space("boolean"),
    XSD + "dateTime": _in_space("moment"),
    XSD + "dateTimeStamp": _has_zone,
    XSD + "hexBinary": _in_space("hexBinary"),
    XSD + "base64Binary": _in_space("base64Binary"),
    XSD + "anyURI": _in_space("anyURI"),
    RDF + "langString": _in_space("tagged"),
    RDF + "PlainLiteral": lambda value: value[0] in ("string", "tagged"),
    RDF + "XMLLiteral": _in_space("XMLLiteral"),
    OWL + "rational": _in_space("decimal"),
    OWL + "real": _in_space("decimal"),
    RDFS + "Literal": lambda value: True,
}

DATATYPES = tuple(_SPACES)
"""IRIs of the datatypes whose values are known."""
