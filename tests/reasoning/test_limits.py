"""A limit on inferred triples: nothing is ever cut off at it, and it holds before the memory for more is used."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg import KnowledgeGraph
from semkg.errors import LimitError
from semkg.reasoning import close, extend
from semkg.store import TermDictionary
from semkg.vocab import INFERRED
from tests.reasoning.graphs import HEAD, STATEMENTS, as_text, read

N = 1200
EXPLOSIONS = {
    "a cycle": (":p a owl:TransitiveProperty .", [f":n{i} :p :n{(i + 1) % N}" for i in range(N)], ":p>"),
    "a path": (":p a owl:TransitiveProperty .", [f":n{i} :p :n{i + 1}" for i in range(N)], ":p>"),
    "a hub": (
        ":p owl:propertyChainAxiom ( :q :r ) .",
        [line for i in range(N) for line in (f":a{i} :q :hub", f":hub :r :b{i}")],
        ":p>",
    ),
    "classes above": (
        " ".join(f":A rdfs:subClassOf :C{i} ." for i in range(N)),
        [f":x{i} a :A" for i in range(N)],
        "#type>",
    ),
    "properties above": (
        " ".join(f":p rdfs:subPropertyOf :p{i} ." for i in range(200)),
        [f":x :p :y{i}" for i in range(N)],
        ":p",
    ),
}


def text_of(name: str) -> str:
    axioms, data, _ = EXPLOSIONS[name]
    return axioms + "\n" + "".join(f"{line} .\n" for line in data)


@pytest.mark.parametrize("name", EXPLOSIONS)
def test_what_explodes_is_named_before_it_takes_memory(name: str) -> None:
    terms = TermDictionary()
    rows = read(text_of(name), terms)
    culprit = EXPLOSIONS[name][2].replace(":p", "<http://ex/p")
    tracemalloc.start()

    with pytest.raises(LimitError, match="more than 20,000 triples would be inferred") as caught:
        close(rows, terms, max_inferred=20_000, rules="rl")

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert culprit in str(caught.value)
    assert peak < 30_000_000, "a million pairs take more"


@settings(deadline=None, max_examples=12)
@given(STATEMENTS, STATEMENTS, st.integers(0, 60))
def test_a_closure_within_a_limit_is_whole_and_one_beyond_it_is_an_error(
    statements: list[str], more: list[str], limit: int
) -> None:
    terms = TermDictionary()
    first, second = read(statements, terms), read(more, terms)
    free = extend(close(first, terms), second, terms)
    inferred = sum(len(free.engine.facts.get(p)) for p in free.engine.facts if p >= 0)
    inferred -= len(first) + len(second)

    try:
        found = extend(close(first, terms, max_inferred=limit), second, terms, max_inferred=limit)
    except LimitError:
        found = None

    if found is None:
        # What is inferred before two names turn out to be one counts, too.
        merged = (free.representative != np.arange(len(free.representative))).any()
        assert merged or inferred > limit
    else:
        assert inferred <= limit
        assert as_text(found.expanded(), terms) == as_text(free.expanded(), terms)


def inferred_graph(kg: KnowledgeGraph) -> set[str]:
    quads = kg.store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED))
    return {str(quad.triple) for quad in quads}


def test_after_the_error_everything_is_as_before_and_a_larger_limit_goes_on() -> None:
    kg = KnowledgeGraph(max_inferred=200)
    kg.load((HEAD + ":p a owl:TransitiveProperty . :a :p :b . :b :p :c .").encode(), format="ttl")
    kg.materialise()
    kg.load((HEAD + "".join(f":n{i} :p :n{i + 1} .\n" for i in range(40))).encode(), format="ttl")
    before, exported, epoch = inferred_graph(kg), kg.store.exported(), kg.epoch

    for _ in range(2):
        with pytest.raises(LimitError, match="http://ex/p"):
            kg.query("SELECT * WHERE { ?s ?p ?o }")

    assert (inferred_graph(kg), kg.store.exported(), kg.epoch) == (before, exported, epoch)
    kg.max_inferred = 2000
    assert kg.query("ASK { <http://ex/n0> <http://ex/p> <http://ex/n40> }")


def test_names_of_one_node_are_counted_before_they_are_written_out() -> None:
    kg = KnowledgeGraph(max_inferred=1000)
    kg.load((HEAD + "".join(f":a owl:sameAs :a{i} .\n" for i in range(100))).encode(), format="ttl")

    with pytest.raises(LimitError, match="sameAs"):
        kg.materialise()

    assert kg.store.exported() is None
    kg.max_inferred = None
    assert kg.materialise().inferred == 101 * 100 - 100


def test_repeated_rows_do_not_count() -> None:
    terms = TermDictionary()
    lines = [f":a :q :m{i} . :m{i} :r :b{j}" for i in range(60) for j in range(60)]
    rows = read(":p owl:propertyChainAxiom ( :q :r ) . " + "".join(f"{line} .\n" for line in lines), terms)

    closure = close(rows, terms, rules="rl", max_inferred=100)

    assert len(closure.contains([0], [0], [0])) == 1
    assert len(closure.rows) == len(rows) + 60
