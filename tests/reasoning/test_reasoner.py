"""The reasoner over a store: the exported closure is what follows, after every kind of change."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from semkg.errors import LimitError
from semkg.progress import Tasks
from semkg.reasoning import Reasoner
from semkg.store import Store
from semkg.vocab import INFERRED
from tests.reasoning.graphs import HEAD

ONTOLOGY = """
:p a owl:TransitiveProperty ; rdfs:subPropertyOf :q ; rdfs:domain :A .
:q owl:inverseOf :r . :A rdfs:subClassOf :B . :r a owl:FunctionalProperty .
:B owl:disjointWith :D . :C owl:someValuesFrom :A ; owl:onProperty :q .
"""


def store_of(text: str) -> Store:
    store = Store()
    store.load((HEAD + text).encode(), format="ttl")
    return store


def inferred(store: Store) -> set[tuple[str, str, str]]:
    quads = store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED))
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}


def test_the_inferred_graph_holds_what_follows_and_was_not_written() -> None:
    store = store_of(f"{ONTOLOGY} :a :p :b . :b :p :c .")
    reasoner = Reasoner(store)

    report = reasoner.materialise()

    found = inferred(store)
    assert report.inferred == len(found)
    assert report.consistent
    assert ("<http://ex/a>", "<http://ex/q>", "<http://ex/c>") in found
    assert ("<http://ex/a>", "<http://ex/p>", "<http://ex/b>") not in found
    assert reasoner.is_fresh()


def test_a_write_makes_the_inferred_graph_stale_until_the_next_materialisation() -> None:
    store = store_of(f"{ONTOLOGY} :a :p :b .")
    reasoner = Reasoner(store)
    reasoner.materialise()

    store.add([(ox.NamedNode("http://ex/b"), ox.NamedNode("http://ex/p"), ox.NamedNode("http://ex/c"))])

    assert not reasoner.is_fresh()
    assert reasoner.materialise().epoch == store.epoch
    assert ("<http://ex/a>", "<http://ex/p>", "<http://ex/c>") in inferred(store)


def test_a_report_is_made_once_for_each_epoch() -> None:
    reasoner = Reasoner(store_of(ONTOLOGY))

    assert reasoner.materialise() is reasoner.materialise()


def test_a_clash_is_reported_and_nothing_stops() -> None:
    store = store_of(f"{ONTOLOGY} :x a :A , :D .")

    report = Reasoner(store).materialise()

    assert not report.consistent
    assert {clash.rule for clash in report.clashes} == {"cax-dw"}
    assert "disjoint" in report.clashes[0].message
    assert report.clashes[0].rows.shape[1] == 3


def test_a_limit_leaves_the_inferred_graph_as_it_was() -> None:
    store = store_of(f"{ONTOLOGY} :a :p :b . :b :p :c .")

    with pytest.raises(LimitError):
        Reasoner(store, max_inferred=3).materialise()

    assert inferred(store) == set()
    assert store.exported() is None


def test_a_broken_list_is_named_in_the_report() -> None:
    report = Reasoner(store_of(":C owl:unionOf :l . :l rdf:first :A .")).materialise()

    assert report.ignored == ("the list <http://ex/l> is ignored: a cell has 0 rdf:rest",)


def test_progress_is_told_the_rounds() -> None:
    stages: list[str] = []
    tasks = Tasks(lambda stage, done, total: stages.append(stage))
    Reasoner(store_of(ONTOLOGY), tasks=tasks).materialise()

    assert "entailment" in stages
