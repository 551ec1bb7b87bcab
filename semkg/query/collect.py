"""Which values the rest of a query gives to the variables of a call.

A magic predicate is a fixed relation; its rows are computed only for the inputs that can take part in an answer. These
are collected by a query over what surrounds the call, made of the user's own text. It may find too many values, never
too few: leaving out a row of the relation must not change the answer.

- What stands beside the call in its group is joined with it, so it narrows the call down, wherever it stands. Left out
  are MINUS, an OPTIONAL behind the call, and each OPTIONAL, BIND and filter with a variable whose value could differ
  without what is left out.
- The same holds for what stands beside a group around the call, a branch of UNION and GRAPH included.
- Around an OPTIONAL or MINUS only what stands before it counts, and that only through the variables that it binds in
  each solution: what comes later meets the rows of the call after it was decided whether there are any. The same holds
  around an EXISTS for the group that it filters.
- Inside an EXISTS or LATERAL, where variables may have values from outside, only parts without OPTIONAL, MINUS, BIND
  and filters of their own count.
- A sub-query is left only if it neither groups nor slices, and only through the variables that it projects.
- A LATERAL takes its values from the left before anything inside is asked, grouping and slices included: what surely
  stands on its left counts again, wherever inside the call stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from semkg.query.analysis import Analysis
from semkg.query.edits import Edit, injections, render
from semkg.query.pattern import Element, MagicCall
from semkg.query.scope import Names, before, binds, certain, mentions, projected
from semkg.query.syntax import begin, end, name_of

_NOTHING: Names = frozenset()
_WHOLE = frozenset({"values", "table", "union", "graph", "select"})
_DECIDING = frozenset({"optional", "minus", "filter", "bind", "expressions"})
"""Elements for which it matters whether there are rows inside at all."""
_CORRELATED = frozenset({"filter", "bind", "expressions", "lateral"})
_AFTER_OTHERS = frozenset({"optional", "minus", "lateral", "bind"})


@dataclass(slots=True)
class _Piece:
    """A part of the surroundings.

    Attributes:
        text: the part, as it can stand in a group.
        binds: variables that it may bind; for an OPTIONAL only those that nothing before it binds for certain.
        certain: variables that it binds in each solution.
        needs: variables that a BIND or OPTIONAL takes from what stands before it.
        exact: whether what it binds, or leaves unbound, depends on nothing that is left out.
        used: whether it has to do with the variables that are wanted.
    """

    text: str
    binds: Names
    certain: Names
    needs: Names = _NOTHING
    exact: bool = False
    used: bool = False


@dataclass(slots=True)
class _Level:
    """One group around the call.

    Attributes:
        opening: what its braces stand behind: nothing, or ``GRAPH ?g``.
        names: the variable of the opening.
        pieces: the parts that bind variables, in order.
        filters: its filters, each with the variables that it names.
        left_out: variables that parts may bind that are left out.
    """

    opening: str = ""
    names: Names = _NOTHING
    pieces: list[_Piece] = field(default_factory=list)
    filters: list[tuple[str, Names]] = field(default_factory=list)
    left_out: Names = _NOTHING

    @property
    def certain(self) -> Names:
        """Variables that the pieces bind in each solution."""
        return _NOTHING.union(*(piece.certain for piece in self.pieces))

    def known(self, pieces: Sequence[_Piece]) -> Names:
        """Return the variables whose values, bound or not, are the same with and without what is left out."""
        exact = _NOTHING.union(*(piece.binds for piece in pieces if piece.exact))
        return _NOTHING.union(*(piece.certain for piece in pieces)) | (exact - self.left_out)


@dataclass(slots=True)
class _Blocked:
    """The variables through which nothing further out may narrow the call down.

    Attributes:
        names: these variables.
        everything: whether it is all of them.
        hidden: variables that are others outside, as no sub-query on the way out projects them.
    """

    names: Names = _NOTHING
    everything: bool = False
    hidden: Names = _NOTHING

    def covers(self, names: Names) -> bool:
        """Return whether one of these names is blocked."""
        return self.everything or bool(self.names & names)

    def leave(self, element: Element, level: _Level) -> None:
        """Take note that ``element``, which stands in ``level``, was left on the way out."""
        if element.kind in _DECIDING:
            self.names |= mentions(element.node) - level.certain
        select = element.select
        if select is not None:
            self.everything = self.everything or not select.simple
            self.hidden |= mentions(select.node) - projected(select)
            self.names |= self.hidden

    def reach(self, lateral: Element) -> None:
        """Take note that a LATERAL is about to be left: its left side gives values to all that is inside."""
        given = _NOTHING.union(*map(certain, before(lateral))) - self.hidden
        self.names = (mentions(lateral.node) if self.everything else self.names) - given
        self.everything = False


def surroundings(
    analysis: Analysis, call: MagicCall, wanted: Sequence[str], edits: Sequence[Edit]
) -> str | None:
    """Return a pattern whose solutions hold every value of ``wanted`` that the call can be joined with.

    Args:
        analysis: the query.
        call: the call; it does not narrow itself down.
        wanted: names of variables of the call.
        edits: the edits to render with; the rows of evaluated calls are added.

    Returns:
        The inside of a WHERE clause, or ``None`` if some variable is bound by nothing that counts.
    """
    levels = list(_levels(analysis, call, edits))
    _select(levels, frozenset(wanted))
    bound = _NOTHING.union(*(piece.binds for level in levels for piece in level.pieces if piece.used))
    bound = bound.union(*(level.names for level in levels))
    return _text(levels) if bound >= set(wanted) else None


def _levels(analysis: Analysis, call: MagicCall, edits: Sequence[Edit]) -> Iterator[_Level]:
    """Yield the groups around a call, from the inside."""
    element: Element | None = call.element
    blocked = _Blocked()
    while element is not None:
        if element.kind == "lateral":
            blocked.reach(element)
        level = _Reader(analysis, call, edits, blocked, correlated=is_correlated(element)).read(element)
        yield level
        blocked.leave(element, level)
        element = element.group.holder


def is_correlated(element: Element | None) -> bool:
    """Return whether an element stands in a pattern that sees values from around it."""
    while element is not None:
        element = element.group.holder
        if element is not None and element.kind in _CORRELATED:
            return True
    return False


def is_positive(element: Element) -> bool:
    """Return whether an element means the same wherever it stands: nothing in it looks at variables from outside."""
    inside = (part for group in element.groups for part in group.elements)
    select = element.select
    plain = select is None or (select.simple and not select.computed)
    return plain and element.kind in ("triples", *_WHOLE) and all(map(is_positive, inside))


class _Reader:
    """Reads the siblings of an element into a level."""

    def __init__(
        self,
        analysis: Analysis,
        call: MagicCall,
        edits: Sequence[Edit],
        blocked: _Blocked,
        *,
        correlated: bool,
    ) -> None:
        self._analysis = analysis
        self._call = call
        self._edits = edits
        self._blocked = blocked
        self._correlated = correlated
        self._level = _Level()
        self._rows: list[_Piece] = []

    def read(self, element: Element) -> _Level:
        self._open(element.group.holder)
        for sibling in element.group.elements:
            if sibling is element:
                self._level.left_out |= binds(element) - element.names  # what it binds is not in the text yet
                if sibling.kind in _AFTER_OTHERS:
                    break
            if element.kind == "filter" and begin(sibling.node) >= end(element.group.node):
                self._level.left_out |= binds(sibling)  # VALUES behind the query, joined after its filters
            elif sibling is not element or sibling.kind == "triples":
                self._read(sibling)
        self._flush()
        return self._level

    def _open(self, holder: Element | None) -> None:
        if holder is None or holder.kind != "graph":
            return
        name = name_of(holder.node)
        shown = self._analysis.source.text[begin(name) : end(name)]
        if holder.target is not None:
            names = frozenset({holder.target})
            free = not self._blocked.covers(names)
            self._level.names = names if free else _NOTHING
            shown = shown if free else f"?{self._analysis.prefix}_graph"
            self._level.opening = f"GRAPH {shown} {{}} "  # this binds the variable even where no triple does
        self._level.opening += f"GRAPH {shown}"

    def _read(self, sibling: Element) -> None:
        if sibling.kind == "triples":
            self._triples(sibling)
        elif sibling.kind == "filter":
            if sibling.ready and not self._has_scalar(sibling):
                self._level.filters.append((self._render(sibling), sibling.names))
        else:
            self._flush()
            self._add(self._piece(sibling), binds(sibling))

    def _piece(self, sibling: Element) -> _Piece | None:
        if not sibling.ready or (self._correlated and not is_positive(sibling)):
            return None
        level = self._level
        if sibling.kind in _WHOLE:
            return _Piece(self._render(sibling), binds(sibling), certain(sibling))
        if sibling.kind == "bind" and sibling.names <= level.known(level.pieces):
            return _Piece(self._render(sibling), binds(sibling), _NOTHING, sibling.names, exact=True)
        if sibling.kind == "optional" and not mentions(sibling.node) & level.left_out:
            before = level.certain.union(*(piece.binds for piece in level.pieces))
            new, old = binds(sibling) - level.certain, mentions(sibling.node) & before
            return _Piece(self._render(sibling), new, _NOTHING, old, exact=True)
        return None

    def _triples(self, element: Element) -> None:
        text = " . ".join(([self._render(element)] if element.kept else []) + element.extra)
        if text:
            self._add(_Piece(f"{text} .", element.names, element.names), element.names)
        for call in element.calls:
            rows = call.injected()
            if rows is None:
                self._level.left_out |= call.variables
            elif call is not self._call:
                names = call.variables
                self._rows.append(_Piece(rows, names, names if call.certain else _NOTHING))

    def _flush(self) -> None:
        """Put the rows of calls behind the triples they stood among, so that blank nodes stay in one pattern."""
        for piece in self._rows:
            self._add(piece, piece.binds)
        self._rows = []

    def _add(self, piece: _Piece | None, names: Names) -> None:
        if piece is None or self._blocked.covers(piece.binds | piece.needs):
            self._level.left_out |= names
        else:
            self._level.pieces.append(piece)

    def _has_scalar(self, element: Element) -> bool:
        start, stop = begin(element.node), end(element.node)
        return any(start <= scalar.name[0] < stop for scalar in self._analysis.scalars)

    def _render(self, element: Element) -> str:
        span = begin(element.node), end(element.node)
        return render(
            self._analysis.source.text, span, [*self._edits, *injections(self._analysis.calls, span)]
        )


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
    inner: _Level | None = None
    for level in levels:
        used = [piece for piece in level.pieces if piece.used]
        known = level.known(used)
        parts = [piece.text for piece in used]
        if inner is not None and (text or inner.names):
            parts.append(f"{inner.opening} {{ {text} }}")
        parts += [condition for condition, names in level.filters if names <= known]
        text = " ".join(parts)
        inner = level
    return text
