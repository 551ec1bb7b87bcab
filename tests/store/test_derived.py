from __future__ import annotations

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from semkg.store import Exported, Rows, Shift, Store, Term
from semkg.vocab import INFERRED, META, MIRROR
from tests.store.graphs import EX, GRAPH_NAMES, ex, in_graphs, in_oxigraph, typed

AB = ox.Quad(ex("a"), ex("p"), ex("b"))


def rows_of(store: Store, *triples: tuple[Term, Term, Term]) -> Rows:
    ids = np.array(
        [[store.terms.add(term) for term in triple] for triple in triples], dtype=np.int32
    ).reshape(-1, 3)
    return Rows(*ids[np.lexsort((ids[:, 2], ids[:, 0], ids[:, 1]))].T)


def contents(store: Store, graph: str) -> set[ox.Triple]:
    return {quad.triple for quad in store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(graph))}


def test_inferred_triples_stand_in_their_graph_with_epoch_and_rules() -> None:
    store = Store()
    store.add([AB])
    assert store.exported() is None

    count = store.export_inferred(rows_of(store, (ex("b"), ex("p"), ex("a"))), rules="rl+")

    assert count == 1
    assert contents(store, INFERRED) == {ox.Triple(ex("b"), ex("p"), ex("a"))}
    assert store.exported() == Exported(1, "rl+", inferred=1, clashes=0)
    assert (store.epoch, len(store.snapshot().rows), store.user_graphs()) == (1, 1, ())


def test_what_is_asserted_or_no_rdf_is_not_exported() -> None:
    store = Store()
    store.add([AB, (ex("a"), ex("age"), typed("01", "int")), (ex("a"), ex("p"), ex("c"), ex("g"))])

    count = store.export_inferred(
        rows_of(
            store,
            (ex("a"), ex("p"), ex("b")),
            (ex("a"), ex("p"), ex("c")),
            (ex("a"), ex("age"), typed("1", "integer")),
            (ox.Literal("x"), ex("p"), ex("b")),
            (ex("a"), ox.BlankNode("p"), ex("b")),
            (ex("a"), ex("age"), typed("02", "int")),
            (ex("a"), ex("age"), typed("2", "integer")),
        ),
        rules="rl",
    )

    assert count == 1
    assert contents(store, INFERRED) == {ox.Triple(ex("a"), ex("age"), typed("2", "integer"))}


def test_a_new_export_replaces_the_old_one() -> None:
    store = Store()
    store.export_inferred(rows_of(store, (ex("b"), ex("p"), ex("a"))), rules="rl")
    store.add([AB])
    assert store.exported() == Exported(0, "rl", inferred=1, clashes=0)

    store.export_inferred(rows_of(store), rules="rdfs")

    assert contents(store, INFERRED) == set()
    assert store.exported() == Exported(1, "rdfs", inferred=0, clashes=0)
    assert len(contents(store, META)) == 2


def test_a_shift_writes_what_came_and_removes_what_went_or_was_asserted() -> None:
    store = Store()
    store.add([(ex("a"), ex("age"), typed("01", "int"))])
    b, c, d = ((ex(name), ex("p"), ex("a")) for name in "bcd")
    store.export_inferred(rows_of(store, b, c), rules="rl", clashes=3)
    store.add([c, (ex("a"), ex("age"), typed("2", "integer"))])
    one, two = ((ex("a"), ex("age"), typed(text, "integer")) for text in ("1", "02"))

    count = store.shift_inferred(Shift(1, rows_of(store, b, c, d, one, two), rows_of(store, d, one, two)))

    assert count == 1
    assert contents(store, INFERRED) == {ox.Triple(*d)}
    assert store.exported() == Exported(2, "rl", inferred=1, clashes=0)
    assert len(contents(store, META)) == 2


def test_a_shift_leads_on_only_from_the_closure_that_stands_there() -> None:
    store = Store()
    store.export_inferred(rows_of(store, (ex("b"), ex("p"), ex("a"))), rules="rl")

    with pytest.raises(ValueError, match="not the closure of epoch 7"):
        store.shift_inferred(Shift(7, rows_of(store), rows_of(store)))


def test_an_interrupted_export_is_no_export() -> None:
    store = Store()
    rows = rows_of(store, (ex("b"), ex("p"), ex("a")))
    store.export_inferred(rows, rules="rl")

    def interrupt(stage: str, done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.export_inferred(rows, rules="rl", progress=interrupt)

    assert store.exported() is None
    assert contents(store, INFERRED) == set()


@settings(deadline=None, max_examples=40)
@given(in_graphs(GRAPH_NAMES), in_graphs(GRAPH_NAMES))
def test_the_default_graph_and_the_mirror_hold_every_triple_once(
    quads: list[ox.Quad], removed: list[ox.Quad]
) -> None:
    store = Store()
    store.add(quads)
    store.sync_mirror()
    store.remove(removed)
    store.add(removed[::2])

    store.sync_mirror()

    everything = in_oxigraph(store)
    in_default = {quad.triple for quad in everything if quad.graph_name == ox.DefaultGraph()}
    mirror = contents(store, MIRROR)
    assert not in_default & mirror
    assert in_default | mirror == {quad.triple for quad in everything}
    assert store.user_graphs() == tuple(
        name for name in store.oxigraph.named_graphs() if name.value not in (META, MIRROR)
    )


def test_a_store_without_named_graphs_gets_no_mirror() -> None:
    store = Store()
    store.add([(EX + "a", EX + "p", EX + "b")])

    store.sync_mirror()

    assert not store.oxigraph.contains_named_graph(ox.NamedNode(MIRROR))
