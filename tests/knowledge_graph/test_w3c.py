"""The W3C SPARQL 1.1 queries through the facade: without rules the answers are exactly those of bare Oxigraph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

import semkg
from semkg.errors import QueryError
from tests.query.test_w3c import CHANGING, LOCAL, answer, bare
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
