"""Writing the rows of a relation into a query."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from semkg.query.pattern import MagicCall
from semkg.store import Term

Row = tuple[Term | None, ...]


@dataclass(slots=True)
class Decoder:
    """Terms that VALUES cannot hold, blank nodes above all: the query holds their numbers instead.

    Attributes:
        prefix: what the variables that we add begin with.
        terms: the terms, by number.
    """

    prefix: str
    terms: list[Term] = field(default_factory=list)
    _numbers: dict[Term, int] = field(default_factory=dict)

    def number(self, term: Term) -> int:
        """Return the number of a term, giving it one if it is new."""
        number = self._numbers.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term)
        return number

    def decode(self, number: ox.Literal) -> Term:
        """Return the term with a number; called by Oxigraph."""
        return self.terms[int(number.value)]


DECODE = ox.NamedNode("urn:semkg:term")
"""The function of a query that turns a number into the term it stands for."""


def group_of_rows(columns: Sequence[str], rows: Sequence[Row], decoder: Decoder) -> str:
    """Return a group that has these rows as its solutions.

    VALUES stands in a sub-query of its own: beside a selective pattern Oxigraph would scan it once for each
    row.

    Args:
        columns: names of the variables.
        rows: one value for each column; ``None`` leaves the variable unbound.
        decoder: receives what VALUES cannot hold.
    """
    if not columns:
        return f" {{ VALUES () {{ {'() ' * len(rows)} }} }} "
    return f" {{ SELECT {_variables(columns)} WHERE {{ {_table(columns, rows, decoder)} }} }} "


def relation(
    call: MagicCall, rows: Sequence[Row], decoder: Decoder, silent: Collection[str], given: frozenset[str]
) -> str:
    """Return the group that stands for a call.

    Args:
        call: the call as it was written.
        rows: for each row of the relation the values of ``call.input_variables``, then of the outputs that were
            written; rows that differ from an IRI written as an output are left out already.
        decoder: receives what VALUES cannot hold.
        silent: variables that stand nowhere else, so that only the number of rows matters.
        given: variables that have their values from the left of a LATERAL: nothing inside may give them one.
    """
    columns, conditions = _given_inputs(call, decoder.prefix, given)
    for place, output in enumerate(output for output in call.outputs if output is not None):
        name = output.variable
        if name is None or name in call.input_variables or name in columns or name in given:
            column = f"{decoder.prefix}_same{place}"
            if not isinstance(output.term, ox.NamedNode):
                conditions += f" FILTER(sameTerm(?{column}, {output.term if name is None else f'?{name}'}))"
            name = column
        columns.append(name)
    shown = [
        name for name in dict.fromkeys(call.input_variables + call.output_variables) if name not in silent
    ]
    if not conditions and not shown:
        return group_of_rows((), rows, decoder)
    table = _table(columns, rows, decoder) + conditions
    if not shown and not call.variables:
        return f" {{ FILTER EXISTS {{ {table} }} }} "
    return f" {{ SELECT {_variables(shown or columns[:1])} WHERE {{ {table} }} }} "


def _given_inputs(call: MagicCall, prefix: str, given: frozenset[str]) -> tuple[list[str], str]:
    """Return the columns of the inputs, and what makes those that are given agree with their values."""
    columns = list(call.input_variables)
    conditions = ""
    for place, name in enumerate(call.input_variables):
        if name in given:
            columns[place] = f"{prefix}_given{place}"
            conditions += f" FILTER(sameTerm(?{columns[place]}, ?{name}))"
    return columns, conditions


def _variables(names: Sequence[str]) -> str:
    return " ".join(f"?{name}" for name in names)


def _table(columns: Sequence[str], rows: Sequence[Row], decoder: Decoder) -> str:
    """Return VALUES with the distinct rows, and what turns numbers back into terms."""
    cells: list[list[str]] = []
    written: list[str] = []
    binds = ""
    for place, (name, column) in enumerate(
        zip(columns, zip(*rows, strict=True) if rows else (), strict=bool(rows))
    ):
        if _needs_code(column):
            code = f"{decoder.prefix}_code{place}"
            binds += f" BIND({DECODE}(?{code}) AS ?{name})"
            cells.append(["UNDEF" if value is None else str(decoder.number(value)) for value in column])
            written.append(code)
        else:
            cells.append([_cell(value) for value in column])
            written.append(name)
    lines = dict.fromkeys(map(" ".join, zip(*cells, strict=True)))
    return f"VALUES ({_variables(written or columns)}) {{ {' '.join(f'({line})' for line in lines)} }}{binds}"


def _needs_code(column: Sequence[Term | None]) -> bool:
    types = set(map(type, column))
    return ox.BlankNode in types or (ox.Triple in types and any("_:" in str(value) for value in column))


def _cell(value: Term | None) -> str:
    if value is None:
        return "UNDEF"
    return f"<<( {value} )>>" if isinstance(value, ox.Triple) else str(value)
