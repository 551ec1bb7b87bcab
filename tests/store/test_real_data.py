from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from semkg.store import Store
from tests.data import require_data
from tests.store.graphs import rows_agree

ONTOLOGIES = [("pizza.owl", 2332), ("wine-food-001.nt", 1839), ("brick.n3", 14_803), ("soda_hall.n3", 3774)]


def test_aifb_is_read_from_all_its_files(tmp_path: Path) -> None:
    with tarfile.open(require_data("aifb", "aifb.tar.xz")) as archive:
        archive.extractall(tmp_path, filter="data")
    store = Store()

    store.load(tmp_path)

    assert len(store.snapshot().rows) == 29_226
    assert rows_agree(store)


@pytest.mark.parametrize(("name", "count"), ONTOLOGIES)
def test_ontologies_come_through_a_dump_as_they_were(tmp_path: Path, name: str, count: int) -> None:
    store, copy = Store(), Store()
    store.load(require_data("ontologies", name))

    store.dump(tmp_path / "copy.ttl.gz")
    copy.load(tmp_path / "copy.ttl.gz")

    assert len(store.snapshot().rows) == len(copy.snapshot().rows) == count
