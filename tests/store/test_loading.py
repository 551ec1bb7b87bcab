from __future__ import annotations

import gzip
import io
import logging
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from semkg.errors import LoadError
from semkg.store import Source, Store, TermDictionary, read_snapshot
from semkg.vocab import OWL_SAME_AS, XSD
from tests.store.graphs import EX, asserted, canonical, ex, rows_agree, typed

TTL = b"@prefix ex: <http://example.org/> . ex:a ex:p ex:b , ex:c ; ex:q [ ex:p 01 ] ."
EXPECTED = canonical(ox.parse(TTL, ox.RdfFormat.TURTLE))
SUFFIXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".n3": ox.RdfFormat.N3,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}


def written(form: ox.RdfFormat) -> bytes:
    data = ox.serialize(ox.parse(TTL, ox.RdfFormat.TURTLE), format=form)
    assert data is not None
    return data


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_read_from_a_file_by_its_suffix(tmp_path: Path, suffix: str, packed: bool) -> None:
    data = written(SUFFIXES[suffix])
    path = tmp_path / f"data{suffix}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(data) if packed else data)
    store = Store()

    count = store.load(path)

    assert count == 4
    assert store.epoch == 1
    assert asserted(store) == EXPECTED
    assert rows_agree(store)


@pytest.mark.parametrize(
    "name", ["ttl", ".ttl", "turtle", "TURTLE", "text/turtle", ox.RdfFormat.TURTLE], ids=str
)
def test_a_format_has_many_names(name: str | ox.RdfFormat) -> None:
    store = Store()

    store.load(TTL, format=name)

    assert asserted(store) == EXPECTED


@pytest.mark.parametrize(
    "name", ["xml", "nt", "nt11", "nquads", "trig", "n3", "json-ld", "application/rdf+xml"]
)
def test_rdflibs_names_of_formats_are_known(name: str) -> None:
    with pytest.raises(LoadError):
        Store().load(b"{ no RDF at all", format=name)


def test_sources_may_be_strings_bytes_and_file_objects_of_bytes_and_text(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_bytes(TTL)
    text = TTL.decode() + ' <http://example.org/d> <http://example.org/p> "äöü€𝄞" .'
    sources: list[tuple[Source, str | None]] = [
        (str(path), None),
        (bytearray(TTL), "ttl"),
        (io.BytesIO(gzip.compress(TTL)), "ttl"),
        (io.StringIO(text), "ttl"),
    ]

    for source, form in sources:
        store = Store()
        store.load(source, format=form)
        assert asserted(store) >= EXPECTED


def test_an_open_file_is_read_from_where_it_stands_and_left_open(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_bytes(b"not Turtle\n" + TTL)
    store = Store()

    with path.open("rb") as file:
        file.readline()
        store.load(file)
        assert not file.closed

    assert asserted(store) == EXPECTED


def test_a_pipe_can_be_read() -> None:
    class Pipe:
        def __init__(self, data: bytes) -> None:
            self._rest = data

        def read(self, size: int, /) -> bytes:
            part, self._rest = self._rest[: min(size, 7)], self._rest[min(size, 7) :]
            return part

    store = Store()

    store.load(Pipe(TTL), format="ttl")  # type: ignore[arg-type]  # only read() is needed

    assert asserted(store) == EXPECTED


def test_rdflib_graphs_are_read_with_their_lexical_forms() -> None:
    graph = rdflib.Graph()
    graph.add(
        (rdflib.URIRef(EX + "a"), rdflib.URIRef(EX + "p"), rdflib.Literal("300", datatype=XSD + "byte"))
    )
    store = Store()

    assert store.load(graph) == 1

    assert asserted(store) == {ox.Quad(ex("a"), ex("p"), typed("300", "byte"))}


def test_rdflib_datasets_are_read_with_their_graphs() -> None:
    dataset = rdflib.Dataset()
    triple = (rdflib.URIRef(EX + "a"), rdflib.URIRef(EX + "p"), rdflib.URIRef(EX + "b"))
    dataset.default_graph.add(triple)
    dataset.graph(rdflib.URIRef(EX + "g")).add(triple)
    store = Store()

    store.load(dataset)

    quad = (ex("a"), ex("p"), ex("b"))
    assert asserted(store) == {ox.Quad(*quad), ox.Quad(*quad, ex("g"))}


def test_a_folder_loads_each_rdf_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "one.ttl").write_bytes(TTL)
    (tmp_path / "sub" / "two.nt").write_bytes(b"<x:a> <x:p> <x:b> .")
    (tmp_path / "package.json").write_bytes(b"[]")
    (tmp_path / "notes.txt").write_text("no RDF")
    (tmp_path / ".hidden.ttl").write_text("no Turtle")
    store = Store()

    assert store.load(tmp_path) == 5

    assert store.epoch == 2
    assert len(store.snapshot().rows) == 5


def test_each_file_of_a_folder_comes_in_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "1.nt").write_bytes(b"<x:a> <x:p> <x:b> .")
    (tmp_path / "2.nt").write_bytes(b"<x:a> <x:p> <x:c> .\n<x:a> <x:p")
    store = Store()

    with pytest.raises(LoadError, match=r"2\.nt, line 2"):
        store.load(tmp_path)

    assert [str(quad.object) for quad in asserted(store)] == ["<x:b>"]


def test_triples_go_into_the_graph_that_was_asked_for() -> None:
    store = Store()

    store.load(TTL, format="ttl", graph=EX + "g")

    assert store.user_graphs() == (ex("g"),)
    assert {quad.graph_name for quad in asserted(store)} == {ex("g")}
    assert rows_agree(store)


