"""Values of literals: equal across lexical forms and types, ill-typed forms, value spaces."""

from __future__ import annotations

import pytest

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
    ("  1 ^^xsd:byte", "1^^xsd:unsignedLong"),
    (".5^^xsd:decimal", "1/2^^owl:rational"),
    ("-0^^xsd:integer", "0^^xsd:decimal"),
    ("1e2^^xsd:double", "100.0^^xsd:double"),
    ("1e400^^xsd:double", "INF^^xsd:double"),
    ("NaN^^xsd:double", "NaN^^xsd:double"),
    ("1e50^^xsd:float", "INF^^xsd:float"),
    ("true^^xsd:boolean", "1^^xsd:boolean"),
    ("a  b^^xsd:token", "a b^^xsd:string"),
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
