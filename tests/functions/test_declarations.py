"""What every function of ours must have, whatever it computes."""

from __future__ import annotations

import pytest

from semkg.functions import FUNCTIONS, to_markdown
from semkg.query import SparqlFunction
from semkg.vocab import SK
from tests.chile import select, shared_chile
from tests.data import ROOT

every_function = pytest.mark.parametrize(
    "function", FUNCTIONS, ids=lambda function: function.iri.removeprefix(SK)
)


@every_function
def test_its_example_has_an_answer(function: SparqlFunction) -> None:
    rows = select(shared_chile(), function.example)

    assert rows


@every_function
def test_its_example_uses_it(function: SparqlFunction) -> None:
    assert f"sk:{function.iri.removeprefix(SK)}" in function.example


def test_the_docs_page_is_what_the_declarations_say() -> None:
    text = (ROOT / "docs" / "functions.md").read_text(encoding="utf-8")

    assert text == to_markdown(FUNCTIONS), "run `make docs`"


@every_function
def test_it_says_what_goes_in_and_what_comes_out(function: SparqlFunction) -> None:
    assert function.doc.endswith(".")
    assert all(place.doc for place in (*function.inputs, *function.options))
    assert all(output.doc for output in function.outputs)


def test_names_are_unique() -> None:
    assert len({function.iri for function in FUNCTIONS}) == len(FUNCTIONS)
