from __future__ import annotations

import _thread
import contextlib
import gc
import re
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.errors import QueryError, StoreError
from semkg.store import Rows, Snapshot, Store, Term, reading
from semkg.vocab import INFERRED, META, RDF_TYPE
from tests.store.graphs import (
    EX,
    GRAPH_NAMES,
    OBJECTS,
    asserted,
    ex,
    in_graphs,
    in_oxigraph,
    rows_agree,
    typed,
)

AB, AC = ox.Quad(ex("a"), ex("p"), ex("b")), ox.Quad(ex("a"), ex("p"), ex("c"))
LISTS_OF_QUADS = in_graphs(GRAPH_NAMES)


def triples(rows: Rows, snapshot: Snapshot) -> set[tuple[Term, ...]]:
    columns = zip(rows.s.tolist(), rows.p.tolist(), rows.o.tolist(), strict=True)
    return {tuple(snapshot.terms.term(number) for number in row) for row in columns}


def markers(store: Store) -> list[str]:
    return [
        str(quad.object) for quad in store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(META))
    ]


def test_adding_and_removing_count_what_changed_and_advance_the_epoch() -> None:
    store = Store()

    assert (store.add([AB, AC, AB]), store.epoch) == (2, 1)
    assert (store.add([AB]), store.epoch) == (0, 1)
    assert (store.remove([AB, ox.Quad(ex("a"), ex("p"), ex("d"))]), store.epoch) == (1, 2)
    assert (store.remove([AB]), store.epoch) == (0, 2)
    assert (store.add([]), store.remove([]), store.epoch) == (0, 0, 2)
    assert asserted(store) == in_oxigraph(store) == {AC}


def test_only_the_newest_epoch_marker_is_kept() -> None:
    store = Store()

    for i in range(5):
        store.add([(EX + "a", EX + "p", EX + f"b{i}")])

    assert markers(store) == [str(ox.Literal(5))]


def test_quads_with_blank_nodes_can_be_removed() -> None:
    store = Store()
    triple = ox.Triple(ox.BlankNode("x"), ex("p"), ex("b"))
    quads = [
        ox.Quad(ox.BlankNode("x"), ex("p"), ox.BlankNode("y"), ox.BlankNode("g")),
        ox.Quad(ox.BlankNode("x"), ex("p"), triple),
    ]
    store.add([*quads, AB])

    assert store.remove(quads) == 2

    assert in_oxigraph(store) == asserted(store) == {AB}


def test_many_quads_are_removed_at_once() -> None:
    store = Store()
    quads = [ox.Quad(ex(f"s{i}"), ex("p"), typed(f"0{i}", "int")) for i in range(500)]
    store.add(quads)

    assert store.remove(quads[100:]) == 400

    assert store.epoch == 2
    assert asserted(store) == set(quads[:100])
    assert rows_agree(store)


def test_removing_a_number_removes_it_in_every_form() -> None:
    store = Store()
    store.add(
        [(ex("a"), ex("p"), typed(text, name)) for text, name in (("01", "int"), ("1", "byte"), ("2", "int"))]
    )

    assert store.remove([(ex("a"), ex("p"), typed("1", "integer"))]) == 2

    assert {quad.object for quad in asserted(store)} == {typed("2", "int")}
    assert rows_agree(store)


@pytest.mark.parametrize("write", [Store.add, Store.remove])
def test_a_bad_quad_stops_the_whole_write(write: Callable[[Store, list[object]], int]) -> None:
    store = Store()

    with pytest.raises(ValueError, match="is no RDF triple"):
        write(store, [AB, (ox.Literal("x"), ex("p"), ex("b"))])
    with pytest.raises(ValueError, match="semkg's own namespace"):
        write(store, [AB, (ex("a"), ex("p"), ex("b"), INFERRED)])

    assert store.epoch == 0
    assert not asserted(store)


