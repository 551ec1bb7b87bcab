"""The W3C SPARQL 1.1 suite through the facade: without rules it is answered, and updated, as by bare Oxigraph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

import semkg
from semkg.errors import QueryError
from tests.query.test_w3c import CHANGING, LOCAL, LOCAL_UPDATES, answer, bare, isomorphic
from tests.query.w3c import Entry

pytestmark = pytest.mark.skipif(not LOCAL, reason="the W3C suite is missing: set SEMKG_TEST_DATA")


def _through_the_facade(store: ox.Store, entry: Entry) -> object:
    with semkg.KnowledgeGraph(rules="none") as kg:
        kg.add(store)
        try:
            return answer(kg.query(entry.text, base_iri=entry.base))
        except QueryError:
            return "refused"


@pytest.mark.parametrize("entry", LOCAL, ids=lambda entry: entry.iri.rsplit("/", 1)[-1])
def test_a_query_without_rules_is_answered_as_by_oxigraph(entry: Entry) -> None:
    store = entry.store()
    expected = bare(store, entry)

    found = _through_the_facade(store, entry)

    if CHANGING.search(entry.text):
        assert (found == "refused") == (expected == "refused")
    else:
        assert found == expected


def _updated(entry: Entry) -> object:
    store = entry.store()
    try:
        store.update(entry.text, base_iri=entry.base)
    except (SyntaxError, RuntimeError, ValueError, OSError):
        return "refused"
    return isomorphic(store)


def _updated_through_the_facade(entry: Entry) -> object:
    with semkg.KnowledgeGraph(rules="none") as kg:
        kg.add(entry.store())
        try:
            kg.update(f"BASE <{entry.base}>\n{entry.text}")
        except QueryError:
            return "refused"
        written = ox.Store()
        written.load(kg.dump(format="nq"), format=ox.RdfFormat.N_QUADS)
        return isomorphic(written)


@pytest.mark.parametrize("entry", LOCAL_UPDATES, ids=lambda entry: entry.iri.rsplit("/", 1)[-1])
def test_an_update_without_rules_does_what_it_does_in_oxigraph(entry: Entry) -> None:
    assert _updated_through_the_facade(entry) == _updated(entry)
