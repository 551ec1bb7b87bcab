"""Running text on Oxigraph, with the functions that it calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from semkg.errors import QueryError
from semkg.query.dataset import Dataset
from semkg.query.guard import Callback, Watch
from semkg.query.results import FAILURES, drain
from semkg.query.rows import Decoder
from semkg.query.scalars import Scalar
from semkg.query.table import Row
from semkg.vocab import PREFIXES

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Problem = Callable[[str], QueryError]
"""Turns a message of Oxigraph's into an error with a place in the user's text."""


@dataclass(slots=True)
class Runner:
    """Runs the texts that one query turns into.

    Attributes:
        oxigraph: the store.
        dataset: the graphs that patterns see.
        base_iri: what relative IRIs are resolved against.
        watch: failures and time.
        decoder: terms that texts name by number.
        problem: names the place of what Oxigraph refuses.
        scalars: the scalar calls that texts may name.
    """

    oxigraph: ox.Store
    dataset: Dataset
    base_iri: str | None
    watch: Watch
    decoder: Decoder
    problem: Problem
    scalars: list[Scalar] = field(default_factory=list)

    def run(self, text: str, select: int | None = None) -> Answer:
        """Answer a text, once the values of its scalar calls are known.

        Args:
            text: the query.
            select: where its SELECT begins, if it is one and has no dataset clause: a trial then makes no rows.

        Raises:
            QueryError: Oxigraph cannot answer it.
            FunctionError: a function failed.
            QueryTimeoutError: the time is over.
        """
        used = [scalar for scalar in self.scalars if str(scalar.name) in text]
        if used:
            self._settle(text if select is None else self._without_rows(text, select), used)
        return self._query(text)

    def rows(self, text: str, select: int | None = None) -> list[Row]:
        """Return the solutions of a SELECT; arguments and errors as for :meth:`run`."""
        return self._read(self.run(text, select))

    def table(self, text: str) -> tuple[list[str], list[Row]]:
        """Return the variables and the solutions of a SELECT; errors as for :meth:`run`."""
        answer = self.run(text)
        names = [variable.value for variable in answer.variables]  # type: ignore[union-attr]  # a SELECT has some
        return names, self._read(answer)

    def _read(self, answer: Answer) -> list[Row]:
        rows: list[Row] = []
        for row in answer:  # type: ignore[union-attr]  # a SELECT gives solutions
            if self.watch.matters:
                self.watch.check()
            rows.append(tuple(row))
        self.watch.check()
        return rows

    def _without_rows(self, text: str, select: int) -> str:
        """Return a text that evaluates the same solutions, but shows none of their values."""
        return f"{text[:select]}SELECT ?{self.decoder.prefix}_none {{ {text[select:]}\n}}"

    def _settle(self, text: str, used: Sequence[Scalar]) -> None:
        """Run a text on trial until it meets no new arguments; one call alone cannot feed itself, so once is enough."""
        for scalar in used:
            if scalar.is_looked_up:
                scalar.begin()
        tried = [scalar for scalar in used if not scalar.is_looked_up]
        for scalar in tried:
            scalar.trial = True
        again = bool(tried)
        while again:
            drain(self._query(text), self.watch)
            settled = [scalar.settle() for scalar in tried]
            again = any(settled) and len(tried) > 1
        for scalar in tried:
            scalar.trial = False

    def _query(self, text: str) -> Answer:
        functions: dict[ox.NamedNode, Callback] = self.decoder.functions()
        for scalar in self.scalars:
            functions |= scalar.callbacks()
        self.watch.check()
        try:
            return self.oxigraph.query(
                text,
                base_iri=self.base_iri,
                prefixes=PREFIXES,
                default_graph=self.dataset.default_graph,
                named_graphs=self.dataset.named_graphs,
                custom_functions=functions or None,
            )
        except (SyntaxError, *FAILURES) as error:
            raise self.problem(str(error)) from error
        finally:
            self.watch.check()
