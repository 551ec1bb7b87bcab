"""All exceptions of semkg.

::

    SemkgError
    ├── LoadError             a source cannot be read: names the file, line and column
    ├── StoreError            a store directory cannot be opened or written
    ├── QueryError            SPARQL that cannot be answered: names the place in the user's own text
    │   ├── FunctionError     a function of ours failed inside a query
    │   ├── QueryTimeoutError the time allowed for a query is over
    │   └── QueryCancelledError  nobody wants the answer any longer
    ├── FunctionPackageError  an installed package declares a function that cannot be used
    ├── UnknownTermError      a term that the graph does not have
    ├── InconsistentError     strict work on inconsistent data
    ├── LimitError            a stated limit was reached: nothing was kept of the work
    ├── ModelError            no model, an outdated one, or one that does not fit the request
    │   └── NothingToLearnError   a graph without an edge between things
    └── MissingExtraError     an optional part is not installed: prints the command that installs it

Wrong arguments raise ``ValueError``.
"""

from __future__ import annotations


class SemkgError(Exception):
    """Base of every error that semkg raises on purpose."""


class LoadError(SemkgError):
    """A source cannot be read; the store is as it was."""


class StoreError(SemkgError):
    """A store directory cannot be opened or written."""


class QueryError(SemkgError):
    """A query or update that cannot be answered; the message gives the place in the user's own text."""


class FunctionError(QueryError):
    """A function of ours failed inside a query, so the whole query failed."""


class QueryTimeoutError(QueryError):
    """The time allowed for a query is over."""


class QueryCancelledError(QueryError):
    """Whoever asked a query wants no answer any longer."""


class FunctionPackageError(SemkgError):
    """An installed package declares a function of SPARQL that cannot be used."""


class UnknownTermError(SemkgError):
    """A term that the graph does not have."""


class InconsistentError(SemkgError):
    """Work that needs consistent data was asked of inconsistent data."""


class LimitError(SemkgError):
    """A stated limit was reached; nothing was kept of the work."""


class ModelError(SemkgError):
    """No model, an outdated one, or one that does not fit the request."""


class NothingToLearnError(ModelError):
    """The graph has no edge between things, so that nothing can be learned from it."""


class MissingExtraError(SemkgError):
    """An optional part of semkg is not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs the extra {extra!r}; install it with: pip install 'semkg[{extra}]'"
        )
        self.extra = extra
