from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from semkg.errors import LoadError
from semkg.store import Source, Store
from semkg.vocab import INFERRED, META, SK
from tests.store.graphs import asserted, rows_agree

XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://example.org/">'
FILLER = "".join(f"<x:{i}> <x:p> <x:o> .\n" for i in range(40_000))
XML_FILLER = "".join(
    f'<rdf:Description rdf:about="x:{i}"><p>v</p></rdf:Description>\n' for i in range(20_000)
)


@pytest.fixture
def store() -> Iterator[Store]:
    """A store with one triple, which must be as before after the test."""
    store = Store()
    store.add([("x:before", "x:p", "x:o")])
    before = asserted(store)
    yield store
    assert store.epoch == 1
    assert asserted(store) == before
    assert rows_agree(store)


PLACES = [
    ("data.ttl", "<x:a> <x:p> <x:b> .\n<x:a> <x:p> oops .", "line 2, column 13"),
    ("data.ttl", FILLER + '<x:a> <x:p> "no end', "line 40001, column 13"),
    ("data.nt", "<x:a> <x:p> <x:b> .\n<x:a> <x:p> <x:", "line 2, column 13"),
    ("data.nq", '<x:a> <x:p> "x" <x:g> .\n\n<x:a> "p" "x" .', "line 3, column 7"),
    ("data.trig", "<x:g> { <x:a> <x:p> <x:b> .\n", "line 2"),
    ("data.jsonld", '{"@id": "http://example.org/a",\n "http://example.org/p": "v"', "line 2, column 29"),
    (
        "data.jsonld",
        '{"@context": "http://example.org/c",\n "@id": "x:a"}',
        "line [12].*contexts are not fetched",
    ),
    ("data.rdf", f'{XML}\n<rdf:Description rdf:about="x:a">\n<p>v</p>', "line 3, column 9: no element found"),
    ("data.rdf", f'{XML}\n<rdf:Description rdf:about="x:a">\n<p>v</q>', "line 3, column 7: mismatched tag"),
    ("data.rdf", f"{XML}\n{XML_FILLER}\n<rdf:Descr", "line 20003, column 1: unclosed token"),
    (
        "data.rdf",
        f'{XML}\n{XML_FILLER}<p rdf:about="x:a b"/>\n</rdf:RDF>',
        "line 20002, column 2[0-3]: .*IRI",
    ),
    ("data.owl", "@prefix : <http://example.org/> . :a :b :c .", "line 1, column 1: .*read as RDF/XML"),
    (
        "data.n3",
        "@prefix : <http://example.org/> .\n?x :p :o .",
        "line 2, column ([89]|1.): variables are not allowed",
    ),
    (
        "data.n3",
        f"{FILLER}@prefix : <http://example.org/> .\n{{ ?x :p ?y }} => {{ ?y :p ?x }} .",
        "line 40002",
    ),
    (
        "data.n3",
        f"{FILLER}@prefix : <http://example.org/> .\n:s :p {{ :a :p :b }} .",
        "line 40002, .*formulas and rules",
    ),
]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize(("name", "text", "place"), PLACES, ids=[place for _, _, place in PLACES])
def test_a_fault_in_a_file_names_file_line_and_column(
    store: Store, tmp_path: Path, name: str, text: str, place: str, packed: bool
) -> None:
    path = tmp_path / (f"{name}.gz" if packed else name)
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())

    with pytest.raises(LoadError, match=place) as raised:
        store.load(path)

    assert str(raised.value).startswith(f"{path}, line ")


def test_a_fault_in_bytes_and_streams_is_placed_too(store: Store) -> None:
    text = f'{XML}\n<rdf:Description rdf:about="x:a b"/>\n</rdf:RDF>'
    sources: list[tuple[Source, str]] = [
        (text.encode(), "the given bytes"),
        (io.StringIO(text), "the given file object"),
    ]

    for source, name in sources:
        with pytest.raises(LoadError, match=f"^{name}, line 2, column "):
            store.load(source, format="rdf")


def test_bad_utf8_is_placed(store: Store) -> None:
    with pytest.raises(LoadError, match=r"line 2, column 14: Invalid UTF-8"):
        store.load(b'<x:a> <x:p> "x" .\n<x:a> <x:p> "\xff" .', format="nt")


def test_a_relative_iri_without_a_base_says_what_to_do(store: Store) -> None:
    with pytest.raises(LoadError, match="give base_iri="):
        store.load(b"<a> <x:p> <x:b> .", format="ttl")


def test_an_entity_bomb_is_stopped(store: Store) -> None:
    entities = "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "{"a" * 20}">{entities}]>{XML}<p>&j;</p></rdf:RDF>'

    with pytest.raises(LoadError, match="amplification"):
        store.load(bomb.encode(), format="rdf")


def test_a_packed_file_that_ends_early_is_an_error(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "data.nt.gz"
    path.write_bytes(gzip.compress(FILLER.encode())[:-20])

    with pytest.raises(LoadError, match=r"data\.nt\.gz: ends early"):
        store.load(path)


def test_a_damaged_packed_file_is_an_error(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "data.nt.gz"
    data = bytearray(gzip.compress(FILLER.encode()))
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))

    with pytest.raises(LoadError, match=r"data\.nt\.gz"):
        store.load(path)


