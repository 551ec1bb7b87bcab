"""Running rewritten text on Oxigraph, and the relations of magic predicates before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from semkg.errors import FunctionError, QueryError
from semkg.query.analysis import Analysis
from semkg.query.arguments import as_term, convert
from semkg.query.collect import surroundings
from semkg.query.dataset import Dataset
from semkg.query.declaration import Call, OutputRow, Parameter, SparqlFunction, Value
from semkg.query.edits import Edit, render, render_all
from semkg.query.guard import Watch
from semkg.query.names import short
from semkg.query.pattern import Argument, MagicCall
from semkg.query.results import FAILURES
from semkg.query.rows import DECODE, Decoder, Row, relation
from semkg.query.scalars import Scalar
from semkg.query.syntax import Node, begin, end
from semkg.store import Term
from semkg.vocab import PREFIXES

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(slots=True)
class Execution:
    """One query while it runs.

    Attributes:
        oxigraph: the store.
        dataset: the graphs that its patterns see.
        watch: failures and time.
        base_iri: what relative IRIs are resolved against.
        context: gives functions their context; asked once.
        regime: regime of calls that choose none.
        prologue: the declarations of the text.
    """

    oxigraph: ox.Store
    analysis: Analysis
    dataset: Dataset
    watch: Watch
    base_iri: str | None
    context: Callable[[], Any]
    regime: str
    prologue: str
    decoder: Decoder = field(init=False)
    scalars: list[Scalar] = field(init=False)
    _edits: list[Edit] = field(init=False)
    _context: list[Any] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.decoder = Decoder(self.analysis.prefix)
        self._edits = list(self.analysis.edits)
        self.scalars = []
        for number, call in enumerate(self.analysis.scalars):
            name = ox.NamedNode(f"urn:semkg:call:{number}")
            self.scalars.append(Scalar(call, name, call.regime or self.regime, self.evaluate, self.watch))
            self._edits.append((*call.name, str(name)))

    def answer(self) -> Answer:
        """Evaluate the calls, then the whole query."""
        self._evaluate_calls()
        return self._run(render_all(self.analysis.source.text, self._edits))

    def solutions(self, names: Sequence[str], where: Node) -> list[Row]:
        """Evaluate the calls, then return the solutions of the whole pattern."""
        self._evaluate_calls()
        pattern = render(self.analysis.source.text, (begin(where), end(where)), self._edits)
        return self._select(_variables(names) or "(1 AS ?_sk_one)", pattern)

    def evaluate(self, function: SparqlFunction, call: Call, position: int) -> list[OutputRow]:
        """Call a function of ours.

        Raises:
            FunctionError: it failed; the message is its own, with the place of the call.
        """
        try:
            if not self._context:
                self._context.append(self.context())
            rows = list(function.evaluate(self._context[0], call))
        except Exception as error:
            message = f"{short(function.iri)} failed: {error}"
            raise self.analysis.source.error(message, position, FunctionError) from error
        self.watch.check()
        return rows

    # Running text

    def _run(self, text: str) -> Answer:
        used = [scalar for scalar in self.scalars if str(scalar.name) in text]
        if used:
            self._settle(text, used)
        return self._query(text)

    def _settle(self, text: str, used: Sequence[Scalar]) -> None:
        """Run a text on trial until the values of all its scalar calls are known."""
        for scalar in used:
            scalar.trial = True
        while True:
            self._drain(self._query(text))
            settled = [scalar.settle() for scalar in used]
            if not any(settled) or len(used) == 1:
                break
        for scalar in used:
            scalar.trial = False

    def _drain(self, answer: Answer) -> None:
        if not isinstance(answer, ox.QueryBoolean):
            for _ in answer:
                self.watch.check()
        self.watch.check()

    def _query(self, text: str) -> Answer:
        self.watch.check()
        functions: dict[ox.NamedNode, Callable[..., Term | None]] = {scalar.name: scalar for scalar in self.scalars}
        if self.decoder.terms:
            functions[DECODE] = self.watch.guarded(self.decoder.decode)
        try:
            answer = self.oxigraph.query(
                text,
                base_iri=self.base_iri,
                prefixes=PREFIXES,
                default_graph=self.dataset.default_graph,
                named_graphs=self.dataset.named_graphs,
                custom_functions=functions or None,
            )
        except SyntaxError as error:
            raise self.analysis.source.syntax_error(str(error)) from error
        except FAILURES as error:
            raise QueryError(str(error)) from error
        self.watch.check()
        return answer

    # Magic predicates

    def _evaluate_calls(self) -> None:
        waiting = list(self.analysis.calls)
        while waiting:
            call, inputs = self._next(waiting)
            waiting.remove(call)
            self._evaluate_call(call, inputs)

    def _next(self, waiting: Sequence[MagicCall]) -> tuple[MagicCall, list[Row]]:
        """Choose the next call: one whose inputs are known, rather one whose inputs no other call would narrow down."""

        def others(call: MagicCall) -> int:
            names = set(call.input_variables)
            return sum(1 for other in waiting if other is not call and names & set(other.output_variables))

        for call in sorted(waiting, key=others):
            if not call.input_variables:
                return call, [()]
            pattern = surroundings(self.analysis, call, call.input_variables, self._edits)
            if pattern is not None:
                return call, self._collect(call, call.input_variables, pattern)
        raise self._unbound(waiting[0])

    def _collect(self, call: MagicCall, names: Sequence[str], pattern: str) -> list[Row]:
        rows = self._solutions(names, pattern)
        for row in rows:
            if None in row:
                raise self._unbound(call, names[row.index(None)], "may stay unbound")
        return rows

    def _solutions(self, names: Sequence[str], pattern: str) -> list[Row]:
        return self._select(f"DISTINCT {_variables(names)}", f"{{ {pattern} }}")

    def _select(self, clause: str, where: str) -> list[Row]:
        answer = self._run(f"{self.prologue}\nSELECT {clause} WHERE {where}")
        rows: list[Row] = []
        for row in answer:  # type: ignore[union-attr]  # a SELECT gives solutions
            self.watch.check()
            rows.append(tuple(row))
        return rows

    def _unbound(self, call: MagicCall, name: str | None = None, how: str = "is not bound") -> QueryError:
        names = call.input_variables
        if name is None:
            single = (n for n in names if surroundings(self.analysis, call, [n], self._edits) is None)
            name = next(single, names[0])
        shown = f"?{name}" if name not in self.analysis.added else "a blank node"
        message = (
            f"{shown}, an input of {short(call.function.iri)}, {how} by the rest of the query; bind it by a triple pattern, "
            f"VALUES or BIND beside the call (a pattern in OPTIONAL or MINUS does not count)"
        )
        return self.analysis.source.error(message, call.position)

    def _evaluate_call(self, call: MagicCall, bound: list[Row]) -> None:
        tuples: dict[tuple[Value | None, ...], None] = {}
        terms: list[Row] = []
        for row in bound:
            inputs = _inputs(call, row)
            if inputs is not None and inputs not in tuples:
                tuples[inputs] = None
                terms.append(row)
        wanted = self._wanted(call)
        request = Call(list(tuples), call.regime or self.regime, call.options, wanted)
        rows = self.evaluate(call.function, request, call.position) if tuples else []
        table = _table(call, terms, rows, wanted)
        call.certain = all(value is not None for row in table for value in row)
        call.injected = relation(call, table, self.decoder)
        self._edits.append((call.anchor, call.anchor, call.injected))

    def _wanted(self, call: MagicCall) -> dict[str, frozenset[Term]]:
        """Return the values that outputs can take, where that is known and worth knowing."""
        wanted: dict[str, frozenset[Term]] = {}
        for output, argument in zip(call.function.outputs, call.outputs, strict=False):
            if output.kind not in ("node", "predicate", "iri"):
                continue
            if argument.term is not None:
                wanted[output.name] = frozenset({argument.term})
            elif argument.variable is not None and not any(parameter.required for parameter in call.function.inputs):
                values = self._values(call, argument.variable)
                if values is not None:
                    wanted[output.name] = values
        return wanted

    def _values(self, call: MagicCall, name: str) -> frozenset[Term] | None:
        pattern = surroundings(self.analysis, call, [name], self._edits)
        if pattern is None:
            return None
        values = frozenset(row[0] for row in self._solutions([name], pattern))
        return None if None in values else values  # type: ignore[return-value]  # None was just looked for


def _variables(names: Sequence[str]) -> str:
    return " ".join(f"?{name}" for name in names)


def _inputs(call: MagicCall, row: Row) -> tuple[Value | None, ...] | None:
    """Return the input tuple for one solution; ``None`` if a value is of the wrong kind, so outside the relation."""
    bound = dict(zip(call.input_variables, row, strict=True))
    try:
        return tuple(
            _input(parameter, argument, bound)
            for parameter, argument in zip(call.function.inputs, call.inputs, strict=True)
        )
    except ValueError:
        return None


def _input(parameter: Parameter, argument: Argument | None, bound: dict[str, Term | None]) -> Value | None:
    if argument is None:
        return parameter.default
    term = argument.term if argument.variable is None else bound[argument.variable]
    if term is None:
        msg = "unbound"
        raise ValueError(msg)
    return convert(parameter, term)


def _table(call: MagicCall, inputs: Sequence[Row], rows: Iterable[OutputRow], wanted: dict[str, frozenset[Term]]) -> list[Row]:
    """Return the distinct rows of a relation for the places that were written, without those that cannot join."""
    limits = [wanted.get(output.name) for output, _ in zip(call.function.outputs, call.outputs, strict=False)]
    table: dict[Row, None] = {}
    for place, values in rows:
        terms = tuple(as_term(value) for value, _ in zip(values, call.outputs, strict=False))
        if all(limit is None or term in limit for term, limit in zip(terms, limits, strict=True)):
            table[inputs[place] + terms] = None
    return list(table)


