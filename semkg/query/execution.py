"""Evaluating the calls of a query, in the order in which they feed each other, and putting their rows into its text."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyoxigraph as ox

from semkg.errors import FunctionError, QueryError
from semkg.query.analysis import Analysis
from semkg.query.arguments import Reader, is_kept
from semkg.query.collect import surroundings
from semkg.query.declaration import Call, Edges, LookUp, OutputRow, SparqlFunction, Value
from semkg.query.edges import edges
from semkg.query.edits import Edit, injections, render, render_all
from semkg.query.exists import lookups
from semkg.query.names import short
from semkg.query.pattern import MagicCall
from semkg.query.rows import relation
from semkg.query.running import Answer, Runner
from semkg.query.scalars import Caller, Scalar
from semkg.query.scope import laterals
from semkg.query.syntax import Node, Span, begin, child, children, end
from semkg.query.table import Row, read_table
from semkg.query.virtual import VirtualGraphs, solutions_of
from semkg.store import Term

_IDENTIFIERS = ("node", "predicate", "iri")
Inputs = tuple[Value | None, ...]


class Execution:
    """One query while it runs."""

    def __init__(
        self,
        runner: Runner,
        analysis: Analysis,
        *,
        context: Callable[[], Any],
        graphs: VirtualGraphs,
        regime: str,
        prologue: str,
    ) -> None:
        """Prepare to run a query.

        Args:
            runner: what runs text.
            analysis: the query.
            context: gives functions their first argument; asked once, when the first function is called.
            graphs: the virtual graphs.
            regime: regime of calls that choose none.
            prologue: the declarations of the text.
        """
        self._runner = runner
        self._analysis = analysis
        self._context = context
        self._contexts: list[Any] = []
        self._regime = regime
        self._prologue = prologue
        self._edits: list[Edit] = list(analysis.edits)
        caller = Caller(self._evaluate, self._look_up, self._failed)
        for number, call in enumerate(analysis.scalars):
            name = ox.NamedNode(f"urn:semkg:call:{number}")
            scalar = Scalar(call, name, call.regime or regime, caller, runner.watch)
            runner.scalars.append(scalar)
            self._edits += scalar.edits
        for iri, element in analysis.tables:
            table = solutions_of(analysis, element, graphs[iri](), prologue, runner.decoder)
            self._edits.append((begin(element.node), end(element.node), table))

    def answer(self) -> Answer:
        """Answer the whole query."""
        self._evaluate_calls()
        self._look_up_exists()
        text, form = self._analysis.source.text, child(self._analysis.tree, "select_query")
        select = None if form is None else begin(form)
        for clause in children(form, "dataset_clause") if form is not None else ():
            self._edits.append((begin(clause), end(clause), ""))  # the runner has the dataset
        return self._runner.run(render_all(text, self._with_rows((0, len(text)))), select)

    def rows(self, edits: Iterable[Edit]) -> list[Row]:
        """Return the solutions of the query, answered already, that further edits make a SELECT of."""
        text = self._analysis.source.text
        return self._runner.rows(render_all(text, [*self._with_rows((0, len(text))), *edits]))

    def solutions(self, names: Sequence[str], where: Node) -> list[Row]:
        """Return the solutions of a pattern of the text, for some of its variables."""
        self._evaluate_calls()
        self._look_up_exists()
        span = begin(where), end(where)
        pattern = render(self._analysis.source.text, span, self._with_rows(span))
        return self._select(_variables(names) or f"(1 AS ?{self._analysis.prefix}_one)", pattern)

    def _with_rows(self, span: Span) -> list[Edit]:
        return [*self._edits, *injections(self._analysis.calls, span)]

    def _select(self, clause: str, where: str) -> list[Row]:
        return self._runner.rows(f"{self._prologue}\nSELECT {clause} WHERE {where}", len(self._prologue) + 1)

    def _evaluate(self, function: SparqlFunction, call: Call, position: int) -> Iterator[OutputRow]:
        """Call a function of ours; whatever goes wrong in it fails the query with its message."""
        try:
            yield from function.evaluate(self._known_context(), call)
        except Exception as error:
            raise self._failed(function, position, error) from error
        self._runner.watch.check()

    def _look_up(self, function: SparqlFunction, call: Call, position: int) -> LookUp:
        """Ask a function for what looks its values up; errors as for :meth:`_evaluate`."""
        if function.look_up is None:
            msg = f"{function.iri} declares no look_up"
            raise ValueError(msg)
        try:
            found = function.look_up(self._known_context(), call)
        except Exception as error:
            raise self._failed(function, position, error) from error
        self._runner.watch.check()
        return found

    def _failed(self, function: SparqlFunction, position: int, error: Exception) -> QueryError:
        message = f"{short(function.iri)} failed: {str(error) or type(error).__name__}"
        return self._analysis.source.error(message, position, FunctionError)

    def _known_context(self) -> Any:
        if not self._contexts:
            self._contexts.append(self._context())
        return self._contexts[0]

    def _look_up_exists(self) -> None:
        """Answer each EXISTS with calls inside that can be answered on its own, and put a look-up in its place."""
        for found in list(lookups(self._analysis)):
            span = begin(found.pattern), end(found.pattern)
            pattern = render(self._analysis.source.text, span, self._with_rows(span))
            member = self._runner.decoder.member(self._select(f"DISTINCT {_variables(found.names)}", pattern))
            arguments = ", ".join(f"?{name}" for name in found.names)
            text = f"({'!' if found.negated else ''}isIRI(COALESCE({member}({arguments}), false)))"
            self._edits.append((*found.span, text))

    def _evaluate_calls(self) -> None:
        waiting = list(self._analysis.calls)
        while waiting:
            call, rows = self._next(waiting)
            waiting.remove(call)
            self._evaluate_call(call, rows)

    def _next(self, waiting: Sequence[MagicCall]) -> tuple[MagicCall, list[Row]]:
        """Return a call whose inputs can be collected, and their values.

        Calls that others feed come later, so that they get fewer inputs, and what stands in a LATERAL comes after what
        stands on its left.
        """
        for call in sorted(waiting, key=lambda call: (len(laterals(call)), _feeders(call, waiting))):
            if not call.is_ready:
                continue
            if not call.input_variables:
                return call, [()]
            pattern = surroundings(self._analysis, call, call.input_variables, self._edits)
            if pattern is not None:
                return call, self._collect(call, call.input_variables, pattern)
        first = next(call for call in waiting if call.is_ready)
        raise self._unbound(first, self._unbound_input(first), "is not bound")

    def _collect(self, call: MagicCall, names: Sequence[str], pattern: str) -> list[Row]:
        rows = self._select(f"DISTINCT {_variables(names)}", f"{{ {pattern} }}")
        for row in rows:
            if None in row:
                raise self._unbound(call, names[row.index(None)], "is not bound in every solution")
        return rows

    def _unbound_input(self, call: MagicCall) -> str:
        names = call.input_variables
        unbound = (name for name in names if surroundings(self._analysis, call, [name], self._edits) is None)
        return next(unbound, names[0])

    def _unbound(self, call: MagicCall, name: str, how: str) -> QueryError:
        shown = "a blank node" if name in self._analysis.added else f"?{name}"
        message = (
            f"{shown}, an input of {short(call.function.iri)}, {how}: bind it beside the call by a triple pattern, "
            f"VALUES or BIND (what stands in OPTIONAL, MINUS or one branch of UNION may leave it out)"
        )
        return self._analysis.source.error(message, call.position)

    def _evaluate_call(self, call: MagicCall, rows: Sequence[Row]) -> None:
        """Call a magic predicate once for all its inputs; keep its rows as an edit."""
        bindings = _bindings(call, rows)
        found: Iterable[OutputRow] = ()
        wanted = self._wanted(call) if bindings else {}
        if bindings:
            regime, edges = call.regime or self._regime, self._edges_of(call)
            request = Call(list(bindings), regime, call.options, wanted, edges)
            found = self._evaluate(call.function, request, call.position)
        written = [place for place, argument in enumerate(call.outputs) if argument is not None]
        names = [output.name for output in call.function.outputs]
        limits = {place: wanted[names[place]] for place in written if names[place] in wanted}
        table = read_table(list(bindings.values()), found, written, limits, width=len(call.input_variables))
        call.certain = table.is_full
        call.laterals = self._laterals(call)
        call.rows = functools.cache(
            functools.partial(relation, call, table, self._runner.decoder, self._analysis.silent)
        )

    def _edges_of(self, call: MagicCall) -> Edges | None:
        """Ask for the edges that a SERVICE gives by a sub-query."""
        if call.projection is None:
            return None
        node = call.projection.node
        span = begin(node), end(node)
        text = render(self._analysis.source.text, span, self._with_rows(span))
        try:
            return edges(self._runner.table(f"{self._prologue}\n{text}"))
        except ValueError as error:
            message = f"{short(call.function.iri)} cannot take the edges of its sub-query: {error}"
            raise self._analysis.source.error(message, begin(node)) from None

    def _laterals(self, call: MagicCall) -> tuple[tuple[Span, frozenset[str]], ...]:
        around = laterals(call)
        for _, _, loose in around:
            if loose:
                message = (
                    f"?{min(loose)}, a variable of {short(call.function.iri)}, may be unbound on the left of LATERAL; "
                    f"bind it there in every solution, or give it another name inside"
                )
                raise self._analysis.source.error(message, call.position)
        return tuple((span, names) for span, names, _ in around)

    def _wanted(self, call: MagicCall) -> dict[str, frozenset[Term]]:
        """Return the values that outputs can take.

        They are looked for only where the relation covers the whole graph: with inputs its rows are few
        anyway.
        """
        whole = not any(parameter.required for parameter in call.function.inputs)
        wanted: dict[str, frozenset[Term]] = {}
        for output, argument in zip(call.function.outputs, call.outputs, strict=False):
            values = None
            if argument is None:
                continue
            if isinstance(argument.term, ox.NamedNode):
                values = frozenset[Term]({argument.term})
            elif argument.variable is not None and whole and output.kind in _IDENTIFIERS:
                values = self._values(call, argument.variable)
            if values is not None:
                wanted[output.name] = values
        return wanted

    def _values(self, call: MagicCall, name: str) -> frozenset[Term] | None:
        pattern = surroundings(self._analysis, call, [name], self._edits)
        if pattern is None:
            return None
        rows = self._select(f"DISTINCT {_variables([name])}", f"{{ {pattern} }}")
        values = frozenset(value for (value,) in rows if value is not None and is_kept(value))
        return values if len(values) == len(rows) else None


def _feeders(call: MagicCall, waiting: Sequence[MagicCall]) -> int:
    names = set(call.input_variables)
    return sum(1 for other in waiting if other is not call and names & set(other.output_variables))


def _variables(names: Sequence[str]) -> str:
    return " ".join(f"?{name}" for name in names)


def _bindings(call: MagicCall, rows: Sequence[Row]) -> dict[Inputs, list[Row]]:
    """Return the distinct inputs and where each comes from; a literal for a node, say, is outside the relation."""
    pairs = list(zip(call.function.inputs, call.inputs, strict=True))
    readers = {
        number: (Reader(parameter, call.options), call.input_variables.index(argument.variable))
        for number, (parameter, argument) in enumerate(pairs)
        if argument is not None and argument.variable is not None
    }
    kept = _readable(rows, list(readers.values()))
    columns: list[Sequence[Term]] = list(zip(*kept, strict=True))
    values: list[Iterable[Value | None]] = []
    for number, (parameter, argument) in enumerate(pairs):
        if kept and number in readers:
            read, place = readers[number]
            values.append(read.all(columns[place]))
        else:
            fixed = parameter.default if argument is None else argument.value
            values.append(itertools.repeat(fixed, len(kept)))
    inputs = zip(*values, strict=True) if values else itertools.repeat((), len(kept))
    found: dict[Inputs, list[Row]] = {}
    for given, row in zip(inputs, kept, strict=True):
        found.setdefault(given, []).append(row)
    return found


def _readable(rows: Sequence[Row], readers: Sequence[tuple[Reader, int]]) -> Sequence[Row]:
    for read, place in readers:
        if not read.takes_all(row[place] for row in rows):  # type: ignore[misc]  # all are bound
            rows = [row for row in rows if read.takes(row[place])]  # type: ignore[arg-type]  # bound
    return rows
