"""Ending a query that Oxigraph is busy with: it hears neither a clock nor Ctrl-C until it yields a row."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from semkg.cli.command import FAILED
from semkg.query import too_long

_GRACE_S = 0.5
"""Time for the query layer to give up by itself, and for its command to end in order."""


@contextmanager
def watched(timeout_s: float | None) -> Iterator[None]:
    """Let Ctrl-C and a timeout end the process while a query runs.

    A query only reads, and what is written beside it (inferred triples, a model) is safe against a sudden end.

    Args:
        timeout_s: seconds after which the process ends; never when not given.
    """
    timer = threading.Timer((timeout_s or 0) + _GRACE_S, _give_up, (timeout_s,))
    timer.daemon = True
    in_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_DFL) if in_main else None
    if timeout_s is not None:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if in_main:
            signal.signal(signal.SIGINT, before)


def _give_up(timeout_s: float) -> None:
    sys.stderr.write(f"semkg: error: {too_long(timeout_s)}\n")
    sys.stderr.flush()
    os._exit(FAILED)
