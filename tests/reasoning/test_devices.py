"""The engine on arrays of torch against the engine on arrays of numpy."""

from __future__ import annotations

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from semkg.reasoning import Closure, Explainer, Reasoner, close, extend
from semkg.reasoning.candidates import would_clash
from semkg.store import Rows, Store, TermDictionary
from tests.kernels.test_backends import TORCH
from tests.reasoning.graphs import STATEMENTS, as_text, read
from tests.reasoning.proofs import inferred


def answer(closure: Closure) -> tuple[object, ...]:
    """Return all that a closure says."""
    rows, clashes = closure.rows, [clash.rows.tolist() for clash in closure.clashes]
    columns = [column.tolist() for column in (rows.s, rows.p, rows.o, closure.representative)]
    return columns, clashes, closure.consistent, closure.ignored


@pytest.mark.parametrize("device", TORCH)
@settings(max_examples=15, deadline=None)
@given(statements=STATEMENTS)
def test_both_devices_give_the_same_closure(device: str, statements: list[str]) -> None:
    terms = TermDictionary()
    rows = read(statements, terms)

    there = close(rows, terms, device=device)
    here = close(rows, terms)

    assert answer(there) == answer(here)
    assert as_text(there.expanded(), terms) == as_text(here.expanded(), terms)


@pytest.mark.parametrize("device", TORCH)
@settings(max_examples=8, deadline=None)
@given(before=STATEMENTS, added=STATEMENTS)
def test_both_devices_extend_alike(device: str, before: list[str], added: list[str]) -> None:
    terms = TermDictionary()
    first, second = read(before, terms), read(added, terms)

    there = extend(close(first, terms, device=device), second, terms)
    here = extend(close(first, terms), second, terms)

    assert answer(there) == answer(here)


@pytest.mark.parametrize("device", TORCH)
@settings(max_examples=4, deadline=None)
@given(statements=STATEMENTS, asked=STATEMENTS)
def test_both_devices_answer_alike(device: str, statements: list[str], asked: list[str]) -> None:
    terms = TermDictionary()
    rows, wanted = read(statements, terms), read(asked, terms)
    columns = (wanted.s, wanted.p, wanted.o)

    there, here = close(rows, terms, device=device), close(rows, terms)

    assert there.contains(*columns).tolist() == here.contains(*columns).tolist()
    assert would_clash(there, *columns, terms).tolist() == would_clash(here, *columns, terms).tolist()


def test_a_store_is_closed_on_the_device_that_was_named() -> None:
    store = Store()
    subclass = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    store.add([ox.Quad(ox.NamedNode(f"e:{i}"), subclass, ox.NamedNode(f"e:{i + 1}")) for i in range(9)])

    there = Reasoner(store, device="torch")

    assert there.closure().engine.device == "torch"
    assert there.materialise().inferred == Reasoner(store).materialise().inferred


def test_an_unknown_device_is_an_error_at_once() -> None:
    with pytest.raises(ValueError, match="no device is called 'gpu'"):
        Reasoner(Store(), device="gpu")
    with pytest.raises(ValueError, match="no device is called 'gpu'"):
        close(Rows(*np.empty((3, 0), dtype=np.int32)), TermDictionary(), device="gpu")


@pytest.mark.parametrize("device", TORCH)
@settings(max_examples=6, deadline=None)
@given(statements=STATEMENTS)
def test_both_devices_explain_alike(device: str, statements: list[str]) -> None:
    terms = TermDictionary()
    rows = read(statements, terms)

    there, here = close(rows, terms, device=device), close(rows, terms)
    asked = inferred(here)
    explainers = Explainer(there, terms), Explainer(here, terms)
    proofs = [list(map(str, explainer.explain(asked))) for explainer in explainers]
    reports = [list(map(str, map(explainer.explain_clash, here.clashes))) for explainer in explainers]

    assert proofs[0] == proofs[1]
    assert reports[0] == reports[1]