def test_a_source_that_names_graphs_itself_cannot_go_into_another() -> None:
    store = Store()

    with pytest.raises(LoadError, match=r"line 1, column .*names a graph itself, <x:g>.*leave graph= out"):
        store.load(b"<x:a> <x:p> <x:b> <x:g> .", format="nq", graph=EX + "g")

    assert store.epoch == 0


def test_the_same_label_in_two_files_is_two_blank_nodes() -> None:
    store = Store()

    for _ in range(2):
        store.load(b"_:b <x:p> <x:o> .", format="nt")

    assert len(store.snapshot().rows) == 2


def test_loading_what_is_there_counts_it_and_keeps_the_epoch() -> None:
    store = Store()
    data = b"<x:a> <x:p> <x:b> .\n<x:a> <x:p> <x:b> .\n"
    store.load(data, format="nt")

    assert store.load(data, format="nt") == 2

    assert store.epoch == 1


def test_literals_keep_the_form_in_which_they_were_written() -> None:
    store = Store()

    store.load(b'<x:a> <x:p> "01"^^<http://www.w3.org/2001/XMLSchema#int> , 1 , "x"@EN .', format="ttl")

    objects = {store.terms.text(number) for number in store.snapshot().rows.o.tolist()}
    assert objects == {f'"01"^^<{XSD}int>', f'"1"^^<{XSD}integer>', '"x"@en'}


def test_triple_terms_are_kept() -> None:
    store = Store()

    count = store.load(b"<x:r> <x:reifies> <<( <x:a> <x:p> <<( <x:b> <x:p> 01 )>> )>> .", format="ttl")

    inner = ox.Triple(ox.NamedNode("x:b"), ox.NamedNode("x:p"), typed("01", "integer"))
    outer = ox.Triple(ox.NamedNode("x:a"), ox.NamedNode("x:p"), inner)
    assert count == 1
    assert {quad.object for quad in asserted(store)} == {outer}
    assert rows_agree(store)


def test_plain_n3_is_data() -> None:
    store = Store()

    store.load(b"@prefix : <http://example.org/> . :a = :b ; :p (1 2) . :c is :p of :a .", format="n3")

    found = {(str(q.subject), str(q.predicate), str(q.object)) for q in asserted(store)}
    assert (f"<{EX}a>", f"<{OWL_SAME_AS}>", f"<{EX}b>") in found
    assert (f"<{EX}a>", f"<{EX}p>", f"<{EX}c>") in found


def test_relative_iris_are_those_of_the_file_or_of_the_base(tmp_path: Path) -> None:
    path = tmp_path / "with space.ttl"
    path.write_bytes(b"<#a> <p> <> .")
    by_file, by_base = Store(), Store()

    by_file.load(path)
    by_base.load(path, base_iri=EX)

    assert asserted(by_base) == {ox.Quad(ex("#a"), ex("p"), ex(""))}
    assert [quad.object for quad in asserted(by_file)] == [ox.NamedNode(path.as_uri())]


def test_a_byte_order_mark_is_passed_over() -> None:
    store = Store()

    assert store.load(b"\xef\xbb\xbf" + TTL, format="ttl") == 4


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "rdf", "n3", "jsonld"])
@pytest.mark.parametrize("data", [b"", b"\n  \n", gzip.compress(b"")], ids=["nothing", "blanks", "gz"])
def test_an_empty_source_loads_nothing_and_says_so(
    data: bytes, form: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store()

    with caplog.at_level(logging.WARNING, logger="semkg"):
        count = store.load(data, format=form)

    assert (count, store.epoch) == (0, 0)
    assert "the given bytes holds no triples: nothing was loaded" in caplog.text


def test_a_file_of_comments_loads_nothing_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "comments.ttl"
    path.write_text("# nothing\n@prefix ex: <http://example.org/> .\n")

    with caplog.at_level(logging.WARNING, logger="semkg"):
        assert Store().load(path) == 0

    assert f"{path} holds no triples" in caplog.text


def test_progress_is_told_up_to_the_end_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    path.write_text("".join(f"<x:{i}> <x:p> <x:o> .\n" for i in range(100_000)))
    told: list[tuple[str, int, int | None]] = []

    Store().load(path, progress=lambda stage, done, total: told.append((stage, done, total)))

    size = path.stat().st_size
    assert [done for _, done, _ in told] == sorted({done for _, done, _ in told})
    assert told[-1] == (f"loading {path}", size, size)
    assert len(told) > 1


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_columns_without_a_database_are_those_of_a_store(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"data{suffix}"
    path.write_bytes(written(SUFFIXES[suffix]))
    terms = TermDictionary()

    snapshot = read_snapshot(tmp_path if suffix not in (".xml", ".json") else path, terms=terms)

    rows = zip(*snapshot.graph_rows[:3].tolist(), strict=True)
    quads = [ox.Quad(*(terms.term(number) for number in row)) for row in rows]  # type: ignore[arg-type]  # valid
    assert canonical(quads) == EXPECTED
    assert (snapshot.epoch, snapshot.terms, len(snapshot.rows)) == (0, terms, 4)


def test_columns_of_a_text_with_a_fault_are_an_error() -> None:
    with pytest.raises(LoadError, match="line 2, column 1"):
        read_snapshot(b"<x:a> <x:p> <x:o> .\noops", format="nt")
