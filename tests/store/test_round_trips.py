from __future__ import annotations

import gzip
import io
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from semkg.errors import LoadError, StoreError
from semkg.store import Store
from tests.store.graphs import DEFAULT_GRAPH, EX, GRAPH_NAMES, asserted, canonical, ex, in_graphs, typed

DATASET_FORMATS = ["nq", "trig", "jsonld"]
TRIPLE_FORMATS = ["nt", "ttl", "n3", "rdf"]
FEW_EXAMPLES = settings(deadline=None, max_examples=40)


def filled(quads: list[ox.Quad]) -> Store:
    store = Store()
    store.add(quads)
    return store


def again(store: Store, form: str) -> Store:
    data = store.dump(format=form)
    assert data is not None
    copy = Store()
    copy.load(data, format=form)
    return copy


@pytest.mark.parametrize("form", [*TRIPLE_FORMATS, *DATASET_FORMATS])
@FEW_EXAMPLES
@given(quads=in_graphs(DEFAULT_GRAPH))
def test_what_is_dumped_loads_as_the_same_graph(form: str, quads: list[ox.Quad]) -> None:
    store = filled(quads)

    try:
        copy = again(store, form)
    except StoreError as error:
        assert "control character" in str(error)  # noqa: PT017  # only XML has characters that it cannot hold
        assert form == "rdf"
        return

    assert asserted(copy) == canonical(quads)


@pytest.mark.parametrize("form", DATASET_FORMATS)
@FEW_EXAMPLES
@given(quads=in_graphs(GRAPH_NAMES))
def test_what_is_dumped_loads_as_the_same_dataset(form: str, quads: list[ox.Quad]) -> None:
    copy = again(filled(quads), form)

    assert asserted(copy) == canonical(quads)


@pytest.mark.parametrize("form", ["nt", "ttl", "nq", "trig", "rdf"])
def test_triple_terms_and_directions_survive(form: str) -> None:
    inner = ox.Triple(ex("a"), ex("p"), typed("300", "byte"))
    quads = [
        ox.Quad(ox.BlankNode("r"), ex("reifies"), ox.Triple(ox.BlankNode("r"), ex("q"), inner)),
        ox.Quad(ex("a"), ex("p"), ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL)),
    ]

    assert asserted(again(filled(quads), form)) == canonical(quads)


def test_blank_nodes_with_labels_that_are_no_xml_names_survive() -> None:
    quads = [ox.Quad(ox.BlankNode("1f"), ex("p"), ox.BlankNode("0"))]

    assert asserted(again(filled(quads), "rdf")) == canonical(quads)


@pytest.mark.parametrize("predicate", ["http://example.org/", "http://example.org/1", "urn:isbn:-"])
def test_rdf_xml_refuses_predicates_that_it_cannot_name(predicate: str) -> None:
    store = filled([ox.Quad(ex("a"), ox.NamedNode(predicate), ex("b"))])

    with pytest.raises(StoreError, match="RDF/XML cannot write the predicate"):
        store.dump(format="rdf")


@pytest.mark.parametrize(("form", "name"), [("jsonld", "JSON-LD"), ("n3", "N3")])
def test_formats_without_triple_terms_refuse_them(form: str, name: str) -> None:
    store = filled([ox.Quad(ex("a"), ex("p"), ox.Triple(ex("a"), ex("p"), ex("b")))])

    with pytest.raises(StoreError, match=f"{name} cannot express"):
        store.dump(format=form)


def test_named_graphs_need_a_format_that_has_them_or_a_choice() -> None:
    store = filled([ox.Quad(ex("a"), ex("p"), ex("b")), ox.Quad(ex("a"), ex("p"), ex("c"), ex("g"))])

    with pytest.raises(StoreError, match="'nq' or 'trig', or choose one graph"):
        store.dump(format="ttl")

    assert store.dump(format="nt", graph=EX + "g") == f"<{EX}a> <{EX}p> <{EX}c> .\n".encode()
    assert store.dump(format="nt", graph=ox.DefaultGraph()) == f"<{EX}a> <{EX}p> <{EX}b> .\n".encode()
    assert store.dump(format="nq", graph=EX + "g") == f"<{EX}a> <{EX}p> <{EX}c> <{EX}g> .\n".encode()
    assert store.dump(format="nt", graph=EX + "none") == b""


def test_the_default_format_is_that_of_the_suffix_or_the_simplest_that_fits(tmp_path: Path) -> None:
    store = filled([ox.Quad(ex("a"), ex("p"), ex("b"))])
    assert store.dump() == f"<{EX}a> <{EX}p> <{EX}b> .\n".encode()

    store.add([(EX + "a", EX + "p", EX + "b", EX + "g")])
    assert store.dump() == f"<{EX}a> <{EX}p> <{EX}b> .\n<{EX}a> <{EX}p> <{EX}b> <{EX}g> .\n".encode()

    store.dump(tmp_path / "all.trig")
    copy = Store()
    copy.load(tmp_path / "all.trig")
    assert asserted(copy) == asserted(store)
    with pytest.raises(LoadError, match="tells no RDF format"):
        store.dump(tmp_path / "all.txt")


def test_a_dump_can_be_packed_or_go_to_a_file_object(tmp_path: Path) -> None:
    store = filled([ox.Quad(ex("a"), ex("p"), ex("b"))])
    stream = io.BytesIO()

    store.dump(tmp_path / "all.nt.gz")
    store.dump(stream, format="nt")

    assert gzip.decompress((tmp_path / "all.nt.gz").read_bytes()) == stream.getvalue() == store.dump()


def test_a_dump_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    store = filled([ox.Quad(ex("a"), ox.NamedNode("http://example.org/1"), ex("b"))])
    path = tmp_path / "all.rdf"
    path.write_text("old")

    with pytest.raises(StoreError):
        store.dump(path)
    with pytest.raises(StoreError, match="cannot be written: No such file"):
        store.dump(tmp_path / "no" / "all.nt")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_graphs_of_ours_are_not_dumped() -> None:
    store = filled([ox.Quad(ex("a"), ex("p"), ex("b"), ex("g"))])
    store.sync_mirror()
    store.export_inferred(store.snapshot().rows, rules="rl")

    assert store.dump() == f"<{EX}a> <{EX}p> <{EX}b> <{EX}g> .\n".encode()
    assert store.user_graphs() == (ex("g"),)
