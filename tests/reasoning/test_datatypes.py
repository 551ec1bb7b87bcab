"""Values of literals: equal across lexical forms and types, ill-typed forms, value spaces."""

from __future__ import annotations

import base64
import math
import re
import struct
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semkg.reasoning.values.datatypes import DATATYPES, Value, holds, value_of
from semkg.reasoning.values.literals import literal_table
from semkg.store import TermDictionary, parse_term
from semkg.vocab import OWL, RDF, RDFS, XSD


def value(text: str) -> Value | None:
    lexical, _, kind = text.rpartition("^^")
    prefix, name = kind.split(":")
    return value_of(lexical, {"xsd": XSD, "rdf": RDF, "owl": OWL}[prefix] + name)


EQUAL = [
    ("1^^xsd:integer", "01^^xsd:int"),
    ("1^^xsd:integer", "+1.0^^xsd:decimal"),
    ("001^^xsd:byte", "1^^xsd:unsignedLong"),
    ("1.^^xsd:decimal", "1^^xsd:integer"),
    ("+INF^^xsd:double", "INF^^xsd:double"),
    ("16777217.0000000001^^xsd:float", "16777218^^xsd:float"),
    ("16777217^^xsd:float", "16777216^^xsd:float"),
    ("2020-01-01T00:00:00-00:00^^xsd:dateTime", "2020-01-01T00:00:00Z^^xsd:dateTime"),
    ("-0000-02-29T00:00:00^^xsd:dateTime", "0000-02-29T00:00:00^^xsd:dateTime"),
    ("12019-12-31T24:00:00^^xsd:dateTime", "12020-01-01T00:00:00^^xsd:dateTime"),
    ("^^xsd:hexBinary", "^^xsd:hexBinary"),
    (".5^^xsd:decimal", "1/2^^owl:rational"),
    ("-0^^xsd:integer", "0^^xsd:decimal"),
    ("1e2^^xsd:double", "100.0^^xsd:double"),
    ("1e400^^xsd:double", "INF^^xsd:double"),
    ("NaN^^xsd:double", "NaN^^xsd:double"),
    ("1e50^^xsd:float", "INF^^xsd:float"),
    ("true^^xsd:boolean", "1^^xsd:boolean"),
    ("a b^^xsd:token", "a b^^xsd:string"),
    ("en^^xsd:language", "en^^xsd:string"),
    ("0aFf^^xsd:hexBinary", "0AFF^^xsd:hexBinary"),
    ("YWJj^^xsd:base64Binary", "Y W J j^^xsd:base64Binary"),
    ("2020-02-29T24:00:00^^xsd:dateTime", "2020-03-01T00:00:00.0^^xsd:dateTime"),
    ("2020-01-01T00:00:00Z^^xsd:dateTime", "2020-01-01T00:00:00+00:00^^xsd:dateTimeStamp"),
    ("abc@DE^^rdf:PlainLiteral", "abc@de^^rdf:PlainLiteral"),
    ("abc@^^rdf:PlainLiteral", "abc^^xsd:string"),
    ("<a b='1' c='2'/>^^rdf:XMLLiteral", "<a c='2' b='1'></a>^^rdf:XMLLiteral"),
]
DIFFERENT = [
    ("1^^xsd:integer", "1^^xsd:double"),
    ("1^^xsd:double", "1^^xsd:float"),
    ("0^^xsd:double", "-0^^xsd:double"),
    ("1^^xsd:integer", "1^^xsd:string"),
    ("true^^xsd:boolean", "true^^xsd:string"),
    ("0aff^^xsd:hexBinary", "Cv8=^^xsd:base64Binary"),
    ("2020-01-01T12:00:00Z^^xsd:dateTime", "2020-01-01T13:00:00+01:00^^xsd:dateTime"),
    ("2020-01-01T12:00:00Z^^xsd:dateTime", "2020-01-01T12:00:00^^xsd:dateTime"),
    ("a^^xsd:anyURI", "a^^xsd:string"),
    ("abc@de^^rdf:PlainLiteral", "abc^^xsd:string"),
]
ILL_TYPED = [
    "1.0^^xsd:integer",
    " 1^^xsd:int",
    "1 ^^xsd:double",
    "1\n^^xsd:decimal",
    " true^^xsd:boolean",
    "a  b^^xsd:token",
    "a\tb^^xsd:normalizedString",
    ".^^xsd:decimal",
    "1e^^xsd:double",
    "inf^^xsd:double",
    "256^^xsd:unsignedByte",
    "-1^^xsd:unsignedByte",
    "1900-02-29T00:00:00^^xsd:dateTime",
    "2020-01-01T00:00:60^^xsd:dateTime",
    "2020-01-01T00:00:00+14:01^^xsd:dateTime",
    "0999999-01-01T00:00:00^^xsd:dateTime",
    "YWR=^^xsd:base64Binary",
    " YWJj^^xsd:base64Binary",
    "YR==^^xsd:base64Binary",
    "\u0661^^xsd:integer",
    "128^^xsd:byte",
    "-1^^xsd:nonNegativeInteger",
    "0^^xsd:positiveInteger",
    "18446744073709551616^^xsd:unsignedLong",
    "1e3^^xsd:decimal",
    "abc^^xsd:double",
    "1/0^^owl:rational",
    "TRUE^^xsd:boolean",
    "2019-02-29T00:00:00^^xsd:dateTime",
    "2020-01-01T24:00:01^^xsd:dateTime",
    "2020-01-01T00:00:00^^xsd:dateTimeStamp",
    "2020-01-01^^xsd:dateTime",
    "0af^^xsd:hexBinary",
    "YWJ^^xsd:base64Binary",
    "a b^^xsd:NMTOKEN",
    "1a^^xsd:Name",
    "a:b^^xsd:NCName",
    "toolonglanguage^^xsd:language",
    ":abc^^xsd:anyURI",
    "abc^^rdf:PlainLiteral",
    "<a>^^rdf:XMLLiteral",
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_two_forms_of_one_value(one: str, other: str) -> None:
    assert value(one) is not None
    assert value(one) == value(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_values(one: str, other: str) -> None:
    assert None not in (value(one), value(other))
    assert value(one) != value(other)


@pytest.mark.parametrize("text", ILL_TYPED)
def test_an_ill_typed_form_has_no_value(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize("datatype", DATATYPES)
def test_a_datatype_holds_what_it_parses_and_never_an_ill_typed_literal(datatype: str) -> None:
    forms = ["1", "-1", "true", "a", "1e0", "2020-01-01T00:00:00Z", "abcd", "a@en", "1/2"]
    parsed = [found for form in forms if (found := value_of(form, datatype)) is not None]

    assert all(holds(datatype, found) for found in parsed)
    assert parsed or datatype in (RDF + "langString", OWL + "real", RDFS + "Literal")
    assert not holds(datatype, None)


def test_value_spaces_include_each_other() -> None:
    one, half, text = value("1^^xsd:integer"), value("0.5^^xsd:decimal"), value("a b^^xsd:string")

    assert [
        name for name in ("byte", "decimal", "nonPositiveInteger", "string") if holds(XSD + name, one)
    ] == [
        "byte",
        "decimal",
    ]
    assert not holds(XSD + "integer", half)
    assert holds(XSD + "token", text)
    assert not holds(XSD + "NMTOKEN", text)


def test_a_literal_table_follows_its_dictionary_whichever_form_comes_first() -> None:
    terms = TermDictionary()
    typed = terms.add(parse_term(f'"a"^^<{XSD}token>'))
    first = literal_table(terms).owner[typed]
    plain = terms.add(parse_term('"a"'))
    one = terms.add(parse_term(f'"1"^^<{XSD}integer>'))
    other = terms.add(parse_term(f'"01"^^<{XSD}int>'))
    unknown = terms.add(parse_term('"1"^^<http://ex/unit>'))

    table = literal_table(terms)

    assert table.owner[plain] == table.owner[typed] == first
    assert table.owner[one] == table.owner[other] == one
    assert table.owner[unknown] == -1
    assert table.number_owner(1) == one


_FORMS = st.one_of(
    st.tuples(
        st.sampled_from(["", "+", "-"]), st.text("0123456789", max_size=5), st.text("0123456789", max_size=4)
    ).map(lambda parts: f"{parts[0]}{parts[1]}.{parts[2]}"),
    st.integers(-300, 300).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
)
_BOUNDS = {
    "byte": (-128, 127),
    "unsignedByte": (0, 255),
    "positiveInteger": (1, None),
    "integer": (None, None),
}


@given(_FORMS, st.sampled_from(sorted(_BOUNDS)))
def test_numbers_are_what_their_digits_say(form: str, name: str) -> None:
    is_decimal = re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)", form) is not None
    low, high = _BOUNDS[name]

    as_decimal, as_integer = value_of(form, XSD + "decimal"), value_of(form, XSD + name)

    assert (as_decimal is not None) == is_decimal
    if is_decimal:
        number = Decimal(form)
        inside = (low is None or number >= low) and (high is None or number <= high)
        assert as_decimal == ("decimal", Fraction(number))
        assert (as_integer is not None) == (inside and "." not in form)
        assert holds(XSD + name, as_decimal) == (inside and number == number.to_integral_value())


@given(st.floats(width=64, allow_nan=False), st.integers(0, 25))
def test_a_single_is_the_one_nearest_to_the_numeral(number: float, digits: int) -> None:
    form = f"{number:.{digits}e}"
    found = value_of(form.upper(), XSD + "float")

    assert found is not None
    nearest = struct.unpack(">f", found[1])[0]  # type: ignore[arg-type] # a float's content is its bytes
    if math.isfinite(number) and math.isfinite(nearest):
        exact = Fraction(Decimal(form))
        below, above = (float(np.nextafter(np.float32(nearest), np.float32(end))) for end in ("-inf", "inf"))
        distance = abs(Fraction(nearest) - exact)
        assert all(
            abs(Fraction(other) - exact) >= distance for other in (below, above) if math.isfinite(other)
        )


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)), st.integers(0, 23))
def test_the_last_hour_of_a_day_is_the_first_of_the_next(moment: datetime, hour: int) -> None:
    day, following = moment.date(), moment.date() + timedelta(days=1)

    late = value_of(f"{day.isoformat()}T24:00:00", XSD + "dateTime")
    early = value_of(f"{following.isoformat()}T00:00:00", XSD + "dateTime")
    later = value_of(f"{following.isoformat()}T{hour:02}:00:00", XSD + "dateTime")

    assert late == early
    assert (later == early) == (hour == 0)


@given(st.binary(max_size=8))
def test_binaries_are_read_as_they_are_written(content: bytes) -> None:
    text = base64.b64encode(content).decode()

    assert value_of(text, XSD + "base64Binary") == ("base64Binary", content)
    assert value_of(" ".join(text), XSD + "base64Binary") == ("base64Binary", content)
    assert value_of(content.hex(), XSD + "hexBinary") == ("hexBinary", content)
    assert value_of(content.hex().upper(), XSD + "hexBinary") == ("hexBinary", content)


def test_numerals_may_have_any_length() -> None:
    long = "1" * 5000

    assert value_of(long, XSD + "integer") == value_of(f"0{long}.0", XSD + "decimal") is not None
    assert value_of(f"{long}-01-01T00:00:00", XSD + "dateTime") is not None
    assert value_of(f"{long}/{long}", OWL + "rational") == value_of("1", XSD + "integer")
