"""Names of blocks and spellings of literals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semkg.reasoning.canonical.literals import literal_name
from semkg.reasoning.canonical.names import BlockNames
from semkg.store import TermDictionary, TermKind
from semkg.vocab import XSD


def typed(lexical: str, datatype: str) -> str:
    return f'"{lexical}"^^<{XSD}{datatype}>'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (typed("01", "int"), typed("1", "integer")),
        (typed("+1.50", "decimal"), typed("1.5", "decimal")),
        (typed("2.0", "decimal"), typed("2", "byte")),
        (typed("-0", "integer"), typed("0", "decimal")),
        (typed("1e0", "double"), typed("1.0E0", "double")),
        (typed("1", "boolean"), typed("true", "boolean")),
        (typed("2020-02-29T24:00:00Z", "dateTime"), typed("2020-03-01T00:00:00.000Z", "dateTime")),
        (typed("2020-02-29T12:00:00.50+00:00", "dateTime"), typed("2020-02-29T12:00:00.5Z", "dateTime")),
        (typed("ab", "hexBinary"), typed("AB", "hexBinary")),
        (typed("x", "token"), '"x"'),
    ],
)
def test_literals_of_one_value_have_one_name(one: str, other: str) -> None:
    assert literal_name(one) == literal_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (typed("1", "integer"), typed("1", "double")),
        (typed("1", "float"), typed("1", "double")),
        (typed("0", "double"), typed("-0", "double")),
        (typed("2020-01-01T12:00:00Z", "dateTime"), typed("2020-01-01T13:00:00+01:00", "dateTime")),
        (typed("2020-01-01T12:00:00", "dateTime"), typed("2020-01-01T12:00:00Z", "dateTime")),
        ('"x"', '"x"@en'),
        (typed("1", "anyURI"), '"1"'),
    ],
)
def test_literals_of_two_values_have_two_names(one: str, other: str) -> None:
    assert literal_name(one) != literal_name(other)


@pytest.mark.parametrize(
    "text", [typed("zz", "int"), typed("2020-01-01", "date"), '"a"^^<x:own>', '"a\\nb"@en']
)
def test_a_literal_without_a_known_value_keeps_its_spelling(text: str) -> None:
    assert literal_name(text) == text


@given(st.integers(), st.integers(-8, 8))
def test_a_spelling_is_its_own(digits: int, places: int) -> None:
    lexical = f"{digits}{'0' * places}" if places >= 0 else f"{digits}.{'7' * -places}"
    spelled = literal_name(typed(lexical, "decimal"))

    assert literal_name(spelled) == spelled


def test_a_block_is_called_by_its_least_iri() -> None:
    terms = TermDictionary()
    b, blank, literal, a = terms.add_texts(["<x:b>", "_:a", '"a"', "<x:a>"])
    representative = np.arange(len(terms), dtype=np.int32)
    representative[[blank, literal, a]] = b
    names = BlockNames(terms, representative)

    assert names.texts(np.array([b])) == ["<x:a>"]
    assert names.kinds(np.array([b])).tolist() == [TermKind.IRI]
    assert names.iris(b) == ["<x:a>", "<x:b>"]


def test_a_block_without_an_iri_is_called_by_its_literal_and_one_of_blank_nodes_is_nameless() -> None:
    terms = TermDictionary()
    first, second, literal = terms.add_texts(["_:a", "_:b", typed("01", "int")])
    representative = np.arange(len(terms), dtype=np.int32)
    representative[literal] = first
    names = BlockNames(terms, representative)

    assert names.texts(np.array([first, second])) == [typed("1", "integer"), ""]
    assert names.kinds(np.array([first, second])).tolist() == [TermKind.BLANK, TermKind.BLANK]