def test_an_update_changes_the_columns_of_the_predicates_that_it_touches() -> None:
    store = Store()
    store.add([AB, (ex("a"), ex("age"), typed("01", "int"))])

    changed = store.update(
        f"DELETE {{ ?s <{EX}p> ?o }} INSERT {{ ?s <{EX}q> ?o }} WHERE {{ ?s <{EX}p> ?o }}",
        touched=frozenset({EX + "p", EX + "q"}),
    )

    assert changed
    assert store.epoch == 2
    assert asserted(store) == {
        ox.Quad(ex("a"), ex("q"), ex("b")),
        ox.Quad(ex("a"), ex("age"), typed("01", "int")),
    }
    assert rows_agree(store)


def test_rows_that_survive_an_update_keep_their_ids() -> None:
    store = Store()
    store.add([(ex("a"), ex("p"), typed("01", "int")), (ex("b"), ex("p"), typed("300", "byte"))])
    before = set(store.snapshot().rows.o.tolist())

    store.update(f"INSERT DATA {{ <{EX}c> <{EX}p> 1 }}")
    store.update(f"INSERT DATA {{ <{EX}a> <{EX}p> 1 }}")

    assert store.epoch == 2
    assert before <= set(store.snapshot().rows.o.tolist())
    assert {quad.object for quad in asserted(store)} == {
        typed("01", "int"), typed("300", "byte"), typed("1", "integer"),
    }  # fmt: skip
    assert rows_agree(store)


def test_deleting_a_number_by_value_deletes_the_row_of_its_form() -> None:
    store = Store()
    store.add([(ex("a"), ex("p"), typed("01", "int")), AB])

    store.update(f"DELETE DATA {{ <{EX}a> <{EX}p> 1 }}", touched=frozenset({EX + "p"}))

    assert asserted(store) == {AB}


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ <{EX}a> <{EX}p> <{EX}b> }}",
        f"DELETE DATA {{ <{EX}a> <{EX}p> <{EX}none> }}",
        f"DELETE DATA {{ <{EX}a> <{EX}p> <{EX}b> }} ; INSERT DATA {{ <{EX}a> <{EX}p> <{EX}b> }} ;",
        f"CREATE GRAPH <{EX}g>",
        f"PREFIX ex: <{EX}> # nothing else",
        "",
    ],
)
def test_an_update_that_changes_nothing_keeps_the_epoch(text: str) -> None:
    store = Store()
    store.add([AB])

    assert not store.update(text)

    assert store.epoch == 1
    assert markers(store) == [str(ox.Literal(1))]
    assert asserted(store) == {AB}


def test_an_update_of_several_operations_happens_as_a_whole() -> None:
    store = Store()
    store.add([AB])

    with pytest.raises(StoreError):
        store.update(f"INSERT DATA {{ <{EX}a> <{EX}p> <{EX}c> }} ; LOAD <file:///nowhere>")

    assert (store.epoch, asserted(store), in_oxigraph(store)) == (1, {AB}, {AB})


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { oops }",
        f"PREFIX ex: <{EX}>\nINSERT DATA {{ oops }}",
        f"PREFIX ex: <{EX}> INSERT DATA {{ oops }}",
        f"PREFIX ex: <{EX}> # INSERT\n\n INSERT DATA {{ ex:a\n oops",
    ],
)
def test_a_syntax_error_names_the_place_in_the_users_text(text: str) -> None:
    with pytest.raises(SyntaxError) as plain:
        ox.Store().update(text)
    expected = re.findall(r"at \d+:\d+", str(plain.value))

    with pytest.raises(QueryError) as ours:
        Store().update(text)

    assert re.findall(r"at \d+:\d+", str(ours.value)) == expected


