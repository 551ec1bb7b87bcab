"""Writing the rows of a relation into a query.

Rows go in as VALUES, up to a size. Beyond it the text would be read into memory several times over: there the query
makes the numbers of the rows itself and asks back, by a function, for the value of each column in each row. Both stand
in a sub-query of their own: beside a selective pattern Oxigraph would go through the rows once for each match.

Where a function gives a value, Oxigraph cannot know that there always is one, and would compare every row with every
match. So the value is wrapped in COALESCE with something that surely is bound: then it looks matches up.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from semkg.query.guard import Callback
from semkg.query.numerals import BEFORE, DATATYPES, after, as_iri
from semkg.query.pattern import MagicCall
from semkg.query.table import Cell, Row, Table
from semkg.store import Term

MOST_VALUES = 50_000
"""Rows up to which VALUES is used: it is read twice as fast as numbers, and takes about 1 kB of memory for each row."""


@dataclass(slots=True)
class Decoder:
    """Terms that stand in a query as numbers: those that VALUES cannot hold, blank nodes above all, and large tables.

    Attributes:
        prefix: what the variables that we add begin with.
        terms: the terms, by number.
        columns: the columns of large tables, by the name of the function that looks values up.
        sets: sets of rows, by the name of the function that gives an IRI for their members.
    """

    prefix: str
    terms: list[Term] = field(default_factory=list)
    columns: dict[str, Sequence[Cell]] = field(default_factory=dict)
    sets: dict[str, Callback] = field(default_factory=dict)
    _numbers: dict[Term, int] = field(default_factory=dict)

    def number(self, term: Term) -> int:
        """Return the number of a term, giving it one if it is new."""
        number = self._numbers.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term)
        return number

    def value(self, column: Sequence[Cell], row: str) -> str:
        """Return what looks the value of a column up, given the variable that holds the number of the row."""
        name = f"<urn:semkg:column:{len(self.columns)}>"
        self.columns[name] = column
        kind = type(column[0])
        return f"{BEFORE}{name}({row}){after(kind)}" if kind in DATATYPES else f"{name}({row})"

    def member(self, rows: Sequence[Row]) -> str:
        """Return the name of a new function that gives an IRI for these rows, and nothing for any other."""
        name = f"<urn:semkg:set:{len(self.sets)}>"
        if rows and len(rows[0]) == 1:
            self.sets[name] = dict.fromkeys((row[0] for row in rows), _MEMBER).get
        else:
            known = dict.fromkeys(rows, _MEMBER)
            self.sets[name] = lambda *row: known.get(row)
        return name

    def functions(self) -> dict[ox.NamedNode, Callback]:
        """Return the functions that the text needs; none of them can fail."""
        found = {ox.NamedNode(name[1:-1]): _lookup(column) for name, column in self.columns.items()}
        found |= {ox.NamedNode(name[1:-1]): member for name, member in self.sets.items()}
        return {**found, DECODE: _lookup(self.terms)} if self.terms else found


_MEMBER = ox.NamedNode("urn:semkg:member")


def _lookup(column: Sequence[Cell]) -> Callback:
    if type(column[0]) in DATATYPES:
        return lambda number: as_iri(column[int(number.value)])  # type: ignore[arg-type]  # all are numbers
    return lambda number: column[int(number.value)]  # type: ignore[return-value]  # none is a number


DECODE = ox.NamedNode("urn:semkg:term")
"""The function of a query that turns a number into the term it stands for."""


def group_of_rows(columns: Sequence[str], rows: Sequence[Row], decoder: Decoder) -> str:
    """Return a group that has these rows as its solutions.

    Args:
        columns: names of the variables.
        rows: one value for each column; ``None`` leaves the variable unbound.
        decoder: receives what VALUES cannot hold.
    """
    if not columns:
        return _repeated(len(rows))
    table = _table(columns, Table.from_rows(rows) if rows else Table(((),) * len(columns), 0), decoder)
    return f" {{ SELECT {_variables(columns)} WHERE {{ {table} }} }} "


def _repeated(count: int) -> str:
    """Return a group that has so many solutions without a variable."""
    return f" {{ VALUES () {{ {'() ' * count} }} }} "


def relation(
    call: MagicCall, rows: Table, decoder: Decoder, silent: Collection[str], given: frozenset[str]
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
        return _repeated(rows.distinct().size)
    table = _table(columns, rows, decoder, silent) + conditions
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


def _table(columns: Sequence[str], rows: Table, decoder: Decoder, silent: Collection[str] = ()) -> str:
    """Return what has the distinct rows as its solutions; silent columns may stay unbound in them."""
    if rows.size <= MOST_VALUES:
        return _values(columns, rows, decoder)
    return _numbered(columns, rows, decoder, silent)


def _values(columns: Sequence[str], rows: Table, decoder: Decoder) -> str:
    """Return VALUES, and what turns numbers in it back into terms."""
    cells: list[list[str]] = []
    written: list[str] = []
    binds = ""
    for place, (name, column) in enumerate(zip(columns, rows.columns, strict=True)):
        types = set(map(type, column))
        if _needs_code(types, column):
            code = f"{decoder.prefix}_code{place}"
            binds += f" BIND(COALESCE({DECODE}(?{code}), ?{code}) AS ?{name})"
            cells.append(["UNDEF" if value is None else str(decoder.number(value)) for value in column])  # type: ignore[arg-type]  # terms
            written.append(code)
        else:
            cells.append(_cells(types, column))
            written.append(name)
    lines = dict.fromkeys(map(" ".join, zip(*cells, strict=True)))
    written_rows = f"({') ('.join(lines)})" if lines else ""
    return f"VALUES ({_variables(written)}) {{ {written_rows} }}{binds}"


def _numbered(columns: Sequence[str], rows: Table, decoder: Decoder, silent: Collection[str]) -> str:
    """Return the numbers of the rows, made of two digits each, and what looks up the values of each row."""
    distinct = rows.distinct()
    base = math.isqrt(distinct.size - 1) + 1
    digits = " ".join(map(str, range(base)))
    high, low, number = (f"?{decoder.prefix}_{name}" for name in ("high", "low", "row"))
    binds = ""
    for name, column in zip(columns, distinct.columns, strict=True):
        if name in silent:
            continue
        value = decoder.value(column, number)
        is_full = type(None) not in set(map(type, column))
        binds += f" BIND({f'COALESCE({value}, {high})' if is_full else value} AS ?{name})"
    return (
        f"VALUES {high} {{ {digits} }} VALUES {low} {{ {digits} }} BIND({high} * {base} + {low} AS {number}) "
        f"FILTER({number} < {distinct.size}){binds}"
    )


def _needs_code(types: set[type], column: Sequence[Cell]) -> bool:
    return ox.BlankNode in types or (ox.Triple in types and any("_:" in str(value) for value in column))


def _cells(types: set[type], column: Sequence[Cell]) -> list[str]:
    """Return the values of a column as VALUES takes them."""
    if types == {ox.NamedNode}:
        return [f"<{node.value}>" for node in column]  # type: ignore[union-attr]  # all are IRIs; str() takes twice as long
    if types <= {ox.NamedNode, ox.Literal, int}:
        return list(map(str, column))
    if types == {float}:
        return [text if "e" in text else f"{text}e0" for text in map(repr, column)]
    return list(map(_cell, column))


def _cell(value: Cell) -> str:
    if value is None:
        return "UNDEF"
    return f"<<( {value} )>>" if isinstance(value, ox.Triple) else str(value)
