"""Solutions as tables of other libraries: pandas, Arrow, polars. None of them is needed for anything else.

A column whose values are all whole numbers, all numbers or all truth values is one of these in the table; any other
column is text: an IRI as it is, a literal by its lexical form, a blank node as ``_:label``. With ``terms=True`` every
column is the N-Triples text of its terms, which loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, Literal

import pyoxigraph as ox

from semkg.errors import MissingExtraError
from semkg.query.arguments import fits
from semkg.query.table import Row
from semkg.store import Term, term_text

EXTRA = "frames"
Kind = Literal["integer", "number", "boolean", "text"]
_INT64 = 2**63
_ARROW = {"integer": "int64", "number": "float64", "boolean": "bool_", "text": "string"}
_POLARS = {"integer": "Int64", "number": "Float64", "boolean": "Boolean", "text": "String"}
_PANDAS = {"integer": "int64", "number": "float64", "boolean": "bool"}
_NULLABLE = {"integer": "Int64", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: the variable.
        kind: what its values are.
        values: the values, ``None`` where the variable is unbound.
    """

    name: str
    kind: Kind
    values: list[Any]


def columns(names: Sequence[str], rows: Iterable[Row], *, terms: bool) -> list[Column]:
    """Return solutions as columns.

    Args:
        names: the variables.
        rows: the solutions.
        terms: whether to give terms as N-Triples text.
    """
    table = list(rows)
    values: Iterable[tuple[Term | None, ...]] = zip(*table, strict=True) if table else [()] * len(names)
    return [_column(name, column, terms=terms) for name, column in zip(names, values, strict=True)]


def to_pandas(found: Sequence[Column]) -> Any:
    """Return columns as a pandas DataFrame; unbound is NaN among numbers, else ``<NA>`` or ``None``."""
    pandas = load("pandas", "a pandas DataFrame")
    return pandas.DataFrame({column.name: _pandas_series(pandas, column) for column in found})


def to_arrow(found: Sequence[Column]) -> Any:
    """Return columns as a pyarrow Table; unbound is null."""
    arrow = load("pyarrow", "an Arrow table")
    arrays = [arrow.array(column.values, getattr(arrow, _ARROW[column.kind])()) for column in found]
    return arrow.Table.from_arrays(arrays, names=[column.name for column in found])


def to_polars(found: Sequence[Column]) -> Any:
    """Return columns as a polars DataFrame; unbound is null."""
    polars = load("polars", "a polars DataFrame")
    return polars.DataFrame(
        [polars.Series(column.name, column.values, getattr(polars, _POLARS[column.kind])) for column in found]
    )


def load(package: str, purpose: str) -> ModuleType:
    """Return a package that is not needed otherwise.

    Raises:
        MissingExtraError: it is not installed; the message has the command that installs it.
    """
    try:
        return import_module(package)
    except ImportError:
        raise MissingExtraError(EXTRA, purpose) from None


def _pandas_series(pandas: ModuleType, column: Column) -> Any:
    if column.kind == "text":
        return pandas.Series(column.values, dtype="object" if not column.values else None)
    nullable = None in column.values and column.kind in _NULLABLE
    return pandas.Series(column.values, dtype=(_NULLABLE if nullable else _PANDAS)[column.kind])


def _column(name: str, values: Sequence[Term | None], *, terms: bool) -> Column:
    if terms:
        return Column(name, "text", [None if value is None else term_text(value) for value in values])
    kind = _kind([value for value in values if value is not None])
    convert = {"integer": _integer, "number": _number, "boolean": _boolean, "text": _text}[kind]
    return Column(name, kind, [None if value is None else convert(value) for value in values])


def _kind(values: Sequence[Term]) -> Kind:
    if values and all(fits("integer", value) and -_INT64 <= _integer(value) < _INT64 for value in values):
        return "integer"
    if values and all(fits("number", value) for value in values):
        return "number"
    if values and all(fits("boolean", value) for value in values):
        return "boolean"
    return "text"


def _integer(value: Any) -> int:
    return int(value.value)


def _number(value: Any) -> float:
    return float(value.value)


def _boolean(value: Any) -> bool:
    return value.value in ("true", "1")


def _text(value: Term) -> str:
    return str(value) if isinstance(value, ox.BlankNode | ox.Triple) else value.value