def test_a_wrong_suffix_lists_the_valid_ones(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a,b\n")

    with pytest.raises(
        LoadError, match=r"data\.csv: .*\.ttl, \.nt, \.nq, \.trig, \.rdf, \.owl, \.xml, \.n3, \.jsonld"
    ):
        store.load(path)


def test_what_is_not_there_is_an_error(store: Store, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"none\.ttl: cannot be read: No such file"):
        store.load(tmp_path / "none.ttl")


@pytest.mark.parametrize("lines", [1, 200])
def test_data_that_is_given_as_text_is_an_error_that_tells_how_to_give_it(store: Store, lines: int) -> None:
    with pytest.raises(LoadError, match=r"<x:a> <x:p> .* is taken as a path: .* as bytes, text\.encode\(\)"):
        store.load("<x:a> <x:p> <x:b> .\n" * lines, format="nt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_an_error(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.touch(mode=0o000)

    with pytest.raises(LoadError, match="cannot be read: Permission denied"):
        store.load(path)


def test_a_path_that_cannot_be_opened_is_an_error(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "loop.ttl"
    path.symlink_to(path)

    with pytest.raises(LoadError, match=r"loop\.ttl: cannot be read"):
        store.load(path)


def test_a_folder_without_rdf_is_an_error(store: Store, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()

    with pytest.raises(LoadError, match="has no RDF file"):
        store.load(tmp_path)


def test_a_store_directory_is_no_folder_of_rdf(store: Store, tmp_path: Path) -> None:
    Store(tmp_path / "other").close()

    with pytest.raises(LoadError, match="is a store directory"):
        store.load(tmp_path / "other")


def test_arguments_of_no_known_kind_are_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="bytes does not tell its RDF format: give format="):
        store.load(b"<x:a> <x:p> <x:o> .")
    with pytest.raises(ValueError, match="a file object without a name does not tell"):
        store.load(io.BytesIO(b""))
    with pytest.raises(ValueError, match="'docx' is no RDF format"):
        store.load(b"", format="docx")
    with pytest.raises(ValueError, match="cannot load from int"):
        store.load(7)  # type: ignore[arg-type]  # on purpose
    with pytest.raises(ValueError, match="leave format= out"):
        store.load(tmp_path, format="ttl")


@pytest.mark.parametrize("graph", [INFERRED, META, SK + "anything"])
def test_graphs_of_ours_cannot_be_loaded_into(store: Store, graph: str) -> None:
    text = f"<x:a> <x:p> <x:o> <x:g> .\n<x:a> <x:p> <x:o> <{graph}> .\n"

    with pytest.raises(LoadError, match=r"line 2, column .*semkg's own namespace"):
        store.load(text.encode(), format="nq")
    with pytest.raises(ValueError, match="semkg's own namespace"):
        store.load(b"<x:a> <x:p> <x:o> .", format="nt", graph=graph)


class Interrupted:
    """A stream in the middle of which somebody presses Ctrl-C, or something breaks."""

    def __init__(self, error: BaseException, whole_reads: int) -> None:
        self._error = error
        self._left = whole_reads

    def read(self, size: int, /) -> bytes:
        if not self._left:
            raise self._error
        self._left -= 1
        return b"<x:a> <x:p> <x:o> .\n" * (size // 20)


@pytest.mark.parametrize("whole_reads", [0, 1, 60])
def test_an_interrupted_load_leaves_the_store_as_it_was(store: Store, whole_reads: int) -> None:
    stream = Interrupted(KeyboardInterrupt(), whole_reads)

    with pytest.raises(KeyboardInterrupt):
        store.load(stream, format="nt")  # type: ignore[arg-type]  # only read() is needed


def test_an_error_of_the_stream_is_an_error_of_the_load(store: Store) -> None:
    stream = Interrupted(OSError(5, "Input/output error"), 60)

    with pytest.raises(LoadError, match="the given file object: cannot be read: Input/output error"):
        store.load(stream, format="nt")  # type: ignore[arg-type]  # only read() is needed


def test_an_interrupt_in_the_progress_report_leaves_the_store_as_it_was(store: Store) -> None:
    def interrupt(stage: str, done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.load(FILLER.encode(), format="nt", progress=interrupt)


def test_the_store_can_be_read_while_it_loads(store: Store) -> None:
    seen = []

    def look(stage: str, done: int, total: int | None) -> None:
        seen.append((store.epoch, len(store.snapshot().rows)))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.load(FILLER.encode(), format="nt", progress=look)

    assert seen == [(1, 1)]


def test_after_a_failed_load_the_corrected_one_works() -> None:
    store = Store()
    with pytest.raises(LoadError):
        store.load(b"<x:a> <x:p> <x:b> .\noops", format="nt")

    store.load(b"<x:a> <x:p> <x:b> .\n", format="nt")

    assert asserted(store) == {ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.NamedNode("x:b"))}
