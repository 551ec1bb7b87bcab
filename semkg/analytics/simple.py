"""All paths between two nodes that visit no node twice, and all cycles through a node, shortest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Graph
from semkg.kernels import EMPTY, expand, pack, sort_unique, unpack

Nodes = NDArray[np.int64]
Rows = NDArray[np.int64]
"""Unfinished paths of one length as their nodes, shape ``(n, length + 1)``."""

_HELD = 1 << 24
"""Nodes of unfinished paths that are held at once, whatever the number of paths and their length."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """A graph in which each node is called by its rank, made ready for listing paths.

    Attributes:
        rank: the rank of each node, shape ``(n_nodes,)``; no two are equal.
        pointer: where each node's edges begin, shape ``(n_nodes + 1,)``.
        target: where each edge leads, ascending for each node.
        leaving: how many edges leave each node, those of cliques among them, shape ``(n_nodes,)``.
        belongs: where the groups of each node begin in ``group``, shape ``(n_nodes + 1,)``.
        group: the cliques that each node is in.
        within: where each clique's members begin, shape ``(n_cliques + 1,)``.
        member: members of the cliques.
    """

    rank: Nodes
    pointer: Nodes
    target: Nodes
    leaving: Nodes
    belongs: Nodes
    group: Nodes
    within: Nodes
    member: Nodes

    @classmethod
    def of(cls, graph: Graph, rank: Nodes) -> Steps:
        """Call the nodes of a graph by rank."""
        source, target = unpack(np.sort(pack(rank[graph.source], rank[graph.target])))
        groups, member, within = EMPTY, EMPTY, np.zeros(1, np.int64)
        if graph.cliques is not None:
            groups, within = graph.cliques.group, graph.cliques.pointer
            member = rank[graph.cliques.member]
        order = np.argsort(member, kind="stable")
        nodes, group = np.arange(graph.n_nodes + 1), groups[order]
        pointer, belongs = source.searchsorted(nodes), member[order].searchsorted(nodes)
        through = np.concatenate([[0], np.cumsum(np.diff(within)[group])])
        leaving = np.diff(pointer) + np.diff(through[belongs])
        return cls(rank, pointer, target, leaving, belongs, group, within, member)

    def onward(self, nodes: Nodes) -> tuple[Nodes, Nodes]:
        """Return the next nodes of some nodes, ascending for each: which of those given, and what comes next."""
        parent, place = expand(self.pointer[nodes], self.pointer[nodes + 1] - self.pointer[nodes])
        if not len(self.member):
            return parent, self.target[place]
        row, at = expand(self.belongs[nodes], self.belongs[nodes + 1] - self.belongs[nodes])
        group = self.group[at]
        inside, member = expand(self.within[group], self.within[group + 1] - self.within[group])
        direct, through = pack(parent, self.target[place]), pack(row[inside], self.member[member])
        return unpack(sort_unique(np.concatenate([direct, through])))

    def paths(
        self,
        start: int,
        end: int,
        rest: NDArray[np.float64],
        *,
        least: int = 0,
        most: float = np.inf,
        spend: Callable[[float], None] = lambda _: None,
    ) -> Iterator[Rows]:
        """Yield the paths from one node to another on which no node stands twice, or the cycles through a node.

        Each length is searched for by itself, depth first, and so that only nodes are entered from which the end is
        near enough; where nothing had to be left out for that, there are no longer ones.

        Args:
            start: the node to start from.
            end: the node to end at; the start itself for cycles, on which no other node stands twice.
            rest: number of edges from each node to the end, infinite where nothing leads, shape ``(n_nodes,)``.
            least: least length to yield.
            most: greatest length to yield.
            spend: told of each lot of edges that is looked at; may raise to end the search.

        Yields:
            Nodes of paths of one length, shape ``(n, length + 1)``; by length, then by rank from the first node on.
        """
        back = np.argsort(self.rank)
        search = _Search(self, int(self.rank[start]), int(self.rank[end]), rest[back], spend)
        length = max(float(least), 1.0 if start == end else float(rest[start]))
        while length <= most and np.isfinite(length):
            for rows in search.of_length(int(length)):
                yield back[rows]
            length = search.next_length


@dataclass(slots=True, eq=False)
class _Search:
    """A search for paths of one length after the other; nodes are called by rank.

    Attributes:
        steps: the graph.
        start: the node to start from.
        end: the node to end at.
        rest: number of edges from each node to the end.
        spend: told of each lot of edges.
        next_length: the least length that paths can have which the last search left out, infinite if it left out none.
    """

    steps: Steps
    start: int
    end: int
    rest: NDArray[np.float64]
    spend: Callable[[float], None]
    next_length: float = np.inf

    def of_length(self, length: int) -> Iterator[Rows]:
        """Yield the paths of a length in their order."""
        self.next_length = np.inf
        most = max(1, _HELD // (length + 1) ** 2)  # rows for each of so many lengths, of so many nodes
        stack = [np.array([[self.start]])]
        while stack:
            rows = stack.pop()
            left = length - rows.shape[1] + 1
            if left:
                stack += self._lots(self._longer(rows, left - 1), most)[::-1]
            else:
                yield rows

    def _longer(self, rows: Rows, left: int) -> Rows:
        """Return paths with each next node from which the end is at most so many edges away."""
        parent, node = self.steps.onward(rows[:, -1])
        self.spend(len(node))
        open_ = np.isfinite(self.rest[node]) & ((node != self.start) | (self.start == self.end))
        open_ &= (node != self.end) | (left == 0)
        parent, node = parent[open_], node[open_]
        new = (rows[parent, 1:] != node[:, None]).all(axis=1)
        parent, node = parent[new], node[new]
        near = self.rest[node] <= left
        if not near.all():
            self.next_length = min(self.next_length, rows.shape[1] + self.rest[node[~near]].min())
        return np.column_stack([rows[parent[near]], node[near]])

    def _lots(self, rows: Rows, most: int) -> list[Rows]:
        """Cut paths where more edges leave their last nodes than should be looked at in one go."""
        edges = np.cumsum(self.steps.leaving[rows[:, -1]])
        if not len(rows) or edges[-1] <= most:
            return [rows] if len(rows) else []
        cuts = np.searchsorted(edges, np.arange(most, edges[-1], most), side="right")
        return [lot for lot in np.split(rows, cuts) if len(lot)]
