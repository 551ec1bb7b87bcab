"""Functions in expressions, evaluated for many arguments at once.

Oxigraph calls back for one row at a time. A function that can look single values up is simply asked. For any other, a
trial run of the query only notes the arguments (every value is unbound), then the function is called once for all of
them, and the next run looks the values up. As a value may let the query reach arguments that it did not reach before,
trials go on until one meets nothing new.

What Oxigraph calls is a method of a dict wherever that will do: for each row, a function in Python takes longer.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from semkg.errors import QueryError
from semkg.query.arguments import Reader, as_term, is_kept
from semkg.query.declaration import Call, LookUp, OutputRow, SparqlFunction, Value, ValueKind
from semkg.query.edits import Edit
from semkg.query.guard import Callback, Watch
from semkg.query.numerals import BEFORE, after, as_iri
from semkg.query.pattern import ScalarCall
from semkg.query.table import Tuples, column_chunks
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


class _Values(dict[Key, Value | None]):
    """Values by arguments; what is missing is asked for, once."""

    def __init__(self, late: Callable[..., Term | None]) -> None:
        super().__init__()
        self._late = late

    def __missing__(self, key: Key) -> Value | None:
        value = self[key] = self._late(key)
        return value


@dataclass(eq=False)
class Scalar:
    """One scalar call in a query, with the values it has so far.

    Where the function is declared to give numbers, numbers go the fast way (:mod:`semkg.query.numerals`). Whatever else
    it gives is left for a second function without arguments, which Oxigraph calls right after the first gave nothing.

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
        self._number = _NUMBERS.get(self.call.function.outputs[-1].kind)
        self._values = _Values(self.watch.guarded(self._late))
        self._left: dict[str, Term | None] = {}
        self._look_up: LookUp | None = None

    @property
    def edits(self) -> Iterator[Edit]:
        """What to write in place of the call's name, and of its closing bracket."""
        if self._number is None:
            yield (*self.call.name, str(self.name))
            return
        yield (*self.call.name, f"COALESCE({BEFORE}{self.name}")
        yield self.call.end - 1, self.call.end, f"){after(self._number)}, {self._second}())"

    @property
    def _second(self) -> ox.NamedNode:
        return ox.NamedNode(f"{self.name.value}:other")

    @property
    def is_looked_up(self) -> bool:
        """Whether the function looks up single values, so that no trial is needed."""
        return self.call.function.look_up is not None

    def begin(self) -> None:
        """Ask the function for what looks its values up."""
        if self._look_up is None:
            call = Call([self._fixed], self.regime, self.call.options)
            self._look_up = self.caller.look_up(self.call.function, call, self.call.name[0])

    def callbacks(self) -> dict[ox.NamedNode, Callback]:
        """Return what Oxigraph is to call now, by name."""
        return {self.name: self._first(), self._second: functools.partial(self._left.pop, "value", None)}

    def _first(self) -> Callback:
        if self.trial:
            return self._noting() if self._values or not self._is_single else self.pending.setdefault
        if self._look_up is not None:
            return self._looked_up(self._look_up)
        if self._number is None and self._is_single:
            return self._values.__getitem__  # type: ignore[return-value]  # no number is among them
        return self._known()

    def _known(self) -> Callback:
        find, number, single, other = self._values.__getitem__, self._number, self._is_single, self._other

        def call(*given: Term) -> Term | None:
            value = find(given[0] if single else given)
            return as_iri(value) if type(value) is number else other(value)  # type: ignore[arg-type]  # a number

        return call

    def _looked_up(self, look_up: LookUp) -> Callback:
        watch, count, number = self.watch, len(self.call.positional), self._number

        def call(*given: Term) -> Term | None:
            try:
                value = look_up(*given[:count])
                return as_iri(value) if type(value) is number else self._other(value)  # type: ignore[arg-type]  # a number
            except Exception as error:  # noqa: BLE001  # Oxigraph swallows it: the watch raises it again
                watch.fail(self.caller.failed(self.call.function, self.call.name[0], error))
            except BaseException as error:  # noqa: BLE001  # as above, but nothing to add to an interrupt
                watch.fail(error)
            return None

        return call

    def _other(self, value: Term | float | None) -> Term | None:
        """Return what a callback gives for any other value: nothing, if it is left for the second function."""
        term = as_term(value)
        if self._number is None:
            return term
        self._left["value"] = term
        return None

    def settle(self) -> bool:
        """Evaluate what is pending, all at once; return whether anything was."""
        if not self.pending:
            return False
        keys, self.pending = list(self.pending), {}
        self._learn(keys)
        return True

    def _noting(self) -> Callback:
        known, values, note, single = self._known(), self._values, self.pending.setdefault, self._is_single
        once = dict[Term, Term]().setdefault  # of equal terms only one is kept: each is a new object

        def call(*given: Term) -> Term | None:
            key: Key = given[0] if single else tuple(map(once, given, given))
            return known(*given) if key in values else note(key)

        return call

    def _late(self, key: Key) -> Term | None:
        """Return the value for arguments that nothing has met before."""
        if self.watch.failure is not None:
            return None
        self._learn([key])
        return self._values[key]  # type: ignore[return-value]  # the callback shows it as a term

    def _learn(self, keys: Sequence[Key]) -> None:
        """Keep the values for some arguments; those outside the relation have none."""
        readable = self._readable(keys)
        if len(readable) < len(keys):
            self._values.update(dict.fromkeys(keys))
        found = self._evaluated(readable) if readable else ()
        values = found if self._number is not None else map(as_term, found)
        self._values.update(zip(readable, values, strict=True))

    def _evaluated(self, keys: Sequence[Key]) -> list[Term | float | None]:
        """Call the function once, and return its value for each of these arguments."""
        columns = self._columns(keys)
        outputs = [columns[place] for _, place in self._outputs]
        inputs: Sequence[Inputs] = Tuples(self._inputs(columns, len(keys)), len(keys))
        positions: Iterable[int] = range(len(keys))
        if not self._has_distinct_inputs:
            places = {given: place for place, given in enumerate(dict.fromkeys(inputs))}
            positions, inputs = list(map(places.__getitem__, inputs)), list(places)
        call = Call(inputs, self.regime, self.call.options, self._wanted(outputs))
        table = self._table(self.caller.rows(self.call.function, call, self.call.name[0]))
        rows = zip(positions, *outputs, strict=True) if outputs else positions
        return list(map(table.get, rows))

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

    def _inputs(self, columns: Sequence[Sequence[Term]], count: int) -> list[Sequence[Value | None]]:
        """Return the inputs of the calls, as columns: what arguments stand for, else what is fixed."""
        values: list[Sequence[Value | None]] = [[value] * count for value in self._fixed]
        for number, (read, place) in self._given_inputs.items():
            values[number] = read.all(columns[place])
        return values

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

    def _table(self, rows: Iterable[OutputRow]) -> dict[Any, Term | float | None]:
        """Return the last output by position, or by position and output arguments; the first row counts."""
        outputs = self.call.function.outputs
        places = [place for place, output in enumerate(outputs) if output.name in self.call.positional]
        keys: list[Any] = []
        values: list[Term | float | None] = []
        for positions, columns in column_chunks(rows):
            given = [map(as_term, columns[place]) for place in places]
            keys += zip(positions, *given, strict=True) if given else positions
            values += columns[-1]
        return dict(zip(reversed(keys), reversed(values), strict=True))


_NUMBERS: dict[ValueKind, type] = {"number": float, "integer": int}
"""Of the kinds that are numbers: what Python gives for them, as a rule."""
