"""The W3C SPARQL 1.1 suite: without functions the engine answers exactly what bare Oxigraph answers."""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest

from semkg.errors import QueryError
from semkg.query import AskResult, Dataset, GraphResult, QueryEngine, SelectResult
from semkg.query.source import Source
from semkg.query.syntax import parse
from tests.query.w3c import Entry, entries

_REMOTE = re.compile(r"\b(SERVICE|LOAD)\b", re.IGNORECASE)
QUERIES = [entry for entry in entries() if entry.base.endswith(".rq")]
UPDATES = [entry for entry in entries() if entry.base.endswith(".ru")]
LOCAL = [entry for entry in QUERIES if not _REMOTE.search(entry.text)]
LOCAL_UPDATES = [entry for entry in UPDATES if not _REMOTE.search(entry.text)]

pytestmark = pytest.mark.skipif(not QUERIES, reason="the W3C suite is missing: set SEMKG_TEST_DATA")


def _engine(store: ox.Store) -> QueryEngine:
    def prepare(regime: str) -> Dataset:
        return Dataset([ox.DefaultGraph()], list(store.named_graphs()))

    return QueryEngine(store, (), prepare=prepare, context=lambda: None)


def _canonical(triples: list[ox.Triple]) -> str:
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return "\n".join(sorted(map(str, dataset)))


def answer(result: object) -> object:
    """Something comparable: blank nodes of solutions are those of the store, those of templates are new."""
    if isinstance(result, ox.QueryBoolean | AskResult):
        return bool(result)
    if isinstance(result, ox.QueryTriples | GraphResult):
        return _canonical(list(result))
    assert isinstance(result, ox.QuerySolutions | SelectResult)
    names = [variable.value for variable in result.variables]
    return names, Counter(tuple(map(str, row)) for row in result)


def bare(store: ox.Store, entry: Entry) -> object:
    try:
        return answer(store.query(entry.text, base_iri=entry.base))
    except (SyntaxError, RuntimeError, ValueError, OSError):
        return "refused"


def _ours(store: ox.Store, entry: Entry) -> object:
    try:
        return answer(_engine(store).query(entry.text, base_iri=entry.base))
    except QueryError:
        return "refused"


CHANGING = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)


def _assert_same(entry: Entry) -> None:
    store = entry.store()
    if CHANGING.search(entry.text):
        assert (bare(store, entry) == "refused") == (_ours(store, entry) == "refused")
    else:
        assert _ours(store, entry) == bare(store, entry)


@pytest.mark.parametrize("entry", LOCAL, ids=lambda entry: entry.iri.rsplit("/", 1)[-1])
def test_a_query_is_answered_as_by_oxigraph(entry: Entry) -> None:
    _assert_same(entry)


@pytest.mark.parametrize("entry", LOCAL, ids=lambda entry: entry.iri.rsplit("/", 1)[-1])
def test_a_query_is_answered_as_by_oxigraph_when_it_is_parsed(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("semkg.query.engine.is_plain", lambda text, base_iri, more: False)

    _assert_same(entry)


@pytest.mark.parametrize("entry", LOCAL_UPDATES, ids=lambda entry: entry.iri.rsplit("/", 1)[-1])
def test_an_update_does_what_it_does_in_oxigraph(entry: Entry) -> None:
    ours, bare = entry.store(), entry.store()
    try:
        bare.update(entry.text, base_iri=entry.base)
    except (SyntaxError, RuntimeError, ValueError, OSError):
        with pytest.raises((QueryError, RuntimeError, ValueError, OSError)):  # either may refuse
            ours.update(_engine(ours).plan_update(entry.text, base_iri=entry.base).text, base_iri=entry.base)
        return

    plan = _engine(ours).plan_update(entry.text, base_iri=entry.base)
    ours.update(plan.text, base_iri=entry.base, custom_functions=plan.custom_functions)

    assert isomorphic(ours) == isomorphic(bare)


def isomorphic(store: ox.Store) -> str:
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return "\n".join(sorted(map(str, dataset)))


POSITIVE = [entry for entry in QUERIES + UPDATES if "Negative" not in entry.kind]


@pytest.mark.parametrize("entry", POSITIVE, ids=lambda entry: entry.iri.rsplit("/", 1)[-1])
def test_every_valid_text_parses(entry: Entry) -> None:
    parsed = parse(Source(entry.text), "query_unit" if entry.base.endswith(".rq") else "update_unit")

    assert parsed.tree.children


@pytest.mark.parametrize("entry", [entry for entry in QUERIES + UPDATES if _REMOTE.search(entry.text)])
def test_what_would_call_other_machines_is_refused(entry: Entry) -> None:
    engine = _engine(entry.store())

    with pytest.raises(QueryError):
        engine.query(entry.text) if entry.base.endswith(".rq") else engine.plan_update(entry.text)
