"""Oxigraph reading N-Quads beside us: in a thread, from a pipe, as one transaction that takes all or nothing."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections.abc import Iterator

import pyoxigraph as ox

from semkg.errors import StoreError

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
        self._pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._room = threading.Semaphore(_AHEAD)
        self._error: Exception | None = None
        self._ends: dict[threading.Thread, int] = {}

    def write(self, text: bytes) -> None:
        """Hand over whole lines of N-Quads.

        Raises:
            OSError: Oxigraph cannot go on.
            StoreError: the text was not valid after all.
        """
        if not self._ends:
            self._start()
        self._room.acquire()
        self._pieces.put(text)
        self._check()

    def commit(self) -> None:
        """Say that this is all, and wait until it is in the database.

        Raises:
            OSError: the database could not be written; then it is as it was.
            StoreError: the text was not valid after all; likewise.
            KeyboardInterrupt: somebody pressed Ctrl-C meanwhile; all is in the database all the same.
        """
        self._finish(_END)
        self._check()

    def close(self) -> None:
        """Take everything back where there was no commit."""
        self._finish(_NO_QUADS)

    def _start(self) -> None:
        output, into = os.pipe()
        # An interrupt may come between any two of these: what has an end of the pipe and does not run, is closed.
        self._ends = {
            threading.Thread(target=self._feed, args=(into,), daemon=True): into,
            threading.Thread(target=self._read, args=(output,), daemon=True): output,
        }
        for thread in self._ends:
            thread.start()

    def _check(self) -> None:
        if isinstance(self._error, SyntaxError):
            msg = f"Oxigraph does not take the text that was read, so nothing is loaded: {self._error}"
            raise StoreError(msg)
        if self._error is not None:
            raise self._error

    def _finish(self, last: bytes) -> None:
        """End the text and wait for both threads, whatever comes; once is enough."""
        ends, self._ends = self._ends, {}
        if ends and last:
            self._pieces.put(last)
        self._pieces.put(_END)
        interrupt = None
        for thread, end in ends.items():
            if thread.ident is None:
                os.close(end)
        while any(thread.is_alive() for thread in ends):
            try:
                for thread in ends:
                    if thread.is_alive():
                        thread.join()
            except KeyboardInterrupt as error:
                interrupt = error
        if interrupt is not None:
            raise interrupt

    def _read(self, output: int) -> None:
        """Let Oxigraph read the pipe; it holds no lock of Python's meanwhile."""
        load = self._oxigraph.bulk_load if self._bulk else self._oxigraph.load
        try:
            load(path=f"/dev/fd/{output}", format=ox.RdfFormat.N_QUADS, lenient=True)
        except (OSError, SyntaxError, RuntimeError) as error:
            self._error = error.with_traceback(None)  # whose frames would keep the database open
        finally:
            os.close(output)

    def _feed(self, into: int) -> None:
        """Put the pieces into the pipe."""
        try:
            with open(into, "wb", buffering=0) as pipe:  # a file descriptor is no path
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
