"""How a function of ours is declared: everything that the query layer needs to know about it, as data.

A function is a *relation* with inputs and outputs, fixed for one epoch, regime and model. A magic predicate joins with
that relation, ``(?out1 ?out2) sk:name (in1 in2 sk:option value)``; a scalar call ``sk:name(a, b)`` looks its last
output up. One declaration serves both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from semkg.store import Term

ValueKind = Literal["node", "predicate", "integer", "number", "boolean", "regime", "iri", "term"]
"""What a parameter accepts. ``node`` is an IRI or blank node (literals are errors), ``predicate`` an IRI, ``regime``
one of sk:asserted, sk:entailed, sk:invariant, ``term`` anything. Numbers reach the function as ``int`` or ``float``, a
boolean as ``bool``, a regime as its short name, everything else as a pyoxigraph term.
"""

Value = Term | int | float | bool | str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One place of the input list, or one keyword option.

    Attributes:
        name: the local name; an option's keyword is ``sk:name``.
        kind: what it accepts.
        doc: one line for people, with range and unit.
        default: the value when it is left out; ``None`` means that there is none.
        required: whether leaving it out is an error. Only inputs can be required.
        repeat: whether an option may be given more than once.
        minimum: least value allowed, for numbers.
        maximum: greatest value allowed, for numbers.
        above_minimum: whether the least value itself is excluded.
        below_maximum: whether the greatest value itself is excluded.
        literals_if: a boolean option with which a ``node`` may be a literal too.
    """

    name: str
    kind: ValueKind
    doc: str
    default: Value | None = None
    required: bool = False
    repeat: bool = False
    minimum: float | None = None
    maximum: float | None = None
    above_minimum: bool = False
    below_maximum: bool = False
    literals_if: str | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """One place of the output list.

    Attributes:
        name: the local name.
        kind: ``node``, ``predicate``, ``integer``, ``number``, ...
        doc: one line for people, with range and direction.
        literals_if: a boolean option with which a ``node`` may be a literal too.
    """

    name: str
    kind: ValueKind
    doc: str
    literals_if: str | None = None


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges that a query gives, in place of those that options choose.

    Attributes:
        source: where each edge starts.
        target: where each ends.
        weight: how much each counts, above 0; ``None`` where the query gives no weights.
    """

    source: tuple[Term, ...]
    target: tuple[Term, ...]
    weight: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One evaluation of a function for all the bindings that a query needs.

    Attributes:
        inputs: the distinct input tuples, one entry for each declared input, defaults filled in, ``None`` where an
            optional input without default was left out.
        regime: the effective regime of the call, after keyword, FROM, pragma and parameter.
        options: validated keyword options, by local name; each value is a tuple (``repeat``) or a single value.
        wanted: for outputs whose values the query has already bound, those values: rows with others may be left out.
            Numbers and dates are never among them, since Oxigraph does not keep how they were written.
        edges: the edges to work on, where the call gives them itself.
    """

    inputs: Sequence[tuple[Any, ...]]
    regime: str
    options: Mapping[str, Any]
    wanted: Mapping[str, frozenset[Term]] = field(default_factory=dict)
    edges: Edges | None = None


OutputRow = tuple[int, tuple[Term | float | int | None, ...]]
"""(position in ``Call.inputs``, one value for each declared output). Python numbers become xsd:double and xsd:integer.
"""


LookUp = Callable[..., Term | float | None]
"""Given the arguments of a scalar call, returns its value, ``None`` if the relation has no such row."""


@dataclass(frozen=True, slots=True)
class SparqlFunction:
    """A function of ours, declared.

    Attributes:
        iri: its IRI, ``sk:`` + name.
        doc: one sentence for people.
        inputs: positional places of the right-hand list; required ones first.
        outputs: positional places of the left-hand list.
        options: keyword options, in addition to ``sk:regime``, which every function has.
        evaluate: given the context of the caller (opaque here) and a :class:`Call`, returns the rows of the relation
            for those inputs. It is called once for all bindings. Unknown nodes give no row.
        scalar: names of the arguments of the scalar form ``sk:name(...)``, each an input or an output other than the
            last; ``None`` if there is no scalar form. The value is the last output; unbound if there is no row.
        example: a complete query that runs on the example that ships with the project.
        replaced_by_edges: the options that have nothing to choose where a SERVICE gives the edges by a sub-query; empty
            for a function that does not take edges.
        look_up: for a scalar form whose arguments are all outputs and whose single values are cheap once the whole is
            known (a score of every node): given the context and a :class:`Call` whose only input tuple holds the
            defaults, returns what looks values up. Without it a query with the scalar form is matched once more, to
            collect the arguments for one call of ``evaluate``.
    """

    iri: str
    doc: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Output, ...]
    options: tuple[Parameter, ...]
    evaluate: Callable[[Any, Call], Iterable[OutputRow]]
    scalar: tuple[str, ...] | None
    example: str
    replaced_by_edges: tuple[str, ...] = ()
    look_up: Callable[[Any, Call], LookUp] | None = None
