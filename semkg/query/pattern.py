"""The shape of a query: groups, their elements, and the calls of our functions in them.

The tree of the parser stays the truth about places; these objects say what each part means for scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from semkg.query.declaration import SparqlFunction, Value
from semkg.query.syntax import Node, Span
from semkg.store import Term


@dataclass(frozen=True, slots=True)
class Argument:
    """One written argument of a call.

    Attributes:
        position: where it stands.
        variable: its name, for a variable (a blank node counts as one); else ``None``.
        term: the constant; ``None`` for a variable.
        value: the constant as the function wants it.
    """

    position: int
    variable: str | None = None
    term: Term | None = None
    value: Value | None = None


@dataclass(slots=True, eq=False)
class MagicCall:
    """A triple pattern with one of our predicates.

    Attributes:
        function: what is called.
        position: where its name stands.
        inputs: one for each declared input; ``None`` where it was left out.
        outputs: one for each declared output, ``None`` where it was left out; those after the last one written may be
            missing.
        options: keyword options with defaults filled in.
        regime: ``None`` if the call does not choose one.
        element: the triples that it was written in.
        anchor: where its rows go into the text.
        rows: writes the group that stands for its rows, once it was evaluated; told which variables have their values
            from the left of a LATERAL already.
        certain: whether each of its rows binds all its variables.
        projection: the sub-query whose rows are the edges, for a SERVICE that has one.
        laterals: each LATERAL around it that a value of its variables comes in through: its span, and which variables.
    """

    function: SparqlFunction
    position: int
    inputs: tuple[Argument | None, ...]
    outputs: tuple[Argument | None, ...]
    options: Mapping[str, Any]
    regime: str | None
    element: Element
    anchor: int = 0
    rows: Callable[[frozenset[str]], str] | None = None
    certain: bool = True
    projection: Select | None = None
    laterals: tuple[tuple[Span, frozenset[str]], ...] = ()

    @property
    def input_variables(self) -> tuple[str, ...]:
        """The distinct variables among the inputs, in their order."""
        return _variables(self.inputs)

    @property
    def output_variables(self) -> tuple[str, ...]:
        """The distinct variables among the outputs, in their order."""
        return _variables(self.outputs)

    @property
    def variables(self) -> frozenset[str]:
        """All variables of the call."""
        return frozenset(self.input_variables + self.output_variables)

    @property
    def is_ready(self) -> bool:
        """Whether its edges can be asked for: calls inside its projection come first."""
        where = self.projection.where.elements if self.projection else ()
        return all(call.rows is not None for element in where for call in element.all_calls())

    def injected(self, span: Span | None = None) -> str | None:
        """Return the group that stands for its rows, ``None`` before it was evaluated.

        Args:
            span: the part of the text that the group will stand in; a LATERAL further out does not count then. Without
                it, none counts: the rows are joined.
        """
        if self.rows is None:
            return None
        start, stop = (0, 0) if span is None else span
        inside = (names for place, names in self.laterals if start <= place[0] and place[1] <= stop)
        return self.rows(frozenset[str]().union(*inside))


@dataclass(frozen=True, slots=True, eq=False)
class ScalarCall:
    """A call of one of our functions in an expression.

    Attributes:
        function: what is called.
        name: where its name stands, which is replaced by a name of this call's own.
        end: where it ends, behind its closing bracket.
        arity: how many arguments were written, keywords and their values included.
        positional: names of the inputs and outputs that the first of them stand for, in their order.
        fixed: inputs given as keywords.
        options: keyword options with defaults filled in.
        regime: ``None`` if the call does not choose one.
    """

    function: SparqlFunction
    name: Span
    end: int
    arity: int
    positional: tuple[str, ...]
    fixed: Mapping[str, Value]
    options: Mapping[str, Any]
    regime: str | None


@dataclass(slots=True, eq=False)
class Element:
    """One element of a group.

    Attributes:
        kind: triples, filter, bind, values, optional, minus, lateral, union, graph, service, select, table (a virtual
            graph), or expressions (of the SELECT clause and the modifiers, which have no text inside the group).
        node: its place in the tree.
        group: the group that it is an element of.
        groups: groups inside it, those of EXISTS included.
        calls: the magic calls written in it, for triples.
        block_end: for triples, where the block of triples that they stand in ends.
        kept: for triples, whether anything is left without the calls.
        stands_alone: whether its rows go where it stands, and not behind the triples around it: a SERVICE of ours.
        names: variables of the ordinary part of triples; of all expressions for a filter or BIND; columns of
            VALUES.
        target: the variable that BIND binds; the graph variable of GRAPH.
        bound_first: for GRAPH, whether its variable is bound before what stands inside, as on the left of a LATERAL.
        extra: triples that were moved out of square brackets.
        select: the SELECT of a sub-query.
    """

    kind: str
    node: Node
    group: Group
    groups: list[Group] = field(default_factory=list)
    calls: list[MagicCall] = field(default_factory=list)
    block_end: int = 0
    kept: bool = True
    stands_alone: bool = False
    names: frozenset[str] = frozenset()
    target: str | None = None
    bound_first: bool = False
    extra: list[str] = field(default_factory=list)
    select: Select | None = None

    def all_calls(self) -> Iterator[MagicCall]:
        """Yield the magic calls in this element and the groups inside it."""
        yield from self.calls
        for group in self.groups:
            for element in group.elements:
                yield from element.all_calls()

    @property
    def ready(self) -> bool:
        """Whether every call inside has been evaluated, so that the element means what its author wrote."""
        return all(call.rows is not None for call in self.all_calls())


@dataclass(slots=True, eq=False)
class Group:
    """A group graph pattern, ``{ ... }``.

    Attributes:
        node: its place in the tree.
        holder: the element that it belongs to; ``None`` for the pattern of the whole query.
        elements: what stands in it, in order.
    """

    node: Node
    holder: Element | None
    elements: list[Element] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Select:
    """The SELECT of a query or sub-query.

    Attributes:
        node: its place in the tree.
        where: its pattern.
        plain: variables that are projected as they are.
        computed: variables that are computed by an expression.
        star: whether it says ``*``.
        simple: whether rows can be left out before it without changing the others: no grouping, no LIMIT or
            OFFSET.
    """

    node: Node
    where: Group
    plain: tuple[str, ...]
    computed: tuple[str, ...]
    star: bool
    simple: bool


def _variables(arguments: tuple[Argument | None, ...]) -> tuple[str, ...]:
    found = (argument.variable for argument in arguments if argument is not None)
    return tuple(dict.fromkeys(name for name in found if name is not None))
