"""Keeping failures and time in view while Oxigraph runs: it would take a failed callback for an unbound value."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from semkg.errors import QueryCancelledError, QueryTimeoutError
from semkg.store import Term

Callback = Callable[..., Term | None]


def too_long(timeout_s: float) -> str:
    """Return what is said of a query that took longer than the seconds allowed, by whichever clock ends it."""
    return f"the query took longer than the {timeout_s:g} s allowed; allow more time or ask for less"


@dataclass(slots=True)
class Watch:
    """What went wrong, and until when a query may run.

    Attributes:
        timeout_s: seconds allowed, or ``None``.
        cancelled: whether nobody wants the answer any longer, or ``None``.
        failure: the first exception that a callback raised.
    """

    timeout_s: float | None = None
    cancelled: Callable[[], bool] | None = None
    failure: BaseException | None = None
    _end: float = field(init=False, default=math.inf)

    def __post_init__(self) -> None:
        if self.timeout_s is not None:
            self._end = time.monotonic() + self.timeout_s

    @property
    def matters(self) -> bool:
        """Whether :meth:`check` could raise."""
        return self.failure is not None or self.timeout_s is not None or self.cancelled is not None

    def check(self) -> None:
        """Raise what went wrong since.

        Raises:
            FunctionError: a function failed inside the query.
            QueryTimeoutError: the time is over.
            QueryCancelledError: nobody wants the answer any longer.
        """
        if self.failure is not None:
            raise self.failure
        if self.timeout_s is not None and time.monotonic() > self._end:
            raise QueryTimeoutError(too_long(self.timeout_s))
        if self.cancelled is not None and self.cancelled():
            msg = "the query was cancelled"
            raise QueryCancelledError(msg)

    def guarded(self, callback: Callback) -> Callback:
        """Return a callback that keeps what goes wrong, whatever it is, for the next check."""

        def call(*arguments: Term) -> Term | None:
            try:
                return callback(*arguments)
            except BaseException as error:  # noqa: BLE001  # Oxigraph swallows it: check() raises it again
                self.fail(error)
                return None

        return call

    def fail(self, error: BaseException) -> None:
        """Keep what went wrong, if it is the first."""
        if self.failure is None:
            self.failure = error
