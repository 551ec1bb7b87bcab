"""Answering SPARQL with functions of ours over an Oxigraph store."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import pyoxigraph as ox
from lark import Tree

from semkg.errors import QueryError
from semkg.query.analysis import Analysis
from semkg.query.dataset import (
    Dataset,
    Prepare,
    check_regime,
    function_regime,
    read_clauses,
    read_pragmas,
    resolve,
)
from semkg.query.declaration import SparqlFunction
from semkg.query.describing import may_describe, told
from semkg.query.diagnosis import diagnose, failure
from semkg.query.equipment import Equipment
from semkg.query.execution import Execution
from semkg.query.groups import read_query
from semkg.query.guard import Watch
from semkg.query.models import ModelLanguage
from semkg.query.names import Names
from semkg.query.quick import ending, is_ours, is_plain, is_shallow, needs_prefixes
from semkg.query.results import FAILURES, AskResult, GraphResult, SelectResult
from semkg.query.rows import Decoder
from semkg.query.running import Answer, Runner
from semkg.query.source import Source
from semkg.query.syntax import Node, Parsed, UnreadError, begin, children, end, parse
from semkg.query.update import UpdatePlan, UpdatePlanner
from semkg.query.validation import complaint, guard_service, validate_query
from semkg.query.virtual import VirtualGraphs, reads_data
from semkg.vocab import PREFIXES, SK


class QueryEngine:
    """SPARQL over one Oxigraph store, with functions given as declarations."""

    def __init__(
        self,
        oxigraph: ox.Store,
        functions: Sequence[SparqlFunction],
        *,
        prepare: Prepare,
        context: Callable[[], Any],
        graphs: VirtualGraphs | None = None,
        models: ModelLanguage | None = None,
    ) -> None:
        """Wire an engine.

        Args:
            oxigraph: the store.
            functions: what may be called.
            prepare: makes the graphs of a regime (``"asserted"`` or ``"entailed"``) fresh and names them.
            context: what functions receive as their first argument; asked at most once for each query.
            graphs: virtual graphs, by IRI: each returns the triples that it has now.
            models: what updates may say of models.
        """
        self._equipment = Equipment(
            oxigraph,
            {function.iri: function for function in functions},
            prepare,
            context,
            graphs or {},
            models,
        )
        self._virtual = tuple(iri.rpartition("#")[2] for iri in self._equipment.graphs)
        self._telling = tuple(ending(iri) for iri in self._equipment.functions if not iri.startswith(SK))

    def query(
        self,
        query: str | Source,
        *,
        regime: str | None = None,
        base_iri: str | None = None,
        timeout_s: float | None = None,
        allow_service: Sequence[str] = (),
        cancelled: Callable[[], bool] | None = None,
    ) -> SelectResult | AskResult | GraphResult:
        """Answer a query.

        Args:
            query: the query; the prefixes sk, rdf, rdfs, owl and xsd are known.
            regime: ``asserted``, ``entailed`` or ``invariant``; what the text says goes first.
            base_iri: what relative IRIs are resolved against.
            timeout_s: seconds allowed; checked between phases and rows.
            allow_service: endpoints that SERVICE may name.
            cancelled: says whether nobody wants the answer any longer; asked between phases and rows.

        Raises:
            QueryError: the query cannot be answered; the message shows the place.
            FunctionError: a function of ours failed.
            QueryTimeoutError: the time is over.
            QueryCancelledError: ``cancelled`` said so.
        """
        check_regime(regime)
        watch = Watch(timeout_s, cancelled)
        text = query if isinstance(query, str) else query.text
        if is_plain(text, base_iri, self._telling) and not (may_describe(text) and self._told_now()):
            answer = self._run_plain(query, regime, base_iri)
        else:
            answer = self._run_parsed(_source(query), regime, base_iri, watch, allow_service)
        return _result(answer, watch)

    def reads_data(self, query: str | Source, *, base_iri: str | None = None) -> bool:
        """Return whether a query needs triples of the store or functions of ours, and so their present state.

        One that names virtual graphs alone does not. Of a query that cannot be read this says yes.
        """
        text = query if isinstance(query, str) else query.text
        if not any(map(text.__contains__, self._virtual)) or is_plain(text, base_iri):
            return True
        try:
            parsed = parse(_source(query), "query_unit")
            return reads_data(self._analysis(parsed, self._names(parsed, base_iri)), _form(parsed))
        except QueryError:
            return True

    def _told_now(self) -> list[ox.Triple]:
        """Return what virtual graphs have now."""
        return [triple for graph in self._equipment.graphs.values() for triple in graph()]

    def _names(self, parsed: Parsed, base_iri: str | None) -> Names:
        names = Names(parsed.source, base_iri)
        names.declare(children(parsed.tree, "prologue")[0])
        return names

    def _analysis(self, parsed: Parsed, names: Names) -> Analysis:
        analysis = Analysis(parsed.source, parsed.tree, names, self._equipment.functions)
        analysis.virtual = frozenset(self._equipment.graphs)
        return analysis

    def _run_plain(self, query: str | Source, regime: str | None, base_iri: str | None) -> Answer:
        text = query if isinstance(query, str) else query.text
        dataset = self._equipment.prepare("asserted" if regime == "asserted" else "entailed")
        try:
            return self._equipment.oxigraph.query(
                text,
                base_iri=base_iri,
                prefixes=PREFIXES if needs_prefixes(text) else None,
                default_graph=dataset.default_graph,
                named_graphs=dataset.named_graphs,
            )
        except SyntaxError as error:
            raise self._located(_source(query), base_iri, str(error), refused=True) from None
        except FAILURES as error:
            raise self._located(_source(query), base_iri, str(error), refused=False) from error

    def _located(self, source: Source, base_iri: str | None, message: str, *, refused: bool) -> QueryError:
        """Return the error for a text that Oxigraph refused or could not run, with the best place that is known."""
        try:
            parsed = parse(source, "query_unit")
        except QueryError as error:
            return error if refused else QueryError(message)
        found = diagnose(parsed, base_iri) if refused else None
        return found or failure(parsed, base_iri, message)

    def _run_parsed(
        self,
        source: Source,
        regime: str | None,
        base_iri: str | None,
        watch: Watch,
        allow_service: Sequence[str],
    ) -> Answer:
        try:
            parsed = parse(source, "query_unit")
        except UnreadError as error:
            return self._run_unread(source, regime, base_iri, error)
        names = self._names(parsed, base_iri)
        spans = guard_service(source, names, parsed.tree, allow_service, self._equipment.functions)
        validate_query(parsed, base_iri, spans)
        execution, form = self._plan(parsed, names, regime, base_iri, watch), _form(parsed)
        answer = execution.answer()
        if form.data != "describe_query":
            return answer
        return told(answer, execution, form, names, self._told_now())

    def _run_unread(
        self, source: Source, regime: str | None, base_iri: str | None, error: UnreadError
    ) -> Answer:
        """Answer a text that the grammar does not take, if Oxigraph does and nothing in it is ours."""
        if "service" in source.text.lower() or not is_shallow(source.text):
            raise error
        if complaint(source.text, base_iri) is not None or is_ours(source.text, base_iri, self._telling):
            raise error
        return self._run_plain(source, regime, base_iri)

    def _plan(
        self, parsed: Parsed, names: Names, regime: str | None, base_iri: str | None, watch: Watch
    ) -> Execution:
        form = _form(parsed)
        clauses = read_clauses(parsed.source, names, children(form, "dataset_clause"))
        pragma = read_pragmas(parsed.source, parsed.comments)
        analysis = self._analysis(parsed, names)
        prologue = children(parsed.tree, "prologue")[0]
        analysis.shown = frozenset(clauses.named)
        read_query(analysis)
        runner = Runner(
            self._equipment.oxigraph,
            resolve(clauses, pragma, regime, self._equipment.prepare)
            if reads_data(analysis, form)
            else Dataset([ox.DefaultGraph()], []),
            base_iri,
            watch,
            Decoder(analysis.prefix),
            functools.partial(failure, parsed, base_iri),
        )
        return Execution(
            runner,
            analysis,
            context=self._equipment.context,
            graphs=self._equipment.graphs,
            regime=function_regime(clauses, pragma, regime),
            prologue=parsed.source.text[begin(prologue) : end(prologue)] if prologue.children else "",
        )

    def plan_update(self, update: str | Source, *, base_iri: str | None = None) -> UpdatePlan:
        """Check an update and say how to run it.

        A WHERE that calls our functions or names inferred triples (``USING sk:entailed``) is answered now, so
        the plan must be run before anything else is written.

        Args:
            update: the update; the prefixes sk, rdf, rdfs, owl and xsd are known.
            base_iri: what relative IRIs are resolved against.

        Raises:
            QueryError: the update cannot be run; the message shows the place.
            FunctionError: a function of ours failed; nothing was written.
        """
        return UpdatePlanner(self._equipment, _source(update), base_iri).plan()


def _source(text: str | Source) -> Source:
    return Source(text) if isinstance(text, str) else text


def _form(parsed: Parsed) -> Node:
    return next(
        node for node in parsed.tree.children if isinstance(node, Tree) and node.data.endswith("_query")
    )


def _result(answer: Answer, watch: Watch) -> SelectResult | AskResult | GraphResult:
    if watch.matters:
        watch.check()
    if isinstance(answer, ox.QuerySolutions):
        return SelectResult(answer, watch)
    return AskResult(answer) if isinstance(answer, ox.QueryBoolean) else GraphResult(answer, watch)
