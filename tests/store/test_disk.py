from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pyoxigraph as ox
import pytest

from semkg.errors import LoadError, StoreError
from semkg.store import Store, is_store
from semkg.store.termtable import ARRAYS
from tests.data import ROOT
from tests.store.graphs import EX, asserted, ex, in_oxigraph, rows_agree, typed

QUADS = [
    ox.Quad(ex("a"), ex("p"), typed("01", "int")),
    ox.Quad(ex("a"), ex("p"), typed("300", "byte")),
    ox.Quad(ex("a"), ex("p"), ox.Literal("two\nlines\x85and\u2028more")),
    ox.Quad(ox.BlankNode("x"), ex("p"), ox.Triple(ex("a"), ex("p"), ox.BlankNode("x"))),
    ox.Quad(ex("a"), ex("p"), ex("b"), ex("g")),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The folder of a store that was closed after one write."""
    with Store(tmp_path / "store") as store:
        store.add(QUADS)
    return tmp_path / "store"


def test_what_was_written_is_there_after_opening_again_with_the_same_ids(path: Path) -> None:
    with Store(path) as store:
        first = store.snapshot()
        ids = [store.terms.find(quad.object) for quad in QUADS]

    with Store(path) as store:
        again = store.snapshot()
        assert again.epoch == first.epoch == 1
        assert np.array_equal(again.graph_rows, first.graph_rows)
        assert [store.terms.find(quad.object) for quad in QUADS] == ids
        assert rows_agree(store)


def test_opening_reads_no_triple_where_the_arrays_are_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("semkg.store.ledger.read_quads", refuse)

    with Store(path) as store:
        assert len(store.snapshot().rows) == len(QUADS)
        assert isinstance(store.snapshot().graph_rows.base, np.memmap)


PARTS = ["quads.npy", "counts.json", *(f"terms.{name}.npy" for name in ARRAYS)]


@pytest.mark.parametrize("loss", ["all", *PARTS])
def test_lost_arrays_are_made_anew_from_the_database(path: Path, loss: str) -> None:
    shutil.rmtree(path / "arrays") if loss == "all" else (path / "arrays" / "1" / loss).unlink()

    with Store(path) as store:
        assert store.epoch == 1
        assert len(store.snapshot().graph_rows.T) == len(QUADS)
        assert rows_agree(store)


@pytest.mark.parametrize("part", PARTS)
def test_damaged_arrays_are_made_anew_from_the_database(path: Path, part: str) -> None:
    damaged = path / "arrays" / "1" / part
    damaged.write_bytes(damaged.read_bytes()[:-3])

    with Store(path) as store:
        assert rows_agree(store)
        assert len(in_oxigraph(store)) == len(QUADS)


def copy_as_after_a_crash(store: Store, copy: Path) -> None:
    """Copy the folder of an open store, as a process that was killed would leave it."""
    assert store.path is not None
    shutil.copytree(store.path, copy, ignore=shutil.ignore_patterns("oxigraph"))
    store.oxigraph.backup(copy / "oxigraph")


def test_after_a_crash_what_was_there_before_keeps_its_ids_and_forms(path: Path, tmp_path: Path) -> None:
    with Store(path) as store:
        ids = {quad: store.terms.find(quad.object) for quad in QUADS}
        store.add([(EX + "a", EX + "p", EX + "new")])
        store.remove(QUADS[1:2])
        copy_as_after_a_crash(store, tmp_path / "copy")

    with Store(tmp_path / "copy") as store:
        assert store.epoch == 3
        assert {quad for quad in QUADS if ids[quad] in store.snapshot().graph_rows[2]} == {*QUADS} - {
            QUADS[1]
        }
        assert rows_agree(store)
        store.flush()
        assert sorted(entry.name for entry in (tmp_path / "copy" / "arrays").iterdir()) == ["3"]


def test_arrays_newer_than_the_database_never_lend_their_epoch_to_another_state(path: Path) -> None:
    with Store(path) as store:
        store.add([(EX + "a", EX + "p", EX + "lost")])
    (path / "arrays" / "2").rename(path / "arrays" / "9")

    with Store(path) as store:
        assert store.epoch == 10
        assert rows_agree(store)


def test_opening_reads_no_term_as_a_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("semkg.store.terms.hash_spans", lambda *_: pytest.fail("terms were hashed"))
        with Store(path) as store:
            table = store.terms.table()
            assert all(isinstance(getattr(table, name).base, np.memmap) for name in ARRAYS)
            assert store.terms.find(QUADS[0].object) is not None


def test_terms_that_come_after_opening_get_the_next_ids(path: Path) -> None:
    with Store(path) as store:
        known = store.terms.texts()
        store.load("".join(f"<x:{i}> <x:p> <x:o> .\n" for i in range(5000)).encode(), format="nt")
        assert store.terms.texts()[: len(known)] == known

    with Store(path) as store:
        assert store.terms.add_texts(store.terms.texts()) == list(range(len(known) + 5002))
        assert rows_agree(store)


def as_format_1(path: Path, texts: list[str], rows: np.ndarray[Any, np.dtype[np.int32]]) -> None:
    """Write the arrays of epoch 1 as the first version of the format had them."""
    folder = path / "arrays" / "1"
    for part in folder.iterdir():
        part.unlink()
    data = "\n".join(texts).encode()
    (folder / "terms.txt").write_bytes(data)
    np.save(folder / "quads.npy", rows)
    counts = {"terms": len(texts), "terms_crc32": zlib.crc32(data), "quads": rows.shape[1]}
    (folder / "counts.json").write_text(json.dumps(counts))
    (path / "semkg.json").write_text(json.dumps({"program": "semkg", "format": 1}))


def test_a_store_of_format_1_is_read_and_written_in_format_2(path: Path) -> None:
    with Store(path) as store:
        texts, rows = [*store.terms.texts()], store.snapshot().graph_rows.copy()
    as_format_1(path, texts, rows)

    with Store(path) as store:
        assert [*store.terms.texts()] == texts
        assert np.array_equal(store.snapshot().graph_rows, rows)
        store.add([(EX + "a", EX + "p", EX + "new")])

    assert json.loads((path / "semkg.json").read_text())["format"] == 2
    with Store(path) as store:
        assert store.epoch == 2
        assert rows_agree(store)


def test_arrays_of_a_version_with_other_built_in_terms_are_translated(path: Path) -> None:
    with Store(path) as store:
        texts, rows = [*store.terms.texts()], store.snapshot().graph_rows
    texts[0], texts[-1] = texts[-1], texts[0]
    swapped = np.where(rows == 0, len(texts) - 1, np.where(rows == len(texts) - 1, 0, rows)).astype(np.int32)
    as_format_1(path, texts, swapped)

    with Store(path) as store:
        assert store.epoch == 1
        assert store.terms.find(QUADS[0].object) is not None
        assert rows_agree(store)


def test_two_openers_are_one_too_many(path: Path) -> None:
    with Store(path), pytest.raises(StoreError, match="in use by another process or another Store"):
        Store(path)

    Store(path).close()


def test_a_store_of_another_process_cannot_be_opened(path: Path) -> None:
    code = f"from semkg.store import Store; s = Store({str(path)!r}); print('open', flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="in use"):
            Store(path)
        process.communicate("\n")


def test_a_folder_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("<x:a> <x:p> <x:o> .")

    with pytest.raises(StoreError, match=r"is not empty and is no store \(it has no semkg\.json\)"):
        Store(tmp_path)

    assert [entry.name for entry in tmp_path.iterdir()] == ["data.ttl"]
    assert not is_store(tmp_path)


def test_an_empty_folder_becomes_a_store_and_a_new_one_is_made_with_its_parents(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    for path in (tmp_path / "empty", tmp_path / "new" / "store"):
        assert not is_store(path)
        Store(str(path)).close()
        assert is_store(path)
        assert is_store(str(path))


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="is a file; a store is a folder"):
        Store(tmp_path / "file")


@pytest.mark.parametrize("mark", ["{", "[]", '{"format": "new"}', "{}"])
def test_a_damaged_mark_is_an_error(path: Path, mark: str) -> None:
    (path / "semkg.json").write_text(mark)

    with pytest.raises(StoreError, match=r"semkg\.json is damaged"):
        Store(path)


def test_a_store_of_a_newer_format_is_refused(path: Path) -> None:
    mark = json.loads((path / "semkg.json").read_text())
    (path / "semkg.json").write_text(json.dumps({**mark, "format": 99}))

    with pytest.raises(StoreError, match="has format 99"):
        Store(path)


def test_a_damaged_database_is_an_error(path: Path) -> None:
    (path / "oxigraph" / "CURRENT").write_text("nonsense\n")

    with pytest.raises(StoreError, match="cannot be opened as a store"):
        Store(path)


def test_a_closed_store_says_so_and_can_be_closed_again(path: Path) -> None:
    store = Store(path)
    store.close()
    store.close()

    with pytest.raises(StoreError, match="is closed"):
        store.snapshot()
    with pytest.raises(StoreError, match="is closed"):
        store.add([])


def test_a_store_closes_after_an_error_and_keeps_what_was_written(path: Path) -> None:
    def write_and_fail() -> None:
        with Store(path) as store:
            store.add([(EX + "a", EX + "p", EX + "new")])
            store.load(b"oops", format="nt")

    with pytest.raises(LoadError):
        write_and_fail()

    with Store(path) as store:
        assert store.epoch == 2
        assert store.terms.find(ex("new")) is not None


def test_flushing_twice_writes_the_arrays_once(path: Path) -> None:
    with Store(path) as store:
        store.add([(EX + "a", EX + "p", EX + "new")])
        store.flush()
        written = (path / "arrays" / "2" / "quads.npy").stat().st_mtime_ns
        store.flush()
        assert (path / "arrays" / "2" / "quads.npy").stat().st_mtime_ns == written


def test_a_full_disk_is_an_error_that_names_the_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with Store(path) as store:
        store.add([(EX + "a", EX + "p", EX + "new")])
        with monkeypatch.context() as patch:
            patch.setattr(np, "save", full)
            with pytest.raises(StoreError, match=r"arrays cannot be written: .*No space left"):
                store.flush()
        assert store.epoch == 2


SLOW_LOAD = """
class Slow:
    def __init__(self):
        self.reads = 0
    def read(self, size):
        if self.reads == 20:
            print("writing", flush=True)
        if self.reads > 2000:
            time.sleep(60)
        self.reads += 1
        return b"".join(b"<x:%d-%d> <x:p> <x:o%d> .\\n" % (self.reads, i, i) for i in range(size // 40))

store.load(Slow(), format="nt")
"""
WRITES = {
    "a load": SLOW_LOAD,
    "adds": "while True: store.add(next_pair())",
    "removes": "while True: pair = next_pair(); store.add(pair); store.remove(pair)",
    "updates": """
while True:
    triples = " . ".join("<%s> <%s> <%s>" % triple for triple in next_pair())
    store.update("INSERT DATA { %s }" % triples)
""",
}
WRITER = """
import itertools, sys, time
from semkg.store import Store

numbers = itertools.count()

def next_pair():
    i = next(numbers)
    if i == 20:
        print("writing", flush=True)
    return [("x:s", "x:p", f"x:{i}"), ("x:s", "x:q", f"x:{i}")]

store = Store(sys.argv[1])
"""


@pytest.mark.parametrize("kind", WRITES)
def test_a_store_whose_process_was_killed_opens_with_whole_writes_only(path: Path, kind: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER + WRITES[kind], str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        time.sleep(0.2)
        os.kill(process.pid, signal.SIGKILL)

    with Store(path) as store:
        rows = store.snapshot().rows
        pairs = [set(rows.o[rows.p == store.terms.find(ox.NamedNode(f"x:{name}"))].tolist()) for name in "pq"]
        assert rows_agree(store)
        assert set(QUADS[:2]) <= set(asserted(store))
        if kind == "a load":
            assert (store.epoch, pairs) == (1, [set(), set()])
        else:
            assert pairs[0] == pairs[1]
            assert store.epoch > 20
