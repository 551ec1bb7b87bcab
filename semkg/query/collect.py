"""Which values the rest of a query gives to the variables of a call.

A magic predicate is a fixed relation; its rows are computed only for the inputs that can take part in an
answer. These are
collected by a query over what surrounds the call, made of the user's own text. It may find too many values,
never too few:

- siblings in the same group are joined with the call, so they restrict it, wherever they stand;
- around an OPTIONAL, MINUS or LATERAL only what stands before it does, around the others all siblings do;
- a sub-query is left only if it neither groups nor slices, and only through the variables that it projects;
- OPTIONAL and MINUS beside the call are left out, and so are filters and BINDs that name a variable whose
  value could differ without the parts that are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lark import Tree

from semkg.query.analysis import Analysis
from semkg.query.edits import Edit, render
from semkg.query.pattern import Element, MagicCall
from semkg.query.scope import Names, binds, certain, mentions, projected
from semkg.query.syntax import begin, end

_NOTHING: Names = frozenset()
_AFTER_OTHERS = frozenset({"optional", "minus", "lateral", "bind"})
_WHOLE = frozenset({"values", "union", "graph", "select"})


@dataclass(slots=True)
class _Piece:
    """A part of the surroundings.

    Attributes:
        text: the part, as it can stand in a group.
        binds: variables that it may bind.
        certain: variables that it binds in each solution.
        needs: variables that a BIND computes from.
        used: whether it has to do with the variables that are wanted.
    """

    text: str
    binds: Names
    certain: Names
    needs: Names = _NOTHING
    used: bool = False


@dataclass(slots=True)
class _Level:
    """One group around the call.

    Attributes:
        opening: what its braces stand behind: nothing, or ``GRAPH ?g``.
        names: the variable of the opening.
        pieces: the parts that bind variables, in order.
        filters: its filters, each with the variables that it names.
    """

    opening: str = ""
    names: Names = _NOTHING
    pieces: list[_Piece] = field(default_factory=list)
    filters: list[tuple[str, Names]] = field(default_factory=list)


def surroundings(
    analysis: Analysis, call: MagicCall, wanted: Sequence[str], edits: Sequence[Edit]
) -> str | None:
    """Return a pattern whose solutions hold every value of ``wanted`` that the call can be joined with.

    Args:
        analysis: the query.
        call: the call; it does not restrict itself.
        wanted: names of variables of the call.
        edits: the edits to render with, among them the rows of evaluated calls.

    Returns:
        The inside of a WHERE clause, or ``None`` if some variable is bound by nothing that can be used.
    """
    levels = list(_levels(analysis, call, edits))
    _select(levels, frozenset(wanted))
    bound = _NOTHING.union(*(piece.binds for level in levels for piece in level.pieces if piece.used))
    bound = bound.union(*(level.names for level in levels))
    return _text(levels) if bound >= set(wanted) else None


def _levels(analysis: Analysis, call: MagicCall, edits: Sequence[Edit]) -> Iterator[_Level]:
    """Yield the groups around a call, from the inside."""
    element: Element | None = call.element
    hidden: Names = _NOTHING
    while element is not None:
        level = _Reader(analysis, call, edits).read(element)
        if hidden & level.names.union(*(piece.binds | piece.needs for piece in level.pieces)):
            return
        yield level
        holder = element.group.holder
        if holder is not None and holder.select is not None and holder.groups == [element.group]:
            if not holder.select.simple:
                return
            hidden |= mentions(holder.select.node) - projected(holder.select)
        element = holder


class _Reader:
    """Reads the siblings of an element into a level."""

    def __init__(self, analysis: Analysis, call: MagicCall, edits: Sequence[Edit]) -> None:
        self._analysis = analysis
        self._call = call
        self._edits = edits
        self._level = _Level()
        self._rows: list[_Piece] = []
        self._left_out: Names = _NOTHING

    def read(self, element: Element) -> _Level:
        self._open(element.group.holder)
        for sibling in element.group.elements:
            if sibling is not element:
                self._read(sibling)
            elif sibling.kind == "triples":
                self._triples(sibling)
            elif sibling.kind in _AFTER_OTHERS:
                break
        self._flush()
        return self._level

    def _open(self, holder: Element | None) -> None:
        if holder is not None and holder.kind == "graph":
            name = next(part for part in holder.node.children if isinstance(part, Tree))
            opening = f"GRAPH {self._analysis.source.text[begin(name) : end(name)]}"
            if holder.target is not None:
                self._level.names = frozenset({holder.target})
                opening = (
                    f"{opening} {{}} {opening}"  # the first binds the variable even where no triple does
                )
            self._level.opening = opening

    def _read(self, sibling: Element) -> None:
        if sibling.kind == "triples":
            self._triples(sibling)
        elif sibling.kind == "filter":
            if sibling.ready and not self._has_scalar(sibling):
                self._level.filters.append((self._render(sibling), sibling.names))
        else:
            self._flush()
            if sibling.kind == "bind" and sibling.ready and sibling.names <= self._known():
                target = frozenset({sibling.target or ""})
                self._level.pieces.append(_Piece(self._render(sibling), target, _NOTHING, sibling.names))
            elif sibling.kind in _WHOLE and sibling.ready:
                self._level.pieces.append(_Piece(self._render(sibling), binds(sibling), certain(sibling)))
            else:
                self._left_out |= binds(sibling)

    def _triples(self, element: Element) -> None:
        text = " . ".join(([self._render(element)] if element.kept else []) + element.extra)
        if text:
            self._level.pieces.append(_Piece(f"{text} .", element.names, element.names))
        for call in element.calls:
            if call.injected is None:
                self._left_out |= call.variables
            elif call is not self._call:
                names = call.variables
                self._rows.append(_Piece(call.injected, names, names if call.certain else _NOTHING))

    def _flush(self) -> None:
        """Put the rows of calls behind the triples they stood among, so that blank nodes stay in one pattern."""
        self._level.pieces += self._rows
        self._rows = []

    def _known(self) -> Names:
        """Return the variables whose values are the same with and without the parts that are left out."""
        known = _NOTHING.union(*(piece.certain for piece in self._level.pieces))
        computed = _NOTHING.union(*(piece.binds for piece in self._level.pieces if piece.needs))
        return known | (computed - self._left_out)

    def _has_scalar(self, element: Element) -> bool:
        start, stop = begin(element.node), end(element.node)
        return any(start <= scalar.name[0] < stop for scalar in self._analysis.scalars)

    def _render(self, element: Element) -> str:
        return render(self._analysis.source.text, (begin(element.node), end(element.node)), self._edits)


def _select(levels: Sequence[_Level], wanted: Names) -> None:
    """Mark the pieces that hang together with the wanted variables; a BIND only where its result is wanted."""
    pieces = [piece for level in levels for piece in level.pieces]
    names = wanted
    grown = True
    while grown:
        grown = False
        for piece in pieces:
            if not piece.used and piece.binds & names:
                piece.used = grown = True
                names |= piece.binds | piece.needs


def _text(levels: Sequence[_Level]) -> str:
    text = ""
    for depth, level in enumerate(levels):
        used = [piece for piece in level.pieces if piece.used]
        known = _NOTHING.union(*(piece.certain for piece in used))
        parts = [piece.text for piece in used]
        if depth and (text or levels[depth - 1].names):
            parts.append(f"{levels[depth - 1].opening} {{ {text} }}")
        parts += [filter_text for filter_text, names in level.filters if names <= known]
        text = " ".join(parts)
    return text
