from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from semkg.errors import StoreError
from semkg.store.textload import loading

LINES = b"".join(b"<x:%d> <x:p> <x:o> .\n" % i for i in range(20_000))
"""More than a pipe holds."""


def pieces() -> Iterator[bytes]:
    for i in range(8):
        yield LINES.replace(b"<x:p>", b"<x:p%d>" % i)


@pytest.mark.parametrize("bulk", [False, True])
def test_text_that_is_committed_is_in_the_database(bulk: bool) -> None:
    store = ox.Store()

    with loading(store, bulk=bulk) as text:
        for piece in pieces():
            text.write(piece)
        assert len(store) == 0
        text.commit()

    assert len(store) == 160_000


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
@pytest.mark.parametrize("whole", [0, 1, 8])
def test_text_that_is_not_committed_is_taken_back(error: type[BaseException], whole: int) -> None:
    store = ox.Store()

    def fail() -> None:
        with loading(store, bulk=True) as text:
            for _, piece in zip(range(whole), pieces(), strict=False):
                text.write(piece)
            raise error

    with pytest.raises(error):
        fail()

    assert len(store) == 0
    store.extend([ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.NamedNode("x:c"))])
    assert len(store) == 1


def test_an_end_without_a_commit_takes_the_text_back() -> None:
    store = ox.Store()

    with loading(store, bulk=False) as text:
        text.write(LINES)

    assert len(store) == 0


def test_text_that_oxigraph_refuses_is_an_error_and_no_standstill() -> None:
    store = ox.Store()

    def load() -> None:
        with loading(store, bulk=True) as text:
            text.write(b"oops\n")
            for piece in pieces():
                text.write(piece)
            text.commit()

    with pytest.raises(StoreError, match="Oxigraph does not take the text"):
        load()

    assert len(store) == 0


def test_a_database_that_fails_says_why() -> None:
    class Full:
        def load(self, *, path: str, format: ox.RdfFormat, lenient: bool) -> None:
            raise OSError(28, "No space left on device")

    def load() -> None:
        with loading(Full(), bulk=False) as text:  # type: ignore[arg-type]  # only load() is called
            for piece in pieces():
                text.write(piece)
            text.commit()

    with pytest.raises(OSError, match="No space left"):
        load()
