"""Functions inside expressions, evaluated for many arguments at once.

Oxigraph calls back for one row at a time. A trial run of the query therefore only notes the arguments (every value is
unbound), then the function is called once for all of them, and the next run looks the values up. As a value may let the
query reach arguments that it did not reach before, trials go on until one meets nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from semkg.query.arguments import convert, fits
from semkg.query.declaration import Call, OutputRow, Parameter, Value
from semkg.query.pattern import ScalarCall
from semkg.store import Term

Arguments = tuple[Term, ...]


@dataclass(slots=True, eq=False)
class Scalar:
    """One scalar call in a query, with the values it has so far.

    Attributes:
        call: what was written.
        name: the name that Oxigraph calls it by.
        regime: the regime that it runs under.
        values: value by arguments; ``None`` is unbound.
        pending: arguments that a trial run met and that have no value yet.
        trial: whether new arguments are only noted.
    """

    call: ScalarCall
    name: ox.NamedNode
    regime: str
    evaluate: Any
    values: dict[Arguments, Term | None] = field(default_factory=dict)
    pending: dict[Arguments, None] = field(default_factory=dict)
    trial: bool = False

    def __call__(self, *arguments: Term) -> Term | None:
        """Return the value for some arguments; called by Oxigraph."""
        try:
            return self.values[arguments]
        except KeyError:
            self.pending[arguments] = None
            if self.trial:
                return None
            self.settle()
            return self.values[arguments]