def test_an_update_may_begin_with_a_base_and_prefixes() -> None:
    store = Store()

    store.update("BASE <http://example.org/>\nPREFIX ex: <> INSERT DATA { ex:a ex:p ex:b }")
    store.update("INSERT DATA { <a> <p> <c> }", base_iri=EX)
    store.update(
        "# PREFIX\nprefix : # a comment <x:>\n<http://example.org/#> INSERT DATA { :a :p :d } ; # the end"
    )

    assert asserted(store) == {AB, AC, ox.Quad(ex("#a"), ex("#p"), ex("#d"))}


def test_functions_of_an_update_may_read_the_store_and_not_write_it() -> None:
    store = Store()
    store.add([AB])
    seen = []

    def look(term: Term) -> Term:
        seen.append((store.epoch, len(store.snapshot().rows)))
        with pytest.raises(StoreError, match="a write is under way"):
            store.add([AC])
        return term

    store.update(
        f"INSERT {{ ?s <{EX}q> ?t }} WHERE {{ ?s <{EX}p> ?o BIND(<{EX}f>(?o) AS ?t) }}",
        custom_functions={ex("f"): look},
    )

    assert seen == [(1, 1)]
    assert asserted(store) == {AB, ox.Quad(ex("a"), ex("q"), ex("b"))}


def test_a_snapshot_is_the_same_object_until_something_changes() -> None:
    store = Store()
    store.add([AB])
    first = store.snapshot()

    assert store.snapshot() is first
    store.add([AC])

    assert store.snapshot().epoch == 2
    assert (first.epoch, len(first.rows), len(store.snapshot().rows)) == (1, 1, 2)


def test_a_snapshot_shows_a_triple_of_two_graphs_once() -> None:
    store = Store()
    store.add(
        [AB, ox.Quad(ex("a"), ex("p"), ex("b"), ex("g")), ox.Quad(ex("a"), ox.NamedNode(RDF_TYPE), ex("c"))]
    )

    snapshot = store.snapshot()

    assert triples(snapshot.rows, snapshot) == {
        (ex("a"), ex("p"), ex("b")), (ex("a"), ox.NamedNode(RDF_TYPE), ex("c")),
    }  # fmt: skip
    assert snapshot.graph_rows.shape == (4, 3)
    assert snapshot.rows.s.dtype == snapshot.graph_rows.dtype == np.int32


def test_a_delta_of_the_same_epoch_is_empty_and_one_of_another_time_is_unknown() -> None:
    store = Store()
    store.add([AB])

    delta = store.delta(1)

    assert delta is not None
    assert (delta.since, delta.epoch, len(delta.added), len(delta.removed)) == (1, 1, 0, 0)
    assert store.delta(2) is None
    assert store.delta(-1) is None


def test_a_delta_beyond_the_memory_of_the_history_is_unknown() -> None:
    store = Store()
    store._ledger.history._MOST_QUADS = 2
    for i in range(4):
        store.add([(EX + "a", EX + "p", EX + f"b{i}")])

    assert store.delta(1) is None
    assert (delta := store.delta(2)) is not None
    assert len(delta.added) == 2


