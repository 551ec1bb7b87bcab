"""Functions in expressions, evaluated for many arguments at once.

Oxigraph calls back for one row at a time. A function that can look single values up is simply asked. For any other, a
trial run of the query only notes the arguments (every value is unbound), then the function is called once for all of
them, and the next run looks the values up. As a value may let the query reach arguments that it did not reach before,
trials go on until one meets nothing new.

What Oxigraph calls is a method of a dict wherever that will do: for each row, a function in Python takes longer.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from semkg.errors import QueryError
from semkg.query.arguments import Reader, as_term, is_kept
from semkg.query.declaration import Call, LookUp, OutputRow, SparqlFunction, Value
from semkg.query.guard import Callback, Watch
from semkg.query.pattern import ScalarCall
from semkg.store import Term

Arguments = tuple[Term, ...]
Key = Term | Arguments
"""The arguments of a call; a single one stands for itself."""
Inputs = tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """How a query calls functions, each time with the place of the call, for errors.

    Attributes:
        rows: returns the rows of a call.
        look_up: returns what looks up single values for a call.
        failed: returns the error that the query fails with, for one that a function raised.
    """

    rows: Callable[[SparqlFunction, Call, int], Iterable[OutputRow]]
    look_up: Callable[[SparqlFunction, Call, int], LookUp]
    failed: Callable[[SparqlFunction, int, Exception], QueryError]


class _Values(dict[Key, Term | None]):
    """Values by arguments; what is missing is asked for, once."""

    def __init__(self, late: Callable[..., Term | None]) -> None:
        super().__init__()
        self._late = late

    def __missing__(self, key: Key) -> Term | None:
        value = self[key] = self._late(key)
        return value


@dataclass(eq=False)
class Scalar:
    """One scalar call in a query, with the values it has so far.

    Attributes:
        call: what was written.
        name: the name that Oxigraph calls it by.
        regime: the regime that it runs under.
        caller: how the function is called.
        watch: told of failures.
        trial: whether new arguments are only noted.
        pending: arguments without a value yet.
    """

    call: ScalarCall
    name: ox.NamedNode
    regime: str
    caller: Caller
    watch: Watch
    trial: bool = False
    pending: dict[Key, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._is_single = self.call.arity == 1
        self._values = _Values(self.watch.guarded(self._late))
        self._look_up: LookUp | None = None

    @property
    def is_looked_up(self) -> bool:
        """Whether the function looks up single values, so that no trial is needed."""
        return self.call.function.look_up is not None

    def begin(self) -> None:
        """Ask the function for what looks its values up."""
        if self._look_up is None:
            call = Call([self._fixed], self.regime, self.call.options)
            self._look_up = self.caller.look_up(self.call.function, call, self.call.name[0])

    def callback(self) -> Callback:
        """Return what Oxigraph is to call now."""
        if self.trial:
            return self._noted if self._values or not self._is_single else self.pending.setdefault
        if self._look_up is not None:
            return self._looked_up(self._look_up)
        return self._values.__getitem__ if self._is_single else lambda *given: self._values[given]

    def _looked_up(self, look_up: LookUp) -> Callback:
        watch, count = self.watch, len(self.call.positional)

        def call(*given: Term) -> Term | None:
            try:
                return as_term(look_up(*given[:count]))
            except Exception as error:  # noqa: BLE001  # Oxigraph swallows it: the watch raises it again
                watch.fail(self.caller.failed(self.call.function, self.call.name[0], error))
            except BaseException as error:  # noqa: BLE001  # as above, but nothing to add to an interrupt
                watch.fail(error)
            return None

        return call

    def settle(self) -> bool:
        """Evaluate what is pending, all at once; return whether anything was."""
        if not self.pending:
            return False
        keys, self.pending = list(self.pending), {}
        found = self._evaluated(keys)
        if len(found) < len(keys):
            self._values.update(dict.fromkeys(keys))
        self._values.update(found)
        return True

    def _noted(self, *given: Term) -> Term | None:
        key: Key = given[0] if self._is_single else given
        if key in self._values:
            return self._values[key]
        return self.pending.setdefault(key)

    def _late(self, key: Key) -> Term | None:
        """Return the value for arguments that nothing has met before."""
        if self.watch.failure is not None:
            return None
        return self._evaluated([key]).get(key)

    def _evaluated(self, keys: Sequence[Key]) -> dict[Key, Term | None]:
        """Call the function once; arguments outside its relation are left out."""
        keys = self._readable(keys)
        if not keys:
            return {}
        columns = self._columns(keys)
        outputs = [columns[place] for _, place in self._outputs]
        inputs = list(self._inputs(columns, len(keys)))
        positions: Iterable[int] = range(len(keys))
        if not self._has_distinct_inputs:
            places = {given: place for place, given in enumerate(dict.fromkeys(inputs))}
            positions, inputs = map(places.__getitem__, inputs), list(places)
        call = Call(inputs, self.regime, self.call.options, self._wanted(outputs))
        table = self._table(self.caller.rows(self.call.function, call, self.call.name[0]))
        rows = zip(positions, *outputs, strict=True) if outputs else positions
        return dict(zip(keys, map(table.get, rows), strict=True))

    @functools.cached_property
    def _has_distinct_inputs(self) -> bool:
        """Whether different arguments are different inputs: no number among them, and no output."""
        return not self._outputs and all(read.is_plain for read, _ in self._given_inputs.values())

    def _columns(self, keys: Sequence[Key]) -> Sequence[Sequence[Term]]:
        return [keys] if self._is_single else list(zip(*keys, strict=True))  # type: ignore[list-item]  # a single argument is a term

    def _readable(self, keys: Sequence[Key]) -> Sequence[Key]:
        """Leave out what is outside the relation: a literal for a node, 0 for k."""
        readers = [*self._given_inputs.values(), *self._outputs]
        columns = self._columns(keys)
        if all(read.takes_all(columns[place]) for read, place in readers):
            return keys
        rows = zip(keys, zip(*columns, strict=True), strict=True)
        return [key for key, given in rows if all(read.takes(given[place]) for read, place in readers)]

    def _inputs(self, columns: Sequence[Sequence[Term]], count: int) -> Iterator[Inputs]:
        """Yield the inputs of each call: what arguments stand for, else what is fixed."""
        values: list[Iterable[Value | None]] = [itertools.repeat(value, count) for value in self._fixed]
        for number, (read, place) in self._given_inputs.items():
            values[number] = read.all(columns[place])
        return zip(*values, strict=True) if values else itertools.repeat((), count)

    @functools.cached_property
    def _given_inputs(self) -> dict[int, tuple[Reader, int]]:
        """By input that an argument stands for: what reads it, and which argument."""
        positional, options = self.call.positional, self.call.options
        return {
            number: (Reader(parameter, options), positional.index(parameter.name))
            for number, parameter in enumerate(self.call.function.inputs)
            if parameter.name in positional
        }

    @functools.cached_property
    def _outputs(self) -> list[tuple[Reader, int]]:
        """What reads each output that an argument stands for, and which argument."""
        positional, options = self.call.positional, self.call.options
        return [
            (Reader(output, options), positional.index(output.name))
            for output in self.call.function.outputs
            if output.name in positional
        ]

    @functools.cached_property
    def _fixed(self) -> Inputs:
        """The inputs, where no argument stands for them."""
        return tuple(
            [
                self.call.fixed.get(parameter.name, parameter.default)
                for parameter in self.call.function.inputs
            ]
        )

    def _wanted(self, columns: Iterable[Sequence[Term]]) -> dict[str, frozenset[Term]]:
        names = [output.name for output in self.call.function.outputs if output.name in self.call.positional]
        wanted = zip(names, map(frozenset, columns), strict=True)
        return {name: values for name, values in wanted if all(map(is_kept, values))}

    def _table(self, rows: Iterable[OutputRow]) -> dict[Any, Term | None]:
        """Return the last output by position, or by position and output arguments; the first row counts."""
        outputs = self.call.function.outputs
        keys = [place for place, output in enumerate(outputs) if output.name in self.call.positional]
        table: dict[Any, Term | None] = {}
        for position, values in rows:
            key = (position, *[as_term(values[place]) for place in keys]) if keys else position
            if key not in table:
                table[key] = as_term(values[-1])
        return table
