from __future__ import annotations

import sys
import threading

import numpy as np
import pyoxigraph as ox
import pytest

from semkg.store import Term, TermDictionary, TermKind, parse_term, term_text
from semkg.vocab import BUILTIN, BUILTIN_ID, OWL_SAME_AS
from tests.store.graphs import ex, typed

TRIPLE = ox.Triple(ex("a"), ex("p"), ox.Triple(ox.BlankNode("b"), ex("p"), typed("01", "int")))
TERMS: tuple[Term, ...] = (
    ex("a"),
    ox.BlankNode("b1"),
    ox.Literal("plain"),
    ox.Literal('with "quotes"\nand \\ lines'),
    ox.Literal("hallo", language="de"),
    typed("01", "int"),
    typed("300", "byte"),
    ox.Literal("ends in >"),
    TRIPLE,
)


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_a_term_comes_back_from_its_id_and_from_its_text(term: Term) -> None:
    terms = TermDictionary()

    number = terms.add(term)

    assert terms.term(number) == term == parse_term(term_text(term))
    assert terms.find(term) == number == terms.add(term)


def test_new_terms_get_the_next_ids_in_their_order() -> None:
    terms = TermDictionary()

    numbers = terms.add_texts(["<x:a>", "<x:b>", "<x:a>", f"<{OWL_SAME_AS}>"])

    start = len(BUILTIN)
    assert numbers == [start, start + 1, start, BUILTIN_ID[OWL_SAME_AS]]
    assert [terms.text(number) for number in numbers[:2]] == ["<x:a>", "<x:b>"]
    assert terms.texts()[start:] == ("<x:a>", "<x:b>")


def test_many_terms_get_the_ids_that_each_would_get() -> None:
    many, each = TermDictionary(), TermDictionary()
    nodes: list[Term] = [ox.NamedNode(f"x:{number % 7}") for number in range(20)]
    given = [*nodes, ox.Literal("1"), ox.BlankNode("b")]

    numbers = many.add_terms(given)

    assert numbers.tolist() == [each.add(term) for term in given]
    assert many.add_terms([]).tolist() == []


def test_literals_that_differ_only_in_form_have_different_ids() -> None:
    terms = TermDictionary()

    assert (
        len({terms.add(typed(text, name)) for text, name in (("1", "integer"), ("01", "int"), ("1", "int"))})
        == 3
    )


def test_an_unknown_term_is_not_found() -> None:
    assert TermDictionary().find(ex("never")) is None


def test_kinds_are_those_of_the_terms_also_of_terms_added_later() -> None:
    terms = TermDictionary()
    first = [terms.add(term) for term in (ex("a"), ox.BlankNode("b"))]
    assert terms.kinds(np.array(first, dtype=np.int32)).tolist() == [TermKind.IRI, TermKind.BLANK]

    more = [terms.add(term) for term in (ox.Literal("<"), TRIPLE)]

    assert terms.kinds(np.array(more, dtype=np.int32)).tolist() == [TermKind.LITERAL, TermKind.TRIPLE]
    assert terms.kinds().tolist() == [0] * len(BUILTIN) + [0, 1, 2, 3]


def test_threads_never_give_one_id_to_two_terms() -> None:
    terms = TermDictionary()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)

    def add(name: str) -> None:
        for start in range(0, 3000, 10):
            terms.add_texts([f"<{name}:{i}>" for i in range(start, start + 10)])

    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(interval)

    assert len(terms) == len(BUILTIN) + 4 * 3000
    assert all(terms.add_texts([text]) == [number] for number, text in enumerate(terms.texts()))


def test_terms_added_one_by_one_and_in_bulk_are_the_same() -> None:
    texts = [
        text for i in range(700) for text in (f"<x:{i}>", f'"{i}"', f"_:b{i}", f"<<( <x:{i}> <x:p> <x:o> )>>")
    ]
    one_by_one, in_bulk = TermDictionary(), TermDictionary()

    numbers = [one_by_one.add_texts([text])[0] for text in texts]

    assert in_bulk.add_texts(texts) == numbers == list(range(len(BUILTIN), len(BUILTIN) + len(texts)))
    assert one_by_one.texts() == in_bulk.texts()
    assert one_by_one.kinds().tolist() == in_bulk.kinds().tolist()
    assert one_by_one.add_texts(texts) == [in_bulk.add_texts([text])[0] for text in texts] == numbers