MANY = [ox.Quad(ex(f"s{i}"), ex("p"), ex(f"o{i}")) for i in range(10_000)]
BIG_WRITES: dict[str, Callable[[Store], object]] = {
    "load": lambda store: store.load("".join(f"{quad} .\n" for quad in MANY[:-5]).encode(), format="nt"),
    "add": lambda store: store.add(MANY[:-5]),
    "remove": lambda store: store.remove(MANY[5:]),
    "update": lambda store: store.update(
        f"DELETE {{ ?s ?p ?o }} INSERT {{ ?s <{EX}q> ?o }} WHERE {{ ?s ?p ?o }}"
    ),
}


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    """Nothing runs in callbacks of the garbage collector, where an interrupt would be lost."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_garbage_collection")
@pytest.mark.parametrize("delay_s", [0.002, 0.02, 0.04, 0.08])
@pytest.mark.parametrize("kind", BIG_WRITES)
def test_an_interrupt_at_any_time_leaves_whole_writes_only(
    kind: str, delay_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_PIECE", 50_000)  # so that a load has several
    store = Store()
    store.add(MANY[-10:] if kind in ("load", "add") else MANY)
    before = store.epoch, len(store.snapshot().rows)

    with contextlib.suppress(KeyboardInterrupt):
        threading.Timer(delay_s, _thread.interrupt_main).start()
        BIG_WRITES[kind](store)
        for _ in range(200):  # until the interrupt comes, if it did not come during the write
            time.sleep(0.01)

    after = {"load": 10_000, "add": 10_000, "remove": 5, "update": 10_000}[kind]
    assert (store.epoch, len(store.snapshot().rows)) in (before, (2, after))
    assert rows_agree(store)


WRITES = st.tuples(st.sampled_from(["add", "remove", "load", "update", "update touched"]), LISTS_OF_QUADS)


def sparql(quads: list[ox.Quad]) -> str:
    """Delete the triples of one subject and predicate, and insert those quads that have no blank nodes."""
    data = [quad for quad in quads if "_:" not in str(quad)]
    in_default = [f"{quad.triple} ." for quad in data if isinstance(quad.graph_name, ox.DefaultGraph)]
    in_named = [
        f"GRAPH {q.graph_name} {{ {q.triple} }}" for q in data if isinstance(q.graph_name, ox.NamedNode)
    ]
    insert = " ".join([*in_default, *in_named])
    return f"DELETE WHERE {{ <{EX}a> {quads[0].predicate} ?o }} ; INSERT DATA {{ {insert} }}"


def write(store: Store, kind: str, quads: list[ox.Quad]) -> None:
    if kind == "add":
        store.add(quads)
    elif kind == "remove":
        store.remove(quads)
    elif kind == "load":
        store.load("".join(f"{quad} .\n" for quad in quads).encode(), format="nq")
    else:
        touched = frozenset(quad.predicate.value for quad in quads) if kind == "update touched" else None
        store.update(sparql(quads), touched=touched)


@settings(deadline=None, max_examples=60)
@given(st.lists(WRITES, min_size=1, max_size=6))
def test_columns_follow_oxigraph_through_any_writes_and_deltas_tell_the_difference(
    writes: list[tuple[str, list[ox.Quad]]],
) -> None:
    store = Store()
    seen = {0: set[tuple[Term, ...]]()}

    for kind, quads in writes:
        before, epoch = asserted(store), store.epoch
        write(store, kind, quads)
        assert rows_agree(store)
        assert (store.epoch == epoch + 1) == (asserted(store) != before)
        snapshot = store.snapshot()
        seen[store.epoch] = triples(snapshot.rows, snapshot)

    now = store.snapshot()
    for epoch, then in seen.items():
        delta = store.delta(epoch)
        assert delta is not None
        assert triples(delta.added, now) == seen[store.epoch] - then
        assert triples(delta.removed, now) == then - seen[store.epoch]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.booleans(), OBJECTS), max_size=20))
def test_single_adds_and_removes_count_like_a_set_of_stored_forms(steps: list[tuple[bool, Term]]) -> None:
    store, plain = Store(), ox.Store()

    for adds, term in steps:
        quad = ox.Quad(ex("a"), ex("p"), term)
        there = quad in plain
        if adds:
            plain.add(quad)
            assert store.add([quad]) >= (not there)
        else:
            plain.remove(quad)
            assert (store.remove([quad]) > 0) == there
        assert in_oxigraph(store) == set(plain)

    assert rows_agree(store)


def test_a_graph_is_forgotten_only_when_it_holds_nothing() -> None:
    store, name = Store(), ex("g")
    store.load(b"<x:a> <x:p> <x:b> .", format="nt", graph=name.value)

    store.forget_graph(name)
    assert store.user_graphs() == (name,)

    store.update(f"DELETE WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}")
    assert store.user_graphs() == (name,)

    store.forget_graph(name)
    assert store.user_graphs() == ()
