"""Functions inside expressions, evaluated for many arguments at once.

Oxigraph calls back for one row at a time. A trial run of the query therefore only notes the arguments (every
value is unbound), then the function is called once for all of them, and the next run looks the values up. As
a value may let the query reach arguments that it did not reach before, trials go on until one meets nothing
new.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from semkg.query.arguments import as_term, convert, fits, is_kept, kind_under
from semkg.query.declaration import Call, OutputRow, Parameter, SparqlFunction, Value, ValueKind
from semkg.query.guard import Watch
from semkg.query.pattern import ScalarCall
from semkg.store import Term

Arguments = tuple[Term, ...]
Inputs = tuple[Value | None, ...]
Evaluate = Callable[[SparqlFunction, Call, int], Iterable[OutputRow]]
"""Calls a function; the last argument is the place of the call, for errors."""


@dataclass(eq=False)
class Scalar:
    """One scalar call in a query, with the values it has so far.

    Attributes:
        call: what was written.
        name: the name that Oxigraph calls it by.
        regime: the regime that it runs under.
        evaluate: how the function is called.
        watch: told of failures.
        trial: whether new arguments are only noted.
        values: value by arguments; ``None`` is unbound.
        pending: arguments without a value yet.
    """

    call: ScalarCall
    name: ox.NamedNode
    regime: str
    evaluate: Evaluate
    watch: Watch
    trial: bool = False
    values: dict[Arguments, Term | None] = field(default_factory=dict)
    pending: dict[Arguments, None] = field(default_factory=dict)

    def __call__(self, *arguments: Term) -> Term | None:
        """Return the value for some arguments; called by Oxigraph."""
        try:
            return self.values[arguments]
        except KeyError:
            self.pending[arguments] = None
        return None if self.trial else self.watch.guarded(self._single)(*arguments)

    def settle(self) -> bool:
        """Evaluate what is pending, all at once; return whether anything was."""
        if not self.pending:
            return False
        arguments, self.pending = list(self.pending), {}
        self.values.update(dict.fromkeys(arguments))
        self.values.update(self._values(arguments))
        return True

    def _single(self, *arguments: Term) -> Term | None:
        if self.watch.failure is None:
            self.settle()
        return self.values.get(arguments)

    def _values(self, arguments: Iterable[Arguments]) -> dict[Arguments, Term | None]:
        calls = {given: found for given in arguments if (found := self._inputs(given)) is not None}
        places = {
            inputs: place
            for place, inputs in enumerate(dict.fromkeys(inputs for inputs, _ in calls.values()))
        }
        if not places:
            return {}
        call = Call(
            list(places),
            self.regime,
            self.call.options,
            self._wanted(outputs for _, outputs in calls.values()),
        )
        table = self._table(self.evaluate(self.call.function, call, self.call.name[0]))
        return {given: table.get((places[inputs], outputs)) for given, (inputs, outputs) in calls.items()}

    def _inputs(self, given: Arguments) -> tuple[Inputs, Arguments] | None:
        """Return inputs and output arguments of one call; ``None`` if it is outside the relation."""
        places, outputs = self._places
        for kind, place in outputs:
            if not fits(kind, given[place]):
                return None
        try:
            inputs = tuple([self._input(parameter, place, given) for parameter, place in places])
        except ValueError:
            return None
        return inputs, tuple([given[place] for _, place in outputs])

    def _input(self, parameter: Parameter, place: int | None, given: Arguments) -> Value | None:
        if place is None:
            return self.call.fixed.get(parameter.name, parameter.default)
        return convert(parameter, given[place], self.call.options)

    @functools.cached_property
    def _places(self) -> tuple[list[tuple[Parameter, int | None]], list[tuple[ValueKind, int]]]:
        """Which argument stands for which input, and which for which output."""
        where = {name: place for place, name in enumerate(self.call.positional)}
        inputs = [(parameter, where.get(parameter.name)) for parameter in self.call.function.inputs]
        outputs = [
            (kind_under(output, self.call.options), where[output.name])
            for output in self.call.function.outputs
            if output.name in where
        ]
        return inputs, outputs

    def _wanted(self, outputs: Iterable[Arguments]) -> dict[str, frozenset[Term]]:
        names = [output.name for output in self.call.function.outputs if output.name in self.call.positional]
        columns = [frozenset(column) for column in zip(*outputs, strict=True)]
        wanted = zip(names, columns, strict=True)
        return {name: values for name, values in wanted if all(map(is_kept, values))}

    def _table(self, rows: Iterable[OutputRow]) -> dict[tuple[int, Arguments], Term | None]:
        """Return the last output by position and output arguments; the first row counts where there are several."""
        function = self.call.function
        keys = [place for place, output in enumerate(function.outputs) if output.name in self.call.positional]
        table: dict[tuple[int, Arguments], Term | None] = {}
        for position, values in rows:
            arguments = tuple([term for key in keys if (term := as_term(values[key])) is not None])
            table.setdefault((position, arguments), as_term(values[-1]))
        return table
