"""A limit is reached before memory is."""

from __future__ import annotations

import tracemalloc

import pytest

from semkg.errors import LimitError
from semkg.reasoning import close
from semkg.store import TermDictionary
from tests.reasoning.graphs import read


@pytest.mark.parametrize("last", [":n6000", ":n0"], ids=["path", "cycle"])
def test_a_transitive_property_that_would_exceed_the_limit_is_named(last: str) -> None:
    terms = TermDictionary()
    links = [f":n{i} :p :n{i + 1}" for i in range(5999)]
    rows = read([":p a owl:TransitiveProperty", *links, f":n5999 :p {last}"], terms)

    tracemalloc.start()
    with pytest.raises(LimitError, match=r"more than 1000 triples.*<http://ex/p> alone"):
        close(rows, terms, max_inferred=1000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 60 * 2**20, "18 or 36 million pairs take at least 144 MB"
