"""Oxigraph reading N-Quads beside us: in a thread, from a pipe, as one transaction that takes all or nothing."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections.abc import Iterator

import pyoxigraph as ox

_AHEAD = 4
"""So many pieces of text may wait for Oxigraph."""

_END = b""
_NO_QUADS = b"<\n"
"""Ends a load that is to come to nothing: Oxigraph takes back what it has read when it meets an error."""


class TextLoad:
    """Text on its way into Oxigraph, which must be valid: Oxigraph does not check its IRIs again.

    Args:
        oxigraph: the database.
        bulk: whether to use the way for large files, which makes files of its own on disk.
    """

    def __init__(self, oxigraph: ox.Store, *, bulk: bool) -> None:
        self._oxigraph = oxigraph
        self._bulk = bulk
        self._output, self._input = os.pipe()
        self._pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._room = threading.Semaphore(_AHEAD)
        self._error: BaseException | None = None
        self._done = False
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._read, self._feed)]
        for thread in self._threads:
            thread.start()

    def write(self, text: bytes) -> None:
        """Hand over whole lines of N-Quads.

        Raises:
            OSError: Oxigraph cannot go on.
        """
        self._room.acquire()
        self._pieces.put(text)
        if self._error is not None:
            raise self._error

    def commit(self) -> None:
        """Say that this is all, and wait until it is in the database.

        Raises:
            OSError: the database could not be written; then it is as it was.
            KeyboardInterrupt: somebody pressed Ctrl-C meanwhile; all is in the database all the same.
        """
        self._finish(_END)
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Take everything back where there was no commit."""
        if not self._done:
            self._finish(_NO_QUADS)

    def _finish(self, last: bytes) -> None:
        self._done = True
        if last:
            self._pieces.put(last)
        self._pieces.put(_END)
        interrupt = None
        while any(thread.is_alive() for thread in self._threads):
            try:
                for thread in self._threads:
                    thread.join()
            except KeyboardInterrupt as error:
                interrupt = error
        if interrupt is not None:
            raise interrupt

    def _read(self) -> None:
        """Let Oxigraph read the pipe; it holds no lock of Python's meanwhile."""
        load = self._oxigraph.bulk_load if self._bulk else self._oxigraph.load
        try:
            load(path=f"/dev/fd/{self._output}", format=ox.RdfFormat.N_QUADS, lenient=True)
        except (OSError, SyntaxError, RuntimeError) as error:
            self._error = error.with_traceback(None)  # whose frames would keep the database open
        finally:
            os.close(self._output)

    def _feed(self) -> None:
        """Put the pieces into the pipe."""
        try:
            with open(self._input, "wb", buffering=0) as pipe:  # noqa: PTH123  # a file descriptor is no path
                while text := self._pieces.get():
                    self._room.release()
                    _write_all(pipe.fileno(), text)
        except BrokenPipeError:  # Oxigraph has stopped reading and says why
            self._drain()

    def _drain(self) -> None:
        while self._pieces.get():
            self._room.release()


def _write_all(file: int, text: bytes) -> None:
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(file, rest) :]


@contextlib.contextmanager
def loading(oxigraph: ox.Store, *, bulk: bool) -> Iterator[TextLoad]:
    """Load text into Oxigraph; what was not committed at the end is taken back."""
    load = TextLoad(oxigraph, bulk=bulk)
    try:
        yield load
    finally:
        load.close()
