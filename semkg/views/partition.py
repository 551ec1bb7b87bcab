"""Groups of the nodes of one projected graph, with everything that says what was computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from semkg.store import Term, parse_term
from semkg.views.projected import ProjectedGraph


@dataclass(frozen=True, eq=False)
class Partition:
    """One group for each node of a projected graph.

    A group is named by the first of its members: of IRIs, if it has any, else of blank nodes, else of literals. The
    first blank node is the first by its number, not by its label, which differs from load to load: under ``invariant``
    that is its place in the graph, under the other regimes the order in which it was met.

    Attributes:
        analytic: local name of what was computed (``"community"``).
        projected: the graph, with the regime and the projection it was made by.
        groups: number of each node's group, from 0, shape ``(n_nodes,)``, int64.
        settings: parameters, as text by name.
        exactness: what is to be said of the groups, as text by name.
    """

    analytic: str
    projected: ProjectedGraph
    groups: NDArray[np.int64]
    settings: tuple[tuple[str, str], ...]
    exactness: tuple[tuple[str, str], ...] = field(default=())

    def __repr__(self) -> str:
        return f"<{self.analytic} of {self.projected.named}: {len(self)} groups>"

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self.group_texts)

    def __iter__(self) -> Iterator[tuple[Term, Term]]:
        """Yield (name, name of its group) for every name of every node, group by group."""
        names = [parse_term(text) for text in self.group_texts]
        for node in np.argsort(self.groups, kind="stable").tolist():
            group = names[self.groups[node]]
            yield from ((name, group) for name in self.projected.names(node))

    @cached_property
    def group_texts(self) -> tuple[str, ...]:
        """The name of each group as N-Triples text."""
        return tuple(self._named(node)[1] for node in self._first)

    @cached_property
    def _first(self) -> tuple[int, ...]:
        """The node after whose name each group is called."""
        found: dict[int, int] = {}
        for node in self._order:
            found.setdefault(int(self.groups[node]), node)
        return tuple(found[group] for group in range(len(found)))

    @cached_property
    def _order(self) -> list[int]:
        """The nodes in the order of their places."""
        return sorted(range(len(self.groups)), key=self._place)

    def _place(self, node: int) -> tuple[int, str, int]:
        """Return what sorts nodes: IRIs, blank nodes, literals; blank nodes by their numbers."""
        kind, text = self._named(node)
        return kind, "" if text[0] == "_" else text, node

    def _named(self, node: int) -> tuple[int, str]:
        """Return the kind and the text of the best name of a node."""
        return min(('<_"'.index(text[0]), text) for text in self.projected.texts(node))

    def group(self, term: Term) -> Term | None:
        """Return the name of the group of a node, or ``None`` if the graph has no such node."""
        position = self.projected.position(term)
        return None if position is None else parse_term(self.group_texts[self.groups[position]])

    def values(self, term: Term) -> list[Term]:
        """Return the name of the group of every node of a term, as for :meth:`semkg.views.Ranking.values`."""
        positions = self.projected.positions(term)
        return [parse_term(self.group_texts[self.groups[position]]) for position in positions]

    def sets(self) -> tuple[tuple[Term, ...], ...]:
        """Return the members of each group, every name of each; the largest group first, equal ones by name.

        Blank nodes come in the order of their numbers, in groups and as names of groups.
        """
        members: list[list[Term]] = [[] for _ in range(len(self))]
        for node in self._order:
            members[self.groups[node]] += self.projected.names(node)
        sizes = np.bincount(self.groups, minlength=len(self))
        order = sorted(range(len(self)), key=lambda group: (-sizes[group], self._place(self._first[group])))
        return tuple(tuple(members[group]) for group in order)

    def labelled(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the N-Triples text of every name of every node, and those of their groups in the same order."""
        pairs = [
            (text, self.group_texts[group])
            for node, group in enumerate(self.groups.tolist())
            for text in self.projected.texts(node)
        ]
        return tuple(text for text, _ in pairs), tuple(group for _, group in pairs)

    def notes(self) -> dict[str, str]:
        """Return what a reader should know beside the groups: how they were computed, and on what."""
        return {**self.projected.notes(), **dict(self.exactness)}
